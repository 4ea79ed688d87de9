"""Plots for paper: horizontal bars with their numbers, as an SVG.

Chart.js does not draw where documents are printed. Neither series nor numbers are told
by their colour alone: each series has its pattern, each line its numbers, at its end,
where they are never cut.
"""

import base64
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
# From one line of text to the next, and from one line of a plot to the next.
LINE = 17
ROW = 21
BAR = 14
# Width of a character, on average, for one unit of the font; of a digit in bold.
CHARACTER = 0.54
DIGIT = 0.7
GAP = 8
SEPARATOR = " · "
BOLD = ' font-weight="bold"'


class Bar(NamedTuple):
    """A line of a plot: its label; for each series its number, and nothing where there
    is none; what is told of it."""

    label: str
    numbers: list
    texts: list


def draw_bars(bars, series, width=520, told=()):
    """The source of an SVG, and its height.

    :param bars: list of :class:`Bar`
    :param series: their names; drawn one after the other where they are several
    :param int width: of the drawing
    :param told: the names of what is told of each bar, where it is more than the series
    """
    place = width // 2
    texts = [SEPARATOR.join(bar.texts) for bar in bars]
    size = max((len(text) for text in texts), default=0) * FONT * DIGIT
    room = max(width - place - size - GAP, 0)
    longest = max((sum(filter(None, bar.numbers)) for bar in bars), default=0) or 1
    parts, top = [], 0
    if told:
        lines = wrap(SEPARATOR.join(told), width, most=3)
        parts += [
            draw_text(line, 0, FONT + number * LINE)
            for number, line in enumerate(lines)
        ]
        top = len(lines) * LINE + 4
    for bar, text in zip(bars, texts, strict=True):
        lines = wrap(bar.label, place - GAP, most=3)
        height = max(ROW, len(lines) * LINE + 4)
        parts += _draw_label(lines, place - GAP, top, height)
        left = place
        for number, value in enumerate(bar.numbers):
            if value:
                length = room * value / longest
                parts.append(_draw_bar(number, left, length, top, height))
                left += length
        baseline = top + height / 2 + FONT * 0.35
        parts.append(draw_text(text, left + GAP / 2, baseline, style=BOLD))
        top += height
    if len(series) > 1:
        legend, top = _draw_legend(series, width, top)
        parts += legend
    return close_svg(parts, width, top, _get_patterns(len(series))), top


def close_svg(parts, width, height, head=""):
    """The source of an SVG made of some parts."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" '
        f'height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'font-family="sans-serif" font-size="{FONT}" fill="#000">{head}'
        f"{''.join(parts)}</svg>"
    )


def to_url(svg):
    """A drawing as the address of an image."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def wrap(text, width, most=2, font=FONT):
    """Lines of a text in a width, ``most`` of them, the last of which may be cut."""
    room = max(int(width / (font * CHARACTER)), 1)
    lines = [""]
    for word in text.split():
        line = f"{lines[-1]} {word}".strip()
        if len(line) <= room or not lines[-1]:
            lines[-1] = line
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [line if len(line) <= room else f"{line[: room - 1]}…" for line in lines]


def draw_text(text, left, top, anchor="start", style=""):
    """A line of text, from the foot of its letters."""
    return (
        f'<text x="{left:.1f}" y="{top:.1f}" text-anchor="{anchor}"{style}>'
        f"{escape(text)}</text>"
    )


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
    first = top + height / 2 - (len(lines) - 1) * LINE / 2 + FONT * 0.35
    return [
        draw_text(line, right, first + number * LINE, "end")
        for number, line in enumerate(lines)
    ]


def _draw_bar(number, left, length, top, height):
    middle = top + height / 2
    return (
        f'<rect x="{left:.1f}" y="{middle - BAR / 2:.1f}" width="{length:.1f}" '
        f'height="{BAR}" fill="url(#p{number})" stroke="{INK}"/>'
    )


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
        parts.append(draw_text(name, left + FONT + 5, top))
        left += size + FONT
    return parts, top + 8
