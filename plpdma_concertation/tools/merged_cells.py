"""Cells of a workbook that were merged: their value is that of all of them."""

import re

from .sheet_parts import read_column

# In the part of a sheet that tells of its merged cells, after its rows.
END_OF_ROWS = b"sheetData>"
RANGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


def read_ranges(xml):
    """List of ``(first row, last row, first column, last column)`` of the merged cells
    of a sheet; rows are counted from 1, columns from 0.

    :param bytes xml: the sheet, as its workbook holds it
    """
    tail = xml[max(xml.rfind(END_OF_ROWS), 0) :]
    return [
        (int(top), int(bottom), read_column(left), read_column(right))
        for left, top, right, bottom in RANGE.findall(tail)
    ]


def spread(rows, ranges):
    """Give the value of merged cells to each of the rows that they cover.

    The other columns of a row stay as they are: a value is that of its column. They
    are noted in ``SheetRow.covered``, since a heading is that of all its columns.

    :param list rows: of ``SheetRow``, which are changed
    :param ranges: as ``read_ranges`` gives them
    """
    by_number = {row.number: row for row in rows}
    for top, bottom, left, right in ranges:
        first = by_number.get(top)
        if first is None or left >= len(first) or not first[left]:
            continue
        value = first[left]
        for number in range(top, min(bottom, top + len(rows) * 2) + 1):
            row = by_number.get(number)
            if row is None:
                continue
            if number > top:
                row[left] = value
            row.covered.update(
                dict.fromkeys(range(left + 1, min(right + 1, len(row))), value)
            )
