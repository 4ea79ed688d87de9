"""A mail server that takes, refuses or gives back, and what is then claimed."""

import smtplib
from contextlib import nullcontext
from importlib.util import module_from_spec, spec_from_file_location
from unittest.mock import patch

from odoo.tools import file_path, mute_logger

from ...models.response.plpdma_told_mixin import DELIVERY_GROUPS
from ..common import ConcertationCase

MAIL_LOG = "odoo.addons.mail.models.mail_mail"
UNDELIVERED = "plpdma_concertation.mail_activity_type_undelivered"
DSN = """\
From: MAILER-DAEMON@mx.example
To: {sender}
Subject: Undelivered Mail Returned to Sender
Message-ID: <{number}.dsn@mx.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="limit"

--limit
Content-Type: text/plain; charset=utf-8

I'm sorry to have to inform you that your message could not be delivered.

--limit
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {email}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} {words}

--limit
Content-Type: message/rfc822

From: {sender}
To: {email}
Subject: Our response
Message-ID: {message_id}

Hello
--limit--
"""


def load_script(path):
    """A migration script, as a module."""
    spec = spec_from_file_location("script", file_path(path))
    script = module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


class DeliveryCase(ConcertationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.lang = "en_US"
        cls.dsn_count = 0

    def _release(self, contributions, **vals):
        """A response released, whose messages are still in the queue."""
        response = self._create_response(contributions, state="validated", **vals)
        response.action_send()
        return response

    def _release_correction(self, response):
        correction = response.browse(response.action_correct()["res_id"])
        correction.motivation = "<p>Mieux expliqué.</p>"
        correction.action_submit()
        correction.with_user(self.user_manager).action_validate()
        correction.action_send()
        return correction

    def _authors(self, *emails):
        return self._create_contributions(
            *(
                # Where they are told by post what no e-mail brings them.
                {"contributor_email": email, "contributor_city": "Val-Fictif"}
                for email in emails
            )
        )

    def _find_mails(self, contributions):
        """The e-mails of the answers, in the order of the contributions."""
        messages = contributions.delivery_id.mail_message_id
        mails = self.env["mail.mail"].sudo()
        mails = mails.search([("mail_message_id", "in", messages.ids)])
        return mails.sorted(lambda mail: contributions.ids.index(mail.res_id))

    def _leave(self, contributions, refused=(), error=None, server=True):
        """Let the queue leave, through a mail server that refuses some addresses.

        :return: the Message-IDs that the server took, by address
        """
        taken = {}

        def send_message(message, smtp_from, smtp_to_list):
            [address] = smtp_to_list
            if address in refused:
                raise error or smtplib.SMTPRecipientsRefused(
                    {address: (550, b"5.1.1 User unknown")}
                )
            self.assertNotIn(address, taken, "Once a message")
            taken[address] = message["Message-Id"]

        with self.mock_mail_gateway(), mute_logger(MAIL_LOG):
            refusal = ConnectionRefusedError(111, "Connection refused")
            down = (
                nullcontext() if server else patch("smtplib.SMTP", side_effect=refusal)
            )
            session = self.testing_smtp_session
            with down, patch.object(session, "send_message", send_message):
                self._find_mails(contributions).send()
        return taken

    def _bounce(self, message_id, email, action="failed", status="5.1.1"):
        """The server of the recipient gives the message back."""
        type(self).dsn_count += 1
        message = DSN.format(
            sender="bounce@essai.example",
            number=self.dsn_count,
            email=email,
            action=action,
            status=status,
            words="No such user here",
            message_id=message_id,
        )
        with self.mock_mail_gateway():
            self.env["mail.thread"].message_process(None, message)

    def _get_alerts(self, contributions):
        kind = self.env.ref(UNDELIVERED)
        return contributions.activity_ids.filtered(
            lambda activity: activity.activity_type_id == kind
        )

    def assertWaits(self, contributions, state="in_review"):
        """Nothing is claimed of these answers."""
        self.assertTrue(contributions)
        for contribution in contributions:
            self.assertEqual(contribution.state, state)
            self.assertFalse(contribution.date_answered)
            self.assertFalse(contribution.answer_channel)
            self.assertFalse(contribution.sent_response_id)

    def assertSums(self, response):
        """Every author is in exactly one of the groups, and the sums agree."""
        contributions = response._get_all_contributions()
        response.invalidate_recordset()
        groups = [c._get_delivery_group() for c in contributions]
        self.assertNotIn(None, groups)
        counts = {group: groups.count(group) for group in DELIVERY_GROUPS}
        shown = {group: response[f"{group}_count"] for group in DELIVERY_GROUPS}
        self.assertEqual(shown, counts)
        self.assertEqual(sum(shown.values()), len(contributions))
        for group in DELIVERY_GROUPS:
            action = getattr(response, f"action_view_{group}")()
            listed = contributions.with_context(**action["context"])
            self.assertEqual(listed.search_count(action["domain"]), counts[group])
        return counts
