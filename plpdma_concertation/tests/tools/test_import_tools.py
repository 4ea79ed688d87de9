"""What is read without a database: encodings, separators, dates, numbers, words."""

import io
import itertools
import zipfile
from datetime import date, datetime, timezone

from odoo.tests import BaseCase, tagged

from ...tools import (
    archives,
    cells,
    csv_text,
    dates,
    encodings,
    headings,
    numbers,
    shapes,
    words,
    workbooks,
)
from ...tools.cells import SheetRow

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


@tagged("post_install", "-at_install", "plpdma")
class TestDates(BaseCase):
    def test_each_way_to_write_the_first_of_march(self):
        for text in (
            "01/03/26",
            "01/03/2026",
            "1/3/2026",
            "01-03-2026",
            "01.03.26",
            "2026-03-01",
            "2026/03/01",
            "1er mars 2026",
            "1 mars 2026",
            "01 MARS 2026",
            "dimanche 1er mars 2026",
            "le 1 mars 2026",
            "1-mars-26",
            "March 1, 2026",
            "46082",
            "2026-03-01T14:30:00Z",
            "01/03/2026 14:30",
            "01/03/2026 à 14h30",
            "01/03/2026 2:30 PM",
            "\u00a001/03/2026\u202f",
            date(2026, 3, 1),
            datetime(2026, 3, 1, 14, 30),
        ):
            with self.subTest(text):
                moment = dates.read_moment(text)
                self.assertEqual(moment.date(), date(2026, 3, 1))

    def test_other_readers(self):
        self.assertEqual(dates.read_moment("03/01/26", "mdy").date(), date(2026, 3, 1))
        self.assertEqual(dates.get_order("%m/%d/%Y"), "mdy")
        self.assertEqual(dates.get_order("%d/%m/%Y"), "dmy")
        self.assertEqual(dates.get_order("%Y-%m-%d"), "ymd")
        with self.assertRaises(dates.NotADate):
            dates.read_moment("13/03/2026", "mdy")

    def test_times(self):
        for text, expected in (
            ("01/03/2026 14:30", (14, 30, 0)),
            ("01/03/2026 14h30", (14, 30, 0)),
            ("01/03/2026 à 9h", (9, 0, 0)),
            ("2026-03-01 08:05:09.123", (8, 5, 9)),
            ("3/1/26 12:15 AM", (0, 15, 0)),
            ("46082,5", (12, 0, 0)),
        ):
            with self.subTest(text):
                moment = dates.read_moment(text, "mdy" if "AM" in text else "dmy")
                self.assertEqual(moment.timetuple()[3:6], expected)
        moment = dates.read_moment("2026-03-01T23:30:00+02:00")
        self.assertEqual(
            moment.astimezone(timezone.utc),
            datetime(2026, 3, 1, 21, 30, tzinfo=timezone.utc),
        )

    def test_two_digits_of_a_year(self):
        self.assertEqual(dates.read_moment("01/01/70").year, 1970)
        self.assertEqual(dates.read_moment("01/01/35").year, 2035)

    def test_what_is_no_date(self):
        for text in (
            "mars 2026",
            "bientôt",
            "31/02/2026",
            "2026",
            "12",
            "32/01/2026",
            "01/13/2026",
            "01/03/2026 25:00",
            "01/03/2026 (environ)",
            "99999",
            "1" * 1_000_000,
            "a " * 500_000,
        ):
            with self.subTest(text[:20]), self.assertRaises(dates.NotADate):
                dates.read_moment(text)

    def test_unlikely_years(self):
        for text in ("01/01/9999", "0000-01-01", "31/12/0001", "1500-01-01"):
            with self.subTest(text), self.assertRaises(dates.UnlikelyYear):
                dates.read_moment(text)


