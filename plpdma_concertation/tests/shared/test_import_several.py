"""Several people in one cell of a list of actors."""

from odoo.tests import tagged

from .test_import_cases import CaseFiles

HEADINGS = "Organisme;Représentants;Mails;Tél.;Fonction"


@tagged("post_install", "-at_install", "plpdma")
class TestImportSeveral(CaseFiles):
    def _take_several(self, *rows):
        return [
            (one.partner_name, one.email, one.phone, one.function)
            for one in self._take_people(HEADINGS, *rows)
        ]

    def test_to_each_what_is_theirs(self):
        found = self._take_several(
            "Un;BRUN Zoé / ROUX Max;zb@s.example, rm@s.example;"
            "06 12 34 56 78 / 06 12 34 56 79;Maire / Adjoint",
            '"Deux";"Mme Anne de La Tour\nJean-Paul NOIR";;;',
        )
        self.assertEqual(
            found,
            [
                ("BRUN Zoé", "zb@s.example", "06 12 34 56 78", "Maire"),
                ("ROUX Max", "rm@s.example", "06 12 34 56 79", "Adjoint"),
                ("Anne de La Tour", False, False, False),
                ("Jean-Paul NOIR", False, False, False),
            ],
        )

    def test_told_once_it_is_the_first_s(self):
        found = self._take_several(
            "Un;BRUN Zoé / ROUX Max;un@s.example;01 02 03 04 05;Maire"
        )
        self.assertEqual(
            found,
            [
                ("BRUN Zoé", "un@s.example", "01 02 03 04 05", "Maire"),
                ("ROUX Max", False, False, False),
            ],
        )

    def test_one_that_has_a_bar_stays_one(self):
        names = (
            "Un/Deux",
            "Familles rurales / Terre d'avenir",
            "Ressourcerie ; atelier",
            "M. et Mme GRIS",
            "VERT, Alix",
            "BRUN Zoé / à désigner plus tard",
        )
        found = self._take_several(*(f'"";"{name}";;;' for name in names))
        self.assertEqual([one[0] for one in found], list(names))
