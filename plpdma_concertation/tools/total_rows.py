"""Rows that add up the others: they tell of nobody."""

import re

from .cells import is_blank
from .words import fold

TOTAL = re.compile(r"(sous |grand )?(total|totaux|somme)( general| generaux)?\d*")
FIGURE = re.compile(r"[\d\s.,%€+-]*")


def is_total(row):
    """Whether a row is a total: it says so first, and all the rest are figures."""
    texts = [str(cell).strip() for cell in row if not is_blank(str(cell))]
    if not texts:
        return False
    words = re.sub(r"[\d\s:]+", " ", fold(texts[0])).strip()
    return bool(TOTAL.fullmatch(words)) and all(map(FIGURE.fullmatch, texts[1:]))
