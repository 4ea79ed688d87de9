"""Days that stand close to one another."""

from datetime import timedelta


def count_within(days, day, length):
    """How many of these days stand in one period of ``length`` days that holds ``day``:
    in the period that holds most of them.

    :param days: dates, in any order, which may be there several times
    :param day: the date looked at, which counts if it is among them
    :param int length: days of a period, the first and the last one included
    """
    span = timedelta(days=length - 1)
    near = [each for each in days if day - span <= each <= day + span]
    # The period that holds most begins on one of them, or on the day itself.
    starts = {day, *(each for each in near if each < day)}
    return max(sum(start <= each <= start + span for each in near) for start in starts)
