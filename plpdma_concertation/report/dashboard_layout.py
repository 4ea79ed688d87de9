"""How the tables of a dashboard stand on one sheet: plots in columns, then one grid of
what is told by theme. All of them stand on it, in one size of letters: the largest in
which they fit."""

from ..tools.svg_bars import LINE, Bar, draw_bars, to_url, wrap
from ..tools.svg_grid import draw_grid

# What is told by theme, whose lines are the same; and who was heard by what stands in
# the columns of some of them, and makes the first lines.
GRID = {
    "theme_college": "heard_college",
    "theme_role": "heard_role",
    "theme_decision": None,
    "late_theme": None,
}
# The plots of each column; any other comes last.
COLUMNS = (
    ("heard_college", "commitment"),
    ("attendance", "delays"),
    ("places", "late_user"),
    ("stages",),
)
# In millimetres: what the plots and the grid may fill, and what is between them; the
# height of a line of the texts above and below, and how many there is room for.
WIDTH, HEIGHT = 386, 224
GAP = 4
TEXT_LINE, TEXT_LINES = 4.9, 7
# Of a character of these texts.
TEXT_WIDTH = 1.95
# Millimetres for one unit of a drawing, whose letters are of 15: from 11 points on the
# sheet to less than 8, below which nothing is read from a projector.
SCALES = [number / 1000 for number in range(260, 175, -5)]
# How many lines of each table stand there at most, where they do not all fit so.
MOST = (None, *range(60, 9, -5))


def lay_out(tables, lines=TEXT_LINES):
    """``{"columns", "grid", "scale"}`` of the tables of a dashboard.

    :param tables: those of the page; each line has its ``texts``, each table those of
        a line that is not there, ``empty``
    :param int lines: how many lines the texts above and below take
    :return: ``columns`` is a list of lists of plots, ``grid`` a plot or none; a plot
        has ``title``, ``image``, ``size``, ``text`` and ``more``, how many lines are
        left out
    """
    known = {table["key"]: table for table in tables}
    grid = [
        (known[key], known.get(heard)) for key, heard in GRID.items() if key in known
    ]
    placed = {*GRID, *GRID.values(), *(key for column in COLUMNS for key in column)}
    columns = [[known[key] for key in keys if key in known] for keys in COLUMNS]
    columns[-1] += [table for table in tables if table["key"] not in placed]
    room = HEIGHT - TEXT_LINE * max(lines - TEXT_LINES, 0)
    for scale, most in _list_tries():
        sheet = _try(columns, grid, scale, most)
        if sheet["height"] <= room:
            break
    return sheet


def count_lines(texts, share=1):
    """How many lines some texts take at most, each from a new line on, in a share of
    the width."""
    room = int(WIDTH * share / TEXT_WIDTH)
    return sum(-(-len(text) // room) for text in texts)


def _list_tries():
    yield from ((scale, None) for scale in SCALES)
    yield from ((SCALES[-1], most) for most in MOST[1:])


def _try(columns, grid, scale, most):
    width = (WIDTH - GAP * (len(columns) - 1)) / len(columns)
    plots = [[_plot(table, width, scale, most) for table in c] for c in columns]
    drawn = _draw_grid(grid, scale, most) if grid else None
    tallest = max(
        (sum(plot["height"] for plot in column) for column in plots), default=0
    )
    return {
        "columns": plots,
        "grid": drawn,
        "scale": scale,
        "column_width": width,
        "height": tallest + (drawn["height"] if drawn else 0),
    }


def _plot(table, width, scale, most):
    """A table as bars, with all its numbers."""
    rows, series = table["rows"], table["headings"][1:]
    told = series if table["chart"] == "bar" and len(series) > 1 else ()
    if table["chart"] == "bar":
        series = series[:1]
    bars = [
        Bar(
            row["label"],
            [cell["value"] for cell in row["cells"][: len(series)]],
            row["texts"],
        )
        for row in rows[:most]
    ]
    size = width / scale
    drawing, height = draw_bars(bars, series, size, told) if bars else ("", LINE)
    plot = _make(table["title"], drawing, (size, height), scale, bars)
    more = len(rows) - len(bars)
    titles = len(wrap(table["title"], size, most=3))
    extra = (titles + bool(more)) * LINE * 1.3 * scale + GAP
    return {**plot, "more": more, "height": height * scale + extra}


def _draw_grid(tables, scale, most):
    """The tables by theme as one grid, below who was heard."""
    groups = [(table["title"], table["headings"][1:]) for table, _heard in tables]
    heads = next((heard["headings"][1:] for _table, heard in tables if heard), [])
    lines = [
        Bar(label, [], [text for t in tables for text in _get_hearings(*t, place)])
        for place, label in enumerate(heads)
    ]
    themes = list(
        dict.fromkeys(row["label"] for table, _heard in tables for row in table["rows"])
    )
    found = [
        ({row["label"]: row["texts"] for row in table["rows"]}, table["empty"])
        for table, _heard in tables
    ]
    lines += [
        Bar(
            label,
            [],
            [text for texts, empty in found for text in texts.get(label, empty)],
        )
        for label in themes[:most]
    ]
    size = WIDTH / scale
    drawing, height = draw_grid(
        groups, [(line.label, line.texts) for line in lines], size, len(heads)
    )
    plot = _make("", drawing, (size, height), scale, lines)
    more = len(themes[most:] if most else [])
    return {**plot, "more": more, "height": height * scale + GAP + bool(more) * GAP}


def _get_hearings(table, heard, place):
    """How many were heard, or not, in each column of a table; nothing where it is not
    told by what stands there."""
    told = {row["label"]: row["texts"][place] for row in heard["rows"]} if heard else {}
    return [told.get(heading, "") for heading in table["headings"][1:]]


def _make(title, drawing, size, scale, bars):
    width, height = (length * scale for length in size)
    return {
        "title": title,
        "image": drawing and to_url(drawing),
        # The printer keeps no proportions by itself.
        "size": f"width: {width:.1f}mm; height: {height:.1f}mm",
        "text": "; ".join(f"{bar.label}: {', '.join(bar.texts)}" for bar in bars),
    }
