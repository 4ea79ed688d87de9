"""What all the public pages share.

The public has no right on our records: a few checked methods find, in superuser mode,
what is published or what somebody holds the code of, and the pages are given words made
of it, field by field. Every form works without JavaScript.
"""

from odoo.fields import Domain
from odoo.http import request

from ...tools.headers import SECRET
from .. import pages

HOME = "/concertation"


def render(template, title, program=None, status=200, headers=(), **values):
    """The HTTP response that shows a public page.

    :param str template: its name, without that of the addon
    :param str title: that of the page
    :param program: the programme that it is about, in superuser mode, if any
    :param dict headers: how it is to be kept and indexed
    :param values: what the template reads besides
    """
    # sudo: the name, and what the authority gives to be called or written to.
    company = request.env.company.sudo()
    if program:
        company = company.browse(program._get_card(program.id)["company_id"])
    values |= {
        "title": title,
        "program": program and describe_program(program),
        "res_company": company,
        "html_data": {"lang": request.env.lang.replace("_", "-")},
    }
    return pages.render(template, values, status, headers, program)


def render_unknown():
    """The HTTP response to what is not published, is somebody else's, or does not
    exist."""
    return render(
        "public_unknown",
        request.env._("This page does not exist"),
        status=404,
        headers=SECRET,
        contact=request.env.company._plpdma_get_contact(),
    )


def find_program(program_id):
    """The programme in superuser mode, or an empty recordset when it is not
    published."""
    programs = request.env["plpdma.program"]
    return programs._find_published(Domain("id", "=", program_id))


def describe_program(program):
    """Dictionary of what each page says of its programme: ``id``, ``name``,
    ``authority``, ``path``, and the addresses of its ``register``, of its ``calendar``
    and of what the contributions changed (``changes``)."""
    card = program._get_card(program.id)
    company = program.env["res.company"].browse(card["company_id"])
    return {
        "id": program.id,
        "name": card["name"],
        "authority": company.name,
        "path": program._get_public_path(),
        "register": program._get_register_path(),
        "calendar": program._get_calendar_path(),
        "changes": program._get_changes_path(),
    }
