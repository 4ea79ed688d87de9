"""Individual or collective, with which technique, and what next: advised, never
imposed."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import ConcertationCase


class AdviceCase(ConcertationCase):
    """Reasons and techniques of the tests' own, whatever becomes of those delivered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["plpdma.technique"].search([]).action_archive()
        purposes = cls.env["plpdma.purpose"].create(
            [
                {"name": "Écouter un acteur", "format": "individual"},
                {"name": "Écrire à plusieurs", "format": "collective"},
            ]
        )
        techniques = cls.env["plpdma.technique"].create(
            [
                {"name": "Grand cercle", "size_min": 3},
                {"name": "Duo", "size_min": 1, "size_max": 2},
                {"name": "Carrousel", "size_min": 2, "size_max": 6},
                {"name": "Formulaire"},
            ]
        )
        cls.alone, cls.together = purposes.with_env(cls.agent_env)
        cls.circle, cls.duo, cls.carousel, cls.form = techniques.with_env(cls.agent_env)
        cls.competitors = cls.env["plpdma.competitor.group"].create(
            {"name": "Commerces d'essai"}
        )
        # Nothing to learn from them first, unless a test says otherwise.
        cls.actors.needs = "De la place."

    def _meet_alone(self, actor, **vals):
        """An individual meeting that the actor attended."""
        session = self._create_session(actor, format="individual", **vals)
        session.action_plan()
        session.action_hold()
        session.participation_ids.attendance = "present"
        return session

    def assertSameCost(self, names, few, many):
        """Reading these fields takes as many queries for a few records as for many."""
        counts = []
        for records in (many, few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            for name in names:
                records.mapped(name)
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])

    def _create_actors(self, count):
        partners = self.agent_env["res.partner"].create(
            [{"name": f"Organisation {number}"} for number in range(count)]
        )
        return self.agent_env["plpdma.stakeholder"].create(
            [
                {
                    "program_id": self.program.id,
                    "partner_id": partner.id,
                    "needs": "Du temps.",
                }
                for partner in partners
            ]
        )


