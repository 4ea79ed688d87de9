"""One e-mail as it came in: its headers, texts and files, read whatever its faults."""

import email
import email.policy
import email.utils
import hashlib
import re
from dataclasses import dataclass
from email.errors import MessageError

from .mail_calendar import read_reply
from .mail_charset import clean_text, read_header, read_raw, read_text
from .mail_html import read_html
from .mail_quotes import Forwarded, find_forwarded, read_plain, split_words
from .mail_tnef import NotTnefError, read_tnef

REPLY = r"re|rép|réf|aw|antw|sv|rv|res|rif|r"
PREFIX = re.compile(
    rf"^\s*(?:(?:{REPLY}|tr|fw|fwd|wg|enc)\s?(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE
)
IS_REPLY = re.compile(rf"^\s*(?:{REPLY})\s?(?:\[\d+\])?\s*:", re.IGNORECASE)
IS_FORWARD = re.compile(r"^\s*(?:tr|fw|fwd|wg|enc)\s?(?:\[\d+\])?\s*:", re.IGNORECASE)
TNEF_TYPES = {"application/ms-tnef", "application/vnd.ms-tnef"}
# Python's module raises nearly anything for a broken header or part.
BROKEN = (
    MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError,
)  # fmt: skip
META_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)
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
        """:return: list of ``Line``"""
        if self.is_html:
            return read_html(self.content)
        return read_plain(self.content, self.is_flowed, self.is_delsp)

    def has_words(self):
        """Whether it says anything."""
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
        self.texts, self.files, self.brought, self.calendars = [], [], [], []
        for part in message.walk():
            _clean_headers(part)
        self._read_part(message, 0)

    # ------------------------------------------------------------------
    # Headers
    # ------------------------------------------------------------------
    def get_raw(self, name):
        """:return: the values of a header, their encoded words left as they are"""
        return [str(value) for value in self.message.get_all(name, [])]

    def get(self, name):
        """:return: the text of a header, empty without it"""
        values = self.get_raw(name)
        return read_header(values[0]) if values else ""

    def get_addresses(self, *names):
        """:return: list of (name, address) that headers hold"""
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
        """:return: (name, address) of who wrote it, as they say"""
        name, address = next(iter(self.get_addresses("From", "Sender")), ("", ""))
        name = name.strip(" \"'")
        return ("" if name.lower() == address.lower() else name), address

    @property
    def subject(self):
        """The subject, without what programmes put before it."""
        return PREFIX.sub("", self.get("Subject")).strip()

    @property
    def is_reply(self):
        """Whether it says that it answers another message."""
        subject = self.get("Subject")
        if IS_FORWARD.match(subject):
            return False
        has_parent = self.get("In-Reply-To") or self.get("References")
        return bool(has_parent or IS_REPLY.match(subject))

    @property
    def is_forward(self):
        """Whether its subject says that it brings another message along."""
        return bool(IS_FORWARD.match(self.get("Subject")))

    @property
    def message_id(self):
        """Its own, else one that the same bytes always get."""
        found = "".join(self.get("Message-Id").split())
        digest = hashlib.sha256(self.raw).hexdigest()[:32]
        return found or f"<{digest}@no-message-id.localhost>"

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------
    def get_lines(self):
        """:return: list of ``Line``, of all its texts"""
        return [line for text in self.texts for line in text.get_lines()]

    def get_words(self):
        """What its author wrote, apart from the rest.

        :return: ``Words``
        """
        words = split_words(
            self.get_lines(), self.is_reply or self.is_forward, self.is_forward
        )
        if not words.text and len(self.brought) == 1:
            # What somebody brings along without a word is what they send.
            words.text = self.brought[0].get_words().text
        return words

    def find_forwarded(self, is_own):
        """The message that somebody of the house brings along.

        :param is_own: function that says of an address whether it is one of the house
        :return: ``Forwarded``, or None
        """
        is_told = not IS_REPLY.match(self.get("Subject"))
        for brought in self.brought:
            name, address = brought.sender
            inner = brought.find_forwarded(is_own) if is_own(address) else None
            if inner or (address and not is_own(address)):
                return inner or brought._as_forwarded(self.get_words_alone())
        return find_forwarded(self.get_lines(), is_told, is_own)

    def get_words_alone(self):
        """What its author wrote, without what they bring along.

        :return: ``Words``
        """
        return split_words(self.get_lines(), True)

    def _as_forwarded(self, note):
        name, address = self.sender
        return Forwarded(
            note=note,
            text=self.get_words(),
            name=name,
            email=address.lower(),
            date=self.get("Date"),
            subject=self.subject,
        )

    @property
    def calendar_reply(self):
        """The reply to an invitation that it brings, or None."""
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
        else:
            self._read_leaf(part, kind)

    def _read_alternative(self, part, depth):
        """The same text in several forms: the richest that says something."""
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
            is_file = True
            name = name or "invitation.ics"
        if kind in TNEF_TYPES or name.lower() == "winmail.dat":
            self._read_tnef(content)
            is_file = True
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


def _clean_headers(part):
    """Bytes beyond ASCII become the letters that they are."""
    headers = [(name, read_raw(value)) for name, value in part.raw_items()]
    for name in {name for name, _value in headers}:
        del part[name]
    for name, value in headers:
        part.set_raw(name, value)


def get_parameter(part, name, header="content-type"):
    """:return: the text of a parameter of a header, empty without it"""
    try:
        value = part.get_param(name, "", header)
    except BROKEN:
        return ""
    if isinstance(value, tuple):
        charset, _language, encoded = value
        return read_text(encoded.encode("raw-unicode-escape"), charset)
    return read_header(value or "")


def get_file_name(part):
    """:return: the name of a file, empty for a part that is none"""
    name = get_parameter(part, "filename", "content-disposition")
    name = name or get_parameter(part, "name")
    # A name leads to no folder.
    name = re.split(r"[/\\]", clean_text(name))[-1]
    return re.sub(r"\s+", " ", name).strip()


def get_content(part):
    """:return: the bytes of a part, whatever its encoding"""
    try:
        content = part.get_payload(decode=True)
    except BROKEN:
        content = None
    if content is None:
        payload = part.get_payload()
        content = payload if isinstance(payload, str) else ""
    if isinstance(content, str):
        content = content.encode("utf-8", "surrogateescape")
    return content
