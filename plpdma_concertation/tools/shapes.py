"""Sheets whose rows are not yet one record each: made so, and each new row keeps the
place of the one it comes from."""

import re

from .attendance_columns import PARTICIPATION, join_attendance
from .cells import RowMember, SheetRow, join_cells
from .civility import part_civility
from .communes import join_codes
from .contact_cells import IN_TEXT
from .headings import LONGEST, means_field, simplify_heading
from .platforms import CONTRIBUTION, read_platform
from .seats import split_seats
from .several import split_people
from .typography import PHONE
from .words import fold, fold_plural

NAME = (
    "nom, nom de l'élu, nom de famille, nom d'usage, nom usuel, patronyme, "
    "nom de naissance, nom de l'auteur, nom du contributeur, nom du déposant, "
    "votre nom, last name, surname"
)
FIRST_NAME = (
    "prénom, prénom de l'élu, prénom usuel, prénom de l'auteur, "
    "prénom du contributeur, prénom du déposant, votre prénom, first name"
)
FULL_NAME = "Nom et prénom"
FULL_NAMES = "Nom et prénom, Prénom et nom, Nom prénom, Prénom nom, Nom complet, Nom"
STAKEHOLDER = "plpdma.stakeholder"
NAMING_PEOPLE = {
    "plpdma.contribution",
    "plpdma.mandate",
    PARTICIPATION,
    STAKEHOLDER,
}
# What a person may have several of, a column each, and how they are written in one.
REACHED = {
    STAKEHOLDER: {"email": "; ", "phone": " / "},
    CONTRIBUTION: {"contributor_email": "; "},
}
# « Autre e-mail », « Courriel 2 »
OTHER = re.compile(r"^(?:autre|second|seconde|deuxieme) | (?:2|bis|secondaire)$")
# A heading that says neither how somebody is reached nor who they are, beside those
# that name people.
CONTACT = re.compile(r"\b(?:contacts?|coordonn[ée]es?)\b", re.IGNORECASE)
NAMED = re.compile(
    r"\b(?:titulaires?|noms?|membres?|repr[ée]sentante?s?)\b", re.IGNORECASE
)
# Who somebody of an organisation is, beside the name of it.
OF_ORGANISATION = (
    "contact, nom du contact, personne contact, contact principal, interlocuteur, "
    "personne à contacter, personne référente, référent, représentant, représentante, "
    "nom du représentant, nom du référent, nom de l'interlocuteur"
)
# What makes an address of a town.
ADDRESS = ("contributor_street", "contributor_zip", "contributor_city")
TOWNS = {"ville", "commune", "localite"}
CIVILITY = "civilité, civ., civ, m./mme, titre de civilité"


def _say_key(_name, choice):
    return choice


def reshape(
    model_name, headings, rows, labels, known=frozenset(), choice_labels=_say_key
):
    """``(headings, rows)`` in which each row of a sheet is one record; those given when
    there is nothing to do.

    :param str model_name: what the sheet is imported into
    :param list headings: texts
    :param list rows: ``SheetRow`` of texts, as wide as the headings
    :param labels: function that gives the heading of a field
    :param known: headings that mean something, as ``fold_plural`` gives them
    :param choice_labels: function that gives the label of a choice of a field
    """
    names = {fold_plural(word) for word in f"{NAME}, {FIRST_NAME}".split(",")}
    headings, rows = read_platform(model_name, headings, rows, labels, known | names)
    if model_name == CONTRIBUTION:
        headings, rows = _add_town(headings, rows, labels)
        headings, rows = _join_reached(model_name, headings, rows, labels)
    if model_name == "plpdma.territory":
        headings, rows = join_codes(headings, rows)
        return _split_groupings(headings, rows, labels, choice_labels)
    if model_name == PARTICIPATION:
        headings, rows = join_attendance(headings, rows, labels, choice_labels)
    is_actors = model_name == STAKEHOLDER
    if is_actors:
        given = rows
        headings = _name_contacts(headings, rows, labels)
        headings = _name_organisations(headings, labels)
        headings, rows = split_seats(headings, rows, labels, choice_labels)
        is_actors = rows is given
        headings, rows = _join_reached(model_name, headings, rows, labels)
        headings, rows = split_people(headings, rows, labels)
    if model_name in NAMING_PEOPLE:
        headings, rows = _join_names(headings, rows)
    if is_actors:
        rows = _tie_substitutes(headings, rows, labels)
        headings, rows = _join_civilities(headings, rows, labels)
    return headings, rows


