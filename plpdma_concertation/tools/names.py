"""The names that strangers type in a form."""

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
