"""Rows of a file, whatever its kind, each with its place in the sheet."""

import datetime

from lxml import etree

from .archives import TooLarge, open_archive
from .cells import SheetError, SheetRow, clean_cell, is_blank
from .csv_text import guess_separator, read_rows
from .encodings import decode_text
from .merged_cells import read_ranges, read_sheet, spread

MAX_ROWS = 100_000
# Of a sheet, the empty ones included: those of a spreadsheet program.
MAX_SHEET_ROWS = 1_048_576
MAX_COLUMNS = 400
MAX_CELLS = 3_000_000
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
# How files that hold no table begin: documents, web pages, pictures, archives.
OTHER_KINDS = (
    *(b"%pdf", b"<!doctype", b"<html", b"<?xml"),
    *(b"\x89png", b"\xff\xd8\xff", b"gif8", b"\x1f\x8b", b"rar!"),
)
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


class NotASheet(ValueError):
    """Raised for a file that holds no table."""


class TooMany(ValueError):
    """Raised for a sheet that has more rows or columns than one import takes."""


def read_file(data, options):
    """``(names of the sheets, the one that is read, list of SheetRow)``: the rows of a
    file that are not empty; cells are texts, dates and ``SheetError``.

    :param bytes data: the file, whose first bytes tell its kind: names lie
    :param dict options: ``sheet``, ``encoding``, ``separator`` and ``quoting`` that
        somebody chose, empty when nobody did
    :raise NotASheet: for a picture, a text document, a web page
    :raise TooLarge: before unpacking a workbook that would fill the memory
    :raise TooMany: for a sheet that no import takes
    :raise UnicodeDecodeError: when the chosen encoding does not read the file
    """
    wanted = options.get("sheet")
    if data.startswith(b"PK"):
        try:
            with open_archive(data) as archive:
                return _read_archive(archive, wanted)
        except (TooLarge, TooMany, NotASheet):
            raise
        except Exception as error:
            # What a broken workbook makes its reader raise is anybody's guess.
            raise NotASheet(str(error)) from error
    if data.startswith(OLD_WORKBOOK):
        return _read_xls(data, wanted)
    if data[:1024].lstrip().lower().startswith(OTHER_KINDS):
        raise NotASheet("another kind")
    return [], "", _read_csv(data, options)


def _collect(rows):
    """The rows that say something, as a list, each as wide as the widest.

    :raise TooMany: for more than an import takes
    """
    kept, width, cells = [], 0, 0
    for number, row in rows:
        if number > MAX_SHEET_ROWS:
            raise TooMany(number, width)
        while row and _is_empty(row[-1]):
            row.pop()
        if not row:
            continue
        width = max(width, len(row))
        cells += len(row)
        kept.append(SheetRow(row, number))
        if len(kept) > MAX_ROWS or width > MAX_COLUMNS or cells > MAX_CELLS:
            raise TooMany(len(kept), width)
    for row in kept:
        row.extend([""] * (width - len(row)))
    return kept


def _is_empty(cell):
    return isinstance(cell, str) and is_blank(cell)


# ----------------------------------------------------------------------
# Texts
# ----------------------------------------------------------------------
def _read_csv(data, options):
    text, _encoding = decode_text(data, options.get("encoding") or None)
    text, said = _read_told_separator(text)
    quote = options.get("quoting") or '"'
    separator = options.get("separator") or said or guess_separator(text, quote)
    rows = read_rows(text, separator, quote)
    return _collect(
        (number, [clean_cell(cell) for cell in row])
        for number, row in enumerate(rows, 2 if said else 1)
    )


def _read_told_separator(text):
    """The separator that the first line of some files tells: Excel writes ``sep=;``
    there."""
    line, _end, rest = text[:20].partition("\n")
    if line.startswith("sep=") and len(line.strip()) == 5:
        return text[len(line) + 1 :], line[4]
    return text, None


# ----------------------------------------------------------------------
# Workbooks
# ----------------------------------------------------------------------
def _read_archive(archive, wanted):
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return _read_xlsx(archive, wanted)
    if "content.xml" in names:
        return _read_ods(archive, wanted)
    raise NotASheet("archive")


def _choose(names, wanted):
    if not names:
        raise NotASheet("empty")
    return wanted if wanted in names else names[0]


def _read_xlsx(archive, wanted):
    import openpyxl  # noqa: PLC0415 (as Odoo does: only those who import load it)

    book = openpyxl.load_workbook(archive.fp, read_only=True, data_only=True)
    names = [sheet.title for sheet in book.worksheets]
    name = _choose(names, wanted)
    sheet = book[name]
    # What a sheet says of its size may be wrong: only what it holds counts.
    sheet.reset_dimensions()
    rows = _collect(
        (number, [_read_xlsx_cell(cell) for cell in row])
        for number, row in enumerate(sheet.rows, 1)
    )
    # The reader that holds one row in memory does not tell what is merged.
    spread(rows, read_ranges(read_sheet(archive, name)))
    return names, name, rows


