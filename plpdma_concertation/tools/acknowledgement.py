"""What an acknowledgement of receipt holds for its reader to check it by themselves."""

from datetime import datetime
from hashlib import sha256


def describe_moment(moment):
    """The instant as the digest holds it: ``2026-03-31T15:30:05Z``, in UTC; of a day
    whose hour is not known, ``2026-03-31``.

    :param moment: ``datetime`` in UTC, without zone, or ``date``
    """
    if isinstance(moment, datetime):
        return f"{moment:%Y-%m-%dT%H:%M:%S}Z"
    return moment.isoformat()


def make_digested(number, moment, text):
    """What is digested, in bytes: three lines, in UTF-8, the third one being the whole
    text as it came, its lines ended by a line feed alone.

    :param str number: that of the register
    :param moment: as for :func:`describe_moment`
    :param str text: the words received
    """
    text = (text or "").replace("\r\n", "\n")
    return f"{number}\n{describe_moment(moment)}\n{text}".encode()


def make_digest(number, moment, text):
    """SHA-256 of :func:`make_digested`, in 64 hexadecimal digits: whoever holds the
    three finds the same, and another one as soon as a single character differs."""
    return sha256(make_digested(number, moment, text)).hexdigest()
