"""Names of people, as strangers type them and as lists write them."""

from .civility import part_civility
from .words import fold

# Characters, of a person's name or an organisation's.
MAX_NAME = 100


def clean_line(text):
    """The text on one line, without what cannot be seen.

    :param str text: as it was typed; may be nothing
    """
    text = "".join(c if c.isprintable() else " " for c in text or "")
    return " ".join(text.split())


def get_name_error(env, name):
    """Sentence that says why a name is not taken; None when it is.

    :param str name: as it would be kept
    """
    if len(name) > MAX_NAME:
        return env._("This name is too long: %s characters at most.", MAX_NAME)
    return None


def turn_name(name):
    """The name in its other order, « Jean DUPONT » of « DUPONT Jean »; None where no
    capitals tell the surname.

    :param str name: of one person
    """
    words = name.split()
    is_surname = [len(word) > 1 and word.isupper() for word in words]
    for place in range(1, len(words)):
        before, after = is_surname[:place], is_surname[place:]
        if (all(before) and not any(after)) or (all(after) and not any(before)):
            return " ".join(words[place:] + words[:place])
    return None


def may_be_same_name(one, other):
    """Whether two names may be those of one person: each word of the shorter is one of
    the longer, or cut. « L. Brun » and « Brun Lise » may; « Paul Brun » may not.

    :param str one: without anything but a name, as the other
    """
    names = [fold(part_civility(name)[1] or "").split() for name in (one, other)]
    shorter, longer = sorted(names, key=len)
    return bool(shorter) and all(
        any(word == each or _is_cut(word, each) for each in longer) for word in shorter
    )


def _is_cut(*words):
    """Whether one of two words is the beginning of the other: « Asso » of « Association
    », but not « Jean » of « Jeanne »."""
    short, whole = sorted(words, key=len)
    return whole.startswith(short) and len(whole) >= 2 * len(short)