def _find(headings, wanted):
    """Place of the heading that is among those wanted, the surest first; None without
    any."""
    folded = [fold_plural(heading) for heading in headings]
    for heading in wanted.split(","):
        if fold_plural(heading) in folded:
            return folded.index(fold_plural(heading))
    return None


# ----------------------------------------------------------------------
# Name and first name
# ----------------------------------------------------------------------
def _join_names(headings, rows):
    """A first name and a surname in two columns are one name."""
    name, first = _find(headings, NAME), _find(headings, FIRST_NAME)
    if name is None or first is None:
        return headings, rows
    kept = [index for index in range(len(headings)) if index != first]

    def join(row):
        full = _write_name(row[first], row[name])
        cells = [full if index == name else row[index] for index in kept]
        return SheetRow(cells, row.number)

    joined = [FULL_NAME if index == name else headings[index] for index in kept]
    return joined, [join(row) for row in rows]


def _write_name(first, surname):
    """The first name before the surname; a civility in the cell of the surname stays
    before both."""
    told = join_cells([surname, first])
    if not part_civility(told)[0]:
        return join_cells([first, surname])
    civility, _space, surname = str(surname).strip().partition(" ")
    return join_cells([civility, first, surname])


def _tie_substitutes(headings, rows, labels):
    """The rows, in which « Suppléant de » means whoever of that name stands on another
    row for the same organisation, and not a namesake of theirs elsewhere; members are
    there before whoever stands in for them."""
    names = ("partner_name", "organisation_name", "substitute_for_id")
    places = [
        next(
            (
                place
                for place, heading in enumerate(headings)
                if means_field(STAKEHOLDER, heading, name, labels(name))
            ),
            None,
        )
        for name in names
    ]
    above = places[-1]
    if None not in places:
        rows = _tie_members(rows, *places)
    if above is None:
        return rows
    # Whoever a later row names is known too, before a name is looked for.
    waiting = [_names_another(row, above) for row in rows]
    order = sorted(range(len(rows)), key=lambda rank: waiting[rank])
    return [rows[rank] for rank in order]


def _names_another(row, above):
    """Whether a row names a member who does not stand on it."""
    cell = row[above]
    return bool(cell) and getattr(cell, "number", None) != row.number


def _tie_members(rows, person, organisation, above):
    numbers = {}
    for row in rows:
        key = (fold(row[organisation]), _key_person(row[person]))
        numbers.setdefault(key, set()).add(row.number)
    tied = []
    for row in rows:
        cells = SheetRow(row, row.number)
        key = (fold(row[organisation]), _key_person(row[above]))
        found = numbers.get(key, set()) if all(key) else set()
        if len(found) == 1 and row.number not in found:
            cells[above] = RowMember(row[above], *found)
        tied.append(cells)
    return tied


def _key_person(name):
    """The words of a name, whatever their order, its civility being no part of it."""
    return " ".join(sorted(fold(part_civility(str(name))[1] or "").split()))


def _join_civilities(headings, rows, labels):
    """A civility in a column of its own stands before the name, where it is read;
    whoever is a substitute is named as their member is."""
    civility, name = _find(headings, CIVILITY), _find(headings, FULL_NAMES)
    above = _find(headings, labels("substitute_for_id"))
    kept = [place for place in range(len(headings)) if place != civility]
    if civility is None or name is None:
        civility, kept = None, list(range(len(headings)))
    if civility is None and above is None:
        return headings, rows

    def join(row):
        cells = SheetRow(row, row.number)
        if above is not None:
            bare = part_civility(str(row[above]))[1]
            number = getattr(row[above], "number", None)
            cells[above] = RowMember(bare, number) if number else bare
        if civility is not None and row[name]:
            cells[name] = join_cells([row[civility], row[name]])
        cells[:] = [cells[place] for place in kept]
        return cells

    return [headings[place] for place in kept], [join(row) for row in rows]


def _name_contacts(headings, rows, labels):
    """« Contact » over nothing but addresses is « E-mail », over numbers « Téléphone »;
    where no other column names people, it is all that is known of them."""
    label = labels("partner_name")
    places = [i for i, heading in enumerate(headings) if CONTACT.search(heading)]
    if not any(
        NAMED.search(heading)
        or means_field(STAKEHOLDER, heading, "partner_name", label)
        for place, heading in enumerate(headings)
        if place not in places
    ):
        return headings
    named = list(headings)
    for place in places:
        cells = [str(row[place]) for row in rows if row[place]]
        for name, pattern in (("email", IN_TEXT), ("phone", PHONE)):
            if cells and all(_holds_only(cell, pattern) for cell in cells):
                named[place] = CONTACT.sub(labels(name), headings[place])
    return named


