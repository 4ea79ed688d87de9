"""The first sheets of a workbook: what it is, its columns, its figures and charts."""

from .about import list_about, list_description

CHART_HEIGHT = 300
# Of the columns of the figures: labels, then numbers.
SUMMARY_WIDTHS = (46, 16, 16, 16)
COLOURS = ("#2B6C8A", "#8DB4C5", "#DCE6EB")


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
    """Write the sheet of the figures, with a native chart beside each series."""
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
    for block in summary.get_blocks():
        row = _write_block(writer, sheet, name, block, row + 1)


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
            writer.write_number(sheet, first + number, place, count)
    last = first + len(block.rows) - 1
    writer.write_text(sheet, last + 1, 0, block.note)
    writer.fit_row(sheet, last + 1, (block.note, SUMMARY_WIDTHS[0]))
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
    for place in range(1, len(block.headings)):
        chart.add_series(
            {
                "name": [name, heading, place],
                "categories": [name, heading + 1, 0, last, 0],
                "values": [name, heading + 1, place, last, place],
                "data_labels": {"value": True},
                "fill": {"color": COLOURS[place - 1]},
                "border": {"color": "#1F3B4D"},
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
