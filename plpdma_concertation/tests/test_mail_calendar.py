"""The reply that a calendar sends to an invitation."""

from email.message import EmailMessage

from odoo.tests import tagged

from .test_mail_path import MailPathCase


@tagged("post_install", "-at_install", "plpdma")
class TestMailCalendar(MailPathCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number = 0

    def setUp(self):
        super().setUp()
        with self.mock_mail_gateway():
            self.session = self._create_session(self.actors[:2], days=5)
            self.session.action_plan()
        self.line = self.session.participation_ids[0]

    def _reply(self, state="ACCEPTED", sender=None, start=None):
        """Bring the reply of a calendar to the programme's address."""
        TestMailCalendar.number += 1
        email = self.line.partner_id.email
        start = start or self.session.calendar_event_id.start
        message = EmailMessage()
        message["From"] = sender or email
        message["To"] = "dechets@val.example"
        message["Subject"] = f"Accepté : {self.session.name}"
        message["Message-Id"] = f"<itip-{self.number}@p.example>"
        message.set_content("")
        message.add_alternative(
            "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:autre\n"
            f"DTSTART:{start:%Y%m%dT%H%M%SZ}\n"
            f"ATTENDEE;PARTSTAT={state}:mailto:{email}\n"
            "END:VEVENT\nEND:VCALENDAR\n",
            subtype="calendar",
            params={"method": "REPLY"},
        )
        return self._deliver(message.as_bytes())

    def test_reply_is_noted_and_makes_no_contribution(self):
        for state, rsvp in (
            ("ACCEPTED", "accepted"),
            ("TENTATIVE", "tentative"),
            ("DECLINED", "declined"),
        ):
            with self.subTest(state=state):
                self.assertFalse(self._reply(state))
                self.assertEqual(self.line.rsvp, rsvp)
        other = self.session.participation_ids - self.line
        self.assertEqual(other.rsvp, "pending")

    def test_nobody_replies_for_another(self):
        self.assertFalse(self._reply(sender="autre@p.example"))
        self.assertEqual(self.line.rsvp, "pending")

    def test_reply_to_what_was_moved_is_not_noted(self):
        start = self.session.calendar_event_id.start
        self.assertFalse(self._reply(start=start.replace(year=start.year - 1)))
        self.assertEqual(self.line.rsvp, "pending")

    def test_unknown_answer_is_not_noted(self):
        self.assertFalse(self._reply("DELEGATED"))
        self.assertEqual(self.line.rsvp, "pending")
