"""The message of the responses, as an earlier version shipped it or as adapted."""

import importlib.util
from pathlib import Path

from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_path

LOG = "plpdma_post_letters"
TEMPLATE = "plpdma_concertation.mail_template_response"
# As 19.0.1.6.0 shipped it, laid out otherwise.
SHIPPED = Path(__file__).parents[1] / "data" / "mail_template_response_1_6.html"


@tagged("post_install", "-at_install", "plpdma")
class TestLettersMigration(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        path = file_path("plpdma_concertation/migrations/19.0.1.7.0/post-letters.py")
        spec = importlib.util.spec_from_file_location(LOG, path)
        cls.script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(cls.script)
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.template = cls.env.ref(TEMPLATE)

    def _write(self, **bodies):
        english = self.template.with_context(lang="en_US")
        english.write(
            {
                "body_html": bodies.pop("en_US"),
                "subject": "Our response to your contribution {{ object.reference }}",
            }
        )
        english.flush_recordset()
        # The present French is that of another text.
        self.env.cr.execute(
            "UPDATE mail_template SET body_html = body_html - 'fr_FR',"
            " subject = subject - 'fr_FR' WHERE id = %s",
            [self.template.id],
        )
        self.template.invalidate_recordset()
        for lang, body in bodies.items():
            self.template.with_context(lang=lang).body_html = body
        self.template.flush_recordset()

    def test_as_it_was_shipped(self):
        self._write(en_US=SHIPPED.read_text())
        self.assertFalse(self.template._plpdma_tells_several())
        self.script.migrate(self.env.cr, "19.0.1.6.0")
        self.template.invalidate_recordset()
        self.assertTrue(self.template._plpdma_tells_several())
        self.assertIn("letter_reference", self.template.subject)
        self.env["ir.module.module"]._load_module_terms(
            ["plpdma_concertation"], ["fr_FR"]
        )
        self.template.invalidate_recordset()
        french = self.template.with_context(lang="fr_FR")
        self.assertIn("Merci d'avoir participé", french.body_html.replace("&#39;", "'"))
        self.assertIn("Notre réponse", french.subject)
        self.assertTrue(self.template._plpdma_tells_several())

    def test_adapted_by_the_authority(self):
        body = SHIPPED.read_text()
        adapted = body.replace("Hello,", "Dear neighbour,")
        self.assertNotEqual(body, adapted)
        self._write(en_US=body, fr_FR=adapted)
        before = self.template.with_context(lang="fr_FR").body_html
        with self.assertLogs(LOG, "WARNING") as log:
            self.script.migrate(self.env.cr, "19.0.1.6.0")
        self.assertIn("adapted", log.output[0])
        self.template.invalidate_recordset()
        self.assertEqual(self.template.with_context(lang="fr_FR").body_html, before)
        self.assertFalse(self.template._plpdma_tells_several())
