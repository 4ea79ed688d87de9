"""The workbook of an export: plain values, in a file that opens everywhere."""

from datetime import datetime

import xlsxwriter

from odoo.tools import get_lang

from ..tools.texts import CELL_LIMIT, split_text
from .front_sheets import write_about, write_description, write_summary
from .layout import count_lines, get_height, share_pages

# Rows of a sheet, headings included.
ROW_LIMIT = 1_048_576
# Such a text fits into a cell, whatever its characters.
SHORT = CELL_LIMIT // 2
# What Excel's calendar does not know is written as text.
FIRST_YEAR = 1900
TITLE_LIMIT = 31
# Directives of a date format of Odoo, as Excel writes them.
DIRECTIVES = {
    "%d": "dd",
    "%m": "mm",
    "%Y": "yyyy",
    "%y": "yy",
    "%b": "mmm",
    "%B": "mmmm",
    "%a": "ddd",
    "%A": "dddd",
    "%j": "",
}
INK = "#1F3B4D"
TINT = "#E3ECF1"


def write_workbook(file, export, tables, columns, batches):
    """Write the workbook of an export into a file: what it holds, its figures, then its
    tables.

    :param file: binary file, open for writing
    :param Export export: what was asked for
    :param tables: its tables; ``columns`` and ``batches`` of rows: those of each of
        them, all by their key
    """
    author = (
        ", ".join(export.get_company_names())
        if export.is_publication
        else export.env.user.name
    )
    date_format = get_lang(export.env).date_format
    writer = XlsxWriter(file, date_format, export.title, author)
    write_about(writer, export, tables)
    if export.is_publication:
        write_description(writer, tables["contributions"], columns["contributions"])
    elif export.has_summary:
        write_summary(writer, export)
    for key, table in tables.items():
        writer.write_table(table.title, columns[key], batches[key])
    writer.close()


