"""Columns of dates that may be read two ways, and clocks of elsewhere."""

from datetime import date

from odoo.tests import tagged

from .import_choices import ChoicesCase


@tagged("post_install", "-at_install", "plpdma")
class TestImportClocks(ChoicesCase):
    def _take_days(self, *cells, heading="Date", **options):
        """``(days of reception, what the server answers)`` of a column of dates."""
        rows = "".join(f"{cell};Texte {cell}\n" for cell in cells)
        content = f"{heading};Observation\n{rows}".encode()
        _wizard, result = self._execute(
            self.contributions, "dates.csv", content, **options
        )
        records = self.contributions.browse(result["ids"] or [])
        return records.mapped("date_received"), result

    def test_what_google_forms_writes(self):
        days, _result = self._take_days(
            "2026/03/05 10:12:11 AM UTC+1",
            "2026/03/05 11:12:11 PM UTC+2",
            "2026/03/05 11:12:11 PM GMT+1",
            "2026/03/05 11:12:11 PM UTC",
            "2026/03/05 11:12:11 PM Z",
            "2026/03/05 11:12:11 PM -04:00",
            "2026/03/06 12:12:11 AM UTC+5:30",
            "2026-03-05T23:30:00+01:00",
            heading="Horodateur",
        )
        self.assertEqual(
            [day.day for day in days], [5, 5, 5, 6, 6, 6, 5, 5], "In Paris"
        )

    def test_the_clock_is_that_of_the_authority(self):
        self.user_agent.tz = "Pacific/Auckland"
        days, _result = self._take_days("2026/03/05 10:12:11 PM UTC+1")
        self.assertEqual(days, [date(2026, 3, 5)])

    def test_a_clock_of_twelve_hours_is_asked_once(self):
        cells = ("3/5/26 10:12:11 AM", "4/5/26 8:00 PM")
        days, result = self._take_days(*cells)
        self.assertFalse(days)
        [question] = result["plpdma_questions"]
        for words in ("Date", "3/5/26 10:12:11 AM"):
            self.assertIn(words, question["column"])
        labels = [choice["label"] for choice in question["choices"]]
        self.assertIn("5 mars 2026", labels[0])
        self.assertIn("3 mai 2026", labels[1])
        self.assertEqual(question["preset"], question["choices"][0]["value"])
        for choice, expected in zip(question["choices"], ((3, 5), (5, 3)), strict=True):
            with self.subTest(choice["label"]):
                answer = [question["field"], question["word"], choice["value"]]
                days, _result = self._take_days(
                    *cells,
                    plpdma_choices=[answer],
                    plpdma_known_choice="again",
                )
                self.assertEqual((days[0].month, days[0].day), expected)

    def test_another_row_may_tell(self):
        days, _result = self._take_days("3/5/26 10:12 AM", "3/25/26 10:12 AM")
        self.assertEqual(days, [date(2026, 3, 5), date(2026, 3, 25)])
        days, _result = self._take_days("3/5/26 10:13 AM", "25/3/26 10:12 AM")
        self.assertEqual(days, [date(2026, 5, 3), date(2026, 3, 25)])
        days, _result = self._take_days("3/3/26 10:13 AM", "2026-05-03 10:13 AM")
        self.assertEqual(days, [date(2026, 3, 3), date(2026, 5, 3)])
        days, _result = self._take_days("25/03/2026 10:12", "05/03/2026 10:13")
        self.assertEqual(days, [date(2026, 3, 25), date(2026, 3, 5)])

    def test_a_month_first_without_its_clock_is_asked(self):
        """It may be a slip of the pen as well as another country's habit."""
        days, result = self._take_days("05/03/2026", "01/13/2026")
        self.assertFalse(days)
        [question] = result["plpdma_questions"]
        answer = [question["field"], question["word"], question["preset"]]
        days, _result = self._take_days(
            "05/03/2026", "01/13/2026", plpdma_choices=[answer]
        )
        self.assertEqual(days, [date(2026, 5, 3), date(2026, 1, 13)])
        days, result = self._take_days("04/03/2026", "25/03/2026", "01/13/2027")
        self.assertFalse(days)
        self.assertFalse(result["plpdma_questions"], "A slip of the pen")
        self.assertIn("01/13/2027", self._get_texts(result["messages"])[0])

    def test_the_format_chosen_on_the_screen_settles_it(self):
        days, _result = self._take_days("3/5/26 10:12 AM", date_format="%m/%d/%y")
        self.assertEqual(days, [date(2026, 3, 5)])
        days, _result = self._take_days("3/5/26 10:14 AM", date_format="%d/%m/%y")
        self.assertEqual(days, [date(2026, 5, 3)])

    def test_nobody_is_there_to_ask(self):
        result = self.contributions.with_context(import_file=True).load(
            ["date_received", "verbatim", "channel"],
            [["3/5/26 10:12 AM", "Oui", "email"]],
        )
        self.assertFalse(result["ids"])
        [text] = self._get_texts(result["messages"])
        self.assertIn("3/5/26 10:12 AM", text)
        self.assertIn("5 mars 2026", text)

    def test_a_test_of_the_file_says_that_it_will_be_asked(self):
        wizard, preview = self._preview(
            self.contributions, b"Date;Observation\n3/5/26 10:12 AM;Oui\n"
        )
        result = wizard.execute_import(
            ["date_received", "verbatim"],
            ["date", "observation"],
            preview["options"],
            dryrun=True,
        )
        self.assertEqual({m["type"] for m in result["messages"]}, {"warning"})
