"""The method, row by row: what is required, and what is only advised."""

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common import FRAME, ConcertationCase


@tagged("post_install", "-at_install", "plpdma")
class TestNature(ConcertationCase):
    """Consultation and concertation are told apart."""

    def setUp(self):
        super().setUp()
        # The calendar speaks the authority's language.
        self.company.sudo().partner_id.lang = "en_US"

    def _warnings(self, session):
        return (session.warnings or "").split("\n")

    def test_final_proposal_makes_a_concertation_a_consultation(self):
        session = self._create_session(days=2)
        self.assertNotIn("A proposal is already written", session.warnings or "")
        session.proposal = "<p>Le programme définitif.</p>"
        self.assertIn("A proposal is already written", session.warnings)
        self.assertTrue(session.has_warnings)
        session.action_plan()
        self.assertEqual(session.state, "planned", "It warns, it does not block")
        session.action_draft()
        session.nature = "consultation"
        self.assertNotIn("A proposal is already written", session.warnings or "")

    def test_final_proposal_warns_in_the_form(self):
        with Form(self._create_session(days=2)) as form:
            form.nature = "consultation"
            form.proposal = "<p>Le programme définitif.</p>"
            form.nature = "concertation"
            self.assertIn("A proposal is already written", form.warnings)

    def test_warnings_are_searched(self):
        watched = self._create_session(days=2, proposal="<p>Le programme.</p>")
        quiet = self._create_session(days=2)
        domain = [("id", "in", (watched | quiet).ids)]
        search = self.agent_env["plpdma.session"].search
        self.assertEqual(search([*domain, ("has_warnings", "=", True)]), watched)
        self.assertEqual(search([*domain, ("has_warnings", "=", False)]), quiet)
        self.assertEqual(
            search([*domain, ("has_warnings", "in", [True, False])]), watched | quiet
        )
        watched.action_cancel()
        self.assertFalse(search([*domain, ("has_warnings", "=", True)]))

    def test_announced_nature_does_not_change(self):
        session = self._create_session(self.actors[:1], days=2, proposal="<p>Oui ?</p>")
        session.action_plan()
        with self.assertRefused("silently"):
            session.write({"nature": "consultation"})
        with self.assertRaises(AssertionError, msg="Read-only on the form too"):
            Form(session).nature = "consultation"
        session.write({"nature": "concertation", "name": "Autre titre"})
        with self.mock_mail_gateway():
            session.action_draft()
            session.nature = "consultation"
            session.action_plan()
        self.assertIn("Consultation:", session.calendar_event_id.description)

    def test_held_nature_does_not_change(self):
        session = self._create_session()
        session.action_plan()
        session.action_hold()
        with self.assertRefused("silently"):
            session.nature = "consultation"

    def test_invitation_says_which(self):
        session = self._create_session(days=2)
        session.action_plan()
        description = session.calendar_event_id.description
        self.assertIn("working together towards a proposal", description)
        self.assertIn("Votre participation est consultative.", description)

    def test_consultation_counts_the_opinions(self):
        session = self._create_session(nature="consultation", proposal="<p>Oui ?</p>")
        self._create_contributions(
            {"session_id": session.id, "stance": "favourable"},
            {"session_id": session.id, "stance": "favourable"},
            {"session_id": session.id, "stance": "unfavourable"},
            {"session_id": session.id},
        )
        self.assertEqual(
            session.stance_summary,
            "Favourable: 2 · Unfavourable: 1 · Still to note: 1",
        )
        self.assertIn("still to be noted: 1", session.warnings)
        session.nature = "concertation"
        self.assertFalse(session.stance_summary)
        self.assertFalse(session.without_stance_count)

    def test_consultation_is_reported_once_opinions_are_noted(self):
        session = self._create_session(
            nature="consultation", proposal="<p>Oui ?</p>", minutes="<p>Dit.</p>"
        )
        contribution = self._create_contribution(session_id=session.id)
        session.action_plan()
        session.action_hold()
        with self.assertRefused(contribution.reference, "No opinion"):
            session.action_report()
        contribution.stance = "no_opinion"
        session.action_report()
        with self.assertRefused(contribution.reference):
            contribution.stance = False
        with self.assertRefused("consultation"):
            self._create_contribution(session_id=session.id)
        with self.assertRaises(ValidationError), Form(contribution) as form:
            form.stance = False

    def test_question_left_without_a_word_shows(self):
        session = self._create_session()
        session.action_plan()
        self.assertNotIn("Où composter", session.warnings or "")
        session.action_hold()
        self.assertIn("Où composter ?", session.warnings)
        self._create_contribution(
            session_id=session.id, question_id=session.question_ids.id
        )
        self.assertNotIn("Où composter", session.warnings or "")


