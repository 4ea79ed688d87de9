"""The receipt, as an earlier version shipped it or as adapted; the instants that were
known."""

import importlib.util
from pathlib import Path

from odoo.tests import tagged
from odoo.tools.misc import file_path

from ..common import ConcertationCase

LOG = "plpdma_post_acknowledgement"
TEMPLATE = "plpdma_concertation.mail_template_receipt"
SHIPPED = Path(__file__).parents[1] / "data" / "mail_template_receipt_1_7.html"
CALL = "_describe_acknowledgement"


@tagged("post_install", "-at_install", "plpdma")
class TestAcknowledgementMigration(ConcertationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        path = file_path(
            "plpdma_concertation/migrations/19.0.1.8.0/post-acknowledgement.py"
        )
        spec = importlib.util.spec_from_file_location(LOG, path)
        cls.script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(cls.script)
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.template = cls.env.ref(TEMPLATE)

    def _write(self, body):
        self.template.with_context(lang="en_US").body_html = body
        self.template.flush_recordset()
        # The present French is that of another text.
        self.env.cr.execute(
            "UPDATE mail_template SET body_html = body_html - 'fr_FR' WHERE id = %s",
            [self.template.id],
        )
        self.template.invalidate_recordset()

    def _migrate(self):
        self.script.migrate(self.env.cr, "19.0.1.7.0")
        self.env.invalidate_all()

    def test_as_it_was_shipped(self):
        self._write(SHIPPED.read_text())
        self.assertNotIn(CALL, self.template.body_html)
        self._migrate()
        self.assertIn(CALL, self.template.with_context(lang="en_US").body_html)
        self.env["ir.module.module"]._load_module_terms(
            ["plpdma_concertation"], ["fr_FR"]
        )
        self.env.invalidate_all()
        french = self.template.with_context(lang="fr_FR").body_html
        self.assertIn(CALL, french)
        self.assertIn("Qui vous répond", french)

    def test_adapted_by_the_authority(self):
        self._write(SHIPPED.read_text().replace("Hello,", "Dear neighbour,"))
        with self.assertLogs(LOG, "WARNING") as log:
            self._migrate()
        self.assertIn("adapted", log.output[0])
        self.assertIn("Dear neighbour", self.template.body_html)

    def test_instants_that_were_known(self):
        """Of what our form received, on the day that it says; of nothing else."""
        session = self._create_session(
            format="public",
            date_start="2026-02-28 23:00:00",
            date_stop="2026-03-31 10:00:00",
        )
        values = {"date_received": "2026-03-31", "session_id": session.id}
        contributions = self._create_contributions(
            {"channel": "web", **values},
            {"channel": "web", **values, "date_received": "2026-03-30"},
            {"channel": "letter", **values},
        )
        for rank, record in enumerate(contributions):
            self.env.flush_all()
            self.env.cr.execute(
                """
                UPDATE plpdma_contribution
                   SET create_date = '2026-03-31 10:05:07.25', submission_key = %s
                 WHERE id = %s
                """,
                [f"key-{rank}" if record.channel == "web" else None, record.id],
            )
        self.env.invalidate_all()
        self._migrate()
        sent, dated, posted = contributions
        self.assertEqual(str(sent.received_at), "2026-03-31 10:05:07")
        self.assertTrue(sent.is_late)
        self.assertFalse(dated.received_at or posted.received_at)
        self.assertFalse(posted.is_late)
