"""Reasons for not retaining a contribution."""

from odoo import fields, models


class PlpdmaRefusalReason(models.Model):
    """Why a contribution is not retained, with a text to start the explanation from.

    The reason serves statistics. It never stands for the motivation, which is written
    for each response.
    """

    _name = "plpdma.refusal.reason"
    _description = "Refusal Reason"
    _inherit = ["plpdma.catalogue.mixin"]

    # Help for drafting
    model_text = fields.Text(
        string="Suggested Explanation",
        translate=True,
        help="Starting point for the motivation of a response. Complete what stands "
        "between square brackets.",
    )
