from odoo import api, fields, models

from ..tools.notifications import CLOSE


class PlpdmaSessionMinutes(models.TransientModel):
    """Dialog in which a facilitator writes the minutes of a session they run."""

    _name = "plpdma.session.minutes"
    _description = "Write the Minutes"
    _inherit = ["plpdma.link.access.mixin", "plpdma.computed.mixin"]

    session_id = fields.Many2one("plpdma.session", required=True, readonly=True)
    # Not as superuser: the minutes of a session that the user does not read stay there.
    minutes = fields.Html(
        compute="_compute_minutes",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    read_minutes = fields.Html(
        string="Minutes as They Were Read",
        compute="_compute_minutes",
        compute_sudo=False,
        store=True,
        precompute=True,
        help="What the session held when they were last shown here.",
    )
    other_minutes = fields.Html(string="What Somebody Else Wrote", readonly=True)

    @api.depends("session_id")
    def _compute_minutes(self):
        for wizard in self:
            session = wizard.session_id
            wizard.read_minutes = session.shared_minutes
            wizard.minutes = session.shared_minutes or session._get_minutes_outline()

    def action_save(self):
        """Save the minutes in the session, then close the dialog. Where somebody else
        wrote in them meanwhile, the dialog stays and shows both texts: saving again
        chooses."""
        self.ensure_one()
        current = self.session_id.shared_minutes
        if (current or False) not in (self.read_minutes or False, self.minutes):
            # sudo: what was read is noted by the dialog itself; it is its author's own.
            self.sudo().write({"other_minutes": current, "read_minutes": current})
            return {**self.session_id.action_write_minutes(), "res_id": self.id}
        self.session_id.write_minutes(self.minutes)
        return dict(CLOSE)
