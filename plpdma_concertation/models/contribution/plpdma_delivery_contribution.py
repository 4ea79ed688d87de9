from odoo import fields, models

from ...tools.windows import open_linked


class PlpdmaDelivery(models.Model):
    """What was sent to the authors of contributions."""

    _inherit = "plpdma.delivery"

    contribution_ids = fields.Many2many(
        "plpdma.contribution",
        "plpdma_delivery_contribution_rel",
        "delivery_id",
        "contribution_id",
        string="Contributions",
        readonly=True,
        # What becomes of a message is noted on what was archived since, too.
        context={"active_test": False},
    )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_view_contributions(self):
        """Window action on the contributions of which the message speaks."""
        self.ensure_one()
        return open_linked(
            self.env,
            "action_plpdma_contribution",
            self.id,
            [("id", "in", self.contribution_ids.ids)],
            active_test=False,
        )
