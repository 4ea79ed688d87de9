"""What somebody types in a search box, as PostgreSQL's full text takes it.

Several words are all wanted, in any order, each by its beginning; ``« together »`` (or
``"together"``) stands as it is written, but for accents and capitals; ``wor*`` begins
so; ``-word`` leaves out all that ``word`` finds. Words that say nothing ("les", "sans")
are looked for only where they stand together with others, or alone; together as they
are written ("« pas de »"), no index finds them: the texts themselves are read.
"""

import re
from dataclasses import dataclass

from .empty_words import FUNCTION_WORDS
from .words import fold

# A box is a line: what is longer was pasted there.
MAX_LENGTH = 200
MAX_TERMS = 20
# A word typed in full stands for those that it begins, unless it is too short to tell.
MIN_BEGINNING = 4
# Keywords of several words that are looked for among those typed.
MAX_TOGETHER = 5
TERM = re.compile(
    r"""(?P<minus>(?<!\S)[-−–])?
    (?:«\s*(?P<french>[^»]*)»?|“(?P<english>[^”]*)”?|"(?P<plain>[^"]*)"?
    |(?P<word>[^\s"«»“”]+))""",
    re.VERBOSE,
)
# Labels of the lexemes, from what everybody reads to what the staff alone does.
ALL_LABELS = ""


@dataclass(frozen=True)
class Term:
    """Words that are looked for together, as they are written one after the other."""

    words: tuple
    is_excluded: bool = False
    is_exact: bool = False
    is_beginning: bool = False

    @property
    def phrase(self):
        """What a text says that holds it as it is written, folded."""
        return " ".join(self.words)

    def find_key(self, stems):
        """The stems of its words, but for those that say nothing."""
        return tuple(stems[word] for _rank, word in self.list_told(stems))

    def list_told(self, stems):
        """Pairs of a rank and of a word, but for those that say nothing: as they are
        written, what PostgreSQL keeps of them says something."""
        return [
            (rank, word)
            for rank, word in enumerate(self.words)
            if stems.get(word) and (self.is_exact or word not in FUNCTION_WORDS)
        ]


@dataclass(frozen=True)
class Words:
    """What is looked for: queries of PostgreSQL's full text, as texts.

    ``wanted`` are those that all have to match, ``excluded`` those of which none may;
    ``ranking`` is the query by which what was found is sorted. A query takes a phrase
    with any endings: ``said`` are pairs of one that is wanted and of the phrase that
    its text has to say, ``unsaid`` pairs of which no text may do both.
    """

    wanted: tuple = ()
    excluded: tuple = ()
    ranking: str = ""
    said: tuple = ()
    unsaid: tuple = ()

    @property
    def is_empty(self):
        """Whether nothing is looked for."""
        return not (self.wanted or self.excluded or self.said or self.unsaid)

    @property
    def every(self):
        """The query that what is found matches, blank when anything does."""
        return " & ".join((*self.wanted, *(f"!{one}" for one in self.excluded)))

    @property
    def any_wanted(self):
        """The query of one at least of what is wanted; blank where a text may hold a
        part of it that no query finds."""
        is_told = all(query for query, _phrase in self.said)
        return " | ".join(self.wanted) if is_told else ""


def read_box(text):
    """List of the :class:`Term` of what was typed, in its order."""
    text = " ".join(str(text or "").replace("\0", " ").split())[:MAX_LENGTH]
    terms = []
    for match in TERM.finditer(text):
        quoted = match["french"] or match["english"] or match["plain"]
        written = quoted if match["word"] is None else match["word"]
        words = tuple(fold(written or "").split())
        if words:
            terms.append(
                Term(
                    words,
                    is_excluded=bool(match["minus"]),
                    is_exact=match["word"] is None,
                    is_beginning=match["word"] is not None and written.endswith("*"),
                )
            )
    return terms[:MAX_TERMS]


def is_unreadable(text):
    """Whether something was typed, in which there is no word to look for."""
    return bool(str(text or "").strip()) and not read_box(text)


def read_phrase(text):
    """:class:`Term` of some words that stand together."""
    return Term(tuple(fold(text).split()))


def list_words(terms):
    """The words of some terms, of which PostgreSQL is to give the stems."""
    return sorted({word for term in terms for word in term.words})


