"""Plots for paper: horizontal bars with their numbers, as an SVG.

Chart.js does not draw where documents are printed. Neither series nor numbers are told
by their colour alone: each series has its pattern, each bar its number.
"""

import base64
import re
from typing import NamedTuple
from xml.sax.saxutils import escape

COLOURS = ("#2B6C8A", "#8DB4C5", "#DCE6EB", "#E0B15A", "#B5574A", "#7C8F5B")
INK = "#1F3B4D"
PATTERNS = (
    "",
    '<path d="M0 8L8 0" stroke="{ink}"/>',
    '<circle cx="4" cy="4" r="1.5" fill="{ink}"/>',
    '<path d="M0 4H8" stroke="{ink}"/>',
    '<path d="M0 0L8 8" stroke="{ink}"/>',
    '<path d="M4 0V8" stroke="{ink}"/>',
)
FONT = 15
ROW = 30
BAR = 18
# Width of a character, on average, for one unit of the font.
CHARACTER = 0.56
GAP = 8
SIZE = re.compile(r'viewBox="0 0 (\S+) (\S+)"')


class Bar(NamedTuple):
    """A line of a plot: its label; for each series its number, and how it is told."""

    label: str
    numbers: list
    texts: list


def draw_bars(bars, series, width=520):
    """The source of an SVG.

    :param bars: list of :class:`Bar`
    :param series: their names; drawn one after the other where they are several
    :param int width: of the drawing
    """
    place = width * 2 // 5
    room = width - place - FONT * 3
    longest = max((sum(bar.numbers) for bar in bars), default=0) or 1
    parts, top = [], 0
    for bar in bars:
        lines = wrap(bar.label, place - GAP)
        height = max(ROW, len(lines) * (FONT + 2) + 6)
        parts += _draw_label(lines, place - GAP, top, height)
        left = place
        for number, value in enumerate(bar.numbers):
            length = room * value / longest
            parts += _draw_bar(
                bar.texts[number], number, left, length, top, height, len(series) > 1
            )
            left += length
        top += height
    if len(series) > 1:
        legend, top = _draw_legend(series, width, top)
        parts += legend
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{top:.0f}" '
        f'viewBox="0 0 {width} {top:.0f}" font-family="sans-serif" '
        f'font-size="{FONT}" fill="#000">{_get_patterns(len(series))}'
        f"{''.join(parts)}</svg>"
    )


def to_url(svg):
    """A drawing as the address of an image."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def fit(svg, width, height):
    """``(width, height)`` of a drawing in a frame, in the same unit as it: as large as
    it may be, its proportions kept."""
    own_width, own_height = map(float, SIZE.search(svg).groups())
    scale = min(width / own_width, height / own_height)
    return own_width * scale, own_height * scale


def wrap(text, width):
    """Lines of a text in a width, two at most, the last of which may be cut."""
    most = max(int(width / (FONT * CHARACTER)), 1)
    lines = [""]
    for word in text.split():
        line = f"{lines[-1]} {word}".strip()
        if len(line) <= most or not lines[-1]:
            lines[-1] = line
        else:
            lines.append(word)
    if len(lines) > 2:
        lines = [lines[0], " ".join(lines[1:])]
    return [line if len(line) <= most else f"{line[: most - 1]}…" for line in lines]


def _get_patterns(count):
    return "<defs>{}</defs>".format(
        "".join(
            f'<pattern id="p{number}" width="8" height="8" '
            f'patternUnits="userSpaceOnUse"><rect width="8" height="8" '
            f'fill="{COLOURS[number % len(COLOURS)]}"/>'
            f"{PATTERNS[number % len(PATTERNS)].format(ink=INK)}</pattern>"
            for number in range(count)
        )
    )


def _draw_label(lines, right, top, height):
    first = top + height / 2 - (len(lines) - 1) * (FONT + 2) / 2 + FONT * 0.35
    return [
        _draw_text(line, right, first + number * (FONT + 2), "end")
        for number, line in enumerate(lines)
    ]


def _draw_text(text, left, top, anchor="start", style=""):
    return (
        f'<text x="{left:.1f}" y="{top:.1f}" text-anchor="{anchor}"{style}>'
        f"{escape(text)}</text>"
    )


def _draw_bar(text, number, left, length, top, height, is_stacked):
    middle = top + height / 2
    parts = []
    if length:
        parts.append(
            f'<rect x="{left:.1f}" y="{middle - BAR / 2:.1f}" width="{length:.1f}" '
            f'height="{BAR}" fill="url(#p{number})" stroke="{INK}"/>'
        )
    style = ' font-weight="bold"'
    size = len(text) * FONT * 0.62
    if not is_stacked:
        parts.append(
            _draw_text(text, left + length + 6, middle + FONT * 0.35, style=style)
        )
    elif length > size:
        # Read on any pattern.
        center = left + length / 2
        parts.append(
            f'<rect x="{center - size / 2:.1f}" y="{middle - FONT / 2:.1f}" '
            f'width="{size:.1f}" height="{FONT}" fill="#fff"/>'
        )
        parts.append(_draw_text(text, center, middle + FONT * 0.35, "middle", style))
    return parts


def _draw_legend(series, width, top):
    parts, left, top = [], 0, top + FONT + 4
    for number, name in enumerate(series):
        size = FONT * 1.8 + len(name) * FONT * CHARACTER
        if left and left + size > width:
            left, top = 0, top + FONT + 6
        parts.append(
            f'<rect x="{left:.1f}" y="{top - FONT * 0.8:.1f}" width="{FONT}" '
            f'height="{FONT * 0.8:.1f}" fill="url(#p{number})" stroke="{INK}"/>'
        )
        parts.append(_draw_text(name, left + FONT + 5, top))
        left += size + FONT
    return parts, top + 8
