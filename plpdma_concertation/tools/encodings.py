"""From the bytes of a file to its text, to the letter."""

import codecs
import re

# The longest marks first: that of UTF-32 begins as that of UTF-16 does.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
WESTERN = "windows-1252"
MAC = "mac_roman"
# A byte inside a word.
INSIDE = re.compile(rb"(?<=[A-Za-z])[\x80-\xff](?=[A-Za-z])")
# The letters of French words, as a Mac writes them: all else, there, is another's.
MAC_LETTERS = set("àâçèéêëîïôùûœ’".encode(MAC))
# Those without which no page of French is written.
USUAL_MAC_LETTERS = set("éè".encode(MAC))
# What stands inside of words where Windows wrote them.
WESTERN_LETTERS = {*range(0xC0, 0x100), *"œŒ’".encode(WESTERN)}
# From here on Windows has small letters.
SMALL_LETTERS = 0xE0
BYTE = "plpdma_byte"
# How much of a file tells whether it is in UTF-16 without saying so.
SAMPLE = 4_096


def _take_byte(error):
    """A byte that Windows leaves undefined is read as browsers do."""
    wrong = error.object[error.start : error.end]
    return wrong.decode("latin-1"), error.end


codecs.register_error(BYTE, _take_byte)


def decode_text(data, encoding=None):
    """``(text, encoding)`` of a file whose encoding is said, marked, or one of the
    usual ones; the text has no mark.

    What is valid UTF-8 is UTF-8: other encodings produce it by no accident. Anything
    else comes from a Western European Windows, which is what French spreadsheets write,
    unless its words are words on a Mac alone (« CSV (Macintosh) »). No statistics: they
    take « œ » for « Å“ » on a short file.

    :param bytes data: the file
    :param str encoding: what somebody chose; found by itself when empty
    :raise UnicodeDecodeError: when the chosen encoding does not read the file
    :raise LookupError: when the chosen encoding does not exist
    """
    for mark, marked in MARKS:
        if data.startswith(mark) and _agree(encoding, marked):
            # The mark tells the order of the bytes.
            name = marked.removesuffix("-le").removesuffix("-be")
            return data[len(mark) :].decode(marked), name
    if encoding:
        is_western = codecs.lookup(encoding) == codecs.lookup(WESTERN)
        return data.decode(encoding, BYTE if is_western else "strict"), encoding
    wide = _guess_wide(data)
    if wide:
        return data.decode(wide), wide
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        if _is_mac(data):
            return data.decode(MAC), MAC
        return data.decode(WESTERN, BYTE), WESTERN


def _is_mac(data):
    """Whether the letters inside of words are those of a Mac, and some are none of
    Windows': an « é » at least, where the lines do not end as a Mac's alone do."""
    inside = {found[0][0] for found in INSIDE.finditer(data)}
    has_mac_lines = b"\r" in data and b"\n" not in data
    if inside <= WESTERN_LETTERS:
        # Beyond these a Mac has signs, and capitals that few words begin with.
        return not inside and has_mac_lines and max(data) < SMALL_LETTERS
    return inside <= MAC_LETTERS and bool(has_mac_lines or inside & USUAL_MAC_LETTERS)


def _agree(encoding, marked):
    """Whether what was chosen is what the mark says, its byte order aside."""
    if not encoding:
        return True
    chosen = codecs.lookup(encoding).name
    return marked.startswith(chosen)


def _guess_wide(data):
    """UTF-16 without a mark: one byte of two is empty in a Latin text."""
    sample = data[:SAMPLE]
    if len(sample) < 4 or len(data) % 2:
        return None
    half = len(sample) // 2
    for first, encoding in ((0, "utf-16-be"), (1, "utf-16-le")):
        empty = sample[first::2].count(0)
        other = sample[1 - first :: 2].count(0)
        if empty > half * 0.7 and not other:
            return encoding
    return None
