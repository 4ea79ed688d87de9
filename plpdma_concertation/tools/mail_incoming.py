"""One e-mail as it came in: its headers, texts and files, read whatever its faults."""

import email
import email.policy
import email.utils
import hashlib
import re
from dataclasses import dataclass

from .mail_calendar import read_reply
from .mail_charset import read_header, read_text
from .mail_forwarded import Forwarded, find_announced, find_forwarded, find_marked
from .mail_html import read_html
from .mail_lists import find_told_name, find_writer, is_list_address, is_listed
from .mail_parts import (
    BROKEN,
    clean_headers,
    get_content,
    get_file_name,
    get_parameter,
    is_identity,
    mend_encoding,
)
from .mail_quotes import Words, read_note, read_plain, split_words
from .mail_subject import is_forward, is_reply, strip_prefixes, tells_forward
from .mail_tnef import NotTnefError, read_tnef

TNEF_TYPES = {"application/ms-tnef", "application/vnd.ms-tnef"}
META_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)
# How the headers of a message begin, and how long they may be.
HEADERS = re.compile(rb"[!-9;-~]+:")
SENDER = re.compile(rb"^From:", re.IGNORECASE | re.MULTILINE)
MAX_HEAD = 200_000
# How deep the parts of a message are looked into.
MAX_DEPTH = 30


@dataclass
class File:
    """A file of a message."""

    name: str
    content: bytes
    content_id: str = ""


@dataclass
class Text:
    """A text of a message."""

    content: str
    is_html: bool = False
    is_flowed: bool = False
    is_delsp: bool = False

    def get_lines(self):
        """List of ``Line`` of the text."""
        if self.is_html:
            return read_html(self.content)
        return read_plain(self.content, self.is_flowed, self.is_delsp)

    def has_words(self):
        """Whether the text says anything."""
        return any(line.text.strip("\xa0 \t") for line in self.get_lines())


