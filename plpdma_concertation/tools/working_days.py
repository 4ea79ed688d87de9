"""Working days in France: neither Saturdays, Sundays nor public holidays."""

from datetime import date, timedelta
from functools import lru_cache

# (month, day) of those that never move.
FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
# Days after Easter Sunday: Easter Monday, Ascension, Whit Monday.
MOVING = (1, 39, 50)


@lru_cache(maxsize=64)
def get_holidays(year):
    """Set of the public holidays of a year, as dates (metropolitan France)."""
    easter = get_easter(year)
    return frozenset(
        [date(year, month, day) for month, day in FIXED]
        + [easter + timedelta(days=days) for days in MOVING]
    )


def get_easter(year):
    """Easter Sunday of a year of the Gregorian calendar, as a date (Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    j, k = c // 4, c % 4
    m = (a + 11 * h) // 319
    r = (2 * e + 2 * j - k - h + m + 32) % 7
    month = (h - m + r + 90) // 25
    return date(year, month, (h - m + r + month + 19) % 32)


def is_working_day(day):
    """Whether people are at work on a date."""
    return day.weekday() < 5 and day not in get_holidays(day.year)


def count_back(day, number):
    """The date that is a number of working days before another one, which is not
    counted.

    :param date day: the last day
    :param int number: 1 is the working day that comes before it
    """
    while number > 0:
        day -= timedelta(days=1)
        if is_working_day(day):
            number -= 1
    return day
