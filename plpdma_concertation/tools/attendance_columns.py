"""Attendance told by crosses, a column for each of « Présent | Excusé | Absent »."""

from .cells import SheetRow
from .words import NO, YES, drop_endings, find_word, get_usual_words, read_flag

PARTICIPATION = "plpdma.participation"
# What is shorter stands in a cell, not above a column.
SHORTEST_HEADING = 5


def join_attendance(headings, rows, labels, choice_labels):
    """``(headings, rows)`` in which one column says who was there; those given when
    there are not several of crosses.

    :param list headings: texts
    :param list rows: ``SheetRow`` of texts, as wide as the headings
    :param labels: function that gives the heading of a field
    :param choice_labels: function that gives the label of a choice of a field
    """
    crossed = _find_crossed(headings, rows)
    if len(crossed) < 2 or not _is_any_ticked(rows, crossed):
        return headings, rows
    kept = [place for place in range(len(headings)) if place not in crossed]

    def tell(row):
        ticked = [
            choice_labels("attendance", choice)
            for place, choice in crossed.items()
            if read_flag(row[place]) in YES
        ]
        # Several are for the user to settle: together they are no choice.
        return " / ".join(ticked)

    told = [
        SheetRow([*(row[place] for place in kept), tell(row)], row.number)
        for row in rows
    ]
    return [*(headings[place] for place in kept), labels("attendance")], told


def _find_crossed(headings, rows):
    """``{place: choice}`` of the columns that are named as a choice is, and hold
    nothing but crosses."""
    words = get_usual_words(PARTICIPATION, "attendance")
    crossed = {}
    for place, heading in enumerate(headings):
        name = drop_endings(heading).strip()
        choice = find_word(name, words) if len(name) >= SHORTEST_HEADING else None
        cells = {read_flag(row[place]) for row in rows}
        if choice and cells <= YES | NO | {""} and choice not in crossed.values():
            crossed[place] = choice
    return crossed


def _is_any_ticked(rows, crossed):
    return any(read_flag(row[place]) in YES for row in rows for place in crossed)
