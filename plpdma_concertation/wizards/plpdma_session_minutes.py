from odoo import api, fields, models


class PlpdmaSessionMinutes(models.TransientModel):
    """Minutes that a facilitator writes for a session they run."""

    _name = "plpdma.session.minutes"
    _description = "Write the Minutes"

    session_id = fields.Many2one("plpdma.session", required=True, readonly=True)
    # Not as superuser: the minutes of a session that the user does not read stay there.
    minutes = fields.Html(
        compute="_compute_minutes",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )

    @api.depends("session_id")
    def _compute_minutes(self):
        for wizard in self:
            wizard.minutes = wizard.session_id.shared_minutes

    def action_save(self):
        """Keep the minutes in the session.

        :return: the end of the dialog
        """
        self.session_id.write_minutes(self.minutes)
        return {"type": "ir.actions.act_window_close"}