@tagged("post_install", "-at_install", "plpdma")
class TestNumbers(BaseCase):
    def test_each_way_to_write_twelve_thousand_and_one(self):
        for text in (
            "12 001",
            "12\u00a0001",
            "12\u202f001",
            "12001",
            "12001,0",
            "12 001,00 €",
            " 12'001 ",
            "12.001,00",
            "12,001.00",
            "1.2001e4",
        ):
            with self.subTest(text):
                self.assertEqual(numbers.read_number(text), 12001)

    def test_decimals_and_percents(self):
        for text, expected in (("1,5", 1.5), ("1.5", 1.5), ("45 %", 0.45), ("(3)", -3)):
            with self.subTest(text):
                self.assertEqual(float(numbers.read_number(text)), expected)
        self.assertEqual(numbers.read_number("12,001", "."), 12001)

    def test_what_is_no_number(self):
        for text in ("", "douze", "1,2,3", "12 001 hab.", "1" * 1_000_000, "1e999"):
            with self.subTest(text[:20]), self.assertRaises(numbers.NotANumber):
                numbers.read_number(text)


@tagged("post_install", "-at_install", "plpdma")
class TestWords(BaseCase):
    def test_the_same_word(self):
        for one, other in (
            ("Déchets verts", "DECHETS  VERTS"),
            ("Œuvre", "oeuvre"),
            ("E-mail", "e mail"),
        ):
            self.assertEqual(words.fold(one), words.fold(other))
        self.assertEqual(
            words.fold_plural("St-Exemple"), words.fold_plural("Saint Exemple")
        )
        self.assertEqual(words.fold_plural("Thème(s)"), words.fold_plural("Thèmes "))

    def test_usual_words_mean_one_choice(self):
        """No word stands for two choices of a field."""
        count = 0
        for model_name, by_field in words.USUAL_WORDS.items():
            for name, choices in by_field.items():
                told = [
                    words.fold(word)
                    for texts in choices.values()
                    for word in texts.split(",")
                ]
                with self.subTest(model_name, field=name):
                    self.assertEqual(len(told), len(set(told)))
                count += len(told)
        self.assertGreater(count, 100)

    def test_nearest(self):
        names = ["Élus", "Associations et société civile", "Secteur social"]
        self.assertEqual(words.find_nearest("Associations", names), names[1])
        self.assertEqual(words.find_nearest("Collège des élus", names), names[0])
        self.assertEqual(words.find_nearest("Secteur sociale", names), names[2])
        self.assertIsNone(words.find_nearest("Bailleurs", names))

    def test_blank_texts(self):
        for text in (
            "",
            "  \n\t",
            "\u200b\u200b",
            "\ufeff",
            "\u2060\u00ad",
            "\u3164",
            "\x00",
        ):
            self.assertTrue(cells.is_blank(text), ascii(text))
        for text in ("a", "👩🏽‍🌾", ".", "0", "\u200b!"):
            self.assertFalse(cells.is_blank(text), ascii(text))

    def test_control_characters(self):
        self.assertEqual(cells.clean_cell("a\x00b\x0bc\r\nd\te"), "abc\r\nd\te")
        self.assertEqual(len(cells.quote_cell("x" * 1_000_000)), cells.QUOTED)


@tagged("post_install", "-at_install", "plpdma")
class TestHeadings(BaseCase):
    def test_row_of_headings(self):
        known = {words.fold_plural(text) for text in ("N°", "Date", "Observation")}
        table = ["N°", "Date", "Observation"]
        for rows, place in (
            ([table, ["1", "2", "3"]], 0),
            ([["Registre", "", ""], ["", "", ""], table, ["1", "2", "3"]], 2),
            ([["Observations du public", "", ""], table, ["1", "2", "3"]], 1),
            ([["A", "B"], ["1", "2"]], 0),
            ([["Titre", "", ""], ["A", "B", "C"], ["1", "2", "3"]], 1),
            ([["x" * 1_000_000, "", ""], table], 1),
        ):
            with self.subTest(rows[0][0][:20]):
                self.assertEqual(headings.find_heading_row(rows, known), place)

    def test_usual_headings(self):
        for heading, field in (
            ("N°", "register_number"),
            ("ID", "register_number"),
            ("Nom et prénom", "contributor_name"),
            ("OBSERVATIONS", "verbatim"),
            ("Thème(s)", "theme_ids"),
            ("Courriel(s)", "contributor_email"),
            ("Qui ?", "contributor_name"),
            ("Mode", "channel"),
            ("Commune", "territory_id"),
        ):
            with self.subTest(heading):
                found = headings.find_usual_heading("plpdma.contribution", heading)
                self.assertEqual(found[0], field)
        self.assertIsNone(
            headings.find_usual_heading("plpdma.contribution", "N°" * 500_000)
        )


