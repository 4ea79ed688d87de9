"""The parts of an e-mail, read whatever their faults."""

import base64
import email.policy
import re
from email.errors import MessageError

from .mail_charset import clean_text, read_header, read_raw, read_text

# Python's module raises nearly anything for a broken header or part.
BROKEN = (
    MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError,
)  # fmt: skip
# A line of base64, and how long those are that others follow.
BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}\W*$")
FULL_BASE64 = 60


def is_identity(value):
    """Whether Python's module, with which core reads it, reads an identity."""
    try:
        email.policy.SMTP.header_factory("Message-Id", value)
    except BROKEN:
        return False
    return bool(value.strip("<>"))


def clean_headers(part):
    """Turn the bytes beyond ASCII in the headers of a part into the letters that they
    are."""
    headers = [(name, read_raw(value)) for name, value in part.raw_items()]
    for name in {name for name, _value in headers}:
        del part[name]
    for name, value in headers:
        part.set_raw(name, value)


def mend_encoding(part):
    """Have a text that says to be in base64, and is not, read as it came."""
    encoding = str(part.get("Content-Transfer-Encoding") or "").strip().lower()
    payload = part.get_payload()
    if encoding == "base64" and isinstance(payload, str) and not _is_base64(payload):
        if part.get_content_maintype() == "text":
            part.replace_header("Content-Transfer-Encoding", "8bit")


def _is_base64(payload):
    lines = payload.strip().splitlines() or [""]
    first = lines[0].strip()
    if not BASE64.match(first):
        return not first
    if len(first) >= FULL_BASE64:
        return True
    # A short word may be letters of base64, which then make no text.
    letters = re.sub(r"[^A-Za-z0-9+/]", "", first)
    read = base64.b64decode(letters[: len(letters) // 4 * 4]).decode("utf-8", "replace")
    is_whole = len(re.sub(r"[^A-Za-z0-9+/=]", "", first)) % 4 == 0
    has_words = any(re.search(r"\S\s+\S", line) for line in lines)
    return "\ufffd" not in read and bool(read) or (is_whole and not has_words)


def get_parameter(part, name, header="content-type"):
    """Text of a parameter of a header, empty without it."""
    try:
        value = part.get_param(name, "", header)
    except BROKEN:
        return ""
    if isinstance(value, tuple):
        charset, _language, encoded = value
        return read_text(encoded.encode("raw-unicode-escape"), charset)
    return read_header(value or "")


def get_file_name(part):
    """Name of the file that a part holds, empty for a part that is none."""
    name = get_parameter(part, "filename", "content-disposition")
    name = name or get_parameter(part, "name")
    # A name leads to no folder.
    name = re.split(r"[/\\]", clean_text(name))[-1]
    return re.sub(r"\s+", " ", name).strip()


def get_content(part):
    """Bytes of a part, whatever its encoding."""
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
