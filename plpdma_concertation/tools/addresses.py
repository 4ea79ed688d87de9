"""E-mail addresses as people type them."""

import contextlib
import difflib
import re
import unicodedata

from odoo.tools import email_normalize

from .cells import quote_cell

# Characters of the longest address (RFC 5321).
MAX_EMAIL = 254
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
# What the domains of others begin with that anybody has a mailbox with, whichever
# country they end in.
PROVIDERS = frozenset(
    "aliceadsl aol bbox cegetel club-internet email fastmail free gmail gmx googlemail "
    "hey hotmail icloud ik infomaniak laposte lavabit lilo live mac mail mailbox mailo "
    "me msn neuf netcourrier nordnet numericable orange outlook pm posteo proton "
    "protonmail riseup rocketmail sfr t-online tuta tutamail tutanota voila wanadoo "
    "web yahoo yandex ymail zaclys zoho".split()
)
# What a mail programme may show as a link, or read as an address.
# A number to call is none either.
LINK = re.compile(r"[@/\\:<>]|\w\.[^\W\d_]{2}|\d(?:[\s.-]?\d){5}")
MAX_DISPLAY_NAME = 100
# What is copied along with an address.
MAILTO = "mailto:"
# Mailboxes that read these addresses as one: dots do not count.
DOTLESS_DOMAINS = ("gmail.com", "googlemail.com")
# How alike two domains are for one to be taken for the other mistyped.
LIKENESS = 0.8


def has_possible_domain(email):
    """Whether the domain of an address is one that can exist.

    :param str email: a normalised address
    """
    return bool(DOMAIN.fullmatch(email.rpartition("@")[2]))


def get_own_domain(email):
    """The domain of an address, where it is that of an organisation; empty where
    anybody may have a mailbox.

    :param str email: a normalised address
    """
    domain = (email or "").rpartition("@")[2].lower()
    is_shared = domain in USUAL_DOMAINS or domain.partition(".")[0] in PROVIDERS
    return "" if is_shared else domain


def get_email_error(env, email):
    """Sentence that says why nothing can be sent to an address; None when it can.

    :param str email: as it was typed
    """
    return find_email_fault(env, email)[0]


def find_email_fault(env, email):
    """``(sentence, address)``: why nothing can be sent to an address, and the one that
    was probably meant; None for each when there is none.

    :param str email: as it was typed
    """
    if not email:
        return None, None
    # A message quotes the beginning of what is too long to be an address.
    email = quote_cell(email) if len(email) > MAX_EMAIL else email
    normalised = email_normalize(email)
    is_link = email.strip().lower().startswith(MAILTO)
    if normalised and has_possible_domain(normalised) and not is_link:
        return None, None
    meant = normalised and (is_link and normalised or suggest_email(normalised))
    if meant:
        sentence = env._(
            "“%(email)s” is not a complete e-mail address. Did you mean %(meant)s?",
            email=email,
            meant=meant,
        )
        return sentence, meant
    return env._(
        "“%s” is not an e-mail address. Example: name@example.com", email
    ), None


def suggest_email(email):
    """The address that was probably meant, when its domain is nearly a usual one; else
    None.

    :param str email: a normalised address
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


def get_display_name(name):
    """The name under which somebody is written to, on one line: as they gave it
    themselves, empty where it holds what a name does not (an address, a link, something
    invisible).

    :param str name: as anybody may have typed it in a public form
    """
    text = " ".join((name or "").split())
    # Wide letters and their like are read as the plain ones.
    plain = unicodedata.normalize("NFKC", text)
    is_hidden = any(unicodedata.category(character)[0] == "C" for character in text)
    if is_hidden or LINK.search(plain) or len(text) > MAX_DISPLAY_NAME:
        return ""
    return text


def get_mailbox(email):
    """The mailbox that an address leads to, as a text: the same for all the spellings
    by which one person may be written to, as far as the form of the address says.

    :param str email: a normalised address
    """
    local, _at, domain = email.lower().rpartition("@")
    local = local.strip('"')
    local = local.partition("+")[0] or local
    with contextlib.suppress(UnicodeError):
        domain = domain.encode("idna").decode()
    if domain in DOTLESS_DOMAINS:
        local, domain = local.replace(".", ""), DOTLESS_DOMAINS[0]
    return f"{local}@{domain}"