@tagged("post_install", "-at_install", "plpdma")
class TestShapes(BaseCase):
    def _reshape(self, model_name, table, *rows):
        table, rows = shapes.reshape(
            model_name,
            table,
            [SheetRow(row, number) for number, row in enumerate(rows, 2)],
            lambda name: name,
        )
        return table, [(row.number, *row) for row in rows]

    def test_first_name_and_surname(self):
        table, rows = self._reshape(
            "plpdma.stakeholder",
            ["Nom de l'élu", "Prénom de l'élu", "Ville"],
            ["FICTIF", "Alix", "Saint-Exemple"],
            ["INVENTÉ", "", ""],
        )
        self.assertEqual(table, ["Nom et prénom", "Ville"])
        self.assertEqual(
            rows, [(2, "Alix FICTIF", "Saint-Exemple"), (3, "INVENTÉ", "")]
        )

    def test_towns_beside_their_grouping(self):
        _table, rows = self._reshape(
            "plpdma.territory",
            ["EPCI", "Commune", "Code INSEE", "Population"],
            ["CC A", "Bourg", "01001", "10"],
            ["CC A", "Hameau", "01002", "20"],
            ["CC B", "Ville", "01003", "30"],
        )
        self.assertEqual(
            rows,
            [
                (2, "CC A", "epci", "", "", ""),
                (2, "Bourg", "commune", "CC A", "01001", "10"),
                (3, "Hameau", "commune", "CC A", "01002", "20"),
                (4, "CC B", "epci", "", "", ""),
                (4, "Ville", "commune", "CC B", "01003", "30"),
            ],
        )

    def test_member_and_substitute(self):
        table, rows = self._reshape(
            "plpdma.stakeholder",
            ["Collège", "Titulaire", "Mail titulaire", "Suppléant", "Mail suppléant"],
            ["Élus", "A", "a@p.example", "B", "b@p.example"],
            ["Élus", "C", "", "à désigner", ""],
            ["Élus", "", "", "D", ""],
        )
        self.assertEqual(
            table,
            ["Collège", "partner_name", "membership", "substitute_for_id", "Mail"],
        )
        self.assertEqual(
            rows,
            [
                (2, "Élus", "A", "member", "", "a@p.example"),
                (2, "Élus", "B", "substitute", "A", "b@p.example"),
                (3, "Élus", "C", "member", "", ""),
                (4, "Élus", "D", "substitute", "", ""),
            ],
        )

    def test_first_names_of_a_seat(self):
        table, rows = self._reshape(
            "plpdma.stakeholder",
            [
                "Nom titulaire",
                "Prénom titulaire",
                "Nom du suppléant",
                "Prénom du suppléant",
            ],
            ["FICTIF", "Alix", "INVENTÉ", "Sam"],
            ["EXEMPLE", "Jo", "", "néant"],
        )
        self.assertEqual(table, ["partner_name", "membership", "substitute_for_id"])
        self.assertEqual(
            rows,
            [
                (2, "Alix FICTIF", "member", ""),
                (2, "Sam INVENTÉ", "substitute", "Alix FICTIF"),
                (3, "Jo EXEMPLE", "member", ""),
            ],
        )

    def test_a_grouping_is_told_by_its_name_rather_than_by_its_code(self):
        _table, rows = self._reshape(
            "plpdma.territory",
            ["COM", "LIBELLE", "EPCI", "LIBEPCI"],
            ["01001", "Bourg", "200000172", "CC A"],
        )
        self.assertEqual([row[1] for row in rows], ["CC A", "Bourg"])

    def test_two_addresses_in_a_cell(self):
        self.assertEqual(
            shapes.choose_address("contact@r.example; jo@r.example", "Jo EXEMPLE"),
            ("jo@r.example", ["contact@r.example"]),
        )
        self.assertEqual(shapes.choose_address("a@b.example", "Z"), ("a@b.example", []))
        self.assertEqual(shapes.choose_address("rien", "Z"), ("rien", []))


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
