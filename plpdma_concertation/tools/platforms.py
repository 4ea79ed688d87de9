"""Files that platforms and form tools export, as sheets that an agent would have made.

What such a file says and no field takes keeps its column, under a heading that is not
taken for anything: ``Decidim – reference`` is no reference of ours.
"""

import re

from .cells import SheetError, SheetRow, is_blank
from .dates import NotADate, read_moment
from .form_headings import clean_headings, read_form_headings
from .headings import find_usual_heading, is_opinion, simplify_heading
from .texts import html_to_text
from .words import find_word, fold, fold_plural, get_usual_words

CONTRIBUTION = "plpdma.contribution"
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")

# Decidim's keys, the surest first; one that is told in several languages has them last.
DECIDIM_FIELDS = {
    "register_number": ("id",),
    "date_received": ("published_at", "created_at"),
    "summary": ("title",),
    "verbatim": ("body",),
    "contributor_name": ("author/name",),
    "theme_ids": ("category/name",),
    "stance": ("alignment",),
}
# « taxonomies/17/fr »: since its version 0.30, each theme has columns of its own.
TAXONOMY = re.compile(r"taxonomies/(\d+)(?:/.+)?")
# What it writes before a text that a spreadsheet would run.
DISARMED = re.compile(r"'(?=[=+@-])")
ALIGNMENTS = {"1": "favourable", "0": "no_opinion", "-1": "unfavourable"}
LANGUAGES = ("fr", "")
SHELVES = {"Decidim", "Formulaire", "Démarche"}

# What tells of a form tool, and the columns that are about the form.
FORM_MARKS = (
    {"horodateur"},
    {"timestamp"},
    {"heure de debut", "heure de fin"},
    {"start time", "completion time"},
    {"numero de serie", "sid"},
    {"serial", "sid"},
    {"id de la reponse"},
    {"response id"},
    {"submit date", "network id"},
    {"submit date", "start date"},
)
FORM_COLUMNS = {
    fold_plural(text)
    for text in (
        "Numéro de série, SID, Serial, Terminé, Terminée, Terminé le, Complété le, "
        "Completed, Completed time, Modifié, Modifiée, Modified time, Changed, "
        "Heure de la dernière modification, Last modified time, Brouillon, Draft, "
        "Adresse IP, IP Address, UID, Nom d'utilisateur, "
        "Dernière page, Langue de départ, Langue de base, Tête de série, Seed, "
        "Total points, Quiz feedback, Score, Langue, Language, Last page, Start "
        "language, Date de lancement, Date started, Date de la dernière action, Date "
        "last action, URL de référence, Referrer URL, Response type, Stage date, "
        "Network ID, Tags, Ending"
    ).split(",")
}
# « Modifié le », « Validée le »: a tool dates what became of an answer.
NOTED = re.compile(r"\w+(?:e|ee|i|ie|is|ise|it|ite|u|ue) le")
# What somebody agrees to, which is no word on the project: « J'accepte que mon nom soit
# publié », folded; « J'accepte de composter » is one.
CONSENT = re.compile(
    r"(?:(?:je?|en) (?:accept|autoris|consen|certifi|reconnai|coch|soumett|envoy)\w*"
    r"|(?:accept|autoris|consent)ez vous)\b.*\b(?:donnees?|rgpd|noms?|identite|publi\w+"
    r"|recontact\w+|conditions|mentions|politique|confidentialite)\b"
    r"|(?:consentement|rgpd)\b.*"
)
# A file of démarches: what tells of it, what it is about, what else it holds.
PROCEDURE_MARKS = {
    fold_plural(text)
    for text in (
        "État du dossier, Passé en instruction le, Passé en construction le, "
        "Dossier passé en construction le, Dossier passé en instruction le, "
        "Dernière mise à jour du dossier le, FranceConnect ?"
    ).split(",")
}
PROCEDURE_DATES = (
    "Déposé le",
    "Dossier déposé le",
    "Passé en construction le",
    "Dossier passé en construction le",
)
PROCEDURE_COLUMNS = PROCEDURE_MARKS | {
    fold_plural(text)
    for text in (
        "Dépôt pour un tiers, Nom du mandataire, Prénom du mandataire, Date de "
        "naissance, Archivé, À archiver, Dernière mise à jour le, Déposé le, Dossier "
        "déposé le, Traité le, Dossier traité le, Motivation de la décision, "
        "Instructeurs, Groupe instructeur, Labels, Expert invité, Domaine Fonctionnel, "
        "Référentiel De Programmation, Centre De Coût, Date décision SVA, "
        "Date décision SVR"
    ).split(",")
}
# What it tells of an organisation, besides its name.
ORGANISATION = "Entreprise raison sociale"
PROCEDURE_COLUMNS |= {
    fold_plural(f"{kind} {text}")
    for kind, texts in {
        "Établissement": "SIRET, siège social, NAF, libellé NAF, Adresse, numero voie, "
        "type voie, nom voie, complément adresse, code postal, localité, "
        "code INSEE localité",
        "Entreprise": "SIREN, capital social, numero TVA intracommunautaire, forme "
        "juridique, forme juridique code, nom commercial, raison sociale, SIRET siège "
        "social, code effectif entreprise, date de création, état administratif, nom, "
        "prénom",
        "Association": "RNA, titre, objet, date de création, date de déclaration, date "
        "de publication",
    }.items()
    for text in texts.split(",")
}
# What it adds to the answer that is a town, or an address.
PLACE_DETAIL = re.compile(r"(.+) \((?:Code INSEE|Département|Commune)\)")
POSTAL_CODE = re.compile(r" \(\d{5}\)$")


