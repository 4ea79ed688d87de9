"""What all the forms share."""

import errno
import logging

from psycopg2.errors import DiskFull

from odoo.exceptions import UserError
from odoo.http import request

_logger = logging.getLogger(__name__)


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


def find_stale(form):
    """Why a form is not taken as it comes: its page stayed open too long, or another
    site sends it. Such a route says ``csrf=False`` and asks here, so that what was
    typed comes back.

    :param dict form: the parameters of the request
    :return: a sentence, or nothing
    """
    if request.validate_csrf(form.get("csrf_token")):
        return None
    return request.env._(
        "This page stayed open too long, or you have signed in or out since. Nothing "
        "was sent: check what you typed, then send it again."
    )


def attempt(method, *args, **kwargs):
    """Call a method whose refusal, or whose failure for want of room on the server, is
    told on the page, and leaves no trace.

    :return: ``(result, error)``
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
