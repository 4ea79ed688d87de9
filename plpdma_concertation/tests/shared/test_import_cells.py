"""Each bad cell is told once, in one pass, by its row, its column and its value."""

import io
import time
import zipfile
from datetime import date, datetime

import openpyxl

from odoo.tests import tagged
from odoo.tools import mute_logger

from ...tools.archives import MEGABYTE
from .import_common import ImportCase

ENGLISH = ("Unknown", "error", "invalid", "literal", "psycopg", "Traceback", "value")


class CellCase(ImportCase):
    def _import_texts(self, headings, *rows, model=None, **options):
        content = self._make_file(headings, *rows)
        with mute_logger("odoo.sql_db"):
            records, messages = self._import(
                model if model is not None else self.contributions, content, **options
            )
        texts = self._get_texts(messages)
        for text in texts:
            for word in ENGLISH:
                self.assertNotIn(word, text)
        return records, texts

    def _make_workbook(self, *rows):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()

    def _change_sheet(self, content, old, new, count=-1):
        """The workbook, whose first sheet says something else."""
        file = io.BytesIO()
        part = "xl/worksheets/sheet1.xml"
        with (
            zipfile.ZipFile(io.BytesIO(content)) as before,
            zipfile.ZipFile(file, "w") as after,
        ):
            for name in before.namelist():
                data = before.read(name)
                if name == part:
                    self.assertIn(old, data)
                    data = data.replace(old, new, count)
                after.writestr(name, data)
        return file.getvalue()


