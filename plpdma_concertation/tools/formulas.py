"""Formulas of which a workbook holds no result: some programs write them and compute
nothing."""

import html
import re

from .cells import SheetError
from .sheet_parts import read_column

# A cell that holds a formula, and neither a value nor, as ``str``, an empty text.
NAME = r"(?:\w+:)?"
WITHOUT_RESULT = re.compile(
    rf'<{NAME}c\b(?=[^>]*?\sr="([A-Z]+)(\d+)")(?![^>]*?\st="str")[^>]*>\s*'
    rf"<{NAME}f\b[^>]*?(?:/>|>([^<]*)</{NAME}f>)\s*"
    rf"(?:<{NAME}v\s*/>|<{NAME}v></{NAME}v>)?\s*</{NAME}c>".encode()
)


def find_formulas(xml):
    """``{row: {column: SheetError}}`` of the formulas without a result; rows are
    counted from 1, columns from 0, and what the cell holds begins with « = ».

    :param bytes xml: the sheet, as its workbook holds it
    """
    found = {}
    for letters, number, formula in WITHOUT_RESULT.findall(xml):
        text = html.unescape(formula.decode(errors="replace"))
        found.setdefault(int(number), {})[read_column(letters)] = SheetError(f"={text}")
    return found
