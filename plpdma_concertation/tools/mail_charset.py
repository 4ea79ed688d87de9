"""The bytes of an e-mail read as text, whatever charset they claim to be in."""

import base64
import binascii
import codecs
import quopri
import re

# What is named so is read as its wider sibling, as browsers do (WHATWG).
SIBLINGS = {
    # It has no letter beyond its own: what is told of them is wrong.
    "ascii": "utf-8",
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
# Names that Python does not know, once without what is put before them.
ALIASES = {
    "mac": "mac-roman",
    "macroman": "mac-roman",
    "utf8mb4": "utf-8",
    "ansi": "cp1252",
    "user-defined": "cp1252",
}
PREFIXES = re.compile(r"^(?:x-|cs(?=mac))+")
CODE_PAGE = re.compile(r"^(?:x-)*(?:cp|win|windows|dos|ibm|ms)[-_ ]?(\d{3,4})\b")
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
# The bytes that are one letter in UTF-8, and the few of them that may well end a word
# in Windows' charset: an accented letter, then spaces, dots or closing marks.
UTF8_LETTER = re.compile(
    rb"(?P<western>(?:(?<=[A-Z\xc0-\xde])[\xc7-\xcf\xd4\xd6\xd9-\xdc]"
    rb"|(?<=[A-Za-z])\xdf)[\x85\x92\x94-\x97\xa0\xab\xbb]"
    rb"|(?:(?<=[a-z\xdf-\xff])[\xe0-\xef]|\xe0)[\x85\x92\x94-\x97\xa0\xab\xbb]{2})"
    rb"|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]"
    rb"|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}"
    rb"|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
# Letters of French in UTF-8: side by side, hardly anything in another charset.
FRENCH_LETTER = re.compile(rb"\xc3[\x80-\xbf]")
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
    """Name of the codec in which a charset is read, None for no known charset.

    :param str charset: as a message names it
    """
    name = (charset or "").strip().strip("\"'").lower()
    codec = _look_up(name) or _look_up(_rename(name))
    if not codec or codec.name in NO_CHARSET:
        return None
    # Those that do not make text of bytes: rot13, hex and others.
    if not getattr(codec, "_is_text_encoding", True):
        return None
    return SIBLINGS.get(codec.name, codec.name)


def _look_up(name):
    try:
        return codecs.lookup(name) if name.isascii() else None
    except (LookupError, ValueError):
        return None


def _rename(name):
    """The name that Python has for a charset which it does not know under this one."""
    page = CODE_PAGE.match(name)
    name = PREFIXES.sub("", name)
    return f"cp{page[1]}" if page else ALIASES.get(name, name)


def read_text(content, charset=None):
    """The text that bytes hold, such that a database can keep it.

    :param bytes content: any bytes
    :param str charset: the one that the message names; where it is unknown or wrong,
        UTF-8 when the bytes are valid, else that of Windows
    """
    codec = find_codec(charset)
    return clean_text(_decode(content, codec))


def _decode(content, codec):
    if codec == "utf-7":
        return content.decode(codec, "replace")
    if codec in (None, "cp1252", "utf-8"):
        return _decode_western(content, codec)
    if codec == "iso8859-15" and (C1_CONTROL.search(content) or _is_utf8(content)):
        return _decode_western(content, "cp1252")
    if FRENCH_LETTER.search(content) and _is_single(codec) and _is_utf8(content):
        return content.decode("utf-8")
    try:
        return content.decode(codec)
    except (UnicodeError, LookupError, ValueError):
        return _decode_western(content, None)


def _is_utf8(content):
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_single(codec):
    """Whether each byte is a letter in a codec."""
    return len(bytes(range(128, 256)).decode(codec, "replace")) == 128


def _decode_western(content, codec):
    if _is_utf8(content):
        text = content.decode("utf-8")
        if codec != "cp1252" or WESTERN.fullmatch(text) or not _is_western(content):
            return text
    is_dos = DOS_LETTER.search(content) and not BEYOND_DOS.search(content)
    if is_dos and codec != "cp1252":
        return content.decode("cp850")
    return _decode_mixed(content, codec == "utf-8")


def _is_western(content):
    """Whether valid UTF-8 reads as well in Windows' charset."""
    return all(letter["western"] for letter in UTF8_LETTER.finditer(content))


def _decode_mixed(content, is_utf8):
    """The text of bytes in which letters of UTF-8 stand among those of Windows: some
    programs mix both, or cut a letter in two.

    :param bool is_utf8: whether the message says that it is in UTF-8; if not, the
        letters must tell, since an author may well show what they saw
    """
    letters = [n for n in UTF8_LETTER.finditer(content) if not n["western"]]
    others = sum(byte > 127 for byte in content) - sum(len(n[0]) for n in letters)
    if not is_utf8 and len(letters) < others:
        letters = []
    parts, start = [], 0
    for letter in letters:
        parts.append(_decode_windows(content[start : letter.start()]))
        parts.append(letter[0].decode("utf-8"))
        start = letter.end()
    return "".join([*parts, _decode_windows(content[start:])])


def _decode_windows(content):
    # The five bytes that it does not know stand for themselves, as in browsers.
    return "".join(
        chr(byte) if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else part
        for byte, part in ((byte, _CP1252[byte]) for byte in content)
    )


_CP1252 = [bytes([byte]).decode("cp1252", "replace") for byte in range(256)]


def clean_text(text):
    """The text without what a database cannot keep, its lines ended by a line feed."""
    text = SURROGATE.sub("\ufffd", text).replace("\r\n", "\n").replace("\r", "\n")
    return UNSTORABLE.sub("", text).removeprefix("\ufeff")


def read_raw(value):
    """Text of a header as it was received, its encoded words left as they are.

    :param str value: ASCII, and bytes beyond it as surrogates (PEP 383)
    """
    if not SURROGATE.search(value):
        return value
    return read_text(value.encode("utf-8", "surrogateescape"))


def read_header(value):
    """Text of a header on one line, its encoded words (RFC 2047) read.

    :param str value: the header as it was received
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
