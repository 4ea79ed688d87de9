"""What a cell says."""

import re
import unicodedata

# No database takes the first; no reader sees the others. Line breaks and tabs stay.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Letters by their category, and yet blank on every screen.
BLANK_LETTERS = set("\u115f\u1160\u2800\u3164\uffa0\u034f\u17b4\u17b5")
# How much of a cell a message quotes.
QUOTED = 60


class SheetError(str):
    """A cell whose formula failed, and what stands in it, such as ``#REF!``."""

    __slots__ = ()


class RowMember(str):
    """The name of the member of a seat, in the cell that tells whom their substitute
    stands in for: they are of the same row of the sheet, and not whoever else bears
    that name."""

    def __new__(cls, name, number):
        """
        :param int number: place of the row in the sheet
        """
        cell = super().__new__(cls, name)
        cell.number = number
        return cell


def join_cells(cells, separator=" "):
    """The texts of several cells as one; a formula that failed stays one that failed.

    :param list cells: those that are empty count for nothing
    """
    for cell in cells:
        if isinstance(cell, SheetError):
            return cell
    return separator.join(filter(None, (str(cell).strip() for cell in cells)))


class SheetRow(list):
    """The list of the cells of a row, which knows its place in the sheet, how many
    cells were written there, the empty ones included, and what the merged cells say
    that begin in another column: ``{place: value}``."""

    __slots__ = ("covered", "number", "written")

    def __init__(self, cells=(), number=0, written=0):
        super().__init__(cells)
        self.number = number
        self.written = written
        self.covered = {}


def clean_cell(text):
    """The text without the characters that no reader sees and no database takes, its
    line breaks written as one writes them here."""
    if text.isprintable():
        return text
    return CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def is_blank(text):
    """Whether a text shows nothing: white space, characters without width."""
    return all(
        character.isspace()
        or character in BLANK_LETTERS
        or unicodedata.category(character) in ("Cc", "Cf", "Cn", "Mn")
        for character in text or ""
    )


def quote_cell(value):
    """The beginning of a cell's text, on one line, as a message quotes it."""
    text = " ".join(str(value)[: QUOTED * 4].split())
    return text if len(text) <= QUOTED else f"{text[: QUOTED - 1]}…"
