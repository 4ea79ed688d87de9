"""Rows of a text whose cells a separator divides."""

import csv
import io
from collections import Counter

SEPARATORS = (";", ",", "\t", "|")
# Guessing looks at the beginning only: a cell may be as long as a book.
GUESS_CHARACTERS = 200_000
GUESS_ROWS = 200


def read_rows(text, separator, quote='"'):
    """Yield each row of a text as a list of texts, line breaks inside a cell kept as
    they are.

    :param str separator: what stands between two cells
    """
    return csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, quotechar=quote
    )


def join_cut(rows, separator):
    """Make whole again the texts of a table of one column, its headings first, which
    the separator that stands in some of them cut. Rows that are mostly of several cells
    are a table of several columns.

    :param list rows: of cells, changed in place
    """
    cut = [row for row in rows[1:] if any(row[1:])]
    if not cut or any(rows[0][1:]) or len(cut) * 2 >= len(rows):
        return
    for row in cut:
        row[:] = [
            separator.join(row).rstrip(separator),
            *[""] * (len(row) - 1),
        ]


def find_left_over(headings, rows, separator):
    """``{number of the row: text}`` of what stands beyond the headings, where a
    separator that no quotation marks surround cut a text: a spreadsheet would have
    written the headings as wide as the rows.

    :param list headings: the rows of the headings, ``SheetRow``
    :param list rows: those of data, ``SheetRow``
    """
    width = max(row.written for row in headings)
    return {
        row.number: separator.join(row[width : row.written])
        for row in rows
        if any(row[width : row.written])
    }


def holds_rows(cell, separator, width):
    """Whether a cell seems to hold the rows that follow it: a quotation mark that is
    never closed swallows them.

    :param int width: number of the columns
    """
    least = 2 if separator == "," else 1
    return any(
        len(cells) == width
        and len(cells) > least
        and sum(one[:1] == " " for one in cells[1:]) * 2 <= len(cells) - 1
        for cells in (line.split(separator) for line in str(cell).split("\n")[1:])
    )


def guess_separator(text, quote='"'):
    """The character that separates the cells; a semicolon when nothing does.

    :param str text: the whole file; its beginning alone is looked at
    """
    sample = text[:GUESS_CHARACTERS]
    is_cut = len(sample) < len(text)
    best, best_key = ";", (0, 0)
    for separator in SEPARATORS:
        key = _judge(sample, separator, quote, is_cut)
        if key > best_key:
            best, best_key = separator, key
    return best


def _judge(sample, separator, quote, is_cut):
    """``(share of the rows that have the usual width, that width)``: how well a
    separator divides the rows."""
    rows = []
    try:
        for row in read_rows(sample, separator, quote):
            if any(cell.strip() for cell in row):
                rows.append(row)
            if len(rows) == GUESS_ROWS:
                break
    except csv.Error:
        return (0, 0)
    if is_cut and len(rows) > 1:
        rows.pop()
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return (0, 0)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    follows = [cell for row in rows for cell in row[1:] if cell]
    if follows and sum(cell[0] == " " for cell in follows) > len(follows) / 2:
        # A comma in a sentence, which a space follows.
        return (0, 0)
    return (round(count / len(rows), 1), width)
