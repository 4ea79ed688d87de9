from odoo import fields, models


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
