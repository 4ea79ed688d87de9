"""What Outlook puts in a file named winmail.dat (MS-OXTNEF): a text and its files."""

import re
import struct

from .mail_charset import read_text

SIGNATURE = 0x223E9F78
# Attributes.
BODY = 0x0002800C
CODEPAGE = 0x00069007
PROPERTIES = 0x00069003
FILE_BEGINS = 0x00069002
FILE_NAME = 0x00018010
FILE_DATA = 0x0006800F
FILE_PROPERTIES = 0x00069005
# Properties.
PR_BODY = 0x1000
PR_RTF = 0x1009
PR_HTML = 0x1013
PR_DATA = 0x3701
PR_FILE_NAME = 0x3704
PR_LONG_FILE_NAME = 0x3707
PR_CONTENT_ID = 0x3712
# Sizes of the types of fixed length, padded to four bytes.
FIXED = {
    0x0001: 0,
    0x0002: 4,
    0x0003: 4,
    0x0004: 4,
    0x0005: 8,
    0x0006: 8,
    0x0007: 8,
    0x000A: 4,
    0x000B: 4,
    0x0014: 8,
    0x0040: 8,
    0x0048: 16,
}
TEXT, UNICODE, OBJECT, BINARY = 0x001E, 0x001F, 0x000D, 0x0102
# What compressed texts begin with, by agreement (MS-OXRTFCP).
RTF_DICTIONARY = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern "
    rb"\fscript \fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0"
    rb"\green0\blue0" + b"\r\n" + rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
MAX_RTF = 20 * 1024 * 1024


class NotTnefError(ValueError):
    """Raised for bytes that are not what their name says."""


def read_tnef(content):
    """``{"plain": str, "html": str, "files": [(name, bytes, content id)]}`` of a
    winmail.dat.

    :param bytes content: the file
    :raise NotTnefError: for other or broken bytes
    """
    try:
        return _read(content)
    except (struct.error, IndexError, UnicodeError, ValueError) as error:
        raise NotTnefError(str(error)) from error


def _read(content):
    if struct.unpack_from("<I", content)[0] != SIGNATURE:
        raise NotTnefError("no winmail.dat")
    charset, body, properties, files = "cp1252", b"", {}, []
    for identifier, value in _read_attributes(content):
        if identifier == CODEPAGE and len(value) >= 4:
            charset = f"cp{struct.unpack_from('<I', value)[0]}"
        elif identifier == BODY:
            body = value
        elif identifier == PROPERTIES:
            properties = _read_properties(value)
        elif identifier == FILE_BEGINS:
            files.append({})
        elif identifier in (FILE_NAME, FILE_DATA) and files:
            files[-1][identifier] = value
        elif identifier == FILE_PROPERTIES and files:
            files[-1].update(_read_properties(value))
    plain = _text(properties.get(PR_BODY), charset) or read_text(
        body.rstrip(b"\0"), charset
    )
    if not plain.strip() and properties.get(PR_RTF):
        plain = rtf_to_text(decompress_rtf(properties[PR_RTF][1]))
    return {
        "plain": plain,
        "html": _text(properties.get(PR_HTML), charset),
        "files": [_read_file(values, charset) for values in files],
    }


def _read_attributes(content):
    start = 6
    while start + 9 <= len(content):
        identifier, length = struct.unpack_from("<xII", content, start)
        value = content[start + 9 : start + 9 + length]
        if len(value) < length:
            raise NotTnefError("cut short")
        yield identifier, value
        start += 9 + length + 2