@tagged("post_install", "-at_install", "plpdma")
class TestFormatAdvice(AdviceCase):
    """What speaks for one actor alone, and what for several together."""

    def assertAdvised(self, session, advised, *sentences):
        self.assertEqual(session.advised_format, advised)
        for sentence in sentences:
            self.assertIn(sentence, session.advice)

    # ------------------------------------------------------------------
    # Each reason
    # ------------------------------------------------------------------
    def test_nothing_known_advises_nothing(self):
        session = self._create_session()
        self.assertFalse(session.advised_format)
        self.assertFalse(session.advice)
        self.assertFalse(session.deviates)

    def test_purposes_call_for_their_format(self):
        for purpose, other in (
            (self.alone, "collective"),
            (self.together, "individual"),
        ):
            session = self._create_session(
                purpose_ids=[Command.set(purpose.ids)], format=other
            )
            with self.subTest(purpose=purpose.name):
                self.assertAdvised(session, purpose.format, purpose.name)
                self.assertTrue(session.deviates)

    def test_one_organisation_is_met_alone(self):
        session = self._create_session(self.actors[:1])
        self.assertAdvised(session, "individual", "Only one organisation is invited.")
        self.assertIn("An individual meeting is advised.", session.advice)

    def test_several_organisations_are_gathered(self):
        session = self._create_session(self.actors)
        self.assertAdvised(session, "collective", "3 organisations are invited.")
        self.assertNotIn("For an individual meeting", session.advice)
        self.assertFalse(session.deviates)

    def test_colleagues_are_one_organisation(self):
        self.partners[0].parent_id = self.partners[1]
        session = self._create_session(self.actors[:2], format="individual")
        self.assertAdvised(session, "individual", "Only one organisation is invited.")

    def test_those_who_run_it_are_not_counted(self):
        session = self._create_session(self.actors[:2])
        session.participation_ids[1].capacity = "secretary"
        self.assertAdvised(session, "individual", "Only one organisation is invited.")

    def test_competitors_are_met_one_by_one(self):
        self.actors[:2].competitor_group_id = self.competitors
        session = self._create_session(self.actors[:2])
        names = ", ".join(self.actors[:2].mapped("display_name"))
        self.assertIn(
            f"They compete with one another, and speak more freely alone: {names}.",
            session.advice,
        )
        # As much as the two organisations that could be gathered.
        self.assertFalse(session.advised_format)
        self.assertIn("The reasons balance: the choice is yours.", session.advice)
        session.purpose_ids = self.alone
        self.assertAdvised(session, "individual", "one with each organisation")

    def test_one_competitor_among_others_speaks_for_nothing(self):
        self.actors[0].competitor_group_id = self.competitors
        session = self._create_session(self.actors)
        self.assertNotIn("compete", session.advice)

    def test_competitors_of_one_organisation_do_not_compete(self):
        self.partners[0].parent_id = self.partners[1]
        self.actors[:2].competitor_group_id = self.competitors
        session = self._create_session(self.actors)
        self.assertNotIn("compete", session.advice)

    def test_one_goes_to_those_who_have_little_time(self):
        for availability, is_busy in (
            (False, False),
            ("good", False),
            ("limited", True),
            ("rare", True),
        ):
            self.actors[0].availability = availability
            session = self._create_session(self.actors[:1])
            with self.subTest(availability=availability):
                self.assertEqual("They have little time" in session.advice, is_busy)

    def test_many_organisations_are_not_met_one_by_one(self):
        actors = self._create_actors(8)
        actors.write(
            {"competitor_group_id": self.competitors.id, "availability": "rare"}
        )
        few = self._create_session(actors[:7])
        self.assertAdvised(few, "individual", "7 organisations are invited.")
        many = self._create_session(actors)
        self.assertAdvised(many, "collective", "8 organisations are invited.")
        self.assertIn("5 others", many.advice)

    def test_those_whose_needs_are_unknown_are_first_met_alone(self):
        self.actors[0].needs = False
        session = self._create_session(self.actors[:1])
        self.assertIn("their needs are not known", session.advice)
        earlier = self._meet_alone(self.actors[0], days=-9)
        session.invalidate_recordset()
        self.assertNotIn("their needs are not known", session.advice)
        self.assertIn("They were already met alone", session.advice)
        self.assertNotIn("already met alone", earlier.advice, "It is that meeting")

    def test_only_what_came_before_counts(self):
        session = self._create_session(self.actors, days=-9)
        self._meet_alone(self.actors[0], days=-2)
        self.assertNotIn("already met alone", session.advice)

    def test_a_meeting_missed_or_in_company_is_not_a_meeting_alone(self):
        missed = self._meet_alone(self.actors[0], days=-9)
        missed.participation_ids.attendance = "absent"
        collective = self._create_session(self.actors[:2], days=-8)
        collective.action_plan()
        collective.action_hold()
        collective.participation_ids.attendance = "present"
        session = self._create_session(self.actors)
        self.assertNotIn("already met alone", session.advice)

    def test_attendance_updates_the_advice(self):
        meeting = self._meet_alone(self.actors[0], days=-9)
        session = self._create_session(self.actors)
        self.assertIn("already met alone", session.advice)
        meeting.participation_ids.attendance = "absent"
        self.assertNotIn("already met alone", session.advice)

    # ------------------------------------------------------------------
    # Both sides
    # ------------------------------------------------------------------
    def test_both_sides_show_and_the_heavier_concludes(self):
        self.actors[0].availability = "rare"
        session = self._create_session(
            self.actors, purpose_ids=[Command.set(self.together.ids)]
        )
        lines = session.advice.split("\n")
        self.assertEqual(lines[0], "For an individual meeting:")
        self.assertIn("They have little time", lines[1])
        self.assertEqual(lines[2], "For a collective meeting:")
        self.assertEqual(lines[-1], "A collective meeting is advised.")

    def test_availability_to_the_public_is_not_advised(self):
        session = self._create_session(
            format="public", purpose_ids=[Command.set(self.alone.ids)]
        )
        self.assertFalse(session.advice)
        self.assertFalse(session.deviates)

    def test_departing_is_allowed_and_explained(self):
        session = self._create_session(
            self.actors[:1], purpose_ids=[Command.set(self.alone.ids)], days=2
        )
        self.assertTrue(session.deviates)
        self.assertIn("departs from the advice", session._get_advice_warnings()[0])
        self.assertIn("departs from the advice", session.warnings)
        session.action_plan()
        self.assertEqual(session.state, "planned", "It warns, it does not block")
        session.format_justification = "   "
        self.assertTrue(session._get_advice_warnings())
        session.format_justification = "Ils l'ont demandé."
        self.assertFalse(session._get_advice_warnings())
        with self.mock_mail_gateway():
            session.action_draft()
        session.format = "individual"
        self.assertFalse(session.deviates)
        self.assertEqual(session.format_justification, "Ils l'ont demandé.")

    def test_form_advises_as_one_types(self):
        self.actors[:2].competitor_group_id = self.competitors
        form = Form(self.agent_env["plpdma.session"])
        form.program_id = self.program
        form.name = "Commerces"
        self.assertFalse(form.advice)
        form.purpose_ids.add(self.alone)
        self.assertTrue(form.deviates)
        form.purpose_ids.remove(id=self.alone.id)
        self.assertFalse(form.deviates)
        for actor in self.actors[:2]:
            with form.participation_ids.new() as line:
                line.stakeholder_id = actor
        self.assertIn("They compete with one another", form.advice)
        form.purpose_ids.add(self.alone)
        self.assertIn("departs from the advice", form.warnings)
        form.format_justification = "Ils se connaissent."
        self.assertNotIn("departs from the advice", form.warnings or "")
        session = form.save()
        self.assertTrue(session.deviates)
        self.assertEqual(session.format, "collective")
        self.assertEqual(session.format_justification, "Ils se connaissent.")

    def test_departures_are_searched(self):
        alone = self._create_session(self.actors[:1])
        together = self._create_session(self.actors)
        public = self._create_session(format="public")
        sessions = alone | together | public
        search = self.agent_env["plpdma.session"].search
        domain = [("id", "in", sessions.ids)]
        self.assertEqual(search([*domain, ("deviates", "=", True)]), alone)
        self.assertEqual(search([*domain, ("deviates", "=", False)]), together | public)
        self.assertEqual(search([*domain, ("deviates", "in", [True, False])]), sessions)
        alone.action_cancel()
        self.assertFalse(search([*domain, ("deviates", "=", True)]))

    def test_only_the_staff_is_advised(self):
        facilitator = self.user_facilitator.partner_id
        session = self._create_session(self.actors, facilitator_id=facilitator.id)
        names = ("advice", "advised_format", "deviates", "format_justification")
        for user in (self.user_elected, self.user_facilitator):
            for name in names:
                with self.subTest(user=user.login, field=name):
                    with self.assertRaises(AccessError):
                        session.with_user(user).read([name])
                    with self.assertRaises(AccessError):
                        session.with_user(user).search([(name, "!=", False)])
            actor = self.actors[0].with_user(user)
            for name in ("next_step", "next_step_format", "next_session_id"):
                with (
                    self.subTest(user=user.login, field=name),
                    self.assertRaises(AccessError),
                ):
                    actor.read([name])

    def test_advice_costs_the_same_for_more_sessions(self):
        actors = self.actors | self._create_actors(9)
        actors.write({"competitor_group_id": self.competitors.id, "needs": False})
        for actor in actors[::2]:
            self._meet_alone(actor, days=-9)
        sessions = self.agent_env["plpdma.session"].union(
            *(
                self._create_session(
                    actors[number : number + 3],
                    purpose_ids=[Command.set((self.alone | self.together).ids)],
                )
                for number in range(10)
            )
        )
        names = ("advice", "suggested_technique_ids", "technique_hint")
        self.assertSameCost(names, sessions[:2], sessions)