@tagged("post_install", "-at_install", "plpdma")
class TestBodyFirst(ConcertationCase):
    """Concertation takes place preferably in the CCES."""

    def test_collective_session_elsewhere_is_asked_why(self):
        session = self._create_session(days=2)
        self.assertEqual(session.body_id, self.body)
        self.assertNotIn("CCES", session.warnings or "")
        session.body_id = False
        self.assertIn("does not take place in the CCES", session.warnings)
        session.body_justification = "   "
        self.assertIn("does not take place in the CCES", session.warnings)
        session.body_justification = "Ouverte à tous les habitants."
        self.assertNotIn("CCES", session.warnings or "")
        session.write({"body_justification": False, "format": "individual"})
        self.assertNotIn("CCES", session.warnings or "")

    def test_nothing_is_asked_before_one_begins(self):
        self.body.sudo().active = False
        form = Form(self.agent_env["plpdma.session"])
        form.program_id = self.program
        self.assertFalse(form.body_id)
        self.assertNotIn("CCES", form.warnings or "")
        form.name = "World café"
        self.assertIn("does not take place in the CCES", form.warnings)

    def test_form_asks_why(self):
        form = Form(self.agent_env["plpdma.session"])
        form.program_id = self.program
        form.name = "World café"
        self.assertEqual(form.body_id, self.body)
        self.assertNotIn("CCES", form.warnings or "")
        form.body_id = self.body.browse()
        self.assertIn("does not take place in the CCES", form.warnings)
        form.body_justification = "Ouverte à tous les habitants."
        self.assertNotIn("CCES", form.warnings or "")

    def test_programme_without_cces_is_told(self):
        program = self._create_program(state="open")
        self.assertIn("no CCES yet", program.warnings)
        self.agent_env["plpdma.body"].create(
            {
                "name": "Groupe de travail",
                "kind": "working_group",
                "justification": "Cantines.",
                "program_id": program.id,
            }
        )
        self.assertIn("but no CCES", program.warnings)
        self.agent_env["plpdma.body"].create({"name": "CCES", "program_id": program.id})
        self.assertNotIn("no CCES", program.warnings or "")

    def test_who_sits_on_a_date(self):
        member, guest, stranger = self.actors
        member.write({"membership": "member", "date_start": "2026-01-01"})
        guest.write(
            {
                "membership": "occasional",
                "date_start": "2026-03-01",
                "date_end": "2026-04-30",
            }
        )
        search = self.agent_env["plpdma.stakeholder"].search
        for date, sitting in (
            ("2025-12-31", self.actors.browse()),
            ("2026-01-01", member),
            ("2026-03-01", member | guest),
            ("2026-04-30", member | guest),
            ("2026-05-01", member),
        ):
            found = search([("sits_on", "=", date), ("body_ids", "in", self.body.ids)])
            with self.subTest(date=date):
                self.assertEqual(found, sitting)
                self.assertNotIn(stranger, found)
        self.assertEqual(
            search([("sits_on", "=", "today"), ("id", "in", self.actors.ids)]), member
        )

    def test_body_says_who_sits_today(self):
        self.assertFalse(self.body.sitting_count)
        self.actors[:2].membership = "member"
        self.actors[1].write({"date_end": "2020-01-01"})
        self.env.invalidate_all()
        self.assertEqual(self.body.sitting_count, 1)
        action = self._press(self.body, "sitting_count")
        search = self.agent_env["plpdma.stakeholder"].search
        self.assertEqual(search(action["domain"]), self.actors)
        self.assertEqual(self._get_listed(action), self.actors[0])


