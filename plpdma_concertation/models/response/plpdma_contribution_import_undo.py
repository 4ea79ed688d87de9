from odoo import models


class PlpdmaContribution(models.Model):
    """An imported contribution that has a response stays."""

    _inherit = "plpdma.contribution"

    def _find_undo_obstacle(self):
        if self.date_answered or self.sent_response_id:
            return self.env._("answered")
        if self.response_ids:
            return self.env._("a response is in preparation")
        return super()._find_undo_obstacle()