class IncomingMail:
    """An e-mail as it came in.

    :param bytes raw: the message as it was received; it is kept as it is
    """

    def __init__(self, raw):
        self.raw = raw
        message = email.message_from_bytes(
            raw.replace(b"\0", b""), policy=email.policy.compat32
        )
        self._prepare(message)

    @classmethod
    def _from_part(cls, message):
        mail = cls.__new__(cls)
        mail.raw = message.as_bytes()
        mail._prepare(message)
        return mail

    def _prepare(self, message):
        self.message = message
        # Whether another message, that says something else, has the same identity.
        self.is_homonym = False
        # Whether it says nothing but the reply to an invitation.
        self.is_only_reply = False
        # Whether a calendar wrote it, and somebody did not just attach its file.
        self.is_calendar = False
        self.texts, self.files, self.brought, self.calendars = [], [], [], []
        for part in message.walk():
            clean_headers(part)
            mend_encoding(part)
        self._read_part(message, 0)

    # ------------------------------------------------------------------
    # Headers
    # ------------------------------------------------------------------
    def get_raw(self, name):
        """List of the values of a header, their encoded words left as they are."""
        return [str(value) for value in self.message.get_all(name, [])]

    def get(self, name):
        """Text of a header, empty without it."""
        values = self.get_raw(name)
        return read_header(values[0]) if values else ""

    def get_addresses(self, *names):
        """``[(name, address)]`` that some headers hold."""
        values = [value for name in names for value in self.get_raw(name)]
        options = {}
        if getattr(email.utils, "supports_strict_parsing", False):
            options["strict"] = False
        values = [re.sub(r"[\r\n]+", " ", value) for value in values]
        try:
            pairs = email.utils.getaddresses(values, **options)
        except BROKEN:
            pairs = [
                ("", found)
                for found in re.findall(r"[^\s<>,;]+@[^\s<>,;]+", str(values))
            ]
        return [
            (read_header(name), read_header(address).replace(" ", ""))
            for name, address in pairs
            if "@" in address
        ]

    @property
    def sender(self):
        """``(name, address)`` of the author, as they say."""
        found = self.get_addresses("From", "Sender")
        # Some have only a name, with or without what looks like an address.
        told = " ".join(self.get("From").split())
        bare = re.sub(r"\s?<[^>]*>$", "", told) or told
        name, address = found[0] if found else (bare, "")
        name = " ".join(name.split()).strip(" \"'<>")
        return ("" if name.lower() == address.lower() else name), address

    @property
    def is_listed(self):
        """Whether a mailing list passed it on, in its own name or not."""
        return is_listed(self.get) or bool(find_told_name(self.sender[0]))

    @property
    def written_by(self):
        """``(name, address)`` of who wrote it, as far as its headers tell: a list may
        write in its own name."""
        return find_writer(self)

    @property
    def subject(self):
        """The subject, without what programmes put before it."""
        return strip_prefixes(self.get("Subject"))

    @property
    def is_reply(self):
        """Whether it says that it answers another message."""
        subject = self.get("Subject")
        if is_forward(subject):
            return False
        has_parent = self.get("In-Reply-To") or self.get("References")
        return bool(has_parent or is_reply(subject))

    @property
    def is_forward(self):
        """Whether its subject says that it brings another message along."""
        return is_forward(self.get("Subject"))

    @property
    def shows_forward(self):
        """Whether it shows that it brings another message along, or says so."""
        return tells_forward(self.get("Subject")) or self.holds_forward

    @property
    def holds_forward(self):
        """Whether it brings another message along as a file, or under the line that
        programmes put above."""
        return bool(self.brought or find_marked(self.get_lines()))

    @property
    def message_id(self):
        """Identity of the message: its own, else one that the same message always
        gets."""
        if self.is_homonym:
            return f"<{self.fingerprint[:32]}@same-message-id.localhost>"
        found = "".join(self.get("Message-Id").split())
        digest = hashlib.sha256(self.raw).hexdigest()[:32]
        return found if is_identity(found) else f"<{digest}@no-message-id.localhost>"

    @property
    def key(self):
        """A short text that stands for its identity."""
        return hashlib.sha256(self.message_id.encode()).hexdigest()

    @property
    def fingerprint(self):
        """A text that tells it from another of the same identity, whichever servers it
        came through: it is made of who wrote it, when and what."""
        said = [text.content.split() for text in self.texts]
        files = sorted(hashlib.sha256(file.content).hexdigest() for file in self.files)
        head = [self.get(name) for name in ("From", "Subject", "Date")]
        return hashlib.sha256(repr((head, said, files)).encode()).hexdigest()

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------
    def get_lines(self):
        """List of ``Line`` of all its texts."""
        return [line for text in self.texts for line in text.get_lines()]

    def get_words(self):
        """``Words`` of its author, apart from the rest."""
        words = split_words(
            self.get_lines(), self.is_reply or self.is_forward, self.is_forward
        )
        if not words.text and len(self.brought) == 1:
            # What somebody brings along without a word is what they send.
            words.text = self.brought[0].get_words().text
        return words

    def find_forwarded(self, is_own, passes_on):
        """``Forwarded``: the message that a colleague brings along, or None.

        :param is_own: function that says of an address whether it is a colleague's
        :param passes_on: function that says of an address, and of whether its message
            shows that it brings another along, whether a colleague seems to do so
        """
        subject = self.get("Subject")
        is_told = not is_reply(subject) or tells_forward(subject)
        for brought in self.brought:
            address = brought.sender[1]
            is_colleague = is_own(address) or passes_on(address, brought.shows_forward)
            inner = is_colleague and brought.find_forwarded(is_own, passes_on)
            if inner or (address and not is_own(address)):
                found = inner or brought._as_forwarded()
                found.add_note(read_note(self.get_lines()))
                # One of several messages: the others are told, and are among the files.
                found.leave_out([one for one in self.brought if one is not brought])
                return found
        lines = self.get_lines()
        found = find_forwarded(lines, is_told, is_own, passes_on)
        if not found and tells_forward(subject):
            found = find_announced(lines, is_own)
        return found

    def _as_forwarded(self):
        name, address = self.written_by if self.is_listed else self.sender
        copied = self.get_addresses("Cc")
        return Forwarded(
            note=Words(),
            text=self.get_words(),
            name=name,
            email=address.lower(),
            date=self.get("Date"),
            subject=self.subject,
            copied=[one for one in copied if not is_list_address(self.get, one[1])],
        )

    @property
    def calendar_reply(self):
        """``Reply`` to an invitation that it brings, or None."""
        return next(filter(None, map(read_reply, self.calendars)), None)

    # ------------------------------------------------------------------
    # Parts
    # ------------------------------------------------------------------
    def _read_part(self, part, depth):
        try:
            kind = part.get_content_type()
        except BROKEN:
            kind = "text/plain"
        if part.is_multipart() and kind != "message/rfc822" and depth < MAX_DEPTH:
            if kind == "multipart/alternative":
                self._read_alternative(part, depth)
            else:
                for child in part.get_payload():
                    self._read_part(child, depth + 1)
        elif kind == "message/rfc822" and part.is_multipart() and depth < MAX_DEPTH:
            self._read_brought(part)
        elif kind.startswith("multipart/") and part.is_multipart():
            for leaf in part.walk():
                if not leaf.is_multipart():
                    self._read_leaf(leaf, leaf.get_content_type())
        else:
            self._read_leaf(part, kind)

    def _read_alternative(self, part, depth):
        """Read the same text in several forms: the richest that says something is
        kept."""
        before = self.texts
        forms = []
        for child in part.get_payload():
            self.texts = []
            self._read_part(child, depth + 1)
            forms.append(self.texts)
        forms = [form for form in forms if any(text.has_words() for text in form)]
        html = [form for form in forms if any(text.is_html for text in form)]
        self.texts = before + (html or forms or [[]])[-1]

    def _read_brought(self, part):
        brought = part.get_payload()[0]
        mail = IncomingMail._from_part(brought)
        self.brought.append(mail)
        name = get_file_name(part) or f"{mail.get('Subject') or 'message'}.eml"
        self.files.append(File(name, mail.raw))

    def _read_leaf(self, part, kind):
        content = get_content(part)
        name = get_file_name(part)
        content_id = read_header(str(part.get("Content-Id") or "")).strip("<> ")
        disposition = str(part.get("Content-Disposition") or "").strip().lower()
        is_file = bool(name) or disposition.startswith("attachment")
        if kind == "text/calendar":
            self.calendars.append(read_text(content, get_parameter(part, "charset")))
            self.is_calendar |= not disposition.startswith("attachment")
            is_file = True
            name = name or "invitation.ics"
        if kind in TNEF_TYPES or name.lower() == "winmail.dat":
            self._read_tnef(content)
            is_file = True
        if kind == "message/rfc822" or name.lower().endswith(".eml"):
            self._read_eml(content)
        is_text = kind in ("text/plain", "text/html") or (
            kind.startswith("multipart/") or kind in ("text/enriched", "text/markdown")
        )
        if is_text and not is_file:
            self._add_text(part, content, kind)
        elif content or is_file:
            self.files.append(File(name or "file", content, content_id))

    def _add_text(self, part, content, kind):
        flowed = get_parameter(part, "format").lower() == "flowed"
        charset = get_parameter(part, "charset")
        if kind == "text/html" and not charset:
            told = META_CHARSET.search(content[:2048])
            charset = told[1].decode() if told else ""
        text = read_text(content, charset)
        self.texts.append(
            Text(
                text,
                is_html=kind == "text/html",
                is_flowed=flowed and kind == "text/plain",
                is_delsp=get_parameter(part, "delsp").lower() == "yes",
            )
        )

    def _read_eml(self, content):
        """Read a message that is brought along as a file."""
        head = re.split(rb"\r?\n\r?\n", content[:MAX_HEAD].lstrip(), maxsplit=1)[0]
        if HEADERS.match(head) and SENDER.search(head):
            self.brought.append(IncomingMail(content.lstrip()))

    def _read_tnef(self, content):
        try:
            found = read_tnef(content)
        except NotTnefError:
            # The file itself is kept all the same.
            return
        self.files += [
            File(name or "file", data, content_id)
            for name, data, content_id in found["files"]
        ]
        if not any(text.has_words() for text in self.texts):
            if found["html"]:
                self.texts.append(Text(found["html"], is_html=True))
            elif found["plain"]:
                self.texts.append(Text(found["plain"]))
