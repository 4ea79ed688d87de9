"""What in a text tells who somebody is, or where to reach them.

Plain Python. What is found is shown to a person, who decides: better one passage too
many than a telephone number published unseen. French forms of telephone numbers and
addresses are known; a library of numbering plans would find no more of them in a free
text than a pattern does.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import chain, islice

from odoo.tools.mail import email_re

# Between two digits or two words of the same thing, however it is laid out.
GAP = r"[\s./()·_–-]{0,3}"
WORD_GAP = r"[\W_]{1,3}"
MAX_TOKEN = 1000
EXCERPT = 40
# Nobody reads more of them; what has as many is not published as it stands.
MAX_PASSAGES = 200

# What stands in a name without telling who it is.
TITLES = frozenset(
    "docteur dr m madame mademoiselle maitre mlle mme monsieur mr".split()
)
NAME_LINKS = TITLES | frozenset(
    "ben da de del der des du el et la le les van von".split()
)
# Names that are also words: alone and without a capital, they are the word.
COMMON_WORDS = frozenset(
    "blanc blanche bois bon bonne boucher boulanger brun charpentier clement constant "
    "desire fleur fontaine fort franc gentil grand gros herbe jardin jardinier jolie "
    "jour juste legrand leger lion loup maire marchand marine marguerite menager "
    "meunier mercier moulin noir olive paysan petit pierre pont pre prudent riviere "
    "roi rose rousse roux sage vert vidal vigne ville violette".split()
)
# What tells that a name is not that of a person.
ORGANISATION_WORDS = frozenset(
    "agence asbl association bibliotheque bureau centre club collectif college comite "
    "communaute commune conseil cooperative copropriete ecole entreprise "
    "etablissement federation foyer groupe groupement hopital lycee magasin mairie "
    "metropole office ressourcerie restaurant sa sarl sas scic societe supermarche "
    "syndic syndicat union ville".split()
)
MAX_NAME_WORDS = 5

# At least nine digits after the 0 or the prefix of a country.
PHONE = re.compile(
    rf"(?<![\w+])(?:(?:\+|00){GAP}33{GAP}(?:0{GAP})?[1-9](?:{GAP}\d){{8}}"
    rf"|(?:\+|00)[1-9]\d{{0,2}}(?:{GAP}\d){{7,12}}"
    rf"|0[1-9](?:{GAP}\d){{8}})(?!\d)"
)
# What is written so that machines do not see it.
HIDDEN_EMAIL = re.compile(
    r"[\w.+-]{1,64}\s?(?:[\[({]\s?(?:at|arobase|à|@)\s?[\])}]|@)\s?[\w-]{1,63}"
    r"\s?(?:\.|[\[({]\s?(?:dot|point|\.)\s?[\])}])\s?[a-z]{2,24}",
    re.IGNORECASE,
)

CAPITAL = r"[A-ZÀ-ÖØ-ÞŒ]"
LINKS = r"(?:(?i:de|du|des|la|le|les|aux?|à|et)\s+|(?i:[dl])['’]\s?)*"
# Ways whose name alone follows, and words that are something else most of the time.
WAYS = (
    r"(?:rue|r\.|ruelle|avenue|av\.?|boulevard|bd\.?|blvd|bld|impasse|imp\.|all[ée]es?"
    r"|chemin|che\.|venelle|esplanade|faubourg|lotissement|rond-point|sente|sentier)"
)
PLACES = (
    r"(?:cit[ée]|clos|cours|domaine|hameau|mail|mont[ée]e|parc|parvis|passage|place|pl\."
    r"|promenade|quai|quartier|r[ée]sidence|route|rte|square|traverse|villa|voie"
    r"|lieu[ -]?dit)"
)
NUMBER = (
    r"(?<![\w.,€])\d{1,4}(?:\s?(?i:bis|ter|quater)|\s?[A-Da-d])?(?![\w€%])"
    r"[\s,]{1,3}(?i:de\s+la\s+|de\s+l['’]\s?|du\s+)?"
)
HOUSE_NUMBER = re.compile(r"\d{1,4}|bis|ter|quater")
OTHER_WORDS = rf"(?:[\s-]+{LINKS}{CAPITAL}[\w’'-]*){{0,5}}"
STREET = re.compile(
    rf"{NUMBER}(?:(?i:{WAYS})\s+{LINKS}[\w’'-]+{OTHER_WORDS}"
    rf"|(?i:{PLACES})\s+{LINKS}{CAPITAL}[\w’'-]*{OTHER_WORDS})"
    rf"|(?i:\blieu[ -]?dit)\s*:?\s+{LINKS}{CAPITAL}[\w’'-]*{OTHER_WORDS}"
)
NOT_A_TOWN = (
    r"(?!(?:EUR(?:OS?)?|FRANCS?|HABITANTS?|FOYERS?|TONNES?|KG|M[EÉ]NAGES?|HT|TTC)\b)"
)
TOWN = re.compile(
    rf"(?<![\w.,+])(?:0[1-9]|[1-8]\d|9[0-8])\s?\d{{3}}[\s,]{{1,2}}(?i:{NOT_A_TOWN})"
    rf"(?:{CAPITAL}|[LlDd]['’]{CAPITAL})[\w’'-]*{OTHER_WORDS}"
)

# How letters end, before the name of whoever wrote them.
CLOSING = re.compile(
    r"cordialement|sincerement|respectueusement|amicalement|bien a vous|salutations"
    r"|veuillez (?:agreer|recevoir|croire)|je vous prie d.?(?:agreer|accepter|croire)"
    r"|dans l.?attente de"
)
TITLE = r"(?i:(?:mm?\.|mmes?|mlles?|messieurs|mesdames|monsieur|madame)\s+)"
SIGNER = rf"{CAPITAL}[\w’'.-]*(?:[ ]{CAPITAL}[\w’'.-]*){{0,3}}"
SIGNED = re.compile(
    rf"(?i:^\s*sign[ée]e?s?\s?:?\s*|\bsoussign[ée]e?s?\s?,?\s*|\bje m['’]appelle\s+"
    rf"|\bje me nomme\s+|\bnous nous appelons\s+|\bmon nom est\s+)"
    rf"{TITLE}?(?P<name>{SIGNER}(?:(?:\s*,\s+{TITLE}?{SIGNER})*"
    rf"\s+et\s+{TITLE}?{SIGNER})?)",
    re.MULTILINE,
)
NOBODY = frozenset(
    "aucun bonne ce des en envoye ensemble et je l la le les merci mes nous ps post "
    "pour recu sans un une vos votre vous".split()
)
MAX_SIGNATURE = 60
SIGNATURE_LINES = 3


@dataclass(frozen=True)
class Identity:
    """What is known of authors, or of an authority, that a text may repeat.

    ``names`` are those of people and of what cannot be told from them; of
    ``organisations``, nothing but the whole name is looked for; an address is a street
    or a whole address, on one line.
    """

    names: tuple = ()
    organisations: tuple = ()
    emails: tuple = ()
    phones: tuple = ()
    addresses: tuple = ()


@dataclass(frozen=True)
class Passage:
    """A place where a text tells something: ``kind`` is ``name``, ``signature``,
    ``email``, ``phone`` or ``address``; ``start`` and ``stop`` count code points."""

    kind: str
    start: int
    stop: int
    is_own: bool = False


def find_passages(text, author=None, signed=True):
    """List of :class:`Passage` in the order of the text, none overlapping another: what
    tells who its author is, or where to reach somebody.

    :param str text: plain text
    :param Identity author: the person who must not be recognised, if they are known
    :param bool signed: whether to look for the person who signs, whatever their name
    """
    author = author or Identity()
    folded, places = fold(text)
    own = [
        Passage(kind, places[start], places[stop], is_own=True)
        for kind, start, stop in islice(
            _find_own(folded, text, places, author), MAX_PASSAGES
        )
    ]
    others = (
        Passage(kind, start, stop)
        for kind, start, stop in chain(
            _find_emails(text),
            (("phone", *match.span()) for match in PHONE.finditer(text)),
            (("address", *match.span()) for match in STREET.finditer(text)),
            (("address", *match.span()) for match in TOWN.finditer(text)),
            _find_signatures(text) if signed else (),
        )
    )
    return _keep_apart(text, [*own, *islice(others, MAX_PASSAGES)])


def leave_out(text, passages, known):
    """List of :class:`Passage` without those that everybody may read.

    :param Identity known: the authority's own e-mail, telephone and address
    """
    is_known = _make_known(known)
    return [
        passage
        for passage in passages
        if passage.is_own
        or not is_known(passage.kind, text[passage.start : passage.stop])
    ]


def get_excerpt(text, passage):
    """``(what comes before, the passage, what comes after)``: some of the words around
    a passage, on one line."""
    before = text[: passage.start]
    after = text[passage.stop :]
    left, right = before[-EXCERPT:], after[:EXCERPT]
    if len(before) > EXCERPT:
        left = "…" + (left.partition(" ")[2] or left)
    if len(after) > EXCERPT:
        right = (right.rpartition(" ")[0] or right) + "…"
    inside = text[passage.start : passage.stop]
    return tuple(re.sub(r"\s+", " ", part) for part in (left, inside, right))


def get_line(text, passage):
    """Number of the line on which a passage begins, from 1 on."""
    return text.count("\n", 0, passage.start) + 1


def fold(text):
    """``(folded, places)``: a text without accents nor letter case and, for each of its
    places and its end, that in the text."""
    letters, places = [], []
    for place, character in enumerate(text):
        plain = "'" if character == "’" else character
        for letter in unicodedata.normalize("NFKD", plain).casefold():
            if not unicodedata.combining(letter):
                letters.append(letter)
                places.append(place)
    return "".join(letters), [*places, len(text)]


def _fold_words(text):
    return re.findall(r"[^\W_]+", fold(text)[0])


# ----------------------------------------------------------------------
# What is known of the author
# ----------------------------------------------------------------------
def _find_own(folded, text, places, author):
    """Yield ``(kind, start, stop)`` of what names the author, as places in the folded
    text."""
    for name in author.names + author.organisations:
        words = _fold_words(name)
        words = words[1:] if words and words[0] in TITLES else words
        if sum(map(len, words)) > 2:
            yield from _find_words(folded, words, "name")
    for word in {word for name in author.names for word in _get_parts(name)}:
        for kind, start, stop in _find_words(folded, [word], "name"):
            if word not in COMMON_WORDS or text[places[start]].isupper():
                yield kind, start, stop
    for email in author.emails:
        pattern = rf"(?<![\w.+-]){re.escape(fold(email)[0])}(?![\w-])"
        for match in re.finditer(pattern, folded):
            yield "email", *match.span()
    for phone in author.phones:
        # From the ninth digit from the end on: what comes before is a country's.
        digits = re.sub(r"\D", "", phone)
        if len(digits) >= 6:
            pattern = GAP.join(digits[-9:])
            lead = rf"(?:(?:\+|00)?\d{{1,3}}{GAP}(?:0{GAP})?|0{GAP})?"
            for match in re.finditer(rf"(?<!\d){lead}{pattern}(?!\d)", folded):
                yield "phone", *match.span()
    for address in author.addresses:
        words = _fold_words(address)
        # Without its number too, when enough is left to be told from other words.
        street = [word for word in words if not HOUSE_NUMBER.fullmatch(word)]
        if len(words) > 1 and words[0].isdigit():
            yield from _find_words(folded, words, "address")
        if len(street) > 2 and not street[0].isdigit():
            yield from _find_words(folded, street, "address")


def _get_parts(name):
    """List of the words of a person's name that may tell who they are."""
    words = [word for word in _fold_words(name) if word not in NAME_LINKS]
    if len(words) > MAX_NAME_WORDS or not ORGANISATION_WORDS.isdisjoint(words):
        return []
    return [word for word in words if len(word) > 2 and not word.isdigit()]


