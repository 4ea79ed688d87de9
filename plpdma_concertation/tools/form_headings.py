"""The headings that form tools write, as people would."""

import datetime
import re

from .cells import SheetRow, is_blank

# Before each heading, LimeSurvey may write its code: « G01Q03[SQ001]. Que faire ? ».
CODED = re.compile(r"([A-Za-z]\w*(?:\[\w+\])*)\. (?=\S)")
# What it notes by itself of each answer, by its code.
OWN_CODES = {
    "id": "ID de la réponse",
    "submitdate": "Date de soumission",
    "lastpage": "Dernière page",
    "startlanguage": "Langue de départ",
    "seed": "Tête de série",
    "startdate": "Date de lancement",
    "datestamp": "Date de la dernière action",
    "ipaddr": "Adresse IP",
    "refurl": "URL de référence",
}
# Nobody else writes these.
TELLING_CODES = {"submitdate", "lastpage", "startlanguage"}
# Typeform tells the clock in the heading.
UNIVERSAL = re.compile(r"(?P<heading>.*\S) \((?:UTC|GMT)\)$", re.IGNORECASE)


def read_form_headings(headings, rows):
    """``(headings, rows)`` of a sheet, its headings without the code of a question nor
    the clock of a date, which its cells then tell."""
    places = {
        place for place, heading in enumerate(headings) if UNIVERSAL.fullmatch(heading)
    }
    headings = clean_headings(headings)
    if not places:
        return headings, rows
    return headings, [
        SheetRow(
            [
                _tell_clock(cell) if place in places else cell
                for place, cell in enumerate(row)
            ],
            row.number,
        )
        for row in rows
    ]


def clean_headings(headings):
    """The headings without the code of a question nor the clock of a date."""
    return [UNIVERSAL.sub(r"\g<heading>", heading) for heading in _drop_codes(headings)]


def _drop_codes(headings):
    """The headings by what follows their code; those that are a code alone, by what it
    means."""
    found = [CODED.match(heading) for heading in headings]
    codes = [
        match[1] if match else heading
        for match, heading in zip(found, headings, strict=True)
    ]
    if not TELLING_CODES & set(codes):
        return headings
    return [
        heading[match.end() :] if match else OWN_CODES.get(heading, heading)
        for match, heading in zip(found, headings, strict=True)
    ]


def _tell_clock(cell):
    """A moment that says to be one of the clock of Greenwich."""
    if isinstance(cell, datetime.datetime):
        return cell.replace(tzinfo=cell.tzinfo or datetime.timezone.utc)
    if isinstance(cell, str) and ":" in cell and not is_blank(cell):
        return f"{cell.strip()} UTC"
    return cell
