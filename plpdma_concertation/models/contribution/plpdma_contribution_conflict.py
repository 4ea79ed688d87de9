from odoo import models


class PlpdmaContribution(models.Model):
    """Two people who change the same contribution, or choose who handles it, are told:
    neither overwrites the other unseen."""

    _name = "plpdma.contribution"
    _inherit = ["plpdma.contribution", "plpdma.conflict.mixin"]

    _conflict_fields = (
        "verbatim",
        "public_text",
        "summary",
        "internal_note",
        "user_id",
    )
