"""What of an earlier answer holds for its own case alone, and is to be adapted."""

import re
import unicodedata

from lxml import html

MONTHS = (
    "janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|"
    "novembre|décembre|decembre"
)
ARTICLE = r"(?:\s+(?:de|du|des|la|le|les|aux?)|\s+(?:de\s+)?l['’]|\s+d['’])"
NAME = r"[A-ZÀ-ÖØ-Þ][\w'’-]*"
# What bears the name of a place.
PLACE = (
    "rue|avenue|boulevard|place|chemin|allée|impasse|quai|square|quartier|hameau|cité|"
    "résidence|déchèterie|déchetterie|ressourcerie|commune|ville|parc|halle|salle|zone"
)
# Blanks, and characters that nobody sees.
BLANKS = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")
CLOSING = {"[": "]", "(": ")", "{": "}", "<": ">", "«": "»"}
SPACE = "[ \u00a0\u202f]"
NUMBER = rf"\d+(?:{SPACE}\d{{3}})*(?:[.,]\d+)?"
CIVILITY = (
    r"(?:MM?\.|M(?:lle|me)s?|M(?:onsieur|adame|ademoiselle)|Mes(?:sieurs|dames)|"
    r"Dr|Docteure?|Pr|Professeure?|Me|Maître)"
)
# Of several people, whose names follow.
CIVILITIES = (
    r"(?:MM\.|M(?:lle|me)s|Mes(?:sieurs|dames|demoiselles)|Drs|Docteure?s|"
    r"Professeure?s|Maîtres)"
)
PARTICLE = r"(?:(?:de|du|des)\s+(?:la\s+)?|d['’])"
NAMES = rf"(?:(?:{SPACE}+|(?<=\.)){PARTICLE}?(?:[A-Z]\.|{NAME}))+"
# The first that takes is kept: a day is not two figures.
LOCAL = re.compile(
    "|".join(
        (
            r"\[[^\[\]]*\]",
            r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
            r"(?:https?://|www\.)[^\s<>\[\]]+",
            rf"(?i:\b(?:\d{{1,2}}(?:er)?\s+)?(?:{MONTHS})\s+\d{{4}}\b)",
            rf"(?i:\b\d{{1,2}}(?:er)?\s+(?:{MONTHS})\b)",
            r"\b\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b",
            # REP/2026/0012, L. 541-15-1, n° 2026-114
            r"\b[A-Z]{2,5}/\d+(?:[/-]\d+)*",
            r"\b[LRD]\.?\s?\d+(?:-\d+)*",
            r"(?i:n°\s*)[\w/-]+",
            r"(?:\+33|\b0)\s?\d(?:[ .-]?\d{2}){4}\b",
            rf"(?<!\w){CIVILITIES}(?:{SPACE}+et{SPACE}+{CIVILITIES})?{NAMES}"
            rf"(?:(?:,{NAMES})*,?{SPACE}+et{NAMES})?",
            rf"(?<!\w){CIVILITY}(?:{SPACE}+et{SPACE}+{CIVILITY})?{NAMES}",
            rf"(?i:\b(?:{PLACE})s?){ARTICLE}*\s*{NAME}"
            rf"(?:(?:{ARTICLE}*\s*|-){NAME})*",
            rf"{NUMBER}(?:{SPACE}?(?:%|€|k€|M€|(?i:euros?|tonnes?|kg|km|litres?)\b))?",
        )
    )
)


def find_left(text, words):
    """What is left to adapt, in whatever brackets, accents and blanks it was written.

    :param words: iterable of what brackets say first: "to adapt"
    :return: list of what is written, one of each
    """
    folded, places = _fold(text or "")
    marks = "|".join(re.escape(_fold(word)[0]) for word in words)
    left = {}
    for match in re.finditer(rf"\[(?:{marks})|[({{<«](?:{marks}):", folded):
        closing = CLOSING[match[0][0]]
        end = folded.find(closing, match.end())
        line = folded.find("\n", match.end())
        is_closed = end >= 0 and not 0 <= line < end
        stop = end if is_closed else match.end() - 1
        written = text[places[match.start()] : places[stop] + 1]
        written = BLANKS.sub(" ", written) + ("" if is_closed else " …")
        left.setdefault(_fold(written)[0], written)
    return [*left.values()]


def _fold(text):
    """A text without accents, capitals nor blanks but the ends of lines, and where each
    of its characters stands."""
    folded, places = [], []
    for place, written in enumerate(text):
        for char in unicodedata.normalize("NFKD", written).casefold():
            is_blank = char != "\n" and BLANKS.fullmatch(char)
            if not is_blank and not unicodedata.combining(char):
                folded.append(char)
                places.append(place)
    return "".join(folded), places


def find_places(text, names):
    """The places that a text names, the longest first.

    :param names: iterable of the names of places
    """
    found = {
        name
        for name in names
        if len(name) > 2
        and name in text
        and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    }
    return sorted(found, key=lambda name: (-len(name), name))


def bracket_text(text, mark, places=()):
    """Put what is to be adapted between brackets; what stands in some stays so.

    :param mark: function from words to the same, marked
    :param places: the places that the text may name
    """
    named = "|".join(rf"(?<!\w){re.escape(place)}(?!\w)" for place in places)
    pattern = re.compile(f"{LOCAL.pattern}|{named}") if named else LOCAL

    def replace(match):
        words = match.group()
        return words if words.startswith("[") else mark(words)

    return pattern.sub(replace, text)


def bracket_html(source, mark, places=()):
    """As ``bracket_text``, in the words of a rich text; its tags stay as they are.

    :return: HTML
    """
    if not source or not str(source).strip():
        return source
    root = html.fragment_fromstring(str(source), create_parent="div")
    for node in root.iter():
        if node.text and isinstance(node.tag, str):
            node.text = bracket_text(node.text, mark, places)
        if node.tail and node is not root:
            node.tail = bracket_text(node.tail, mark, places)
    content = html.tostring(root, encoding="unicode")
    return content[content.index(">") + 1 : content.rindex("</div>")]
