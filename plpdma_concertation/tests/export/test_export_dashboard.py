"""The overview of the workbook holds the figures of the dashboard, cell by cell."""

import io

import openpyxl

from odoo import fields
from odoo.tests import tagged

from ...export.dashboard_blocks import HIDDEN, NONE, OWN
from ...export.export import Export, ExportOptions
from ..overview.dashboard_common import DashboardCase


@tagged("post_install", "-at_install", "plpdma")
class TestExportDashboard(DashboardCase):
    def _open(self, user, **options):
        file = io.BytesIO()
        env = self._as(user)
        asked = ExportOptions(
            sheets=("summary",), company_ids=tuple(self.company.ids), **options
        )
        Export(env, asked).write_to(file)
        file.seek(0)
        return openpyxl.load_workbook(file)

    def _read_rows(self, sheet):
        """The rows of a sheet, without the empty cells at their end."""
        rows = []
        for row in sheet.iter_rows(values_only=True):
            cells = list(row)
            while cells and cells[-1] is None:
                cells.pop()
            rows.append(cells)
        return rows

    def _word(self, figure):
        if figure.get("is_hidden"):
            return HIDDEN
        return NONE if figure["value"] is None else figure["value"]

    def _check_section(self, section, rows):
        """The rows of the sheet from which those of a part of the dashboard follow.

        :return: how many cells were compared
        """
        checked = 0
        start = rows.index([section["title"]])
        rows = rows[start + 1 :]
        for figure in section["figures"]:
            self.assertIn([figure["label"], self._word(figure)], rows[:9])
            checked += 1
        for table in section["tables"]:
            if not table["rows"]:
                continue
            place = rows.index([table["title"]])
            self.assertEqual(rows[place + 1], table["headings"])
            for number, row in enumerate(table["rows"], place + 2):
                expected = [row["label"], *map(self._word, row["cells"])]
                self.assertEqual(rows[number], expected, table["key"])
                checked += len(expected)
        return checked

    def test_cell_by_cell(self):
        today = self.company._plpdma_get_today()
        period = {
            "date_from": str(fields.Date.subtract(today, days=45)),
            "date_to": str(today),
        }
        for name in ("user_agent", "user_manager", "user_elected", "user_limited"):
            for filters in ({}, period):
                user = getattr(self, name)
                board = self._read(user, **filters)
                workbook = self._open(
                    user,
                    program_id=self.program.id,
                    personal=user in (self.user_agent | self.user_manager),
                    **filters,
                )
                rows = self._read_rows(workbook["Overview"])
                with self.subTest(name, **filters):
                    checked = sum(
                        self._check_section(section, rows)
                        for section in board["sections"]
                        if section["key"] not in OWN
                    )
                    self.assertGreater(checked, 120)

    def test_each_is_told_once(self):
        """What the dashboard tells, the register does not tell again."""
        rows = self._read_rows(
            self._open(self.user_agent, program_id=self.program.id)["Overview"]
        )
        firsts = [row[0] for row in rows if row]
        self.assertEqual(firsts.count("Answer delays"), 1)
        self.assertNotIn("Participation by college", firsts)
        self.assertIn("Observations by decision", firsts)

    def test_agents_are_named_with_the_names_alone(self):
        title = self._table(self._read(self.user_agent), "late_user")["title"]
        for personal in (False, True):
            workbook = self._open(
                self.user_agent, program_id=self.program.id, personal=personal
            )
            rows = self._read_rows(workbook["Overview"])
            self.assertEqual([title] in rows, personal)

    def test_what_comes_is_told(self):
        board = self._read(self.user_agent)
        [dates] = [one["dates"] for one in board["sections"] if one.get("dates")]
        rows = self._read_rows(
            self._open(self.user_agent, program_id=self.program.id)["Overview"]
        )
        for item in dates:
            self.assertIn([item["label"], item["date"], item["kind"]], rows)

    def test_drawn_as_on_the_page(self):
        sheet = self._open(self.user_agent, program_id=self.program.id)["Overview"]
        series = {
            "".join(run.t for p in chart.title.tx.rich.p for run in p.r or ()): len(
                chart.series
            )
            for chart in sheet._charts
        }
        board = self._read(self.user_agent)
        stages = self._table(board, "stages")
        decided = self._table(board, "theme_decision")
        self.assertEqual(series[stages["title"]], 1)
        self.assertEqual(series[decided["title"]], len(decided["headings"]) - 1)
        self.assertNotIn(self._table(board, "theme_college")["title"], series)

    def test_of_several_programmes_none(self):
        rows = self._read_rows(self._open(self.user_agent)["Overview"])
        firsts = [row[0] for row in rows if row]
        self.assertIn("Contributions received", firsts)
        self.assertIn("Participation by college", firsts)
        self.assertNotIn("Who was heard, and who was not", firsts)