@tagged("post_install", "-at_install", "plpdma")
class TestTechnique(AdviceCase):
    """Techniques are suggested by the number of guests."""

    def test_size_is_said_in_words(self):
        for technique, size in (
            (self.circle, "3 participants or more"),
            (self.duo, "1 to 2 participants"),
            (self.form, "any number of participants"),
        ):
            self.assertEqual(technique.size, size)
        self.form.with_user(self.user_manager).size_max = 9
        self.assertEqual(self.form.size, "9 participants at most")

    def test_size_is_checked(self):
        techniques = self.agent_env["plpdma.technique"].with_user(self.user_manager)
        for vals in (
            {"size_min": -1},
            {"size_max": -1},
            {"size_min": 5, "size_max": 4},
        ):
            with (
                self.subTest(vals=vals),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
            ):
                techniques.create({"name": "Impossible", **vals})
        for vals in ({"size_min": 5}, {"size_min": 5, "size_max": 5}):
            self.assertTrue(techniques.create({"name": f"Possible {vals}", **vals}))

    def test_size_is_checked_in_the_form(self):
        form = Form(self.agent_env["plpdma.technique"].with_user(self.user_manager))
        form.name = "Impossible"
        form.size_min, form.size_max = 5, 4
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            form.save()

    def test_agents_read_techniques_and_reasons(self):
        for entry in (self.duo, self.alone):
            with self.assertRaises(AccessError):
                entry.name = "Autre"
            entry.with_user(self.user_manager).name = "Autre"

    def test_suggested_by_number_narrowest_first(self):
        for count, suggested in (
            (0, self.circle[:0]),
            (1, self.duo | self.form),
            (2, self.duo | self.carousel | self.form),
            (3, self.carousel | self.circle | self.form),
        ):
            session = self._create_session(self.actors[:count])
            with self.subTest(count=count):
                self.assertEqual(
                    session.suggested_technique_ids.ids, suggested.ids, "In this order"
                )

    def test_those_who_run_it_are_not_counted(self):
        session = self._create_session(self.actors)
        session.participation_ids[0].capacity = "facilitator"
        session.participation_ids[1].capacity = "secretary"
        self.assertEqual(session.suggested_technique_ids, self.duo | self.form)

    def test_of_another_authority_is_not_suggested(self):
        company, _program = self._create_other_company()
        self.duo.with_user(self.user_manager).sudo().company_id = company
        session = self._create_session(self.actors[:1])
        self.assertEqual(session.suggested_technique_ids, self.form)

    def test_another_size_is_told_and_never_blocks(self):
        session = self._create_session(self.actors, days=2, technique_id=self.duo.id)
        self.assertFalse(self._create_session(self.actors).technique_hint)
        hint = "Duo: usual for 1 to 2 participants. Invited so far: 3."
        self.assertEqual(session.technique_hint, hint)
        self.assertIn(hint, session._get_advice_warnings())
        session.action_plan()
        self.assertEqual(session.state, "planned")
        session.participation_ids[0].unlink()
        self.assertNotIn("Duo", " ".join(session._get_advice_warnings()))
        session.technique_id = self.circle
        self.assertIn("Grand cercle", " ".join(session._get_advice_warnings()))

    def test_held_session_is_not_told_any_more(self):
        session = self._create_session(self.actors, technique_id=self.duo.id)
        session.action_plan()
        session.action_hold()
        self.assertFalse(session._get_advice_warnings())

    def test_form_suggests_and_opens_the_sheet(self):
        form = Form(self._create_session(self.actors[:2]))
        self.assertEqual(len(form.suggested_technique_ids), 3)
        form.technique_id = self.circle
        self.assertIn("3 participants or more", form.technique_hint)
        session = form.save()
        action = session.action_view_technique()
        self.assertEqual(action["res_id"], self.circle.id)
        self.assertEqual(action["target"], "new")

    def test_sheet_is_printed(self):
        technique = self.env.ref("plpdma_concertation.plpdma_technique_world_cafe")
        html, _type = self.agent_env["ir.actions.report"]._render_qweb_html(
            "plpdma_concertation.report_technique", technique.ids
        )
        for words in (technique.name, technique.method, "tablecloths"):
            self.assertIn(words, html.decode())

    def test_delivered_techniques_have_their_sheet(self):
        data = self.env["ir.model.data"].search(
            [
                ("module", "=", "plpdma_concertation"),
                ("model", "=", "plpdma.technique"),
            ]
        )
        techniques = self.env["plpdma.technique"].browse(data.mapped("res_id"))
        self.assertGreaterEqual(len(techniques), 7)
        for technique in techniques:
            with self.subTest(technique=technique.name):
                self.assertTrue(technique.method and technique.duration)
                self.assertIn("Beware of", technique.how_to)

    def test_delivered_reasons_are_those_of_the_source(self):
        data = self.env["ir.model.data"].search(
            [("module", "=", "plpdma_concertation"), ("model", "=", "plpdma.purpose")]
        )
        purposes = self.env["plpdma.purpose"].browse(data.mapped("res_id"))
        formats = purposes.mapped("format")
        self.assertEqual(formats.count("individual"), 4)
        self.assertEqual(formats.count("collective"), 4)
        self.assertTrue(all(purposes.mapped("description")))


