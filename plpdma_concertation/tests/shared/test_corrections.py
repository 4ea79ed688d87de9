"""What was sent has one correction, and no more."""

from importlib.util import module_from_spec, spec_from_file_location

from odoo.tests import tagged
from odoo.tools import file_path, mute_logger

from ..common import ConcertationCase


@tagged("post_install", "-at_install", "plpdma")
class TestCorrections(ConcertationCase):
    def test_one_correction_however_often(self):
        response = self._create_response(state="sent")
        ids = {response.action_correct()["res_id"] for _time in range(3)}
        self.assertEqual(len(ids), 1)
        correction = response.superseded_by_ids
        correction.action_archive()
        self.assertEqual(response.action_correct()["res_id"], correction.id)
        self.assertTrue(correction.active)

    @mute_logger("odoo.sql_db")
    def test_database_refuses_a_second_one(self):
        response = self._create_response(state="sent")
        response.action_correct()
        with self.assertRaises(Exception) as refusal, self.env.cr.savepoint():
            response.sudo().copy({"supersedes_id": response.id})
        self.assertIn("supersedes", str(refusal.exception))

    def test_update_puts_several_in_order(self):
        """Rows as the earlier version left them."""
        sent, drafts = (self._create_response(state="sent") for _index in range(2))
        first, second = (self._create_response(state="sent") for _index in range(2))
        third, fourth, fifth = (self._create_response() for _index in range(3))
        fifth.motivation = "<p>Le plus récent.</p>"
        self.env.flush_all()
        self.env.cr.execute("DROP INDEX plpdma_response_supersedes_uniq")
        for response, superseded in (
            (first, sent),
            (second, sent),
            (third, sent),
            (fourth, drafts),
            (fifth, drafts),
        ):
            self.env.cr.execute(
                "UPDATE plpdma_response SET supersedes_id = %s, date_sent = date_sent"
                " + %s * interval '1 minute' WHERE id = %s",
                (superseded.id, response.id, response.id),
            )
        self.env.cr.execute(
            "UPDATE plpdma_response SET state = 'submitted' WHERE id = %s", [fifth.id]
        )
        texts = {r: r.motivation for r in first | second | third | fourth | fifth}
        path = file_path("plpdma_concertation/migrations/19.0.1.5.0/pre-corrections.py")
        spec = spec_from_file_location("pre_corrections", path)
        migration = module_from_spec(spec)
        spec.loader.exec_module(migration)
        with self.assertLogs("pre_corrections", "WARNING") as log:
            for _time in range(2):
                migration.migrate(self.env.cr, "19.0.1.4.0")
        self.env.invalidate_all()
        self.assertEqual(len(log.output), 2)
        self.assertEqual(first.supersedes_id, sent)
        self.assertEqual(first.state, "superseded")
        self.assertEqual(second.supersedes_id, first)
        self.assertEqual(second.state, "sent")
        self.assertEqual(fifth.supersedes_id, drafts, "The furthest one")
        for extra in (third, fourth):
            self.assertFalse(extra.supersedes_id or extra.active)
            self.assertEqual(extra.state, "draft")
            self.assertIn("archivée", "".join(extra.message_ids.mapped("body")))
        for response, text in texts.items():
            self.assertEqual(response.motivation, text)
