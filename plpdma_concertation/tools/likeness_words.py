"""What one letter of a campaign changed of the others: the words that differ, and what
its author added. Plain Python.
"""

import difflib
import math
import re
from collections import Counter
from functools import lru_cache

from .likeness import COURTEOUS, Boilerplate, read_tokens
from .passages import overlap

# Words that are compared one to one; nobody reads the marks of a longer text.
MAX_WORDS = 4_000
# From here on, words that stand everywhere begin no passage.
MANY_WORDS = 600
# Of the pairs of words of a sentence, those that others wrote too: below, it is the
# author's own.
SHARED = 0.4
MIN_OWN_WORDS = 4
# Words are the campaign's when this part of its letters hold them: several people may
# add the same.
COMMON_PART = 1 / 3
MIN_COMMON = 2
NOTHING = Boilerplate(frozenset(), frozenset())
# A sentence ends with its mark, or with its line.
SENTENCE = re.compile(r"[^.!?…\n]*(?:[.!?…]+[»\")\]]*|\n|$)")


def find_differences(sample, text):
    """What tells a text from the sample, in the order of the text.

    :return: list of ``(kind, words)``: ``same`` and ``added`` with the words of the
        text, ``missing`` with those of the sample, white space included
    """
    ours, theirs = _read_pieces(sample), _read_pieces(text)
    words = [piece[0] for piece in ours], [piece[0] for piece in theirs]
    matcher = difflib.SequenceMatcher(
        a=words[0], b=words[1], autojunk=max(map(len, words)) > MANY_WORDS
    )
    parts = []
    for tag, start, stop, their_start, their_stop in matcher.get_opcodes():
        if tag == "equal":
            parts.append(("same", _join(theirs[their_start:their_stop])))
            continue
        if stop > start:
            parts.append(("missing", _join(ours[start:stop])))
        if their_stop > their_start:
            parts.append(("added", _join(theirs[their_start:their_stop])))
    return parts


def _read_pieces(text):
    """Pairs of a word as it is compared and of what is written, up to the next word."""
    tokens = read_tokens(text, NOTHING)[: MAX_WORDS + 1]
    starts = [token.start for token in tokens]
    stops = [*starts[1:], len(text)]
    pieces = [
        (token.word, text[token.start : stop])
        for token, stop in zip(tokens, stops, strict=True)
    ]
    if len(pieces) > MAX_WORDS:
        pieces[MAX_WORDS:] = [("…", "…")]
    return pieces


def _join(pieces):
    return "".join(written for _word, written in pieces)


# ----------------------------------------------------------------------
# What an author added
# ----------------------------------------------------------------------
def count_pairs(texts, boilerplate=COURTEOUS):
    """In how many of the texts each pair of words that follow each other stands.

    :param texts: the texts of a group; their number is kept too
    :return: :class:`collections.Counter`, the number of texts under ``None``
    """
    counts = Counter()
    for text in texts:
        counts.update(set(_get_pairs(read_tokens(text, boilerplate))))
        counts[None] += 1
    return counts


def find_additions(text, counts, boilerplate=COURTEOUS):
    """The passages that are the author's own among letters that are alike.

    :param counts: what ``count_pairs`` says of the letters, this one among them
    :return: list of ``(start, stop)``, in code points of the text; sentences that
        follow each other make one passage
    """
    least = max(MIN_COMMON, math.ceil(counts[None] * COMMON_PART))
    passages = []
    for start, stop, tokens in _read_sentences(text, boilerplate):
        pairs = _get_pairs(tokens)
        shared = sum(counts[pair] >= least for pair in pairs)
        is_own = len(tokens) >= MIN_OWN_WORDS and shared < SHARED * len(pairs)
        if not is_own:
            continue
        if passages and not text[passages[-1][1] : start].strip():
            start = passages.pop()[0]
        passages.append((start, stop))
    return passages


