"""What a file says is kept, or is said to be left."""

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .import_choices import ChoicesCase
from .import_common import SCREEN_OPTIONS


@tagged("post_install", "-at_install", "plpdma")
class TestImportKept(ChoicesCase):
    def test_an_empty_file_is_said_to_be_empty(self):
        for content in (b"", b"\xef\xbb\xbf", b" \r\n\r\n"):
            for kind in ("text/csv", False):
                with self.subTest(content, kind=kind):
                    self.assertEqual(
                        self._get_error(content, kind), "Le fichier est vide."
                    )

    def _get_error(self, content, kind, model="plpdma.contribution"):
        wizard = self.contributions.env["base_import.import"].create(
            {
                "res_model": model,
                "file": content,
                "file_name": "vide.csv",
                "file_type": kind,
            }
        )
        preview = wizard.parse_preview(dict(SCREEN_OPTIONS))
        self.assertTrue(preview["plpdma_nothing"])
        return preview["error"]

    def test_headings_and_no_row(self):
        error = self._get_error(b"Date;Observation\n", "text/csv")
        self.assertIn("aucune ligne", error)

    def test_rows_that_name_nobody(self):
        content = "Titulaire;Suppléant\nà désigner;à désigner\n".encode()
        error = self._get_error(content, "text/csv", "plpdma.stakeholder")
        self.assertIn("rien à importer", error)

    def test_the_word_of_the_file_is_kept_beside_a_guess(self):
        self.manager_env["plpdma.territory"].create({"name": "Zinzin-le-Quai"})
        content = b"Commune;Observation\nQuai;Oui\nZinzin-le-Quai;Non\n"
        records, _count, _result = self._choose(self.contributions, "f.csv", content)
        self.assertEqual(records.territory_id.mapped("name"), ["Zinzin-le-Quai"])
        self.assertIn("Commune : Quai", records[0].internal_note)
        self.assertFalse(records[1].internal_note)

    def test_of_a_list_the_word_that_was_guessed(self):
        self.manager_env["plpdma.theme"].create(
            [{"name": "Composteurs du port"}, {"name": "Broyage du port"}]
        )
        content = "Thème;Observation\nBroyage du port / Composteur port;Oui\n".encode()
        record, _count, _result = self._choose(self.contributions, "f.csv", content)
        self.assertEqual(len(record.theme_ids), 2)
        self.assertIn("Thème : Composteur port", record.internal_note)
        self.assertNotIn("Broyage", record.internal_note)

    def test_two_columns_of_one_heading_are_both_kept(self):
        content = b"Observation;Date;Observation;Date\nUn;05/03/2026;Deux;06/03/2026\n"
        wizard, preview = self._preview(self.contributions, content)
        self.assertEqual(preview["matches"][0], ["verbatim"])
        self.assertEqual(preview["matches"][2], ["verbatim"])
        self.assertEqual(preview["matches"][1], ["date_received"])
        self.assertNotIn(3, preview["matches"])
        self.assertTrue(wizard)
        records, _count, _result = self._choose(self.contributions, "f.csv", content)
        self.assertEqual(records.verbatim, "Un\nDeux")

    def test_accents_make_no_other_entry(self):
        roles = self.manager_env["plpdma.role"]
        roles.create({"name": "Éleveur bio"})
        with self.assertRaises(ValidationError):
            roles.create({"name": "ELEVEUR  bio"})
        content = "Nom;Catégorie\nROUP Anne;Eleveur bio\n".encode()
        actor, _count, _result = self._choose(
            self.manager_env["plpdma.stakeholder"], "a.csv", content
        )
        self.assertEqual(actor.role_ids.mapped("name"), ["Éleveur bio"])

    def test_what_names_no_author(self):
        """As an empty cell: « Néant » is nobody's name."""
        told = ("à désigner", "néant", "-", "Mme", "M.", "M. et Mme", "Monsieur", "")
        content = self._make_file(
            ["Nom", "Texte"], *([name, f"Un {name}"] for name in told)
        )
        records, _count, result = self._choose(self.contributions, "x.csv", content)
        self.assertEqual(len(records), len(told))
        self.assertFalse(any(records.mapped("contributor_name")))
        self.assertEqual(set(records.mapped("anonymous")), {records[-1].anonymous})
        self.assertFalse(any(records.mapped("internal_note")))
        self.assertFalse([m for m in self._get_texts(result["messages"]) if "Mme" in m])

    def test_what_names_no_author_takes_no_name_away(self):
        contribution = self._create_contribution(contributor_name="Alix FICTIF")
        content = self._make_file(
            ["Référence", "Nom"], [contribution.reference, "néant"]
        )
        self._choose(self.contributions, "x.csv", content)
        self.assertEqual(contribution.contributor_name, "Alix FICTIF")
