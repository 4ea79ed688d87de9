"""What became of an action is not told once it is no longer so."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .measure_news_common import WHY, MeasureNewsCase


@tagged("post_install", "-at_install", "plpdma")
class TestMeasureTakenBack(MeasureNewsCase):
    def assertTakenBack(self, lines, cause="outdated"):
        """Out of the queue, the ledger says why, and nobody has to see to it."""
        self.assertTrue(lines)
        for line in lines:
            self.assertEqual((line.state, line.cause), ("failed", cause))
            self.assertFalse(line.is_lost)
            self.assertEqual(line.mail_message_id.mail_ids.state, "cancel")
            self.assertFalse(self._get_measure_alerts(line.contribution_ids))

    def test_taken_up_again_it_is_not_told_but_what_comes_of_it_is(self):
        asked = self._ask()
        self._conclude(state="dropped", explanation=WHY)
        dropped = self._get_lines()
        self.measure.action_reopen()
        self._keep_changes()
        self.assertTakenBack(dropped)
        self.assertIn("had changed", dropped.reason)
        self.assertFalse(self._leave(asked.browse()))
        with self.assertRaises(UserError):
            dropped.with_user(self.user_agent).action_resend()
        self._conclude()
        done = self._get_lines() - dropped
        self.assertEqual((done.measure_state, done.state), ("done", "queued"))
        self.assertEqual(set(self._leave(asked)), {"a@p.example"})
        self.assertEqual(done.state, "sent")
        # What was never told of it may be told later.
        self._conclude(state="dropped", explanation="Le terrain est vendu.")
        again = self._get_lines() - dropped - done
        self.assertIn("est vendu", again.mail_message_id.mail_ids.body_html)

    def test_done_instead_of_dropped_is_what_is_told(self):
        asked = self._ask()
        self._conclude(state="dropped", explanation=WHY)
        dropped = self._get_lines()
        self._conclude()
        self.assertTakenBack(dropped)
        done = self._get_lines() - dropped
        self.assertEqual((done.measure_state, done.state), ("done", "queued"))
        self.assertEqual(set(self._leave(asked)), {"a@p.example"})

    def test_taken_up_again_and_ended_at_once_leaves_as_it_was_written(self):
        self._ask()
        self._conclude()
        self.measure.action_reopen()
        self._conclude()
        self.assertEqual(self._get_lines().mapped("state"), ["queued"])

    def test_what_nobody_reads_any_more_is_not_told(self):
        for number, hidden in enumerate(("is_published", "active")):
            measure = self._create_measure(
                f"3{number}", state="running", is_published=True
            )
            asked = self._ask(f"h{number}@p.example", measure)
            self._conclude(measure)
            line = self._get_lines()[-1:]
            measure[hidden] = False
            self._keep_changes()
            self.assertTakenBack(line)
            measure[hidden] = True
            self._keep_changes()
            self.assertEqual(set(self._leave(asked)), {f"h{number}@p.example"})

    def test_what_is_still_so_is_told_without_the_rest(self):
        asked = self._ask(measures=self.measure | self.other)
        self._conclude(self.measure | self.other)
        both = self._get_lines()
        self.other.action_reopen()
        self._keep_changes()
        self.assertEqual(len(both), 2)
        self.assertTakenBack(both)
        left = self._get_lines() - both
        self.assertEqual((left.measure_id, left.state), (self.measure, "queued"))
        body = left.mail_message_id.mail_ids.body_html
        self.assertIn(self.measure.display_name, body)
        self.assertNotIn(self.other.display_name, body)
        self.assertEqual(set(self._leave(asked)), {"a@p.example"})

    def test_what_became_of_the_rest_is_told_with_it(self):
        asked = self._ask(measures=self.measure | self.other)
        self._conclude(self.measure | self.other)
        both = self._get_lines()
        self._conclude(self.other, state="dropped", explanation=WHY)
        self.assertTakenBack(both)
        left = self._get_lines() - both
        self.assertEqual(
            {line.measure_id: line.measure_state for line in left},
            {self.measure: "done", self.other: "dropped"},
        )
        self.assertEqual(len(set(left.mapped("message_uid"))), 1)
        self.assertEqual(set(self._leave(asked)), {"a@p.example"})

    def test_put_back_in_the_queue_it_is_looked_at_again(self):
        asked = self._ask()
        self._conclude()
        [mail] = self._get_mails().values()
        self.measure.action_reopen()
        self._keep_changes()
        mail.mark_outgoing()
        self.assertEqual(self._get_lines().state, "queued")
        self.assertFalse(self._leave(asked))
        self.assertTakenBack(self._get_lines())

    def test_other_words_are_told_instead_of_those_that_wait(self):
        asked = self._ask(measures=self.measure | self.other)
        self._conclude(self.measure | self.other, state="dropped", explanation=WHY)
        older = self._get_lines()
        self.measure.explanation = "Le terrain est vendu."
        self._keep_changes()
        self.assertTakenBack(older)
        newer = self._get_lines() - older
        self.assertEqual(newer.measure_id, self.measure | self.other)
        [body] = newer.mail_message_id.mail_ids.mapped("body_html")
        self.assertIn("est vendu", body)
        # Of the other, nothing changed.
        self.assertEqual(body.count("aucun terrain".capitalize()), 1)
        self.other.name = "Un autre nom"
        self._keep_changes()
        self.assertTakenBack(newer)
        last = self._get_lines() - older - newer
        self.assertIn("Un autre nom", last.mail_message_id.mail_ids.body_html)
        self.assertEqual(set(self._leave(asked)), {"a@p.example"})
        # What was told is not told again in other words.
        self.measure.explanation = "Autre chose."
        self._keep_changes()
        self.assertEqual(self._get_lines(), older | newer | last)
        self.assertEqual(set(last.mapped("state")), {"sent"})

    def test_words_that_are_not_told_change_nothing(self):
        self._ask()
        self._conclude()
        line = self._get_lines()
        self.measure.write({"explanation": WHY, "text_after": "Après."})
        self._keep_changes()
        self.assertEqual(self._get_lines(), line)
        self.assertEqual(line.state, "queued")

    def test_what_is_no_longer_about_it_is_not_told(self):
        """Whichever side unties them."""
        doors = {
            "the contribution": lambda asked, measure: asked.write(
                {"measure_ids": [Command.clear()]}
            ),
            "the action": lambda asked, measure: measure.write(
                {"contribution_ids": [Command.clear()]}
            ),
        }
        for number, (door, untie) in enumerate(doors.items()):
            measure = self._create_measure(
                f"5{number}", state="running", is_published=True
            )
            asked = self._ask(f"u{number}@p.example", measure)
            self._conclude(measure)
            line = self._get_lines()[-1:]
            self.assertEqual(line.state, "queued")
            untie(asked, measure)
            self._keep_changes()
            with self.subTest(door):
                self.assertFalse(self._leave(asked))
                self.assertTakenBack(line)

    def test_of_what_was_deleted_nothing_is_told(self):
        """Nor is it forgotten what the same message told of others."""
        asked, other = self._ask(), self._ask(measures=self.measure | self.other)
        self._conclude(self.measure | self.other)
        lines = self._get_lines()
        self.assertEqual(set(lines.mapped("state")), {"queued"})
        self.assertEqual(len(set(lines.mapped("message_uid"))), 1)
        asked.sudo().unlink()
        self._keep_changes()
        self.assertEqual(set(lines.mapped("state")), {"failed"})
        self.assertEqual(set(lines.mapped("cause")), {"outdated"})
        left = self._get_lines() - lines
        self.assertEqual(left.measure_id, self.measure | self.other)
        self.assertEqual(left.contribution_ids, other)
        other.sudo().unlink()
        self._keep_changes()
        self.assertEqual(set(self._get_lines().mapped("state")), {"failed"})
        self.assertFalse(self._leave(asked.browse()))
