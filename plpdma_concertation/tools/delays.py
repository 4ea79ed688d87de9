"""How long it took: the middle one, and the slowest tenth."""


def get_median(counts):
    """The middle one of many numbers of days, half-way between two where there are two;
    ``None`` of none.

    :param dict counts: ``{days: how many}``
    """
    total = sum(counts.values())
    if not total:
        return None
    low = _get_ranked(counts, (total - 1) // 2)
    high = _get_ranked(counts, total // 2)
    return low if low == high else (low + high) / 2


def get_slowest_tenth(counts):
    """From how many days on the slowest tenth begins; ``None`` of none.

    :param dict counts: ``{days: how many}``
    """
    total = sum(counts.values())
    # As many as a tenth, and one at least.
    return _get_ranked(counts, total - max(total // 10, 1)) if total else None


def _get_ranked(counts, rank):
    for days in sorted(counts):
        rank -= counts[days]
        if rank < 0:
            return days
    raise IndexError(rank)
