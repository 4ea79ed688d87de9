"""What a file says of itself, read without a workbook."""

import io

from odoo.tests import tagged

from ...export.about import describe_filter, list_about, list_description, list_filter
from ...export.publication import KEYS, write_csv
from .export_common import ExportCase


@tagged("post_install", "-at_install", "plpdma")
class TestExportRows(ExportCase):
    def _list_about(self, user, **options):
        export = self._get_export(user, **options)
        return dict(list_about(export, export.get_tables()))

    def test_about(self):
        about = self._list_about(
            self.user_agent,
            program_id=self.program.id,
            date_from="2026-01-01",
            sheets=("actors", "contributions"),
        )
        self.assertEqual(about["Local authority"], self.company.name)
        self.assertEqual(about["Exported by"], self.user_agent.name)
        self.assertEqual(about["Programme"], self.program.name)
        self.assertEqual(about["Sheets"], "Actors, Contributions and responses")
        self.assertEqual(about["Not limited to the period"], "Actors")
        self.assertIn("1 reserved for the staff", about["Contributions"])
        self.assertNotIn("Selection", about)

    def test_about_what_is_published(self):
        """It is for everybody: neither who exports nor what is inside is told."""
        about = self._list_about(self.user_agent, kind="publication")
        self.assertEqual(about["Sheets"], "Observations and responses")
        self.assertFalse({"Exported by", "Contributions"} & about.keys())

    def test_what_is_not_read_is_said(self):
        about = self._list_about(self.user_elected, sheets=("actors", "sessions"))
        self.assertEqual(about["Sheets"], "Participation sessions")
        self.assertEqual(about["Left out: you do not read them"], "Actors")

    def test_filter_in_the_log(self):
        options = {
            "selection_model": "plpdma.response",
            "selection_domain": [("id", "in", self.response.ids)],
        }
        export = self._get_export(self.user_agent, **options)
        *lines, selection = describe_filter(export).split("\n")
        self.assertEqual(lines, [": ".join(line) for line in list_filter(export)])
        self.assertIn("Selection", dict(list_filter(export)))
        self.assertEqual(selection, f'[["id", "in", [{self.response.id}]]]')
        # Nothing of it is in what does not hold the contributions.
        export = self._get_export(self.user_agent, sheets=("actors",), **options)
        self.assertNotIn("Selection", dict(list_filter(export)))

    def test_columns_of_open_data(self):
        export = self._get_export(self.user_agent, kind="publication")
        table = export.get_tables()["contributions"]
        headings, *rows = list_description(table, table.list_columns())
        self.assertEqual(len(headings), 3)
        self.assertEqual(tuple(key for _label, key, _text in rows), KEYS)
        self.assertTrue(all(all(row) for row in rows))

    def test_csv_needs_no_record(self):
        file = io.BytesIO()
        write_csv(file, [[("=1+1", None)], [("é", "a,b")]])
        self.assertFalse(file.closed)
        heading, *lines = file.getvalue().decode("utf-8-sig").split("\r\n")
        self.assertEqual(heading, ",".join(KEYS))
        self.assertEqual(lines, ["'=1+1,", 'é,"a,b"', ""])
