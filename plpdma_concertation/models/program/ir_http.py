from odoo import models
from odoo.http import request

from ..platform.ir_http import PAGES


class IrHttp(models.AbstractModel):
    """An address under ours that is no page leads somewhere: to the programmes, and to
    whom to ask."""

    _inherit = "ir.http"

    @classmethod
    def _get_error_html(cls, env, code, values):
        """Code and HTML of the page of an error, as core gives them; under our pages,
        what does not exist is told by our own, with the same code."""
        if code != 404 or not request.httprequest.path.startswith(PAGES):
            return super()._get_error_html(env, code, values)
        # sudo: the name and the contact of the authority, which its pages bear.
        company = env.company.sudo()
        shown = {
            **values,
            "title": env._("This page does not exist"),
            "program": None,
            "res_company": company,
            "html_data": {"lang": env.lang.replace("_", "-")},
            "contact": company._plpdma_get_contact(),
            "legal": env["plpdma.program"]._describe_legal_footer(),
        }
        views = env["ir.ui.view"]
        return code, views._render_template("plpdma_concertation.public_unknown", shown)
