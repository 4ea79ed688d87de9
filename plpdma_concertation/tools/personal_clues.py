"""Which of many people a text may tell of.

What a text tells of its author is found by :func:`personal_data.find_passages`, one
rule for everybody. Asked about each of 20,000 authors, it takes seconds; nearly none of
them has a word in the text. What is here leaves those out, all at once: whoever the
rule would find something of is kept, and few others, for the rule to judge.
"""

import re
import unicodedata
from dataclasses import dataclass

from .personal_data import HOUSE_NUMBER, NAME_LINKS, TITLES, fold

# Between two names that are folded together: no name holds it in a database.
BORDER = "\0"
APART = re.compile(r"[^\w\0]|_")
# Fewer digits are no telephone number.
MIN_DIGITS = 6


@dataclass(frozen=True)
class Clues:
    """What texts hold that may tell of somebody.

    ``words`` are all of theirs; of a person, one of the ``strong`` ones is enough.
    ``folded`` is the texts themselves, ``digits`` what they hold of them, one after the
    other.
    """

    words: frozenset
    strong: frozenset
    folded: str
    digits: str

    def find_people(self, names):
        """Places in a list of the names of people of whom the texts may tell: by a word
        of theirs, or by the whole name when it has none that counts alone."""
        weak = (self.words - self.strong) | TITLES
        return [
            place
            for place, words in enumerate(split_names(names))
            if words and (not self.strong.isdisjoint(words) or weak.issuperset(words))
        ]

    def find_places(self, names):
        """Places in a list of the names of organisations, streets and towns of which
        the texts may tell: by all their words, but the number of a house."""
        known = self.words | TITLES
        return [
            place
            for place, words in enumerate(split_names(names))
            if words
            and all(word in known or HOUSE_NUMBER.fullmatch(word) for word in words)
        ]

    def may_tell_email(self, email):
        """Whether the texts may tell of the person who has this address."""
        return bool(email) and "@" in self.folded and fold(email)[0] in self.folded

    def may_tell_phone(self, phone):
        """Whether the texts may tell of the person who has this number."""
        digits = re.sub(r"\D", "", phone or "")
        return len(digits) >= MIN_DIGITS and digits[-9:] in self.digits


def read_clues(texts):
    """:class:`Clues` of plain texts that are read together."""
    folded = "\n".join(fold(text)[0] for text in texts)
    words = frozenset(APART.sub(" ", folded).split())
    strong = (word for word in words - NAME_LINKS if len(word) > 2)
    return Clues(
        words=words,
        strong=frozenset(word for word in strong if not word.isdigit()),
        folded=folded,
        digits=re.sub(r"\D", "", folded),
    )


def split_names(names):
    """List of the list of the words of each name, folded as ``fold`` does, but all
    together: one by one, letter by letter, 20,000 names take half a second."""
    together = BORDER.join(name or "" for name in names)
    if not together.isascii():
        plain = unicodedata.normalize("NFKD", together.replace("’", "'")).casefold()
        marks = "".join(filter(unicodedata.combining, set(plain)))
        together = re.sub(f"[{re.escape(marks)}]+", "", plain) if marks else plain
    words = APART.sub(" ", together.casefold())
    return [name.split() for name in words.split(BORDER)]
