"""How many days stand in one period."""

import random
from datetime import date, timedelta

from odoo.tests import BaseCase, tagged

from ...tools.periods import count_within

DAY = date(2026, 6, 15)


def at(*offsets):
    return [DAY + timedelta(days=offset) for offset in offsets]


@tagged("post_install", "-at_install", "plpdma")
class TestPeriods(BaseCase):
    def test_first_and_last_day_are_in(self):
        self.assertEqual(count_within(at(-89, 0), DAY, 90), 2)
        self.assertEqual(count_within(at(0, 89), DAY, 90), 2)
        self.assertEqual(count_within(at(-90, 0), DAY, 90), 1)
        self.assertEqual(count_within(at(0, 90), DAY, 90), 1)

    def test_the_day_need_not_be_among_them(self):
        self.assertEqual(count_within([], DAY, 90), 0)
        self.assertEqual(count_within(at(-89), DAY, 90), 1)
        self.assertEqual(count_within(at(-90), DAY, 90), 0)
        self.assertEqual(count_within(at(89), DAY, 90), 1)
        self.assertEqual(count_within(at(90), DAY, 90), 0)

    def test_the_same_day_counts_as_often_as_it_is_there(self):
        self.assertEqual(count_within(at(-3, -3, 4), DAY, 90), 3)

    def test_the_period_that_holds_most(self):
        self.assertEqual(count_within(at(-80, -70, 40, 50, 60), DAY, 90), 3)
        self.assertEqual(count_within(at(-80, -70, -60, 5), DAY, 90), 4)
        self.assertEqual(count_within(at(-80, 40), DAY, 90), 1)

    def test_as_each_period_is_looked_at(self):
        """Every period of nine days that holds the day, one by one."""
        chance, checked = random.Random(90), set()
        for _time in range(300):
            days = at(
                *(chance.randint(-12, 12) for _day in range(chance.randint(0, 9)))
            )
            most = max(
                sum(first <= each <= first + timedelta(days=8) for each in days)
                for first in at(*range(-8, 1))
            )
            self.assertEqual(count_within(days, DAY, 9), most, days)
            checked.add(most)
        self.assertGreater(len(checked), 5)