class XlsxWriter:
    """A writer of sheets, one after the other, which holds one row in memory."""

    def __init__(self, file, date_format, title, author):
        """:param file: binary file, open for writing
        :param str date_format: that of the language
        :param str title: title of the document
        :param str author: the user who exports it
        """
        self.workbook = xlsxwriter.Workbook(
            file,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
            },
        )
        self.workbook.set_properties({"title": title, "author": author})
        self.title = title
        self.date_format = excel_date = date_format
        for directive, code in DIRECTIVES.items():
            excel_date = excel_date.replace(directive, code)
        add = self.workbook.add_format
        top = {"valign": "top"}
        inward = {"align": "right", "indent": 1}
        self.styles = {
            "text": add({**top, "text_wrap": True}),
            "date": add({**top, "num_format": excel_date, "align": "left"}),
            "datetime": add(
                {**top, "num_format": f"{excel_date} hh:mm", "align": "left"}
            ),
            # Away from the text of the next column.
            "integer": add({**top, "num_format": "#,##0", **inward}),
            "decimal": add({**top, "num_format": "#,##0.0", **inward}),
            "percent": add({**top, "num_format": "0 %", **inward}),
            "title": add({"bold": True, "font_size": 16, "font_color": INK}),
            "section": add({"bold": True, "font_size": 12, "font_color": INK}),
            "label": add({**top, "bold": True, "text_wrap": True}),
            "heading": add(
                {
                    "bold": True,
                    "text_wrap": True,
                    "valign": "vcenter",
                    "bg_color": TINT,
                    "font_color": INK,
                    "bottom": 1,
                }
            ),
        }

    def close(self):
        """Finish the file."""
        self.workbook.close()

    def add_sheet(self, title, widths, landscape=True):
        """The worksheet begun, ready to be printed.

        :param str title: cut to what Excel takes
        :param widths: of its columns, in characters
        """
        sheet = self.workbook.add_worksheet(title[:TITLE_LIMIT])
        if landscape:
            sheet.set_landscape()
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        # "&" begins a code in a footer.
        title = self.title.replace("&", "&&")
        sheet.set_footer(f"&L{title[:120]} – &A&R&P/&N")
        return sheet

    def write_table(self, title, columns, batches):
        """Number of rows written, on as many sheets as they need.

        :param str title: name of the sheet
        :param columns: :class:`~.table.Column` objects
        :param batches: iterator of lists of rows
        """
        cells, widths = self._lay_out(columns)
        width = len(widths)
        total, part, row = 0, 1, 0
        sheet = self._begin_table(title, columns, widths)
        for rows in batches:
            for values in rows:
                if row == ROW_LIMIT - 1:
                    self._end_table(sheet, row, width, columns)
                    part, row = part + 1, 0
                    sheet = self._begin_table(f"{title} ({part})", columns, widths)
                row += 1
                self._write_row(sheet, row, values, cells, width)
            total += len(rows)
        self._end_table(sheet, row, width, columns)
        return total

    def _end_table(self, sheet, row, width, columns):
        """Filters over all its columns; those that are printed are."""
        sheet.autofilter(0, 0, row, width - 1)
        printed = sum(1 + column.extra for column in columns if column.printed)
        if printed < width:
            sheet.print_area(0, 0, row, printed - 1)

    def _lay_out(self, columns):
        """``(cells, widths)``: for each column its place, the method that writes its
        cells, how many cells a text may take there and its width; and the width of each
        place."""
        writers = {
            "text": self.write_text,
            "date": self.write_date,
            "datetime": self.write_datetime,
        }
        cells, widths = [], []
        for column in columns:
            write = writers.get(column.kind, self.write_number)
            room = 1 + column.extra if column.kind == "text" else 0
            cells.append((len(widths), write, room, column.width))
            widths += [column.width] * (1 + column.extra)
        return cells, widths

    def _write_row(self, sheet, row, values, cells, width):
        style, lines = self.styles["text"], 1
        for value, (place, write, room, breadth) in zip(values, cells, strict=True):
            if value is None:
                continue
            if not room:
                write(sheet, row, place, value)
                continue
            lines = max(lines, count_lines(value[:SHORT], breadth))
            # Nearly all texts: this is the innermost loop.
            if len(value) <= SHORT and value[:1] != "<":
                sheet.write_string(row, place, value, style)
                continue
            pieces = split_text(value)
            for number, piece in enumerate(pieces):
                # What no column was kept for goes on after the last one.
                beyond = number - room
                piece_place = place + number if beyond < 0 else width + beyond
                self.write_text(sheet, row, piece_place, piece)
            width += max(len(pieces) - room, 0)
        # Spreadsheet programs do not all look at how much text a row holds.
        sheet.set_row(row, get_height(lines))

    def fit_row(self, sheet, row, *texts):
        """Make a row as tall as its texts ask for.

        :param texts: pairs of a text and the width of its column, in characters
        """
        lines = max(count_lines(text, width) for text, width in texts)
        sheet.set_row(row, get_height(lines))

    def _begin_table(self, title, columns, widths):
        sheet = self.add_sheet(title, widths)
        place, labels = 0, []
        for column in columns:
            for number in range(1 + column.extra):
                label = f"{column.label} ({number + 1})" if number else column.label
                sheet.write_string(0, place, label, self.styles["heading"])
                # Bold letters are wider, and a button stands beside them.
                labels.append((label, column.width - 3))
                place += 1
        self.fit_row(sheet, 0, *labels)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        self._share_pages(
            sheet,
            [c.width for c in columns if c.printed for _cell in range(1 + c.extra)],
        )
        return sheet

    def _share_pages(self, sheet, widths):
        """Print the columns large enough to be read, on as many pages as they need, the
        first one on each.

        :param widths: of the columns that are printed
        """
        scale, breaks = share_pages(widths)
        sheet.set_print_scale(scale)
        if breaks:
            sheet.repeat_columns(0)
            sheet.set_v_pagebreaks(breaks)
            sheet.print_across()

    # ------------------------------------------------------------------
    # Cells
    # ------------------------------------------------------------------
    def write_text(self, sheet, row, place, text, style="text"):
        """Write a text that fits into a cell, as it is."""
        # xlsxwriter would take this for its own code, and break the file.
        if text.startswith("<r>") and text.endswith("</r>"):
            text += " "
        sheet.write_string(row, place, text, self.styles[style])

    def write_number(self, sheet, row, place, number, style="integer"):
        """Write a number as such."""
        sheet.write_number(row, place, number, self.styles[style])

    def write_date(self, sheet, row, place, value, style="date"):
        """Write a day as a date of Excel's calendar, which begins in 1900; as a text
        before."""
        if value.year < FIRST_YEAR:
            self.write_text(sheet, row, place, self.format_date(value))
        else:
            sheet.write_datetime(row, place, value, self.styles[style])

    def write_datetime(self, sheet, row, place, value):
        """Write an instant as a date of Excel's calendar, which begins in 1900; as a
        text before."""
        self.write_date(sheet, row, place, value, "datetime")

    def format_date(self, value):
        """The text of a date, or of an instant, as the language writes it."""
        hour = " %H:%M" if isinstance(value, datetime) else ""
        return value.strftime(self.date_format + hour)
