"""Answers noted by an earlier version, whose messages may still be in the queue."""

from odoo.tests import tagged

from ..platform.delivery_common import DeliveryCase


@tagged("post_install", "-at_install", "plpdma")
class TestDeliveryAdopted(DeliveryCase):
    def _note_as_before(self, contributions):
        """What an earlier version claimed as soon as the messages were in the queue."""
        response = contributions.response_id
        self.env["plpdma.delivery"].sudo().search(
            [("contribution_ids", "in", contributions.ids), ("purpose", "=", "answer")]
        ).unlink()
        contributions.sudo().write(
            {
                "delivery": "none",
                "delivery_id": False,
                "delivery_response_id": False,
                "answer_delivery_id": False,
                "sent_response_id": response.id,
                "date_answered": self.program._get_today(),
                "answer_channel": "email",
                "state": "answered",
            }
        )

    def test_what_is_still_in_the_queue_is_followed(self):
        left, refused, queued = contributions = self._authors(
            "a@p.example", "b@p.example", "c@p.example"
        )
        # Two letters of one author, one message.
        again = self._authors("b@p.example")
        response = self._release(contributions | again)
        mails = self._find_mails(contributions | again)
        self.assertEqual(len(mails), 3)
        self._note_as_before(contributions | again)
        # The first left, and left the queue; the second was refused.
        by_author = mails.grouped("email_to")
        gone, failed = (
            next(mail for email, mail in by_author.items() if address in email)
            for address in ("a@p.example", "b@p.example")
        )
        gone.unlink()
        failed.write({"state": "exception", "failure_reason": "550 5.1.1 Unknown"})
        contributions.sudo()._adopt_noted_answers()
        self.assertEqual(left.delivery, "sent")
        self.assertEqual(left.state, "answered")
        self.assertEqual((refused | again).mapped("delivery"), ["failed", "failed"])
        self.assertWaits(refused | again)
        self.assertIn("Unknown", refused.delivery_id.reason)
        self.assertEqual(len(self._get_alerts(refused | again)), 1)
        self.assertEqual(queued.delivery, "queued")
        self.assertEqual(queued.state, "answered", "It keeps what was noted")
        self.assertSums(response)
        self._leave(queued)
        self.assertEqual((queued.delivery, queued.state), ("sent", "answered"))

    def test_adopted_once(self):
        contributions = self._authors("a@p.example", "b@p.example")
        self._release(contributions)
        self._note_as_before(contributions)
        for _time in range(2):
            contributions.sudo()._adopt_noted_answers()
            self.assertEqual(len(contributions.delivery_ids), 2)

    def test_a_receipt_in_the_queue_is_no_answer(self):
        contribution = self._authors("a@p.example")
        self._release(contribution)
        mail = self._find_mails(contribution)
        self._note_as_before(contribution)
        self.env.cr.execute(
            "UPDATE mail_mail SET create_date = create_date - interval '1 day' "
            "WHERE id = %s",
            [mail.id],
        )
        mail.invalidate_recordset()
        contribution.sudo()._adopt_noted_answers()
        self.assertEqual(contribution.delivery, "sent")
