"""The table of what was answered, as the public reads it."""

import csv
import io

from odoo.tests import tagged

from .export_common import ExportCase
from .publication_rows import get_rows
from .register_common import NASTY_TEXTS

CSV = {"kind": "publication", "format": "csv", "lang": "en_US"}


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
        lines = self._read_csv(self._write(self.user_agent, **CSV))
        workbook = self._open(self.user_agent, kind="publication")
        self.assertEqual(
            workbook.sheetnames,
            ["About", "Description of the columns", "Observations and responses"],
        )
        sheet = workbook["Observations and responses"]
        rows = self._read_sheet(sheet)
        by_number = {row["Number"]: row for row in rows}
        self.assertEqual(len(by_number), len(rows))
        self.assertEqual({line["Number"] for line in lines}, by_number.keys())
        for line in lines:
            row = by_number[line["Number"]]
            self.assertEqual(line["Date"], row["Date"].date().isoformat())
            for name in ("Decision", "Category of contributor"):
                self.assertEqual(line[name], row[name])
        texts = [line["Observation"] for line in lines]
        for text in NASTY_TEXTS:
            # No spreadsheet runs it as a formula.
            shown = f"'{text}" if text[0] in "=+-@" else text
            self.assertIn(shown, texts)
        described = list(
            workbook["Description of the columns"].iter_rows(values_only=True)
        )
        headings = [cell.value for cell in sheet[1]]
        self.assertEqual([row[0] for row in described[1:]], headings)
        self.assertTrue(all(row[1] for row in described))

    def _read_csv(self, content, separator=";"):
        self.assertTrue(content.startswith(b"\xef\xbb\xbf"))
        text = io.StringIO(content.decode("utf-8-sig"), newline="")
        return list(csv.DictReader(text, delimiter=separator))

    def test_csv_tells_codes_apart(self):
        """For a database: codes beside labels, where, how and when; in the language of
        the reader, with the separator that they chose."""
        self.response.action_publish()
        territory = self.env["plpdma.territory"].create(
            {"name": "Val-Fictif", "insee_code": "99001"}
        )
        self.contributions[3].write({"territory_id": territory.id, "channel": "letter"})
        self.env.flush_all()
        content = self._write(self.user_agent, **CSV)
        [line] = [
            one
            for one in self._read_csv(content)
            if one["Number"] == self.contributions[3].reference
        ]
        for label, value in {
            "Channel": "Letter",
            "Channel: code": "letter",
            "Territory": "Val-Fictif",
            "Territory: INSEE code": "99001",
            "Decision": "Partly retained",
            "Decision: code": "partial",
            "Answered on": self.contributions[3].date_answered.isoformat(),
        }.items():
            self.assertEqual(line[label], value, label)
        content = self._write(self.user_agent, **{**CSV, "separator": "\t"})
        self.assertIn("Number", self._read_csv(content, "\t")[0])
        self.env["res.lang"]._activate_lang("fr_FR")
        content = self._write(self.user_agent, **{**CSV, "lang": "fr_FR"})
        self.assertIn("Canal\N{NO-BREAK SPACE}: code", content.decode().splitlines()[0])

    def test_csv_names_no_meeting_held_alone(self):
        """Of the sessions, those that the public pages show."""
        one = self.contributions[3]
        one.session_id.name = "Rencontre avec Untel"
        program = one.program_id
        shown = one.session_id in program._get_public_sessions()
        self.env.flush_all()
        content = self._write(self.user_agent, **CSV).decode()
        self.assertEqual("Rencontre avec Untel" in content, shown)

    def test_an_elected_gets_what_they_read(self):
        workbook = self._open(self.elected_portal, kind="publication")
        rows = self._read_sheet(workbook["Observations and responses"])
        self.assertEqual(
            {row["Number"] for row in rows},
            set((self.contributions[0] | self.contributions[3]).mapped("reference")),
        )
