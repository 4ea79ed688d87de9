"""The message that tells what became of an action, as an earlier version shipped it."""

from pathlib import Path

from odoo.tests import tagged

from ..common import ConcertationCase
from ..platform.delivery_common import load_script

LOG = "script"
TEMPLATE = "plpdma_concertation.mail_template_measure_news"
DATA = Path(__file__).parents[1] / "data"
CALL = "measure['links']"


@tagged("post_install", "-at_install", "plpdma")
class TestNewsMigration(ConcertationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.script = load_script(
            "plpdma_concertation/migrations/19.0.1.9.0/post-co-news.py"
        )
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.template = cls.env.ref(TEMPLATE)

    def _write(self, change=("", "")):
        english, french = (
            (DATA / f"mail_template_measure_news_{name}.html").read_text()
            for name in ("1_8", "1_8_fr")
        )
        self.env.flush_all()
        # As an earlier version left it: written in French, core would change both.
        self.env.cr.execute(
            """
            UPDATE mail_template
               SET body_html = jsonb_build_object('en_US', %s, 'fr_FR', %s)
             WHERE id = %s
            """,
            [english.replace(*change), french, self.template.id],
        )
        self.assertNotIn(CALL, self._read())
        self.assertIn("Bonjour", self._read("fr_FR"))

    def _read(self, lang="en_US"):
        self.env.invalidate_all()
        return self.template.with_context(lang=lang).body_html

    def test_as_it_was_shipped(self):
        self._write()
        self.script.migrate(self.env.cr, "19.0.1.8.0")
        self.assertIn(CALL, self._read())
        self.env["ir.module.module"]._load_module_terms(
            ["plpdma_concertation"], ["fr_FR"]
        )
        french = self._read("fr_FR")
        self.assertIn(CALL, french)
        self.assertIn("cosignée", french)

    def test_adapted_by_the_authority(self):
        self._write(("Hello,", "Dear neighbour,"))
        with self.assertLogs(LOG, "WARNING") as log:
            self.script.migrate(self.env.cr, "19.0.1.8.0")
        self.assertIn("adapted", log.output[0])
        self.assertIn("Dear neighbour", self._read())
        self.assertNotIn(CALL, self._read())
