"""Cells that tell how somebody is reached: several addresses or numbers in one, and
whose they are where a row names a member and a substitute."""

import re

from .civility import part_civility
from .nobody import is_nobody
from .typography import PHONE
from .words import fold, fold_plural

ADDRESSES = re.compile(r"[;,\s/]+")
ADDRESS = re.compile(r"[^@]+@[^@]+")
# What is left of an address or a number beside a name, once it is taken out.
LABEL = r"(?:e-?mail|mail|courriel|m[ée]l|t[ée]l(?:[ée]phone)?|portable)"
LEFT = re.compile(
    rf"[<>\[\]]|\([\s,;/–—-]*\)|\bmailto\s*:?|\b{LABEL}\s*[.:]*\s*$", re.IGNORECASE
)
EDGES = ' ,;:–—-/|"\t'
IN_TEXT = re.compile(r"[^\s;,/<>()\[\]\"':=]+@[^\s;,/<>()\[\]\"']+")
# Before or after which a cell that tells of two people says of whom.
MEMBER = re.compile(r"\b(?:titulaires?|tit|membre)\b|\(T\)|^\s*T\s*:", re.IGNORECASE)
SUBSTITUTE = re.compile(
    r"\b(?:suppl[ée]ant(?:e|s|es)?|suppl|sup|rempla[çc]ante?)\b|\(S\)|\bS\s*:",
    re.IGNORECASE,
)
PARTS = re.compile(r"[;,\n|]|\s/\s|\set\s|\sou\s|(?<=\))\s+")
MOBILE = re.compile(r"(?:0|\+33\D*|0033\D*)[67]")


def part_name(text):
    """``(name, addresses)`` of a cell that holds both: « Léa <lea@x.example> », as mail
    programs write them, « Léa (lea@x.example) »; no address without a name."""
    return _part(text, IN_TEXT)


def part_phone(text):
    """``(name, numbers)`` of a cell that holds both: « Léa, 06 12 34 56 78 »."""
    return _part(text, PHONE)


def _part(text, pattern):
    told = [found[0] for found in pattern.finditer(text or "")]
    name = _clean(pattern.sub(" ", text)) if told else ""
    return (name, "; ".join(told)) if re.search(r"[^\W\d_]", name) else (text, None)


def _clean(text):
    """A name without what announced or enclosed what stood beside it; on each of its
    lines, which may be somebody each."""
    before = None
    while text != before:
        lines = (LEFT.sub(" ", line).strip(EDGES) for line in text.splitlines())
        before, text = text, "\n".join(" ".join(line.split()) for line in lines if line)
    return text


def bare_name(text):
    """The name in a cell, without the civility nor how its bearer is reached."""
    name, _numbers = part_phone(part_name(text)[0])
    return part_civility(name)[1]


def choose_address(text, name):
    """``(address, the others)``: among the e-mail addresses of a cell, the one that
    resembles a person's name."""
    parts = [part.strip("<>()[]\"'") for part in ADDRESSES.split(text or "")]
    addresses = list(dict.fromkeys(filter(ADDRESS.fullmatch, parts)))
    if len(addresses) < 2:
        return (addresses[0] if addresses else text), []
    chosen = next(
        (address for address in addresses if _resembles(address, name)), addresses[0]
    )
    return chosen, [address for address in addresses if address != chosen]


def _resembles(address, name):
    """Whether an address has a word of a name."""
    words = {word for word in fold_plural(name).split(" ") if len(word) > 1}
    return bool(words & set(fold_plural(address.partition("@")[0]).split(" ")))


# ----------------------------------------------------------------------
# A member and their substitute
# ----------------------------------------------------------------------
def share_emails(text, member, substitute):
    """``(cell of the member, cell of the substitute)`` of what is told once for both.

    An address alone is the member's; of two, each has their own, in the order of the
    names, unless the words of the cell or the names in the addresses say otherwise.

    :param str member: name, as the two are named on the row
    """
    if shares := share_as_said(text):
        return shares
    addresses = list(dict.fromkeys(IN_TEXT.findall(text)))
    theirs = {
        address
        for address in addresses
        if _resembles(address, substitute) and not _resembles(address, member)
    }
    if len(addresses) == 2 and not theirs and not _resembles(addresses[1], member):
        theirs = {addresses[1]}
    if not theirs:
        return text, ""
    own = [address for address in addresses if address not in theirs]
    return "; ".join(own), "; ".join(a for a in addresses if a in theirs)


def share_phones(text, _member, _substitute):
    """As ``share_emails``, of telephone numbers; a fixed line and a mobile are those of
    one person."""
    if shares := share_as_said(text):
        return shares
    numbers = [found[0].strip() for found in PHONE.finditer(text)]
    if len(numbers) == 2 and len({bool(MOBILE.match(one)) for one in numbers}) == 1:
        return tuple(numbers)
    return text, ""


def share_words(text, _member, _substitute):
    """What is a person's and is told once is the member's."""
    return share_as_said(text) or (text, "")


def share_as_said(text):
    """The two shares of a cell that says whose its parts are; None for another."""
    if not SUBSTITUTE.search(IN_TEXT.sub(" ", text)):
        return None
    shares = ([], [])
    side, is_announced = 0, False
    for part in filter(str.strip, PARTS.split(text)):
        addresses = IN_TEXT.findall(part)
        # « suppleant@x.example » is an address, whoever has it.
        words = IN_TEXT.sub(" ", part)
        is_theirs = bool(SUBSTITUTE.search(words))
        if is_theirs or MEMBER.search(words):
            # « Suppléant : » is said of what follows too.
            side, is_announced = int(is_theirs), ":" in words
        elif not is_announced:
            side = 0
        said = MEMBER.sub("", SUBSTITUTE.sub("", words)).strip(" .:=()-–\t")
        # « Pas de suppléant » says that there is none.
        if addresses or (said and not is_nobody(words)):
            shares[side].append("; ".join(addresses) or said)
    return tuple("; ".join(share) for share in shares)


# What each field that is a person's makes of a cell told once for two.
SHARES = {"email": share_emails, "phone": share_phones, "function": share_words}


def join_told(first, second):
    """The two texts, each once."""
    told = [text for text in (first, second) if text]
    if len(told) == 2 and fold(first) == fold(second):
        told.pop()
    return "; ".join(told)
