"""The way in from a mail server: Odoo's own gate, and ours before it."""

import socket
import subprocess
import sys
from unittest.mock import patch

import psycopg2

from odoo.tests import HttpCase, tagged
from odoo.tools import file_path, mute_logger

from .mail_common import CASES, MailPathCase, read_message

SCRIPT = "plpdma_concertation/static/scripts/mailgate_bytes.py"
RETRY = "--retry-status"
# What the gate tells the mail server: nobody has this address, it failed for good, it
# failed for now.
NO_SUCH_USER = 67
EX_SOFTWARE = 70
EX_TEMPFAIL = 75


@tagged("post_install", "-at_install", "plpdma")
class TestMailGate(MailPathCase, HttpCase):
    """Odoo's own gate, as the mail server starts it for each message."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_gate = cls._create_user(
            "gate", groups="base.group_user,base.group_system"
        )

    def _pass_gate(self, message, *before_gate, port=None, options=()):
        """:return: the exit code and the contributions that were made"""
        before = self._get_contributions()
        self.env.cr.flush()
        self.env.cr.clear()
        # The gate speaks an older language of Odoo, and tells of each refusal.
        loggers = ("odoo.addons.rpc.controllers.xmlrpc", "odoo.http")
        with mute_logger(*loggers), self.allow_requests(all_requests=True):
            gate = subprocess.run(
                [
                    sys.executable,
                    *before_gate,
                    file_path("mail/static/scripts/odoo-mailgate.py"),
                    f"--database={self.env.cr.dbname}",
                    f"--userid={self.user_gate.id}",
                    f"--password={self.user_gate.login}",
                    "--host=127.0.0.1",
                    f"--port={port or self.http_port()}",
                    *options,
                ],
                input=message,
                capture_output=True,
                timeout=60,
            )
        self.env.invalidate_all()
        return gate.returncode, self._get_contributions() - before

    def test_message_passes_once(self):
        message = read_message("gmail_signature_pdf")
        code, contribution = self._pass_gate(message)
        self.assertEqual(code, 0)
        self.assertEqual(contribution.contributor_name, "Gaëlle Bœuf")
        self.assertIn("deux bacs", contribution.verbatim)
        self.assertEqual(self._pass_gate(message), (0, contribution.browse()))

    def test_message_in_another_charset_passes(self):
        """Odoo's gate reads UTF-8 alone."""
        message = read_message("cas_cp1252_mislabelled")
        code, contribution = self._pass_gate(message, file_path(SCRIPT))
        self.assertEqual(code, 0)
        self.assertEqual(contribution.verbatim, "Le coût : 20 € – l’été, “les bacs”…")
        self.assertEqual(
            self._pass_gate(message, file_path(SCRIPT)), (0, contribution.browse())
        )

    def test_address_of_nobody(self):
        message = read_message("photo_seule").replace(b"dechets@", b"inconnu@")
        code, contribution = self._pass_gate(message)
        self.assertEqual((code, len(contribution)), (NO_SUCH_USER, 0))

    def test_each_case_through_the_gate(self):
        """The messages that other products failed on, as the mail server has them."""
        for name, words in CASES.items():
            with self.subTest(message=name):
                message = read_message(name)
                code, made = self._pass_gate(message, file_path(SCRIPT))
                self.assertEqual(code, 0)
                self.assertEqual(made.mapped("verbatim"), [words] if words else [])
                self.assertFalse(any(made.mapped("intake_error")))
                originals = made.message_ids.attachment_ids.filtered(
                    lambda file: file.name == "message.eml"
                )
                self.assertEqual(originals.mapped("raw"), [message] * len(made))

    def test_a_full_disk_keeps_the_message_on_the_mail_server(self):
        message = read_message("gmail_signature_pdf")
        model = self.registry["plpdma.contribution"]
        full = psycopg2.errors.DiskFull("could not extend file")
        with patch.object(model, "_prepare_from_mail", side_effect=full):
            for options, expected in (((), EX_SOFTWARE), ((RETRY,), EX_TEMPFAIL)):
                code, made = self._pass_gate(
                    message, file_path(SCRIPT), options=options
                )
                self.assertEqual((code, len(made)), (expected, 0))
        code, made = self._pass_gate(message, file_path(SCRIPT), options=(RETRY,))
        self.assertEqual((code, len(made)), (0, 1), "Tried again, it is taken")

    def test_a_server_that_is_away_keeps_it_too(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            nobody = probe.getsockname()[1]
        for script in ((), (file_path(SCRIPT),)):
            code, made = self._pass_gate(
                read_message("photo_seule"), *script, port=nobody, options=(RETRY,)
            )
            self.assertEqual((code, len(made)), (EX_TEMPFAIL, 0))

    def test_an_address_of_nobody_is_not_tried_again(self):
        message = read_message("photo_seule").replace(b"dechets@", b"inconnu@")
        code, made = self._pass_gate(message, file_path(SCRIPT), options=(RETRY,))
        self.assertEqual((code, len(made)), (NO_SUCH_USER, 0))
