"""A receipt that did not reach whoever signs is shown, and sent again to them alone."""

from lxml import etree

from odoo.tests import tagged

from .test_co_authors import CoAuthorCase


@tagged("post_install", "-at_install", "plpdma")
class TestCoAuthorReceiptsLost(CoAuthorCase):
    def _sign_and_leave(self, contribution, *emails, refused=()):
        authors = self._sign(contribution, *emails)
        self._leave_lines(self._get_lines("co_receipt", authors), refused)
        return authors

    def _resend(self, contribution):
        """:return: addresses written to, and what the screen says"""
        before = self.env["plpdma.delivery"].search([("state", "=", "queued")])
        with self.mock_mail_gateway():
            action = contribution.action_resend_receipt()
        queued = self.env["plpdma.delivery"].search([("state", "=", "queued")])
        return sorted((queued - before).mapped("email")), action["params"]["message"]

    def test_shown_with_its_reason(self):
        contribution = self._authors("a@p.example")
        self.assertFalse(contribution.co_receipt_lost)
        told, lost = self._sign_and_leave(
            contribution,
            "odette@p.example",
            "max@p.example",
            refused=["max@p.example"],
        )
        self.assertEqual((told.receipt_lost, lost.receipt_lost), (False, True))
        self.assertIn("max@p.example: ", contribution.co_receipt_lost)
        self.assertIn("does not exist", contribution.co_receipt_lost)
        self.assertNotIn("odette", contribution.co_receipt_lost)
        self.assertFalse(contribution.receipt_lost, "Its author's is another")
        self.assertTrue(contribution.receipt_resendable)

    def test_sent_again_to_whom_it_did_not_reach(self):
        contribution = self._authors("a@p.example")
        told, lost = self._sign_and_leave(
            contribution,
            "odette@p.example",
            "max@p.example",
            refused=["max@p.example"],
        )
        line = self._get_lines("co_receipt", lost)
        # To the same address it is the same message.
        self.assertEqual(self._resend(contribution)[0], ["max@p.example"])
        self.assertEqual((lost.receipt_id, line.state), (line, "queued"))
        self.assertFalse(contribution.co_receipt_lost)
        self.assertIn("Nothing", self._resend(contribution)[1])
        self._leave_lines(line, refused=["max@p.example"])
        lost.email = "juste@p.example"
        self.assertEqual(self._resend(contribution)[0], ["juste@p.example"])
        self.assertIn(
            lost.sudo()._get_follow_code(), lost.receipt_id.mail_message_id.body
        )
        self._leave_lines(lost.receipt_id)
        self.assertFalse(contribution.co_receipt_lost)
        self.assertFalse(contribution.receipt_resendable)
        self.assertFalse(self._get_co_alerts(contribution))
        self.assertIn("Nothing", self._resend(contribution)[1])
        self.assertEqual(len(self._get_lines("co_receipt", told)), 1, "Once")

    def test_nobody_to_write_to(self):
        contribution = self._authors("a@p.example")
        lost = self._sign_and_leave(
            contribution, "max@p.example", refused=["max@p.example"]
        )
        lost.write({"name": "Max Essai", "email": False})
        self.assertIn("Max Essai", contribution.co_receipt_lost)
        self.assertFalse(contribution.receipt_resendable)
        with self.assertRefused(contribution.reference):
            contribution.action_resend_receipt()

    def test_author_and_co_author_at_once(self):
        contribution = self._authors("a@p.example")
        with self.mock_mail_gateway():
            contribution.sudo()._send_receipt()
        self._leave_lines(contribution.sudo().receipt_id, refused=["a@p.example"])
        self._sign_and_leave(contribution, "max@p.example", refused=["max@p.example"])
        self.assertTrue(contribution.receipt_lost and contribution.co_receipt_lost)
        # One who has no address any more does not keep the other from being told.
        contribution.contributor_email = False
        self.assertTrue(contribution.receipt_resendable)
        self.assertEqual(self._resend(contribution)[0], ["max@p.example"])
        self.assertTrue(contribution.receipt_lost)
        self.assertFalse(contribution.receipt_resendable)
        contribution.contributor_email = "b@p.example"
        self.assertEqual(self._resend(contribution)[0], ["b@p.example"])

    def test_silence_is_told_again_to_whom_a_receipt_left(self):
        contribution = self._authors(False)
        lost = self._sign_and_leave(
            contribution, "max@p.example", refused=["max@p.example"]
        )
        contribution.kind = "request"
        self.assertFalse(contribution.receipt_outdated, "None left")
        told = self._sign(contribution, "odette@p.example")
        contribution.kind = "opinion"
        self.assertTrue(contribution.receipt_outdated)
        with self.mock_mail_gateway():
            contribution.action_correct_receipt()
        self.assertEqual(len(self._get_lines("co_receipt", told)), 2)
        self.assertEqual(len(self._get_lines("co_receipt", lost)), 1)
        # What is sent again says what it should now, not what it said.
        contribution.kind = "request"
        self.assertIn("max@p.example", self._resend(contribution)[0])
        self.assertEqual(len(self._get_lines("co_receipt", lost)), 2)
        self.assertIn("L231-4", lost.receipt_id.mail_message_id.body)
        self.assertTrue(lost.receipt_tells_appeal)

    def test_told_again_whoever_the_author_is(self):
        """A letter without an address, which somebody else signs too."""
        contribution = self._authors(False)
        self._sign_and_leave(contribution, "odette@p.example")
        contribution.kind = "request"
        self.assertTrue(contribution.receipt_outdated)
        self.assertTrue(contribution.receipt_correctable)
        contribution.co_author_ids.write({"name": "Odette", "email": False})
        self.assertTrue(contribution.receipt_outdated)
        self.assertFalse(contribution.receipt_correctable, "There is no address")
        arch = etree.fromstring(contribution.get_view(view_type="form")["arch"])
        for name, condition in (
            ("action_correct_receipt", "receipt_correctable"),
            ("action_resend_receipt", "receipt_resendable"),
        ):
            [button] = arch.iterfind(f".//button[@name='{name}']")
            self.assertEqual(button.get("invisible"), f"not {condition}")

    def test_alert_stays_while_one_is_not_reached(self):
        contribution = self._authors("a@p.example")
        lost = self._sign_and_leave(
            contribution, "max@p.example", refused=["max@p.example"]
        )
        self._sign_and_leave(contribution, "odette@p.example")
        self.assertTrue(self._get_co_alerts(contribution))
        self._resend(contribution)
        self._leave_lines(lost.receipt_id)
        self.assertFalse(self._get_co_alerts(contribution))
