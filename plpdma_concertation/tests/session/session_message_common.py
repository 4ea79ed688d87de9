"""What leaves through the mail server, as each recipient's calendar finds it."""

from datetime import timezone
from unittest.mock import patch

import vobject

from .session_delivery_common import SessionDeliveryCase

STAND_IN = "remplacant@p.example"


class SessionMessageCase(SessionDeliveryCase):
    def _receive(self, act):
        """What is done, and what each recipient's mail program then finds.

        :return: ``{address: (message, calendar)}``
        """
        received = {}

        def send_message(message, smtp_from, smtp_to_list):
            [address] = smtp_to_list
            self.assertNotIn(address, received, "Once a message")
            [part] = [
                part
                for part in message.walk()
                if part.get_content_type() == "text/calendar"
            ]
            text = part.get_payload(decode=True).decode()
            calendar = vobject.readOne(text)
            self.assertEqual(part.get_param("method"), calendar.method.value)
            received[address] = message, calendar, text

        with self.mock_mail_gateway():
            with patch.object(self.testing_smtp_session, "send_message", send_message):
                self.result = act()
        self._check_alone(received)
        return {address: found[:2] for address, found in received.items()}

    def _check_alone(self, received):
        """Each file names its guest, and nobody else but the person to contact."""
        everybody = self.env["res.partner"].search([("email", "!=", False)])
        contact = self.user_agent.partner_id | self.user_manager.partner_id
        for address, (_message, calendar, text) in received.items():
            [attendee] = calendar.vevent.attendee_list
            self.assertEqual(attendee.value, f"mailto:{address}")
            unfolded = text.replace("\r\n ", "")
            for other in everybody - contact - self.company.partner_id:
                if other.email != address:
                    self.assertNotIn(other.email, unfolded)
                    if other in self.partners:
                        self.assertNotIn(other.name, unfolded)

    def _read(self, received, address):
        """:return: method, sequence, status and moments of a file"""
        _message, calendar = received[address]
        event = calendar.vevent
        return (
            calendar.method.value,
            int(event.sequence.value),
            event.status.value,
            event.dtstart.value.astimezone(timezone.utc).replace(tzinfo=None),
            event.dtend.value.astimezone(timezone.utc).replace(tzinfo=None),
        )

    def _uids(self, *rounds):
        return {
            calendar.vevent.uid.value
            for received in rounds
            for _message, calendar in received.values()
        }