def read_platform(model_name, headings, rows, labels, known):
    """``(headings, rows)`` of a sheet, those given where no platform made it.

    :param labels: function that gives the heading of a field
    :param known: headings that mean something, as ``fold_plural`` gives them
    """
    if model_name != CONTRIBUTION:
        return headings, rows
    headings, rows = read_form_headings(headings, rows)
    folded = {fold_plural(heading) for heading in headings}
    if _is_decidim(headings):
        return _read_decidim(headings, rows, labels)
    if "id" in folded and folded & PROCEDURE_MARKS:
        return _read_procedure(headings, rows, labels, known)
    if is_form(headings):
        name = "Formulaire"
        headings = [
            _shelve(name, heading)
            if _is_about_form(heading)
            or (fold_plural(heading) not in known and _is_noted(heading, rows, place))
            else heading
            for place, heading in enumerate(headings)
        ]
        return _gather_answers(name, headings, rows, labels, known)
    return headings, rows


def is_form(headings):
    """Whether a form tool made a sheet of such headings."""
    folded = {fold(heading) for heading in clean_headings(headings)}
    return any(marks <= folded for marks in FORM_MARKS)


def _is_about_form(heading):
    is_consent = CONSENT.match(fold(heading))
    return bool(is_consent) or fold_plural(heading) in FORM_COLUMNS


def _is_noted(heading, rows, place):
    """Whether a column tells when the tool noted something: it is no answer."""
    told = [row[place] for row in rows if not is_blank(str(row[place]))]
    return bool(NOTED.fullmatch(fold(heading))) and all(map(_is_moment, told))


def _is_moment(cell):
    for order in ("dmy", "mdy"):
        try:
            read_moment(cell, order)
        except NotADate:
            continue
        return True
    return False


def _shelve(name, heading):
    """The heading of a column that is kept and taken for nothing."""
    return f"{name} – {heading}"


def is_shelved(heading):
    """Whether a heading is one that ``_shelve`` made."""
    return heading.partition(" – ")[0] in SHELVES


# ----------------------------------------------------------------------
# Decidim
# ----------------------------------------------------------------------
def _is_decidim(headings):
    names = {heading.strip().casefold() for heading in headings}
    keys = {name.split("/")[0] for name in names if "/" in name}
    is_proposal = "title" in {name.split("/")[0] for name in names}
    # Two texts told by language are no other tool's.
    is_proposal &= bool(keys & {"participatory_space", "component"}) or (
        {"title", "body"} <= keys
    )
    return bool({"body"} & (names | keys)) and (
        is_proposal or "commentable_type" in names
    )


def _read_decidim(headings, rows, labels):
    names = [heading.strip().casefold() for heading in headings]
    found = {}
    for field, keys in DECIDIM_FIELDS.items():
        place = _find_key(names, keys)
        if place is not None:
            found[field] = place
    themes = _find_taxonomies(names)
    by_place = {place: field for field, place in found.items()}
    kind = "opinion" if "commentable_type" in names else "proposal"
    shaped = []
    for row in rows:
        cells = SheetRow(map(_arm, row), row.number)
        for field in ("verbatim", "summary"):
            if field in found:
                cells[found[field]] = _read_html(cells[found[field]])
        if "stance" in found:
            told = str(cells[found["stance"]]).strip()
            cells[found["stance"]] = ALIGNMENTS.get(told, told)
        if themes:
            cells.append(
                "; ".join(str(cells[place]) for place in themes if cells[place])
            )
        cells.extend(("web", kind))
        shaped.append(cells)
    shaped_headings = [
        labels(by_place[place]) if place in by_place else _shelve("Decidim", heading)
        for place, heading in enumerate(headings)
    ]
    added = ["theme_ids"] if themes else []
    added += ["channel", "kind"]
    return [*shaped_headings, *map(labels, added)], shaped


