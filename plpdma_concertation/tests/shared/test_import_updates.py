"""Nothing that exists is changed without a word, and no number is lost."""

from odoo.tests import tagged
from odoo.tools import mute_logger

from .import_common import SequenceCase


@tagged("post_install", "-at_install", "plpdma")
class TestImportUpdates(SequenceCase):
    def setUp(self):
        super().setUp()
        self.known = self._create_contributions(
            {"reference": "REG-1", "verbatim": "Avant 1", "summary": "Résumé"},
            {"reference": "REG-2", "verbatim": "Avant 2"},
        )
        self.env.flush_all()
        self.content = self._make_file(
            ["Référence", "Texte reçu", "Résumé"],
            ["REG-1", "Après 1", ""],
            ["REG-2", "Après 2", ""],
            ["REG-3", "Nouvelle", ""],
        )

    def test_references_are_rewritten_once_agreed(self):
        records, messages = self._import(self.contributions, self.content)
        self.assertFalse(records)
        self.assertEqual(len(messages), 1)
        self.assertEqual(messages[0]["type"], "error")
        self.assertEqual(messages[0]["update_count"], 2)
        self.assertIn(
            "2 contributions existantes seront modifiées", messages[0]["message"]
        )
        self.assertIn("REG-1", messages[0]["message"])
        self.assertEqual(self.known.mapped("verbatim"), ["Avant 1", "Avant 2"])
        # Agreeing to another number is not agreeing to this one.
        records, _messages = self._import(
            self.contributions, self.content, plpdma_confirmed_updates=1
        )
        self.assertFalse(records)
        records, messages = self._import(
            self.contributions, self.content, plpdma_confirmed_updates=2
        )
        [undated] = self._get_texts(messages)
        self.assertIn("Aucune colonne du fichier", undated, "One of them is new")
        self.assertEqual(len(records), 3)
        self.assertEqual(self.known.mapped("verbatim"), ["Après 1", "Après 2"])
        self.assertEqual(records[2].reference, "REG-3")
        # An empty cell takes nothing away.
        self.assertEqual(self.known[0].summary, "Résumé")

    def test_the_test_says_so(self):
        records, messages = self._import(self.contributions, self.content, dryrun=True)
        self.assertEqual([message["type"] for message in messages], ["warning"] * 2)
        self.assertIn("2 contributions existantes", messages[0]["message"])
        self.env.invalidate_all()
        self.assertEqual(self.known.mapped("verbatim"), ["Avant 1", "Avant 2"])

    def test_a_reference_stands_once_in_a_file(self):
        content = self._make_file(
            ["Référence", "Texte reçu"], ["REG-1", "Une fois"], ["REG-1", "Deux fois"]
        )
        records, messages = self._import(
            self.contributions, content, plpdma_confirmed_updates=1
        )
        self.assertFalse(records)
        self.assertEqual(len(messages), 1)
        self.assertIn("Ligne 3", messages[0]["message"])

    def test_an_identifier_of_odoo_still_names_its_record(self):
        [[external_id]] = (
            self.known[0].with_user(self.user_manager).export_data(["id"])["datas"]
        )
        content = self._make_file(["id", "Résumé"], [external_id, "Autre"])
        records, messages = self._import(self.contributions, content)
        self.assertFalse(records)
        self.assertIn("1 contribution existante", messages[0]["message"])
        records, messages = self._import(
            self.contributions, content, plpdma_confirmed_updates=1
        )
        self.assertEqual(messages, [])
        self.assertEqual(records, self.known[0])
        self.assertEqual(self.known[0].summary, "Autre")

    def test_rows_of_sessions_change_no_contribution(self):
        sessions = self.agent_env["plpdma.session"].with_context(import_file=True)
        for key in (".id", "id", "reference"):
            fields = ["name", "program_id/.id", f"contribution_ids/{key}"]
            known = self.known[0]
            [[external_id]] = known.sudo().export_data(["id"])["datas"]
            value = {
                ".id": str(known.id),
                "id": external_id,
                "reference": known.reference,
            }[key]
            result = sessions.load(
                [*fields, "contribution_ids/verbatim"],
                [["Séance", str(self.program.id), value, "Réécrite"]],
            )
            with self.subTest(key):
                self.assertFalse(result["ids"])
                self.assertEqual(known.verbatim, "Avant 1")

    def test_an_identifier_that_names_a_module(self):
        content = self._make_file(
            ["id", "Texte reçu"], ["plpdma_concertation.contribution_01", "Un mot"]
        )
        records, messages = self._import(self.contributions, content)
        self.assertFalse(records)
        self.assertEqual(len(messages), 1)
        self.assertIn("n'est l'identifiant d'aucune fiche", messages[0]["message"])

    def test_the_number_of_a_form_is_no_identifier(self):
        """Whichever way its heading is written, and though the mapping was saved."""
        self.env["base_import.mapping"].create(
            {
                "res_model": "plpdma.contribution",
                "column_name": "id",
                "field_name": "id",
            }
        )
        for heading in ("ID", "id", "External ID", "ID externe"):
            with self.subTest(heading):
                content = self._make_file([heading, "Texte reçu"], ["1", heading])
                _wizard, preview = self._preview(self.contributions, content)
                self.assertEqual(preview["matches"][0], ["register_number"])

    def test_a_form_number_taken_for_an_identifier_is_refused(self):
        content = self._make_file(["ID", "Texte reçu"], ["1", "Oui"], ["2", "Non"])
        wizard, preview = self._preview(self.contributions, content)
        result = wizard.execute_import(
            ["id", "verbatim"], ["id", "texte reçu"], preview["options"]
        )
        self.assertFalse(result["ids"])
        self.assertEqual(len(result["messages"]), 2)
        self.assertIn(
            "«\N{NO-BREAK SPACE}1\N{NO-BREAK SPACE}»", result["messages"][0]["message"]
        )

    def test_a_session_is_changed_by_its_reference(self):
        model = self.french_env["plpdma.session"]
        content = self._make_file(
            ["Référence", "Intitulé"], [self.consultation.reference, "Autre nom"]
        )
        records, messages = self._import(model, content)
        self.assertFalse(records)
        self.assertEqual(messages[0]["update_count"], 1)
        records, messages = self._import(model, content, plpdma_confirmed_updates=1)
        self.assertEqual(messages, [])
        self.assertEqual(self.consultation.name, "Autre nom")


