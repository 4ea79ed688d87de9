"""What spreadsheets and word processors put on the clipboard, read as rows."""

import time

from odoo.tests import BaseCase, tagged

from ...tools.pasted import (
    find_columns,
    is_failed,
    read_rows,
    read_table,
    write_rows,
)

WORD = """<html><head><style>p {margin: 0}</style></head><body>
<!--StartFragment--><table><tr><td rowspan=2><p>Ressourcerie</p></td>
<td><p>Proposition</p></td><td><p>Un broyeur
partagé.</p><p>Dès <b>avril</b>&nbsp;!</p></td></tr>
<tr><td>Besoin</td><td>Une clé &lt;plate&gt;.<table><tr><td>dedans</td></tr></table>
</td></tr><tr><td colspan=2>Bailleur</td><td>Rien<br>de plus</td></tr></table>
<!--EndFragment--></body></html>"""


@tagged("post_install", "-at_install", "plpdma")
class TestPasted(BaseCase):
    def test_cells_of_a_spreadsheet(self):
        text = 'Ana\tBesoin\t"Un bac.\r\nDeux ""grands"" bacs."\r\n\r\nLéo\t\tRien\r\n'
        self.assertEqual(
            read_rows(text),
            [
                ["Ana", "Besoin", 'Un bac.\nDeux "grands" bacs.'],
                [""],
                ["Léo", "", "Rien"],
            ],
        )

    def test_quotes_that_quote_no_cell_are_kept(self):
        for text, rows in (
            ('"Oui" dit-il\tfin', [['"Oui" dit-il', "fin"]]),
            (
                '"Jamais fermé\nautre\tcellule',
                [['"Jamais fermé'], ["autre", "cellule"]],
            ),
            ('a "b"\n""\tc', [['a "b"'], ["", "c"]]),
            ("", []),
            (" \n\t\n", []),
            ("un\x00\x07 mot", [["un mot"]]),
            # A line break of a word processor, inside its cell.
            ("Ana\tUn bac\vet la suite", [["Ana", "Un bac\net la suite"]]),
        ):
            with self.subTest(text=text):
                self.assertEqual(read_rows(text), rows)

    def test_formulas_are_text(self):
        self.assertEqual(read_rows("=1+1\t@a\t-2"), [["=1+1", "@a", "-2"]])
        for cell in ("#REF!", "#VALEUR!", "#VALUE!", "#N/A", "#NOM?", "#DIV/0!"):
            self.assertTrue(is_failed(cell), cell)
        for cell in ("#1", "# REF", "Le #REF! de la fiche", ""):
            self.assertFalse(is_failed(cell), cell)

    def test_table_of_a_word_processor(self):
        rows = read_table(WORD)
        self.assertEqual(len(rows), 3)
        self.assertEqual(
            rows[0],
            ["Ressourcerie", "Proposition", "Un broyeur partagé.\nDès avril\xa0!"],
        )
        self.assertEqual(rows[1][:2], ["Ressourcerie", "Besoin"])
        self.assertIn("Une clé <plate>.", rows[1][2])
        self.assertIn("dedans", rows[1][2])
        self.assertEqual(rows[2], ["Bailleur", "", "Rien\nde plus"])
        for source in ("", "  ", "<p>Un texte</p>", "<!--", "\x00"):
            with self.subTest(source=source):
                self.assertEqual(read_table(source), [])

    def test_rows_written_are_read_again(self):
        rows = [['Un "mot"', "deux\nlignes", ""], ["\tplié", '"', "fin"]]
        stripped = [[cell.strip() for cell in row] for row in rows]
        self.assertEqual(read_rows(write_rows(rows)), stripped)

    def test_long_and_odd_blocks_are_read_quickly(self):
        begin = time.monotonic()
        self.assertEqual(read_rows('"\t' * 100_000), [], "Tabs in quotes")
        self.assertEqual(len(read_rows('"a\t' * 99_999)[0]), 100_000)
        self.assertEqual(len(read_rows('""' * 100_000 + "x")), 1)
        self.assertEqual(len(read_rows('"a\n' * 100_000)), 100_000)
        self.assertLess(time.monotonic() - begin, 10)

    def _find(self, rows):
        judges = {
            "kind": {"Besoin", "Avis"}.__contains__,
            "contributor_name": {"Ressourcerie"}.__contains__,
        }
        return find_columns(rows, judges)

    def test_columns_are_known_by_their_headings(self):
        columns, has_headings = self._find(
            [["Genre", "Intervenants", "Date", "Ce qui est dit", "Thème"], ["x"] * 5]
        )
        self.assertTrue(has_headings)
        self.assertEqual(
            columns,
            {"kind": 0, "contributor_name": 1, "verbatim": 3, "theme_ids": 4},
        )
        self.assertEqual(self._find([["Observation"], ["Oui."]])[0], {"verbatim": 0})

    def test_the_opinion_beside_the_text_is_no_text(self):
        who = {"contributor_name": 0}
        for headings, row, expected in (
            ("Qui Avis Texte", "Zoé|Favorable|OK", {"stance": 1, "verbatim": 2}),
            ("Qui Texte Avis", "Zoé|OK|Favorable", {"stance": 2, "verbatim": 1}),
            ("Qui Avis Observation", "Zoé||Oui", {"stance": 1, "verbatim": 2}),
            ("Qui Avis Observation", "Zoé|Oui|", {"verbatim": 1}),
            ("Qui Avis", "Zoé|Favorable", {"verbatim": 1}),
            ("Qui Avis Texte", f"Zoé|{'Un mot. ' * 20}|non", {"verbatim": 1}),
            ("Qui Position Avis", "Zoé|Pour|Oui", {"stance": 1, "verbatim": 2}),
            ("Qui Texte Observation", "Zoé|Oui|Bien", {"verbatim": 2}),
            ("Qui Quoi", "Zoé|Oui", {"verbatim": 1}),
        ):
            with self.subTest(headings=headings, row=row):
                rows = [headings.split(" "), row.split("|")]
                self.assertEqual(find_columns(rows, {}), ({**who, **expected}, True))

    def test_columns_are_known_by_what_they_hold(self):
        long = "Une phrase assez longue pour ne pas être le nom de quelqu'un, voyons."
        for rows, expected in (
            (
                [["Ana", "Besoin", long]],
                {"contributor_name": 0, "kind": 1, "verbatim": 2},
            ),
            (
                [["Besoin", long], ["Avus", long], ["Avis", "Oui"]],
                {"kind": 0, "verbatim": 1},
            ),
            ([[long, "Ana"]], {"verbatim": 0, "contributor_name": 1}),
            ([["Une seule idée"], ["Deux"]], {"verbatim": 0}),
            (
                [["Ressourcerie", "Besoin", "Un bac"]],
                {"contributor_name": 0, "kind": 1, "verbatim": 2},
            ),
            ([["Besoin"], ["Avis"]], {"verbatim": 0}),
            ([["a", "b"]], {"verbatim": 1, "contributor_name": 0}),
            ([], {}),
        ):
            with self.subTest(rows=rows):
                self.assertEqual(self._find(rows), (expected, False))
