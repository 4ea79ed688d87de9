"""Cells of a workbook that were merged: their value is that of all of them."""

import re

from lxml import etree

BOOK = "xl/workbook.xml"
LINKS = "xl/_rels/workbook.xml.rels"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# In the part of a sheet that tells of its merged cells, after its rows.
END_OF_ROWS = b"sheetData>"
RANGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


def read_sheet(archive, name):
    """Bytes of a sheet, as its workbook holds it; empty where it says otherwise than
    usual where the sheet stands.

    :param archive: ``zipfile.ZipFile`` of the workbook
    :param str name: of the sheet
    """
    parts = set(archive.namelist())
    if not {BOOK, LINKS} <= parts:
        return b""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    book = etree.fromstring(archive.read(BOOK), parser)
    link = next(
        (
            sheet.get(LINK)
            for sheet in book.iter("{*}sheet")
            if sheet.get("name") == name
        ),
        None,
    )
    for node in etree.fromstring(archive.read(LINKS), parser).iter("{*}Relationship"):
        if link and node.get("Id") == link:
            target = node.get("Target") or ""
            path = target[1:] if target.startswith("/") else f"xl/{target}"
            return archive.read(path) if path in parts else b""
    return b""


def read_ranges(xml):
    """List of ``(first row, last row, first column, last column)`` of the merged cells
    of a sheet; rows are counted from 1, columns from 0.

    :param bytes xml: the sheet, as its workbook holds it
    """
    tail = xml[max(xml.rfind(END_OF_ROWS), 0) :]
    return [
        (int(top), int(bottom), _read_column(left), _read_column(right))
        for left, top, right, bottom in RANGE.findall(tail)
    ]


def _read_column(letters):
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1


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