@tagged("post_install", "-at_install", "plpdma")
class TestImportNumbers(SequenceCase):
    HEADINGS = ("Reçue le", "Texte reçu")

    def setUp(self):
        super().setUp()
        self._create_contribution(date_received="2026-03-01")
        self.rows = [("01/03/2026", f"Texte {number}") for number in range(20)]

    def test_testing_takes_no_number(self):
        before = self._get_last_number()
        content = self._make_file(self.HEADINGS, *self.rows)
        for _time in range(3):
            _records, messages = self._import(self.contributions, content, dryrun=True)
            self.assertEqual(messages, [])
        self.assertEqual(self._get_last_number(), before)

    def test_a_file_refused_takes_no_number(self):
        before = self._get_last_number()
        for bad in (("bientôt", "Texte"), ("01/03/2026", "\u200b")):
            content = self._make_file(self.HEADINGS, *self.rows, bad)
            records, messages = self._import(self.contributions, content)
            self.assertFalse(records)
            self.assertEqual(len(messages), 1)
        self.assertEqual(self._get_last_number(), before)

    def test_numbers_follow_the_rows(self):
        first = self._create_contribution(date_received="2026-03-01").reference
        content = self._make_file(self.HEADINGS, *self.rows)
        records, messages = self._import(self.contributions, content)
        self.assertEqual(messages, [])
        start = int(first.rpartition("/")[2])
        self.env.invalidate_all()
        self.assertEqual(
            records.mapped("reference"),
            [f"CTR/2026/{start + number:04d}" for number in range(1, 21)],
        )

    def test_each_year_and_each_own_number(self):
        content = self._make_file(
            ("Référence", *self.HEADINGS),
            ("", "01/03/2025", "a"),
            ("REG-9", "01/03/2026", "b"),
            ("", "01/03/2026", "c"),
        )
        records, messages = self._import(self.contributions, content)
        self.assertEqual(messages, [])
        self.assertEqual(
            [reference[:8] for reference in records.mapped("reference")],
            ["CTR/2025", "REG-9", "CTR/2026"],
        )

    def test_a_rule_that_refuses_a_row_names_it_in_words(self):
        """The rule is the model's: it speaks of the row, which has no number yet."""
        content = self._make_file(
            ("Nom du contributeur", "Anonyme", "Texte reçu"),
            ("", "Oui", "a"),
            ("Zoé", "Oui", "b"),
            ("Léo", "Oui", "c"),
        )
        with mute_logger("odoo.sql_db"):
            records, messages = self._import(self.contributions, content)
        self.assertFalse(records)
        texts = self._get_texts(messages)
        self.assertEqual(len(texts), 2, texts)
        for row, text in zip((3, 4), texts, strict=True):
            self.assertTrue(text.startswith(f"Ligne {row} : Cette ligne"), text)
