"""« Madame », « Monsieur »: how somebody is greeted."""

import re

from .words import fold

WOMAN = ("mme", "madame", "mlle", "mademoiselle", "mrs", "ms")
MAN = ("m", "mr", "monsieur")
# As names are written with one.
WRITTEN = {
    "madame": ("Mme", "Mme.", "Madame", "Mlle"),
    "monsieur": ("M.", "M", "Mr", "Monsieur"),
}


def find_civility(name):
    """``madame`` or ``monsieur``, as a name begins with it; None for any other.

    :param str name: such as « Mme Claire Dumoulin »
    """
    words = fold(name or "").replace(".", " ").split()
    if len(words) < 2:
        return None
    if words[0] in WOMAN:
        return "madame"
    # « M. Dumoulin », but « M et Mme Dumoulin » are two.
    if words[0] in MAN and words[1] not in ("et", "and"):
        return "monsieur"
    return None


def is_civility_alone(name):
    """Whether a text greets somebody without naming them: « Mme », « M. et Mme »."""
    words = set(fold(name or "").split()) - {"et", "ou"}
    return bool(words) and words <= {*WOMAN, *MAN}


def drop_civilities(name):
    """The words of a name, folded, without how its bearers are greeted: « dumoulin » of
    « M. et Mme Dumoulin »; none where it names nobody."""
    words = fold(name or "").split()
    greeted = {*WOMAN, *MAN}
    if greeted & set(words[:1]):
        words = words[1:]
        while words[:1] and (words[0] in greeted or words[0] in ("et", "ou")):
            words = words[1:]
    return " ".join(words)


# « Mme Dumoulin », but « Mr. Vrac » is a shop.
SHORT = ("m", "mme", "mlle")
AFTER = re.compile(
    r"(.+?)\s*(?:,\s*|\()\s*(mme|mlle|m|mr)\b\.?\s*\)?\s*", re.IGNORECASE
)
# « Madame la Maire » names an office, « Mme et M. Roux » are two people.
NO_NAME = re.compile(r"(?:le|la|les|et|ou|and)\b|l['’]|[&/+]")


# « Mme Roux et M. Dumoulin »: another one begins.
ANOTHER = re.compile(
    r"\S\s+(?:et|&|/|and)\s+(?:mme|mlle|mr|m|madame|monsieur|mademoiselle)\b[.\s]",
    re.IGNORECASE,
)


def names_several(name):
    """Whether a name is that of two people who have each their own: « Mme Roux et M.
    Dumoulin », or two lines or parts, and not « M. et Mme Roux ».

    :param str name: as it is written
    """
    lines = [line.split() for line in re.split(r"[\n;]", name or "") if line.strip()]
    if len(lines) > 1 and all(len(words) > 1 for words in lines):
        return True
    found = ANOTHER.search(name or "")
    first = fold(name[: found.start() + 1]).strip(" .") if found else ""
    return bool(first) and first not in (*WOMAN, *MAN)


def part_civility(name):
    """``(civility, name without it)``; ``(None, the name)`` where it tells none, or is
    not that of one person.

    :param str name: such as « Mme Claire Dumoulin », « DUMOULIN Claire (Mme) »
    """
    text = (name or "").strip()
    if found := AFTER.fullmatch(text):
        text = f"{found[2]} {found[1]}"
    civility = find_civility(text)
    word, _space, rest = re.sub(r"^(\w+\.)(?=\w)", r"\1 ", text).partition(" ")
    rest = rest.strip()
    is_short = fold(word) in SHORT or " " in rest
    if not civility or not rest or not is_short or NO_NAME.match(rest):
        return None, name
    if find_civility(f"{rest} x"):
        return None, name
    return civility, rest


# After these, what follows the comma says who somebody is, not what they do.
NO_FUNCTION = re.compile(
    r"(?:n[ée]+e?|[ée]pouse|veuve|veuf|dite?|alias|et|ou|pour|titulaire|suppl[ée]ante?)\b",
    re.IGNORECASE,
)


def part_function(name):
    """``(name, function)`` of one person, without their civility: « Anne ESSAI,
    maire »; no function for « ESSAI, anne », which may be a first name.

    :param str name: of a person, as ``part_civility`` leaves it: that of an
        organisation may have a comma of its own
    """
    who, _comma, what = (part.strip() for part in (name or "").partition(","))
    is_said = what[:1].islower() and not NO_FUNCTION.match(what)
    # A given name beside a family name, or more words than a given name has.
    is_whole = " " in who and who != who.upper()
    if who and is_said and (is_whole or " " in what):
        return who, what
    return name, None


# What somebody does, as it is written after their name.
OFFICE = (
    r"(?:(?:vice[- ]?|co[- ]?)?pr[ée]sidente?|tr[ée]sori(?:er|[èe]re)|secr[ée]taire"
    r"|maire|adjointe?|direct(?:eur|rice)|conseill(?:er|[èe]re)|d[ée]l[ée]gu[ée]e?|responsable"
    r"|g[ée]rante?|charg[ée]e?\sde|animat(?:eur|rice)|technicien(?:ne)?"
    r"|coordinat(?:eur|rice)|coordonnat(?:eur|rice)|administrat(?:eur|rice))\b"
)
OFFICE_AFTER = re.compile(
    rf"(?P<who>.*\S)\s*(?:,\s*(?P<after>{OFFICE}[^,()]*)|\((?P<within>{OFFICE}[^()]*)\))",
    re.IGNORECASE,
)


def part_office(name):
    """``(name, function)`` of whoever is followed by what they do, in words that no
    organisation ends with: « Lou ESSAI (présidente) », « Léo ESSAI, trésorier »; no
    function for any other."""
    found = OFFICE_AFTER.fullmatch((name or "").strip())
    if not found:
        return name, None
    return found["who"], (found["after"] or found["within"]).strip()
