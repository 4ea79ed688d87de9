"""Dates as people write them, each read by itself."""

import re
from datetime import date, datetime, timedelta, timezone

from .words import fold

# A programme looks neither further back nor further ahead.
YEARS = range(1900, 2200)
# No date takes more characters, its day of the week and its time included.
LONGEST = 80
# Days counted from here by spreadsheets, between which a number is a date.
EPOCH = datetime(1899, 12, 30)
SERIALS = (15_000, 80_000)

MONTHS = (
    ("janvier", "janv", "jan", "january"),
    ("fevrier", "fevr", "fev", "feb", "february"),
    ("mars", "mar", "march"),
    ("avril", "avr", "apr", "april"),
    ("mai", "may"),
    ("juin", "jun", "june"),
    ("juillet", "juil", "jul", "july"),
    ("aout", "aou", "aug", "august"),
    ("septembre", "sept", "sep", "september"),
    ("octobre", "oct", "october"),
    ("novembre", "nov", "november"),
    ("decembre", "dec", "december"),
)
MONTH_NUMBERS = {
    name: number for number, names in enumerate(MONTHS, 1) for name in names
}
WEEKDAYS = (
    "lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim "
    "monday tuesday wednesday thursday friday saturday sunday le du on"
).split()

ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?!\d)")
NUMBERS = re.compile(r"(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4}|\d{2})(?!\d)")
DAY_MONTH = re.compile(r"(\d{1,2})(?:er)?[\s.-]+([a-z]+)\.?[\s.,-]+(\d{4}|\d{2})(?!\d)")
MONTH_DAY = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)")
TIME = re.compile(
    r"(?:t|,|-|a|at)?\s*(\d{1,2})(?:\s?[:h]\s?(\d{2}))?(?:\s?[:m]\s?(\d{2})(?:[.,]\d+)?)?"
    r"\s?(?:h|min|s)?\s?(am|pm|a\.m\.|p\.m\.)?\s*(z|utc|gmt|[+-]\d{2}:?\d{2})?"
)
SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")


class NotADate(ValueError):
    """Raised for a text that tells no day."""


class UnlikelyYear(NotADate):
    """Raised for a day of a year in which nothing of this takes place."""


def get_order(date_format):
    """``dmy``, ``mdy`` or ``ymd``: in which order a language writes a date.

    :param str date_format: as ``strftime`` takes it
    """
    places = {
        letter: min(
            (place for place in map(date_format.find, codes) if place >= 0), default=99
        )
        for letter, codes in (
            ("d", ("%d", "%-d", "%e")),
            ("m", ("%m", "%-m", "%b", "%B")),
            ("y", ("%Y", "%y")),
        )
    }
    order = "".join(sorted(places, key=places.get))
    return order if order in ("dmy", "mdy", "ymd") else "dmy"


def read_moment(value, order="dmy", form=None):
    """``datetime`` of a date, with its time if it has one, and a time zone if the text
    tells one.

    :param value: text, ``date`` or ``datetime``
    :param str order: in which the reader writes it; each cell is read by itself, so
        that « 01/03/26 » is the same day whatever stands in the others
    :param str form: as ``strptime`` takes it, when somebody chose it
    :raise NotADate: when no day is told, or in an unlikely year
    """
    if isinstance(value, date):
        time = value.timetz() if isinstance(value, datetime) else datetime.min.time()
        return _check_year(datetime.combine(value, time))
    text = " ".join(str(value)[: LONGEST + 1].split())
    if len(text) >= LONGEST:
        raise NotADate(text)
    if form:
        moment = _read_form(text, form)
        if moment:
            return _check_year(moment)
    if SERIAL.fullmatch(text):
        return _read_serial(text)
    folded = fold(text, keep="/.:,+-")
    (year, month, day), rest = _read_day(folded, order)
    if year == 0 or year not in YEARS:
        raise UnlikelyYear(year)
    try:
        moment = datetime(year, month, day)
    except ValueError as error:
        raise NotADate(text) from error
    return _add_time(moment, rest.strip()) if rest.strip() else moment


def _read_form(text, form):
    try:
        return datetime.strptime(text, form)
    except ValueError:
        return None


def _check_year(moment):
    if moment.year not in YEARS:
        raise UnlikelyYear(moment.year)
    return moment


def _read_serial(text):
    days = float(text.replace(",", "."))
    if not SERIALS[0] <= days <= SERIALS[1]:
        raise NotADate(text)
    moment = EPOCH + timedelta(days=days)
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)


def _read_day(text, order):
    """``((year, month, day), what follows them)``"""
    words = text.split(" ")
    while len(words) > 1 and words[0].rstrip(".,") in WEEKDAYS:
        words.pop(0)
    text = " ".join(words)
    for pattern in (ISO, YEAR_FIRST):
        if found := pattern.match(text):
            return tuple(map(int, found.groups())), text[found.end() :]
    if found := NUMBERS.match(text):
        first, second, year = found.groups()
        day, month = (second, first) if order == "mdy" else (first, second)
        if order == "ymd" and len(year) == 2:
            # « 26/03/01 » where the year comes first
            year, month, day = first, second, year
        return (_full_year(year), int(month), int(day)), text[found.end() :]
    if found := DAY_MONTH.match(text):
        day, month, year = found.groups()
    elif found := MONTH_DAY.match(text):
        month, day, year = found.groups()
    if not found or month not in MONTH_NUMBERS:
        raise NotADate(text)
    return (_full_year(year), MONTH_NUMBERS[month], int(day)), text[found.end() :]


def _full_year(text):
    """Two digits are a year near ours: of this century, but for far ones."""
    year = int(text)
    if len(text) > 2:
        return year
    return year + (2000 if year < 70 else 1900)


def _add_time(moment, text):
    found = TIME.fullmatch(text)
    if not found:
        raise NotADate(text)
    hours, minutes, seconds, half, zone = found.groups()
    hours = int(hours)
    if half:
        hours = hours % 12 + (12 if half[0] == "p" else 0)
    try:
        moment = moment.replace(
            hour=hours, minute=int(minutes or 0), second=int(seconds or 0)
        )
    except ValueError as error:
        raise NotADate(text) from error
    return moment.replace(tzinfo=_read_zone(zone)) if zone else moment


def _read_zone(text):
    if text[0] not in "+-":
        return timezone.utc
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "")
    return timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))
