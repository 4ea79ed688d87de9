from odoo import api, models

from .plpdma_delivery_measure import PURPOSES


class PlpdmaProgram(models.Model):
    """Messages on what became of an action."""

    _inherit = "plpdma.program"

    @api.model
    def _get_mail_reason(self, record):
        """The news of an action say it themselves, with the way to ask for no more."""
        if self.env.context.get("plpdma_purpose") in PURPOSES:
            return ""
        return super()._get_mail_reason(record)
