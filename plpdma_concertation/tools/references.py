"""Many records in a sentence: the first of them are named. What their numbers are."""

import re

# How many references a sentence names.
NAMED = 10


def name_some(names, named=NAMED):
    """The first of many names, in one string, and how many others there are: « A, B…
    (+3) ».

    :param list names: of texts
    :param int named: how many are named
    """
    told = ", ".join(names[:named])
    return f"{told}… (+{len(names) - named})" if len(names) > named else told


def is_bare(reference):
    """Whether a reference is no number of a register by itself: « 94 », « ABC » have no
    letter, or no figure, and « REG-7 » has both."""
    text = str(reference)
    return not (re.search(r"[^\W\d_]", text) and re.search(r"\d", text))


def is_drawn(reference, heads):
    """Whether a reference is written as those that Odoo draws, however mistyped: « CTR
    2026/0O94 ».

    :param heads: the letters with which those begin
    """
    text = re.sub(r"[\W_]", "", str(reference).casefold())
    letters = re.match(r"[^\d]*", text)[0]
    return letters != text and any(
        sorted(letters) == sorted(head.casefold()) for head in heads
    )
