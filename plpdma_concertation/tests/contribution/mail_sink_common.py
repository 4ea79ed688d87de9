"""A mail server of this machine, which keeps what it receives."""

import html
import logging
import os
import socket
import unittest
from contextlib import nullcontext
from email import message_from_bytes, policy
from unittest.mock import patch

from odoo.tests import HttpCase

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

    def _send_queue(self):
        """Let the scheduled action send what waits in the queue."""
        # A test with a browser is in that mode from its beginning.
        is_in_mode = isinstance(self, HttpCase)
        with nullcontext() if is_in_mode else self.enter_registry_test_mode():
            self.env.ref("mail.ir_cron_mail_scheduler_action").method_direct_trigger()

    def _run_mail_queue(self):
        """Send what waits in the queue.

        :return: the messages that the mail server received, by recipient
        """
        self._send_queue()
        messages = {}
        for envelope in self.sink.envelopes:
            [recipient] = envelope.rcpt_tos
            self.assertNotIn(recipient, messages.keys())
            messages[recipient] = self._read(envelope)
        return messages

    def _read(self, envelope):
        return message_from_bytes(envelope.content, policy=policy.default)

    def _get_text(self, message, kind):
        """The body of a message, as its reader sees it."""
        content = message.get_body([kind]).get_content().replace("\r\n", "\n")
        return html.unescape(content) if kind == "html" else content
