from textwrap import shorten

from odoo import api, fields, models
from odoo.tools import html2plaintext, is_html_empty

from ...tools.groups import STAFF


class PlpdmaResponse(models.Model):
    """A response in which the authority promises something, which is followed from then
    on."""

    _inherit = "plpdma.response"

    commitment_ids = fields.One2many(
        "plpdma.commitment", "response_id", string="Commitments", groups=STAFF
    )
    commitment_count = fields.Integer(compute="_compute_commitment_count", groups=STAFF)

    @api.depends("commitment_ids")
    def _compute_commitment_count(self):
        for response in self:
            response.commitment_count = len(response.commitment_ids)

    def action_add_commitment(self):
        """Window action on a new commitment that follows the response.

        Its name is proposed by the first line of what the authority will do.
        """
        self.ensure_one()
        effect = "" if is_html_empty(self.effect) else html2plaintext(self.effect)
        return self.program_id._action_new_item(
            "action_plpdma_commitment",
            response_id=self.id,
            theme_ids=self.theme_ids.ids,
            name=shorten(effect.strip().partition("\n")[0], 120, placeholder="…"),
        )