def keep_shared(text, counts, boilerplate=COURTEOUS, hidden=()):
    """The text without what is its author's own: their name, their town, what they
    added, and the lines that hold none of the words of the others. In a sentence that
    is kept, « … » stands for the words that few of the others wrote.

    :param counts: what ``count_pairs`` says of the letters, this one among them
    :param hidden: passages ``(start, stop)`` that are left out, whoever wrote them
    """
    least = max(MIN_COMMON, math.ceil(counts[None] / 2))
    kept = []
    for start, stop, tokens in _read_sentences(text, boilerplate):
        pairs = _get_pairs(tokens)
        shared = sum(counts[pair] >= least for pair in pairs)
        if pairs and shared >= (1 - SHARED) * len(pairs):
            gaps = _find_gaps(tokens, pairs, counts, hidden)
            kept.append((start, stop, gaps))
    parts = []
    end = 0
    for start, stop, gaps in kept:
        between = text[end:start] if parts else ""
        parts.append(" […] " if between.strip() else between)
        for gap_start, gap_stop in gaps:
            parts.append(f"{text[start:gap_start]}…")
            start = gap_stop
        parts.append(text[start:stop])
        end = stop
    return "".join(parts)


def _find_gaps(tokens, pairs, counts, hidden):
    """Where a sentence holds words that are in no pair that most letters have, or are
    hidden.

    :return: list of ``(start, stop)``; words that follow each other make one
    """
    # More than half: a first name that half of the authors have is not said by all.
    least = max(MIN_COMMON, counts[None] // 2 + 1)
    shared = [False, *(counts[pair] >= least for pair in pairs), False]
    gaps = []
    was_left_out = False
    for at, token in enumerate(tokens):
        is_left_out = not (shared[at] or shared[at + 1]) or any(
            overlap((token.start, token.stop), passage) for passage in hidden
        )
        if is_left_out and was_left_out:
            gaps[-1] = (gaps[-1][0], token.stop)
        elif is_left_out:
            gaps.append((token.start, token.stop))
        was_left_out = is_left_out
    return gaps


# ----------------------------------------------------------------------
# What a passage shares with the others
# ----------------------------------------------------------------------
def count_shared(text, reference, boilerplate=COURTEOUS):
    """How many pairs of words of the reference stand in the text."""
    return len(set(_get_pairs(read_tokens(text, boilerplate))) & _read_known(reference))


def is_shared(text, reference, boilerplate=COURTEOUS):
    """Whether the text is made of the words of the reference, rather than of its
    author's own."""
    pairs = _get_pairs(read_tokens(text, boilerplate))
    return _is_known(pairs, _read_known(reference))


def find_shared(text, reference, boilerplate=COURTEOUS):
    """The passage from the first to the last sentence that is made of the words of the
    reference.

    :return: ``(number of pairs of words, start, stop)``, ``None`` where none is
    """
    known = _read_known(reference)
    held = [
        (start, stop)
        for start, stop, tokens in _read_sentences(text, boilerplate)
        if _is_known(_get_pairs(tokens), known)
    ]
    if not held:
        return None
    start, stop = held[0][0], held[-1][1]
    return count_shared(text[start:stop], reference, boilerplate), start, stop


@lru_cache(maxsize=64)
def _read_known(reference):
    return frozenset(_get_pairs(read_tokens(reference, NOTHING)))


def _is_known(pairs, known):
    return bool(pairs) and sum(pair in known for pair in pairs) >= SHARED * len(pairs)


def _get_pairs(tokens):
    return [
        f"{one.word} {other.word}"
        for one, other in zip(tokens, tokens[1:], strict=False)
    ]


def _read_sentences(text, boilerplate):
    """Where each sentence begins and ends, white space aside, and its words."""
    tokens = iter(read_tokens(text, boilerplate))
    token = next(tokens, None)
    at = 0
    while at < len(text) and token:
        stop = SENTENCE.match(text, at).end()
        words = []
        while token and token.start < stop:
            words.append(token)
            token = next(tokens, None)
        piece = text[at:stop]
        if words:
            begin = at + len(piece) - len(piece.lstrip())
            yield begin, at + len(piece.rstrip()), words
        at = max(stop, at + 1)
