"""The files that people have, through the door they come by."""

from datetime import date

from odoo.tests import tagged

from .import_common import ImportCase

CASES = "import"


class CaseFiles(ImportCase):
    """Imports the files of ``tests/data/import`` untouched."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager_env = (
            cls.french_env["plpdma.territory"].with_user(cls.user_manager).env
        )

    def _read_case(self, name):
        return self._read_test_file(f"{CASES}/{name}")

    def _take(self, model, name, content=None, **options):
        """Import a file, what has no field left aside.

        :return: records, texts of the messages, messages
        """
        content = content or self._read_case(name)
        records, messages = self._import(
            model, content, name, leaves_columns=True, **options
        )
        return records, self._get_texts(messages), messages

    def _take_people(self, *rows):
        """Actors of a sheet, whose headings come first, of which nothing is refused."""
        content = "\n".join(rows).encode()
        model = self.french_env["plpdma.stakeholder"]
        records, messages, _raw = self._take(model, "sieges.csv", content)
        self.assertEqual(messages, [])
        return records


@tagged("post_install", "-at_install", "plpdma")
class TestImportCases(CaseFiles):
    def test_two_exports_of_a_form_are_four_contributions(self):
        first, messages, _raw = self._take(self.contributions, "ms_forms_avis_1.csv")
        self.assertEqual(messages, [])
        before = first.read(["verbatim", "contributor_name", "date_received"])
        second, messages, _raw = self._take(self.contributions, "ms_forms_avis_2.csv")
        self.assertEqual(messages, [])
        self.assertEqual(len(first | second), 4)
        self.assertEqual(
            first.read(["verbatim", "contributor_name", "date_received"]), before
        )
        self.assertEqual(
            (first | second).mapped("verbatim"),
            [
                "Plus de composteurs.",
                "Moins de plastique.",
                "Deuxième consultation : du broyage.",
                "Deuxième consultation : du réemploi.",
            ],
        )
        self.assertEqual(first.mapped("register_number"), ["1", "2"])
        self.assertEqual(first[0].date_received, date(2026, 3, 5))

    def test_towns_stand_under_their_grouping(self):
        model = self.manager_env["plpdma.territory"]
        records, messages, _raw = self._take(model, "dgcl_epci_membres.csv")
        self.assertEqual(messages, [])
        self.assertEqual(
            [
                (r.name, r.kind, r.parent_id.name, r.insee_code, r.population)
                for r in records
            ],
            [
                ("CC de l'Exemple", "epci", False, False, 12001),
                ("Abergement-Fictif", "commune", "CC de l'Exemple", "01901", 1200),
                ("Bourg-Fictif", "commune", "CC de l'Exemple", "01902", 10801),
            ],
        )

    def test_thousands_of_every_spreadsheet(self):
        model = self.manager_env["plpdma.territory"]
        for place, space in enumerate((" ", "\u00a0", "\u202f")):
            content = self._read_case("dgcl_epci_membres.csv").decode()
            content = content.replace("12 001", f"12{space}001")
            content = content.replace("01901", f"0291{place}")
            content = content.replace("01902", f"0292{place}")
            content = content.replace("CC de l'Exemple", f"CC {place}")
            records, messages, _raw = self._take(
                model, "dgcl.csv", content.encode("utf-8")
            )
            self.assertEqual(messages, [])
            self.assertEqual(records.mapped("population"), [12001, 1200, 10801])

    def test_paper_register(self):
        """Titles stand above the headings; the bad date is named."""
        self._make_places()
        records, messages, _raw = self._take(
            self.contributions, "registre_papier_cp1252.csv"
        )
        self.assertFalse(records)
        self.assertEqual(len(messages), 1, messages)
        for words in ("Ligne 6,", "« Date »", "« mars 2026 »"):
            self.assertIn(words, messages[0])
        content = self._read_case("registre_papier_cp1252.csv")
        content = content.replace(b"mars 2026", b"7 mars 2026")
        records, messages, _raw = self._take(
            self.contributions, "registre.csv", content
        )
        self.assertEqual(messages, [])
        self.assertEqual(records.mapped("register_number"), ["R1", "R2", "@3"])
        self.assertEqual(
            records.mapped("date_received"),
            [date(2026, 3, 5), date(2026, 3, 6), date(2026, 3, 7)],
        )
        self.assertEqual(records[0].verbatim, "L’été, les bacs débordent – coût : 20 €")
        self.assertEqual(records[0].contributor_name, "FICTIF Alix")
        self.assertEqual(records[0].theme_ids.mapped("name"), ["Compostage", "Broyage"])
        self.assertEqual(
            records.territory_id.mapped("name"), ["Saint-Exemple", "Bourg-Fictif"]
        )

    def _make_places(self):
        self.manager_env["plpdma.territory"].create(
            [{"name": "Saint-Exemple"}, {"name": "Bourg-Fictif"}]
        )
        self.manager_env["plpdma.theme"].create(
            [{"name": "Compostage"}, {"name": "Broyage"}]
        )

    def test_the_row_of_the_headings_may_be_chosen(self):
        self._make_places()
        content = b"Une note;de service\nune;autre\nDate;Avis\n5/3/26;Oui, mais\n"
        records, messages, _raw = self._take(
            self.contributions, "note.csv", content, plpdma_heading_row=3
        )
        self.assertEqual(messages, [])
        self.assertEqual(records.mapped("verbatim"), ["Oui, mais"])

    def test_a_grouping_that_exists_is_not_made_twice(self):
        model = self.manager_env["plpdma.territory"]
        grouping = model.create({"name": "cc de l'exemple", "kind": "epci"})
        records, messages, _raw = self._take(model, "dgcl_epci_membres.csv")
        self.assertEqual(messages, [])
        self.assertEqual(records.mapped("kind"), ["commune", "commune"])
        self.assertEqual(records.parent_id, grouping)

    def test_what_forms_write_in_the_place_of_a_name(self):
        content = (
            "ID,Heure de début,Heure de fin,Adresse de messagerie,Nom,Votre avis\n"
            "1,3/5/26 8:30:00,3/5/26 8:40:00,anonymous,,Oui\n"
        )
        records, messages, _raw = self._take(
            self.contributions, "forms.csv", content.encode()
        )
        self.assertEqual(messages, [])
        self.assertTrue(records.anonymous)
        self.assertEqual(records.date_received, date(2026, 5, 3))
        self.assertEqual(records.verbatim, "Oui")
        self.assertFalse(records.contributor_email)

    def test_a_commune_by_the_code_that_lost_its_zero(self):
        self.manager_env["plpdma.territory"].create(
            {"name": "Abergement-Fictif", "insee_code": "01901"}
        )
        content = b"Date;Commune;Observation\n5/3/26;01901;Oui\n5/3/26;1901;Non\n"
        records, messages, raw = self._take(self.contributions, "x.csv", content)
        self.assertFalse(records)
        self.assertEqual(len(messages), 1)
        self.assertEqual(raw[0]["proposal"], "Abergement-Fictif")
        records, messages, _raw = self._take(
            self.contributions, "x.csv", content, plpdma_takes_proposals=True
        )
        self.assertEqual(messages, [])
        self.assertEqual(len(records.territory_id), 1)

    def test_elected_representatives(self):
        model = self.french_env["plpdma.stakeholder"]
        records, messages, _raw = self._take(
            model, "rne_conseillers_communautaires.csv"
        )
        self.assertEqual(messages, [])
        self.assertEqual(
            [(r.partner_id.name, r.function, r.city) for r in records],
            [
                ("Alix FICTIF", "Vice-président", "Saint-Exemple"),
                ("Sam INVENTÉ", False, "Bourg-Fictif"),
            ],
        )

    def test_the_lost_zero_is_proposed_back(self):
        model = self.manager_env["plpdma.territory"]
        records, messages, raw = self._take(model, "insee_excel_zero_perdu.csv")
        self.assertFalse(records)
        self.assertEqual(len(messages), 1, messages)
        for words in ("Ligne 2,", "« Code INSEE »", "« 1901 »", "« 01901 »"):
            self.assertIn(words, messages[0])
        self.assertEqual(raw[0]["proposal"], "01901")
        records, messages, _raw = self._take(
            model, "insee_excel_zero_perdu.csv", plpdma_takes_proposals=True
        )
        self.assertEqual(messages, [])
        self.assertEqual(records.mapped("insee_code"), ["01901", "01902"])
        self.assertEqual(records.mapped("population"), [1234, 11111])

    def test_usual_words_of_choices(self):
        """A date that has not come is named; the rest is understood."""
        name = "contributions_excel_fr_cp1252.csv"
        content = self._read_case(name).replace(b"31/12/2026", b"31/12/2099")
        records, messages, _raw = self._take(self.contributions, name, content)
        self.assertFalse(records)
        self.assertEqual(len(messages), 1, messages)
        for words in ("Ligne 3,", "« Reçue le »", "« 31/12/2099 »"):
            self.assertIn(words, messages[0])
        content = content.replace(b"31/12/2099", b"01/03/26")
        records, messages, _raw = self._take(self.contributions, name, content)
        self.assertEqual(messages, [])
        self.assertEqual(records.mapped("channel"), ["paper_register", "email"])
        self.assertEqual(records.mapped("kind"), ["opinion", "proposal"])
        self.assertEqual(records[1].date_received, date(2026, 3, 1))
        self.assertEqual(records[0].verbatim, "L’été, les bacs débordent – coût : 20 €")
        self.assertEqual(records[1].verbatim, "“Oui”…")

    def test_members_of_a_commission(self):
        """One row is a seat: its member and its substitute."""
        model = self.french_env["plpdma.stakeholder"]
        records, messages, raw = self._take(model, "cces_membres.xlsx")
        self.assertFalse(records)
        self.assertTrue(all(message["proposal"] for message in raw), messages)
        self.assertIn("« Élus »", messages[0])
        records, messages, _raw = self._take(
            model, "cces_membres.xlsx", plpdma_takes_proposals=True
        )
        self.assertEqual(messages, [])
        self.assertEqual(
            [
                (
                    r.partner_id.name,
                    r.membership,
                    r.college_id.name,
                    r.organisation_name,
                    r.email,
                    r.substitute_for_id.partner_id.name,
                )
                for r in records
            ],
            [
                (
                    "Alix FICTIF",
                    "member",
                    "Élus",
                    "Commune de Saint-Exemple",
                    "alix@saint-exemple.example",
                    False,
                ),
                (
                    "Sam INVENTÉ",
                    "substitute",
                    "Élus",
                    "Commune de Saint-Exemple",
                    "sam@saint-exemple.example",
                    "Alix FICTIF",
                ),
                (
                    "Jo EXEMPLE",
                    "member",
                    "Associations et société civile",
                    "Ressourcerie fictive",
                    "jo@ressourcerie.example",
                    False,
                ),
            ],
        )
        kept = records[2].partner_id.comment
        self.assertIn("contact@ressourcerie.example", kept, "Nothing is dropped")
        self.assertNotIn("jo@ressourcerie.example", kept)
        self.assertFalse(any(records[:2].partner_id.mapped("comment")))
        # Once more: the contacts are known, and their notes hold it already.
        records.sudo().unlink()
        records, messages, _raw = self._take(
            model, "cces_membres.xlsx", plpdma_takes_proposals=True
        )
        self.assertEqual(messages, [])
        self.assertEqual(records[2].partner_id.comment, kept)

    def test_several_addresses_beside_a_contact_that_is_named(self):
        model = self.french_env["plpdma.stakeholder"]
        partner = self.partners[0].copy({"name": "Alix UNIQUE", "email": False})
        content = "Contact;Courriel\nAlix UNIQUE;a@p.example, b@p.example\n"
        actor, messages, _raw = self._take(model, "a.csv", content.encode())
        self.assertEqual(messages, [])
        self.assertEqual((actor.partner_id, actor.email), (partner, "a@p.example"))
        self.assertIn("b@p.example", partner.comment)
