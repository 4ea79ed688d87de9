"""E-mail addresses as people type them."""

import difflib
import re

# A domain has a dot and ends in letters; the forms of RFC 1035 and of its accents.
DOMAIN = re.compile(
    r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+(?:[^\W\d_]{2,63}|xn--[a-z0-9-]{2,59})",
    re.IGNORECASE,
)
# What most inhabitants write from.
USUAL_DOMAINS = (
    "bbox.fr",
    "free.fr",
    "gmail.com",
    "gmx.fr",
    "hotmail.com",
    "hotmail.fr",
    "icloud.com",
    "laposte.net",
    "live.fr",
    "msn.com",
    "neuf.fr",
    "numericable.fr",
    "orange.fr",
    "outlook.com",
    "outlook.fr",
    "protonmail.com",
    "sfr.fr",
    "wanadoo.fr",
    "yahoo.com",
    "yahoo.fr",
)
# How alike two domains are for one to be taken for the other mistyped.
LIKENESS = 0.8


def has_possible_domain(email):
    """Whether the domain of an address is one that can exist.

    :param str email: a normalised address
    """
    return bool(DOMAIN.fullmatch(email.rpartition("@")[2]))


def suggest_email(email):
    """The address that was probably meant, when its domain is nearly a usual one.

    :param str email: a normalised address
    :return: another address, or nothing
    """
    local, _at, domain = email.rpartition("@")
    if domain in USUAL_DOMAINS:
        return None
    if "." in domain:
        known = dict(zip(USUAL_DOMAINS, USUAL_DOMAINS, strict=True))
    else:
        # Without its ending, the first of the usual ones is meant.
        known = {}
        for usual in USUAL_DOMAINS:
            known.setdefault(usual.partition(".")[0], usual)
    near = difflib.get_close_matches(domain, known, n=1, cutoff=LIKENESS)
    return f"{local}@{known[near[0]]}" if near else None
