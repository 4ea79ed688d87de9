"""What next with an actor: proposed, never imposed."""

from odoo.tests import Form, tagged

from .advice_common import AdviceCase


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

    def test_those_with_a_session_to_come_are_found(self):
        self._create_session(self.actors[0], days=3)
        self._create_session(self.actors[1], days=-3)
        context = self.actors[2].action_prepare_meeting()["context"]
        session = Form(self.agent_env["plpdma.session"].with_context(**context)).save()
        mine = [("id", "in", self.actors.ids)]
        for prepared in (True, False):
            with_one = self.actors.search([("has_next_session", "=", True), *mine])
            without = self.actors.search([("has_next_session", "=", False), *mine])
            self.actors.invalidate_recordset()
            self.assertEqual(with_one, self.actors.filtered("next_session_id"))
            self.assertEqual(with_one, self.actors.filtered("has_next_session"))
            self.assertEqual(without, self.actors - with_one)
            self.assertEqual(self.actors[2] in with_one, prepared)
            self.assertIn(self.actors[1], without)
            session.action_cancel()

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
