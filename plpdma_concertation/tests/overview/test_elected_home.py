"""The home of an élu: what awaits them, what comes, what changed, where it stands."""

from datetime import timedelta

from freezegun import freeze_time
from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .elected_home_common import HomeCase


@tagged("post_install", "-at_install", "plpdma")
class TestElectedHome(HomeCase):
    def test_leads_to_the_mandate(self):
        action = self._home()
        self.assertEqual(action["res_model"], "plpdma.mandate")
        self.assertEqual(action["res_id"], self.mandate.id)
        view = self.env.ref("plpdma_concertation.plpdma_mandate_view_form_home")
        self.assertEqual(action["views"], [(view.id, "form")])

    def test_leads_to_all_of_several_mandates(self):
        other = self._mandate(theme_ids=self.axis.ids)
        action = self._home()
        self.assertNotIn("res_id", {key for key in action if action[key]})
        self.assertEqual(
            self.env["plpdma.mandate"].search(action["domain"]),
            (self.mandate | other).sudo(False).with_env(self.env),
        )

    def test_without_a_mandate_in_force(self):
        past = {"date_start": "2020-01-01", "date_end": "2020-12-31"}
        self.mandate.sudo().write(past)
        self.assertEqual(self._open_app()["res_model"], "plpdma.program")

    def test_staff_keep_their_own_home(self):
        self.env["plpdma.mandate"].create(
            {"program_id": self.program.id, "partner_id": self.user_agent.partner_id.id}
        )
        action = self._open_app(self.user_agent)
        self.assertIn("res_model", action, "A list, as before.")

    def test_the_app_opens_on_the_dashboard(self):
        """Of their programme, the one that is open where they have several; the visit
        is noted there too."""
        closed = self._create_program(state="closed", date_start="2030-01-01")
        self._mandate(program_id=closed.id)
        action = self._open_app()
        self.assertEqual(action["tag"], "plpdma_dashboard")
        self.assertEqual(action["params"], {"program_id": self.program.id})
        self.assertTrue(self._read("date_visited")[0])

    def test_scope_in_one_sentence(self):
        (summary,) = self._read("scope_summary")
        self.assertTrue(summary.startswith("Covers "), summary)
        self.assertIn(self.north.name, summary)
        self.assertIn("all the themes", summary)
        self.mandate.sudo().write(
            {
                "territory_ids": False,
                "theme_ids": self.axis.ids,
                "date_end": "2099-03-01",
            }
        )
        (summary,) = self._read("scope_summary")
        self.assertIn("the whole territory", summary)
        self.assertIn(self.axis.name, summary)
        self.assertIn("2099", summary)

    def test_what_awaits_is_what_the_mandate_covers(self):
        mine = self._submitted(territory_id=self.north.id, summary="Un composteur")
        self._submitted(territory_id=self.south.id)
        self._create_response(
            self._create_contribution(territory_id=self.north.id), state="draft"
        )
        responses, count = self._read("submitted_response_ids", "submitted_count")
        self.assertEqual(responses.ids, mine.ids)
        self.assertEqual(count, 1)
        self.assertEqual(responses.answered_text, "Un composteur")
        self.assertTrue(responses.date_submitted)
        self.mandate.sudo().can_arbitrate = False
        self.assertEqual(self._read("submitted_count"), [0])

    def test_oldest_first(self):
        with freeze_time(fields.Datetime.now() - timedelta(days=3)):
            first = self._submitted(territory_id=self.north.id)
        second = self._submitted(territory_id=self.north.id)
        (responses,) = self._read("submitted_response_ids")
        self.assertEqual(responses.ids, [first.id, second.id])

    def test_coming_sessions_next_first(self):
        north = {"territory_ids": self.north.ids}
        late = self._create_session(days=9, **north)
        soon = self._create_session(days=2, **north)
        draft = self._create_session(days=1, **north)
        past = self._create_session(days=-2, **north)
        south = self._create_session(days=2, territory_ids=self.south.ids)
        (late | soon | past | south).action_plan()
        (sessions,) = self._read("coming_session_ids")
        self.assertEqual(sessions.ids, [soon.id, late.id])
        self.assertNotIn(draft, sessions)

    def test_a_session_says_until_when(self):
        """One that began days ago is still to come for whoever has not been there."""
        views = self.env["plpdma.mandate"].get_views(
            [
                (
                    self.env.ref(
                        "plpdma_concertation.plpdma_mandate_view_form_home"
                    ).id,
                    "form",
                )
            ]
        )
        sessions = etree.fromstring(views["views"]["form"]["arch"]).find(
            ".//field[@name='coming_session_ids']"
        )
        for kind in ("list", "kanban"):
            self.assertIsNotNone(sessions.find(f"{kind}//field[@name='date_stop']"))

    def test_answers_under_the_rights_of_the_elu(self):
        north = {"territory_id": self.north.id}
        waiting, late, hidden, answered = self._create_contributions(
            {**north},
            {**north, "date_received": "2020-01-01"},
            {**north, "confidentiality": "staff"},
            {**north, "contributor_email": "camille@p.example"},
        )
        self._create_contribution(territory_id=self.south.id)
        self._create_response(answered, decision="not_retained", state="sent")
        names = ("to_answer_count", "overdue_count", "answered_count")
        self.assertEqual(self._read(*names), [2, 1, 1])
        self.assertEqual(self._read("decision_summary"), ["Not retained: 1"])
        as_manager = self.mandate.with_user(self.user_manager)
        self.assertEqual(self._read(*names, mandate=as_manager), [2, 1, 1])
        self.assertTrue(waiting | late | hidden)

    def test_buttons_open_exactly_these(self):
        mine = self._create_contribution(territory_id=self.north.id)
        self._create_contribution(territory_id=self.south.id)
        self._mandate(territory_ids=self.south.ids)
        self.env.flush_all()
        action = self.mandate.with_context(
            search_default_to_answer=1
        ).action_view_answers()
        self.assertEqual(action["context"]["search_default_to_answer"], 1)
        found = self.env[action["res_model"]].with_user(self.user_mayor)
        self.assertEqual(found.search(action["domain"]).ids, mine.ids)

    def test_mandates_of_others_are_not_searched(self):
        contribution = self._create_contribution(territory_id=self.north.id)
        self.env.flush_all()
        theirs = contribution.with_user(self.user_elected)
        domain = [("my_mandate_ids", "in", self.mandate.ids)]
        self.assertFalse(theirs.search(domain))
        self.assertNotIn(self.mandate.id, theirs.my_mandate_ids.ids)
        self.assertEqual(
            contribution.with_user(self.user_mayor).my_mandate_ids.ids, self.mandate.ids
        )


