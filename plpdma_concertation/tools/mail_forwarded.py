"""The message that another one brings along, as mail programmes write it."""

import re
from dataclasses import dataclass, field

from .mail_headers import ADDRESS, find_blocks, read_sender
from .mail_html import Line
from .mail_lists import find_told_name
from .mail_quotes import (
    VERB,
    Words,
    find_announces,
    join_texts,
    read_note,
    split_words,
)
from .mail_subject import strip_prefixes, tells_forward

# What stands before the name in « Le … à 09:12, … a écrit : »: all up to the last
# figure, and what follows an hour.
BEFORE_NAME = re.compile(
    r"^(?:.*\d\S*(?:[\s,]+|$))?(?:(?:[ap]\.?m\.?|uhr|uur)\b[\s,]*)?(?:\([A-Z]+\)[\s,]*)?",
    re.IGNORECASE | re.DOTALL,
)
AUXILIARY = re.compile(r"\s+(?:a|ha|hat|heeft)\s*$", re.IGNORECASE)


@dataclass
class Forwarded:
    """A message that another one brings along."""

    note: Words
    text: Words
    name: str = ""
    email: str = ""
    date: str = ""
    subject: str = ""
    # (name, address) of those to whom its author copied it.
    copied: list = field(default_factory=list)
    # (name, address) of the authors of other messages that were brought along with it.
    others: list = field(default_factory=list)

    def add_note(self, note):
        """Put what the last of several colleagues wrote in the place of what the one
        before them did, which is then left out with the rest.

        :param Words note: what the last one wrote
        """
        before = self.note
        if not note.text:
            self.note = Words(before.text, join_texts(note.cut, before.cut))
        else:
            self.note = Words(note.text, join_texts(note.cut, before.text, before.cut))

    def leave_out(self, mails):
        """:param list mails: ``IncomingMail`` that were brought along beside it"""
        told = [
            join_texts(
                f"{name} <{address}>".strip(), mail.subject, mail.get_words().text
            )
            for mail in mails
            for name, address in [mail.sender]
        ]
        self.text = Words(self.text.text, join_texts(self.text.cut, *told))
        self.others += [mail.sender for mail in mails]


def find_forwarded(lines, is_forward, is_own, passes_on):
    """``Forwarded``: the message that another brings along, as mail programmes write
    it, or None. What a colleague forwarded in turn is looked for further down.

    :param lines: list of ``Line``
    :param bool is_forward: whether the subject says that one is brought along
    :param is_own: function that says of an address, or of a name without one, whether
        it is a colleague's
    :param passes_on: function that says of an address, and of whether its message shows
        that it brings another along, whether a colleague seems to do so
    """
    doubtful = None
    blocks = find_blocks(lines) if is_forward else find_marked(lines)
    for block in blocks:
        if not block.is_certain(True, True):
            continue
        name, email = block.sender
        if (not name and not email) or (email and is_own(email)):
            continue
        is_told = tells_forward(block.subject)
        if passes_on(email, is_told) if email else is_own(name):
            # A colleague, unless nobody else is found: some have the same name, and
            # some write in their own.
            doubtful = doubtful or block
            continue
        return _read_forwarded(lines, block)
    return _read_forwarded(lines, doubtful) if doubtful else None


def find_marked(lines):
    """List of the ``Block`` under the line that programmes put above what is forwarded,
    less those in what the message answers.

    :param lines: list of ``Line``
    """
    blocks = find_blocks(lines)
    answered = [
        block.start
        for block in blocks
        if block.marker != "forwarded" and block.is_certain(True)
    ]
    stop = min([len(lines), *answered, *find_announces(lines, True)])
    return [
        block
        for block in blocks
        if block.marker == "forwarded"
        and block.start < stop
        and not lines[block.start].depth
    ]


def _read_forwarded(lines, block):
    name, email = block.sender
    told = find_told_name(name)
    to = block.values.get("to", "").lower()
    # Somebody may write to themselves, and to others out of sight.
    is_own = bool(name) and name.lower() in to
    if told or (email in ADDRESS.findall(to) and not is_own):
        # The list's own address: to whom it goes is asked.
        name, email = told or name, ""
    note = read_note(lines[: block.start])
    # Telephones quote the headers too, below the line that tells of them.
    body = _lift(lines[block.stop :], lines[block.stop - 1].depth)
    text, others = _read_first(body, email)
    return Forwarded(
        note=note,
        text=text,
        name=name,
        email=email,
        date=block.values.get("date", ""),
        subject=strip_prefixes(block.subject),
        copied=[one for one in block.copied if one[1] != block.sender[1]],
        others=others,
    )


def _lift(lines, depth):
    """List of ``Line`` that stand in some quotes, as they stood before.

    :param int depth: how many quotes
    """
    return [
        Line(
            line.words if line.depth <= depth else line.text,
            max(line.depth - depth, 0),
            line.kind if line.kind != "announce" or line.depth > depth else "",
            line.is_marked,
        )
        for line in lines
    ]


def find_announced(lines, is_own):
    """``Forwarded``: the message that a forward quotes as an answer does, under « Le …
    a écrit : », or None. A colleague's is none.

    :param lines: list of ``Line``
    :param is_own: function that says of an address, or of a name without one, whether
        it is a colleague's
    """
    for start, stop in sorted(find_announces(lines, True).items()):
        told, rest = lines[start:stop], lines[stop:]
        name, email = _read_announcer(" ".join(line.words for line in told))
        quoted = next((line for line in rest if line.words.strip("\xa0 ")), None)
        if not quoted or is_own(email or name):
            continue
        depth = told[0].depth + (quoted.depth > told[0].depth)
        below = [n for n, line in enumerate(rest) if line.depth < depth and line.words]
        end = min(below, default=len(rest))
        return Forwarded(
            note=read_note(lines[:start] + rest[end:]),
            text=split_words(_lift(rest[:end], depth), True),
            name=name,
            email=email,
        )
    return None


def _read_announcer(text):
    """``(name, address)`` of who is said to have written, as far as it is told."""
    text = re.sub(r"[ \t]+", " ", text)
    found = ADDRESS.search(text)
    verb = VERB.search(text)
    stops = [one.start() for one in (found, verb) if one and one.start() > 0]
    name = text[: min(stops, default=0)]
    name = BEFORE_NAME.sub("", name)
    if verb and not re.search(r"\w", name):
        name = text[verb.end() : found.start() if found else None]
    name = AUXILIARY.sub("", name.strip(" :,\xa0"))
    return read_sender(f"{name} <{found[0]}>" if found else name)


def _read_first(lines, email):
    """``Words`` of the first of some messages that are brought along under one another,
    the others left out, and ``[(name, address)]`` of their authors. One that says
    nothing of its own brings along what follows it.

    :param lines: list of ``Line`` of the messages, less the headers of the first
    :param str email: address of its author
    """
    others = [
        block
        for block in find_blocks(lines)
        if block.marker == "forwarded"
        and not lines[block.start].depth
        and block.is_certain(True, True)
        and any(block.sender)
        and (not email or block.sender[1] != email)
    ]
    if others:
        start = others[0].start
        text = split_words(lines[:start], True)
        if text.text:
            told = "\n".join(line.text.rstrip(" \t") for line in lines[start:])
            text.cut = join_texts(text.cut, told.strip("\n\xa0 \t"))
            return text, [block.sender for block in others]
    return split_words(lines, True), []
