"""An e-mail is registered, or stays where it came from: none is lost."""

import errno
from unittest.mock import patch

import psycopg2

from odoo.tests import tagged
from odoo.tests.test_cursor import TestCursor
from odoo.tools import mute_logger

from .mail_box import ImapHandler, Mailbox, PopHandler
from .mail_common import MailPathCase, read_message

INTAKE = "odoo.addons.plpdma_concertation.models.contribution.plpdma_contribution_email"
THREAD = "odoo.addons.plpdma_concertation.models.contribution.mail_thread"
FETCH = "odoo.addons.plpdma_concertation.models.platform.fetchmail_server"
CORE = "odoo.addons.mail.models.fetchmail"


@tagged("post_install", "-at_install", "plpdma")
class TestMailFaults(MailPathCase):
    def _break(self, method, error):
        model = self.registry["plpdma.contribution"]
        return patch.object(model, method, side_effect=error)

    def _fail_once(self, method):
        """:return: a method that fails the first time"""
        calls = []

        def fail_once(record, **values):
            calls.append(1)
            if len(calls) == 1:
                raise LookupError("unknown encoding: x")
            return method(record, **values)

        return fail_once

    def test_fault_registers_the_message_bare(self):
        raw = read_message("gmail_signature_pdf")
        with (
            self._break("_prepare_from_mail", IndexError("out of range")),
            mute_logger(INTAKE),
        ):
            contribution = self._deliver(raw)
        self.assertEqual(len(contribution), 1)
        self.assertEqual(contribution.contributor_email, "gaelle.boeuf@gmail.example")
        self.assertIn("deux bacs", contribution.verbatim)
        self.assertIn("out of range", contribution.intake_error)
        self.assertEqual(contribution.activity_ids.user_id, self.user_manager)
        files = contribution.message_ids.attachment_ids
        original = files.filtered(lambda file: file.name == "message.eml")
        self.assertEqual(original.raw, raw)
        self.assertFalse(self._deliver(raw), "The same message makes one")

    def test_fault_of_core_registers_the_message_bare(self):
        raw = read_message("gmail_signature_pdf")
        for method in ("_message_parse_extract_payload", "message_post"):
            message = raw.replace(b"<CAB+7x1@", f"<{method}@".encode())
            model = self.registry["plpdma.contribution"]
            thread = self.registry["mail.thread"]
            broken = (
                patch.object(model, method, self._fail_once(model.message_post))
                if method == "message_post"
                else patch.object(thread, method, side_effect=LookupError("x: unknown"))
            )
            with self.subTest(method=method), broken, mute_logger(THREAD):
                contribution = self._deliver(message)
                self.assertEqual(len(contribution), 1)
                self.assertIn("unknown", contribution.intake_error)
                original = contribution.message_ids.attachment_ids
                self.assertEqual(original.mapped("name"), ["message.eml"])
                self.assertEqual(original.raw, message)
            self.assertFalse(self._deliver(message), "The same message makes one")

    def test_author_is_told_that_it_was_received(self):
        """Core says that it failed, and marks the address as invalid."""
        with (
            self._break("_prepare_from_mail", IndexError("out of range")),
            mute_logger(INTAKE),
        ):
            contribution = self._deliver(read_message("gmail_signature_pdf"))
        told = self._new_mails.filtered(
            lambda mail: "gaelle.boeuf" in (mail.email_to or "")
        )
        self.assertEqual(len(told), 1)
        self.assertIn(contribution.reference, told.subject)
        self.assertNotEqual(self.program.sudo().alias_id.alias_status, "invalid")

    def test_what_passes_is_raised(self):
        """The database away, or a full disk: whoever brings the message keeps it."""
        raw = read_message("gmail_signature_pdf")
        for error in (
            psycopg2.OperationalError("the connection is closed"),
            OSError(errno.ENOSPC, "No space left on device"),
        ):
            before = self._get_contributions()
            with (
                self.subTest(error=error),
                self._break("_prepare_from_mail", error),
                self.assertRaises(type(error)),
            ):
                self.env["mail.thread"].message_process(None, raw)
            self.assertEqual(self._get_contributions(), before)
            self.assertNotEqual(self.program.sudo().alias_id.alias_status, "invalid")
        self.assertTrue(self._deliver(raw), "It is read again")

    def test_address_of_nobody_is_refused(self):
        raw = read_message("photo_seule").replace(b"dechets@", b"inconnu@")
        with self.assertRaises(ValueError):
            self._deliver(raw)