def _find_words(folded, words, kind):
    pattern = WORD_GAP.join(map(re.escape, words))
    for match in re.finditer(rf"(?<![^\W_]){pattern}(?![^\W_])", folded):
        yield kind, *match.span()


# ----------------------------------------------------------------------
# What anybody may have written
# ----------------------------------------------------------------------
def _find_emails(text):
    # Word by word: the pattern takes a time that grows with the square of a word.
    for token in re.finditer(r"\S+", text):
        if "@" in token[0] and len(token[0]) <= MAX_TOKEN:
            for match in email_re.finditer(text, *token.span()):
                yield "email", *match.span()
    for match in HIDDEN_EMAIL.finditer(text):
        yield "email", *match.span()


def _find_signatures(text):
    """Yield ``("signature", start, stop)`` of each name after a closing formula, or
    that the author gives as theirs."""
    for match in SIGNED.finditer(text):
        yield "signature", *match.span("name")
    left = 0
    for line in re.finditer(r"[^\n]+", text):
        words = line[0].strip()
        if not words:
            continue
        closing = CLOSING.search(fold(words)[0])
        if closing and len(words) < 4 * MAX_SIGNATURE:
            # On the same line: « Cordialement, Camille ».
            start = line.start() + line[0].rfind(",") + 1
            if "," in line[0] and _looks_signed(text[start : line.end()], short=True):
                yield "signature", *_strip(text, start, line.end())
            left = SIGNATURE_LINES
        elif left and _looks_signed(words):
            yield "signature", *_strip(text, *line.span())
            left = 0
        else:
            left -= bool(left)


