"""Rows of a sheet that are no record: what adds up the others, the college of those
that follow, the notes at the foot."""

import re

from .cells import SheetRow, is_blank
from .words import find_nearest, fold, fold_plural

TOTAL = re.compile(r"(sous |grand )?(total|totaux|somme)( general| generaux)?\d*")
# « 12 », « 1 234,5 € », « 12 avis »
FIGURE = re.compile(r"[\d\s.,%€+-]*|\d+\s+[^\W\d]+")
# « COLLÈGE DES ÉLUS », « Collège n° 1 : élus »
COLLEGE = re.compile(
    r"coll[èe]ges?\b\s*(?:(?:n\s*[°o]\s*)?(?P<rank>\d+|[IVX]+\b))?\s*[:–—-]?\s*"
    r"(?P<of>(?:des?|du)\b\s*|d['’]\s*)?(?:(?:la|les?)\b\s*|l['’]\s*)?(?P<name>.*)",
    re.IGNORECASE | re.DOTALL,
)
# How a note begins, once nothing but notes follows.
NOTE = re.compile(
    r"\*|\(\s*[*\d]\s*\)|(?:nb|n\.b\.?|nota|sources?|l[ée]gende|remarques?)\s*:"
    r"|\d+\s(?:membres?|personnes?|acteurs?|participants?|si[èe]ges?|inscrite?s?)$"
    r"|(?:(?:liste|document|tableau|fichier|registre|extraction|donn[ée]es|derni[èe]re)\s)?"
    r"(?:mis(?:e)?s?\s[àa]\sjour|[ée]dit[ée]e?s?|imprim[ée]e?s?|export[ée]e?s?"
    r"|g[ée]n[ée]r[ée]e?s?|extraite?s?|arr[êe]t[ée]e?s?|close?|cl[ôo]tur[ée]e?)"
    r"\s*(?:\s(?:du|de|le|au|en)\b|:)"
    r"|fin\sd(?:u|e\sla|e\sl['’])\s?(?:registre|liste|tableau|fichier|document)\b",
    re.IGNORECASE,
)
# What tells that the next cell goes on: « Source : », « Mis à jour le ».
GOES_ON = re.compile(r"(?::|\b(?:le|du|au))$", re.IGNORECASE)


def is_total(row):
    """Whether a row is a total: it says so first, and all the rest are figures."""
    texts = [str(cell).strip() for cell in row if not is_blank(str(cell))]
    if not texts:
        return False
    words = re.sub(r"[\d\s:]+", " ", fold(texts[0])).strip()
    return bool(TOTAL.fullmatch(words)) and all(map(FIGURE.fullmatch, texts[1:]))


def find_notes(rows, texts=None):
    """Numbers of the rows that are notes at the foot of a table.

    :param texts: places of the columns that hold texts, where a lone cell is what
        somebody wrote: a note then begins its row, elsewhere; None in a table of people
    """
    found = []
    for row in reversed(rows):
        text = _read_lone(row) or _read_pair(row)
        if texts is not None and (0 in texts or is_blank(str(row[0]))):
            text = ""
        if not NOTE.match(text) and any(not is_blank(str(cell)) for cell in row):
            break
        if text:
            found.insert(0, row.number)
    return found


def take_colleges(headings, rows, place, label, names):
    """``(headings, rows, {number of a row: college})``: a row that is the name of a
    college is that of those that follow, and tells of nobody itself.

    :param place: that of the column of the colleges, None where there is none
    :param str label: heading of that column
    :param list names: of the colleges that there are
    """
    colleges, current, kept = {}, "", []
    is_sure = any(_read_college(row, place, names) for row in rows)
    for row in rows:
        if college := _read_college(row, place, names, is_sure):
            colleges[row.number] = current = college
        else:
            kept.append((row, current))
    if not colleges:
        return headings, rows, {}
    if place is None:
        place, headings = len(headings), [*headings, label]
    return headings, [_fill(row, place, text) for row, text in kept], colleges


def _fill(row, place, text):
    cells = [*row, ""] if place == len(row) else list(row)
    if is_blank(str(cells[place])):
        cells[place] = text
    return SheetRow(cells, row.number)


def _read_college(row, place, names, is_sure=False):
    """The college that a row names, and nothing else; a school is none.

    :param is_sure: whether another row of the sheet names a college
    """
    text = _read_lone(row)
    found = COLLEGE.fullmatch(text)
    name = found["name"].strip(' «»"“”') if found else ""
    is_in_column = place is not None and not is_blank(str(row[place]))
    is_named = fold_plural(text) in {fold_plural(one) for one in names}
    is_like = found and (
        found["rank"]
        or find_nearest(name, names)
        or (name and found["of"] and (is_sure or text.isupper() or name[0].islower()))
    )
    return (name or text) if text and (is_in_column or is_named or is_like) else ""


def _read_pair(row):
    """What the only two filled cells of a row say, the second one going on with the
    first: « Source : » « mairie »."""
    texts = [str(cell).strip() for cell in row if not is_blank(str(cell))]
    if len(texts) == 2 and len(row) > 2 and GOES_ON.search(texts[0]):
        return " ".join(texts)
    return ""


def _read_lone(row):
    """What the only filled cell of a row says, be it merged over the others."""
    texts = {str(cell).strip() for cell in row if not is_blank(str(cell))}
    return texts.pop() if len(texts) == 1 and len(row) > 1 else ""
