"""A register that was exported comes back."""

import io
from datetime import date, datetime

import openpyxl

from odoo.tests import tagged

from ...export.export import Export, ExportOptions
from ...tools.texts import html_to_text
from ..shared.import_common import ImportCase


@tagged("post_install", "-at_install", "plpdma")
class TestExportMeetsImport(ImportCase):
    """The answers written in an exported register come back as draft responses."""

    HEADINGS = (
        "Contribution",
        "Programme",
        "Objet",
        "Suite donnée",
        "Motif",
        "Motif de refus",
        "Ce que la collectivité fera",
        "Ce qui change dans le programme",
        "À réexaminer le",
    )

    def setUp(self):
        super().setUp()
        self.answered, *self.open = self._create_contributions(
            {"contributor_name": "Répondue", "contributor_email": "r@p.example"},
            {"contributor_name": "Un"},
            {"contributor_name": "Deux"},
            {"contributor_name": "Trois"},
        )
        self._create_response(self.answered, "partial", state="sent")
        self.env.flush_all()

    def _export(self):
        env = self.french_env(context={**self.french_env.context, "tz": "Europe/Paris"})
        file = io.BytesIO()
        Export(env, ExportOptions(lang="fr_FR")).write_to(file)
        return openpyxl.load_workbook(io.BytesIO(file.getvalue()))

    def _fill(self, workbook, reference, **cells):
        sheet = workbook["Contributions et réponses"]
        headings = {cell.value: cell.column for cell in sheet[1]}
        [row] = [row[0].row for row in sheet.rows if row[0].value == reference]
        for heading, value in cells.items():
            sheet.cell(row, headings[heading.replace("_", " ")]).value = value

    def _take_back(self, workbook):
        """Import the workbook as it is, in the list of responses."""
        file = io.BytesIO()
        workbook.save(file)
        model = self.french_env["plpdma.response"]
        wizard, preview = self._preview(model, file.getvalue(), "registre.xlsx")
        self.assertEqual(preview["options"]["sheet"], "Contributions et réponses")
        matched = {
            heading: "/".join(preview["matches"][index])
            for index, heading in enumerate(preview["headers"])
            if preview["matches"].get(index)
        }
        self.assertEqual(set(matched), set(self.HEADINGS))
        before = model.search([])
        result = wizard.with_context(tracking_disable=True).execute_import(
            [matched.get(heading, False) for heading in preview["headers"]],
            [heading.strip().lower() for heading in preview["headers"]],
            preview["options"],
        )
        self.env.flush_all()
        return model.search([]) - before, self._get_texts(result["messages"])

    def test_answers_become_drafts(self):
        workbook = self._export()
        self._fill(
            workbook,
            self.open[0].reference,
            Suite_donnée="Retenue",
            Ce_que_la_collectivité_fera="Dix bacs.\nEn mai.",
        )
        self._fill(
            workbook,
            self.open[1].reference,
            Suite_donnée="Différée",
            Motif="Une étude est en cours.",
            À_réexaminer_le=datetime(2099, 6, 30),
        )
        with self.mock_mail_gateway():
            drafts, messages = self._take_back(workbook)
        self.assertEqual(messages, [])
        self.assertFalse(self._new_mails)
        self.assertEqual(len(drafts), 2)
        self.assertEqual(set(drafts.mapped("state")), {"draft"})
        first = self.open[0].response_id
        self.assertEqual(first.decision, "retained")
        self.assertEqual(html_to_text(first.effect), "Dix bacs.\nEn mai.")
        second = self.open[1].response_id
        self.assertEqual(second.review_date, date(2099, 6, 30))
        self.assertEqual(second.contribution_ids, self.open[1])
        self.assertFalse(self.open[2].response_id)
        # Once more: nothing is doubled.
        again, messages = self._take_back(workbook)
        self.assertFalse(again)
        self.assertEqual(messages, [])

    def test_headings_in_english(self):
        """“Moderation” is none of the response's fields, however alike it looks."""
        env = self.agent_env(context={**self.agent_env.context, "lang": "en_US"})
        file = io.BytesIO()
        Export(env, ExportOptions(lang="en_US")).write_to(file)
        _wizard, preview = self._preview(
            env["plpdma.response"], file.getvalue(), "register.xlsx"
        )
        matched = {
            heading: preview["matches"].get(index)
            for index, heading in enumerate(preview["headers"])
        }
        self.assertEqual(matched["Motivation"], ["motivation"])
        self.assertFalse(matched["Moderation"])

    def test_an_untouched_register_changes_nothing(self):
        drafts, messages = self._take_back(self._export())
        self.assertFalse(drafts)
        self.assertEqual(messages, [])

    def test_each_bad_row_is_named(self):
        workbook = self._export()
        good, bad, answered = self.open[0], self.open[1], self.answered
        self._fill(workbook, good.reference, Suite_donnée="Hors champ", Motif="Non.")
        self._fill(workbook, bad.reference, Suite_donnée="Peut-être")
        drafts, messages = self._take_back(workbook)
        self.assertFalse(drafts)
        [message] = messages
        self.assertIn("Ligne", message)
        self.assertIn("Peut-être", message)
        workbook = self._export()
        self._fill(workbook, good.reference, Suite_donnée="Hors champ", Motif="Non.")
        self._fill(workbook, answered.reference, Suite_donnée="Retenue")
        drafts, messages = self._take_back(workbook)
        self.assertFalse(drafts)
        [message] = messages
        self.assertIn(answered.reference, message)
