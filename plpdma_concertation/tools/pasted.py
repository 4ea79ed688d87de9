"""A block of lines as spreadsheets and word processors put it on the clipboard."""

import csv
import io
import re
from html import escape

from lxml import etree, html

from .cells import CONTROLS, is_blank
from .headings import find_usual_heading
from .texts import html_to_text
from .words import fold, fold_plural

# Lines, and characters: what is longer is a file, which is imported.
MAX_LINES = 1_000
MAX_CHARACTERS = 2_000_000
# Columns of a table; what is wider holds no contributions.
MAX_COLUMNS = 100
# Spreadsheets quote a cell that holds a line break, a tab or a quote, and double the
# quotes inside.
QUOTED = re.compile(r'"((?:[^"]|"")*+)"(?=[\t\n]|\Z)')
PLAIN = re.compile(r"[^\t\n]*")
LINE_BREAK = "\N{LINE SEPARATOR}"
# What stands in a cell whose formula failed.
FAILED = re.compile(r"#(?:REF|VALE?UE?R?|N/?A|NOMB?R?E?|NAME|DIV/0|NULL?|NUM)[!?]?")
# What the columns of notes are called, besides the usual headings of a register.
HEADINGS = {
    "contributor_name": "Dit par, Qui parle, Intervenant, Acteur, Structure, "
    "Organisme, Said by, Author, Speaker, Who",
    "kind": "Genre, Type, Kind",
    "verbatim": "Quoi, Ce qui est dit, Propos, Parole, Idée, Verbatim, Note, Notes, "
    "What is said, Text",
    "stance": "Stance, Opinion",
    "theme_ids": "Thèmes, Thématiques, Themes",
    "confidentiality": "Confidentialité, Qui lit, Confidentiality",
}
# What may call the text, or, beside a text, the opinion on the proposal.
OPINIONS = {"avis", "votre avis", "avis exprime", "avis donne"}
SHORTEST_TEXT = 60


def read_rows(text):
    """The rows of a text whose cells are parted by tabs.

    :param str text: as it was pasted
    :return: list of lists of texts, one for each line, blank ones included
    """
    # A word processor breaks a line inside a cell by a vertical tab.
    text = text.replace("\v", LINE_BREAK)
    text = CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    rows, row, place = [], [], 0
    while place <= len(text):
        found = QUOTED.match(text, place)
        cell = found[1].replace('""', '"') if found else None
        found = found or PLAIN.match(text, place)
        cell = found[0] if cell is None else cell
        row.append(cell.replace(LINE_BREAK, "\n").strip())
        place = found.end() + 1
        if text[found.end() : place] != "\t":
            rows.append(row)
            row = []
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def read_semicolons(text):
    """The rows of a text whose cells are parted by semicolons, as many in each line;
    none where that is not so.

    :return: list of lists of texts
    """
    if "\t" in text or ";" not in text:
        return []
    lines = io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"))
    try:
        rows = [row for row in csv.reader(lines, delimiter=";") if any(row)]
    except csv.Error:
        return []
    widths = set(map(len, rows))
    return rows if len(rows) > 1 and len(widths) == 1 and widths != {1} else []


def read_table(source):
    """The rows of the tables of an HTML text; none when it has no table.

    :param str source: what the clipboard holds as HTML
    :return: list of lists of texts; a cell that spans rows stands in each of them
    """
    try:
        root = html.document_fromstring(source) if source.strip() else None
    except etree.LxmlError:
        root = None
    if root is None:
        return []
    rows = []
    for table in root.iter("table"):
        if next(table.iterancestors("table"), None) is None:
            rows.extend(_read_one_table(table))
    return rows


def _read_one_table(table):
    spanning = {}
    for line in table.iter("tr"):
        if next(line.iterancestors("table"), None) is not table:
            continue
        row = []
        for cell in line.iterchildren("td", "th"):
            _fill_spanned(row, spanning)
            text = _read_cell(cell)
            rowspan = _read_span(cell, "rowspan")
            for shift in range(_read_span(cell, "colspan")):
                if rowspan > 1:
                    spanning[len(row)] = (rowspan - 1, "" if shift else text)
                row.append("" if shift else text)
        _fill_spanned(row, spanning)
        yield row


def _fill_spanned(row, spanning):
    """Add what stands above and goes on in this row."""
    while len(row) in spanning:
        left, text = spanning.pop(len(row))
        if left > 1:
            spanning[len(row)] = (left - 1, text)
        row.append(text)