def _looks_signed(line, short=False):
    """Whether a line may be a name: a few words, a capital, no sentence."""
    line = line.strip()
    words = _fold_words(line)
    if not 0 < len(words) <= (4 if short else 6) or len(line) > MAX_SIGNATURE:
        return False
    if words[0] in NOBODY or any(word.isdigit() for word in words):
        return False
    if CLOSING.search(fold(line)[0]):
        return False
    return bool(re.search(rf"\b{CAPITAL}", line)) and line[-1] not in "?!:"


def _strip(text, start, stop):
    inside = text[start:stop]
    start += len(inside) - len(inside.lstrip())
    return start, start + len(inside.strip())


def _make_known(known):
    """Function that tells whether everybody may read what was found."""
    emails = {email.casefold() for email in known.emails}
    phones = {re.sub(r"\D", "", phone)[-9:] for phone in known.phones}
    addresses = [f" {' '.join(_fold_words(address))} " for address in known.addresses]

    def is_known(kind, found):
        if kind == "email":
            return found.casefold() in emails
        if kind == "phone":
            return re.sub(r"\D", "", found)[-9:] in phones
        words = f" {' '.join(_fold_words(found))} "
        return kind == "address" and any(words in address for address in addresses)

    return is_known


def _keep_apart(text, passages):
    """List of the longest of the passages that overlap; of two alike, the author's own;
    the parts of a name that follow each other are one passage."""
    kept = []
    for passage in sorted(passages, key=lambda p: (p.start - p.stop, not p.is_own)):
        if all(p.stop <= passage.start or p.start >= passage.stop for p in kept):
            kept.append(passage)
    joined = []
    for passage in sorted(kept, key=lambda passage: passage.start):
        last = joined and joined[-1]
        if last and last.kind == passage.kind == "name":
            if not re.search(r"\w", text[last.stop : passage.start]):
                passage = replace(passage, start=joined.pop().start)
        joined.append(passage)
    return joined