@tagged("post_install", "-at_install", "plpdma")
class TestFrame(ConcertationCase):
    """A clear frame, the roles of each, above all of the élus."""

    def _elect(self, actor):
        role = self.env["plpdma.role"].create({"name": "Élu d'essai", "is_elected": 1})
        actor.role_ids = role.with_env(actor.env)

    def test_missing_texts_are_links(self):
        program = self.agent_env["plpdma.program"].create(
            {"name": "Neuf", "objective": "<p>Réduire.</p>"}
        )
        names = ["negotiable", "non_negotiable", "elected_role", "follow_up_terms"]
        self.assertEqual(program.frame_missing_names, names)
        action = program.with_context(
            plpdma_frame_field="negotiable"
        ).action_write_frame()
        form = Form(
            program.with_context(**action["context"]),
            view=action["views"][0][0],
        )
        form.negotiable = "<p>Les actions.</p>"
        form.save()
        self.assertEqual(program.frame_missing_names, names[1:])
        with self.assertRefused("Role of the Élus"):
            program.action_open()
        program.write(FRAME)
        self.assertFalse(program.frame_missing_names)
        program.action_open()
        self.assertEqual(program.state, "open")

    def test_elu_takes_part_as_such(self):
        self._elect(self.actors[0])
        session = self._create_session(self.actors[:2])
        self.assertEqual(
            session.participation_ids.mapped("capacity"), ["elected", "participant"]
        )
        self.assertTrue(session.has_elected)
        self.assertEqual(
            session.search([("has_elected", "=", True), ("id", "=", session.id)]),
            session,
        )
        line = session.participation_ids[0]
        line.stakeholder_id = self.actors[2]
        self.assertEqual(line.capacity, "participant")
        self.assertFalse(session.has_elected)
        self.assertFalse(
            session.search([("has_elected", "=", True), ("id", "=", session.id)])
        )

    def test_chosen_capacity_is_kept(self):
        self._elect(self.actors[0])
        participation = self.agent_env["plpdma.participation"].create(
            {
                "session_id": self._create_session().id,
                "stakeholder_id": self.actors[0].id,
                "capacity": "expert",
            }
        )
        self.assertEqual(participation.capacity, "expert")

    def test_session_with_elus_states_their_role(self):
        self._elect(self.actors[0])
        session = self._create_session(self.actors[:1], days=2)
        self.assertEqual(session.elected_role, FRAME["elected_role"])
        session.elected_role = "<p><br></p>"
        with self.assertRefused("Role of the Élus"):
            session.action_plan()
        session.elected_role = "<p>Ils écoutent.</p>"
        session.action_plan()
        with self.assertRefused("Role of the Élus"):
            session.elected_role = False
        with self.assertRaises(ValidationError), Form(session) as form:
            form.elected_role = False

    def test_elu_does_not_join_a_session_without_their_role(self):
        session = self._create_session(days=2)
        session.elected_role = False
        session.action_plan()
        self._elect(self.actors[0])
        with self.assertRefused("Role of the Élus"):
            session.participation_ids = [
                Command.create({"stakeholder_id": self.actors[0].id})
            ]

    def test_elus_are_not_gathered_before_the_frame_is_written(self):
        program = self.agent_env["plpdma.program"].create(
            {**FRAME, "name": "À cadrer", "negotiable": False}
        )
        actor = self.agent_env["plpdma.stakeholder"].create(
            {"partner_id": self.partners[0].id, "program_id": program.id}
        )
        session = self._create_session(actor, days=2, program_id=program.id)
        self.assertIn("What Is Open to Discussion", session.warnings)
        session.action_plan()
        with self.assertRefused("What Is Open to Discussion"):
            session.participation_ids.capacity = "elected"


@tagged("post_install", "-at_install", "plpdma")
class TestOnTheirGround(ConcertationCase):
    """Going to see the partner where they are."""

    def test_individual_meeting_is_at_the_partner_s(self):
        self.partners[2].write(
            {"street": "3 rue des Halles", "zip": "03000", "city": "Val"}
        )
        session = self._create_session(self.actors[2:], format="individual")
        self.assertIn("3 rue des Halles", session.location)
        self.assertIn("Val", session.location)
        elsewhere = self._create_session(
            self.actors[2:], format="individual", location="Mairie"
        )
        self.assertEqual(elsewhere.location, "Mairie")
        together = self._create_session(self.actors[2:])
        self.assertFalse(together.location)

    def test_form_proposes_their_address(self):
        self.partners[2].write({"street": "3 rue des Halles", "city": "Val"})
        form = Form(self.agent_env["plpdma.session"])
        form.program_id = self.program
        form.name = "Rencontre"
        form.format = "individual"
        self.assertFalse(form.location)
        with form.participation_ids.new() as line:
            line.stakeholder_id = self.actors[2]
        self.assertIn("3 rue des Halles", form.location)

    def test_way_of_working_is_for_the_staff(self):
        self.actors[0].way_of_working = "Le gérant décide seul, le lundi."
        actors = self.actors[0].with_user(self.user_elected)
        with self.assertRaises(UserError):
            actors.read(["way_of_working"])
