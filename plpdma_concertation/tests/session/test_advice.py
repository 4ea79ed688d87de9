"""Individual or collective: advised, never imposed."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .advice_common import AdviceCase


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
