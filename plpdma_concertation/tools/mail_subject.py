"""What mail programmes put before the subject of a message."""

import re

REPLIES = r"re|rép|réf|aw|antw|sv|rv|res|rif|r"
FORWARDS = r"tr|fw|fwd|wg|enc"
COLON = r"\s?(?:\[\d+\])?\s*:"
PREFIX = re.compile(rf"^\s*(?:(?:{REPLIES}|{FORWARDS}){COLON}\s*)+", re.IGNORECASE)
REPLY = re.compile(rf"^\s*(?:{REPLIES}){COLON}", re.IGNORECASE)
FORWARD = re.compile(rf"^\s*(?:{FORWARDS}){COLON}", re.IGNORECASE)
FORWARD_PREFIX = re.compile(rf"\b(?:{FORWARDS})\b", re.IGNORECASE)

TOKEN = re.compile(r"[^\s«»“”\"'(),;:!?\[\]<>]+")


def strip_prefixes(subject):
    """The subject, without what programmes put before it."""
    return PREFIX.sub("", subject).strip()


def is_reply(subject):
    """Whether a subject says first that the message answers another."""
    return bool(REPLY.match(subject))


def is_forward(subject):
    """Whether a subject says first that the message brings another along."""
    return bool(FORWARD.match(subject))


def tells_forward(subject):
    """Whether a subject says, first or further, that a message is brought along: who
    answers a colleague who brought it along brings it too."""
    prefixes = PREFIX.match(subject)
    return bool(prefixes and FORWARD_PREFIX.search(prefixes[0]))


def find_numbers(subject):
    """Set of what may be the number of something in a subject, as it is written there
    and in capitals: neither a word nor a mere figure."""
    tokens = {token.rstrip(".") for token in TOKEN.findall(subject)}
    found = {token for token in tokens if re.search(r"\d", token)}
    found = {token for token in found if not token.isdigit()}
    return found | {token.upper() for token in found}
