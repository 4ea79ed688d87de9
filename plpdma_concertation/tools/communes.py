"""Lists of communes as INSEE publishes them."""

from .cells import SheetRow
from .words import fold, fold_plural

DEPARTMENT = {
    fold_plural(text)
    for text in (
        "code département",
        "code du département",
        "code dept",
        "dept",
        "dep",
        "code dep",
    )
}
TOWN = {
    fold_plural(text)
    for text in ("code commune", "code de la commune", "com", "code com")
}
# What a row of the official list is, where it says so: former communes, which bear the
# code of the new one, are no communes any more.
KIND = "typecom"
FORMER = {"coma", "comd"}
# What one list writes of a name and another does not.
SMALL_WORDS = {"l", "le", "la", "les", "d", "de", "du", "des", "commune", "ville"}


def is_same_place(name, other):
    """Whether two names are forms of one: « L'ABERGEMENT FICTIF », « Abergement-Fictif
    (L') »."""
    return _get_place_words(name) == _get_place_words(other)


def _get_place_words(name):
    words = set(fold_plural(name).split(" "))
    return words - SMALL_WORDS or words


def join_codes(headings, rows):
    """``(headings, rows)`` in which the code of a commune is whole: in the tables of
    the census the department stands in a column and the commune in another; former
    communes are left out."""
    folded = [fold_plural(heading) for heading in headings]
    if KIND in folded:
        place = folded.index(KIND)
        rows = [row for row in rows if fold(row[place]) not in FORMER]
    places = [
        next((i for i, heading in enumerate(folded) if heading in wanted), None)
        for wanted in (DEPARTMENT, TOWN)
    ]
    if None in places:
        return headings, rows
    department, town = places
    codes = [str(row[town]).strip() for row in rows]
    # A whole code has four digits at least, when its zero was lost.
    if not codes or any(len(code) > 3 or not code.isdigit() for code in codes if code):
        return headings, rows
    joined = []
    for row, code in zip(rows, codes, strict=True):
        cells = SheetRow(row, row.number)
        if code:
            whole = _join(str(row[department]).strip(), code)
            cells[town] = whole or code
        joined.append(cells)
    return headings, joined


def _join(department, code):
    """Five characters: two for the department, three overseas, the rest for the
    commune; None where the department is not known."""
    if not department or len(department) > 3 or not department.isalnum():
        return None
    start = department.upper().zfill(2)
    return start + code.zfill(5 - len(start)) if len(code) <= 5 - len(start) else None
