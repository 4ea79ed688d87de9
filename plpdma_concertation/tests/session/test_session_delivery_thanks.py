"""What is claimed happened: thanks."""

from odoo import fields
from odoo.tests import tagged

from .session_delivery_common import SessionDeliveryCase


@tagged("post_install", "-at_install", "plpdma")
class TestThanksDelivery(SessionDeliveryCase):
    def setUp(self):
        super().setUp()
        self.meeting = self._create_meeting()
        self._send(self.meeting.action_plan)
        self._report(self.meeting)
        self.lines = self.meeting.participation_ids

    def test_thanked_once_it_left(self):
        self._hold_queue(self.meeting.action_thank)
        self.assertIn("on their way: 3.", self.result["params"]["message"])
        self.assertFalse(any(self.lines.mapped("date_thanked")))
        self._hold_queue(self.meeting.action_thank)
        message = self.result["params"]["message"]
        self.assertIn("on their way: 0.", message)
        self.assertIn("Already on their way", message)
        refused = self.partners[0]
        taken = self._send(lambda: None, refused=[refused.email])
        self.assertEqual(len(taken), 2)
        lost = self._of(self.meeting, refused)
        self.assertFalse(lost.date_thanked)
        self.assertTrue(all((self.lines - lost).mapped("date_thanked")))
        self.assertEqual(len(self._get_alerts(self.meeting)), 1)
        uid = lost.delivery_id.message_uid
        self.assertEqual(self._send(self.meeting.action_thank), {refused.email: uid})
        self.assertTrue(lost.date_thanked)
        self.assertFalse(self._get_alerts(self.meeting))

    def test_thanks_that_bounce(self):
        taken = self._send(self.meeting.action_thank)
        lost = self._of(self.meeting, self.partners[0])
        self._bounce(taken[lost.email], lost.email)
        self.assertFalse(lost.date_thanked)
        self.assertEqual(lost.delivery, "bounced")
        lost.partner_id.sudo().email = "mieux@p.example"
        again = self._send(self.meeting.action_thank)
        self.assertEqual(list(again), ["mieux@p.example"])
        self.assertTrue(lost.date_thanked)

    def test_thanked_on_is_not_written_by_hand(self):
        for user in (self.user_agent, self.user_manager):
            with self.assertRefused("written by hand"):
                self.lines[0].with_user(user).date_thanked = fields.Datetime.now()
        coming = self._create_meeting()
        new = self.agent_env["plpdma.stakeholder"].create(
            {
                "program_id": self.program.id,
                "partner_id": self.env["res.partner"].create({"name": "Autre"}).id,
            }
        )
        with self.assertRefused("written by hand"):
            self.lines.create(
                {
                    "session_id": coming.id,
                    "stakeholder_id": new.id,
                    "date_thanked": fields.Datetime.now(),
                }
            )
