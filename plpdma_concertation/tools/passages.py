"""Passages of a text, as pairs of the place of their first character and of the place
after their last one; characters are those of Python: code points."""


def merge_passages(passages):
    """The passages as few as they can be, in order, none touching another.

    :param passages: iterable of pairs ``(start, stop)``
    :return: list of pairs
    """
    merged = []
    for start, stop in sorted(passages):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def overlap(one, other):
    """Whether two passages have a character in common."""
    return max(one[0], other[0]) < min(one[1], other[1])


def get_gaps(text, passages):
    """What no passage takes up, white space aside.

    :return: list of pairs
    """
    gaps, place = [], 0
    for start, stop in [*merge_passages(passages), (len(text), len(text))]:
        left = text[place:start]
        if left.strip():
            begin = place + len(left) - len(left.lstrip())
            gaps.append((begin, begin + len(left.strip())))
        place = max(place, stop)
    return gaps


def get_uncovered_percent(text, passages):
    """How much of the text no passage takes up, white space aside: 0 says that nothing
    is left, 100 that nothing is taken up.

    :return: whole number from 0 to 100
    """
    total = _count_written(text)
    left = sum(
        _count_written(text[start:stop]) for start, stop in get_gaps(text, passages)
    )
    if not total or not left:
        return 0
    if left == total:
        return 100
    return min(max(round(100 * left / total), 1), 99)


def subtract_passages(passages, others):
    """What of the passages none of the others takes up.

    :return: list of pairs, in order
    """
    left = []
    for start, stop in merge_passages(passages):
        for begin, end in merge_passages(others):
            if end <= start or begin >= stop:
                continue
            if begin > start:
                left.append((start, begin))
            start = end
        if start < stop:
            left.append((start, stop))
    return left


def _count_written(text):
    return sum(not character.isspace() for character in text)
