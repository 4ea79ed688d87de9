"""What all the forms share: reading what was sent, and telling what fails."""

import errno
import logging

from psycopg2.errors import DiskFull

from odoo.exceptions import UserError
from odoo.http import request

from ..tools.limits import MAX_FILE_SIZE, MAX_FILES, MAX_SEARCH

_logger = logging.getLogger(__name__)

# A form is some text and the files that it takes at most.
MAX_FORM = MAX_FILES * MAX_FILE_SIZE + 10 * 1024 * 1024
# What a form says of the files that it takes.
FILES = {
    # The browser of a telephone then converts its own format of pictures.
    "accepted": ".pdf,.jpg,.jpeg,.png,.gif,.webp,.doc,.docx,.xlsx,.pptx,.odt,.ods,.odp",
    "max_files": MAX_FILES,
    "max_size": MAX_FILE_SIZE // 1024**2,
}


def read_texts(form, names=None):
    """``{name: text}`` of what was typed. A file sent in place of a text is left out,
    and so is the character that no database takes.

    :param dict form: the parameters of the request
    :param names: those that matter; all of them by default
    """
    return {
        name: value.replace("\0", "")
        for name, value in form.items()
        if isinstance(value, str) and (names is None or name in names)
    }


def read_search(query):
    """Text of the words looked for: one line, without the character that no database
    takes, and no longer than anybody types.

    :param dict query: the parameters of the address
    """
    text = read_texts(query, ("search",)).get("search", "")
    return " ".join(text.split())[:MAX_SEARCH]


def read_id(text):
    """Id of the record that was chosen, -1 for what is no number: the model refuses the
    ids that were not offered.

    :param str text: what the form sent
    """
    is_number = text.isascii() and text.isdecimal() and len(text) < 10
    return int(text) if is_number else -1


def has_files():
    """Whether files were sent, which no page can show again."""
    return bool(_get_files())


def read_files():
    """``[(name, content)]`` of the files sent: at most one more than a form takes, and
    of each at most one byte more, which is enough to refuse them."""
    return [
        (file.filename, file.read(MAX_FILE_SIZE + 1))
        for file in _get_files()[: MAX_FILES + 1]
    ]


def _get_files():
    files = request.httprequest.files.getlist("files")
    return [file for file in files if file.filename]


def find_stale(form):
    """A sentence that says why a form is not taken as it comes, or None. Its page
    stayed open too long, or another site sends it. Such a route says ``csrf=False`` and
    asks here, so that what was typed comes back.

    :param dict form: the parameters of the request
    """
    if request.validate_csrf(form.get("csrf_token")):
        return None
    return request.env._(
        "This page stayed open too long, or you have signed in or out since. Nothing "
        "was sent: check what you typed, then send it again."
    )


def attempt(method, *args, **kwargs):
    """``(result, error)`` of a call: the error is a sentence for the page where the
    method refuses, or the server has no room left, and nothing is written then.

    :param method: what is called with the arguments that follow
    """
    try:
        with request.env.cr.savepoint():
            result = method(*args, **kwargs)
            request.env.flush_all()
    except UserError as error:
        return None, str(error)
    except DiskFull:
        return None, _tell_no_room()
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        return None, _tell_no_room()
    return result, None


def _tell_no_room():
    _logger.exception("A form could not be kept: the disk is full")
    return request.env._(
        "Our server has no room left: nothing was received. What you typed stands "
        "below: send it again later, or call us."
    )
