"""The first sheets of a workbook: what it is, its columns, its figures and charts."""

from dataclasses import replace

from .about import list_about, list_description
from .dashboard_blocks import list_parts

CHART_HEIGHT = 300
# Of the columns of the figures: labels, then numbers.
SUMMARY_WIDTHS = (46, 16, 16, 16)
COLOURS = ("#2B6C8A", "#8DB4C5", "#DCE6EB", "#E0B15A", "#B5574A", "#7C8F5B")
# The series after the first one are told apart by more than their colours.
PATTERNS = (
    "wide_upward_diagonal",
    "percent_20",
    "narrow_horizontal",
    "wide_downward_diagonal",
    "narrow_vertical",
)
INK = "#1F3B4D"


def write_about(writer, export, tables):
    """Write the sheet that says what the export is, who made it, and of what.

    :param XlsxWriter writer: of the workbook
    :param Export export: what was asked for; ``tables``: its tables, by their key
    """
    widths = (28, 70)
    sheet = writer.add_sheet(export.env._("About"), widths, landscape=False)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    writer.write_text(sheet, 0, 0, export.title, "title")
    for row, (label, text) in enumerate(list_about(export, tables), 2):
        writer.write_text(sheet, row, 0, label, "label")
        writer.write_text(sheet, row, 1, text)
        writer.fit_row(sheet, row, *zip((label, text), widths, strict=True))


def write_description(writer, table, columns):
    """Write the sheet that says what each column of a published table holds."""
    widths = (30, 90)
    sheet = writer.add_sheet(table.env._("Description of the columns"), widths)
    sheet.fit_to_pages(1, 0)
    for row, cells in enumerate(list_description(table, columns)):
        for place, cell in enumerate(cells):
            writer.write_text(sheet, row, place, cell, "text" if row else "heading")
        writer.fit_row(sheet, row, *zip(cells, widths, strict=True))


def write_summary(writer, export):
    """Write the sheet of the figures, with a native chart beside each series; of one
    programme, those of its dashboard too."""
    name = export.env._("Overview")
    sheet = writer.add_sheet(name, SUMMARY_WIDTHS)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    summary = export.get_summary()
    writer.write_text(sheet, 0, 0, name, "title")
    row = 2
    for label, number, style in summary.get_figures():
        writer.write_text(sheet, row, 0, label)
        writer.write_number(sheet, row, 1, number, style)
        row += 1
    parts = []
    if board := export.get_dashboard():
        parts = list(list_parts(export.env, board, export.options.personal))
    told = {block.key for *_words, blocks in parts for block in blocks}
    notes = {}
    for block in summary.get_blocks():
        if block.key and block.key in told:
            # The dashboard tells it; what it adds up to is said there.
            notes[block.key] = block.note
        else:
            row = _write_block(writer, sheet, name, block, row + 1)
    for title, note, figures, blocks in parts:
        row = _write_part(writer, sheet, row + 1, title, note, figures)
        for block in blocks:
            noted = replace(block, note=block.note or notes.get(block.key, ""))
            row = _write_block(writer, sheet, name, noted, row + 1)


def _write_part(writer, sheet, row, title, note, figures):
    """Number of the first row below the figures of a part of the dashboard, written
    from ``row`` on."""
    writer.write_text(sheet, row, 0, title, "title")
    if note:
        row += 1
        writer.write_text(sheet, row, 0, note)
    for label, cell in figures:
        row += 1
        writer.write_text(sheet, row, 0, label)
        _write_cell(writer, sheet, row, 1, cell)
    return row + 1


def _write_cell(writer, sheet, row, place, cell):
    """Write a number as such, and a text where it is not told."""
    if isinstance(cell, str):
        writer.write_text(sheet, row, place, cell)
    else:
        style = "integer" if cell == int(cell) else "decimal"
        writer.write_number(sheet, row, place, cell, style)


def _write_block(writer, sheet, name, block, row):
    """Number of the first row below the figures of a block, written from ``row`` on,
    and drawn."""
    writer.write_text(sheet, row, 0, block.title, "section")
    for place, heading in enumerate(block.headings):
        writer.write_text(sheet, row + 1, place, heading, "heading")
    writer.fit_row(
        sheet,
        row + 1,
        *((heading, SUMMARY_WIDTHS[1]) for heading in block.headings),
    )
    first = row + 2
    for number, (label, *counts) in enumerate(block.rows):
        writer.write_text(sheet, first + number, 0, label)
        writer.fit_row(sheet, first + number, (label, SUMMARY_WIDTHS[0]))
        for place, count in enumerate(counts, 1):
            _write_cell(writer, sheet, first + number, place, count)
    last = first + len(block.rows) - 1
    writer.write_text(sheet, last + 1, 0, block.note)
    writer.fit_row(sheet, last + 1, (block.note, SUMMARY_WIDTHS[0]))
    if not block.drawn_count:
        return last + 3
    height = max(CHART_HEIGHT, 80 + 26 * len(block.rows))
    chart = _draw(writer, name, block, row + 1, last)
    chart.set_size({"width": 720, "height": height})
    description = {"description": block.title, "x_offset": 20}
    sheet.insert_chart(row, len(block.headings), chart, description)
    return max(last + 3, row + height // 20 + 2)


def _draw(writer, name, block, heading, last):
    """A chart of horizontal bars with their numbers: no label is cut, no colour is
    needed."""
    kind = {"type": "bar"}
    if block.stacked:
        kind["subtype"] = "stacked"
    chart = writer.workbook.add_chart(kind)
    for place in range(1, block.drawn_count + 1):
        chart.add_series(
            {
                "name": [name, heading, place],
                "categories": [name, heading + 1, 0, last, 0],
                "values": [name, heading + 1, place, last, place],
                # No number for what is not there.
                "data_labels": {"value": True, "num_format": "General;;"},
                **_fill(place - 1),
                "border": {"color": INK},
                "gap": 60,
            }
        )
    chart.set_title({"name": block.title, "name_font": {"size": 13}})
    chart.set_y_axis({"reverse": True, "major_tick_mark": "none"})
    chart.set_x_axis(
        {"major_gridlines": {"visible": False}, "num_format": "0", "min": 0}
    )
    if block.stacked:
        chart.set_legend({"position": "bottom"})
    else:
        chart.set_legend({"none": True})
    return chart


def _fill(number):
    """How the bars of a series are filled."""
    colour = COLOURS[number % len(COLOURS)]
    if not number:
        return {"fill": {"color": colour}}
    pattern = PATTERNS[(number - 1) % len(PATTERNS)]
    return {"pattern": {"pattern": pattern, "fg_color": INK, "bg_color": colour}}
