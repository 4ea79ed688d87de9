from odoo import api, fields, models

from ...tools.groups import STAFF


class PlpdmaResponse(models.Model):
    """Whoever prepared a response takes it back; others return it to them."""

    _inherit = "plpdma.response"

    i_prepared = fields.Boolean(
        string="Prepared by Me", compute="_compute_i_prepared", groups=STAFF
    )

    @api.depends("author_id")
    @api.depends_context("uid")
    def _compute_i_prepared(self):
        for response in self:
            response.i_prepared = response.author_id == self.env.user

    def _filter_taken_back(self):
        """Those that the user may take back: what nobody decided yet, and what they
        prepared themselves until it is sent."""
        return self.filtered(
            lambda response: (
                response.state == "submitted"
                or (response.state == "validated" and response.i_prepared)
            )
        )
