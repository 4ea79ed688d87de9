"""The form of a session shows the latest of its contributions, however many it has."""

from odoo import models


class PlpdmaSession(models.Model):
    """A session whose form opens as fast with 20,000 contributions as with 50."""

    _name = "plpdma.session"
    _inherit = ["plpdma.session", "plpdma.latest.lines.mixin"]

    _latest_lines = "contribution_ids"

    def _get_latest_lines(self, limit):
        """In the order in which they were entered."""
        self.ensure_one()
        latest = self.env["plpdma.contribution"].search(
            [("session_id", "=", self.id)], order="id desc", limit=limit
        )
        return latest.sorted("id")
