"""A seat in one cell, which says who is the member and who stands in."""

from odoo.tests import tagged

from .test_import_cases import CaseFiles

# What the first three rows of each sheet say.
FIRST_THREE = [
    ("Jean DUPONT", "member", False),
    ("Marie DURAND", "substitute", "Jean DUPONT"),
    ("Alix VERT", "member", False),
    ("Zoé BRUN", "substitute", False),
]


@tagged("post_install", "-at_install", "plpdma")
class TestImportSeatsTold(CaseFiles):
    def _take_seats(self, *rows):
        """``[(name, membership, name of whom one stands in for)]`` of a sheet."""
        return [
            (one.partner_name, one.membership, one.substitute_for_id.partner_name)
            for one in self._take_people(*rows)
        ]

    def test_a_column_of_names(self):
        for heading in ("Représentants", "Nom", "Membres"):
            with self.subTest(heading), self.env.cr.savepoint() as savepoint:
                found = self._take_seats(
                    f"Organisme;{heading}",
                    "Un;Titulaire : Jean DUPONT / Suppléante : Marie DURAND",
                    "Deux;Titulaire : Alix VERT",
                    "Trois;Suppléante : Zoé BRUN",
                    "Quatre;Paul NOIR (titulaire), Lise BLANC (suppléante)",
                    '"Cinq";"Titulaire : Max ROUX\nSuppléant : à désigner"',
                    "Six;Ève GRIS, pas de suppléant",
                    "Sept;Ana MAUVE",
                    "Huit;Éric OCRE, suppléant : sans objet",
                )
                savepoint.rollback()
                self.assertEqual(
                    found,
                    [
                        *FIRST_THREE,
                        ("Paul NOIR", "member", False),
                        ("Lise BLANC", "substitute", "Paul NOIR"),
                        ("Max ROUX", "member", False),
                        ("Ève GRIS", "member", False),
                        ("Ana MAUVE", "member", False),
                        ("Éric OCRE", "member", False),
                    ],
                )

    def test_a_column_of_both(self):
        found = self._take_seats(
            "Organisme;Titulaire / Suppléant",
            "Un;Jean DUPONT / Marie DURAND",
            "Deux;Titulaire : Alix VERT",
            "Trois;Suppléante : Zoé BRUN",
        )
        self.assertEqual(found, FIRST_THREE)

    def test_a_title_is_no_side(self):
        """« Suppléant » in a sentence that names nobody else parts nothing."""
        found = self._take_seats(
            "Organisme;Nom;Fonction",
            "Un;Jean DUPONT;Suppléant du maire",
            "Deux;Alix VERT;Titulaire de la délégation",
        )
        self.assertEqual([one[0] for one in found], ["Jean DUPONT", "Alix VERT"])

    def test_crosses_under_member_and_substitute(self):
        for number, (headings, first, second) in enumerate(
            (
                ("Titulaire;Suppléant", "X;", ";X"),
                ("Titulaire;Suppléant(e)", "oui;non", "non;oui"),
                ("Suppléant", "non", "oui"),
                ("Suppléant ?", "0", "1"),
                ("T/S", "T", "S"),
                ("Titulaire/Suppléant", "Tit.", "Sup."),
                ("Titulaire ou suppléant", "titulaire", "suppléant"),
            )
        ):
            with self.subTest(headings):
                found = self._take_seats(
                    f"Nom;Prénom;Structure;{headings}",
                    f"DUPONT;Jean{number};Un;{first}",
                    f"VERT;Alix{number};Un;{second}",
                )
                self.assertEqual(
                    found,
                    [
                        (f"Jean{number} DUPONT", "member", False),
                        (f"Alix{number} VERT", "substitute", False),
                    ],
                )

    def test_a_cross_beside_a_name_is_nobody(self):
        found = self._take_seats(
            "Organisme;Titulaire;Suppléant",
            "Un;Jean DUPONT;x",
            "Deux;Alix VERT;-",
        )
        self.assertEqual(
            found, [("Jean DUPONT", "member", False), ("Alix VERT", "member", False)]
        )

    def test_both_crosses_are_asked(self):
        rows = "Nom;Titulaire;Suppléant\nJean DUPONT;x;x\nAlix VERT;x;\n"
        records, messages, _raw = self._take(
            self.french_env["plpdma.stakeholder"], "sieges.csv", rows.encode()
        )
        self.assertFalse(records)
        self.assertIn("Membre titulaire / Membre suppléant", messages[0])

    def test_a_cell_of_both_beside_a_column_of_substitutes(self):
        """Each row is read by itself, and nobody is dropped."""
        found = self._take_seats(
            "Organisme;Titulaire;Suppléant",
            '"Un";"Titulaire : Jean DUPONT\nSuppléante : Marie DURAND";',
            "Deux;Alix VERT;Zoé BRUN",
            '"Trois";"Titulaire : Max ROUX\nSuppléant : Ève GRIS";Ève GRIS',
            '"Quatre";"Titulaire : Ana MAUVE\nSuppléant : à désigner";Éric OCRE',
        )
        self.assertEqual(
            found,
            [
                ("Jean DUPONT", "member", False),
                ("Marie DURAND", "substitute", "Jean DUPONT"),
                ("Alix VERT", "member", False),
                ("Zoé BRUN", "substitute", "Alix VERT"),
                ("Max ROUX", "member", False),
                ("Ève GRIS", "substitute", "Max ROUX"),
                ("Ana MAUVE", "member", False),
                ("Éric OCRE", "substitute", "Ana MAUVE"),
            ],
        )

    def test_two_cells_that_name_two_substitutes(self):
        found = self._take_seats(
            "Organisme;Titulaire;Suppléant",
            '"Un";"Titulaire : Max ROUX\nSuppléant : Ève GRIS";Zoé BRUN',
            "Deux;Cid BLEU / Dan ROSE;Éli JAUNE",
        )
        self.assertLessEqual(
            {
                ("Max ROUX", "member", False),
                ("Ève GRIS", "substitute", "Max ROUX"),
                ("Zoé BRUN", "substitute", "Max ROUX"),
                ("Cid BLEU", "member", False),
                ("Dan ROSE", "member", False),
            },
            set(found),
        )
