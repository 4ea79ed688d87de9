"""What comes through a mailing list, or a group: whether it does, who wrote it, and
which addresses are the list's own, to which nobody's receipt is to be sent."""

import re

from .mail_headers import ADDRESS

LIST = "list"
LIST_HEADERS = ("List-Id", "List-Post", "Mailing-List", "X-BeenThere")
# How a list that writes in its own name tells who wrote. « Via » may be of a name.
VIA = re.compile(r"(?P<name>.+?)\s+\(?via\s+\S")
ON_BEHALF = re.compile(
    r".*\((?:on behalf of|de la part de)\s+(?P<name>[^()]+)\)", re.IGNORECASE
)
WRITERS = ("X-Original-From", "X-Original-Sender", "Reply-To")
# Where it says its own addresses: those at which one writes to it or to its machine.
OWN_HEADERS = (
    "List-Post", "List-Subscribe", "List-Unsubscribe", "List-Help", "X-BeenThere",
    "Mailing-List",
)  # fmt: skip
# What its machine puts after its name.
ROLE = re.compile(
    r"[-+](?:admin|bounces?|confirm|help|join|leave|owners?|request|(?:un)?subscribe)"
    r"\b.*$"
)
# Headers that newsletters have none of, and those of who sends to many (RFC 8058).
GROUP_HEADERS = (
    "List-Subscribe", "List-Help", "Mailing-List", "X-BeenThere", "X-Google-Group-Id",
    "X-Original-From", "X-Original-Sender",
)  # fmt: skip
SENDER_HEADERS = ("Feedback-ID", "List-Unsubscribe-Post")


def is_listed(headers):
    """Whether a message came through a mailing list, whoever wrote it (RFC 2919).

    :param headers: function that gives the text of a header by its name, or ""
    """
    return any(map(headers, LIST_HEADERS)) or get_precedence(headers) == LIST


def get_precedence(headers):
    """How a message that is sent to many says so, in small letters."""
    return headers("Precedence").strip().lower()


def is_closed(headers, is_machine):
    """Whether a message that came through a list is of one to which nobody writes, as
    far as its headers tell; in doubt it is not: words that are lost are worse than
    something to dismiss.

    :param headers: function that gives the text of a header by its name, or ""
    :param is_machine: function that says of an address whether a machine writes from it
    """
    post = headers("List-Post").strip().lower()
    if not headers("List-Unsubscribe") or "mailto:" in post:
        return False
    if re.match(r"no\b", post):
        return True
    senders = _find_addresses(headers, "From")
    answered = _find_addresses(headers, "Sender", "Reply-To", "To", "Cc")
    is_group = (
        any(map(headers, GROUP_HEADERS))
        or find_told_name(headers("From"))
        or any(is_list_address(headers, one) for one in answered - senders)
    )
    domain = "." + _get_identity(headers)
    is_house = any(
        is_machine(one) or domain.endswith("." + one.partition("@")[2])
        for one in senders
    )
    return not is_group and (is_house or any(map(headers, SENDER_HEADERS)))


def is_list_address(headers, email):
    """Whether an address is that of the list itself, or of its machine.

    :param headers: function that gives the text of a header by its name, or ""
    :param str email: an address
    """
    name, _at, domain = email.lower().partition("@")
    name = ROLE.sub("", name) or name
    own = _find_addresses(headers, *OWN_HEADERS)
    return f"{name}.{domain}" == _get_identity(headers) or bool(
        {email.lower(), f"{name}@{domain}"} & own
    )


def find_told_name(name):
    """Name of whoever wrote, as the name under which a list writes tells it, or "".

    :param str name: text of a sender
    """
    name = " ".join(name.split())
    told = VIA.match(name) or ON_BEHALF.match(name)
    return _clean_name(told["name"]) if told else ""


def find_writer(mail):
    """``(name, address)`` of who wrote a message, as far as its headers tell: its
    sender, or whoever a list or a site passes on in its own name; of them, the address
    may be unknown.

    :param mail: ``IncomingMail``
    """
    name, address = mail.sender
    told = find_told_name(name)
    own = {one.lower() for _name, one in mail.get_addresses("To")}
    is_lists = is_listed(mail.get) and (
        address.lower() in own or is_list_address(mail.get, address)
    )
    if not told and not is_lists:
        return name, address
    named = [("", one) for one in ADDRESS.findall(name)]
    people = [*mail.get_addresses(*WRITERS), *named]
    people = [
        (who, one)
        for who, one in people
        if one.lower() not in {address.lower(), *own}
        and not is_list_address(mail.get, one)
    ]
    who, one = next(iter(people), ("", ""))
    return told or who or _clean_name(name), one


def _clean_name(name):
    """A name without the address, nor the list, that follows it."""
    return re.sub(r"\s*\(.*$", "", name, flags=re.DOTALL).strip(" \"'")


def _find_addresses(headers, *names):
    """Set of the addresses that some headers hold, in small letters."""
    texts = " ".join(headers(name) for name in names).lower()
    return set(ADDRESS.findall(texts))


def _get_identity(headers):
    """The name by which a list is known (RFC 2919): « quartier.listes.example »."""
    identity = headers("List-Id").strip().lower()
    found = re.search(r"<([^<>]*)>\s*$", identity)
    return (found[1] if found else identity).strip()
