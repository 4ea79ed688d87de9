"""Numbers as people and spreadsheets write them."""

import re
from decimal import Decimal

# Between thousands: French spreadsheets write a narrow no-break space.
SPACES = re.compile("[ \u00a0\u202f\u2009\u2007'’]")
NUMBER = re.compile(r"[+-]?\d+(?:\.\d*)?(?:e[+-]?\d{1,2})?")
THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{3})+")


class NotANumber(ValueError):
    """Raised for a text that tells no number."""


def read_number(value, decimal_mark=","):
    """``Decimal`` of a number, whichever way its thousands and its decimals are marked;
    « 45 % » is 0.45, as a spreadsheet means it.

    :param str value: such as « 12 001 », « 1 234,50 € », « 45 % »
    :param str decimal_mark: that of the reader's language, which decides when a text
        has one mark only: « 1,234 »
    :raise NotANumber: for anything else
    """
    text = SPACES.sub("", str(value).strip()[:100]).replace("−", "-").lower()
    if text.startswith("(") and text.endswith(")"):
        text = f"-{text[1:-1]}"
    text = text.removeprefix("€").removesuffix("€")
    percent = text.endswith("%")
    text = _mark_decimals(text.removesuffix("%"), decimal_mark)
    if len(text) > 40 or not NUMBER.fullmatch(text):
        raise NotANumber(value)
    number = Decimal(text)
    return number / 100 if percent else number


def _mark_decimals(text, decimal_mark):
    """The text with a point before its decimals, and no other mark."""
    last = max(text.rfind(","), text.rfind("."))
    if last < 0:
        return text
    mark = text[last]
    other = "." if mark == "," else ","
    if other in text:
        text = text.replace(other, "")
        return text.replace(mark, ".") if text.count(mark) == 1 else ""
    if text.count(mark) > 1 or (mark == "," != decimal_mark):
        if THOUSANDS.fullmatch(text):
            return text.replace(mark, "")
    return text.replace(mark, ".") if text.count(mark) == 1 else ""
