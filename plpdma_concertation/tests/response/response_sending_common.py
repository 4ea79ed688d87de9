"""Responses that are sent, and those who received them."""

from odoo.tools import email_normalize

from ..common import ConcertationCase


class ResponseSendingCase(ConcertationCase):
    def setUp(self):
        super().setUp()
        # Those who have no contact are written to in the authority's language.
        self.company.partner_id.lang = "en_US"

    def _send(self, responses, user=None):
        """Send, and return what the sender reads."""
        with self.mock_mail_gateway():
            action = responses.with_user(user or self.user_agent).action_send()
        return action["params"]["message"]

    def _recipients(self):
        return sorted(email_normalize(mail.email_to) for mail in self._new_mails)
