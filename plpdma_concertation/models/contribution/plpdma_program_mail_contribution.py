from odoo import api, models


class PlpdmaProgram(models.Model):
    """Messages to the authors of contributions."""

    _inherit = "plpdma.program"

    @api.model
    def _get_mail_reason(self, record):
        if record is not None and record._name == "plpdma.contribution":
            return self.env._(
                "You receive this message because you contributed to the concertation, "
                "or signed what was sent to it."
            )
        return super()._get_mail_reason(record)
