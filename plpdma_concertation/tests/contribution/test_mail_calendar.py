"""The reply that a calendar sends to an invitation."""

from datetime import timedelta
from email.message import EmailMessage

from odoo.tests import tagged

from .mail_common import MailPathCase


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

    def _reply(
        self,
        state="ACCEPTED",
        sender=None,
        start=None,
        uid="autre",
        sequence=None,
        text="",
        is_file=False,
    ):
        """Bring the reply of a calendar to the programme's address."""
        TestMailCalendar.number += 1
        email = self.line.partner_id.email
        start = start or self.session.calendar_event_id.start
        when = (
            f"DTSTART:{start:%Y%m%dT%H%M%SZ}"
            if sequence is None
            else f"SEQUENCE:{sequence}"
        )
        message = EmailMessage()
        message["From"] = sender or email
        message["To"] = "dechets@val.example"
        message["Subject"] = f"Accepté : {self.session.name}"
        message["Message-Id"] = f"<itip-{self.number}@p.example>"
        message.set_content(text)
        content = (
            f"BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:{uid}\n{when}\n"
            f"ATTENDEE;PARTSTAT={state}:mailto:{email}\n"
            "END:VEVENT\nEND:VCALENDAR\n"
        )
        if is_file:
            message.add_attachment(content, subtype="calendar", filename="reponse.ics")
        else:
            message.add_alternative(
                content, subtype="calendar", params={"method": "REPLY"}
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

    def test_two_sessions_at_one_time(self):
        """The number of the invitation says which of them is answered."""
        with self.mock_mail_gateway():
            other = self._create_session(
                self.actors[:2], date_start=self.session.date_start
            )
            other.action_plan()
        line = other.participation_ids[0]
        self.assertFalse(self._reply())
        self.assertEqual((self.line.rsvp, line.rsvp), ("pending", "pending"))
        self.assertFalse(self._reply(uid=other.calendar_uid))
        self.assertEqual((self.line.rsvp, line.rsvp), ("pending", "accepted"))

    def test_reply_that_tells_no_time_is_known_by_its_sequence(self):
        uid = self.session.calendar_uid
        self.session.date_start += timedelta(days=1)
        self.assertFalse(self._reply(uid=uid, sequence=0))
        self.assertEqual(self.line.rsvp, "pending", "It answers another day")
        self.assertFalse(self._reply(uid=uid, sequence=1))
        self.assertEqual(self.line.rsvp, "accepted")

    def test_reply_to_the_file_one_has(self):
        """Another guest was taken off since: nobody else got another file."""
        others = self.session.participation_ids - self.line
        with self.mock_mail_gateway():
            others[:1].unlink()
        self.assertGreater(self.session.calendar_sequence, 0)
        self.assertFalse(self._reply(uid=self.session.calendar_uid, sequence=0))
        self.assertEqual(self.line.rsvp, "accepted")

    def test_words_beside_a_reply_are_registered(self):
        text = "Voici mon avis sur les bacs."
        for options in ({}, {"is_file": True}, {"sender": "autre@p.example"}):
            with self.subTest(options=options):
                self.assertEqual(self._reply(text=text, **options).verbatim, text)
        text = "Zoé viendra avec deux collègues."
        for options in ({"sender": "autre@p.example"}, {"is_file": True}):
            with self.subTest(options=options):
                self.assertEqual(self._reply(text=text, **options).verbatim, text)
        # What a calendar adds to a reply that is noted.
        self.assertFalse(self._reply(text="Zoé a accepté cette invitation."))
        self.assertEqual(self.line.rsvp, "accepted")

    def test_unknown_answer_is_not_noted(self):
        self.assertFalse(self._reply("DELEGATED"))
        self.assertEqual(self.line.rsvp, "pending")
