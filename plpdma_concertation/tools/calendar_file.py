"""What calendars read of a meeting (iCalendar, RFC 5545 and 5546).

One file for each guest, which names nobody but them and the person to contact; and one
that everybody follows, which names nobody.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import vobject
from dateutil.tz import tzutc

PRODUCT = "-//PLPDMA Concertation//Sessions//FR"
# The zone that vobject knows by its name.
UTC = tzutc()
# What is done with the meeting: it is asked or changed, withdrawn, or only shown.
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
PARTSTATS = {
    "accepted": "ACCEPTED",
    "declined": "DECLINED",
    "tentative": "TENTATIVE",
}


@dataclass
class Meeting:
    """A meeting, its moments in UTC and without zone."""

    uid: str
    sequence: int
    start: datetime
    stop: datetime
    summary: str
    description: str = ""
    location: str = ""
    organizer_name: str = ""
    organizer_email: str = ""


def write_calendar(meeting, method, email="", reply=""):
    """Bytes of the calendar file of one guest.

    :param Meeting meeting: what it says
    :param str method: ``REQUEST``, ``CANCEL`` or ``PUBLISH``
    :param str email: address of the guest, who is the only one named
    :param str reply: what they replied so far
    """
    calendar = vobject.iCalendar()
    calendar.add("prodid").value = PRODUCT
    calendar.add("method").value = method
    event = calendar.add("vevent")
    event.add("uid").value = meeting.uid
    event.add("sequence").value = str(meeting.sequence)
    event.add("dtstamp").value = datetime.now(UTC).replace(microsecond=0)
    event.add("dtstart").value = meeting.start.replace(tzinfo=UTC)
    event.add("dtend").value = meeting.stop.replace(tzinfo=UTC)
    event.add("status").value = "CANCELLED" if method == CANCEL else "CONFIRMED"
    for name in ("summary", "description", "location"):
        text = getattr(meeting, name)
        if text:
            event.add(name).value = _clean(text)
    if meeting.organizer_email:
        organizer = event.add("organizer")
        organizer.value = f"mailto:{meeting.organizer_email}"
        name = _clean(meeting.organizer_name).replace('"', "'")
        if name:
            organizer.params["CN"] = [name]
    if email:
        attendee = event.add("attendee")
        attendee.value = f"mailto:{email}"
        attendee.params["ROLE"] = ["REQ-PARTICIPANT"]
        attendee.params["PARTSTAT"] = [PARTSTATS.get(reply, "NEEDS-ACTION")]
        if method == REQUEST:
            attendee.params["RSVP"] = ["TRUE"]
    return calendar.serialize().encode()


@dataclass
class Entry:
    """What everybody reads of something that takes place: a moment in UTC without zone,
    or whole days, the last one included."""

    uid: str
    changed: datetime
    start: datetime | date
    stop: datetime | date
    summary: str
    description: str = ""
    location: str = ""
    url: str = ""
    sequence: int = 0


def write_feed(name, entries):
    """Bytes of a calendar that everybody may follow: nobody is invited, nor named. The
    same entries give the same bytes.

    :param str name: what calendars call it
    :param entries: iterable of :class:`Entry`
    """
    calendar = vobject.iCalendar()
    calendar.add("prodid").value = PRODUCT
    calendar.add("method").value = PUBLISH
    # Read by most calendars, though no standard names it.
    calendar.add("x-wr-calname").value = _clean(name)
    for entry in entries:
        event = calendar.add("vevent")
        event.add("uid").value = entry.uid
        event.add("sequence").value = str(entry.sequence)
        event.add("dtstamp").value = entry.changed.replace(microsecond=0, tzinfo=UTC)
        event.add("status").value = "CONFIRMED"
        event.add("transp").value = "TRANSPARENT"
        start, stop = entry.start, entry.stop
        if isinstance(start, datetime):
            start, stop = start.replace(tzinfo=UTC), stop.replace(tzinfo=UTC)
        else:
            # The end is the first day that is no part of it.
            stop += timedelta(days=1)
        event.add("dtstart").value = start
        event.add("dtend").value = stop
        for key in ("summary", "description", "location", "url"):
            text = getattr(entry, key)
            if text:
                event.add(key).value = _clean(text)
    return calendar.serialize().encode()


def get_content_type(content):
    """Media type of a calendar file with its method, without which mail programs show
    no buttons (RFC 6047); None for a file that has none.

    :param bytes content: the file
    """
    for line in content[:1000].splitlines():
        name, _colon, method = line.partition(b":")
        if name.strip().upper() == b"METHOD":
            return f'text/calendar; charset="utf-8"; method={method.decode().strip()}'
    return None


def _clean(text):
    """Text without what no calendar can hold."""
    text = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or ord(c) >= 32)
