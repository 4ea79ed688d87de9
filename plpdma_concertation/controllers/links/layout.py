"""What the links of the messages open.

Those who click have no account: what they hold is a link that nobody else could make.
Opening one changes nothing, since what scans messages opens them too; only a form sent
does.
"""

from odoo.http import request

from ..pages import render


def render_unknown():
    """The HTTP response to a link that was altered, is that of somebody who was
    replaced, or is about nothing: one page for all, which says whom to call and names
    no person."""
    # sudo: how to reach the authorities that hold a concertation here.
    programs = request.env["plpdma.program"].sudo()
    groups = programs._read_group([("state", "!=", "draft")], ["company_id"])
    companies = programs.company_id.union(*(company for (company,) in groups))
    companies = companies or request.env.company
    contacts = [company._plpdma_get_contact() for company in companies]
    return render("reply_unknown", {"contacts": contacts}, status=404)
