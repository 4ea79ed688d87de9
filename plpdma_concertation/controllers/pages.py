"""What the pages of all audiences share."""

from odoo.http import request

from ..tools.headers import SECRET


def render(template, values, status=200, headers=None):
    """The HTTP response that shows a page of ours.

    :param str template: its name, without that of the addon
    :param dict values: what it reads
    :param dict headers: how it is kept and indexed; by default, as a page that is for
        nobody but whoever holds its address
    """
    response = request.render(f"plpdma_concertation.{template}", values)
    response.status_code = status
    response.headers.update(SECRET if headers is None else headers)
    return response


def get_labels(model, name):
    """``[(value, label)]``: the choices of a selection field, in the language of the
    page.

    :param str model: its model
    :param str name: the field
    """
    env = request.env
    return env[model]._fields[name]._description_selection(env)


def get_names(records, name="name"):
    """``[(id, name)]``: the choice among some records.

    :param str name: the field that names them
    """
    return [(record.id, record[name]) for record in records]


def get_uses():
    """The log of what is done from one address, in superuser mode: it says who must
    wait because they did too much."""
    # sudo: visitors have no right on the log; only whether they must wait comes out.
    return request.env["plpdma.rate.limit"].sudo()


def get_visitor():
    """The IP address from which the visitor comes, as a text."""
    return request.httprequest.remote_addr
