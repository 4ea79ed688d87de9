"""What all the forms share."""

from odoo.exceptions import UserError
from odoo.http import request


def read_texts(form, names=None):
    """What was typed: a file sent in place of a text counts for nothing, nor does the
    character that no database takes.

    :param dict form: the parameters of the request
    :param names: those that matter; all of them by default
    :return: dictionary of texts
    """
    return {
        name: value.replace("\0", "")
        for name, value in form.items()
        if isinstance(value, str) and (names is None or name in names)
    }


def attempt(method, *args, **kwargs):
    """Call a method whose refusal is told on the page, and leaves no trace.

    :return: ``(result, error)``
    """
    try:
        with request.env.cr.savepoint():
            result = method(*args, **kwargs)
            request.env.flush_all()
    except UserError as error:
        return None, str(error)
    return result, None
