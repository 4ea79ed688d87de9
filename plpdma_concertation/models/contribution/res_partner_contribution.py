from odoo import api, fields, models

from ...tools.groups import STAFF


class ResPartner(models.Model):
    """The contributions of a contact."""

    _inherit = "res.partner"

    plpdma_contribution_count = fields.Integer(
        string="Contributions", compute="_compute_plpdma_counts", groups=STAFF
    )

    @api.model
    def _plpdma_get_counted(self):
        return {
            **super()._plpdma_get_counted(),
            "plpdma_contribution_count": (
                "plpdma.contribution",
                "partner_id",
                "id",
                self.env["plpdma.contribution"]._get_received_domain(),
            ),
        }
