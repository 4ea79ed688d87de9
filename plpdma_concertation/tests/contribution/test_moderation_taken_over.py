"""What comes in a file, or stood there before the rule, is to be read too."""

import importlib.util
import logging
from pathlib import Path

from odoo.tests import tagged

from ..common import ConcertationCase
from ..shared.import_common import ImportCase


@tagged("post_install", "-at_install", "plpdma")
class TestModerationImport(ImportCase):
    def test_rows_are_to_be_read(self):
        headings = ("Programme", "Texte reçu", "Lu, publiable")
        name = self.program.name
        made, messages = self._import(
            self.contributions,
            self._make_file(headings, (name, "Ligne 1", ""), (name, "Ligne 2", "Oui")),
        )
        self.assertFalse(made, "A file reads nothing")
        self.assertEqual(len(messages), 1)
        self.assertIn("Lu, publiable", messages[0]["message"])
        rows = [[str(self.program.id), "Ligne 4", "accepted"]]
        result = self.contributions.load(
            ["program_id/.id", "verbatim", "moderation"], rows
        )
        self.assertFalse(result["ids"])
        self.assertIn("ne s'importe pas", result["messages"][0]["message"])
        made, messages = self._import(
            self.contributions,
            self._make_file(
                (*headings, "Reçue le"), (name, "Ligne 5", "", "05/03/2026")
            ),
        )
        self.assertEqual(messages, [])
        self.assertEqual(made.moderation, "pending")
        made, messages = self._import(
            self.contributions, self._make_file(headings[:2], (name, "Ligne 3"))
        )
        self.assertEqual(made.moderation, "pending")


@tagged("post_install", "-at_install", "plpdma")
class TestModerationUpdate(ConcertationCase):
    """A database in which what was typed was accepted by default."""

    def _update(self, logged=True):
        folder = Path(__file__).parents[2] / "migrations" / "19.0.1.5.0"
        path = folder / "post-moderation.py"
        spec = importlib.util.spec_from_file_location("post_moderation", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        self.env.flush_all()
        assert_logs = self.assertLogs if logged else self.assertNoLogs
        with assert_logs(script._logger, logging.INFO) as logs:
            script.migrate(self.env.cr, "19.0.1.4.0")
        self.env.invalidate_all()
        return logs.output if logged else []

    def test_what_nobody_read_is_to_be_read(self):
        # Accepted from the start, without a history, unless told otherwise.
        never, members, read, refused, waiting, twice = self._create_contributions(
            {},
            {"confidentiality": "members"},
            {"moderation": "pending"},
            {"moderation": "pending"},
            {"moderation": "pending"},
            {},
        )
        self.cr.precommit.run()
        refused.write(self._refusal())
        for moderation in ("pending", "accepted"):
            twice.moderation = moderation
            self.cr.precommit.run()
        read.action_accept_publication()
        self.cr.precommit.run()
        messages = self.env["mail.mail"].search_count([])
        [line] = [line for line in self._update() if self.program.name in line]
        self.assertIn("2 contributions", line)
        self.assertIn("1 of them public", line)
        self.assertEqual(
            (never | members | read | refused | waiting | twice).mapped("moderation"),
            ["pending", "pending", "accepted", "refused", "pending", "accepted"],
        )
        note = self.program.message_ids[0]
        self.assertIn("Contributions: 2", note.body)
        self.assertFalse(note.notified_partner_ids)
        self.assertEqual(self.env["mail.mail"].search_count([]), messages)
        self.assertEqual(self.program.pending_count, 3)

    def test_again_it_changes_nothing(self):
        read, _never = self._create_contributions({"moderation": "pending"}, {})
        self.cr.precommit.run()
        read.action_accept_publication()
        self.cr.precommit.run()
        self._update()
        before = self.program.message_ids
        self._update(logged=False)
        self.assertEqual(self.program.message_ids, before)
        self.assertEqual(read.moderation, "accepted")
