"""The reply to an invitation, as calendars send it (iTIP, RFC 5546)."""

import re
from dataclasses import dataclass
from datetime import datetime, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

STATES = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative"}
PROPERTY = re.compile(r"^([A-Z-]+)((?:;[^:\";]*(?:\"[^\"]*\"[^:\";]*)*)*):(.*)$")


@dataclass
class Reply:
    """The reply of somebody to an invitation."""

    uid: str
    email: str
    # As a guest of a calendar has it; empty for another one than yes, no or maybe.
    state: str
    # When the meeting begins, in UTC and without zone: that which they were told.
    start: datetime | None = None
    sequence: int = 0


def read_reply(text):
    """``Reply`` of a calendar's text, or None when it is none."""
    values = _read_properties(text)
    if values.get("METHOD", ("", ""))[1].strip().upper() != "REPLY":
        return None
    parameters, address = values.get("ATTENDEE", ("", ""))
    state = re.search(r"PARTSTAT=\"?([A-Z-]+)", parameters, re.IGNORECASE)
    sequence = values.get("SEQUENCE", ("", "0"))[1].strip()
    return Reply(
        uid=values.get("UID", ("", ""))[1].strip(),
        email=re.sub(r"^mailto:", "", address.strip(), flags=re.IGNORECASE).lower(),
        state=STATES.get(state[1].upper() if state else "", ""),
        start=_read_start(*values.get("DTSTART", ("", ""))),
        sequence=int(sequence) if sequence.isdecimal() else 0,
    )


def _read_properties(text):
    """``{name: value}``: the first of each property, outside the description of time
    zones."""
    text = re.sub(r"\n[ \t]", "", text.replace("\r\n", "\n"))
    text = re.sub(r"BEGIN:VTIMEZONE.*?END:VTIMEZONE\n?", "", text, flags=re.DOTALL)
    values = {}
    for line in text.split("\n"):
        found = PROPERTY.match(line)
        if found:
            values.setdefault(found[1].upper(), (found[2], found[3]))
    return values


def _read_start(parameters, value):
    value = value.strip()
    try:
        if len(value) == 8:
            return datetime.strptime(value, "%Y%m%d")
        start = datetime.strptime(value.rstrip("Z"), "%Y%m%dT%H%M%S")
    except ValueError:
        return None
    zone = re.search(r"TZID=\"?([^;\":]+)", parameters)
    if value.endswith("Z") or not zone:
        return start
    try:
        start = start.replace(tzinfo=ZoneInfo(zone[1]))
    except (ZoneInfoNotFoundError, ValueError):
        # Windows' own names of zones: what was told is then known by its number.
        return None
    return start.astimezone(timezone.utc).replace(tzinfo=None)
