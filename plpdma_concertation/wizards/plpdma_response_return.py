from odoo import fields, models


class PlpdmaResponseReturn(models.TransientModel):
    """Reason for which submitted responses go back to their author."""

    _name = "plpdma.response.return"
    _description = "Return Responses for Rework"

    response_ids = fields.Many2many("plpdma.response", required=True)
    reason = fields.Text(required=True, help="Told to who prepared the response.")

    def action_return(self):
        """Return the responses with the reason."""
        self.response_ids.action_return(self.reason)
        return {"type": "ir.actions.act_window_close"}
