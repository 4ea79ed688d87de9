"""Rows of a sheet that are no record."""

from odoo.tests import BaseCase, tagged

from ...tools.aside_rows import find_notes, is_total, take_colleges
from ...tools.cells import SheetRow

COLLEGES = ["Élus", "Associations et société civile", "Acteurs économiques"]


def _number(*rows):
    return [SheetRow(row, number) for number, row in enumerate(rows, 2)]


@tagged("post_install", "-at_install", "plpdma")
class TestAsideRows(BaseCase):
    def test_totals(self):
        for row, expected in (
            (["Total", "12", ""], True),
            (["TOTAL GÉNÉRAL :", "", "1 234,5 €"], True),
            (["Sous-total", ""], True),
            (["Total 12"], True),
            (["TOTAL :", "12 avis"], True),
            (["Total", "", "2 contributions"], True),
            (["Total", "Alix"], False),
            (["Total", "12 avis en tout"], False),
            (["Totalement d'accord"], False),
            (["", ""], False),
        ):
            with self.subTest(row):
                self.assertEqual(is_total(row), expected)

    def test_notes_at_the_foot(self):
        for text, expected in (
            ("* membre du bureau", True),
            ("(1) avec voix consultative", True),
            ("Mis à jour le 12/03/2026", True),
            ("Liste mise à jour le 12 mars", True),
            ("Liste arrêtée au 1er mars", True),
            ("Source : préfecture", True),
            ("NB : deux sièges restent à pourvoir", True),
            ("3 membres", True),
            ("Zoé Brun", False),
            ("3 Petits Tours", False),
            ("Source Vive", False),
            ("Association Mise à jour", False),
        ):
            with self.subTest(text):
                rows = _number(["Alix", "Amis"], ["", ""], [text, ""])
                self.assertEqual(find_notes(rows), [4] if expected else [])

    def test_a_note_above_somebody_is_none(self):
        rows = _number(["* Alix", ""], ["Zoé", "Amis"], ["* note", ""], ["(1) x", ""])
        self.assertEqual(find_notes(rows), [4, 5])

    def test_notes_beside_texts(self):
        """A lone cell under « Texte » is what somebody wrote."""
        rows = _number(
            ["05/03/2026", "Alix", "Un broyeur"],
            ["Mis à jour le 10/03/2026", "", ""],
            ["Registre clos le", "11/03/2026", ""],
            ["Source :", "mairie", ""],
        )
        self.assertEqual(find_notes(rows, {2}), [3, 4, 5])
        self.assertEqual(find_notes(rows, {0}), [])
        rows = _number(["05/03/2026", "Alix", "Un"], ["", "", "Source : mairie"])
        self.assertEqual(find_notes(rows, {2}), [])
        rows = _number(["05/03/2026", "Alix", "Un"], ["Source :", "Alix", "Un"])
        self.assertEqual(find_notes(rows, {2}), [])

    def test_a_row_that_is_a_college(self):
        for text, college in (
            ("COLLEGE DES ELUS", "ELUS"),
            ("Collège « Élus »", "Élus"),
            ("Collège 1 : élus", "élus"),
            ("Collège n° 2 – Associations et société civile", COLLEGES[1]),
            ("Collège II : autres", "autres"),
            ("Collège 3", "Collège 3"),
            ("ACTEURS ECONOMIQUES", "ACTEURS ECONOMIQUES"),
            ("COLLÈGE DES HABITANTS", "HABITANTS"),
            ("Collège des entreprises", "entreprises"),
        ):
            with self.subTest(text):
                rows = _number(["Alix", "A"], [text, ""], ["Zoé", "B"], ["Max", ""])
                headings, taken, told = take_colleges(
                    ["Nom", "Structure"], rows, None, "Collège", COLLEGES
                )
                self.assertEqual(headings, ["Nom", "Structure", "Collège"])
                self.assertEqual(
                    taken,
                    [["Alix", "A", ""], ["Zoé", "B", college], ["Max", "", college]],
                )
                self.assertEqual([row.number for row in taken], [2, 4, 5])
                self.assertEqual(told, {3: college})

    def test_a_school_is_somebody(self):
        for text in ("Collège Jean Moulin", "Collège des Acacias", "Collégiale"):
            with self.subTest(text):
                rows = _number([text, ""], ["Zoé", "B"])
                _headings, taken, told = take_colleges(
                    ["Nom", "Structure"], rows, None, "Collège", COLLEGES
                )
                self.assertEqual((taken, told), (rows, {}))

    def test_beside_a_college_another_is_one(self):
        rows = _number(["Collège des Acacias", ""], ["Zoé", "B"], ["Collège 2", ""])
        _headings, _taken, told = take_colleges(
            ["Nom", "Structure"], rows, None, "Collège", COLLEGES
        )
        self.assertEqual(told, {2: "Acacias", 4: "Collège 2"})

    def test_a_column_of_its_own(self):
        """What stands beside somebody is theirs; a row that has it alone gives it."""
        rows = _number(
            ["Élus", ""], ["", "Alix"], ["Acteurs économiques", "Zoé"], ["", "Max"]
        )
        headings, taken, told = take_colleges(
            ["Collège", "Nom"], rows, 0, "Collège", COLLEGES
        )
        self.assertEqual(headings, ["Collège", "Nom"])
        self.assertEqual(
            taken, [["Élus", "Alix"], ["Acteurs économiques", "Zoé"], ["Élus", "Max"]]
        )
        self.assertEqual(told, {2: "Élus"})
