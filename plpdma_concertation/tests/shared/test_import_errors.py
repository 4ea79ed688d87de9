"""A file that is partly wrong, and what is said of it."""

import re

from odoo.tests import tagged
from odoo.tools import mute_logger

from .import_common import ImportCase


@tagged("post_install", "-at_install", "plpdma")
class TestImportErrors(ImportCase):
    """A file with a bad row changes nothing, and names the row and the reason."""

    HEADINGS = (
        "Reçue le",
        "Position",
        "E-mail du contributeur",
        "Texte reçu",
        "Thèmes",
    )
    GOOD = ("01/09/2025", "Favorable", "a@p.example", "Un texte", "Stop-Pub")

    def _import_bad(self, model, content, **options):
        """Import a file that must be refused, and return what is said of it."""
        before = model.search([]).ids
        with mute_logger("odoo.sql_db"):
            records, messages = self._import(model, content, **options)
        self.assertFalse(records)
        self.assertEqual(model.search([]).ids, before)
        return self._get_texts(messages)

    def _assert_reasons(self, texts, reasons):
        """``reasons``: pairs of a row and of words that tell what is wrong with it."""
        self.assertEqual(len(texts), len(reasons), texts)
        by_row = {re.match(r"Ligne \d+", text)[0]: text for text in texts}
        for row, reason in reasons:
            self.assertIn(reason, by_row.get(f"Ligne {row}", ""), texts)

    def test_file_with_two_bad_rows(self):
        content = self._read_test_file("contributions_bad.csv")
        texts = self._import_bad(self.contributions, content)
        self._assert_reasons(
            texts,
            [
                (5, "« gaelle.bœuf(at)habitants » n'est pas une adresse e-mail"),
                (10, "« Thèmes » : « Compostage au clair de lune » ne figure pas"),
            ],
        )

    def test_mistyped_addresses_are_told_with_their_column(self):
        content = self._make_file(
            ("Texte reçu", "E-mail du contributeur"),
            ("Un", "jean@gmial"),
            ("Deux", "zoe@exemple"),
            ("Trois", "a" * 1_000_000),
        )
        _records, messages = self._import(self.contributions, content)
        told = {m["record"]: (m.get("field"), m.get("proposal")) for m in messages}
        self.assertEqual(
            told,
            {
                2: ("contributor_email", "jean@gmail.com"),
                3: ("contributor_email", None),
                4: ("contributor_email", None),
            },
        )
        self.assertLess(max(len(m["message"]) for m in messages), 1_000)

    def test_testing_the_file_says_the_same(self):
        content = self._read_test_file("contributions_bad.csv")
        texts = self._import_bad(self.contributions, content, dryrun=True)
        self.assertEqual(len(texts), 2)

    def test_each_reason(self):
        """Two rows with the same mistake are both named."""
        columns = {name: place for place, name in enumerate(self.HEADINGS)}
        for column, value, reason in (
            ("Thèmes", "Inconnu", "« Inconnu » ne figure pas dans la liste « Thèmes »"),
            ("Position", "Peut-être", "« Peut-être » n'est aucun des choix"),
            ("Reçue le", "31/02/2026", "« 31/02/2026 » n'est pas une date"),
            ("Reçue le", "bientôt", "« bientôt » n'est pas une date"),
            ("E-mail du contributeur", "a[at]p", "« a[at]p » n'est pas une adresse"),
            ("Texte reçu", "", "Texte reçu"),
            ("Texte reçu", "  \n ", "texte de son auteur"),
        ):
            with self.subTest(column, value=value):
                bad = list(self.GOOD)
                bad[columns[column]] = value
                content = self._make_file(
                    self.HEADINGS, self.GOOD, bad, self.GOOD, bad, self.GOOD
                )
                texts = self._import_bad(
                    self.contributions, content, date_format="%d/%m/%Y"
                )
                if column in ("Thèmes", "Position"):
                    # A word that is in no list is told once, with all its rows.
                    [text] = texts
                    self.assertTrue(text.startswith("Lignes 3, 5, colonne"), text)
                    self.assertIn(reason, text)
                else:
                    self._assert_reasons(texts, [(3, reason), (5, reason)])

    def test_a_large_file_is_taken_in_whole(self):
        """The screen would save the first batch before it meets the bad row."""
        bad = (*self.GOOD[:-1], "Inconnu")
        content = self._make_file(self.HEADINGS, *[self.GOOD] * 10, bad)
        texts = self._import_bad(self.contributions, content, limit=4)
        self._assert_reasons(texts, [(12, "Inconnu")])
        content = self._make_file(self.HEADINGS, *[self.GOOD] * 11)
        records, _messages = self._import(self.contributions, content, limit=4)
        self.assertEqual(len(records), 11)

    def test_a_sent_response_does_not_change(self):
        response = self._create_response(state="sent")
        external_id, _reference = response.with_user(self.user_manager).export_data(
            ["id", "reference"]
        )["datas"][0]
        content = self._make_file(["id", "Motif"], [external_id, "Une autre raison"])
        texts = self._import_bad(self.french_env["plpdma.response"], content)
        self._assert_reasons(texts, [(2, "son contenu ne change plus")])
        self.assertNotIn("autre raison", response.motivation)
