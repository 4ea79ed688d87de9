"""The adopted programme is transmitted: sent is what has left."""

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .milestone_common import MilestoneCase

ADDRESSES = {
    "prefect": "prefecture@etat.example",
    "region": "region@region.example",
    "ademe": "ademe@ademe.example",
}


@tagged("post_install", "-at_install", "plpdma")
class TestTransmission(MilestoneCase):
    def setUp(self):
        super().setUp()
        self.deliberation = self._create_milestone(
            "deliberation", date_done=self._day(-10)
        )
        self.transmission = self._create_milestone("transmission")

    def _transmit(self, milestone=None):
        with self.mock_mail_gateway():
            return (milestone or self.transmission).action_transmit()

    def test_nothing_leaves_without_the_programme(self):
        self._create_recipients(self.transmission, **ADDRESSES)
        with self.assertRefused("attach the programme", exception=ValidationError):
            self._transmit()
        with self.assertRefused("attach the programme", exception=ValidationError):
            self.transmission.recipient_ids[0].action_note_posted()
        self.transmission.document_ids = [
            Command.create(
                {
                    "name": "Lien",
                    "type": "url",
                    "url": "https://essai.example",
                    "res_model": "plpdma.milestone",
                    "res_id": self.transmission.id,
                }
            )
        ]
        with self.assertRefused("attach the programme", exception=ValidationError):
            self._transmit()

    def test_nothing_leaves_before_the_adoption(self):
        self._create_recipients(self.transmission, **ADDRESSES)
        self._attach(self.transmission)
        authorities = self._create_authorities("Nord", "Sud")
        authorities[0].deliberation_date = self._day(-2)
        with self.assertRefused("not adopted yet", "Still awaited: Sud."):
            self._transmit()
        authorities[1].deliberation_date = self._day(-1)
        self._transmit()
        self.assertEqual(len(self._get_lines(self.transmission)), 3)

    def test_nobody_to_write_to(self):
        self._attach(self.transmission)
        with self.assertRefused("Add the recipients first"):
            self._transmit()
        self._create_recipients(self.transmission, prefect="p@x.example", ademe=False)
        with self.assertRefused("Without a valid e-mail address: Ademe"):
            self._transmit()
        self.assertFalse(self._get_lines(self.transmission))

    def test_sent_is_what_has_left(self):
        recipients = self._create_recipients(self.transmission, **ADDRESSES)
        file = self._attach(self.transmission)
        notice = self._transmit()
        self.assertIn("3", notice["params"]["message"])
        lines = self._get_lines(self.transmission)
        self.assertEqual(lines.mapped("state"), ["queued"] * 3)
        self.assertEqual(set(lines.mapped("email")), set(ADDRESSES.values()))
        self.assertEqual(recipients.mapped("delivery"), ["queued"] * 3)
        self.assertFalse(any(recipients.mapped("date_sent")))
        self.assertFalse(self.transmission.date_prefect)
        self.assertEqual(self.transmission.state, "todo")
        # Each message has the programme.
        for line in lines:
            sent = line.mail_message_id.attachment_ids
            self.assertEqual(sent.mapped("checksum"), file.mapped("checksum"))
        self._let_leave(self.transmission)
        self.assertEqual(recipients.mapped("delivery"), ["sent"] * 3)
        self.assertEqual(set(recipients.mapped("date_sent")), {self.today})
        self.assertEqual(self.transmission.date_region, self.today)
        self.assertEqual(self.transmission.date_done, self.today)
        self.assertEqual(self.transmission.state, "done")
        self.assertQuiet(self.transmission)
        # Safe to repeat.
        self._transmit()
        self.assertEqual(len(self._get_lines(self.transmission)), 3)

    def test_what_comes_back_was_not_transmitted(self):
        recipients = self._create_recipients(self.transmission, **ADDRESSES)
        self._attach(self.transmission)
        self._transmit()
        self._let_leave(self.transmission)
        line = recipients[1].delivery_ids.sudo()
        line._settle("bounced", "unknown_address", "550 5.1.1 no such user")
        self.assertFalse(self.transmission.date_region)
        self.assertFalse(recipients[1].date_sent)
        self.assertEqual(self.transmission.state, "todo")
        self.assertWarns(
            self.transmission, "did not reach Region", "Still to inform: Regional"
        )
        [activity] = self.transmission.activity_ids
        self.assertEqual(activity.user_id, self.user_manager)
        self.assertIn("Region", activity.note)
        # At another address, it alone leaves again.
        recipients[1].partner_id.sudo().email = "accueil@region.example"
        self._transmit()
        self.assertEqual(len(self._get_lines(self.transmission)), 4)
        self._let_leave(self.transmission)
        self.assertEqual(self.transmission.state, "done")
        self.assertFalse(self.transmission.activity_ids)
        self.assertQuiet(self.transmission)

    def test_what_was_noted_by_hand_stays(self):
        recipients = self._create_recipients(self.transmission, **ADDRESSES)
        self._attach(self.transmission)
        self.transmission.date_region = self._day(-4)
        self._transmit()
        self._let_leave(self.transmission)
        self.assertEqual(self.transmission.date_region, self._day(-4))
        recipients[1].delivery_ids.sudo()._settle("bounced", "full_mailbox")
        self.assertEqual(self.transmission.date_region, self._day(-4))

    def test_by_letter(self):
        recipients = self._create_recipients(self.transmission, prefect=False)
        self._attach(self.transmission)
        recipients.action_note_posted()
        recipients.action_note_posted()
        [line] = self._get_lines(self.transmission)
        self.assertEqual((line.channel, line.state), ("letter", "sent"))
        self.assertEqual(recipients.date_sent, self.today)
        self.assertEqual(self.transmission.date_prefect, self.today)

    def test_facts_and_proofs(self):
        recipients = self._create_recipients(self.transmission, **ADDRESSES)
        self._attach(self.transmission)
        with self.assertRefused("not written by hand"), self.env.cr.savepoint():
            recipients[0].date_sent = self.today
        recipients.invalidate_recordset()
        self._transmit()
        with self.assertRefused("the proof of it stays"), self.env.cr.savepoint():
            recipients[0].unlink()
        self._let_leave(self.transmission)
        with self.assertRefused("attach the programme", exception=ValidationError):
            with self.env.cr.savepoint():
                self.transmission.document_ids = [Command.clear()]
        self.transmission.invalidate_recordset()
        with self.assertRefused("has no recipients", exception=ValidationError):
            self._create_recipients(self.deliberation, other="x@x.example")

    def test_who_may(self):
        self._create_recipients(self.transmission, **ADDRESSES)
        self._attach(self.transmission)
        for user in (self.user_elected, self.user_employee):
            with self.assertRaises(AccessError):
                self._transmit(self.transmission.with_user(user))
        self.assertFalse(self._get_lines(self.transmission))
