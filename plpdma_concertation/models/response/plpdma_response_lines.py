"""The form of a response shows the latest of what it answers, however much it is."""

from odoo import models

# At most, some by some; all of them are a click away.
LATEST = 40


class PlpdmaResponse(models.Model):
    """A response whose form opens as fast with 20,000 contributions as with 50."""

    _name = "plpdma.response"
    _inherit = ["plpdma.response", "plpdma.latest.lines.mixin"]

    _latest_lines = "contribution_ids"

    def _get_latest_lines(self, limit):
        """In the order of their lists. Some more than are shown at once, to be gone
        through and taken out."""
        self.ensure_one()
        contributions = self.env["plpdma.contribution"].with_context(active_test=False)
        return contributions.search(
            [("response_ids", "in", self.ids)], limit=max(limit, LATEST)
        )
