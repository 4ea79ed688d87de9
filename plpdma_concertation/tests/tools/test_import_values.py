"""What cells hold, without a database: dates, numbers, words."""

from datetime import date, datetime, timezone

from odoo.tests import BaseCase, tagged

from ...tools import cells, dates, numbers, words


@tagged("post_install", "-at_install", "plpdma")
class TestDates(BaseCase):
    def test_each_way_to_write_the_first_of_march(self):
        for text in (
            "01/03/26",
            "01/03/2026",
            "1/3/2026",
            "01-03-2026",
            "01.03.26",
            "2026-03-01",
            "2026/03/01",
            "1er mars 2026",
            "1 mars 2026",
            "01 MARS 2026",
            "dimanche 1er mars 2026",
            "le 1 mars 2026",
            "1-mars-26",
            "March 1, 2026",
            "46082",
            "2026-03-01T14:30:00Z",
            "01/03/2026 14:30",
            "01/03/2026 à 14h30",
            "01/03/2026 2:30 PM",
            "\u00a001/03/2026\u202f",
            date(2026, 3, 1),
            datetime(2026, 3, 1, 14, 30),
        ):
            with self.subTest(text):
                moment = dates.read_moment(text)
                self.assertEqual(moment.date(), date(2026, 3, 1))

    def test_other_readers(self):
        self.assertEqual(dates.read_moment("03/01/26", "mdy").date(), date(2026, 3, 1))
        self.assertEqual(dates.get_order("%m/%d/%Y"), "mdy")
        self.assertEqual(dates.get_order("%d/%m/%Y"), "dmy")
        self.assertEqual(dates.get_order("%Y-%m-%d"), "ymd")
        with self.assertRaises(dates.NotADate):
            dates.read_moment("13/03/2026", "mdy")

    def test_times(self):
        for text, expected in (
            ("01/03/2026 14:30", (14, 30, 0)),
            ("01/03/2026 14h30", (14, 30, 0)),
            ("01/03/2026 à 9h", (9, 0, 0)),
            ("2026-03-01 08:05:09.123", (8, 5, 9)),
            ("3/1/26 12:15 AM", (0, 15, 0)),
            ("46082,5", (12, 0, 0)),
        ):
            with self.subTest(text):
                moment = dates.read_moment(text, "mdy" if "AM" in text else "dmy")
                self.assertEqual(moment.timetuple()[3:6], expected)
        moment = dates.read_moment("2026-03-01T23:30:00+02:00")
        self.assertEqual(
            moment.astimezone(timezone.utc),
            datetime(2026, 3, 1, 21, 30, tzinfo=timezone.utc),
        )

    def test_two_digits_of_a_year(self):
        self.assertEqual(dates.read_moment("01/01/70").year, 1970)
        self.assertEqual(dates.read_moment("01/01/35").year, 2035)

    def test_what_is_no_date(self):
        for text in (
            "mars 2026",
            "bientôt",
            "31/02/2026",
            "2026",
            "12",
            "32/01/2026",
            "01/13/2026",
            "01/03/2026 25:00",
            "01/03/2026 (environ)",
            "99999",
            "1" * 1_000_000,
            "a " * 500_000,
        ):
            with self.subTest(text[:20]), self.assertRaises(dates.NotADate):
                dates.read_moment(text)

    def test_unlikely_years(self):
        for text in ("01/01/9999", "0000-01-01", "31/12/0001", "1500-01-01"):
            with self.subTest(text), self.assertRaises(dates.UnlikelyYear):
                dates.read_moment(text)


@tagged("post_install", "-at_install", "plpdma")
class TestNumbers(BaseCase):
    def test_each_way_to_write_twelve_thousand_and_one(self):
        for text in (
            "12 001",
            "12\u00a0001",
            "12\u202f001",
            "12001",
            "12001,0",
            "12 001,00 €",
            " 12'001 ",
            "12.001,00",
            "12,001.00",
            "1.2001e4",
        ):
            with self.subTest(text):
                self.assertEqual(numbers.read_number(text), 12001)

    def test_decimals_and_percents(self):
        for text, expected in (("1,5", 1.5), ("1.5", 1.5), ("45 %", 0.45), ("(3)", -3)):
            with self.subTest(text):
                self.assertEqual(float(numbers.read_number(text)), expected)
        self.assertEqual(numbers.read_number("12,001", "."), 12001)

    def test_what_is_no_number(self):
        for text in ("", "douze", "1,2,3", "12 001 hab.", "1" * 1_000_000, "1e999"):
            with self.subTest(text[:20]), self.assertRaises(numbers.NotANumber):
                numbers.read_number(text)


@tagged("post_install", "-at_install", "plpdma")
class TestWords(BaseCase):
    def test_the_same_word(self):
        for one, other in (
            ("Déchets verts", "DECHETS  VERTS"),
            ("Œuvre", "oeuvre"),
            ("E-mail", "e mail"),
        ):
            self.assertEqual(words.fold(one), words.fold(other))
        self.assertEqual(
            words.fold_plural("St-Exemple"), words.fold_plural("Saint Exemple")
        )
        self.assertEqual(words.fold_plural("Thème(s)"), words.fold_plural("Thèmes "))

    def test_usual_words_mean_one_choice(self):
        """No word stands for two choices of a field."""
        count = 0
        for model_name, by_field in words.USUAL_WORDS.items():
            for name, choices in by_field.items():
                told = [
                    words.fold(word)
                    for texts in choices.values()
                    for word in texts.split(",")
                ]
                with self.subTest(model_name, field=name):
                    self.assertEqual(len(told), len(set(told)))
                count += len(told)
        self.assertGreater(count, 100)

    def test_nearest(self):
        names = ["Élus", "Associations et société civile", "Secteur social"]
        self.assertEqual(words.find_nearest("Associations", names), names[1])
        self.assertEqual(words.find_nearest("Collège des élus", names), names[0])
        self.assertEqual(words.find_nearest("Secteur sociale", names), names[2])
        self.assertIsNone(words.find_nearest("Bailleurs", names))

    def test_nearest_in_each_word(self):
        """What two names share does not make them one."""
        towns = ["Val-Fictif", "Rive-Feinte", "Pont-Imaginaire"]
        for other in ("Saint-Fictif", "Rive-Droite"):
            self.assertIsNone(words.find_nearest(other, towns), other)
        for told in ("Val Fictiff", "Rive-Fiente", "Pont Imag."):
            self.assertIn(words.find_nearest(told, towns), towns, told)

    def test_blank_texts(self):
        for text in (
            "",
            "  \n\t",
            "\u200b\u200b",
            "\ufeff",
            "\u2060\u00ad",
            "\u3164",
            "\x00",
        ):
            self.assertTrue(cells.is_blank(text), ascii(text))
        for text in ("a", "👩🏽‍🌾", ".", "0", "\u200b!"):
            self.assertFalse(cells.is_blank(text), ascii(text))

    def test_control_characters(self):
        self.assertEqual(cells.clean_cell("a\x00b\x0bc\r\nd\te"), "abc\nd\te")
        self.assertEqual(len(cells.quote_cell("x" * 1_000_000)), cells.QUOTED)
