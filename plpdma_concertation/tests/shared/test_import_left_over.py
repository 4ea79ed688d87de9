"""A row that has more cells than the headings."""

from odoo.tests import tagged

from .import_choices import ChoicesCase

HEADINGS = "Date;Nom;E-mail;Observation"
GOOD = "05/03/2026;Bon;b@r.example;Texte bon"


@tagged("post_install", "-at_install", "plpdma")
class TestImportLeftOver(ChoicesCase):
    def _take(self, *rows, **options):
        content = "\n".join(rows).encode()
        _wizard, result = self._execute(self.contributions, "r.csv", content, **options)
        return result, self._get_texts(result["messages"])

    def test_a_separator_cuts_the_text(self):
        bad = "05/03/2026;Trop;t@r.example;Texte avec ; point-virgule"
        result, [text] = self._take(HEADINGS, bad, GOOD)
        self.assertFalse(result["ids"])
        self.assertIn("Ligne 2 :", text)
        self.assertIn("« point-virgule »", text)
        self.assertEqual(result["plpdma_refused"], {"count": 1, "good": 1})

    def test_a_separator_shifts_the_row(self):
        bad = "05/03/2026;;xx@a.example ; yy@a.example;Deux adresses"
        result, [text] = self._take(HEADINGS, GOOD, bad)
        self.assertFalse(result["ids"])
        self.assertIn("Ligne 3 :", text)
        self.assertIn("« Deux adresses »", text)
        result, _texts = self._take(HEADINGS, GOOD, bad, plpdma_accepted_refusals=1)
        record = self.contributions.browse(result["ids"])
        self.assertEqual(record.verbatim, "Texte bon")

    def test_a_column_without_a_heading(self):
        """A spreadsheet writes the headings as wide as the rows."""
        result, _texts = self._take(f"{HEADINGS};", f"{GOOD};Vu", f"{GOOD} 2;")
        self.assertEqual(len(result["ids"]), 2)

    def test_nothing_stands_there(self):
        result, _texts = self._take(HEADINGS, f"{GOOD};;", f"{GOOD} 2")
        self.assertEqual(len(result["ids"]), 2)

    def test_headings_under_a_title(self):
        result, _texts = self._take("Registre papier", "", HEADINGS, GOOD)
        self.assertEqual(len(result["ids"]), 1)
