"""A member and their substitute, on one row: two people."""

import re

from .cells import RowMember, SheetError, SheetRow, join_cells
from .civility import is_civility_alone
from .contact_cells import SHARES, bare_name, join_told, share_as_said
from .headings import find_usual_heading
from .nobody import is_nobody
from .seat_words import MEMBER_WORDS, NAME_WORDS, STANDING_FOR, SUBSTITUTE_WORDS
from .words import NO, YES, drop_endings, fold, fold_plural, get_usual_words, read_flag

STAKEHOLDER = "plpdma.stakeholder"
# What stands between the two people of one cell.
BETWEEN = re.compile(r"\s*[/;\n]\s*")
# « Zoé Vrac et Max Tri » are two, « Familles rurales et Terre d'avenir » is not.
WORD = r"[A-ZÀ-Ý][\w'’-]*\.?"
WHOLE_NAME = rf"{WORD}(?: (?:d['’]|(?:de|du|des|le|la) )*{WORD})+"
BOTH = re.compile(rf"({WHOLE_NAME}) et ({WHOLE_NAME})")
# « Titulaire : Zoé Vrac », « Zoé Vrac (titulaire) »
AS_MEMBER = re.compile(
    r"^(?:titulaires?|t)\s*:\s*|\s*\((?:titulaires?|t)\)$", re.IGNORECASE
)
# What a column that tells which of the two somebody is says of them.
SIDES = {
    *MEMBER_WORDS,
    *SUBSTITUTE_WORDS,
    *get_usual_words(STAKEHOLDER, "membership"),
}
NAMES = ("partner_name", "membership", "substitute_for_id")


def split_seats(headings, rows, labels, choice_labels):
    """``(headings, rows)`` in which the member and the substitute of a row are two.

    What is said of neither (the college, the organisation) is said of both; what is a
    person's own (an address, a number) is the member's, where nothing else is said.

    :param choice_labels: function that gives the label of a choice of a field
    """
    headings, rows = _part_columns(headings, rows, labels)
    headings, rows = _read_flags(headings, rows, labels, choice_labels)
    seats = _Seats(headings, rows, labels, choice_labels)
    if "" not in seats.member:
        return headings, rows
    if "" not in seats.substitute and not _names_members(seats, headings, rows, labels):
        return headings, rows
    return seats.headings, [one for row in rows for one in seats.split(row)]


def _names_members(seats, headings, rows, labels):
    """Whether a sheet without substitutes names members as such: « Titulaire » stands
    over their names, and no other column is of names."""
    place = seats.member[""]
    words = {part.rstrip("s") for part in fold(drop_endings(headings[place])).split()}
    others = (
        heading
        for index, heading in enumerate(headings)
        if index not in seats.member.values()
    )
    return bool(
        words & MEMBER_WORDS - NAME_WORDS
        and not seats.substitute
        and _find_told(rows, place) - SIDES - YES - NO
        and all(_find_field(other, labels) != "partner_name" for other in others)
    )


def _part_columns(headings, rows, labels):
    """A column of both, « Titulaire / Suppléant », is two."""
    for index, heading in enumerate(headings):
        if not _is_of_both(heading, [row[index] for row in rows], labels):
            continue
        other = _find_other_side(headings, rows, index)
        if other is not None:
            return headings, [_move_substitute(row, index, other) for row in rows]
        parted = []
        for row in rows:
            cell = row[index]
            is_failed = isinstance(cell, SheetError)
            both = [cell] if is_failed else _part_cell(str(cell))
            cells = [*row[:index], *both, *[""] * (2 - len(both)), *row[index + 1 :]]
            parted.append(SheetRow(cells, row.number))
        sides = ["Titulaire", "Suppléant"]
        return [*headings[:index], *sides, *headings[index + 1 :]], parted
    return headings, rows


def _find_other_side(headings, rows, index):
    """Place of the column that names the substitutes beside one that names some of
    them too; None without any."""
    place = _find_side(headings, SUBSTITUTE_WORDS).get("")
    if place in (None, index) or _names_both(headings[index]):
        return None
    return place if _find_told(rows, place) - SIDES - YES - NO else None


def _move_substitute(row, index, other):
    """The row, in which the substitute whom the cell of the member tells stands with
    the others."""
    cell, theirs = row[index], row[other]
    said = None if isinstance(cell, SheetError) else share_as_said(str(cell))
    if not said or isinstance(theirs, SheetError):
        return row
    names = [one for one in (said[1], str(theirs)) if not is_nobody(one)]
    cells = list(row)
    cells[index] = said[0]
    cells[other] = "\n".join({fold(name): name.strip() for name in names}.values())
    return SheetRow(cells, row.number)


def _is_of_both(heading, cells, labels):
    """Whether a column names the two people of a row: its heading says so, or a cell
    of the names, « Titulaire : Zoé Vrac / Suppléant : Max Tri »."""
    if _names_both(heading):
        told = {fold(cell) for cell in cells if not is_nobody(cell)}
        return bool(told - SIDES)
    if _find_field(heading, labels) != "partner_name":
        return False
    return any(all(share_as_said(str(cell)) or [None]) for cell in cells)


