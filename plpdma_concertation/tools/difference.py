"""What changes from one text to another, word by word."""

import difflib
import re

from markupsafe import Markup

# Words and the white space after each, so that what is joined again is the text.
WORD = re.compile(r"\S+\s*")
# Beyond, comparing takes longer than reading.
MAX_WORDS = 4_000
# For those who hear the page; others see the words struck through or underlined.
SAID = Markup('<span class="visually-hidden">%s </span>')


def compare_texts(old, new):
    """The pieces that make the new text of the old one.

    :return: list of ``(kind, words)``; kind is "same", "removed" or "added"; nothing
        for texts that are too long to compare
    """
    before, after = WORD.findall(old), WORD.findall(new)
    if max(len(before), len(after)) > MAX_WORDS:
        return []
    matcher = difflib.SequenceMatcher(
        None,
        [word.strip() for word in before],
        [word.strip() for word in after],
        autojunk=False,
    )
    pieces = []
    for kind, start, stop, new_start, new_stop in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(after[new_start:new_stop])))
            continue
        if stop > start:
            pieces.append(("removed", "".join(before[start:stop])))
        if new_stop > new_start:
            pieces.append(("added", "".join(after[new_start:new_stop])))
    return pieces


def mark_difference(pieces, removed, added):
    """The pieces of ``compare_texts`` as one reads them, told in words too.

    :param str removed: what is said before words that are no more
    :param str added: what is said before words that are new
    :return: ``Markup``, whose line breaks are those of the text
    """
    marked = {
        "same": Markup("%s"),
        "removed": Markup("<del>%s%%s</del> ") % (SAID % removed),
        "added": Markup("<ins>%s%%s</ins> ") % (SAID % added),
    }
    return Markup("").join(
        marked[kind] % (words if kind == "same" else words.rstrip())
        for kind, words in pieces
    )
