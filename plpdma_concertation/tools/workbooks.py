"""Rows of a file, whatever its kind, each with its place in the sheet."""

import datetime
from itertools import islice

from lxml import etree

from .archives import TooLarge, open_archive
from .cells import CONTROLS, SheetError, SheetRow, clean_cell, is_blank
from .csv_text import guess_separator, read_rows
from .encodings import decode_text
from .formulas import find_formulas
from .headings import SEARCHED_ROWS, score_table
from .merged_cells import read_ranges, spread
from .sheet_parts import read_sheet

MAX_ROWS = 100_000
# Of a sheet, the empty ones included: those of a spreadsheet program.
MAX_SHEET_ROWS = 1_048_576
MAX_COLUMNS = 400
# Among how many sheets of a workbook the one that has a table is looked for.
SEARCHED_SHEETS = 20
MAX_CELLS = 3_000_000
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
# What has more of them, and one for twenty characters, is no text.
MAX_CONTROLS = 30
# How files that hold no table begin: documents, web pages, pictures, archives.
OTHER_KINDS = (
    *(b"%pdf", b"<!doctype", b"<html", b"<?xml"),
    *(b"\x89png", b"\xff\xd8\xff", b"gif8", b"\x1f\x8b", b"rar!"),
)
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


class NotASheet(ValueError):
    """Raised for a file that holds no table."""


class TooMany(ValueError):
    """Raised for a sheet that has more rows or columns than one import takes."""


def read_file(data, options, known=frozenset()):
    """``(names of the sheets, the one that is read, list of SheetRow)``: the rows of a
    file that are not empty; cells are texts, dates and ``SheetError``.

    Of a workbook, the sheet that somebody chose, else the first that has a table; those
    that are hidden are not offered, unless all are.

    :param bytes data: the file, whose first bytes tell its kind: names lie
    :param dict options: ``sheet``, ``encoding``, ``separator`` and ``quoting`` that
        somebody chose, empty when nobody did; the two that were found are noted there
    :param known: headings that mean something, as ``fold_plural`` gives them
    :raise NotASheet: for a picture, a text document, a web page
    :raise TooLarge: before unpacking a workbook that would fill the memory
    :raise TooMany: for a sheet that no import takes
    :raise UnicodeDecodeError: when the chosen encoding does not read the file
    """
    wanted = options.get("sheet")
    if data.startswith(b"PK"):
        try:
            with open_archive(data) as archive:
                return _read_archive(archive, wanted, known)
        except (TooLarge, TooMany, NotASheet):
            raise
        except Exception as error:
            # What a broken workbook makes its reader raise is anybody's guess.
            raise NotASheet(str(error)) from error
    if data.startswith(OLD_WORKBOOK):
        return _read_xls(data, wanted, known)
    if data[:1024].lstrip().lower().startswith(OTHER_KINDS):
        raise NotASheet("another kind")
    return [], "", _read_csv(data, options)


def _collect(rows):
    """The rows that say something, as a list, each as wide as the widest.

    :raise TooMany: for more than an import takes
    """
    kept, width, cells = [], 0, 0
    for number, row in rows:
        written = len(row)
        if number > MAX_SHEET_ROWS:
            raise TooMany(number, width)
        while row and _is_empty(row[-1]):
            row.pop()
        if not row:
            continue
        width = max(width, len(row))
        cells += len(row)
        kept.append(SheetRow(row, number, written))
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
    text, encoding = decode_text(data, options.get("encoding") or None)
    if len(CONTROLS.findall(text)) > max(MAX_CONTROLS, len(text) / 20):
        raise NotASheet("bytes")
    text, said = _read_told_separator(text)
    quote = options.get("quoting") or '"'
    separator = options.get("separator") or said or guess_separator(text, quote)
    # The screen shows them, as it does those that core finds.
    options.update(encoding=encoding, separator=separator)
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
def _read_archive(archive, wanted, known):
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return _read_xlsx(archive, wanted, known)
    if "content.xml" in names:
        return _read_ods(archive, wanted, known)
    raise NotASheet("archive")