def _read_properties(content):
    """``{number: (type, bytes)}`` of the properties."""
    count = struct.unpack_from("<I", content)[0]
    start, values = 4, {}
    for _number in range(count):
        kind, identifier = struct.unpack_from("<HH", content, start)
        start += 4
        if identifier >= 0x8000:
            start = _skip_name(content, start)
        is_multiple, kind = kind & 0x1000, kind & 0x0FFF
        if kind in FIXED and not is_multiple:
            values[identifier] = (kind, content[start : start + FIXED[kind]])
            start += FIXED[kind]
            continue
        has_count = is_multiple or kind in (TEXT, UNICODE, OBJECT, BINARY)
        entries = struct.unpack_from("<I", content, start)[0] if has_count else 1
        start += 4 if has_count else 0
        for _entry in range(entries):
            if kind in FIXED:
                length, padded = FIXED[kind], FIXED[kind]
            else:
                length = struct.unpack_from("<I", content, start)[0]
                start += 4
                padded = -(-length // 4) * 4
            if start + length > len(content):
                raise NotTnefError("cut short")
            values.setdefault(identifier, (kind, content[start : start + length]))
            start += padded
    return values


def _skip_name(content, start):
    """A property of one's own has a name before its value."""
    kind = struct.unpack_from("<I", content, start + 16)[0]
    start += 20
    if kind == 0:
        return start + 4
    length = struct.unpack_from("<I", content, start)[0]
    return start + 4 + -(-length // 4) * 4


def _text(value, charset):
    if not value:
        return ""
    kind, content = value
    if kind == UNICODE:
        return read_text(content, "utf-16-le").rstrip("\0")
    return read_text(content.rstrip(b"\0"), charset)


def _read_file(values, charset):
    name = _text(values.get(PR_LONG_FILE_NAME) or values.get(PR_FILE_NAME), charset)
    if not name and FILE_NAME in values:
        name = read_text(values[FILE_NAME].rstrip(b"\0"), charset)
    content = values.get(FILE_DATA)
    if content is None:
        content = values.get(PR_DATA, (0, b""))[1]
    return name, content, _text(values.get(PR_CONTENT_ID), charset)


# ----------------------------------------------------------------------
# Texts in RTF
# ----------------------------------------------------------------------
def decompress_rtf(content):
    """Bytes of a text in RTF that Outlook compressed (MS-OXRTFCP)."""
    _size, raw_size, kind = struct.unpack_from("<III", content)
    if kind == 0x414C454D:
        return content[16 : 16 + raw_size]
    if kind != 0x75465A4C or raw_size > MAX_RTF:
        raise NotTnefError("unknown compression")
    dictionary = bytearray(RTF_DICTIONARY.ljust(4096, b"\0"))
    write, start, result = len(RTF_DICTIONARY), 16, bytearray()
    while start < len(content) and len(result) < raw_size:
        control = content[start]
        start += 1
        for bit in range(8):
            if control >> bit & 1:
                token = struct.unpack_from(">H", content, start)[0]
                start += 2
                read, length = token >> 4, (token & 0xF) + 2
                if read == write:
                    return bytes(result)
                for offset in range(length):
                    byte = dictionary[(read + offset) % 4096]
                    dictionary[write] = byte
                    write = (write + 1) % 4096
                    result.append(byte)
            elif start < len(content):
                result.append(content[start])
                dictionary[write] = content[start]
                write = (write + 1) % 4096
                start += 1
    return bytes(result[:raw_size])


RTF_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|(.)",
    re.IGNORECASE | re.DOTALL,
)
RTF_SKIPPED = {
    b"fonttbl",
    b"colortbl",
    b"stylesheet",
    b"info",
    b"pict",
    b"object",
    b"header",
    b"footer",
    b"generator",
    b"htmltag",
}
RTF_SIGNS = {
    b"par": b"\n",
    b"line": b"\n",
    b"tab": b"\t",
    b"lquote": b"\x91",
    b"rquote": b"\x92",
    b"ldblquote": b"\x93",
    b"rdblquote": b"\x94",
    b"bullet": b"\x95",
    b"endash": b"\x96",
    b"emdash": b"\x97",
}


def rtf_to_text(content):
    """Text of RTF, without its layout."""
    parts, skipped, stack, unicode_skip = [], False, [], 0
    for token in RTF_TOKEN.finditer(content):
        word, number, code, sign, brace, char = token.groups()
        if brace == b"{":
            stack.append(skipped)
        elif brace == b"}":
            skipped = stack.pop() if stack else False
        elif sign == b"*" or (word and word in RTF_SKIPPED):
            skipped = True
        elif word == b"htmlrtf":
            skipped = number != b"0"
        elif skipped:
            continue
        elif word == b"u" and number:
            parts.append(chr(int(number) % 65536))
            unicode_skip = 1
        elif unicode_skip and (code or char):
            # What readers without Unicode show in its place.
            unicode_skip = 0
        elif word:
            parts.append(RTF_SIGNS.get(word, b"").decode("cp1252"))
        elif code:
            parts.append(bytes([int(code, 16)]).decode("cp1252", "replace"))
        elif sign == b"~":
            parts.append("\xa0")
        elif sign in (b"\\", b"{", b"}"):
            parts.append(sign.decode())
        elif char:
            parts.append(char.decode("cp1252", "replace"))
    return "".join(parts).strip()