def _read_xlsx_cell(cell):
    value = cell.value
    if value is None:
        return ""
    if getattr(cell, "data_type", None) == "e":
        return SheetError(value)
    if isinstance(value, datetime.time | datetime.timedelta):
        return str(value)
    return _read_value(value, getattr(cell, "number_format", ""))


def _read_value(value, number_format=""):
    if isinstance(value, datetime.datetime):
        has_time = (
            "h" in (number_format or "").lower() or value.time() != datetime.time()
        )
        return value if has_time else value.date()
    if isinstance(value, bool | datetime.date):
        return str(int(value)) if isinstance(value, bool) else value
    if isinstance(value, float):
        # Figures that a spreadsheet adds up bear traces of it: 0.30000000000000004.
        return str(int(value)) if value.is_integer() else f"{value:.15g}"
    return clean_cell(str(value))


def _read_xls(data, wanted):
    try:
        return _read_old_book(data, wanted, has_formats=True)
    except NotASheet:
        # What is merged is told with the formats of the cells, which some programs
        # write badly: their rows are read without it.
        return _read_old_book(data, wanted, has_formats=False)


def _read_old_book(data, wanted, has_formats):
    import xlrd  # noqa: PLC0415 (as Odoo does: only those who import load it)

    try:
        book = xlrd.open_workbook(
            file_contents=data, on_demand=True, formatting_info=has_formats
        )
        names = book.sheet_names()
        name = _choose(names, wanted)
        sheet = book.sheet_by_name(name)
    except NotASheet:
        raise
    except Exception as error:
        # What a broken workbook makes its reader raise is anybody's guess.
        raise NotASheet(str(error)) from error

    def read(cell):
        if cell.ctype == xlrd.XL_CELL_ERROR:
            return SheetError(xlrd.error_text_from_code.get(cell.value, "#?"))
        if cell.ctype == xlrd.XL_CELL_DATE:
            return _read_value(xlrd.xldate_as_datetime(cell.value, book.datemode))
        if cell.ctype == xlrd.XL_CELL_BOOLEAN:
            return str(cell.value)
        return _read_value(cell.value)

    rows = _collect(
        (index + 1, [read(cell) for cell in sheet.row(index)])
        for index in range(sheet.nrows)
    )
    spread(
        rows,
        [
            (top + 1, bottom, left, right - 1)
            for top, bottom, left, right in sheet.merged_cells
        ],
    )
    return names, name, rows


# ----------------------------------------------------------------------
# OpenDocument
# ----------------------------------------------------------------------
def _read_ods(archive, wanted):
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    with archive.open("content.xml") as file:
        tables = list(etree.parse(file, parser).iter(f"{TABLE}table"))
    names = [table.get(f"{TABLE}name") or "" for table in tables]
    name = _choose(names, wanted)
    ranges = []
    rows = _collect(_iterate_ods_rows(tables[names.index(name)], ranges))
    spread(rows, ranges)
    return names, name, rows


def _iterate_ods_rows(table, ranges):
    """Number and cells of each row that says something; what is merged is added to
    ``ranges``."""
    number = 0
    for row in table.iter(f"{TABLE}table-row"):
        repeated = int(row.get(f"{TABLE}number-rows-repeated") or 1)
        cells = []
        for cell in row:
            if cell.tag in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                down = int(cell.get(f"{TABLE}number-rows-spanned") or 1)
                across = int(cell.get(f"{TABLE}number-columns-spanned") or 1)
                if down > 1 or across > 1:
                    place = len(cells)
                    ranges.append(
                        (number + 1, number + down, place, place + across - 1)
                    )
                cells.extend(_read_ods_cell(cell))
        # The rows left empty at the end of a sheet are told as one.
        filled = any(not _is_empty(cell) for cell in cells)
        if filled and repeated > MAX_ROWS:
            raise TooMany(repeated, len(cells))
        for index in range(repeated if filled else 0):
            yield number + index + 1, list(cells)
        number += repeated


def _read_ods_cell(cell):
    repeated = int(cell.get(f"{TABLE}number-columns-repeated") or 1)
    text = "\n".join(
        "".join(paragraph.itertext()) for paragraph in cell.iter(f"{TEXT}p")
    )
    kind = cell.get(f"{OFFICE}value-type")
    value = text
    if kind == "date":
        value = _read_ods_date(cell.get(f"{OFFICE}date-value") or "") or text
    elif kind in ("float", "currency", "percentage"):
        value = _read_value(float(cell.get(f"{OFFICE}value") or 0))
    elif kind == "boolean":
        value = "1" if cell.get(f"{OFFICE}boolean-value") == "true" else "0"
    elif text.startswith("#") and text.endswith(("!", "?", "/A")):
        value = SheetError(text)
    if isinstance(value, str) and not isinstance(value, SheetError):
        value = clean_cell(value)
    if _is_empty(value):
        repeated = min(repeated, MAX_COLUMNS)
    elif repeated > MAX_COLUMNS:
        raise TooMany(1, repeated)
    return [value] * repeated


def _read_ods_date(text):
    try:
        if "T" in text:
            return datetime.datetime.fromisoformat(text[:19])
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
