"""The message that another one brings along, as mail programmes write it."""

from dataclasses import dataclass, field

from .mail_headers import find_blocks
from .mail_html import Line
from .mail_quotes import Words, find_announces, join_texts, read_note, split_words
from .mail_subject import strip_prefixes, tells_forward


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
            join_texts(f"{name} <{address}>".strip(), mail.subject, mail.get_words().text)
            for mail in mails
            for name, address in [mail.sender]
        ]
        self.text = Words(self.text.text, join_texts(self.text.cut, *told))


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
    note = read_note(lines[: block.start])
    # Telephones quote the headers too, below the line that tells of them.
    depth = lines[block.stop - 1].depth
    body = [
        Line(
            line.words if line.depth <= depth else line.text,
            max(line.depth - depth, 0),
            line.kind if line.kind != "announce" or line.depth > depth else "",
            line.is_marked,
        )
        for line in lines[block.stop :]
    ]
    return Forwarded(
        note=note,
        text=split_words(body, True),
        name=name,
        email=email,
        date=block.values.get("date", ""),
        subject=strip_prefixes(block.subject),
        copied=block.copied,
    )