@tagged("post_install", "-at_install", "plpdma")
class TestImportCells(CellCase):
    def test_every_bad_cell_in_one_pass(self):
        """Core stops after ten; here two cells of each of 60 rows are bad."""
        rows = [("hier", "Truc", f"Texte {n}") for n in range(60)]
        records, texts = self._import_texts(("Reçue le", "Canal", "Texte reçu"), *rows)
        self.assertFalse(records)
        self.assertEqual(len(texts), 61)
        for number in range(2, 62):
            start = f"Ligne {number}, colonne « Reçue le » : « hier »"
            self.assertEqual(sum(text.startswith(start) for text in texts), 1)
        # A word that is in no list is told once, with all its rows.
        start = "Lignes 2-61, colonne « Canal » : « Truc »"
        self.assertEqual(sum(text.startswith(start) for text in texts), 1)

    def test_rules_of_the_model_are_told_for_every_row_too(self):
        rows = [("Zoé", "Oui", f"Texte {n}") for n in range(30)]
        rows[7] = ("", "Oui", "Bien")
        records, texts = self._import_texts(
            ("Nom du contributeur", "Anonyme", "Texte reçu"), *rows
        )
        self.assertFalse(records)
        self.assertEqual(len(texts), 29)

    def test_rows_are_those_of_the_sheet(self):
        content = self._make_workbook(
            ["Registre du plan", None, None],
            [],
            ["Date", "Observation"],
            ["01/03/2026", "Oui"],
            [],
            ["bientôt", "Non"],
        )
        records, messages = self._import(self.contributions, content, "r.xlsx")
        self.assertFalse(records)
        self.assertEqual(len(messages), 1)
        self.assertTrue(messages[0]["message"].startswith("Ligne 6,"), messages)

    def test_dates_are_read_one_by_one(self):
        told = ("01/03/26", "2026-03-01", "1er mars 2026", "46082", "01/03/2026 10:30")
        records, texts = self._import_texts(
            ("Reçue le", "Texte reçu"), *[(text, "Oui") for text in told]
        )
        self.assertEqual(texts, [])
        self.assertEqual(
            records.mapped("date_received"), [date(2026, 3, 1)] * len(told)
        )

    def test_the_reader_decides_of_the_order(self):
        self.env["res.lang"]._activate_lang("en_US")
        self.user_agent.lang = "en_US"
        model = self.contributions.with_context(lang="en_US")
        content = self._make_file(
            ("Received on", "Text as Received"), ("03/01/26", "x")
        )
        records, messages = self._import(model, content)
        self.assertEqual(messages, [])
        self.assertEqual(records.date_received, date(2026, 3, 1))

    def test_dates_of_a_workbook(self):
        content = self._make_workbook(
            ["Reçue le", "Texte reçu"],
            [datetime(2026, 3, 1), "a"],
            [datetime(2026, 3, 1, 9, 30), "b"],
            [46082, "c"],
            ["01/03/26", "d"],
        )
        records, messages = self._import(self.contributions, content, "r.xlsx")
        self.assertEqual(messages, [])
        self.assertEqual(records.mapped("date_received"), [date(2026, 3, 1)] * 4)

    def test_unlikely_dates(self):
        told = ("01/01/9999", "0000-01-01", "mars 2026", "01/03/2099")
        records, texts = self._import_texts(
            ("Reçue le", "Texte reçu"), *[(text, "Oui") for text in told]
        )
        self.assertFalse(records)
        self.assertEqual(len(texts), 4)
        for row, (value, text) in enumerate(zip(told, texts, strict=True), 2):
            self.assertIn(f"Ligne {row}, colonne « Reçue le » : « {value} »", text)

    def test_texts_that_show_nothing(self):
        blanks = ("\u200b", "\ufeff\u200d", "\u00a0", "\x00\x01")
        records, texts = self._import_texts(
            ("Résumé", "Texte reçu"), *[("x", blank) for blank in blanks]
        )
        self.assertFalse(records)
        self.assertEqual(len(texts), len(blanks), texts)

    def test_characters_that_no_database_takes(self):
        records, texts = self._import_texts(
            ("Date", "Nom du contributeur", "Texte reçu"),
            ("5/3/26", "Zo\x00é", "Un\x00 \x08mot\r\nfin"),
        )
        self.assertEqual(texts, [])
        self.assertEqual(records.contributor_name, "Zoé")
        self.assertEqual(records.verbatim, "Un mot\nfin")

    def test_a_cell_as_long_as_a_book(self):
        """Nothing is guessed from it: seconds, not minutes."""
        book = "Un mot, puis 01/03/2026 ; 12,5. " * 32_768
        self.assertGreater(len(book), 1_000_000)
        start = time.process_time()
        records, texts = self._import_texts(("Texte reçu", "Date"), (book, "5/3/26"))
        self.assertEqual(texts, [])
        self.assertEqual(records.verbatim, book)
        records, texts = self._import_texts(
            ("Reçue le", "Canal", "Thèmes", "Anonyme", "Texte reçu"),
            (book, book, book, book, "x"),
        )
        self.assertFalse(records)
        self.assertGreaterEqual(len(texts), 4)
        self.assertLess(max(map(len, texts)), 1_000)
        wizard, preview = self._preview(
            self.contributions, self._make_file((book, book), ("a", "b"))
        )
        self.assertFalse(preview["matches"])
        self.assertLess(time.process_time() - start, 10)

    def test_failed_formulas_are_named(self):
        content = self._make_workbook(
            ["Reçue le", "Texte reçu"], ["#REF!", "a"], ["01/03/2026", "#N/A"]
        )
        records, messages = self._import(self.contributions, content, "r.xlsx")
        self.assertFalse(records)
        texts = self._get_texts(messages)
        self.assertEqual(len(texts), 2, texts)
        self.assertIn("« #REF! »", texts[0])
        self.assertIn("« #N/A »", texts[1])

    def test_formulas_without_a_result_are_named(self):
        content = self._make_workbook(
            ["Texte reçu", "Résumé", "Date"],
            ['="a"&"b"', "x", "5/3/26"],
            ["Un texte", '=IF(A2="";"";1)', "5/3/26"],
        )
        records, messages = self._import(self.contributions, content, "f.xlsx")
        self.assertFalse(records)
        texts = self._get_texts(messages)
        self.assertEqual(len(texts), 2, texts)
        self.assertIn('« ="a"&"b" »', texts[0])
        # A formula whose result is an empty text has one.
        content = self._change_sheet(
            content, b'<c r="A2"><f>', b'<c r="A2" t="str"><f>'
        )
        content = self._change_sheet(
            content, b'<c r="B3"><f>', b'<c r="B3" t="str"><f>'
        )
        content = self._change_sheet(content, b"<v></v>", b"<v>ab</v>", 1)
        records, messages = self._import(self.contributions, content, "f.xlsx")
        self.assertEqual(self._get_texts(messages), [])
        self.assertEqual(records.mapped("verbatim"), ["ab", "Un texte"])
        self.assertEqual(records.mapped("summary"), ["x", False])

    def test_a_formula_in_half_of_a_name_is_named(self):
        """It is no part of a name, nor of the answers of a form."""
        content = self._make_workbook(["Nom", "Prénom"], ['=UPPER("essai")', "Bob"])
        actors, messages = self._import(
            self.french_env["plpdma.stakeholder"], content, "f.xlsx"
        )
        self.assertFalse(actors)
        self.assertIn("=UPPER", self._get_texts(messages)[0])
        for row in (
            ["Alix ESSAI", "=B9", "", ""],
            ["#REF!", "Sam ESSAI", "", ""],
            ["Alix ESSAI", "Sam ESSAI", "#N/A", ""],
        ):
            content = self._make_workbook(
                ["Titulaire", "Suppléant", "Mail titulaire", "Mail suppléant"],
                ["Zoé ESSAI", "", "zoe@p.example", ""],
                row,
            )
            actors, messages = self._import(
                self.french_env["plpdma.stakeholder"], content, "f.xlsx"
            )
            self.assertFalse(actors)
            [text] = self._get_texts(messages)
            self.assertIn("Ligne 3", text)
        content = self._make_workbook(
            ["Horodateur", "Que faire ?", "Et où ?"],
            ["05/03/2026 10:00:00", "Trier", "#REF!"],
        )
        records, messages = self._import(self.contributions, content, "f.xlsx")
        self.assertFalse(records)
        self.assertIn("« #REF! »", self._get_texts(messages)[0])

    def test_names_without_their_exact_spelling(self):
        theme = self.env.ref("plpdma_concertation.theme_reuse", False)
        theme = theme or self.french_env["plpdma.theme"].search([], limit=1)
        name = theme.with_context(lang="fr_FR").name
        records, texts = self._import_texts(
            ("Thèmes", "Texte reçu", "Date"),
            (name.upper(), "a", "5/3/26"),
            (f" {name} ", "b", "5/3/26"),
        )
        self.assertEqual(texts, [])
        self.assertEqual(records.theme_ids, theme)
        records, texts = self._import_texts(("Thèmes", "Texte reçu"), (f"{name}z", "a"))
        self.assertFalse(records)
        self.assertIn(f"« {name} »", texts[0])

    def test_missing_column(self):
        records, texts = self._import_texts(("Résumé",), ("Un",), ("Deux",))
        self.assertFalse(records)
        self.assertEqual(len(texts), 1)
        self.assertIn("Texte reçu", texts[0])


