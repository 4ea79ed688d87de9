"""What of an earlier answer holds for its own case alone, and is to be adapted."""

import re

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
SPACE = "[ \u00a0\u202f]"
NUMBER = rf"\d+(?:{SPACE}\d{{3}})*(?:[.,]\d+)?"
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
            rf"(?i:\b(?:{PLACE})s?){ARTICLE}*\s*{NAME}"
            rf"(?:(?:{ARTICLE}*\s*|-){NAME})*",
            rf"{NUMBER}(?:{SPACE}?(?:%|€|k€|M€|(?i:euros?|tonnes?|kg|km|litres?)\b))?",
        )
    )
)


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
