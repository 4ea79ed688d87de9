from odoo import api, models


class PlpdmaSession(models.Model):
    """A session open to the public, which lasts as long as the procedure asks."""

    _inherit = "plpdma.session"

    @api.depends("format", "date_start", "date_stop", "program_id.public_days_min")
    def _compute_warnings(self):
        return super()._compute_warnings()

    def _prepare_warnings(self):
        milestones = self.env["plpdma.milestone"]
        return [
            *super()._prepare_warnings(),
            *milestones._get_public_session_warnings(self),
        ]
