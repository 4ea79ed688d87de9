"""What the pages of all audiences share."""

from odoo.http import request

from ..tools.headers import SECRET


def render(template, values, status=200, headers=None):
    """A page of ours.

    :param dict headers: how it is kept and indexed; by default, as one for nobody but
        whoever holds its address
    """
    response = request.render(f"plpdma_concertation.{template}", values)
    response.status_code = status
    response.headers.update(SECRET if headers is None else headers)
    return response


def get_labels(model, name):
    """The choices of a selection field, as ``[(value, label)]``."""
    env = request.env
    return env[model]._fields[name]._description_selection(env)


def get_names(records, name="name"):
    """The choice among some records, as ``[(id, name)]``."""
    return [(record.id, record[name]) for record in records]


def get_uses():
    """The log of what is done from one place, by which those who do too much are told
    to wait."""
    # sudo: visitors have no right on the log; only whether they must wait comes out.
    return request.env["plpdma.rate.limit"].sudo()


def get_visitor():
    """The address from which the visitor comes."""
    return request.httprequest.remote_addr