@tagged("post_install", "-at_install", "plpdma")
class TestImportFiles(CellCase):
    def _preview_error(self, content, name="file.csv", **options):
        wizard = self.contributions.env["base_import.import"].create(
            {
                "res_model": "plpdma.contribution",
                "file": content,
                "file_name": name,
            }
        )
        from .import_common import SCREEN_OPTIONS

        preview = wizard.parse_preview({**SCREEN_OPTIONS, **options})
        self.assertIn("error", preview)
        result = wizard.execute_import(
            ["verbatim"], ["texte"], {**SCREEN_OPTIONS, **options}
        )
        self.assertEqual(result["messages"][0]["message"], preview["error"])
        return preview["error"].replace("\xa0", " ")

    def test_a_workbook_that_would_fill_the_memory(self):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", b"<a/>")
            with archive.open("xl/sheet.xml", "w", force_zip64=True) as entry:
                for _index in range(1024):
                    entry.write(b" " * MEGABYTE)
        content = file.getvalue()
        self.assertLess(len(content), 3 * MEGABYTE)
        start = time.process_time()
        for name in ("bombe.xlsx", "bombe.ods"):
            self.assertIn("1024 Mo", self._preview_error(content, name))
        self.assertLess(time.process_time() - start, 5)

    def test_files_that_hold_no_table(self):
        for content in (b"%PDF-1.7", b"PK\x03\x04rien", b"<html></html>"):
            self.assertIn("n'est pas un tableau", self._preview_error(content))
        self.assertIn("vide", self._preview_error(b"\n\n"))
        self.assertIn(
            "aucune ligne", self._preview_error("Texte reçu;Canal\n".encode())
        )

    def test_an_encoding_that_does_not_read_the_file(self):
        content = "Texte reçu\nÉté\n".encode("cp1252")
        self.assertIn("utf-8", self._preview_error(content, encoding="utf-8"))

    def test_the_screen_shows_what_was_found(self):
        """Another file is read anew, in the encoding and with the separator found."""
        for encoding, shown, separator in (
            ("utf-8", "utf-8", ";"),
            ("cp1252", "windows-1252", "\t"),
            ("utf-16", "utf-16", ","),
        ):
            content = separator.join(("Texte reçu", "Canal")) + "\nÉté…"
            _wizard, preview = self._preview(
                self.contributions, content.encode(encoding)
            )
            with self.subTest(encoding):
                options = preview["options"]
                found = options["encoding"], options["separator"]
                self.assertEqual(found, (shown, separator))
                # What the screen sends back reads the file again.
                again = self._preview(
                    self.contributions,
                    content.encode(encoding),
                    encoding=shown,
                    separator=separator,
                )[1]
                self.assertEqual(again["headers"], ["Texte reçu", "Canal"])

    def test_a_byte_of_no_letter_is_read_again(self):
        content = b"Texte re\xe7u;Canal\nA\x81B;"
        for encoding in ("", "windows-1252"):
            _wizard, preview = self._preview(
                self.contributions, content, encoding=encoding
            )
            self.assertEqual(preview["options"]["encoding"], "windows-1252")

    def test_encodings_through_the_screen(self):
        for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
            # Each says its own: what is in already is asked about.
            words = f"Œuvre d’été : 20 € ({encoding})"
            text = f"Texte reçu;Nom du contributeur;Date\n{words};Zoé;5/3/26\n"
            with self.subTest(encoding):
                records, messages = self._import(
                    self.contributions, text.encode(encoding)
                )
                self.assertEqual(messages, [])
                self.assertEqual(records.verbatim, words)
                self.assertEqual(records.contributor_name, "Zoé")
