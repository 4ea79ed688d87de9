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
    r"\s?(?:h|min|s)?\s?(am|pm|a\.m\.|p\.m\.)?"
    r"\s*(z|utc|gmt|cet|cest|(?:utc|gmt)?\s?[+-]\s?\d{1,2}(?::?\d{2})?)?"
)
# Clocks that their name tells: hours ahead of that of Greenwich.
ZONES = {"cet": 1, "cest": 2}
OFFSET = re.compile(r"([+-])\s?(\d{1,2}):?(\d{2})?")
FARTHEST = timedelta(hours=14)
# A clock of twelve hours: those who write it put the month first, most of them.
HALF_DAY = re.compile(r"\d\s?(?:am|pm|a\.m\.|p\.m\.)(?![a-z])")
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
    folded = _fold_moment(text)
    (year, month, day), rest = _read_day(folded, order)
    if year == 0 or year not in YEARS:
        raise UnlikelyYear(year)
    try:
        moment = datetime(year, month, day)
    except ValueError as error:
        raise NotADate(text) from error
    return _add_time(moment, rest.strip()) if rest.strip() else moment


def _fold_moment(text):
    """« ‑ » and « − » are hyphens."""
    return fold(text.replace("\u2011", "-").replace("\u2212", "-"), keep="/.:,+-")


def find_orders(values):
    """``(orders, doubtful, by half days)`` of a column: the orders in which some of its
    cells can be read and not in the other; the first cell that both read as two days,
    None without any; whether some have a clock of twelve hours.

    :param values: texts; whatever is none tells nothing
    """
    orders, doubtful, has_half_days = set(), None, False
    for value in values:
        if not isinstance(value, str) or len(value) >= LONGEST:
            continue
        text = _drop_weekday(_fold_moment(" ".join(value.split())))
        if found := NUMBERS.match(text):
            first, second = int(found[1]), int(found[2])
            has_half_days = has_half_days or bool(HALF_DAY.search(text))
            if second > 12 >= first:
                orders.add("mdy")
            elif first > 12 >= second:
                orders.add("dmy")
            elif first != second and max(first, second) <= 12:
                doubtful = doubtful or (value if _is_date(value) else None)
    return orders, doubtful, has_half_days


def is_doubtful(value):
    """Whether a cell may be two days, by whether the month comes first."""
    return find_orders([value])[1] is not None


def _is_date(value):
    try:
        read_moment(value)
    except NotADate:
        return False
    return True


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
    text = _drop_weekday(text)
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


def _drop_weekday(text):
    words = text.split(" ")
    while len(words) > 1 and words[0].rstrip(".,") in WEEKDAYS:
        words.pop(0)
    return " ".join(words)


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
    """« UTC+1 » is an hour ahead of Greenwich, as form tools mean it; dateutil takes it
    for an hour behind."""
    if text in ZONES:
        return timezone(timedelta(hours=ZONES[text]))
    found = OFFSET.search(text)
    if not found:
        return timezone.utc
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    if offset > FARTHEST:
        raise NotADate(text)
    return timezone(-offset if found[1] == "-" else offset)
