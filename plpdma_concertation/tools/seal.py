"""A chain of digests: each one covers what it says and the one before.

What must be able to go (an author's name) stands in it by a commitment: the digest of a
secret and of the words. The words and the secret go; the commitment, which then tells
nothing, stays, and so does the chain.
"""

import hashlib
import json
import secrets

ALGORITHM = "SHA-256"
# Of what is said in each digest: rises when that changes.
FORMAT = "plpdma-seal-1"
GROUP = 8


def make_salt():
    """A new secret, as text."""
    return secrets.token_hex(16)


def digest(*parts):
    """SHA-256, in hexadecimal, of values that JSON knows, none of which can be taken
    for the beginning of the next one."""
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def begin(*parts):
    """The digest that stands before the first link."""
    return digest(FORMAT, *parts)


def link(before, *parts):
    """The digest of a link of the chain.

    :param str before: that of the link before
    :param parts: what the link says
    """
    return digest(before, *parts)


def space(text):
    """A digest as it is printed, to be read aloud: a space every eight characters."""
    return " ".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))
