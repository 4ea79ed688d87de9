"""Texts and dates as cells take them, and as LibreOffice gives them back."""

import io
import shutil
import subprocess
import tempfile
import unittest
from datetime import date, datetime
from pathlib import Path
from unittest.mock import patch

import openpyxl
from markupsafe import Markup

from odoo.tests import TransactionCase, tagged

from ...export import workbook as report_xlsx
from ...export.table import Column
from ...export.workbook import XlsxWriter
from ...tools.texts import CELL_LIMIT, html_to_text, split_text
from .export_common import ExportCase
from .register_common import NASTY_TEXTS


@tagged("post_install", "-at_install", "plpdma")
class TestExportTexts(TransactionCase):
    """Texts as cells take them, and what Excel cannot hold."""

    def _write_values(self, rows, extra=0):
        """A sheet of one text column, and of one date column."""
        file = io.BytesIO()
        writer = XlsxWriter(file, "%m/%d/%Y", "Titre & co", "Moi")
        columns = [
            Column("text", "Texte", None, "text", extra=extra),
            Column("date", "Date", None, "date"),
        ]
        writer.write_table("Feuille", columns, [rows])
        writer.close()
        return openpyxl.load_workbook(io.BytesIO(file.getvalue()))

    def test_texts_stay_texts(self):
        rows = [(text, None) for text in NASTY_TEXTS]
        sheet = self._write_values(rows)["Feuille"]
        for text, (cell, _date) in zip(
            NASTY_TEXTS, sheet.iter_rows(min_row=2), strict=True
        ):
            with self.subTest(text):
                self.assertNotEqual(cell.data_type, "f")
                self.assertIsNone(cell.hyperlink)
                # Excel's own escape of what looks like one of its codes.
                value = cell.value.replace("_x005F_", "_")
                self.assertEqual(value.strip(), text.strip())

    def test_long_text_goes_on_in_the_next_cells(self):
        text = "".join(f"{number:07} " for number in range(5000))
        self.assertEqual(len(text), 40_000)
        sheet = self._write_values([(text, date(2026, 1, 5))], extra=1)["Feuille"]
        headings, row = sheet.iter_rows(values_only=True)
        self.assertEqual(headings, ("Texte", "Texte (2)", "Date"))
        self.assertEqual(row[0] + row[1], text)
        self.assertEqual(row[2], datetime(2026, 1, 5))

    def test_long_text_without_a_column_goes_on_after_the_last_one(self):
        text = "mot " * 10_000
        sheet = self._write_values([(text, date(2026, 1, 5))])["Feuille"]
        row = list(sheet.iter_rows(values_only=True))[1]
        self.assertEqual(row[0] + row[2], text)
        self.assertEqual(row[1], datetime(2026, 1, 5))

    def test_pieces_fit_and_join(self):
        for text in ("a" * 70_000, "🍎" * 40_000, "a🍎" * 30_000, "é" * CELL_LIMIT):
            pieces = split_text(text)
            self.assertEqual("".join(pieces), text)
            for piece in pieces:
                self.assertLessEqual(len(piece.encode("utf-16-le")) // 2, CELL_LIMIT)
        self.assertEqual(split_text(""), [""])
        self.assertEqual(len(split_text("é" * CELL_LIMIT)), 1)

    def test_dates_before_1900(self):
        rows = [("avant", date(1899, 12, 31)), ("après", date(1900, 3, 1))]
        _headings, before, after = self._write_values(rows)["Feuille"].iter_rows()
        self.assertEqual(before[1].value, "12/31/1899")
        self.assertEqual(after[1].value, datetime(1900, 3, 1))

    def test_a_second_sheet_beyond_the_limit(self):
        rows = [(str(number), None) for number in range(7)]
        with patch.object(report_xlsx, "ROW_LIMIT", 4):
            workbook = self._write_values(rows)
        self.assertEqual(workbook.sheetnames, ["Feuille", "Feuille (2)", "Feuille (3)"])
        texts = [
            row[0]
            for sheet in workbook
            for row in sheet.iter_rows(min_row=2, values_only=True)
        ]
        self.assertEqual(texts, [str(number) for number in range(7)])
        for sheet in workbook:
            self.assertEqual(sheet["A1"].value, "Texte")

    def test_html_becomes_text(self):
        for html, text in (
            (Markup("<p>Un</p><p>Deux</p>"), "Un\nDeux"),
            ("<p>A<br>B &amp; C &lt; D</p>", "A\nB & C < D"),
            ("<ul><li>un</li><li><b>deux</b></li></ul>", "• un\n• deux"),
            ("<p>mot\n   <i>suite</i>\u00a0!</p>", "mot suite\u00a0!"),
            ("<p><br></p>", ""),
            ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
            ("<!-- note --><p>visible</p>", "visible"),
            (False, ""),
            ("texte seul", "texte seul"),
        ):
            with self.subTest(html):
                self.assertEqual(html_to_text(html), text)


@tagged("post_install", "-at_install", "plpdma")
@unittest.skipUnless(shutil.which("soffice"), "LibreOffice is not installed")
class TestExportLibreOffice(ExportCase):
    """LibreOffice opens each file and says the same."""

    def _convert(self, content, target):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "export.xlsx")
            path.write_bytes(content)
            subprocess.run(
                [
                    "soffice",
                    f"-env:UserInstallation=file://{folder}/profile",
                    "--headless",
                    "--convert-to",
                    target,
                    "--outdir",
                    folder,
                    path,
                ],
                check=True,
                capture_output=True,
                timeout=180,
            )
            return Path(folder, f"export.{target}").read_bytes()

    def test_files_convert(self):
        self._create_contributions(*({"verbatim": text} for text in NASTY_TEXTS))
        self.env.flush_all()
        for kind in ("register", "publication"):
            with self.subTest(kind):
                content = self._write(self.user_agent, kind=kind)
                converted = self._convert(content, "ods")
                self.assertTrue(converted.startswith(b"PK"))
