"""Instants are stored in UTC, and told by somebody's clock."""

import pytz

# That of an authority which chose none, and of a reader who has none.
DEFAULT_TZ = "Europe/Paris"


def to_local(instant, timezone):
    """``datetime`` without zone: what a clock shows at an instant.

    :param datetime instant: in UTC, as the database gives it
    :param str timezone: name of the clock
    """
    zone = pytz.timezone(timezone)
    return pytz.utc.localize(instant).astimezone(zone).replace(tzinfo=None)


def to_instant(local, timezone):
    """``datetime`` in UTC, without zone: the instant at which a clock shows a time.

    :param datetime local: that time
    :param str timezone: name of the clock
    """
    zone = pytz.timezone(timezone)
    return zone.localize(local).astimezone(pytz.utc).replace(tzinfo=None)
