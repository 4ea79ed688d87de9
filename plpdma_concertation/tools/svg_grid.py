"""Several tables with the same lines side by side, for paper, as an SVG: their headings
stand upright, so that many columns fit on one sheet."""

from .svg_bars import (
    BOLD,
    CHARACTER,
    FONT,
    GAP,
    INK,
    LINE,
    close_svg,
    draw_text,
    wrap,
)

# The letters of the headings, and from one of their lines to the next; the headings at
# their highest, a column at its widest, the labels at their narrowest.
SMALL, SMALL_LINE = 13, 13.5
HIGHEST = 18 * SMALL
WIDEST = 64
LABELS = 330
ROW = 19
# What stands for nobody, and is told without weight.
NONE = ("0", "–", "")


def draw_grid(groups, rows, width, firsts=0):
    """The source of an SVG, and its height.

    :param groups: list of ``(title, headings)`` of the tables
    :param rows: list of ``(label, texts)``, a text for each of the headings
    :param int width: of the drawing
    :param int firsts: how many of the lines stand apart, above the others
    """
    headings = [heading for _title, names in groups for heading in names]
    column = min((width - LABELS) / max(len(headings), 1), WIDEST)
    first = width - column * len(headings)
    parts, top = [], _get_title_height(groups, column)
    left = first
    for title, names in groups:
        lines = wrap(title, column * len(names) - GAP, most=3)
        parts += [
            draw_text(line, left + GAP / 2, FONT + number * LINE, style=BOLD)
            for number, line in enumerate(lines)
        ]
        left += column * len(names)
    upright = _set_upright(headings, column)
    head = max((len(line) for lines in upright for line in lines), default=0)
    top += head * SMALL * CHARACTER * 1.05 + GAP / 2
    for place, lines in enumerate(upright):
        parts += _draw_heading(lines, first + place * column, column, top - GAP / 2)
    lines = [top]
    for label, texts in rows:
        drawn, height = _draw_row(label, texts, first, column, lines[-1], width)
        parts += drawn
        lines.append(lines[-1] + height)
    left, bottom = first, lines[-1]
    for _title, names in groups:
        parts.append(_draw_line(left, 0, left, bottom))
        left += column * len(names)
    for place in (0, firsts, -1):
        parts.append(_draw_line(0, lines[place], width, lines[place]))
    return close_svg(parts, width, bottom + 2), bottom + 2


def _get_title_height(groups, column):
    return (
        LINE
        * max(
            (
                len(wrap(title, column * len(names) - GAP, most=3))
                for title, names in groups
            ),
            default=0,
        )
        + GAP
    )


def _set_upright(headings, column):
    """The lines of headings that stand upright: as low as they may be, none cut where
    it can be helped."""
    most = max(int(column / SMALL_LINE), 1)
    for height in range(4 * SMALL, HIGHEST + 1, SMALL // 2):
        lines = [wrap(heading, height, most, SMALL) for heading in headings]
        if not any(line.endswith("…") for heading in lines for line in heading):
            break
    return lines


def _draw_heading(lines, left, column, foot):
    start = left + column / 2 - (len(lines) - 1) * SMALL_LINE / 2 + SMALL * 0.35
    parts = []
    for number, line in enumerate(lines):
        place = start + number * SMALL_LINE
        style = f' font-size="{SMALL}" transform="rotate(-90 {place:.1f} {foot:.1f})"'
        parts.append(draw_text(line, place, foot, style=style))
    return parts


def _draw_row(label, texts, first, column, top, width):
    """What is drawn of a line, and its height."""
    lines = wrap(label, first - GAP)
    height = ROW + LINE * (len(lines) - 1)
    baseline = top + ROW / 2 + FONT * 0.35
    parts = [_draw_line(0, top, width, top, 0.4)]
    for number, line in enumerate(lines):
        parts.append(draw_text(line, 0, baseline + number * LINE))
    for place, text in enumerate(texts):
        middle = first + (place + 0.5) * column
        style = "" if text in NONE else BOLD
        parts.append(draw_text(text, middle, baseline, "middle", style))
    return parts, height


def _draw_line(left, top, right, bottom, thickness=1):
    return (
        f'<path d="M{left:.1f} {top:.1f}L{right:.1f} {bottom:.1f}" stroke="{INK}" '
        f'stroke-width="{thickness}"/>'
    )
