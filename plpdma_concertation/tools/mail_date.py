"""When a message was received: what its sender's clock says is not enough."""

from datetime import timedelta, timezone
from email.utils import parsedate_to_datetime

# How long mail may take: mail servers try again for five days (RFC 5321, 4.5.4.1).
MAX_TRANSIT = timedelta(days=5)


def read_date(value):
    """``datetime`` in UTC, without zone, that a header names, or None."""
    try:
        sent = parsedate_to_datetime(value)
        if sent.tzinfo is None:
            return sent
        return sent.astimezone(timezone.utc).replace(tzinfo=None)
    except (TypeError, ValueError, OverflowError, IndexError):
        return None


def get_received_at(header, arrival):
    """``datetime`` at which a message counts as received: the sender's date when mail
    may have taken that long, else the arrival.

    :param str header: the date that its sender wrote
    :param datetime arrival: now, in UTC
    """
    sent = read_date(header)
    if sent and arrival - MAX_TRANSIT <= sent <= arrival:
        return sent.replace(microsecond=0)
    return arrival