@tagged("post_install", "-at_install", "plpdma")
class TestMailbox(MailPathCase):
    """A mailbox of this machine, read by Odoo's own fetching."""

    kind, handler = "imap", ImapHandler

    def setUp(self):
        super().setUp()
        names = ("gmail_signature_pdf", "photo_seule", "cas_unknown_charset")
        messages = [read_message(name) for name in names]
        self.mailbox = Mailbox(messages, self.handler)
        self.addCleanup(self.mailbox.stop)
        self.server = self.env["fetchmail.server"].create(
            {
                "name": "Boîte d'essai",
                "server": "127.0.0.1",
                "port": self.mailbox.server_address[1],
                "server_type": self.kind,
                "user": "dechets",
                "password": "x",
                "state": "done",
            }
        )

    def _fetch(self):
        before = self._get_contributions()
        commit = TestCursor.commit

        def commit_as_in_production(cursor):
            cursor.postcommit.run()
            commit(cursor)

        with (
            patch.object(TestCursor, "commit", commit_as_in_production),
            self.enter_registry_test_mode(),
            self.registry.cursor() as cr,
            self.mock_mail_gateway(),
        ):
            self.server.with_env(self.server.env(cr=cr)).fetch_mail()
        self.env.invalidate_all()
        return self._get_contributions() - before

    def test_messages_are_registered_then_marked_as_read(self):
        self.assertEqual(len(self._fetch()), 3)
        self.assertEqual(self.mailbox.seen, {1, 2, 3})
        self.assertFalse(self._fetch())

    def test_full_disk_leaves_messages_unread(self):
        model = self.registry["plpdma.contribution"]
        error = psycopg2.errors.DiskFull("could not extend file")
        with (
            patch.object(model, "_prepare_from_mail", side_effect=error),
            mute_logger(FETCH, CORE),
        ):
            self.assertFalse(self._fetch())
        self.assertFalse(self.mailbox.seen)
        self.assertEqual(len(self._fetch()), 3, "They are read again")
        self.assertEqual(self.mailbox.seen, {1, 2, 3})

    def test_commit_that_fails_leaves_the_message_unread(self):
        """Core marks as read what was written and then lost."""
        commit = self.registry["ir.cron"]._commit_progress
        failed = []

        def fail_once(cron, processed=0, **options):
            if processed and not failed:
                failed.append(1)
                raise psycopg2.errors.DiskFull("could not write")
            return commit(cron, processed, **options)

        with (
            patch.object(self.registry["ir.cron"], "_commit_progress", fail_once),
            mute_logger(FETCH, CORE),
        ):
            self.assertEqual(len(self._fetch()), 2)
        self.assertEqual(self.mailbox.seen, {2, 3})
        self.assertEqual(len(self._fetch()), 1)

    def test_others_are_left_to_core(self):
        """What is written to nobody of ours is marked as read, as core does."""
        raw = read_message("photo_seule").replace(b"dechets@", b"inconnu@")
        self.mailbox.messages = {1: raw}
        with mute_logger(CORE):
            self.assertFalse(self._fetch())
        self.assertEqual(self.mailbox.seen, {1})


@tagged("post_install", "-at_install", "plpdma")
class TestPopMailbox(TestMailbox):
    """The same by POP: what is registered is deleted there, the rest stays."""

    # Without it Odoo runs none of them.
    allow_inherited_tests_method = True
    kind, handler = "pop", PopHandler