def _choose(names, wanted, read_top, known):
    """Name of the sheet that is read.

    :param read_top: function that gives the first rows of a sheet, by its name
    """
    if not names:
        raise NotASheet("empty")
    if wanted in names or len(names) == 1:
        return wanted if wanted in names else names[0]
    scores = [score_table(read_top(name), known) for name in names[:SEARCHED_SHEETS]]
    return names[scores.index(max(scores))]


def _read_top(rows):
    """The first rows of a sheet."""
    return [list(row) for row in islice(rows, SEARCHED_ROWS)]


def _read_xlsx(archive, wanted, known):
    import openpyxl  # noqa: PLC0415 (as Odoo does: only those who import load it)

    book = openpyxl.load_workbook(archive.fp, read_only=True, data_only=True)
    seen = [one for one in book.worksheets if one.sheet_state == "visible"]
    names = [one.title for one in seen or book.worksheets]

    def read_top(name):
        book[name].reset_dimensions()
        rows = ([_read_xlsx_cell(cell) for cell in row] for row in book[name].rows)
        return _read_top(rows)

    name = _choose(names, wanted, read_top, known)
    sheet = book[name]
    # What a sheet says of its size may be wrong: only what it holds counts.
    sheet.reset_dimensions()
    # The reader that holds one row in memory does not tell what is merged, nor
    # what was not computed.
    xml = read_sheet(archive, name)
    formulas = find_formulas(xml)
    rows = _collect(
        (number, _read_xlsx_row(row, formulas.get(number, {})))
        for number, row in enumerate(sheet.rows, 1)
    )
    spread(rows, read_ranges(xml))
    return names, name, rows


def _read_xlsx_row(row, formulas):
    """Cells of a row; ``formulas``: those without a result, by their column."""
    return [
        formulas.get(place) or _read_xlsx_cell(cell) for place, cell in enumerate(row)
    ]


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


def _read_xls(data, wanted, known):
    try:
        return _read_old_book(data, wanted, known, has_formats=True)
    except NotASheet:
        # What is merged is told with the formats of the cells, which some programs
        # write badly: their rows are read without it.
        return _read_old_book(data, wanted, known, has_formats=False)


def _read_old_book(data, wanted, known, has_formats):
    import xlrd  # noqa: PLC0415 (as Odoo does: only those who import load it)

    try:
        book = xlrd.open_workbook(
            file_contents=data, on_demand=True, formatting_info=has_formats
        )
        seen = [one.name for one in book.sheets() if not one.visibility]
    except Exception as error:
        # What a broken workbook makes its reader raise is anybody's guess.
        raise NotASheet(str(error)) from error
    names = seen or book.sheet_names()

    def read(cell):
        if cell.ctype == xlrd.XL_CELL_ERROR:
            return SheetError(xlrd.error_text_from_code.get(cell.value, "#?"))
        if cell.ctype == xlrd.XL_CELL_DATE:
            return _read_value(xlrd.xldate_as_datetime(cell.value, book.datemode))
        if cell.ctype == xlrd.XL_CELL_BOOLEAN:
            return str(cell.value)
        return _read_value(cell.value)

    def read_top(name):
        return _read_top([read(cell) for cell in row] for row in book[name].get_rows())

    name = _choose(names, wanted, read_top, known)
    sheet = book.sheet_by_name(name)
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
def _read_ods(archive, wanted, known):
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    with archive.open("content.xml") as file:
        content = etree.parse(file, parser)
    hidden = {
        style.get(f"{STYLE}name")
        for style in content.iter(f"{STYLE}style")
        for told in style.iter(f"{STYLE}table-properties")
        if told.get(f"{TABLE}display") == "false"
    }
    tables = list(content.iter(f"{TABLE}table"))
    seen = [one for one in tables if one.get(f"{TABLE}style-name") not in hidden]
    by_name = {one.get(f"{TABLE}name") or "": one for one in seen or tables}
    names = list(by_name)

    def read_top(name):
        return _read_top(row for _number, row in _iterate_ods_rows(by_name[name], []))

    name = _choose(names, wanted, read_top, known)
    ranges = []
    rows = _collect(_iterate_ods_rows(by_name[name], ranges))
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
