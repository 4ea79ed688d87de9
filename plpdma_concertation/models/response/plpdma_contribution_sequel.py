from odoo import api, models


class PlpdmaContribution(models.Model):
    """What somebody began to answer is not taken back."""

    _inherit = "plpdma.contribution"

    @api.model
    def _get_sequel_fields(self):
        return [*super()._get_sequel_fields(), "response_ids"]
