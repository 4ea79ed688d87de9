"""How tall a row is, and how the columns of a sheet share printed pages: plain numbers,
the same in every spreadsheet program."""

# Points of a line of text, and of the tallest row that a workbook may have.
LINE = 15
TALLEST = 409
# A line breaks before a word: a column of so many characters holds fewer.
FILL = 0.88
# Characters that a landscape sheet of A4 holds at full size, whatever font stands for
# the one that is missing, and how much smaller it
# may be printed to be read still.
PAGE_CHARACTERS = 104
LEGIBLE = 0.65


def count_lines(text, width):
    """Number of lines that a text takes in a column.

    :param int width: of the column, in characters
    """
    room = max(int(width * FILL), 1)
    if len(text) <= room and "\n" not in text:
        return 1
    return sum(max(1, -(-len(paragraph) // room)) for paragraph in text.split("\n"))


def get_height(lines):
    """Points of a row of so many lines."""
    return min(lines * LINE, TALLEST)


def share_pages(widths):
    """``(scale, breaks)``: per cent at which a sheet is printed for its columns to be
    legible, and the columns before which a new page begins; the first column stands
    again on each page.

    :param widths: of the columns, in characters
    """
    total = sum(widths)
    if total <= PAGE_CHARACTERS / LEGIBLE:
        return min(100, int(100 * PAGE_CHARACTERS / max(total, 1))), []
    room = PAGE_CHARACTERS / LEGIBLE
    breaks, used = [], 0
    for place, width in enumerate(widths):
        if place and used + width > room:
            breaks.append(place)
            used = widths[0]
        used += width
    return int(100 * LEGIBLE), breaks
