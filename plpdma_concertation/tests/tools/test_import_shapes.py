"""How sheets are made: their headings, and several things in one column."""

from odoo.tests import BaseCase, tagged

from ...tools import (
    contact_cells,
    headings,
    merged_cells,
    merged_headings,
    shapes,
    words,
)
from ...tools.cells import SheetRow


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

    def test_what_a_form_requires_is_no_part_of_a_heading(self):
        for heading, bare in (
            ("*Texte reçu (obligatoire)\u00a0", "Texte reçu"),
            ("Texte reçu *", "Texte reçu"),
            ("Nom (facultatif)", "Nom"),
            ("Nom - obligatoire", "Nom"),
            ("Courriel (champ obligatoire) :", "Courriel"),
            ("Thème(s) (requis)", "Thème(s)"),
            ("Avis [optionnel]", "Avis"),
            ("Tri obligatoire", "Tri obligatoire"),
            ("Obligatoire", "Obligatoire"),
            ("*", "*"),
        ):
            with self.subTest(heading):
                self.assertEqual(words.drop_required(heading), bare)
                self.assertEqual(words.fold_plural(heading), words.fold_plural(bare))


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

    def test_civility_beside_the_surname(self):
        """It stays before both names, which are read without it."""
        for model_name in ("plpdma.stakeholder", "plpdma.contribution"):
            _table, rows = self._reshape(
                model_name,
                ["Nom", "Prénom"],
                ["M. ESSAI", "Jean"],
                ["Madame ESSAI", "Zoé"],
                ["Mme", "Zoé"],
                ["MR ESSAI", ""],
            )
            names = [name for _number, name, *_rest in rows]
            self.assertEqual(
                names, ["M. Jean ESSAI", "Madame Zoé ESSAI", "Mme Zoé", "MR ESSAI"]
            )

    def test_the_town_of_an_address(self):
        """It is a territory as well."""
        for headings_given, has_town in (
            (["Adresse", "Code postal", "Ville", "Texte"], True),
            (["CP", "Commune", "Texte"], True),
            (["Adresse", "Secteur", "Texte"], False),
            (["Ville", "Texte"], False),
            (["Adresse", "Ville", "Ville de résidence"], False),
        ):
            with self.subTest(headings_given):
                row = [f"{heading} 1" for heading in headings_given]
                table, [shaped] = self._reshape(
                    "plpdma.contribution", headings_given, row
                )
                added = ["contributor_city"] if has_town else []
                self.assertEqual(table, headings_given + added)
                town = {"contributor_city": shaped[-1]} if has_town else {}
                self.assertIn(town.get("contributor_city"), (None, *row))

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
            contact_cells.choose_address(
                "contact@r.example; jo@r.example", "Jo EXEMPLE"
            ),
            ("jo@r.example", ["contact@r.example"]),
        )
        self.assertEqual(
            contact_cells.choose_address("a@b.example", "Z"), ("a@b.example", [])
        )
        self.assertEqual(contact_cells.choose_address("rien", "Z"), ("rien", []))


@tagged("post_install", "-at_install", "plpdma")
class TestMergedSheets(BaseCase):
    KNOWN = frozenset(map(words.fold_plural, ("Collège", "Organisme", "Courriel")))

    def _find(self, *rows):
        rows = [SheetRow(row, number) for number, row in enumerate(rows, 1)]
        return merged_headings.find_headings(rows, self.KNOWN)

    def test_headings_in_two_rows(self):
        """As a CSV file keeps them: what was merged is empty."""
        self.assertEqual(
            self._find(
                ["Membres", "", "", "", ""],
                ["Collège", "Titulaire", "", "Suppléant", ""],
                ["", "Nom", "Courriel", "Nom", "Courriel"],
                ["Élus", "A", "a@p.example", "B", ""],
            ),
            (
                1,
                [
                    "Collège",
                    "Nom Titulaire",
                    "Courriel Titulaire",
                    "Nom Suppléant",
                    "Courriel Suppléant",
                ],
                3,
            ),
        )

    def test_a_title_is_no_group_and_a_row_no_heading(self):
        headings = ["Collège", "Organisme", "Courriel"]
        data = ["Élus", "Mairie", "a@p.example"]
        for rows, place in (
            ([headings, data], 0),
            ([["Membres", "", ""], headings, data], 1),
            ([headings, ["", "Mairie", ""], data], 0),
        ):
            found, texts, start = self._find(*rows)
            self.assertEqual((found, texts, start), (place, headings, place + 1))

    def test_a_value_is_that_of_all_its_rows(self):
        xml = (
            b'<sheetData/></sheetData><mergeCell ref="A1:A3"/><mergeCell ref="B1:C1"/>'
        )
        rows = [
            SheetRow(cells, number)
            for number, cells in (
                (1, ["Élus", "x", ""]),
                (2, ["", "y", ""]),
                (4, ["", "z", ""]),
            )
        ]
        merged_cells.spread(rows, merged_cells.read_ranges(xml))
        self.assertEqual(rows, [["Élus", "x", ""], ["Élus", "y", ""], ["", "z", ""]])
        self.assertEqual(rows[0].covered, {2: "x"})
