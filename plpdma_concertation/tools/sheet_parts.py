"""A sheet as its workbook holds it: what the reader of its rows does not tell."""

from lxml import etree

BOOK = "xl/workbook.xml"
LINKS = "xl/_rels/workbook.xml.rels"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


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


def read_column(letters):
    """Place of a column, from 0, by the capital letters of its name (``bytes``)."""
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1