@tagged("post_install", "-at_install", "plpdma")
class TestNextStep(AdviceCase):
    """With an actor: alone, or with others, and why."""

    def assertNextStep(self, actor, next_format, *sentences):
        self.assertEqual(actor.next_step_format, next_format)
        for sentence in sentences:
            self.assertIn(sentence, actor.next_step)

    def _hear(self, actor):
        self._create_contribution(partner_id=actor.partner_id.id)

    def test_never_heard_is_met_alone(self):
        self.assertNextStep(
            self.actors[0], "individual", "Meet them alone", "They were never heard"
        )

    def test_heard_but_unknown_is_met_alone(self):
        self._hear(self.actors[0])
        self.actors[0].needs = False
        self.assertNextStep(self.actors[0], "individual", "their needs are not known")

    def test_known_and_heard_is_gathered(self):
        self._hear(self.actors[0])
        self.assertNextStep(self.actors[0], "collective", "next meeting of the CCES")
        self.actors[0].body_ids = False
        self.assertNextStep(self.actors[0], "collective", "to a collective meeting")

    def test_met_alone_is_gathered(self):
        self._meet_alone(self.actors[0])
        self.actors[0].needs = False
        self.assertNextStep(self.actors[0], "collective", "already met alone")

    def test_competitor_is_met_alone(self):
        self._meet_alone(self.actors[0])
        self.actors[0].competitor_group_id = self.competitors
        self.assertNextStep(self.actors[0], "collective")
        self.actors[1].competitor_group_id = self.competitors
        self.actors.invalidate_recordset()
        self.assertNextStep(
            self.actors[0],
            "individual",
            f"They compete with {self.actors[1].display_name}",
        )
        self.partners[0].parent_id = self.partners[1]
        self.actors.invalidate_recordset()
        self.assertNextStep(self.actors[0], "collective")

    def test_one_goes_to_those_who_have_little_time(self):
        self._meet_alone(self.actors[0])
        self.actors[0].availability = "rare"
        self.assertNextStep(
            self.actors[0], "individual", "on their own ground", "little time"
        )

    def test_session_to_come_says_so(self):
        later = self._create_session(self.actors[:2], days=9, name="Plus tard")
        self.assertEqual(self.actors[0].next_session_id, later)
        sooner = self._create_session(
            self.actors[:1], days=3, name="Chez elle", format="individual"
        )
        self.assertEqual(self.actors[0].next_session_id, sooner)
        self.assertNextStep(self.actors[0], "individual", "is to come on", "Chez elle")
        self.assertNextStep(self.actors[1], "collective", "is to come on", "Plus tard")
        sooner.action_cancel()
        self.assertEqual(self.actors[0].next_session_id, later)
        later.date_start = "2020-01-01 09:00:00"
        later.date_stop = "2020-01-01 10:00:00"
        self.assertFalse(self.actors[0].next_session_id)

    def test_preparing_opens_a_filled_in_session(self):
        actor = self.actors[0]
        actor.availability = "rare"
        action = actor.action_prepare_meeting()
        self.assertFalse(action["res_id"])
        form = Form(self.agent_env["plpdma.session"].with_context(**action["context"]))
        self.assertEqual(form.program_id, self.program)
        self.assertIn(actor.partner_id.name, form.name)
        self.assertEqual(form.format, "individual")
        session = form.save()
        self.assertEqual(session.participation_ids.stakeholder_id, actor)
        self.assertEqual(
            session.purpose_ids,
            self._delivered("know") | self._delivered("availability"),
        )
        self.assertFalse(session.deviates)

    def test_preparing_a_collective_meeting(self):
        self._meet_alone(self.actors[0])
        action = self.actors[0].action_prepare_meeting()
        form = Form(self.agent_env["plpdma.session"].with_context(**action["context"]))
        form.name = "CCES n° 2"
        session = form.save()
        self.assertEqual(session.format, "collective")
        self.assertEqual(session.body_id, self.body)
        self.assertEqual(session.purpose_ids, self._delivered("compare"))

    def test_reasons_out_of_use_are_not_filled_in(self):
        self._delivered("know").with_user(self.user_manager).active = False
        action = self.actors[0].action_prepare_meeting()
        session = self.agent_env["plpdma.session"].with_context(**action["context"])
        self.assertFalse(Form(session).purpose_ids)

    def test_session_without_a_date_is_in_preparation(self):
        actor = self.actors[0]
        context = actor.action_prepare_meeting()["context"]
        prepared = Form(self.agent_env["plpdma.session"].with_context(**context)).save()
        self.assertNextStep(actor, "individual", "in preparation", prepared.name)
        again = actor.action_prepare_meeting()
        self.assertEqual(again["res_id"], prepared.id, "Not a second one")
        dated = self._create_session(actor, days=3)
        self.assertEqual(actor.next_session_id, dated)

    def test_preparing_opens_the_session_to_come(self):
        session = self._create_session(self.actors[:1], days=3)
        action = self.actors[0].action_prepare_meeting()
        self.assertEqual(action["res_id"], session.id)

    def test_form_shows_the_next_step(self):
        form = Form(self.actors[0])
        self.assertIn("They were never heard", form.next_step)
        form.availability = "rare"
        self.assertIn("little time", form.next_step)

    def test_next_step_costs_the_same_for_more_actors(self):
        actors = self.actors | self._create_actors(9)
        actors.competitor_group_id = self.competitors
        for actor in actors[::2]:
            self._meet_alone(actor, days=-9)
        for actor in actors[::3]:
            self._create_session(actor, days=3)
        self.assertSameCost(("next_step", "next_session_id"), actors[:4], actors)

    def _delivered(self, name):
        purpose = self.env.ref(f"plpdma_concertation.plpdma_purpose_{name}")
        return purpose.with_env(self.agent_env)
