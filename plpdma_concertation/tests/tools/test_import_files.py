"""Files, before their cells are read: encodings, separators, archives."""

import io
import itertools
import zipfile
from datetime import date

from odoo.tests import BaseCase, tagged

from ...tools import archives, csv_text, encodings, workbooks

TEXT = "L’été, « œuvre » : coût 20 €"


@tagged("post_install", "-at_install", "plpdma")
class TestEncodings(BaseCase):
    def test_each_encoding_gives_the_words_back(self):
        for encoding, mark in (
            ("utf-8", b""),
            ("utf-8", b"\xef\xbb\xbf"),
            ("cp1252", b""),
            ("utf-16-le", b"\xff\xfe"),
            ("utf-16-be", b"\xfe\xff"),
            ("utf-16-le", b""),
            ("utf-16-be", b""),
            ("utf-32-le", b"\xff\xfe\x00\x00"),
        ):
            with self.subTest(encoding, mark=mark):
                text, _found = encodings.decode_text(mark + TEXT.encode(encoding))
                self.assertEqual(text, TEXT)

    def test_valid_utf8_is_utf8_however_short(self):
        for text in ("œuvre", "Lœss à Œting", "Ça va ?", "’", "Ã©tÃ©"):
            self.assertEqual(encodings.decode_text(text.encode()), (text, "utf-8"))

    def test_bytes_that_windows_leaves_undefined_lose_nothing_else(self):
        text, encoding = encodings.decode_text(b"a\x81b \xe9\x80")
        self.assertEqual((text, encoding), ("a\x81b é€", "windows-1252"))

    def test_the_words_of_a_mac(self):
        for text in ("Déchèterie à midi – fermée", "Reçu|L’été\rNoël|Où ça ?\r", "à\r"):
            with self.subTest(text):
                found = encodings.decode_text(text.encode("mac_roman"))
                self.assertEqual(found, (text, "mac_roman"))
        for text in (
            "Œuvre, l’été",
            "voir…puis",
            "Žižek à Brno",
            "ab”cd",
            "été\ravril",
        ):
            with self.subTest(text):
                found = encodings.decode_text(text.encode("cp1252"))
                self.assertEqual(found, (text, "windows-1252"))

    def test_what_somebody_chose_is_obeyed(self):
        data = "œuvre".encode()
        self.assertEqual(encodings.decode_text(data, "latin-1")[0], "Å\x93uvre")
        with self.assertRaises(UnicodeDecodeError):
            encodings.decode_text("é".encode("cp1252"), "utf-8")


