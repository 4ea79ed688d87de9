"""What the author of a message wrote, apart from what they answer and their signature.

Nothing is thrown away: what is left out is handed back beside their words.
"""

import re
from dataclasses import dataclass, field

from .mail_headers import ADDRESS, FORWARDED, find_blocks
from .mail_html import Line

# « Le … a écrit : » in the languages of our neighbours. A date tells it from what
# somebody reports that somebody else wrote.
ANNOUNCE = re.compile(
    r"^[\s>*]*(?=.*\d)(?:"
    r"(?:le|on|el|il|op|em|am|den|dne|w dniu|at)\s.{6,300}?"
    r"(?:a\s+écrit|wrote|escribió|ha\s+scritto|escreveu"
    r"|(?:schreef|schrieb|skrev|napsal)\b.{0,120})"
    r"|.{3,120}?<?[\w.+-]+@[\w.-]+>?\)?\s+(?:a\s+écrit|wrote|schrieb|schreef|escribió"
    r"|ha\s+scritto)"
    r"|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}.{3,200}?(?:a\s+écrit|wrote)"
    r")(?:\s+(?:le|on)\s.{0,60})?\s*:\s*$",
    re.IGNORECASE | re.DOTALL,
)
TIME = re.compile(r"\b\d{1,2}\s?[:h]\s?\d{2}\b")
# How many lines the announcement of a quote may be folded into.
MAX_ANNOUNCE = 4
# The lines that telephones and applications add at the end.
PHONE = re.compile(
    r"^\s*(?:envoyé (?:de(?:puis)? (?:mon|ma|l['’]application|outlook|yahoo|mail)"
    r"|à partir (?:d['’]outlook|de (?:mon|ma|yahoo)))"
    r"|(?:télécharge[rz]|obtene[rz]) outlook pour|sent from (?:my|outlook|yahoo|mail)"
    r"|get outlook for|provenance\s*: courrier"
    r"|von meinem .{2,40} gesendet|gesendet von |enviado desde mi |enviado do meu "
    r"|inviato da(?:l mio)? |verzonden vanaf mijn |verstuurd vanaf mijn )[^\n]*$",
    re.IGNORECASE,
)
# Below it, what is no signature but a text: its length, in lines and in characters.
MAX_SIGNATURE_LINES = 15
MAX_SIGNATURE = 900
MAX_SIGNATURE_LINE = 40


@dataclass
class Words:
    """A message, its author's words apart from the rest."""

    text: str = ""
    # What was left out, in its order.
    cut: str = ""


@dataclass
class Forwarded:
    """A message that another one brings along."""

    note: Words
    text: Words
    name: str = ""
    email: str = ""
    date: str = ""
    subject: str = ""


@dataclass
class _Reading:
    """Which lines are left out, and why."""

    lines: list
    reasons: dict = field(default_factory=dict)

    def leave_out(self, numbers, reason):
        for number in numbers:
            self.reasons.setdefault(number, reason)

    def is_kept(self, number):
        return number not in self.reasons

    def has_words(self):
        return any(
            line.text.strip("\xa0 ") and self.is_kept(number)
            for number, line in enumerate(self.lines)
        )


def read_plain(text, is_flowed=False, is_delsp=False):
    """The lines of a plain text.

    :param bool is_flowed: whether a space at the end of a line says that it goes on
        (RFC 3676)
    :param bool is_delsp: whether that space is none of the text's
    :return: list of ``Line``
    """
    lines = [make_line(line) for line in text.split("\n")]
    return _join_flowed(lines, is_delsp) if is_flowed else lines


def make_line(text):
    signs = re.match(r"^(?:>[ ]?)+", text)
    return Line(text, signs[0].count(">") if signs else 0)