def make_synonyms(groups, stems):
    """``{stems: terms}`` of synonyms, as :func:`make_words` takes them.

    :param groups: lists of words and phrases that stand for one another
    :param dict stems: those of the words of them all
    """
    synonyms = {}
    for group in groups:
        terms = [read_phrase(written) for written in dict.fromkeys(group)]
        terms = [term for term in terms if term.find_key(stems)]
        for term in terms:
            known = synonyms.setdefault(term.find_key(stems), [])
            known.extend(other for other in terms if other not in known)
    return synonyms


def make_words(terms, stems, synonyms=None, labels=ALL_LABELS):
    """:class:`Words` of what was typed: the queries that find it.

    :param terms: what :func:`read_box` gave
    :param dict stems: ``{word: stem}``, none for a word that says nothing ("the"), of
        what was typed and of the synonyms
    :param dict synonyms: what :func:`make_synonyms` gave
    :param str labels: those of the lexemes among which it is looked for; all by default
    """
    wanted, excluded, ranking, said, unsaid = [], [], [], [], []
    synonyms = synonyms or {}
    for together in _group(terms, stems, synonyms):
        first = together[0]
        queries = [_make_query(term, stems, labels) for term in together]
        query = _join(" & ", queries)
        if first.is_exact:
            pairs = unsaid if first.is_excluded else said
            pairs.append((query, first.phrase))
        if not query:
            continue
        key = _find_key(together, stems)
        others = [] if _is_bare(together) else synonyms.get(key, [])
        same = [_make_phrase(term, stems, labels) for term in others]
        query = _join(" | ", [query, *same])
        if not first.is_excluded:
            wanted.append(query)
            ranking.extend(_make_phrase(term, stems, labels) for term in together)
        elif not first.is_exact:
            excluded.append(query)
    if not (wanted or excluded or said or unsaid):
        for term in terms:
            some = excluded if term.is_excluded else wanted
            some.append(_make_empty(term.words[-1], stems, labels))
    return Words(
        tuple(wanted),
        tuple(excluded),
        " | ".join(filter(None, ranking)),
        tuple(said),
        tuple(unsaid),
    )


def _group(terms, stems, synonyms):
    """Terms, each alone or with those after it with which it makes a known phrase."""
    start = 0
    while start < len(terms):
        stop = start + 1
        for end in range(min(len(terms), start + MAX_TOGETHER), start + 1, -1):
            some = terms[start:end]
            if _is_typed(some) and _find_key(some, stems) in synonyms:
                stop = end
                break
        yield terms[start:stop]
        start = stop


def _is_bare(terms):
    """Whether they are taken as they are written, without their synonyms."""
    return any(term.is_exact or term.is_beginning for term in terms)


def _is_typed(terms):
    """Whether they are words typed one after the other, and nothing else."""
    return not _is_bare(terms) and not any(term.is_excluded for term in terms)


def _find_key(terms, stems):
    return tuple(stem for term in terms for stem in term.find_key(stems))


def _make_query(term, stems, labels):
    """The query of one term, which its beginning answers where it may."""
    query = _make_phrase(term, stems, labels)
    is_word = len(term.words) == 1 and not term.is_exact
    last = term.words[-1]
    if term.is_beginning:
        before = Term(term.words[:-1])
        return _make_phrase(before, stems, labels, beginning=last)
    if is_word and query and len(last) >= MIN_BEGINNING:
        return _join(" | ", [query, _make_lexeme(last, labels, "*")])
    return query


def _make_phrase(term, stems, labels, beginning=None):
    """The query of words that follow one another, those that say nothing left out."""
    lexemes = [
        (rank, _make_lexeme(stems[word], labels))
        for rank, word in term.list_told(stems)
    ]
    if beginning:
        lexemes.append((len(term.words), _make_lexeme(beginning, labels, "*")))
    query, before = "", None
    for rank, lexeme in lexemes:
        query += lexeme if before is None else f" <{rank - before}> {lexeme}"
        before = rank
    return f"({query})" if len(lexemes) > 1 else query


def _make_empty(word, stems, labels):
    """The query of a word that says nothing, alone: what PostgreSQL keeps of it, and
    what it begins."""
    kept = stems.get(word) and _make_lexeme(stems[word], labels)
    return _join(" | ", [kept, _make_lexeme(word, labels, "*")])


def _make_lexeme(word, labels, star=""):
    """A lexeme, whatever its characters: nothing in it is an operator."""
    quoted = word.replace("\\", "\\\\").replace("'", "''")
    mark = f":{star}{labels}" if star or labels else ""
    return f"'{quoted}'{mark}"


def _join(operator, queries):
    queries = list(dict.fromkeys(filter(None, queries)))
    return f"({operator.join(queries)})" if len(queries) > 1 else "".join(queries)