def _part_cell(text):
    """The two people of one cell, or the only one."""
    if said := share_as_said(text):
        return list(said)
    text = AS_MEMBER.sub("", text.strip())
    both = BETWEEN.split(text, maxsplit=1)
    if len(both) == 1 and (found := BOTH.fullmatch(text.strip())):
        both = [found[1], found[2]]
    first, _and, other = text.partition(" et ")
    if len(both) == 1 and other and is_nobody(other):
        both = [first, other]
    return both


def _read_flags(headings, rows, labels, choice_labels):
    """A cross under « Titulaire » or « Suppléant » tells what somebody is, in one
    column for both."""
    sides = {
        kind: _find_side(headings, words).get("")
        for kind, words in (("member", MEMBER_WORDS), ("substitute", SUBSTITUTE_WORDS))
    }
    flagged = {kind: place for kind, place in sides.items() if place is not None}
    told = [{read_flag(row[place]) for row in rows} for place in flagged.values()]
    # Beside a name on the other side, a cross says that nobody is named.
    if not all(one <= YES | NO | {""} for one in told) or not set().union(*told) & YES:
        return headings, rows
    places = sorted(flagged.values())
    kept = [place for place in range(len(headings)) if place not in places]

    def tell(row):
        said = {kind: read_flag(row[place]) for kind, place in flagged.items()}
        told = [kind for kind, word in said.items() if word in YES]
        if not told and said.keys() == {"substitute"} and said["substitute"] in NO:
            told = ["member"]
        # Both is for the user to settle: it is no choice.
        return " / ".join(choice_labels("membership", kind) for kind in told)

    told = [
        SheetRow([*(row[place] for place in kept), tell(row)], row.number)
        for row in rows
    ]
    return [*(headings[place] for place in kept), labels("membership")], told


def _is_unnamed(text):
    """Whether a cell names nobody: « à désigner », or « Mme » alone."""
    return is_nobody(text) or is_civility_alone(text)


def _find_told(rows, index):
    """What stands in a column, folded, but for whoever is not named yet."""
    return {fold(row[index]) for row in rows if not is_nobody(row[index])}


def _names_both(heading):
    words = {part.rstrip("s") for part in fold(drop_endings(heading)).split(" ")}
    return bool(words & MEMBER_WORDS - NAME_WORDS and words & SUBSTITUTE_WORDS)