def _join_flowed(lines, is_delsp):
    joined, goes_on = [], False
    for line in lines:
        words = re.sub(r"^>+", "", line.text) if line.depth else line.text
        # A space is put before what would be read as a sign.
        words = words.removeprefix(" ")
        if goes_on and joined[-1].depth == line.depth and words != "-- ":
            joined[-1].text += words
        else:
            signs = ">" * line.depth + " " if line.depth else ""
            joined.append(Line(signs + words, line.depth))
        goes_on = words.endswith(" ") and words != "-- "
        if goes_on and is_delsp:
            joined[-1].text = joined[-1].text[:-1]
    return joined


def split_words(lines, is_reply=False, is_forward=False):
    """Part what the author wrote from what they answer, and from their signature.

    :param lines: list of ``Line``
    :param bool is_reply: whether the message says that it answers or forwards another
    :param bool is_forward: whether it says that it forwards one: that is then a part of
        what the author sent
    :return: ``Words``; everything is theirs when nothing else would be
    """
    lines = [
        make_line(line.text) if not line.depth and line.text.startswith(">") else line
        for line in lines
    ]
    blocks = [block for block in find_blocks(lines) if block.is_certain(is_reply)]
    for block in blocks:
        if block.marker == "forwarded" or is_forward:
            own = split_words(lines[: block.start], is_reply)
            brought = "\n".join(
                line.text.rstrip(" \t") for line in lines[block.start :]
            )
            return Words(f"{own.text}\n\n{brought}".strip("\n\xa0 \t"), own.cut)
    reading = _Reading(lines)
    announces = _find_announces(lines, is_reply)
    tail = _leave_out_quotes(reading, blocks, announces, is_reply)
    _leave_out_signatures(reading)
    if not reading.has_words() and tail is not None:
        # Written under what is answered, without a sign between the two.
        for number in [n for n, reason in reading.reasons.items() if reason == "tail"]:
            del reading.reasons[number]
    if not reading.has_words():
        for number in [n for n, why in reading.reasons.items() if why == "signature"]:
            del reading.reasons[number]
    return _gather(reading)


def _find_announces(lines, is_reply):
    """The lines that announce a quote: ``{number: number after}``."""
    found, number = {}, 0
    while number < len(lines):
        stop = _get_announce_stop(lines, number, is_reply)
        if stop:
            found[number] = stop
        number = stop or number + 1
    return found


def _get_announce_stop(lines, start, is_reply):
    line = lines[start]
    if not line.words.strip() or PHONE.match(line.words):
        return None
    if line.kind == "announce" and not FORWARDED.match(line.words):
        stop = start + 1
        while stop < len(lines) and lines[stop].kind == "announce":
            stop += 1
        if not any(FORWARDED.match(other.words) for other in lines[start:stop]):
            return stop
        return None
    text = ""
    for stop in range(start + 1, min(start + MAX_ANNOUNCE, len(lines)) + 1):
        words = lines[stop - 1].words
        if lines[stop - 1].depth != line.depth or not words.strip():
            return None
        if text and re.search(r"[.!?]$", text):
            # A sentence that ends is no announcement.
            return None
        text = f"{text} {words.strip()}".strip()
        if ANNOUNCE.match(text):
            if _begins_later(lines, start, stop):
                return None
            is_sure = _is_quoted_next(lines, stop, line.depth) or ADDRESS.search(text)
            return stop if is_sure or (is_reply and TIME.search(text)) else None
    return None


def _begins_later(lines, start, stop):
    """Whether the announcement that ends on a line begins below another one."""
    return any(
        ANNOUNCE.match(" ".join(line.words.strip() for line in lines[number:stop]))
        for number in range(start + 1, stop)
    )


def _is_quoted_next(lines, number, depth):
    while number < len(lines) and not lines[number].words.strip("\xa0 "):
        number += 1
    return number < len(lines) and lines[number].depth > depth


