"""Texts that spreadsheets misread, and what each cell of the register should hold."""

from datetime import datetime

from odoo import fields

from ...export.register import TABLES
from ...tools.texts import html_to_text
from .export_common import ExportCase

NASTY_TEXTS = (
    "=1+1",
    "+33 2 99 00 00 00",
    "-5 %",
    "@SOMME(A1)",
    "https://example.org/page",
    "<r>pas du code</r>",
    "<script>alert('x')</script> & «\xa0guillemets\xa0»",
    "👩🏽‍🌾 récolte 🍎",
    "مرحبا بالعالم",
    "deux\nlignes\tet une tabulation",
    "_x0041_ n'est pas un A",
    "  espaces autour  ",
)


class RegisterCase(ExportCase):
    SHEETS = {
        "About": None,
        "Overview": None,
        "Actors": "plpdma.stakeholder",
        "Participation sessions": "plpdma.session",
        "Attendance by session": "plpdma.participation",
        "Contributions and responses": "plpdma.contribution",
        "Actions": "plpdma.measure",
        "Commitments": "plpdma.commitment",
        "Adaptations": "plpdma.adaptation",
        "Milestones": "plpdma.milestone",
    }

    def _assert_cells(self, user, sheet, model_name, personal=False):
        """Each cell is what the user reads in the record, and each record is there."""
        [table_class] = [
            table for table in TABLES.values() if table.model_name == model_name
        ]
        env = self._get_export(user).env
        records = env[model_name].search([], order=table_class.order)
        rows = list(sheet.iter_rows(min_row=2, values_only=True))
        self.assertTrue(records)
        self.assertEqual(len(rows), len(records))
        columns = table_class(env, personal=personal).list_columns()
        self.assertEqual([cell.value for cell in sheet[1]], [c.label for c in columns])
        for row, record in zip(rows, records, strict=True):
            for column, value in zip(columns, row, strict=True):
                if column.name in record._fields:
                    expected = self._expect(env, record, column.name)
                    with self.subTest(model=model_name, column=column.label):
                        self.assertEqual(value, expected)

    def _expect(self, env, record, name):
        """What a cell should hold, computed without the code that writes it."""
        field = record._fields[name]
        value = record[name]
        if name == "location" and record.format == "individual":
            return None
        if name.startswith("response_") and record._name == "plpdma.contribution":
            if not record.sent_response_id:
                return None
        if field.type == "selection":
            return dict(field._description_selection(env)).get(value)
        if field.type == "boolean":
            return "Yes" if value else "No"
        if field.type == "integer":
            return value
        if field.relational:
            readable = value._filtered_access("read")
            return ", ".join(readable.mapped("display_name")) or None
        if not value:
            return None
        if field.type == "date":
            return datetime(value.year, value.month, value.day)
        if field.type == "datetime":
            local = fields.Datetime.context_timestamp(record, value)
            return local.replace(tzinfo=None)
        if field.type == "html":
            return html_to_text(value) or None
        return str(value)

    def _assert_nowhere(self, workbook, *words):
        # Whoever exports is named; those they heard are not.
        text = "\n".join(
            str(value)
            for sheet in workbook
            for row in sheet.iter_rows(values_only=True)
            for value in row
            if value is not None
        )
        for word in words:
            self.assertNotIn(word, text)
