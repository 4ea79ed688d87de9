"""Texts as a cell takes them."""

import re
from functools import lru_cache

from lxml import etree, html

from .cells import is_blank

# Excel counts a character outside the basic plane (an emoji) for two.
CELL_LIMIT = 32_767
# What XML cannot hold, and control characters that say nothing to a reader.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
# What makes a formula of a text, for one spreadsheet or another.
FORMULA_STARTS = frozenset("=+-@\t\r＝＋－＠")
# What is not seen, between two cells or before what a cell says.
UNSEEN = r"\s­​-‏⁠-⁤﻿"
# Where a cell begins for a program set to another separator, or after a line break.
# Then the sign of a formula, if one stands there: whatever the text, read once.
OTHER_CELL = re.compile(rf"([;\t\n][;{UNSEEN}]*)([=+@＝＋＠]|[-－](?=[\d=+@＝＋＠]))?")
BLOCKS = {"p", "div", "li", "ul", "ol", "tr", "table", "blockquote", "pre"}
BLOCKS |= {f"h{level}" for level in range(1, 7)}


def clean_text(text):
    """The text on lines of its own, without control characters.

    :param str text: may be a ``Markup``, which is taken as the text it is
    """
    text = str(text)
    if text.isprintable():
        return text
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def html_to_text(value):
    """The words of formatted text, as lines: one for each paragraph, and a dot before
    each item of a list."""
    return _read_html(str(value)) if value else ""


# One answer given to many people is read once.
@lru_cache(maxsize=256)
def _read_html(source):
    if not source.strip():
        return ""
    root = html.fragment_fromstring(source, create_parent="div")
    parts = []
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            if node.tag in BLOCKS or node.tag == "br":
                parts.append("\n")
            if node.tag == "li":
                parts.append("• ")
            parts.append(_spaced(node.text))
        else:
            if node.tag in BLOCKS:
                parts.append("\n")
            if node.tag in ("td", "th"):
                parts.append(" ")
            if node is not root:
                parts.append(_spaced(node.tail))
    lines = (line.strip(" ") for line in "".join(parts).split("\n"))
    return clean_text("\n".join(filter(None, lines)))


def _spaced(text):
    """The text with white space as a browser shows it; a non-breaking space stays
    one."""
    return re.sub(r"[ \t\r\n\f]+", " ", text or "")


def disarm(cell):
    """The cell of a CSV file, such that a spreadsheet shows it as the text it is: an
    apostrophe stands before what it would run as a formula, even after a separator that
    it takes for its own."""
    if not isinstance(cell, str):
        return cell
    start = _find_formula(cell)
    if start is None:
        return OTHER_CELL.sub(_disarm_other, cell)
    head, rest = cell[: start + 1], cell[start + 1 :]
    return f"'{head}{OTHER_CELL.sub(_disarm_other, rest)}"


def _find_formula(cell):
    """Where a formula begins, if the first character that is seen makes one."""
    for place, character in enumerate(cell):
        if character in FORMULA_STARTS:
            return place
        if not is_blank(character):
            return None
    return None


def _disarm_other(found):
    before, sign = found.groups()
    if not sign:
        return before
    # A line that begins so is a list, unless it cannot be.
    is_cell = sign in "=@＝＠" or ";" in before or "\t" in before
    return f"{before}'{sign}" if is_cell else found.group()


def split_text(text, limit=CELL_LIMIT):
    """List of the pieces of a text that each fit into a cell, one at least; joined,
    they are the text."""
    # Nothing to cut, whatever the characters: nearly always.
    if len(text) * 2 <= limit:
        return [text]
    pieces, start = [], 0
    while start < len(text):
        stop = start + limit
        excess = count_units(text[start:stop]) - limit
        while excess > 0:
            stop = min(stop, len(text)) - (excess + 1) // 2
            excess = count_units(text[start:stop]) - limit
        pieces.append(text[start:stop])
        start = stop
    return pieces


def count_units(text):
    """Number of characters of a text as Excel counts them."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
