"""An answer given elsewhere is noted by the action that says so."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import ConcertationCase
from ..export.publication_rows import get_rows


@tagged("post_install", "-at_install", "plpdma")
class TestNotedAnswers(ConcertationCase):
    @property
    def today(self):
        return self.company._plpdma_get_today()

    def test_answer_by_telephone(self):
        contributions = self._create_contributions(
            {"date_received": "2026-01-02"}, {"date_received": "2026-01-02"}
        )
        contributions.action_note_answered("phone", "2026-01-05", "Rappelée à midi.")
        for contribution in contributions:
            self.assertRecordValues(
                contribution,
                [
                    {
                        "state": "answered",
                        "answer_channel": "phone",
                        "date_answered": fields.Date.to_date("2026-01-05"),
                        "sent_response_id": False,
                        "taken_over": False,
                        "is_to_answer": False,
                    }
                ],
            )
            bodies = "".join(contribution.message_ids.mapped("body"))
            self.assertIn("Rappelée à midi.", bodies)
            self.assertIn(self.user_agent.name, bodies)

    def test_what_cannot_be_is_refused_for_all(self):
        good = self._create_contribution(date_received="2026-01-02")
        late = self._create_contribution(date_received=self.today)
        told = self._create_contribution(date_received="2026-01-02")
        told.action_note_answered("session", "2026-01-03")
        yesterday, tomorrow = (self.today + timedelta(days=days) for days in (-1, 1))
        for others, channel, date in (
            (good, "phone", tomorrow),
            (late, "phone", yesterday),
            (told, "phone", self.today),
            (good, "register", self.today),
            (good, "pigeon", self.today),
            (good, False, self.today),
        ):
            with self.subTest(channel=channel, date=date):
                with self.assertRaises(UserError):
                    (good | others).action_note_answered(channel, date)
                self.assertFalse(good.date_answered)
                self.assertEqual(good.state, "received")
        self.assertEqual(told.answer_channel, "session")

    def test_noted_by_mistake(self):
        contribution = self._create_contribution()
        contribution.action_note_answered("phone")
        contribution.action_cancel_noted()
        self.assertEqual(contribution.state, "in_review")
        self.assertFalse(contribution.date_answered or contribution.answer_channel)
        sent = self._create_response(state="sent").contribution_ids
        with self.assertRefused(sent.reference):
            sent.action_cancel_noted()
        self.assertTrue(sent.date_answered)

    def test_dialog(self):
        contributions = self._create_contributions({}, {})
        action = contributions.action_open_note_answered()
        for user, taken_over in ((self.user_agent, False), (self.user_manager, True)):
            wizard = self.env[action["res_model"]].with_user(user)
            with Form(wizard.with_context(**action["context"])) as form:
                form.channel = "phone"
                if taken_over:
                    form.taken_over = True
            form.record.action_note()
            self.assertEqual(set(contributions.mapped("taken_over")), {taken_over})
            self.assertEqual(set(contributions.mapped("state")), {"answered"})
            contributions.action_cancel_noted()

    def test_only_a_manager_takes_over(self):
        contribution = self._create_contribution(date_received="2026-01-02")
        with self.assertRaises(AccessError):
            contribution.action_take_over("2026-01-05", "letter")
        contribution.with_user(self.user_manager).action_take_over(
            "2026-01-05", "letter"
        )
        self.assertTrue(contribution.taken_over)
        self.assertEqual(contribution.state, "answered")
        self.assertFalse(contribution.sent_response_id)

    def test_register_taken_over_by_a_file(self):
        columns = ["verbatim", "date_received", "date_answered", "taken_over"]
        rows = [
            ["Un composteur.", "2024-01-02", "2024-02-01", "1"],
            ["Un autre.", "2024-01-03", "2024-02-02", "1"],
            ["Un troisième, sans réponse.", "2024-01-03", "", ""],
        ]
        contributions = self.agent_env["plpdma.contribution"].with_context(
            default_program_id=self.program.id
        )
        self.assertFalse(contributions.load(columns, rows)["ids"], "Not by an agent")
        result = contributions.with_user(self.user_manager).load(columns, rows)
        brought = contributions.browse(result["ids"])
        self.assertEqual(len(brought), 3, result["messages"])
        self.assertEqual(brought.mapped("taken_over"), [True, True, False])
        self.assertEqual(brought.mapped("state"), ["answered", "answered", "received"])
        self.assertIn("Taken over", "".join(brought[0].message_ids.mapped("body")))
        for bad in (
            ["Sans date.", "2024-01-02", "", "1"],
            ["Avant d'être reçue.", "2024-01-02", "2024-01-01", "1"],
            ["Demain.", "2024-01-02", "2099-01-01", "1"],
            ["Sans le dire.", "2024-01-02", "2024-02-01", ""],
        ):
            with self.subTest(bad=bad[0]):
                result = contributions.with_user(self.user_manager).load(columns, [bad])
                self.assertFalse(result["ids"])

    def test_what_was_taken_over_says_so_in_documents(self):
        noted, taken_over, waiting = self._create_contributions({}, {}, {})
        noted.action_note_answered("phone")
        taken_over.with_user(self.user_manager).action_take_over(self.today)
        (noted | taken_over | waiting).action_accept_publication()
        rows = {
            row["reference"]: row["decision"]
            for row in get_rows(self.agent_env, [("program_id", "=", self.program.id)])
        }
        words = [rows[c.reference] for c in (noted, taken_over, waiting)]
        self.assertEqual(len(set(words)), 3)
        self.assertIn("taken over", words[1])
        self.assertIn("Awaiting", words[2])
