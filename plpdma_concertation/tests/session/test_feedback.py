"""Feedback: anonymous, and shown from three answers up by every path."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import Form, tagged
from odoo.tools import SQL, mute_logger

from ..common import ConcertationCase

QUESTIONS = ("neutrality", "listening", "trust")
AVERAGES = [f"feedback_{name}" for name in QUESTIONS]


@tagged("post_install", "-at_install", "plpdma")
class TestFeedback(ConcertationCase):
    def _build_world(self):
        super()._build_world()
        self.session = self._create_session(self.actors)
        self.session.action_plan()
        self.session.action_hold()

    def _answer(self, *scores, session=None, then="action_send"):
        """Answer the three questions as the dialog does."""
        action = (session or self.session).action_collect_feedback()
        for score in scores:
            form = Form(
                self.agent_env[action["res_model"]].with_context(**action["context"])
            )
            form.neutrality, form.listening, form.trust = (str(n) for n in score)
            getattr(form.save(), then)()

    def _feedback(self, user=None):
        model = self.env["plpdma.feedback"].with_user(user or self.user_agent)
        return model.search([("session_id", "=", self.session.id)])

    def test_hidden_below_three_answers(self):
        self._answer((1, 2, 3), (1, 2, 3))
        self.assertEqual(self.session.feedback_count, 2)
        for user in (self.user_agent, self.user_manager):
            with self.subTest(user=user.login):
                self._check_answers_hidden(user)
                self._check_averages_hidden(user)

    def _check_answers_hidden(self, user):
        """Neither read, searched, counted, grouped, sorted nor exported."""
        self.env.invalidate_all()
        domain = [("session_id", "=", self.session.id)]
        feedback = self.env["plpdma.feedback"].with_user(user)
        rows = feedback.browse(self.session.sudo().feedback_ids.ids)
        self.assertEqual(len(rows), 2)
        self.assertFalse(self._feedback(user))
        self.assertFalse(feedback.search_count(domain))
        self.assertFalse(feedback.search(domain, order="trust desc"))
        self.assertFalse(feedback.search([("neutrality", "=", 1)]) & rows)
        for aggregates in (["neutrality:avg"], ["trust:sum", "__count"]):
            self.assertFalse(
                feedback.formatted_read_group(domain, ["session_id"], aggregates)
            )
        with self.assertRaises(AccessError):
            rows.read(["neutrality"])
        with self.assertRaises(UserError):
            rows.export_data(["neutrality"])

    def _check_averages_hidden(self, user):
        """Nor guessed from the session."""
        self.env.invalidate_all()
        session = self.session.with_user(user)
        self.assertEqual(
            session.read([*AVERAGES, "feedback_summary", "feedback_ids"]),
            [
                {
                    "id": session.id,
                    **dict.fromkeys(AVERAGES, 0),
                    "feedback_summary": False,
                    "feedback_ids": [],
                }
            ],
        )
        self.assertNotIn("feedback", session.warnings or "")
        self.assertFalse(session.search([("feedback_ids.neutrality", "=", 1)]))
        for name in AVERAGES:
            # Not stored, so that there is nothing to search, sort or group by.
            with self.assertRaises(ValueError):
                session.search([(name, "=", 1)])
            with self.assertRaises(ValueError):
                session.search([], order=name)
            with self.assertRaises(ValueError):
                session.formatted_read_group([], [], [f"{name}:avg"])
        if user.has_group("base.group_allow_export"):
            paths = [*AVERAGES, "feedback_ids/neutrality"]
            row = session.export_data(paths)["datas"][0]
            self.assertFalse([value for value in row if value])

    def test_hiding_cannot_be_talked_out_of(self):
        """Writing the count shows nothing: the answers themselves are counted."""
        self._answer((1, 2, 3))
        self.session.write({"feedback_count": 9})
        self.env.invalidate_all()
        self.assertFalse(self._feedback())
        self.assertEqual(self.session.feedback_count, 1)
        self.assertFalse(self.session.feedback_neutrality)

    def test_shown_from_three_answers_up(self):
        self._answer((1, 4, 5), (2, 4, 5), (3, 4, 5))
        # The decimal sign is that of the language.
        self.assertEqual(
            self.session.feedback_summary.replace(",", "."),
            "Neutrality: 2.0 out of 5 · Listening: 4.0 out of 5 · Trust: 5.0 out of 5",
        )
        self.assertIn("feedback is low on: Neutrality.", self.session.warnings)
        self.assertEqual([self.session[name] for name in AVERAGES], [2, 4, 5])
        self.assertEqual(len(self._feedback()), 3)
        groups = self._feedback().formatted_read_group(
            [("session_id", "=", self.session.id)], ["session_id"], ["neutrality:avg"]
        )
        self.assertEqual(groups[0]["neutrality:avg"], 2)

    def test_shown_session_by_session(self):
        other = self._create_session(self.actors, state="planned")
        self._answer((1, 1, 1), (1, 1, 1), (1, 1, 1))
        self._answer((2, 2, 2), (2, 2, 2), session=other)
        sessions = self.session | other
        self.assertEqual(sessions.mapped("feedback_count"), [3, 2])
        self.assertEqual(sessions.mapped("feedback_trust"), [1, 0])
        found = self.agent_env["plpdma.feedback"].search(
            [("session_id", "in", sessions.ids)]
        )
        self.assertEqual(found.session_id, self.session)

    def test_good_feedback_does_not_warn(self):
        self._answer((4, 3, 5), (4, 3, 5), (4, 3, 5))
        self.assertTrue(self.session.feedback_summary)
        self.assertNotIn("feedback", self.session.warnings or "")

    def test_nothing_says_who_nor_when(self):
        # Long ago: what an answer writes on the session would show.
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE plpdma_session SET write_date = '2026-01-01', write_uid = 1 "
                "WHERE id = %s",
                self.session.id,
            )
        )
        self.env.invalidate_all()
        self._answer((4, 4, 4))
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(str(self.session.write_date), "2026-01-01 00:00:00")
        self.assertEqual(self.session.write_uid.id, 1)
        columns = self.env.execute_query_dict(
            SQL(
                "SELECT column_name FROM information_schema.columns "
                "WHERE table_name = 'plpdma_feedback'"
            )
        )
        self.assertEqual(
            {column["column_name"] for column in columns},
            {
                "id",
                "session_id",
                "program_id",
                "company_id",
                "neutrality",
                "listening",
                "trust",
            },
        )
        self.assertFalse(
            self.env["plpdma.session.feedback"].search(
                [("session_id", "=", self.session.id)]
            ),
            "What was typed does not stay beside the user",
        )

    def test_only_after_the_session_began(self):
        later = self._create_session(self.actors, days=3)
        later.with_context(no_mail_to_attendees=True).action_plan()
        with self.assertRefused("has not taken place yet"):
            self._answer((4, 4, 4), session=later)
        draft = self._create_session(self.actors)
        with self.assertRefused("has not taken place yet"):
            self._answer((4, 4, 4), session=draft)

    def test_answers_are_not_listed_as_they_came(self):
        self._answer((5, 4, 4), (1, 4, 4), (3, 4, 4))
        self.assertEqual(self._feedback().mapped("neutrality"), [1, 3, 5])

    @mute_logger("odoo.sql_db")
    def test_three_questions_are_answered(self):
        vals = {"session_id": self.session.id, "neutrality": "4", "trust": "5"}
        model = self.agent_env["plpdma.session.feedback"]
        with self.assertRaises(IntegrityError) as refusal:
            model.create(vals)
        self.assertIn("listening", str(refusal.exception))
        form = Form(model.with_context(default_session_id=self.session.id))
        form.neutrality = form.trust = "4"
        with self.assertRaisesRegex(AssertionError, "listening is a required"):
            form.save()
        self.assertFalse(self.session.feedback_count)

    def test_sent_twice_counts_once(self):
        wizard = self.agent_env["plpdma.session.feedback"].create(
            {"session_id": self.session.id, **dict.fromkeys(QUESTIONS, "4")}
        )
        wizard.action_send()
        with self.assertRaises(MissingError):
            wizard.action_send()
        self.assertEqual(self.session.feedback_count, 1)

    def test_deleted_only_with_its_session(self):
        self._answer((4, 4, 4), (4, 4, 4), (4, 4, 4))
        rows = self._feedback().sudo()
        self.session.action_back()
        self.session.action_cancel()
        self.session.with_user(self.user_manager).unlink()
        self.assertFalse(rows.exists())

    def test_next_participant_finds_blank_questions(self):
        self._answer((4, 4, 4), then="action_send_next")
        action = self.session.action_collect_feedback()
        self.assertNotIn("res_id", action)
        form = Form(
            self.agent_env[action["res_model"]].with_context(**action["context"])
        )
        self.assertFalse(form.neutrality)
        self.assertEqual(self.session.feedback_count, 1)

    def test_nobody_writes_it_directly(self):
        self._answer((4, 4, 4), (4, 4, 4), (4, 4, 4))
        vals = {
            "session_id": self.session.id,
            "neutrality": 1,
            "listening": 1,
            "trust": 1,
        }
        for user in (self.user_agent, self.user_manager):
            rows = self._feedback(user)
            with self.assertRaises(AccessError):
                rows.create(vals)
            with self.assertRaises(AccessError):
                rows.write({"neutrality": 5})
            with self.assertRaises(AccessError):
                rows.unlink()

    def test_others_see_nothing_of_it(self):
        self._answer((4, 4, 4), (4, 4, 4), (4, 4, 4))
        self.session.facilitator_id = self.user_facilitator.partner_id
        for user in (self.user_elected, self.user_facilitator, self.user_employee):
            with self.subTest(user=user.login):
                self.env.invalidate_all()
                with self.assertRaises(AccessError):
                    self._feedback(user)
                session = self.session.with_user(user)
                for name in (
                    "feedback_count",
                    "feedback_summary",
                    "feedback_ids",
                    *AVERAGES,
                ):
                    with self.assertRaises(AccessError):
                        session.read([name])
                with self.assertRaises(AccessError):
                    session.search([("feedback_ids.trust", ">", 0)])
                with self.assertRaises(AccessError):
                    session.env["plpdma.session.feedback"].create(
                        {"session_id": session.id, **dict.fromkeys(QUESTIONS, "1")}
                    )

    @mute_logger("odoo.sql_db")
    def test_scores_are_from_one_to_five(self):
        with self.assertRaises(IntegrityError) as refusal:
            self.session.sudo().feedback_ids.create(
                {
                    "session_id": self.session.id,
                    "neutrality": 6,
                    "listening": 1,
                    "trust": 1,
                }
            )
        self.assertIn("plpdma_feedback_scores_check", str(refusal.exception))