class _Seats:
    def __init__(self, headings, rows, labels, choice_labels):
        self.member = _find_side(headings, MEMBER_WORDS)
        self.substitute = _find_side(headings, SUBSTITUTE_WORDS)
        for side in (self.member, self.substitute):
            _take_name(side, labels)
        self._read_substitutes(headings, rows, labels)
        self._take_twins(headings)
        self._align(labels)
        self.kinds = {
            kind: choice_labels("membership", kind) for kind in ("member", "substitute")
        }
        sided = {*self.member.values(), *self.substitute.values()}
        alone = [index for index in range(len(headings)) if index not in sided]
        fields = {index: _find_field(headings[index], labels) for index in alone}
        # Told of one person: what a column tells: (its field, its place where no
        # side is told).
        self.details = {
            key: (_find_field(key, labels), None)
            for key in (*self.member, *self.substitute)
            if key not in ("", "prenom", "civilite")
        }
        self._take_told_once(headings, fields)
        taken = {place for _field, place in self.details.values()}
        self.shared = [index for index in alone if index not in taken]
        self.organisations = [
            index for index in self.shared if fields[index] == "organisation_name"
        ]
        self.headings = [
            *(headings[index] for index in self.shared),
            *map(labels, NAMES),
            *(
                key.capitalize() if place is None else headings[place]
                for key, (_field, place) in self.details.items()
            ),
        ]

    def _read_substitutes(self, headings, rows, labels):
        """Whether the column of the substitutes names them, or says who is one."""
        if "" not in self.substitute:
            return
        told = _find_told(rows, self.substitute[""])
        if told - SIDES:
            self._take_member(headings, labels)
        elif told:
            del self.substitute[""]

    def _take_member(self, headings, labels):
        """Beside a column of substitutes alone, that of the names is the members'."""
        if "" in self.member:
            return
        sided = {*self.member.values(), *self.substitute.values()}
        for index, heading in enumerate(headings):
            if index in sided:
                continue
            if fold(drop_endings(heading)) == "prenom":
                self.member.setdefault("prenom", index)
            elif _find_field(heading, labels) == "partner_name":
                self.member.setdefault("", index)

    def _take_twins(self, headings):
        """Of two columns of one heading, each beside a name, each is theirs."""
        member, substitute = self.member.get(""), self.substitute.get("")
        if member is None or substitute is None:
            return
        sided = {*self.member.values(), *self.substitute.values()}
        twins = {}
        for index, heading in enumerate(headings):
            if index not in sided and fold(heading):
                twins.setdefault(fold(heading), []).append(index)
        for key, places in twins.items():
            order = [*places, member, substitute]
            ranks = [sorted(order).index(place) for place in order]
            if ranks in ([1, 3, 0, 2], [0, 2, 1, 3]):
                self.member.setdefault(key, places[0])
                self.substitute.setdefault(key, places[1])
            elif ranks in ([1, 3, 2, 0], [0, 2, 3, 1]):
                self.substitute.setdefault(key, places[0])
                self.member.setdefault(key, places[1])

    def _align(self, labels):
        """« Mail titulaire » and « Courriel suppléant » are one column."""
        for key in [one for one in self.substitute if one not in self.member]:
            field = _find_field(key, labels)
            for other in self.member if field in SHARES else ():
                alike = _find_field(other, labels) == field
                if alike and other not in self.substitute:
                    self.substitute[other] = self.substitute.pop(key)
                    break

    def _take_told_once(self, headings, fields):
        """A column that says nothing of whose it is, beside that of one side for the
        same field, goes on with it."""
        by_field = {field: key for key, (field, _place) in self.details.items()}
        for index, field in fields.items():
            if field not in SHARES:
                continue
            key = by_field.get(field)
            if key is None or self.details[key][1] is not None:
                key = f"{headings[index]}\0{index}"
            self.details[key] = (field, index)

    def split(self, row):
        """The people of a row, or the organisation that has the seat."""
        name = _read_name(row, self.member)
        other = _read_name(row, self.substitute)
        common = [row[index] for index in self.shared]
        no_member, no_substitute = _is_unnamed(name), _is_unnamed(other)
        if no_member and no_substitute:
            if any(str(row[index]).strip() for index in self.organisations):
                # Nobody is named yet: the organisation has the seat.
                told = [
                    "" if place is None else row[place]
                    for _field, place in self.details.values()
                ]
                yield SheetRow([*common, *[""] * len(NAMES), *told], row.number)
            return
        told = [self._share(row, key, name, other) for key in self.details]
        if failed := self._find_failed(row):
            # Its row is refused, for the formula.
            yield SheetRow([*common, failed, "", "", *[""] * len(told)], row.number)
            return
        if not no_member:
            cells = [name, self.kinds["member"], "", *(own for own, _other in told)]
            yield SheetRow([*common, *cells], row.number)
        if not no_substitute:
            stands_for = "" if no_member else RowMember(bare_name(name), row.number)
            cells = [other, self.kinds["substitute"], stands_for]
            cells += [theirs for _own, theirs in told]
            yield SheetRow([*common, *cells], row.number)

    def _find_failed(self, row):
        """A formula that failed, among what is told of the two; None without any."""
        places = {*self.member.values(), *self.substitute.values()}
        places |= {place for _field, place in self.details.values()} - {None}
        failed = (row[place] for place in sorted(places))
        return next((cell for cell in failed if isinstance(cell, SheetError)), None)

    def _share(self, row, key, name, other):
        """``(cell of the member, cell of the substitute)`` of what one column, or two,
        tell of a person."""
        own, theirs = (
            str(row[side[key]]).strip() if key in side else ""
            for side in (self.member, self.substitute)
        )
        field, place = self.details[key]
        text = "" if place is None else str(row[place]).strip()
        if not text:
            return own, theirs
        if _is_unnamed(name):
            return own, join_told(theirs, text)
        if _is_unnamed(other):
            return join_told(own, text), theirs
        if theirs:
            return join_told(own, text), theirs
        mine, yours = SHARES[field](text, name, other)
        return join_told(own, mine), yours


def _find_field(heading, labels):
    """Field that a heading means, of those that tell of a person or of theirs."""
    usual = find_usual_heading(STAKEHOLDER, heading)
    for name in (*SHARES, "organisation_name", "partner_name"):
        if fold_plural(heading) == fold_plural(labels(name)):
            return name
    return usual and usual[0]


def _find_side(headings, words):
    """``{what a column tells, folded: its place}`` of one side; of the name, ``""``."""
    found = {}
    for index, heading in enumerate(headings):
        parts = fold(drop_endings(heading)).split(" ")
        if _names_both(heading) or (len(parts) > 1 and parts[-1] in STANDING_FOR):
            # « Titulaire ou suppléant » tells which; « Suppléant de » names the member.
            continue
        singular = {part.rstrip("s") for part in parts}
        if singular & words - NAME_WORDS or (len(parts) == 1 and singular & words):
            rest = [
                part for part in parts if part.rstrip("s") not in words | NAME_WORDS
            ]
            told = " ".join(rest)
            if {"nom", "prenom"} <= singular:
                # « Nom et prénom du titulaire » tells both.
                told = ""
            found.setdefault(told, index)
    return found


def _take_name(side, labels):
    """« Conseiller communautaire titulaire » names them, where nothing else does."""
    if "" in side:
        return
    unknown = [
        told
        for told in side
        if told not in ("prenom", "civilite") and not _find_field(told, labels)
    ]
    if unknown:
        side[""] = side.pop(unknown[0])


def _read_name(row, side):
    """The name of one side of a row: its civility, first name and surname."""
    places = [side[key] for key in ("civilite", "prenom", "") if key in side]
    return join_cells([row[place] for place in places])
