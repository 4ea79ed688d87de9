"""What the author of a message wrote, apart from what they answer and their signature.

Nothing is thrown away: what is left out is handed back beside their words.
"""

import re
from dataclasses import dataclass, field

from .mail_headers import ADDRESS, FORWARDED, MOMENT, ORIGINAL, find_blocks
from .mail_html import Line
from .mail_signatures import PHONE, leave_out_signatures

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
# A person says to whom somebody wrote, or names them without a capital letter.
REPORTED = re.compile(
    r"(?:\b[mtls]['’]|\b(?:nous|vous|lui|leur)\s+)(?:a|avait)\s+écrit"
    r"|\b(?:mi|ci|ti|vi|gli|le)\s+ha\s+scritto|\b(?:me|nos|te|le|les)\s+escrib"
    r"|schrieb\s+(?:mir|uns|ihm|ihr)\b|schreef\s+(?:mij|me|ons|hem|haar)\b"
)
LOWER_NAMED = re.compile(
    r"\d{1,2}\s?[:h]\s?\d{2}\s*,?\s+(?!(?:schrieb|schreef|skrev|uur|[ap]\.?m)\b)"
    r"[a-zß-ÿœ]"
)
NAMED = re.compile(r"[<(]\s*(?:mailto:)?[\w.+-]+@[\w.-]+\s*[>)]")
# What puts a list below it, and is no announcement of a programme.
INTRODUCED = re.compile(r"[^\d@]*:\s*$")
VERB = re.compile(
    r"écrit|wrote|écri|escri|scritto|escrev|schreef|schrieb|skrev|napsal|pisze",
    re.IGNORECASE,
)
MAX_OWN_SIGNS = 12
# How many lines the announcement of a quote may be folded into.
MAX_ANNOUNCE = 4


@dataclass
class Words:
    """A message, its author's words apart from the rest."""

    text: str = ""
    # What was left out, in its order.
    cut: str = ""


@dataclass
class _Reading:
    """Which lines are left out, and why."""

    lines: list
    reasons: dict = field(default_factory=dict)

    def leave_out(self, numbers, reason):
        """Leave some lines out, unless they already are.

        :param numbers: places of the lines
        :param str reason: why
        """
        for number in numbers:
            self.reasons.setdefault(number, reason)

    def is_kept(self, number):
        """Whether a line is not left out."""
        return number not in self.reasons

    def has_words(self):
        """Whether what is kept says anything."""
        return any(
            line.text.strip("\xa0 ") and self.is_kept(number)
            for number, line in enumerate(self.lines)
        )


def read_plain(text, is_flowed=False, is_delsp=False):
    """List of ``Line`` of a plain text.

    :param bool is_flowed: whether a space at the end of a line says that it goes on
        (RFC 3676)
    :param bool is_delsp: whether that space is none of the text's
    """
    lines = [make_line(line) for line in text.split("\n")]
    return _join_flowed(lines, is_delsp) if is_flowed else lines


def make_line(text):
    """``Line`` of a text, with how many signs of a quote begin it."""
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


def join_texts(*texts):
    return "\n\n".join(filter(None, texts))


def split_words(lines, is_reply=False, is_forward=False, is_note=False):
    """``Words``: what the author wrote, apart from what they answer and from their
    signature; everything is theirs when nothing else would be.

    :param lines: list of ``Line``
    :param bool is_reply: whether the message says that it answers or forwards another
    :param bool is_forward: whether it says that it forwards one: that is then a part of
        what the author sent
    :param bool is_note: whether what they bring along is none of it all the same
    """
    lines = [
        make_line(line.text) if not line.depth and line.text.startswith(">") else line
        for line in lines
    ]
    blocks = [
        block for block in find_blocks(lines) if block.is_certain(is_reply, is_forward)
    ]
    for block in blocks:
        if not is_note and (block.marker == "forwarded" or is_forward):
            own = split_words(lines[: block.start], is_reply)
            brought = "\n".join(
                line.text.rstrip(" \t") for line in lines[block.start :]
            )
            return Words(f"{own.text}\n\n{brought}".strip("\n\xa0 \t"), own.cut)
    reading = _Reading(lines)
    announces = find_announces(lines, is_reply)
    tail = _leave_out_quotes(reading, blocks, announces, is_reply)
    leave_out_signatures(reading)
    if not reading.has_words() and tail is not None:
        # Written under what is answered, without a sign between the two.
        for number in [n for n, reason in reading.reasons.items() if reason == "tail"]:
            del reading.reasons[number]
    if not reading.has_words() and is_forward and not is_note:
        # What they quote is what they send.
        reading.reasons.clear()
    if not reading.has_words():
        for number in [n for n, why in reading.reasons.items() if why == "signature"]:
            del reading.reasons[number]
    return _gather(reading)


def find_announces(lines, is_reply):
    """``{number: number after}`` of the lines that announce a quote."""
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
    if ORIGINAL.match(line.words) and _is_quoted_next(lines, start + 1, line.depth):
        return start + 1
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
            return stop if _is_programme(lines, stop, text, is_reply) else None
    return None


def _is_programme(lines, stop, text, is_reply):
    """Whether a programme, and not the author, announces what follows a line."""
    if REPORTED.search(text):
        return False
    if _is_quoted_next(lines, stop, lines[stop - 1].depth) or NAMED.search(text):
        return True
    if not MOMENT.match(text):
        return False
    return bool(ADDRESS.search(text)) or (is_reply and not LOWER_NAMED.search(text))


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
    """Leave out what is quoted; number of the line from which all is what is answered,
    or None."""
    lines = reading.lines
    starts = {**announces, **{block.start: block.stop for block in blocks}}
    accepts_signs = is_reply or bool(starts)
    own = _find_own_signs(lines, starts)
    for number, line in enumerate(lines):
        if line.depth and accepts_signs and number not in own:
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


def _find_own_signs(lines, starts):
    """Set of the lines that begin with « > » as the items of a list of the author's
    own: right below a line of theirs that ends with a colon."""
    announced = {n for start, stop in starts.items() for n in range(start, stop)}
    own, number = set(), 1
    while number < len(lines):
        above, stop = lines[number - 1], number
        while stop < len(lines) and lines[stop].depth and not lines[stop].is_marked:
            stop += 1
        is_brought = not above.depth and number - 1 not in announced
        if stop > number and is_brought and stop - number <= MAX_OWN_SIGNS:
            if INTRODUCED.match(above.text) and not VERB.search(above.text):
                own.update(range(number, stop))
        number = max(stop, number + 1)
    return own


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
    # The author's first line is set in as they did.
    text = re.sub(r"\A(?:[\xa0 \t\ufeff]*\n)+", "", "\n".join(lines))
    return text.rstrip("\n\xa0 \t\ufeff").lstrip("\ufeff")


def read_note(lines):
    """``Words`` of a colleague, apart from the message that they bring along.

    :param lines: list of ``Line``
    """
    return split_words(lines, True, True, is_note=True)
