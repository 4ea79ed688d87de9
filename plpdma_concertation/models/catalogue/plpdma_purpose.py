"""Reasons to meet, and the format that each of them calls for."""

from odoo import fields, models


class PlpdmaPurpose(models.Model):
    """Why a session is held: the ADEME guide gives four reasons for meeting one actor
    alone, and four for gathering several."""

    _name = "plpdma.purpose"
    _description = "Reason to Meet"
    _inherit = ["plpdma.catalogue.mixin"]

    _name_allows_comma = False

    # What it calls for
    format = fields.Selection(
        [("individual", "Individual meeting"), ("collective", "Collective meeting")],
        string="Recommended Format",
        required=True,
        default="collective",
        help="The format that this reason calls for: an advice, never an obligation.",
    )

    # Display
    color = fields.Integer(aggregator=None)
