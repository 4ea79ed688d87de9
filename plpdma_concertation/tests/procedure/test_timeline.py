"""The timeline, which shows the steps among all that has a date."""

from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .milestone_common import MilestoneCase


@tagged("post_install", "-at_install", "plpdma")
class TestTimeline(MilestoneCase):
    def _search(self, user=None, domain=()):
        timeline = self.agent_env["plpdma.timeline"]
        if user:
            timeline = timeline.with_user(user)
        return timeline.search([("program_id", "=", self.program.id), *domain])

    def test_everything_that_has_a_date_in_its_order(self):
        self.program.date_end = self._day(2000)
        held = self._create_cces_session(days=-9)
        planned = self._create_session(days=9)
        self._create_session(days=5).action_cancel()
        self._create_session(days=5, active=False)
        undated = self._create_session()
        undated.date_start = undated.date_stop = False
        done = self._create_milestone("draft_adoption", date_done=self._day(-8))
        todo = self._create_milestone("deliberation", date_planned=self._day(20))
        due = self._create_milestone("evaluation")
        public = self._create_milestone(
            "public_availability", date_start=self._day(-5), date_stop=self._day(5)
        )
        self._create_milestone("publication")
        self._create_milestone(
            "second_opinion", date_planned=self._day(12), skip_reason="Non modifié"
        )
        rows = [
            (item.kind, item.session_id, item.milestone_id, item.date, item.state)
            for item in self._search()
        ]
        no_session = self.agent_env["plpdma.session"]
        no_step = self.agent_env["plpdma.milestone"]
        self.assertEqual(
            rows,
            [
                ("program_start", no_session, no_step, self._day(-30), False),
                ("session", held, no_step, self._day(-9), "held"),
                ("milestone", no_session, done, self._day(-8), "done"),
                ("milestone", no_session, public, self._day(-5), "todo"),
                ("session", planned, no_step, self._day(9), "draft"),
                ("milestone", no_session, todo, self._day(20), "todo"),
                ("program_end", no_session, no_step, self._day(2000), False),
                ("milestone", no_session, due, due.deadline, "deadline"),
            ],
        )
        self.assertEqual(
            self._search().mapped("moment"),
            ["past"] * 3 + ["today"] + ["upcoming"] * 4,
        )
        self.assertEqual(self._search().mapped("is_done"), [True] * 3 + [False] * 5)
        self.assertEqual(
            self._search(domain=[("moment", "=", "today")]).milestone_id, public
        )

    def test_identifiers_are_distinct_and_stay(self):
        self.program.action_prepare_milestones()
        self.program.milestone_ids.date_planned = self._day(3)
        self._create_session()
        ids = self._search().ids
        self.assertEqual(len(ids), len(set(ids)))
        session = self._search(domain=[("kind", "=", "session")])
        self.program.milestone_ids.date_planned = self._day(-40)
        self.assertEqual(set(self._search().ids), set(ids))
        self.assertEqual(self._search(domain=[("kind", "=", "session")]), session)

    def test_days_are_those_of_the_authority(self):
        self.company.partner_id.tz = "Indian/Reunion"
        session = self._create_session(date_start="2026-03-02 20:30:00")
        item = self._search(domain=[("session_id", "=", session.id)])
        self.assertEqual(item.date, date(2026, 3, 3))
        self.company.partner_id.tz = False
        item.invalidate_recordset()
        self.assertEqual(item.date, date(2026, 3, 2))

    def test_changes_show_at_once(self):
        session = self._create_cces_session(state="planned")
        item = self._search(domain=[("session_id", "=", session.id)])
        self.assertEqual((item.state, item.is_done), ("planned", False))
        session.action_hold()
        item.invalidate_recordset()
        self.assertEqual((item.state, item.is_done), ("held", True))

    def test_item_opens_what_it_stands_for(self):
        session = self._create_session()
        milestone = self._create_milestone("draft_adoption", date_done=self.today)
        items = self._search()
        self.assertLessEqual({"session", "milestone"}, set(items.mapped("kind")))
        for item in items:
            action = item.action_open_item()
            expected = {
                "session": session,
                "milestone": milestone,
                "program_start": self.program,
            }[item.kind]
            self.assertEqual(
                (action["res_model"], action["res_id"]), (expected._name, expected.id)
            )

    def test_opened_from_the_programme(self):
        other = self._create_program(date_start=self.today)
        self._create_session()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "plpdma_concertation.action_plpdma_program_timeline"
        )
        domain = safe_eval(action["domain"], {"active_id": self.program.id})
        found = self.agent_env[action["res_model"]].search(domain)
        self.assertEqual(found.program_id, self.program)
        self.assertNotIn(other, found.program_id)

    def test_each_sees_their_own(self):
        mine = self._create_session(facilitator_id=self.user_facilitator.partner_id.id)
        self._create_session()
        self._create_milestone("draft_adoption", date_done=self._day(-5))
        self.assertEqual(len(self._search()), 4)
        self.assertEqual(self._search(self.user_elected), self._search())
        self.assertEqual(self._search(self.user_facilitator).session_id, mine)
        self.assertEqual(len(self._search(self.user_facilitator)), 1)
        with self.assertRaises(AccessError):
            self._search(self.user_employee)
        _company, program = self._create_other_company()
        elsewhere = program.env["plpdma.timeline"].search([])
        self.assertTrue(elsewhere)
        self.assertNotIn(self.program.id, elsewhere.program_id.ids)
        self.program.sudo().elected_referent_id = False
        self.assertFalse(self._search(self.user_elected))

    def test_nothing_is_written(self):
        self._create_session()
        item = self._search()[0]
        for user in (self.user_agent, self.user_manager, self.user_elected):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                item.with_user(user).write({"name": "Autre"})
