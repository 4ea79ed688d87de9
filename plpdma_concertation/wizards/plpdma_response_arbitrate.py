from odoo import api, fields, models
from odoo.exceptions import UserError


class PlpdmaResponseArbitrate(models.TransientModel):
    """Dialog that shows what is decided, and takes a note or a reason with it."""

    _name = "plpdma.response.arbitrate"
    _description = "Decide on Responses"
    _inherit = ["plpdma.response.read.mixin"]

    note = fields.Text(help="Told to whoever prepared the response, and kept with it.")
    reason = fields.Text(
        string="What Must Be Reworked", help="Told to whoever prepared the response."
    )

    is_own = fields.Boolean(
        compute="_compute_is_own", help="Whoever decides prepared them all."
    )

    @api.depends("response_ids")
    @api.depends_context("uid")
    def _compute_is_own(self):
        for dialog in self:
            # sudo: who prepared them is compared, not shown.
            authors = dialog.response_ids.sudo().author_id
            dialog.is_own = authors == self.env.user

    def action_validate(self):
        """Validate the responses with the note, then close the dialog; an élu is led to
        what still awaits them. Before that, a notification names what had already been
        decided.

        :raise UserError: when a response is no longer what was shown
        """
        told = self.response_ids.action_validate(self.note, self.seen or None)
        after = self.response_ids._action_after_arbitration()
        if told:
            told["params"]["next"] = after
        return self._tell_taken_back(after) or told or after

    def action_return(self):
        """Return the responses with the reason.

        :return: the end of the dialog, or what still awaits an élu
        :raise UserError: without a reason, and when a response is not what was shown
            any more
        """
        if not (self.reason or "").strip():
            raise UserError(self.env._("Write what must be reworked: it is required."))
        self.response_ids.action_return(self.reason, self.seen or None)
        after = self.response_ids._action_after_arbitration()
        return self._tell_taken_back(after) or after
