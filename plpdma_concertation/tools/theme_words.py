"""Which themes a text is about: by their keywords, and by the words of what people put
under them before. Plain Python: every proposal says the words that made it.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from math import log

from .empty_words import EMPTY_WORDS
from .words import fold

# A word that fewer people than this used is neither kept nor shown.
MIN_AUTHORS = 5
# Words kept of each theme: those that tell it best.
MAX_KEPT = 300
# What a keyword counts for, beside the logarithms of the frequencies.
KEYWORD_WEIGHT = 2.5
SHRINKAGE = 2
# Below, a word or a text tells nothing.
MIN_WEIGHT = 0.7
MIN_SCORE = 1.2
MAX_THEMES = 3
MAX_WORDS = 4
# As much of a text as tells what it is about.
MAX_TEXT = 20_000
MIN_LETTERS = 3
WRITTEN = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
SPLIT = re.compile(r"[\n;,]+")
# What says nothing of a theme, however often it is written.
UNTELLING = EMPTY_WORDS | frozenset(
    "ailleurs aimerais annee annees bonne bonsoir chose choses cordialement demander "
    "demandons deux dire dois etc etes faites habitant habitante habitants jour jours "
    "juste madame mesdames messieurs monsieur oui pense pensez pensons personne "
    "personnes pouvez pouvons prevoir prevu proposer proposons seul seule suggere "
    "suis tellement verrais voisin voisine vont voudrais voudrait voudrions".split()
)


@dataclass(frozen=True)
class Proposal:
    """A theme proposed for a text, by its id, and the words that made it."""

    key: int
    score: float
    words: tuple


def split_keywords(text):
    """Lists of the keywords of a theme that stand for one another: one of those that
    have a line of their own, and one for each line « one / another ».
    """
    alone, groups = [], []
    for line in SPLIT.split(text or ""):
        written = [word.strip() for word in line.split("/") if fold(word)]
        if len(written) > 1:
            groups.append(written)
        else:
            alone.extend(written)
    return [group for group in (alone, *groups) if group]


def read_words(text):
    """``{stem: as it is written first}`` of the words that may tell a text's theme."""
    found = {}
    for match in WRITTEN.finditer((text or "")[:MAX_TEXT]):
        for written in re.split(r"[’']", match[0]):
            for word in fold(written).split():
                if len(word) >= MIN_LETTERS and word not in UNTELLING:
                    found.setdefault(stem(word), written.casefold())
    return found


def stem(word):
    """A folded word without the endings of its plural, of its gender and of the most
    usual families."""
    if len(word) > 5 and word.endswith("aux"):
        return word[:-2] + "l"
    word = word[:-1] if len(word) > 3 and word[-1] in "sx" else word
    return word[:-1] if len(word) > 4 and word[-1] == "e" else word


# ----------------------------------------------------------------------
# What people ranged
# ----------------------------------------------------------------------
class Learning:
    """Counts the words of what people put under each theme."""

    def __init__(self):
        self.texts = 0
        self.by_theme = Counter()
        self.totals = Counter()
        self.counts = Counter()
        self.authors = defaultdict(set)

    def add(self, text, theme_ids, author):
        """Count one text.

        :param theme_ids: the themes under which somebody put it
        :param author: what tells its author from the others; ``None`` where nobody
            knows, all of whom count for one person
        """
        self.texts += 1
        self.by_theme.update(theme_ids)
        for word in read_words(text):
            self.totals[word] += 1
            self.counts.update((theme_id, word) for theme_id in theme_ids)
            known = self.authors[word]
            if len(known) < MIN_AUTHORS:
                known.add(author)

    def finish(self):
        """What is kept, as JSON takes it: ``texts``, ``themes`` (how many texts each
        has), ``words`` (how many texts of each theme have the word) and ``totals`` (how
        many texts have it)."""
        kept = {
            "texts": self.texts,
            "themes": {str(theme_id): n for theme_id, n in self.by_theme.items()},
            "words": defaultdict(dict),
            "totals": {},
        }
        for (theme_id, word), count in self.counts.items():
            if len(self.authors[word]) >= MIN_AUTHORS:
                kept["words"][str(theme_id)][word] = count
                kept["totals"][word] = self.totals[word]
        for theme_id, counts in kept["words"].items():
            told = {word: weigh(kept, theme_id, word) for word in counts}
            best = sorted((w for w in told if told[w] >= MIN_WEIGHT), key=told.get)
            kept["words"][theme_id] = {w: counts[w] for w in sorted(best[-MAX_KEPT:])}
        used = set().union(*kept["words"].values())
        kept["totals"] = {w: n for w, n in kept["totals"].items() if w in used}
        return {**kept, "words": dict(kept["words"])}


def weigh(kept, theme_id, word):
    """How much a word tells a theme from the others: the logarithm of how much more
    often the texts of the theme have it.

    :param dict kept: what :meth:`Learning.finish` gives
    """
    inside = kept["words"].get(theme_id, {}).get(word, 0)
    if not inside:
        return 0.0
    size = kept["themes"][theme_id]
    outside, others = kept["totals"][word] - inside, kept["texts"] - size
    # A few texts more, that have it as all texts do: what was seen once tells little.
    usual = SHRINKAGE * kept["totals"][word] / kept["texts"]
    return log((inside + usual) / (size + SHRINKAGE)) - log(
        (outside + usual) / (others + SHRINKAGE)
    )


# ----------------------------------------------------------------------
# What is proposed
# ----------------------------------------------------------------------
class Themes:
    """Proposes themes for texts."""

    def __init__(self, keywords, kept=None):
        """:param dict keywords: ``{theme id: text of its keywords}`` of the themes that
            may be proposed
        :param dict kept: what :meth:`Learning.finish` gave
        """
        self.kept = kept or {"words": {}}
        self.keywords = {
            theme_id: {
                tuple(map(stem, fold(written).split())): written
                for group in split_keywords(text)
                for written in group
            }
            for theme_id, text in keywords.items()
        }

    def propose(self, text, limit=MAX_THEMES):
        """List of :class:`Proposal` for a text, the best first; the words are those of
        the text, as they are written there."""
        words = read_words(text)
        folded = [stem(word) for word in fold((text or "")[:MAX_TEXT]).split()]
        runs = defaultdict(list)
        for start, word in enumerate(folded):
            runs[word].append(start)
        proposals = [
            self._weigh_theme(theme_id, words, folded, runs)
            for theme_id in self.keywords
        ]
        told = [proposal for proposal in proposals if proposal.score >= MIN_SCORE]
        told.sort(key=lambda proposal: (-proposal.score, proposal.key))
        return told[:limit]

    def _weigh_theme(self, theme_id, words, folded, runs):
        weights = {}
        for word, written in words.items():
            weight = weigh(self.kept, str(theme_id), word)
            if weight >= MIN_WEIGHT:
                weights[word] = (weight, written)
        for key, written in self.keywords[theme_id].items():
            if any(tuple(folded[s : s + len(key)]) == key for s in runs[key[0]]):
                weight = KEYWORD_WEIGHT * (1 + 0.5 * (len(key) - 1))
                shown = words.get(key[0], written) if len(key) == 1 else written
                if weight > weights.get(key[0], (0, ""))[0]:
                    weights[key[0]] = (weight, shown)
        told = sorted(weights.values(), key=lambda pair: (-pair[0], pair[1]))
        score = sum(weight for weight, _written in told)
        shown = tuple(dict.fromkeys(written for _weight, written in told))[:MAX_WORDS]
        return Proposal(theme_id, score, shown)
