"""What all the forms share."""


def read_texts(form):
    """What was typed: a file sent in place of a text counts for nothing, nor does the
    character that no database takes.

    :param dict form: the parameters of the request
    :return: dictionary of texts
    """
    return {
        name: value.replace("\0", "")
        for name, value in form.items()
        if isinstance(value, str)
    }
