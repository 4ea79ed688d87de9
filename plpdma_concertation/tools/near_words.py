"""Texts that use nearly the same words: for what is proposed, and explained by them."""

import re
from collections import Counter, defaultdict

from .empty_words import EMPTY_WORDS, POLITE_WORDS
from .words import fold_plural

SHORTEST = 4
WORD = re.compile(r"\w+")
# In the singular, with the words of every answer and the numbers.
UNTELLING = frozenset(map(fold_plural, EMPTY_WORDS | POLITE_WORDS)) | frozenset(
    "cinq collectivite commune contribution deux huit neuf observation programme "
    "projet proposition quatre sept trois zero".split()
)


def get_words(text):
    """The words of a text that say what it is about.

    :return: frozenset of words, folded, one of several written as one alone
    """
    return frozenset(
        word
        for word in fold_plural(text or "").split(" ")
        if len(word) >= SHORTEST and word not in UNTELLING
    )


def spell(words, text):
    """Words as ``get_words`` gives them, as a text writes them.

    :return: list, in the order of the words; those that the text lacks as they are
    """
    written = {}
    for word in WORD.findall(text):
        written.setdefault(fold_plural(word), word.lower())
    return [written.get(word, word) for word in words]


def get_likeness(one, other):
    """How much of the words of two texts is in both.

    :return: from 0, none, to 1, all of them
    """
    common = len(one & other)
    return common / (len(one) + len(other) - common) if common else 0.0


def find_near(texts, others, share):
    """Which texts use nearly the same words as which others.

    Two sets of words as alike as that have a word in common among the rarest of each,
    as many as they may differ by: only those are compared.

    :param dict texts: ``{key: words}``
    :param dict others: ``{key: words}``
    :param float share: the least that ``get_likeness`` gives
    :return: iterator of ``(key, key of the other)``
    """
    counts = Counter(word for words in others.values() for word in words)
    by_word = defaultdict(list)
    for key, words in others.items():
        for word in _get_rarest(words, counts, share):
            by_word[word].append(key)
    for key, words in texts.items():
        met = {
            other
            for word in _get_rarest(words, counts, share)
            for other in by_word.get(word, ())
        }
        for other in sorted(met):
            if get_likeness(words, others[other]) >= share:
                yield key, other


def _get_rarest(words, counts, share):
    ordered = sorted(words, key=lambda word: (counts[word], word))
    # Whoever shares none of these shares too few of the rest.
    return ordered[: len(ordered) - _round_up(share * len(ordered)) + 1]


def _round_up(number):
    # Not above what is meant by 0.6 of 10.
    return -int(-(number - 1e-9) // 1)
