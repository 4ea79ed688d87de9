"""Sheets whose rows are not yet one record each: made so, and each new row keeps the
place of the one it comes from."""

import re

from .cells import SheetRow
from .communes import join_codes
from .headings import find_usual_heading
from .platforms import read_platform
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
# What people write where nobody is named yet.
NOBODY = {
    fold(text)
    for text in (
        "à désigner, à préciser, à définir, à nommer, à confirmer, néant, aucun, "
        "non désigné, vacant, poste vacant, en attente, nc, so, sans, -, /, x, ?"
    ).split(",")
}
ADDRESSES = re.compile(r"[;,\s/]+")
ADDRESS = re.compile(r"[^@]+@[^@]+")
NAMED_ADDRESS = re.compile(r"\s*([^<>@]+?)\s*<([^<>@\s]+@[^<>@\s]+)>\s*")
STAKEHOLDER = "plpdma.stakeholder"


def is_nobody(text):
    """Whether a cell says that a seat has nobody."""
    folded = fold(text)
    return not folded or folded in NOBODY


def reshape(model_name, headings, rows, labels, known=frozenset()):
    """``(headings, rows)`` in which each row of a sheet is one record; those given when
    there is nothing to do.

    :param str model_name: what the sheet is imported into
    :param list headings: texts
    :param list rows: ``SheetRow`` of texts, as wide as the headings
    :param labels: function that gives the heading of a field
    :param known: headings that mean something, as ``fold_plural`` gives them
    """
    names = {fold_plural(word) for word in f"{NAME}, {FIRST_NAME}".split(",")}
    headings, rows = read_platform(model_name, headings, rows, labels, known | names)
    if model_name == "plpdma.territory":
        headings, rows = join_codes(headings, rows)
        return _split_groupings(headings, rows, labels)
    if model_name == "plpdma.stakeholder":
        headings, rows = _split_seats(headings, rows, labels)
    if model_name in ("plpdma.stakeholder", "plpdma.contribution"):
        headings, rows = _join_names(headings, rows)
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
        full = " ".join(filter(None, (str(row[first]).strip(), str(row[name]).strip())))
        cells = [full if index == name else row[index] for index in kept]
        return SheetRow(cells, row.number)

    joined = [FULL_NAME if index == name else headings[index] for index in kept]
    return joined, [join(row) for row in rows]


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


def _split_groupings(headings, rows, labels):
    """A grouping named beside each of its towns is a territory above them."""
    grouping, member = _find(headings, GROUPING), _find(headings, MEMBER)
    code = _find(headings, CODE)
    if grouping is None or member is None or code is None:
        return headings, rows
    of_grouping, of_member = _find_populations(headings, grouping, member)
    result, seen = [], set()
    for row in rows:
        name = str(row[grouping]).strip()
        if name and fold(name) not in seen:
            seen.add(fold(name))
            population = "" if of_grouping is None else row[of_grouping]
            result.append(SheetRow([name, "epci", "", "", population], row.number))
        population = "" if of_member is None else row[of_member]
        cells = [row[member], "commune", name, row[code], population]
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


# ----------------------------------------------------------------------
# A member and their substitute, on one row
# ----------------------------------------------------------------------
MEMBER_WORDS = {"titulaire", "membre"}
SUBSTITUTE_WORDS = {"suppleant", "suppleante", "remplacant"}
NAME_WORDS = {"nom", "et", "du", "de", "la", "le", "l", "m", "mme", "membre"}


def _split_seats(headings, rows, labels):
    """A seat with its member and its substitute on one row is two people.

    What is said of neither (the college, the organisation) is said of both.
    """
    member = _find_side(headings, MEMBER_WORDS)
    substitute = _find_side(headings, SUBSTITUTE_WORDS)
    if "" not in member or "" not in substitute:
        return headings, rows
    details = [
        key
        for key in dict.fromkeys([*member, *substitute])
        if key not in ("", "prenom")
    ]
    sided = {*member.values(), *substitute.values()}
    shared = [index for index in range(len(headings)) if index not in sided]
    names = ("partner_name", "membership", "substitute_for_id")
    organisations = [
        index
        for index in shared
        if (find_usual_heading(STAKEHOLDER, headings[index]) or [""])[0]
        == "organisation_name"
        or fold_plural(headings[index]) == fold_plural(labels("organisation_name"))
    ]
    result = []
    for row in rows:
        common = [row[index] for index in shared]
        name = _read_name(row, member)
        is_empty = is_nobody(name) and is_nobody(_read_name(row, substitute))
        if is_empty and any(str(row[index]).strip() for index in organisations):
            # Nobody is named yet: the organisation has the seat.
            empty = [""] * (len(names) + len(details))
            result.append(SheetRow([*common, *empty], row.number))
        for side, kind in ((member, "member"), (substitute, "substitute")):
            cells = {key: str(row[place]).strip() for key, place in side.items()}
            full = _read_name(row, side)
            if is_nobody(full):
                continue
            stands_for = name if kind == "substitute" and not is_nobody(name) else ""
            told = [cells.get(key, "") for key in details]
            result.append(
                SheetRow([*common, full, kind, stands_for, *told], row.number)
            )
    new_headings = [
        *(headings[index] for index in shared),
        *(labels(name) for name in names),
        *(key.capitalize() for key in details),
    ]
    return new_headings, result


def _find_side(headings, words):
    """``{what a column tells, folded: its place}`` of one side; of the name, ``""``."""
    found = {}
    for index, heading in enumerate(headings):
        parts = fold(heading).split(" ")
        singular = {part.rstrip("s") for part in parts}
        if singular & words - NAME_WORDS or (len(parts) == 1 and singular & words):
            rest = [
                part
                for part in parts
                if part.rstrip("s") not in words and part not in NAME_WORDS
            ]
            told = " ".join(rest)
            if {"nom", "prenom"} <= singular:
                # « Nom et prénom du titulaire » tells both.
                told = ""
            found.setdefault(told, index)
    return found


def _read_name(row, side):
    """``(first name, surname)`` of one side of a row."""
    places = [side[key] for key in ("prenom", "") if key in side]
    return " ".join(filter(None, (str(row[place]).strip() for place in places)))


# ----------------------------------------------------------------------
# Addresses
# ----------------------------------------------------------------------
def part_name(text):
    """``(name, address)`` of a cell that holds both, as mail programs write them: « Léa
    <lea@x.example> »; no address without one."""
    found = NAMED_ADDRESS.fullmatch(text or "")
    return (found[1].strip(' "'), found[2]) if found else (text, None)


def choose_address(text, name):
    """``(address, the others)``: among the e-mail addresses of a cell, the one that
    resembles a person's name."""
    parts = [part.strip("<>()[]\"'") for part in ADDRESSES.split(text or "")]
    addresses = list(dict.fromkeys(filter(ADDRESS.fullmatch, parts)))
    if len(addresses) < 2:
        return (addresses[0] if addresses else text), []
    words = {word for word in fold_plural(name).split(" ") if len(word) > 1}
    chosen = next(
        (
            address
            for address in addresses
            if words & set(fold_plural(address.partition("@")[0]).split(" "))
        ),
        addresses[0],
    )
    return chosen, [address for address in addresses if address != chosen]
