"""Several people in one cell of a list: a row each, and to each what is theirs."""

import re

from .cells import SheetError, SheetRow
from .contact_cells import IN_TEXT
from .headings import means_field
from .typography import PHONE

STAKEHOLDER = "plpdma.stakeholder"
BETWEEN = re.compile(r"\s*[/;\n]\s*")
# « BRUN Zoé », « Mme Anne de La Tour »: two words at least, each of a capital letter.
WORD = r"[A-ZÀ-Ý][\w'’.-]*"
NAME = re.compile(rf"{WORD}(?: (?:(?:d['’]|de|du|des|le|la) ?)*{WORD})+")
# What of a row is a person's own, and what parts it where it tells of several.
OWN = {"email": IN_TEXT, "phone": PHONE, "function": None}


def split_people(headings, rows, labels):
    """``(headings, rows)`` in which each of the people of a cell has a row.

    What is told for each is theirs, in the order of the names; told once, the first's.
    """
    places = {
        field: place
        for field in ("partner_name", *OWN)
        for place, heading in reversed(list(enumerate(headings)))
        if means_field(STAKEHOLDER, heading, field, labels(field))
    }
    name = places.pop("partner_name", None)
    if name is None or not any(len(_part_names(row[name])) > 1 for row in rows):
        return headings, rows
    return headings, [one for row in rows for one in _split(row, name, places)]


def _part_names(cell):
    """The names of a cell; the cell as it is, where it is not sure to hold several."""
    names = [] if isinstance(cell, SheetError) else BETWEEN.split(str(cell).strip())
    are_names = len(names) > 1 and all(map(NAME.fullmatch, names))
    return names if are_names else [cell]


def _split(row, name, places):
    names = _part_names(row[name])
    own = {
        place: _share(str(row[place]), OWN[field], len(names))
        for field, place in places.items()
        if len(names) > 1
    }
    for rank, one in enumerate(names):
        cells = [
            one if place == name else own[place][rank] if place in own else cell
            for place, cell in enumerate(row)
        ]
        yield SheetRow(cells, row.number)


def _share(text, pattern, count):
    """What of a cell is each one's; all of it the first's, where the counts differ."""
    parts = (
        [found[0].strip() for found in pattern.finditer(text)]
        if pattern
        else BETWEEN.split(text.strip())
    )
    return parts if len(parts) == count else [text, *[""] * (count - 1)]
