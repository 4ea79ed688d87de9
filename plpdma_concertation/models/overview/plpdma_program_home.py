from odoo import api, models

from ...tools.groups import ELECTED, STAFF


class PlpdmaProgram(models.Model):
    """Where an élu arrives when they open the app."""

    _inherit = "plpdma.program"

    @api.model
    def action_home(self):
        """Action that opens the app on what waits for the user.

        Their mandate for an élu, responses to arbitrate for a manager, contributions to
        answer for an agent, sessions for a facilitator, else the programmes.
        """
        user = self.env.user
        if not user.has_group(STAFF) and user.has_group(ELECTED):
            mandates = self.env["plpdma.mandate"]._get_held()
            if mandates:
                return mandates._action_home()
        return super().action_home()
