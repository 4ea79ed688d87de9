"""The rows that were refused, in a spreadsheet to mend and bring back."""

import datetime
import io

import xlsxwriter

from .cells import SheetRow
from .words import fold

# The heading of the column that is not imported again, in each language.
REASONS = ("Raison du refus à l'import", "Reason of the refused import")
TINT = "#FCE8D5"


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


def write_refused(headings, rows, reasons, heading):
    """Bytes of a workbook that holds rows of a sheet, each with why it was refused.

    :param list headings: those of the sheet
    :param rows: of ``SheetRow``
    :param dict reasons: ``{number of the row: sentences}``; those without are good
    :param str heading: that of the reasons, one of ``REASONS``
    """
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
    sheet = book.add_worksheet()
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
        told = "\n".join(reasons.get(row.number, ()))
        sheet.write_string(count, 0, told, styles["reason" if told else "text"])
        for place, cell in enumerate(row, 1):
            _write_cell(sheet, count, place, cell, styles)
    sheet.autofilter(0, 0, count, len(headings))
    book.close()
    return file.getvalue()


def _write_cell(sheet, row, place, cell, styles):
    if isinstance(cell, datetime.datetime):
        sheet.write_datetime(row, place, cell, styles["moment"])
    elif isinstance(cell, datetime.date):
        sheet.write_datetime(row, place, cell, styles["date"])
    elif cell != "":
        # Codes keep their zeros, and no text becomes a formula.
        sheet.write_string(row, place, str(cell)[:32_767], styles["text"])
