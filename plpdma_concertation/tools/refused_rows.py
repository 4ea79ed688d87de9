"""The rows that were refused, in a spreadsheet to mend and bring back."""

import datetime
import io
import re

import xlsxwriter

from .cells import SheetRow
from .texts import CELL_LIMIT, split_text
from .words import fold

# The heading of the column that is not imported again, in each language.
REASONS = ("Raison du refus à l'import", "Reason of the refused import")
TINT = "#FCE8D5"
# Such a text fits into a cell, whatever its characters.
SHORT = CELL_LIMIT // 2
# The heading of a column that holds the rest of the texts of the one before.
CONTINUED = re.compile(r"(?P<heading>.*) \((?:suite|continued) (?P<part>\d+)\)")


def drop_reasons(headings, rows):
    """``(headings, rows)`` without the column in which an import told its reasons."""
    known = set(map(fold, REASONS))
    kept = [
        place for place, heading in enumerate(headings) if fold(heading) not in known
    ]
    if len(kept) == len(headings):
        return headings, rows
    return [headings[place] for place in kept], [
        SheetRow([row[place] for place in kept], row.number)
        for row in rows
        if any(row[place] for place in kept)
    ]


def join_continued(headings, rows):
    """``(headings, rows)`` in which the texts that no cell could hold are whole again,
    as ``write_refused`` parted them."""
    places = []
    for place, heading in enumerate(headings):
        found = CONTINUED.fullmatch(heading)
        base = places[-1] if places and found else None
        if base and (headings[base[0]], len(base) + 1) == (
            found["heading"],
            int(found["part"]),
        ):
            base.append(place)
        else:
            places.append([place])
    if len(places) == len(headings):
        return headings, rows
    return [headings[parts[0]] for parts in places], [
        SheetRow(
            [_join_cells([row[part] for part in parts]) for parts in places], row.number
        )
        for row in rows
    ]


def _join_cells(cells):
    return "".join(map(str, cells)) if any(cells[1:]) else cells[0]


def write_refused(headings, rows, reasons, heading, continued, title=None):
    """Bytes of a workbook that holds rows of a sheet, each with why it was refused. A
    text that no cell holds goes on in columns of its own.

    :param list headings: those of the sheet
    :param rows: of ``SheetRow``
    :param dict reasons: ``{number of the row: sentences}``; those without are good
    :param str heading: that of the reasons, one of ``REASONS``
    :param str continued: word for a text that goes on, « suite » or « continued »
    :param title: of the sheet, of 31 characters at most
    """
    headings, rows = _part_texts(headings, rows, continued)
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    sheet = book.add_worksheet(title)
    styles = {
        name: book.add_format({"valign": "top", **told})
        for name, told in {
            "heading": {"bold": True, "text_wrap": True},
            "text": {"text_wrap": True},
            "reason": {"text_wrap": True, "bg_color": TINT},
            "date": {"num_format": "dd/mm/yyyy"},
            "moment": {"num_format": "dd/mm/yyyy hh:mm"},
        }.items()
    }
    sheet.write_row(0, 0, [heading, *headings], styles["heading"])
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, max(len(headings), 1), 24)
    sheet.freeze_panes(1, 1)
    count = 0
    for count, row in enumerate(rows, 1):
        [told, *_more] = split_text("\n".join(reasons.get(row.number, ())))
        sheet.write_string(count, 0, told, styles["reason" if told else "text"])
        for place, cell in enumerate(row, 1):
            _write_cell(sheet, count, place, cell, styles)
    sheet.autofilter(0, 0, count, len(headings))
    book.close()
    return file.getvalue()


def _part_texts(headings, rows, continued):
    """``(headings, rows)`` in which each text fits into its cell: what is left of it
    stands in the next columns."""
    rows = list(rows)
    parted = {
        (row.number, place): split_text(cell)
        for row in rows
        for place, cell in enumerate(row)
        if isinstance(cell, str) and len(cell) > SHORT
    }
    counts = [1] * len(headings)
    for (_number, place), pieces in parted.items():
        counts[place] = max(counts[place], len(pieces))
    if max(counts, default=1) == 1:
        return headings, rows
    told = [
        f"{heading} ({continued} {part})" if part > 1 else heading
        for heading, count in zip(headings, counts, strict=True)
        for part in range(1, count + 1)
    ]
    return told, [
        SheetRow(
            [
                piece
                for place, cell in enumerate(row)
                for piece in _pad(
                    parted.get((row.number, place), [cell]), counts[place]
                )
            ],
            row.number,
        )
        for row in rows
    ]


def _pad(pieces, count):
    return [*pieces, *[""] * (count - len(pieces))]


def _write_cell(sheet, row, place, cell, styles):
    if isinstance(cell, datetime.datetime):
        sheet.write_datetime(row, place, cell, styles["moment"])
    elif isinstance(cell, datetime.date):
        sheet.write_datetime(row, place, cell, styles["date"])
    elif cell != "":
        # Codes keep their zeros, and no text becomes a formula.
        sheet.write_string(row, place, str(cell), styles["text"])
