"""What the pages of all audiences share."""

from odoo.http import content_disposition, request

from ..tools.headers import SECRET


def render(template, values, status=200, headers=None, program=None):
    """The HTTP response that shows a page of ours, with what stands at its foot.

    :param str template: its name, without that of the addon
    :param dict values: what it reads
    :param dict headers: how it is kept and indexed; by default, as a page that is for
        nobody but whoever holds its address
    :param program: the programme that it is about, if any
    """
    values = {"legal": describe_foot(program), **values}
    response = request.render(f"plpdma_concertation.{template}", values)
    response.status_code = status
    response.headers.update(SECRET if headers is None else headers)
    return response


def describe_foot(program=None):
    """Dictionary of what stands at the foot of each page: see
    ``_describe_legal_footer``.

    :param program: the programme that the page is about, if any
    """
    return request.env["plpdma.program"]._describe_legal_footer(program)


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


def send_digested(contribution):
    """The HTTP response with the file of which the acknowledgement of a contribution
    gives the digest.

    :param contribution: of its author, as the page has checked
    """
    name = contribution.reference.replace("/", "-")
    return request.make_response(
        contribution._get_digested(),
        headers=[
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Disposition", content_disposition(f"{name}.txt")),
            ("X-Content-Type-Options", "nosniff"),
            *SECRET.items(),
        ],
    )
