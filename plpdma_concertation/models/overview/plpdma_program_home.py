from odoo import api, models

from ...tools.groups import ELECTED, STAFF


class PlpdmaProgram(models.Model):
    """Where an élu arrives when they open the app."""

    _inherit = "plpdma.program"

    @api.model
    def action_home(self):
        """Action that opens the app on what waits for the user.

        The dashboard of their programme for an élu, responses to arbitrate for a
        manager, contributions to answer for an agent, sessions for a facilitator, else
        the programmes.
        """
        mandates = self._get_mandates_of_elected()
        if mandates:
            mandates._note_visit()
            # The programme that is open, where they have several.
            programs = mandates.program_id.sorted(lambda one: one.state == "open")
            return programs[-1].action_dashboard()
        return super().action_home()

    @api.model
    def _action_after_decision(self):
        mandates = self._get_mandates_of_elected()
        return mandates._action_home() if mandates else super()._action_after_decision()

    @api.model
    def _get_mandates_of_elected(self):
        """The mandates that the user holds, who is not of the staff."""
        user, mandates = self.env.user, self.env["plpdma.mandate"]
        if user.has_group(STAFF) or not user.has_group(ELECTED):
            return mandates
        return mandates._get_held()
