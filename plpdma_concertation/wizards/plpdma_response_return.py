from odoo import fields, models


class PlpdmaResponseReturn(models.TransientModel):
    """Dialog that asks why responses go back to their author."""

    _name = "plpdma.response.return"
    _description = "Return Responses for Rework"
    _inherit = ["plpdma.response.read.mixin"]

    reason = fields.Text(required=True, help="Told to whoever prepared the response.")

    def action_return(self):
        """Return the responses with the reason, then close the dialog; an élu, who does
        not read drafts, is led to what still awaits them."""
        self.response_ids.action_return(self.reason, self.seen or None)
        after = self.response_ids._action_after_arbitration()
        return self._tell_taken_back(after) or after
