"""The bytes of an e-mail read as text, whatever charset they claim to be in."""

import base64
import binascii
import codecs
import quopri
import re

# What is named so is read as its wider sibling, as browsers do (WHATWG).
SIBLINGS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
# Codecs of Python that are no charset of an e-mail.
NO_CHARSET = {
    "idna",
    "mbcs",
    "oem",
    "palmos",
    "punycode",
    "raw-unicode-escape",
    "raw_unicode_escape",
    "undefined",
    "unicode-escape",
    "unicode_escape",
}
# What valid UTF-8 means, although it says to be Windows' own charset: other letters
# are more likely those of that charset, side by side.
WESTERN = re.compile(
    r"[\x00-\x7f\xa0-\xff\u0152\u0153\u0178\u2000-\u206f\u20ac\u2100-\u27bf\ufe0f"
    r"\U0001f000-\U0001faff]*"
)
# No text holds these controls: letters of UTF-8 or marks of Windows stand there.
C1_CONTROL = re.compile(rb"[\x80-\x9f]")
# A mark of Windows' charset between two letters is an accented letter of DOS'.
DOS_LETTER = re.compile(rb"[A-Za-z][\x82\x87-\x8b][A-Za-z]")
BEYOND_DOS = re.compile(rb"[\xa6-\xff]")
# What a database does not keep, or no text holds.
UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
SURROGATE = re.compile(r"[\ud800-\udfff]")
ENCODED_WORD = re.compile(r"=\?([^?*\s]*)(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*)\?=")
BETWEEN_WORDS = re.compile(r"\s*\Z")


def find_codec(charset):
    """The codec of a charset.

    :param str charset: as a message names it
    :return: name of the codec in which it is read, None for no known charset
    """
    name = (charset or "").strip().strip("\"'").lower()
    try:
        codec = codecs.lookup(name) if name.isascii() else None
    except (LookupError, ValueError):
        return None
    if not codec or codec.name in NO_CHARSET:
        return None
    # Those that do not make text of bytes: rot13, hex and others.
    if not getattr(codec, "_is_text_encoding", True):
        return None
    return SIBLINGS.get(codec.name, codec.name)


def read_text(content, charset=None):
    """The text that bytes hold.

    :param bytes content:
    :param str charset: that which the message names; unknown or wrong ones are made up
        for: UTF-8 when it is valid, Windows' charset else
    :return: text that a database can keep
    """
    codec = find_codec(charset)
    return clean_text(_decode(content, codec))


def _decode(content, codec):
    if codec == "utf-7":
        return content.decode(codec, "replace")
    if codec in (None, "cp1252", "utf-8"):
        return _decode_western(content, codec)
    if codec == "iso8859-15" and C1_CONTROL.search(content):
        return _decode_western(content, "cp1252")
    try:
        return content.decode(codec)
    except (UnicodeError, LookupError, ValueError):
        return _decode_western(content, None)


def _decode_western(content, codec):
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    if text is not None and (codec != "cp1252" or WESTERN.fullmatch(text)):
        return text
    is_dos = DOS_LETTER.search(content) and not BEYOND_DOS.search(content)
    if is_dos and codec != "cp1252":
        return content.decode("cp850")
    # The five bytes that it does not know stand for themselves, as in browsers.
    return "".join(
        chr(byte) if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else part
        for byte, part in ((byte, _CP1252[byte]) for byte in content)
    )


_CP1252 = [bytes([byte]).decode("cp1252", "replace") for byte in range(256)]


def clean_text(text):
    """:return: the text without what a database cannot keep, its lines ended by \\n"""
    text = SURROGATE.sub("\ufffd", text).replace("\r\n", "\n").replace("\r", "\n")
    return UNSTORABLE.sub("", text).removeprefix("\ufeff")


def read_raw(value):
    """A header as it was received.

    :param str value: ASCII, and bytes beyond it as surrogates (PEP 383)
    :return: text, its encoded words left as they are
    """
    if not SURROGATE.search(value):
        return value
    return read_text(value.encode("utf-8", "surrogateescape"))


def read_header(value):
    """The text of a header, on one line.

    :param str value: the header as it was received
    :return: text, without encoded words (RFC 2047)
    """
    parts, start, waiting, charset = [], 0, b"", None

    def flush():
        # Some cut a letter in two: neighbours of one charset are read together.
        if waiting:
            parts.append(read_text(waiting, charset))

    value = read_raw(value or "")
    for word in ENCODED_WORD.finditer(value):
        between = value[start : word.start()]
        content = _decode_word(word[2], word[3])
        start = word.end()
        if waiting and BETWEEN_WORDS.match(between):
            if charset.lower() == word[1].lower():
                waiting += content
                continue
            between = ""
        flush()
        parts.append(between)
        waiting, charset = content, word[1]
    flush()
    parts.append(value[start:])
    return re.sub(r"[ \t]*[\r\n]+[ \t]*", " ", clean_text("".join(parts))).strip()


def _decode_word(encoding, content):
    content = content.encode("utf-8", "replace")
    if encoding in "qQ":
        return quopri.decodestring(content, header=True)
    content = re.sub(rb"[^A-Za-z0-9+/]", b"", content)
    content = content[: len(content) - (len(content) % 4 == 1)]
    try:
        return base64.b64decode(content + b"=" * (-len(content) % 4))
    except binascii.Error:
        return b""
