"""Codes by which people name actions: « action 7 », « fiche n° 12 »."""

import re
import unicodedata

from .cells import is_blank, quote_cell
from .limits import MAX_CODE

# The words before a code, of the folded text.
WORDS = r"fiches?(?:[ -]actions?)?|actions?|mesures?|measures?"
NUMBER = r"(?:n\s*[°º]|numeros?|nos?\.?)?"
KEYWORD = re.compile(rf"\b(?:{WORDS})\s*{NUMBER}\s*(?=[\w])")
CODE = re.compile(r"[\w](?:[\w.\-/]*\w)?")
# A code as it is written: letters and digits, between which something stands.
WRITTEN = re.compile(r"[^\W_]+(?:[ .\-/]+[^\W_]+)*")
# What stands between two codes of a list.
SEPARATOR = re.compile(rf"\s*(?:,|;|&|\bet\b|\bou\b|\band\b|\bor\b)\s*{NUMBER}\s*")
# A whole cell that names one action.
CELL = re.compile(rf"^(?:(?:{WORDS})\s*)?{NUMBER}\s*(.+)$")
# What a displayed name puts between the code and the name.
BETWEEN = " · "
DIGITS = re.compile(r"\d+")
# As many digits as a code may have in a row, for its place in a list.
WIDTH = 8


def clean_code(code):
    """The code as it is kept: in characters of the usual width, without spaces around
    it; empty for what shows nothing.

    :param str code: as it was typed
    """
    return "" if is_blank(code) else unicodedata.normalize("NFKC", code).strip()


def get_code_error(env, code):
    """Sentence that says why a code is not taken; None when it is.

    :param str code: as ``clean_code`` gives it
    """
    if not code:
        return env._("An action has a code: the number by which it is named.")
    if len(code) > MAX_CODE:
        return env._("The code of an action has %s characters at most.", MAX_CODE)
    if not WRITTEN.fullmatch(code):
        return env._(
            "“%s” is no code of an action: letters and digits, on one line, with "
            "spaces, dots, hyphens or slashes between them only.",
            quote_cell(code),
        )
    return None


def fold_code(code):
    """The code without its capitals, its spaces nor the zeros before its numbers, so
    that « 07 » is « 7 »."""
    folded = "".join(_fold(code).split())
    return DIGITS.sub(lambda found: found.group().lstrip("0") or "0", folded)


def get_rank(code):
    """What sorts codes as one counts: 2, then 10, then 10b."""
    return DIGITS.sub(lambda found: found.group().zfill(WIDTH), fold_code(code))


def read_code(text):
    """The code that a cell means, « Action 7 », « fiche n° 7 » and « 7 · Compost »
    included."""
    text = (text or "").partition(BETWEEN)[0].strip()
    found = CELL.match(_fold(text))
    return fold_code(found.group(1)) if found else ""


def find_codes(text, codes):
    """Those of the codes that a text names.

    :param codes: folded by ``fold_code``
    :return: set of folded codes
    """
    codes = set(codes)
    text = _fold(text)
    named = set()
    for keyword in KEYWORD.finditer(text):
        place = keyword.end()
        while found := CODE.match(text, place):
            code = fold_code(found.group())
            if code not in codes:
                break
            named.add(code)
            separator = SEPARATOR.match(text, found.end())
            if not separator:
                break
            place = separator.end()
    return named


def _fold(text):
    """Without capitals nor accents."""
    decomposed = unicodedata.normalize("NFD", (text or "").casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