def _name_organisations(headings, labels):
    """« Nom » beside « Contact », and no other organisation: that of what they are
    the contact of."""
    name, person = _find(headings, "nom"), _find(headings, OF_ORGANISATION)
    label = labels("organisation_name")
    if (
        None in (name, person)
        or _find(headings, FIRST_NAME) is not None
        or any(
            means_field(STAKEHOLDER, heading, "organisation_name", label)
            for heading in headings
        )
    ):
        return headings
    named = list(headings)
    named[name], named[person] = label, FULL_NAME
    return named


def _add_town(headings, rows, labels):
    """« Ville » beside « Adresse » or « Code postal » is the town of an address as well
    as a territory, and a column for each."""
    places = {}
    for name in (*ADDRESS, "territory_id"):
        for place, heading in enumerate(headings):
            if means_field(CONTRIBUTION, heading, name, labels(name)):
                places.setdefault(name, place)
    town = places.get("territory_id")
    told = [name for name in ADDRESS if name in places]
    if not told or "contributor_city" in told or town is None:
        return headings, rows
    if simplify_heading(headings[town]) not in TOWNS:
        return headings, rows
    return [*headings, labels("contributor_city")], [
        SheetRow([*row, row[town]], row.number) for row in rows
    ]


def _holds_only(cell, pattern):
    return pattern.search(cell) and not re.search(r"\w", pattern.sub("", cell))


def _join_reached(model_name, headings, rows, labels):
    """« Tél. fixe » and « Portable », two addresses: what a person has several of."""
    for name, separator in REACHED[model_name].items():
        plain, others = [], []
        for place, heading in enumerate(headings):
            bare = OTHER.sub("", fold(heading[:LONGEST]))
            if means_field(model_name, heading, name, labels(name)):
                plain.append(place)
            elif means_field(model_name, bare, name, labels(name)):
                others.append(place)
        if plain and len(plain + others) > 1:
            headings, rows = _join_places(headings, rows, plain + others, separator)
    return headings, rows


def _join_places(headings, rows, places, separator):
    """Several columns as the first of them."""
    kept = [place for place in range(len(headings)) if place not in places[1:]]

    def join(row):
        told = list(dict.fromkeys(row[place] for place in places))
        full = join_cells(told, separator)
        cells = [full if place == places[0] else row[place] for place in kept]
        return SheetRow(cells, row.number)

    return [headings[place] for place in kept], [join(row) for row in rows]


# ----------------------------------------------------------------------
# Towns, a row each, beside their grouping
# ----------------------------------------------------------------------
GROUPING = (
    "raison sociale, nom epci, nom de l'epci, libelle epci, libepci, lib epci, "
    "libelle de l'epci, nom du groupement, groupement, intercommunalite, epci"
)
MEMBER = (
    "nom membre, nom du membre, nom commune, nom de la commune, libelle commune, "
    "libelle de la commune, libgeo, libelle, commune, membre"
)
CODE = (
    "insee, code insee, insee membre, code commune, codgeo, insee commune, "
    "code insee de la commune, code de la commune, code insee commune, com"
)
POPULATIONS = (
    "pmun",
    "population municipale",
    "ptot",
    "population totale",
    "population",
)


def _split_groupings(headings, rows, labels, choice_labels):
    """A grouping named beside each of its towns is a territory above them."""
    grouping, member = _find(headings, GROUPING), _find(headings, MEMBER)
    code = _find(headings, CODE)
    if grouping is None or member is None or code is None:
        return headings, rows
    of_grouping, of_member = _find_populations(headings, grouping, member)
    result, seen = [], set()
    above, below = (choice_labels("kind", kind) for kind in ("epci", "commune"))
    for row in rows:
        name = str(row[grouping]).strip()
        if name and fold(name) not in seen:
            seen.add(fold(name))
            population = "" if of_grouping is None else row[of_grouping]
            result.append(SheetRow([name, above, "", "", population], row.number))
        population = "" if of_member is None else row[of_member]
        cells = [row[member], below, name, row[code], population]
        result.append(SheetRow(cells, row.number))
    names = ("name", "kind", "parent_id", "insee_code", "population")
    return [labels(name) for name in names], result


def _find_populations(headings, grouping, member):
    """``(place, place)`` of the population of the grouping and of that of its member.

    The same heading twice is that of the grouping, then that of the member.
    """
    folded = [fold(heading) for heading in headings]
    for wanted in POPULATIONS:
        places = [i for i, heading in enumerate(folded) if heading.startswith(wanted)]
        if len(places) > 1:
            return places[0], places[-1]
        if places:
            is_member = abs(places[0] - member) <= abs(places[0] - grouping)
            return (None, places[0]) if is_member else (places[0], None)
    return None, None
