"""What else than its last answer lets a letter leave."""

from odoo.tests import tagged

from .test_letter_delivery import LetterDeliveryCase


@tagged("post_install", "-at_install", "plpdma")
class TestLetterReleased(LetterDeliveryCase):
    def test_the_last_point_is_merged_into_what_asks_for_nothing(self):
        """Before the others are released or after, and whatever comes to be said of
        what it is merged into."""
        steps = {
            "merged": lambda other: other.write({"response_expected": False}),
            "expected": lambda other: None,
            "closed": lambda other: (
                other.write({"response_expected": False}),
                other.action_close(),
            ),
            "phone": lambda other: other.action_note_answered("phone"),
        }
        for name, before in steps.items():
            for is_first in (True, False):
                with self.subTest(name, is_first=is_first):
                    letter, parts = self._split_letter(2)
                    other = self._authors("o@p.example")
                    before(other)
                    if is_first:
                        parts[1]._merge_into(other)
                    self._send(self._respond(parts[0]))
                    if name == "expected":
                        self.assertFalse(self._new_mails)
                        self.assertEqual(parts[0].waits_for, parts[1].reference)
                    with self.mock_mail_gateway():
                        if not is_first:
                            parts[1]._merge_into(other)
                        if name == "expected":
                            self.assertEqual(parts[0].delivery, "waiting")
                            other.response_expected = False
                    self.assertFalse(parts[0].waits_for)
                    self.assertEqual(parts[0].delivery, "queued")
                    self._leave_all()
                    self.assertEqual(parts[0].state, "answered")
                    if name != "phone":
                        self.assertTrue(letter.date_answered)
                        self.assertTrue(letter.response_expected)
                    with self.mock_mail_gateway():
                        parts[1].action_unmerge()
                    self.assertFalse(letter.date_answered, "It waits again")

    def test_what_waits_leaves_once_letters_wait_no_more(self):
        letter, parts = self._split_letter(2)
        signs = self.agent_env["plpdma.contribution.author"].create(
            {"contribution_id": letter.id, "email": "odette@p.example"}
        )
        with self.mock_mail_gateway():
            signs.action_confirm()
        elsewhere = self._create_program(state="open")
        first, second = self._respond(*parts)
        self._send(first)
        self.assertEqual(signs.delivery, "waiting")
        program = self.program.with_env(self.agent_env)
        with self.mock_mail_gateway():
            elsewhere.letter_waits = False
            program.letter_waits = True
            self.assertFalse(self._new_mails)
            program.letter_waits = False
        self.assertEqual(len(self._new_mails), 2)
        self.assertEqual(parts[0].delivery, "queued")
        self.assertEqual(signs.delivery, "queued")
        self.assertIn("e-mails that leave, 2", program.message_ids[0].body)
        with self.mock_mail_gateway():
            program.letter_waits = False
        self.assertFalse(self._new_mails)
        self._send(second)
        self.assertEqual(self._leave_all(), 4)
        self.assertEqual(set(parts.mapped("state")), {"answered"})
