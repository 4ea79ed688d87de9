import html
import logging
import os
import socket
import unittest
from email import message_from_bytes, policy
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_mail_server import IrMail_Server

from ..common import ConcertationCase

try:
    from aiosmtpd import smtp
    from aiosmtpd.controller import Controller
except ImportError:
    if os.environ.get("CI") == "true":
        raise
    Controller = None

HOST = "127.0.0.1"
MOTIVATION = (
    "<p>L'étude d'août 2026 l'a montré : à Saint-Étienne, « l'œuvre » coûterait "
    "12 €/hab. – c'est trop.</p><ul><li>Première raison&nbsp;: le délai.</li>"
    "<li>Seconde raison : où l'entreposer ?</li></ul>"
)


def find_free_port():
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


class Sink:
    """Keeps what the mail server receives."""

    def __init__(self):
        self.envelopes = []
        self.refused = set()

    async def handle_RCPT(  # noqa: N802
        self, server, session, envelope, address, options
    ):
        if address in self.refused:
            return "550 5.1.1 User unknown"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.envelopes.append(envelope)
        return "250 OK"


@unittest.skipUnless(Controller, "aiosmtpd is not installed")
class MailSinkCase(ConcertationCase):
    """E-mails leave through a real mail server, which listens on this machine."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The sink's library uses what it deprecates itself.
        session = type("Session", (smtp.Session,), {"login_data": None})
        cls.startClassPatcher(patch.object(smtp, "Session", session))
        cls.startClassPatcher(
            patch.object(IrMail_Server, "_disable_send", return_value=False)
        )
        log = logging.getLogger("mail.log")
        cls.addClassCleanup(log.setLevel, log.level)
        log.setLevel(logging.WARNING)
        cls.sink = Sink()
        controller = Controller(cls.sink, hostname=HOST, port=find_free_port())
        controller.start()
        cls.addClassCleanup(controller.stop)
        cls.env["ir.mail_server"].search([]).active = False
        cls.env["ir.mail_server"].create(
            {
                "name": "Sink",
                "smtp_host": HOST,
                "smtp_port": controller.port,
                "smtp_encryption": "none",
                "smtp_authentication": "login",
            }
        )

    def _run_mail_queue(self):
        """Let the scheduled action send what waits in the queue.

        :return: the messages that the mail server received, by recipient
        """
        with self.enter_registry_test_mode():
            self.env.ref("mail.ir_cron_mail_scheduler_action").method_direct_trigger()
        messages = {}
        for envelope in self.sink.envelopes:
            [recipient] = envelope.rcpt_tos
            self.assertNotIn(recipient, messages)
            messages[recipient] = message_from_bytes(
                envelope.content, policy=policy.default
            )
        return messages

    def _get_text(self, message, kind):
        """The body of a message, as its reader sees it."""
        content = message.get_body([kind]).get_content().replace("\r\n", "\n")
        return html.unescape(content) if kind == "html" else content


@tagged("post_install", "-at_install", "plpdma")
class TestMailSink(MailSinkCase):
    """Responses reach their authors."""

    def setUp(self):
        super().setUp()
        self.contributions = self._create_contributions(
            {
                "contributor_name": "Gaëlle Bœuf",
                "contributor_email": "gaelle@habitants.example",
                "verbatim": "Où déposer l'œuvre\nde ma fille ? <b>Vite</b> 🌱",
            },
            {
                "contributor_name": "Gaëlle Bœuf",
                "contributor_email": "Gaelle@Habitants.example",
                "verbatim": "Et mes déchets verts ?",
            },
            {"partner_id": self.partners[0].id},
            {"contributor_name": "Noé", "contributor_email": "noe@habitants.example"},
            {"contributor_name": "Sans adresse"},
        )
        self.response = self._create_response(
            self.contributions, motivation=MOTIVATION, state="validated"
        )
        # What was told to colleagues meanwhile is another matter.
        self.env["mail.mail"].search([("state", "=", "outgoing")]).state = "cancel"
        self.sink.envelopes.clear()

    def test_each_author_receives_the_response(self):
        self.response.action_send()
        self.assertFalse(self.sink.envelopes, "The e-mails wait for the commit.")
        messages = self._run_mail_queue()
        self.assertEqual(
            set(messages),
            {
                "gaelle@habitants.example",
                "noe@habitants.example",
                self.partners[0].email,
            },
        )
        for message in messages.values():
            body = self._get_text(message, "html")
            for text in (
                "L'étude d'août 2026 l'a montré : à Saint-Étienne, « l'œuvre »",
                "12 €/hab. – c'est trop.",
                "Seconde raison : où l'entreposer ?",
                "Le suivi est présenté à la CCES.",
            ):
                self.assertIn(text, body)
            plain = self._get_text(message, "plain")
            self.assertIn("où l'entreposer ?", plain)

    def test_headers_and_the_authors_own_words(self):
        self.response.action_send()
        message = self._run_mail_queue()["gaelle@habitants.example"]
        self.assertIn(self.contributions[0].reference, message["Subject"])
        [to] = message["To"].addresses
        self.assertEqual(to.display_name, "Gaëlle Bœuf")
        self.assertEqual(to.addr_spec, "gaelle@habitants.example")
        [sender] = message["From"].addresses
        self.assertEqual(sender.display_name, self.company.name)
        self.assertTrue(message["Message-Id"])
        self.assertTrue(message["Date"])
        raw = message.get_body(["html"]).get_content()
        self.assertIn("&lt;b&gt;Vite&lt;/b&gt;", raw)
        body = self._get_text(message, "html")
        self.assertIn(self.contributions[0].verbatim, body)
        self.assertIn(self.contributions[1].verbatim, body)
        self.assertNotIn(self.contributions[2].verbatim, body)
        self.assertNotIn("noe@", body)

    def test_sending_again_sends_nothing(self):
        self.response.action_send()
        self.assertEqual(len(self._run_mail_queue()), 3)
        self.sink.envelopes.clear()
        self.response.action_send()
        self.assertEqual(self._run_mail_queue(), {})
        self.assertEqual(
            self.contributions.mapped("delivery"), ["sent"] * 4 + ["to_post"]
        )

    def test_one_that_is_refused_is_sent_again_with_its_number(self):
        self.sink.refused.add("noe@habitants.example")
        self.addCleanup(self.sink.refused.clear)
        self.response.action_send()
        refused = self.contributions[3]
        with mute_logger("odoo.addons.mail.models.mail_mail"):
            messages = self._run_mail_queue()
        self.assertEqual(len(messages), 2)
        self.assertEqual(
            self.contributions.mapped("delivery"),
            ["sent", "sent", "sent", "failed", "to_post"],
        )
        self.assertFalse(refused.date_answered)
        self.assertIn("5.1.1 User unknown", refused.delivery_reason)
        uid = refused.delivery_id.message_uid
        self.sink.refused.clear()
        self.sink.envelopes.clear()
        refused.action_resend()
        messages = self._run_mail_queue()
        self.assertEqual(set(messages), {"noe@habitants.example"})
        self.assertEqual(messages["noe@habitants.example"]["Message-Id"], uid)
        self.assertEqual(refused.delivery, "sent")
        self.assertTrue(refused.date_answered)