@tagged("post_install", "-at_install", "plpdma")
class TestElectedNews(HomeCase):
    def _visit(self, hours=0):
        with freeze_time(self.now + timedelta(hours=hours)):
            self._home()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = fields.Datetime.now()

    def test_a_visit_is_noted_once_an_hour(self):
        names = ("date_visited", "date_previous_visit")
        self._visit()
        first = self.now
        self.assertEqual(self._read(*names), [first, False])
        self._visit(0.5)
        self.assertEqual(self._read(*names), [first, False])
        self._visit(3)
        self.assertEqual(self._read(*names), [first + timedelta(hours=3), first])

    def test_only_the_home_notes_it(self):
        self._read("news_contributions", "has_news", "date_news")
        self.assertEqual(self._read("date_visited"), [False])
        with self.assertRaises(AccessError):
            self.mandate.date_visited = self.now

    def test_nothing_changed(self):
        self._visit()
        self._visit(3)
        with freeze_time(self.now + timedelta(hours=3)):
            self.assertEqual(self._read("has_news"), [False])
            self.assertFalse(self.mandate._get_news())

    def test_each_change_is_one_sentence(self):
        north = {"territory_id": self.north.id}
        before = self._create_contribution(**north)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE plpdma_contribution SET create_date = %s WHERE id = %s",
            [self.now - timedelta(days=9), before.id],
        )
        self.mandate.sudo().date_previous_visit = self.now - timedelta(days=1)
        new = self._create_contribution(**north)
        self._create_contribution(**north, confidentiality="staff")
        self._create_contribution(territory_id=self.south.id)
        validated = self._create_response(before, state="validated")
        held, planned, cancelled = (
            self._create_session(days=days, territory_ids=self.north.ids)
            for days in (-1, 5, 6)
        )
        (held | planned | cancelled).action_plan()
        held.action_hold()
        held.write({"minutes": "<p>Dit.</p>", "minutes_state": "circulated"})
        cancelled.action_cancel()
        self.env.flush_all()
        self.env.invalidate_all()
        news = {
            sentence: self.env[model].with_user(self.user_mayor).search(domain)
            for sentence, _count, model, domain in self.mandate._get_news()
        }
        self.assertEqual(
            {sentence: records.ids for sentence, records in news.items()},
            {
                "New observations: 1": new.ids,
                "Responses validated: 1": validated.ids,
                "Sessions planned: 1": planned.ids,
                "Sessions held or reported: 1": held.ids,
                "Sessions cancelled: 1": cancelled.ids,
                "Minutes circulated: 1": held.ids,
            },
        )
        self.assertTrue(self.mandate.has_news)
        self.assertEqual(self.mandate.news_contributions, "New observations: 1")
        action = self.mandate.with_context(plpdma_news="held").action_view_news()
        self.assertEqual(action["res_model"], "plpdma.session")
        self.assertEqual(action["domain"], [("id", "in", held.ids)])

    def test_minutes_of_an_individual_meeting_are_no_news(self):
        session = self._create_session(
            self.actors[0], format="individual", territory_ids=self.north.ids
        )
        session.write({"minutes": "<p>Entre nous.</p>", "minutes_state": "circulated"})
        self.assertEqual(self._read("news_minutes"), [False])

    def test_unknown_news(self):
        with self.assertRaises(UserError):
            self.mandate.with_context(plpdma_news="secrets").action_view_news()
