from odoo import models
from odoo.fields import Domain

from ...tools.local_html import LocalHtml, get_written


class PlpdmaProgram(models.Model):
    """By which rules what people write is published: told to everybody before they
    write."""

    _inherit = "plpdma.program"

    moderation_charter = LocalHtml(
        help="Shown on the public form, with the criteria of moderation: who reads "
        "before publication, within how long, and what is done of what is refused.",
    )

    def _describe_moderation(self):
        """``{"charter", "criteria"}``: the text of the programme, and ``[(name,
        description)]`` of the criteria that a refusal may cite, as everybody reads
        them. In superuser mode."""
        self.ensure_one()
        companies = (False, self.company_id.id)
        criteria = self.env["plpdma.moderation.criterion"].search(
            Domain("company_id", "in", companies)
        )
        return {
            "charter": get_written(self.moderation_charter),
            "criteria": [(one.name, one.description) for one in criteria],
        }
