"""What a file says of itself, read without a workbook."""

import io

from odoo.tests import tagged

from ...export.about import describe_filter, list_about, list_description, list_filter
from ...export.layout import LEGIBLE, count_lines, get_height, share_pages
from ...export.names import name_file
from ...export.publication import write_csv
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
        self.assertEqual(selection, f"Numbers of the records: {self.response.id}")
        # Nothing of it is in what does not hold the contributions.
        export = self._get_export(self.user_agent, sheets=("actors",), **options)
        self.assertNotIn("Selection", dict(list_filter(export)))

    def test_a_filter_in_the_log_is_in_words(self):
        """With the labels that its reader sees, not the names of the fields."""
        export = self._get_export(
            self.user_agent,
            selection_model="plpdma.contribution",
            selection_domain=[["is_observation", "=", True], ["kind", "=", "opinion"]],
        )
        text = describe_filter(export)
        self.assertNotIn("is_observation", text)
        observation, kind = text.split("\n")[-2:]
        self.assertTrue(observation.endswith(" = Yes"), observation)
        self.assertEqual(kind, "Kind = Opinion")

    def test_description_of_the_columns(self):
        export = self._get_export(self.user_agent, kind="publication")
        table = export.get_tables()["contributions"]
        columns = table.list_columns()
        headings, *rows = list_description(table, columns)
        self.assertEqual(len(headings), 2)
        self.assertEqual(
            [label for label, _text in rows], [column.label for column in columns]
        )
        self.assertTrue(all(all(row) for row in rows))

    def test_csv_needs_no_record(self):
        file = io.BytesIO()
        write_csv(file, [[("=1+1", None)], [("é", "a,b")]], ("one", "two"))
        self.assertFalse(file.closed)
        heading, *lines = file.getvalue().decode("utf-8-sig").split("\r\n")
        self.assertEqual(heading, "one,two")
        self.assertEqual(lines, ["'=1+1,", 'é,"a,b"', ""])

    def test_rows_are_as_tall_as_their_texts(self):
        self.assertEqual(count_lines("court", 20), 1)
        self.assertEqual(count_lines("un\ndeux\n\ntrois", 20), 4)
        self.assertGreaterEqual(count_lines("mot " * 50, 40), 5)
        self.assertGreater(get_height(3), get_height(1))
        self.assertEqual(get_height(10_000), get_height(100_000))

    def test_columns_share_pages(self):
        """Printed at a size that is read, on as many pages as it takes."""
        scale, breaks = share_pages([20, 30, 40])
        self.assertEqual((scale, breaks), (100, []))
        scale, breaks = share_pages([18] + [30] * 24)
        self.assertEqual(scale, int(100 * LEGIBLE))
        self.assertGreater(breaks[0], 3)
        self.assertEqual(breaks, sorted(set(breaks)))

    def test_names_of_the_files(self):
        name = name_file(
            self.env, "Registre : tout", ["PLPDMA 2026/2031"], False, "2026-11-27"
        )
        self.assertEqual(
            name, "PLPDMA 2026-2031 - Registre - tout - internal - 2026-11-27"
        )
        # What leaves for the person it is addressed to is neither.
        letters = name_file(self.env, "Convocations", ["A"], None)
        self.assertEqual(letters, "A - Convocations")
        for kind, audience in (("register", "internal"), ("publication", "public")):
            export = self._get_export(
                self.user_agent, kind=kind, program_id=self.program.id
            )
            with self.subTest(kind):
                self.assertIn(f" - {audience} - ", export.filename)
                self.assertTrue(export.filename.startswith(self.program.name[:20]))
                self.assertTrue(export.filename.endswith(".xlsx"))
