"""The table of what was answered, as the public reads it."""

import csv
import io

from odoo.tests import tagged

from ...export.publication import KEYS, get_rows
from .export_common import ExportCase
from .register_common import NASTY_TEXTS


@tagged("post_install", "-at_install", "plpdma")
class TestExportPublication(ExportCase):
    """What the public reads."""

    def _get_rows(self):
        return {
            row["reference"]: row
            for row in get_rows(
                self._get_export(self.user_agent).env,
                [("program_id", "=", self.program.id)],
            )
        }

    def test_rows(self):
        rows = self._get_rows()
        public = self.contributions[0] | self.contributions[3]
        self.assertEqual(set(rows), set(public.mapped("reference")))
        waiting = rows[self.contributions[0].reference]
        self.assertEqual(waiting["decision"], "Awaiting an answer")
        self.assertIsNone(waiting["response"])
        answered = rows[self.contributions[3].reference]
        self.assertEqual(answered["decision"], "Answered, response not published")
        self.assertIsNone(answered["response"])
        self.assertEqual(answered["text"], "Sans rien qui me nomme.")
        self.response.action_publish()
        answered = self._get_rows()[self.contributions[3].reference]
        self.assertEqual(answered["decision"], "Partly retained")
        self.assertEqual(
            answered["response"], "Le budget est limité.\nDix composteurs en 2027."
        )
        self.assertEqual(answered["category"], "Individual")

    def test_a_name_only_with_its_owner_s_agreement(self):
        self.contributions[3].name_consent = True
        row = self._get_rows()[self.contributions[3].reference]
        self.assertEqual(row["category"], "Alix Adresse")

    def test_a_merged_contribution_is_told_once_answered(self):
        double = self._create_contribution(contributor_name="Claude Bis")
        double._merge_into(self.contributions[0])
        self.assertNotIn(double.reference, self._get_rows())
        response = self._create_response(self.contributions[0], state="sent")
        response.action_publish()
        rows = self._get_rows()
        self.assertEqual(rows[double.reference]["decision"], "Not retained")

    def test_csv_and_workbook_say_the_same(self):
        self.response.action_publish()
        self._create_contributions(*({"verbatim": text} for text in NASTY_TEXTS))
        self.env.flush_all()
        content = self._write(self.user_agent, kind="publication", format="csv")
        self.assertTrue(content.startswith(b"\xef\xbb\xbf"))
        text = content.decode("utf-8-sig")
        headings, *lines = csv.reader(io.StringIO(text, newline=""))
        self.assertEqual(headings, list(KEYS))
        workbook = self._open(self.user_agent, kind="publication")
        self.assertEqual(
            workbook.sheetnames,
            ["About", "Description of the columns", "Observations and responses"],
        )
        sheet = workbook["Observations and responses"]
        rows = list(sheet.iter_rows(min_row=2, values_only=True))
        self.assertEqual(len(rows), len(lines))
        for row, line in zip(rows, lines, strict=True):
            self.assertEqual(line[0], row[0])
            self.assertEqual(line[2], row[2].date().isoformat())
            self.assertEqual(line[7], row[7])
        texts = [line[5] for line in lines]
        for text in NASTY_TEXTS:
            # No spreadsheet runs it as a formula.
            shown = f"'{text}" if text[0] in "=+-@" else text
            self.assertIn(shown, texts)
        described = list(
            workbook["Description of the columns"].iter_rows(values_only=True)
        )
        self.assertEqual([row[1] for row in described[1:]], list(KEYS))
        self.assertTrue(all(row[2] for row in described))

    def test_an_elected_gets_what_they_read(self):
        workbook = self._open(self.elected_portal, kind="publication")
        rows = self._read_sheet(workbook["Observations and responses"])
        self.assertEqual(
            {row["Number"] for row in rows},
            set((self.contributions[0] | self.contributions[3]).mapped("reference")),
        )
