"""Headings in two rows: a group above, and what it is made of below."""

from .cells import is_blank
from .headings import find_heading_row
from .shapes import FIRST_NAME, NAME
from .words import fold_plural

LONGEST = 60
# What stands under a group besides the headings of fields.
PARTS = {fold_plural(word) for word in f"{NAME}, {FIRST_NAME}".split(",")}


def find_headings(rows, known, place=None):
    """``(place, headings, place of the first row of data)``.

    :param list rows: of ``SheetRow``
    :param set known: headings that mean something, as ``fold_plural`` gives them
    :param int place: the row of the headings, where somebody chose it
    """
    chosen = place is not None
    if not chosen:
        place = find_heading_row(rows, known)
    for upper in (place,) if chosen else (place, place - 1):
        if 0 <= upper < len(rows) - 1 and _is_pair(rows[upper], rows[upper + 1], known):
            return upper, _join(rows[upper], rows[upper + 1]), upper + 2
    return place, list(rows[place]), place + 1


def _is_filled(cell):
    return isinstance(cell, str) and not is_blank(cell)


def _is_pair(upper, lower, known):
    """Whether two rows are the headings of one table."""
    below = [place for place, cell in enumerate(lower) if _is_filled(cell)]
    labels = [cell for cell in (*upper, *lower) if cell != ""]
    if len(below) < 2 or not all(
        isinstance(cell, str) and len(cell) <= LONGEST for cell in labels
    ):
        return False
    # A title above the headings is one cell; so is a lone group, which adds nothing.
    if sum(map(_is_filled, upper)) < 2:
        return False
    # Something below has nothing of its own above.
    grouped = [place for place in below if not _is_filled(upper[place])]
    if not grouped:
        return False
    # What repeats the row above is merged downwards.
    words = {
        fold_plural(lower[place])
        for place in below
        if fold_plural(lower[place]) != fold_plural(upper[place])
    }
    return words <= known | PARTS


def _join(upper, lower):
    """The headings of the two rows: the lower ones, with the name of their group where
    two groups have the same."""
    groups, group = [], ""
    for place, cell in enumerate(upper):
        if _is_filled(cell):
            group = cell.strip()
        elif place in upper.covered:
            group = str(upper.covered[place]).strip()
        elif not _is_filled(lower[place]):
            group = ""
        groups.append(group)
    texts = [str(cell).strip() if _is_filled(cell) else "" for cell in lower]
    folded = [fold_plural(text) for text in texts]
    repeated = {
        group
        for group, text in zip(groups, folded, strict=True)
        if text and folded.count(text) > 1
    }
    return [
        _join_one(group, text, group in repeated)
        for group, text in zip(groups, texts, strict=True)
    ]


def _join_one(group, text, is_repeated):
    if not text or fold_plural(text) == fold_plural(group):
        return group
    return f"{text} {group}".strip() if is_repeated else text
