"""Names that changed, in a database that an earlier version translated."""

import importlib.util

from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_path

MODULE = "plpdma_concertation"
LOG = "plpdma_post_labels"


@tagged("post_install", "-at_install", "plpdma")
class TestLabelsMigration(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        path = file_path(f"{MODULE}/migrations/19.0.1.12.0/post-labels.py")
        spec = importlib.util.spec_from_file_location(LOG, path)
        cls.script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(cls.script)
        cls.env["res.lang"]._activate_lang("fr_FR")

    def _get_names(self):
        """``(what is renamed, its column, its earlier name)``."""
        for (_table, column), names in self.script.CALLED.items():
            for xmlid, called in names.items():
                record = self.env.ref(f"{MODULE}.{xmlid}")
                yield record.with_context(lang="fr_FR"), column, called

    def _read_french(self, record, column):
        self.env.flush_all()
        translations = record._fields[column]._get_stored_translations(record)
        return translations.get("fr_FR")

    def test_what_earlier_versions_called_them_is_read_again(self):
        self.assertGreater(len(list(self._get_names())), 10)
        for record, column, called in self._get_names():
            record.update_field_translations(column, {"fr_FR": called})
            self.assertEqual(self._read_french(record, column), called)
        self.env.flush_all()
        self.script.migrate(self.env.cr, None)
        self.env.invalidate_all()
        for record, column, called in self._get_names():
            self.assertFalse(self._read_french(record, column), called)

    def test_what_an_authority_called_them_stays(self):
        for record, column, _called in self._get_names():
            record.update_field_translations(column, {"fr_FR": "À notre façon"})
        self.env.flush_all()
        self.script.migrate(self.env.cr, None)
        self.env.invalidate_all()
        for record, column, _called in self._get_names():
            self.assertEqual(self._read_french(record, column), "À notre façon")
