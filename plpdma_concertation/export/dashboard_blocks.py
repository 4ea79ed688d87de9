"""The dashboard's figures, ready to be written in a sheet: those of the page."""

from .summary import Block

# Of too few people to be told; not known.
HIDDEN = "•"
NONE = "–"
# What needs whoever exports now is theirs alone, and no figure of the concertation.
OWN = {"now"}
# What names people, and comes with the names alone.
NAMED = {"late_user"}


def list_parts(env, board, personal=False):
    """Yield ``(title, note, figures, blocks)`` of each part of a dashboard.

    :param dict board: as ``get_dashboard`` gives it
    :param bool personal: whether people are named, agents too
    :return: ``figures`` is a list of ``(label, cell)``, ``blocks`` a list of
        :class:`~.summary.Block`; a cell is a number, or a text where it is not told
    """
    for section in board["sections"]:
        if section["key"] in OWN:
            continue
        figures = [(one["label"], get_cell(one)) for one in section["figures"]]
        blocks = [
            make_block(table)
            for table in section["tables"]
            if table["rows"] and (personal or table["key"] not in NAMED)
        ]
        if dates := section.get("dates"):
            blocks.append(make_dates(env, section["title"], dates))
        yield section["title"], section.get("note", ""), figures, blocks


def get_cell(figure):
    """What a sheet tells of a figure."""
    if figure.get("is_hidden"):
        return HIDDEN
    return NONE if figure["value"] is None else figure["value"]


def make_block(table):
    """A table of the dashboard, drawn as it is on the page."""
    series = len(table["headings"]) - 1
    drawn = {"bar": min(series, 1), "stacked": series}
    return Block(
        table["title"],
        tuple(table["headings"]),
        [(row["label"], *map(get_cell, row["cells"])) for row in table["rows"]],
        stacked=table["chart"] == "stacked",
        note=table.get("note", ""),
        drawn=drawn.get(table["chart"], 0),
        key=table["key"],
    )


def make_dates(env, title, dates):
    """The next dates, which nothing draws."""
    headings = (env._("What"), env._("Date"), env._("Kind"))
    rows = [(item["label"], item["date"], item["kind"]) for item in dates]
    return Block(title, headings, rows, drawn=0)