def _find_taxonomies(names):
    """Places of the columns that each tell one theme, in French where it is."""
    found = {match[1] for match in map(TAXONOMY.fullmatch, names) if match}
    places = (_find_key(names, [f"taxonomies/{number}"]) for number in found)
    return sorted(place for place in places if place is not None)


def _arm(cell):
    """A cell as somebody wrote it, without what was put before it."""
    return cell[1:] if isinstance(cell, str) and DISARMED.match(cell) else cell


def _find_key(names, keys):
    """Place of the first of the keys, in French first; None without any."""
    for key in keys:
        wanted = [f"{key}/{code}" if code else key for code in LANGUAGES]
        told = [name for name in names if name.startswith(f"{key}/")]
        for name in (*wanted, *told):
            if name in names:
                return names.index(name)
    return None


def _read_html(cell):
    """The words of a cell, which some versions write with their tags."""
    if isinstance(cell, str) and TAG.search(cell):
        return html_to_text(cell)
    return cell


# ----------------------------------------------------------------------
# Démarches
# ----------------------------------------------------------------------
def _read_procedure(headings, rows, labels, known):
    name = "Démarche"
    folded = [fold_plural(heading) for heading in headings]
    date = _find_first(folded, PROCEDURE_DATES)
    # An organisation that writes has no name of a person beside its own.
    is_person = fold_plural("Nom") in folded
    author = None if is_person else _find_first(folded, [ORGANISATION])
    fields = {date: "date_received", author: "contributor_name"}
    details, towns = _find_place_details(headings)
    shaped = [
        labels(fields[place])
        if place in fields
        else _shelve(name, heading)
        if folded[place] in PROCEDURE_COLUMNS or place in details
        else heading
        for place, heading in enumerate(headings)
    ]
    headings = [*shaped, labels("channel")]
    rows = [
        SheetRow(
            [
                POSTAL_CODE.sub("", cell) if place in towns else cell
                for place, cell in enumerate(row)
            ]
            + ["web"],
            row.number,
        )
        for row in rows
    ]
    return _gather_answers(name, headings, rows, labels, known)


def _find_first(folded, wanted):
    """Place of the first of the headings wanted; None without any."""
    for heading in wanted:
        if fold_plural(heading) in folded:
            return folded.index(fold_plural(heading))
    return None


def _find_place_details(headings):
    """``(details, towns)``: places of the columns that only detail the answer of
    another one, « Commune (Code INSEE) », and of those answers."""
    details, towns = set(), set()
    for place, heading in enumerate(headings):
        found = PLACE_DETAIL.fullmatch(heading)
        if found and found[1] in headings:
            details.add(place)
            towns.add(headings.index(found[1]))
    return details, towns


# ----------------------------------------------------------------------
# The questions of a form
# ----------------------------------------------------------------------
def _gather_answers(name, headings, rows, labels, known):
    """The answers to the questions that no field takes are the contribution: one is
    kept as it is, several stand each under its question."""
    meanings = [simplify_heading(heading) for heading in headings]
    told = {
        place
        for place, meaning in enumerate(meanings)
        if _is_text(meaning, labels) or _is_told_opinion(headings[place], rows, place)
    }
    asked = {
        place
        for place, meaning in enumerate(meanings)
        if meaning
        and meaning not in known
        and not headings[place].startswith(f"{name} – ")
        and any(not is_blank(str(row[place])) for row in rows)
    }
    if not asked - told:
        return headings, rows
    questions = sorted(asked | told)
    if len(questions) == 1:
        [place] = questions
        headings = [*headings]
        headings[place] = labels("verbatim")
        return headings, rows
    kept = [place for place in range(len(headings)) if place not in questions]

    def gather(row):
        failed = [
            row[place] for place in questions if isinstance(row[place], SheetError)
        ]
        if failed:
            return failed[0]
        return "\n\n".join(
            f"{headings[place]}\n{str(row[place]).strip()}"
            for place in questions
            if not is_blank(str(row[place]))
        )

    shaped = [
        SheetRow([*(row[place] for place in kept), gather(row)], row.number)
        for row in rows
    ]
    return [*(headings[place] for place in kept), labels("verbatim")], shaped


def _is_text(meaning, labels):
    """Whether a heading is that of the contribution itself."""
    usual = find_usual_heading(CONTRIBUTION, meaning)
    return meaning == fold_plural(labels("verbatim")) or (
        usual is not None and usual[0] == "verbatim"
    )


def _is_told_opinion(heading, rows, place):
    """Whether a column that may be of positions holds more than these."""
    if not is_opinion(heading):
        return False
    known = get_usual_words(CONTRIBUTION, "stance")
    cells = [str(row[place]) for row in rows if not is_blank(str(row[place]))]
    return any(not find_word(cell, known) for cell in cells)
