"""What a row says of whoever, or whatever, it names, besides the name: its columns,
whether or not a field takes them."""

from .headings import find_usual_heading
from .words import fold_plural

STAKEHOLDER = "plpdma.stakeholder"
# Kinds of clues, by the field of a list of people that they are.
OF_PEOPLE = {"organisation_name": "organisation", "email": "email"}
OF_CONTRIBUTIONS = {"contributor_email": "email"}
# Headings of the day of a session, where no field takes it.
DAYS = {
    fold_plural(heading)
    for heading in (
        "Date",
        "Jour",
        "Date de la séance",
        "Date de la réunion",
        "Date de l'atelier",
        "Date de la rencontre",
        "Date du temps de participation",
    )
}


def find_clues(headings, names, dated=None):
    """``{place of a column: "organisation", "email" or "day"}``.

    :param list headings: texts
    :param list names: of the fields that take the columns, false where none does
    :param dated: name of the field that is the date of a row, if any
    """
    found = {}
    for place, (heading, name) in enumerate(zip(headings, names, strict=True)):
        kind = _find_field_clue(name, dated) if name else _find_heading_clue(heading)
        if kind and kind not in found.values():
            found[place] = kind
    return found


def _find_field_clue(name, dated):
    if name == dated:
        return "day"
    return OF_PEOPLE.get(name) or OF_CONTRIBUTIONS.get(name)


def _find_heading_clue(heading):
    usual = find_usual_heading(STAKEHOLDER, str(heading))
    if usual and usual[0] in OF_PEOPLE:
        return OF_PEOPLE[usual[0]]
    return "day" if fold_plural(str(heading)) in DAYS else None