def _leave_out_quotes(reading, blocks, announces, is_reply):
    """:return: the line from which all is what is answered, or None"""
    lines = reading.lines
    starts = {**announces, **{block.start: block.stop for block in blocks}}
    accepts_signs = is_reply or bool(starts)
    for number, line in enumerate(lines):
        if line.depth and accepts_signs:
            reading.leave_out([number], "quote")
    for start, stop in sorted(starts.items()):
        if lines[start].depth:
            continue
        reading.leave_out(range(start, stop), "announce")
        if not _is_quoted_next(lines, stop, 0):
            rest = range(stop, len(lines))
            # Signs further down are those of older quotes.
            reading.leave_out(rest, "tail")
            return start
    return None


def _leave_out_signatures(reading):
    lines, is_separator = reading.lines, False
    for number, line in enumerate(lines):
        if line.kind == "signature" and reading.is_kept(number):
            reading.leave_out([number], "signature")
        elif re.fullmatch(r"-- ?", line.text) and reading.is_kept(number):
            stop = number + 1
            while stop < len(lines) and reading.is_kept(stop):
                stop += 1
            below = [other.text for other in lines[number + 1 : stop] if other.text]
            is_certain = line.text == "-- "
            # One that parts two passages is not followed by one that signs.
            is_signature = (is_certain or not is_separator) and _is_signature(
                below, is_certain
            )
            is_separator = is_separator or not is_signature
            if is_signature:
                reading.leave_out(range(number, stop), "signature")
    for number in range(len(lines)):
        is_phone = reading.is_kept(number) and PHONE.match(lines[number].text)
        if is_phone and _ends_words(reading, number):
            reading.leave_out([number], "signature")


def _is_signature(lines, is_certain):
    """Whether the lines below two dashes sign a message, or go on with it.

    :param bool is_certain: whether a space follows them, as programmes write them
    """
    if len(lines) > MAX_SIGNATURE_LINES or len("\n".join(lines)) > MAX_SIGNATURE:
        return False
    return is_certain or not any(
        len(line) > MAX_SIGNATURE_LINE and re.search(r"[.!?…]\s*$", line)
        for line in lines
    )


def _ends_words(reading, number):
    """Whether nothing of the author follows a line before what is left out."""
    for below in range(number + 1, len(reading.lines)):
        if reading.lines[below].text.strip("\xa0 "):
            return not reading.is_kept(below)
    return True


def _gather(reading):
    kept, cut, was_kept, is_joint = [], [], True, False
    for number, line in enumerate(reading.lines):
        is_kept = reading.is_kept(number)
        pile = kept if is_kept else cut
        # Where something was left out, one blank line stands between two passages.
        is_joint = is_joint or is_kept != was_kept
        was_kept = is_kept
        if is_joint and not line.text.strip("\xa0 \t"):
            continue
        if is_joint and pile and pile[-1].strip():
            pile.append("")
        is_joint = False
        pile.append(line.text.rstrip(" \t"))
    return Words(_strip(kept), _strip(cut))


def _strip(lines):
    return "\n".join(lines).strip("\n\xa0 \t")


def find_forwarded(lines, is_forward, is_own):
    """The message that another brings along, as the programmes of mail write it.

    :param lines: list of ``Line``
    :param bool is_forward: whether the subject says that one is brought along
    :param is_own: function that says of an address whether it is one of the house:
        what a colleague forwarded in turn is looked for further down
    :return: ``Forwarded``, or None
    """
    for block in find_blocks(lines):
        is_told = block.marker == "forwarded" or is_forward
        if not is_told or not block.is_certain(True):
            continue
        name, email = block.sender
        if (not name and not email) or is_own(email):
            continue
        note = split_words(lines[: block.start], True)
        depth = lines[block.start].depth
        following = lines[block.stop :]
        body = [
            Line(
                line.words if line.depth <= depth else line.text,
                max(line.depth - depth, 0),
                line.kind if line.kind != "announce" or line.depth > depth else "",
                line.is_marked,
            )
            for line in following
        ]
        return Forwarded(
            note=note,
            text=split_words(body, True),
            name=name,
            email=email,
            date=block.values.get("date", ""),
            subject=block.values.get("subject", ""),
        )
    return None
