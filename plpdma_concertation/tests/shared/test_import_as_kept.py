"""Sheets as people keep them: headings that a form marked, notes at the foot, texts
that a separator or a quotation mark broke."""

from odoo.tests import tagged

from .import_choices import ChoicesCase


@tagged("post_install", "-at_install", "plpdma")
class TestImportAsKept(ChoicesCase):
    def _bring(self, *lines):
        """``(records, texts of the warnings)`` of a file of contributions."""
        content = "\n".join(lines).encode()
        records, _count, result = self._choose(self.contributions, "v.csv", content)
        return records, self._get_texts(result["messages"])

    def test_what_a_form_requires(self):
        records, _told = self._bring(
            "Date de réception *;Nom (facultatif);*Texte reçu (obligatoire)",
            "05/03/2026;Alix;Espaces",
        )
        self.assertEqual(records.verbatim, "Espaces")
        self.assertEqual(records.contributor_name, "Alix")
        self.assertEqual(str(records.date_received), "2026-03-05")

    def test_notes_at_the_foot_of_a_register(self):
        records, told = self._bring(
            "Date;Nom;Texte",
            "05/03/2026;Alix;Un",
            ";;",
            "TOTAL;1;",
            "Mis à jour le 10/03/2026;;",
            "Source : mairie;;",
        )
        self.assertEqual(records.mapped("verbatim"), ["Un"])
        self.assertTrue(any("notes" in one and "5" in one for one in told), told)

    def test_a_note_at_the_foot_of_a_list_of_towns(self):
        model = self.manager_env["plpdma.territory"]
        content = b"Commune;Insee\nBourg-Fictif;01902\nSource : Insee, 2026;\n"
        records, _count, _result = self._choose(model, "v.csv", content)
        self.assertEqual(records.mapped("name"), ["Bourg-Fictif"])

    def test_the_codes_of_the_post_office(self):
        model = self.manager_env["plpdma.territory"]
        content = b"#Code_commune_INSEE;Nom_de_la_commune\n01902;BOURG FICTIF\n"
        records, _count, _result = self._choose(model, "v.csv", content)
        self.assertEqual(records.insee_code, "01902")

    def test_a_quotation_mark_that_is_never_closed(self):
        content = (
            'Date;Nom;Texte\r\n05/03/2026;Alix;"Jamais fermé\r\n'
            "06/03/2026;Sam;Suite\r\n"
        ).encode()
        _wizard, result = self._execute(self.contributions, "v.csv", content)
        self.assertFalse(result["ids"])
        [question] = result["plpdma_questions"]
        self.assertIn("guillemet", question["column"])
        self.assertIn("Ligne 2", question["column"])
        records, _count, _result = self._choose(self.contributions, "v.csv", content)
        self.assertEqual(records.verbatim.strip(), "Jamais fermé\n06/03/2026;Sam;Suite")

    def test_a_separator_in_the_only_column(self):
        records, _told = self._bring(
            "Observations", "Une idée", "Deux, ou trois ; enfin", "Une autre"
        )
        self.assertEqual(
            records.mapped("verbatim"),
            ["Une idée", "Deux, ou trois ; enfin", "Une autre"],
        )

    def test_a_file_without_dates_says_so(self):
        _records, told = self._bring("Nom;Texte", "Alix;Un")
        self.assertTrue(any("Aucune colonne" in one for one in told), told)
        _records, told = self._bring("Date;Texte", "05/03/2026;Un")
        self.assertEqual(told, [])

    def test_what_a_form_dates_is_no_answer(self):
        records, told = self._bring(
            '"Numéro de série",SID,"Envoyé le","Complété le","Modifié le","Validé le",'
            'Brouillon,Nom,Prénom,"Votre contribution"',
            '1,91,"05/03/2026 - 10:12","05/03/2026 - 10:12","07/03/2026 - 10:12",'
            '"08/03/2026 - 10:12",0,Frama,Alix,"Plus de bacs"',
        )
        self.assertEqual(records.verbatim, "Plus de bacs")
        self.assertEqual(str(records.date_received), "2026-03-05")
        self.assertEqual(told, [])

    def test_an_address_keeps_its_town(self):
        records, _told = self._bring(
            "Date;Nom;Adresse;Code postal;Ville;Texte",
            "05/03/2026;Alix;12 rue des Lilas;1000;Bourg-Fictif;Zéro",
        )
        self.assertEqual(
            (records.contributor_street, records.contributor_zip),
            ("12 rue des Lilas", "01000"),
        )
        self.assertEqual(records.contributor_city, "Bourg-Fictif")

    def test_what_became_of_an_opinion_is_no_state(self):
        """Nothing but what sheets tell is guessed by likeness."""
        content = "Date;Texte;Statut\n05/03/2026;Une idée;Retenue\n".encode()
        _wizard, preview = self._preview(self.contributions, content)
        self.assertNotIn(["state"], list(preview["matches"].values()))

    def test_what_somebody_does_after_their_name(self):
        content = (
            "Organisme;Nom\nAsso;Lou ZERO (présidente)\nClub;Léo UN, trésorier\n"
            "Union;Familles rurales, section de Bourg\n"
        ).encode()
        model = self.french_env["plpdma.stakeholder"]
        records, _count, _result = self._choose(model, "v.csv", content)
        self.assertEqual(
            [(one.partner_name, one.function) for one in records],
            [
                ("Lou ZERO", "présidente"),
                ("Léo UN", "trésorier"),
                ("Familles rurales, section de Bourg", False),
            ],
        )
        again, _count, _result = self._choose(
            model, "v.csv", content + b"Amis;Max DEUX\n"
        )
        self.assertEqual(again[-1:].partner_name, "Max DEUX")
        self.assertEqual(len(again - records), 1)
