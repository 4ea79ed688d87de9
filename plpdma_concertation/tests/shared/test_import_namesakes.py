"""An élu who sits for two organisations: whoever stands in for them does so in that of
their own row."""

from odoo.tests import tagged

from .import_choices import ChoicesCase

HEADINGS = "Organisme;Titulaire;Mail titulaire;Suppléant;Mail suppléant"
TOWN = "Mairie Six;Odile HOMONYME;odile@mairie.example;;"
GROUPING = "CC Sept;Odile HOMONYME;odile@cc.example;Zoé SUPPLÉE;zoe@cc.example"
BOARD = "Syndicat Huit;Odile HOMONYME;odile@board.example;Max SECOND;max@board.example"


@tagged("post_install", "-at_install", "plpdma")
class TestImportNamesakes(ChoicesCase):
    def _take_seats(self, *rows, headings=HEADINGS):
        """``{name of a substitute: address of whom they stand in for}`` of a sheet."""
        content = "\n".join((headings, *rows)).encode()
        model = self.french_env["plpdma.stakeholder"]
        records, _count, _result = self._choose(model, "sieges.csv", content)
        return {
            one.partner_name: one.substitute_for_id.email
            for one in records
            if one.membership == "substitute"
        }

    def test_the_member_of_their_own_row(self):
        self._take_seats(TOWN)
        self.assertEqual(
            self._take_seats(GROUPING), {"Zoé SUPPLÉE": "odile@cc.example"}
        )

    def test_two_rows_of_one_sheet(self):
        self.assertEqual(
            self._take_seats(TOWN, GROUPING, BOARD),
            {
                "Zoé SUPPLÉE": "odile@cc.example",
                "Max SECOND": "odile@board.example",
            },
        )

    def test_a_civility_before_the_name(self):
        self._take_seats(TOWN)
        found = self._take_seats(GROUPING.replace("Odile", "Mme Odile"))
        self.assertEqual(found, {"Zoé SUPPLÉE": "odile@cc.example"})

    def test_a_member_who_is_there_already(self):
        """Completed or left as they are, the row's own member is meant."""
        self._take_seats(TOWN, GROUPING.replace("Zoé SUPPLÉE;zoe@cc.example", ";"))
        self.assertEqual(
            self._take_seats(GROUPING), {"Zoé SUPPLÉE": "odile@cc.example"}
        )

    def test_the_member_of_another_row(self):
        """« Suppléant de » tells the member of the same organisation, whoever bears
        the same name elsewhere."""
        self._take_seats(TOWN)
        found = self._take_seats(
            "CC Sept;HOMONYME Odile;odile@cc.example;Titulaire;",
            "CC Sept;Zoé SUPPLÉE;zoe@cc.example;Suppléante;Mme Odile HOMONYME",
            "Syndicat Huit;Odile HOMONYME;odile@board.example;Titulaire;",
            "Syndicat Huit;Max SECOND;max@board.example;Suppléant;Odile HOMONYME",
            headings="Organisme;Nom;Courriel;Statut;Suppléant de",
        )
        self.assertEqual(
            found,
            {
                "Zoé SUPPLÉE": "odile@cc.example",
                "Max SECOND": "odile@board.example",
            },
        )

    def test_members_without_a_column_of_substitutes(self):
        content = (
            "Organisme;Titulaire;Mail titulaire\n"
            "Mairie Neuf;Rémi PAREIL;remi@mairie.example\n"
        ).encode()
        model = self.french_env["plpdma.stakeholder"]
        records, _count, _result = self._choose(model, "membres.csv", content)
        self.assertEqual(
            [(one.partner_name, one.membership, one.email) for one in records],
            [("Rémi PAREIL", "member", "remi@mairie.example")],
        )