def _read_span(cell, name):
    text = cell.get(name) or ""
    return min(max(int(text), 1), MAX_LINES) if re.fullmatch(r"\d{1,4}", text) else 1


def _read_cell(cell):
    inside = escape(cell.text or "") + "".join(
        html.tostring(child, encoding="unicode") for child in cell
    )
    return html_to_text(inside)


def write_rows(rows):
    """The text that ``read_rows`` reads as these rows."""
    return "\n".join("\t".join(map(_write_cell, row)) for row in rows)


def _write_cell(cell):
    if re.search(r'[\t\n"]', cell):
        return '"{}"'.format(cell.replace('"', '""'))
    return cell


def is_failed(cell):
    """Whether a cell holds what a spreadsheet shows of a formula that failed."""
    return bool(FAILED.fullmatch(cell))


def find_columns(rows, judges):
    """Which column holds what.

    :param list rows: as ``read_rows`` gives them
    :param dict judges: ``{field: function}``: whether a cell is of that field
    :return: ``({field: column}, number of rows of headings)``
    """
    headings = _find_headings(rows)
    if headings:
        columns, body = headings, rows[1:]
    else:
        columns, body = {}, rows
    width = max(map(len, rows), default=0)
    free = [column for column in range(width) if column not in columns.values()]
    cells = {
        column: [row[column] for row in body if column < len(row) and row[column]]
        for column in free
    }
    if not headings:
        for name, judge in judges.items():
            _take(columns, free, cells, name, judge, keeps=1)
    if "verbatim" not in columns and free:
        # The longest in all: the last one where several are as long.
        text = max(free, key=lambda c: (sum(map(len, cells[c])), c))
        columns["verbatim"] = text
        free.remove(text)
    if not headings:
        _take(columns, free, cells, "contributor_name", _is_short)
    return columns, bool(headings)


def _take(columns, free, cells, name, judge, keeps=0):
    """Give a field the first column that holds what is of it, but for the last ones:
    what is said stands in one of them."""
    found = next((column for column in free if _is_mostly(cells[column], judge)), None)
    if name not in columns and found is not None and len(free) > keeps:
        columns[name] = found
        free.remove(found)


def _find_headings(rows):
    """``{field: column}`` of the headings, if the first row holds some."""
    first = rows[0] if rows else []
    found, texts = {}, []
    for column, cell in enumerate(first):
        name = find_heading(cell)
        if name == "verbatim":
            texts.append(column)
        elif name and name not in found:
            found[name] = column
    if texts:
        found.update(_share_texts(texts, rows, "stance" in found))
    filled = sum(not is_blank(cell) for cell in first)
    # One alone may be a word of a text, unless nothing else stands there.
    return found if len(found) > 1 or (found and filled == 1) else {}


def _share_texts(columns, rows, has_stance):
    """``{field: column}`` of those whose headings may all call the text: the fullest is
    the text, and « Avis » the opinion where it stands beside a text."""
    cells = {
        column: [row[column] for row in rows[1:] if column < len(row) and row[column]]
        for column in columns
    }
    opinions = [
        column
        for column in columns
        if fold(rows[0][column]) in OPINIONS and all(map(_is_short, cells[column]))
    ]
    texts = [column for column in columns if column not in opinions]
    if opinions and not any(cells[column] for column in texts):
        # « Avis » alone, or beside a column that nobody filled in, is what they say.
        filled = [column for column in opinions if cells[column]]
        return {"verbatim": (filled or texts or opinions)[0]}
    found = {"verbatim": max(texts, key=lambda c: sum(map(len, cells[c])))}
    if opinions and not has_stance:
        found["stance"] = opinions[0]
    return found


def find_heading(cell):
    """The field that a heading means among those of notes, or None."""
    folded = fold_plural(cell)
    for name, headings in HEADINGS.items():
        if folded and folded in map(fold_plural, headings.split(",")):
            return name
    name, _place = find_usual_heading("plpdma.contribution", cell) or (None, None)
    return name if name in HEADINGS else None


def _is_mostly(cells, judge):
    return bool(cells) and sum(map(bool, map(judge, cells))) * 2 >= len(cells)


def _is_short(cell):
    return len(cell) <= SHORTEST_TEXT and "\n" not in cell
