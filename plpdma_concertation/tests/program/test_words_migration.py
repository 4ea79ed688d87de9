"""The words of the messages, as an earlier version shipped them or as adapted."""

import importlib.util
from pathlib import Path

from odoo.tests import tagged
from odoo.tools.misc import file_path

from ..common import ConcertationCase

LOG = "plpdma_post_words"
TEMPLATE = "plpdma_concertation.mail_template_receipt"
SHIPPED = Path(__file__).parents[1] / "data" / "mail_template_receipt_1_7.html"


@tagged("post_install", "-at_install", "plpdma")
class TestWordsMigration(ConcertationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        path = file_path("plpdma_concertation/migrations/19.0.1.9.0/post-words.py")
        spec = importlib.util.spec_from_file_location(LOG, path)
        cls.script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(cls.script)
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.template = cls.env.ref(TEMPLATE)
        cls.present = cls._read(cls.template)

    @classmethod
    def _read(cls, template):
        template.flush_recordset()
        return {
            name: template._fields[name]._get_stored_translations(template)
            for name in cls.script.NAMES
        }

    def _store(self, **texts):
        """Texts by their language, and none in another."""
        for name, stored in texts.items():
            english, *others = stored.items()
            self.template.with_context(lang="en_US")[name] = english[1]
            self.template.flush_recordset()
            self.env.cr.execute(
                f"UPDATE mail_template SET {name} ="
                f" jsonb_build_object('en_US', {name} -> 'en_US') WHERE id = %s",
                [self.template.id],
            )
            self.template.invalidate_recordset()
            for lang, text in others:
                self.template.with_context(lang=lang)[name] = text
            self.template.flush_recordset()

    def _migrate(self):
        self.script.migrate(self.env.cr, "19.0.1.8.0")
        self.env["ir.module.module"]._load_module_terms(
            ["plpdma_concertation"], ["fr_FR"]
        )
        self.env.invalidate_all()
        return self._read(self.template)

    def test_as_it_was_shipped(self):
        self._store(body_html={"en_US": SHIPPED.read_text()})
        self.assertNotEqual(self._read(self.template), self.present)
        self.assertEqual(self._migrate(), self.present)

    def test_adapted_in_one_language(self):
        chosen = "<p>Bonjour, et merci.</p>"
        self._store(body_html={"en_US": SHIPPED.read_text(), "fr_FR": chosen})
        before = self._read(self.template)["body_html"]
        self.assertEqual(before["fr_FR"], chosen)
        self.assertEqual(self._migrate()["body_html"], before)

    def test_a_subject_that_was_adapted_and_a_body_that_was_not(self):
        chosen = {"en_US": "Received: {{ object.reference }}"}
        self._store(subject=chosen, body_html={"en_US": SHIPPED.read_text()})
        told = self._migrate()
        self.assertEqual(told["subject"]["en_US"], chosen["en_US"])
        self.assertEqual(told["body_html"], self.present["body_html"])

    def test_as_core_reads_them(self):
        """Issued again, each message is what a new database has, its instructions
        nested as they are there."""
        records = self.script.find_records()
        templates = {
            name: self.env.ref(f"plpdma_concertation.{name}") for name in records
        }
        before = {name: self._read(one) for name, one in templates.items()}
        for name, record in records.items():
            for field in self.script.NAMES:
                node = record.find(f"field[@name='{field}']")
                template = templates[name].with_context(lang="en_US")
                self.script.write_shipped(template, field, node)
        self.env["ir.module.module"]._load_module_terms(
            ["plpdma_concertation"], ["fr_FR"]
        )
        self.env.invalidate_all()
        for name, template in templates.items():
            with self.subTest(name):
                self.assertEqual(self._read(template), before[name])

    def test_each_message_is_known(self):
        """What the present version ships is found in its data, and what an earlier one
        shipped has its marks."""
        names = self.env["ir.model.data"].search(
            [("module", "=", "plpdma_concertation"), ("model", "=", "mail.template")]
        )
        records = self.script.find_records()
        self.assertEqual(set(records), set(names.mapped("name")))
        self.assertLessEqual(set(self.script.SHIPPED), set(records))
        for record in records.values():
            for name in self.script.NAMES:
                self.assertIsNotNone(record.find(f"field[@name='{name}']"))
