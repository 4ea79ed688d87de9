"""Texts that say nearly the same: the letters of a campaign, whatever each changed.

Plain Python. A text is known by its *sketch*, the hashes of its runs of three words,
and found by its *bands*, numbers that two texts share the more surely as they are
alike: a database indexes them. No word is left out for being frequent: those of a
campaign are.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from zlib import crc32

from .words import fold

RUN = 3
# Runs kept of a text, those of the lowest hashes: the same ones in all texts.
SKETCH_SIZE = 512
# Fewer runs tell nothing: many people say « Je suis contre » without a campaign.
MIN_RUNS = 8
# Two texts that share two thirds of their runs meet in a band almost always, two that
# share a third three times out of four, two that share a twentieth one time in 200.
BANDS = 40
ROWS = 3
# Of the shorter text, what stands in the other: enough to be near a neighbour, then to
# be like the sample of the group.
NEAR = 0.55
LIKE = 0.45
# Of the longer text, what stands in the other: below, most of it is something else.
MIN_SHARE = 0.25
# Different authors without whom there is no campaign.
MIN_GROUP = 3
# Texts of a group that are compared one to one to choose its sample, and of a bucket.
MAX_COMPARED = 150
MAX_BUCKET = 40

MASK = (1 << 32) - 1
_random = Random(20_260_105)
_FACTORS = [
    (_random.getrandbits(32) | 1, _random.getrandbits(32)) for _ in range(BANDS * ROWS)
]

# Marks that stand above a letter, and what is not seen inside a word.
INSIDE = "\u0300-\u036f\u00ad\u200b-\u200d\u2060"
WORD = re.compile(rf"(?:[^\W_]|[{INSIDE}])+")
UNSEEN = str.maketrans("", "", "\u00ad\u200b\u200c\u200d\u2060")
LINE = re.compile(r"[^\n]*\n?")
QUOTED = re.compile(r"[ \t]*>")
# What announces a message that is quoted down to the end.
ANNOUNCED = re.compile(
    r"[ \t>]*(?:(?:le|on)\b.{4,120}\b(?:a écrit|a ecrit|wrote)\s?:"
    r"|-{2,}\s?(?:message d.origine|original message|message transf[ée]r[ée])\b.*)\s*$",
    re.IGNORECASE,
)
# How letters begin and end, whatever they say.
COURTESY = """
Bonjour
Bonsoir
Bonjour Madame, Monsieur
Madame
Monsieur
Madame, Monsieur
Mesdames, Messieurs
Mesdames et Messieurs
Mesdames et Messieurs les élus
Madame la Maire
Monsieur le Maire
Madame la Présidente
Monsieur le Président
Madame la Présidente, Monsieur le Président
Madame la Vice-Présidente
Monsieur le Vice-Président
Cordialement
Bien cordialement
Bien à vous
Merci d'avance
Merci de votre attention
Respectueusement
Salutations distinguées
Veuillez agréer mes salutations
Veuillez agréer, Madame, Monsieur, l'expression de mes salutations distinguées
Veuillez agréer, Madame, l'expression de mes salutations distinguées
Veuillez agréer, Monsieur, l'expression de mes salutations distinguées
Veuillez agréer, Monsieur le Président, l'expression de mes salutations distinguées
Veuillez recevoir, Madame, Monsieur, mes salutations distinguées
Je vous prie d'agréer, Madame, Monsieur, l'expression de mes sentiments distingués
Dans l'attente de votre réponse
Envoyé de mon téléphone
Envoyé de mon iPhone
Envoyé depuis mon mobile
Envoyé à partir de Outlook pour Android
Sent from my iPhone
"""


@dataclass(frozen=True)
class Boilerplate:
    """What texts hold without their authors having said it: whole lines, and runs of
    words."""

    lines: frozenset
    runs: frozenset


@dataclass(frozen=True)
class Token:
    """A word of a text: ``word`` as it is compared, where it stands in code points."""

    word: str
    start: int
    stop: int


@dataclass(frozen=True)
class Signature:
    """What is kept of a text to find its like: ``sketch``, a frozenset, and ``bands``,
    a tuple, both of signed 32-bit numbers. A text that says too little has neither."""

    sketch: frozenset
    bands: tuple


@dataclass(frozen=True)
class Group:
    """Texts that are alike: the place of the sample among those that were given, and
    those of the members, the sample included."""

    sample: int
    members: tuple


# ----------------------------------------------------------------------
# Words
# ----------------------------------------------------------------------
@lru_cache(maxsize=100_000)
def fold_word(word):
    """A word as it is compared: no accents, no capitals."""
    return fold(word.translate(UNSEEN)).replace(" ", "")


def _hash_runs(words, size=RUN):
    """Hashes of the runs of ``size`` words: the same in every process."""
    return {
        crc32(" ".join(words[at : at + size]).encode())
        for at in range(len(words) - size + 1)
    }


@lru_cache(maxsize=32)
def make_boilerplate(texts=()):
    """:return: :class:`Boilerplate` of how letters begin and end, and of these texts

    :param tuple texts: of ours, on lines
    """
    lines, runs = set(), set()
    for text in (COURTESY, *texts):
        for line in text.splitlines():
            words = [word for word in map(fold_word, WORD.findall(line)) if word]
            lines.add(" ".join(words))
            runs.update(_hash_runs(words))
    return Boilerplate(frozenset(lines - {""}), frozenset(runs))


COURTEOUS = make_boilerplate()


def read_tokens(text, boilerplate=COURTEOUS):
    """The words that the author of a text said: neither quotes, nor the lines of a
    boilerplate.

    :return: list of :class:`Token`
    """
    tokens = []
    at = 0
    while at < len(text):
        line = LINE.match(text, at).group()
        if ANNOUNCED.match(line):
            break
        if not QUOTED.match(line):
            found = [
                Token(word, at + match.start(), at + match.end())
                for match in WORD.finditer(line)
                if (word := fold_word(match.group()))
            ]
            if " ".join(token.word for token in found) not in boilerplate.lines:
                tokens.extend(found)
        at += len(line)
    return tokens


# ----------------------------------------------------------------------
# Signatures
# ----------------------------------------------------------------------
def sign(text, boilerplate=COURTEOUS):
    """:return: :class:`Signature` of a text, of whatever length"""
    words = [token.word for token in read_tokens(text, boilerplate)]
    runs = _hash_runs(words) - boilerplate.runs
    if len(runs) < MIN_RUNS:
        return Signature(frozenset(), ())
    if len(runs) > SKETCH_SIZE:
        runs = sorted(runs)[:SKETCH_SIZE]
    return Signature(frozenset(_make_signed(run) for run in runs), _band(runs))


def _band(runs):
    lowest = [
        min([(factor * run + shift) & MASK for run in runs])
        for factor, shift in _FACTORS
    ]
    return tuple(
        _make_signed(crc32(repr((band, lowest[band * ROWS :][:ROWS])).encode()))
        for band in range(BANDS)
    )


def _make_signed(number):
    """The 32 bits as PostgreSQL stores them."""
    return number - (1 << 32) if number >> 31 else number


def compare(one, other):
    """How alike two sketches are: the part of the shorter text that stands in the
    other, or of the longer one where most of it is something else.

    :return: number from 0 to 1
    """
    if not one or not other:
        return 0.0
    one, other = _align(one, other)
    common = len(one & other)
    shorter, longer = sorted((len(one), len(other)))
    if shorter < MIN_RUNS:
        return 0.0
    share = common / longer
    return share if share < MIN_SHARE else common / shorter


def _align(one, other):
    """The sketches down to what both keep, one of them having been cut."""
    if len(one) < SKETCH_SIZE and len(other) < SKETCH_SIZE:
        return one, other
    highest = min(
        max(run & MASK for run in sketch)
        for sketch in (one, other)
        if len(sketch) >= SKETCH_SIZE
    )
    return (
        {run for run in one if run & MASK <= highest},
        {run for run in other if run & MASK <= highest},
    )


# ----------------------------------------------------------------------
# Groups
# ----------------------------------------------------------------------
def group(signatures, authors=None):
    """Gather the texts that are alike: neighbours of neighbours, then each judged
    against the sample of its group.

    :param signatures: list of :class:`Signature`
    :param authors: list of who wrote each; everybody is somebody else by default
    :return: list of :class:`Group`, the largest first
    """
    roots = list(range(len(signatures)))

    def find(number):
        while roots[number] != number:
            roots[number] = roots[roots[number]]
            number = roots[number]
        return number

    buckets = {}
    for number, signature in enumerate(signatures):
        near = Counter()
        for band in signature.bands:
            bucket = buckets.setdefault(band, [])
            near.update(bucket)
            if len(bucket) < MAX_BUCKET:
                bucket.append(number)
        for other, _count in near.most_common(MAX_BUCKET):
            one, root = find(number), find(other)
            if (
                one != root
                and compare(signature.sketch, signatures[other].sketch) >= NEAR
            ):
                roots[max(one, root)] = min(one, root)
    members = {}
    for number in range(len(signatures)):
        members.setdefault(find(number), []).append(number)
    groups = [
        group
        for numbers in members.values()
        if len(numbers) >= MIN_GROUP
        for group in judge(numbers, [s.sketch for s in signatures], authors)
    ]
    return sorted(groups, key=lambda group: (-len(group.members), group.sample))


def judge(numbers, sketches, authors=None):
    """Make groups of texts, each around a sample to which its members are like.

    :param numbers: the places of the texts
    :param sketches: their sketches, by place
    :param authors: who wrote each, by place
    :return: list of :class:`Group`, each of ``MIN_GROUP`` authors at least
    """
    groups = []
    left = list(numbers)
    while len(left) >= MIN_GROUP:
        sample = choose_sample(left, sketches)
        alike = [n for n in left if compare(sketches[sample], sketches[n]) >= LIKE]
        if len({authors[n] if authors else n for n in alike}) >= MIN_GROUP:
            groups.append(Group(sample, tuple(alike)))
        if len(alike) < MIN_GROUP:
            break
        left = [n for n in left if n not in set(alike)]
    return groups


def choose_sample(numbers, sketches):
    """The text that the others are most like, as a whole: of some of them, spread over
    all, when they are many."""
    step = -(-len(numbers) // MAX_COMPARED)
    some = numbers[::step]

    def total(number):
        mine = sketches[number]
        return sum(
            len(mine & sketches[other]) / (len(mine | sketches[other]) or 1)
            for other in some
        )

    return max(some, key=total)