@tagged("post_install", "-at_install", "plpdma")
class TestSeparators(BaseCase):
    def test_separator(self):
        for separator, text in (
            (";", "Nom;Texte\nA;Oui, bien sûr, merci\nB;Non, pas ça\n"),
            (",", "Nom,Texte\nA,Oui\nB,Non\n"),
            ("\t", "Nom\tTexte\nA\tOui; non, peut-être\n"),
            (";", 'Nom;Texte\nA;"Une ligne,\nune autre,\nune troisième"\nB;Non\n'),
            (",", 'Nom,Texte\nA,"Un; deux; trois"\nB,"x; y"\n'),
            (";", "Registre de Saint-Exemple\n\nNom;Texte;Thème\nA;Oui;\nB;Non;\n"),
            (";", "Texte\nBonjour, je voudrais\nMerci, au revoir\n"),
        ):
            with self.subTest(text):
                self.assertEqual(csv_text.guess_separator(text), separator)

    def test_a_cell_as_long_as_a_book(self):
        text = "Nom;Texte\nA;" + "oui, " * 250_000 + "\n"
        self.assertEqual(csv_text.guess_separator(text), ";")
        self.assertEqual(len(list(csv_text.read_rows(text, ";"))[1][1]), 1_250_000)

    def test_line_breaks_inside_a_cell_are_kept(self):
        rows = csv_text.read_rows('a;"un\r\ndeux\ntrois"\r\n', ";")
        self.assertEqual(list(rows), [["a", "un\r\ndeux\ntrois"]])

    def test_line_breaks_of_windows_are_those_of_a_text(self):
        data = b'a;"un\r\ndeux\rtrois"\r\n'
        _names, _name, [row] = workbooks.read_file(data, {})
        self.assertEqual(row, ["a", "un\ndeux\ntrois"])

    def test_a_text_that_a_separator_cut(self):
        rows = [["Observations", ""], ["Une", ""], ["Deux", ""], ["Trois, ", " quatre"]]
        csv_text.join_cut(rows, ";")
        self.assertEqual(rows[3], ["Trois, ; quatre", ""])
        for table in (
            [["Observations", "Nom"], ["Une", ""], ["Deux", ""], ["Trois", "Alix"]],
            [["Registre", ""], ["Texte", "Nom"], ["Une", "Alix"]],
        ):
            given = [[*row] for row in table]
            csv_text.join_cut(table, ";")
            self.assertEqual(table, given)

    def test_a_cell_that_holds_rows(self):
        for cell, separator, width, expected in (
            ("Jamais fermé\n06/03/2026;Sam;Suite\n", ";", 3, True),
            ("Jamais fermé\nSam;Suite", ";", 2, True),
            ("Jamais fermé\nSam,Suite,Fin", ",", 3, True),
            ("Deux\nlignes ; en tout", ";", 2, False),
            ("Deux\nkilos : 1,5", ",", 2, False),
            ("Un\noui, non, peut-être", ",", 3, False),
            ("06/03/2026;Sam;Suite", ";", 3, False),
        ):
            with self.subTest(cell):
                found = csv_text.holds_rows(cell, separator, width)
                self.assertEqual(found, expected)


@tagged("post_install", "-at_install", "plpdma")
class TestArchives(BaseCase):
    def test_a_small_workbook_that_unpacks_to_a_gigabyte(self):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            with archive.open("xl/workbook.xml", "w", force_zip64=True) as entry:
                for _index in range(1024):
                    entry.write(b" " * archives.MEGABYTE)
        data = file.getvalue()
        self.assertLess(len(data), 3 * archives.MEGABYTE)
        with self.assertRaises(archives.TooLarge) as caught:
            workbooks.read_file(data, {})
        self.assertEqual(caught.exception.megabytes, 1024)

    def test_what_is_no_sheet(self):
        for data in (
            b"%PDF-1.7 ",
            b"<html><table>",
            b"\x89PNG\r\n",
            b"PK\x03\x04 rien",
        ):
            with self.subTest(data), self.assertRaises(workbooks.NotASheet):
                workbooks.read_file(data, {})

    def test_too_many_columns(self):
        text = ";".join("a" * (workbooks.MAX_COLUMNS + 1))
        with self.assertRaises(workbooks.TooMany):
            workbooks.read_file(text.encode(), {})

    def test_too_many_empty_rows(self):
        """A file packs millions of them into a few bytes."""
        rows = ((number, [""]) for number in itertools.count(1))
        with self.assertRaises(workbooks.TooMany):
            workbooks._collect(rows)

    def test_open_document(self):
        content = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>
<office:spreadsheet><table:table table:name="Feuille">
<table:table-row><table:table-cell><text:p>Date</text:p></table:table-cell>
<table:table-cell><text:p>Texte</text:p></table:table-cell>
<table:table-cell table:number-columns-repeated="16382"/></table:table-row>
<table:table-row table:number-rows-repeated="3"><table:table-cell
 table:number-columns-repeated="16384"/></table:table-row>
<table:table-row><table:table-cell office:value-type="date"
 office:date-value="2026-03-01"><text:p>01/03/26</text:p></table:table-cell>
<table:table-cell><text:p>un <text:span>mot</text:span></text:p><text:p>deux</text:p>
</table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048571"><table:table-cell
 table:number-columns-repeated="16384"/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("content.xml", content)
        names, name, rows = workbooks.read_file(file.getvalue(), {})
        self.assertEqual((names, name), (["Feuille"], "Feuille"))
        self.assertEqual(
            [(row.number, *row) for row in rows],
            [(1, "Date", "Texte"), (5, date(2026, 3, 1), "un mot\ndeux")],
        )
