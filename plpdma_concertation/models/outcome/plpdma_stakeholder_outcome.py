from odoo import fields, models


class PlpdmaStakeholder(models.Model):
    """An actor, with what they do of their own accord, and what they were promised."""

    _inherit = "plpdma.stakeholder"

    commitment_ids = fields.One2many(
        "plpdma.commitment", "stakeholder_id", string="Commitments"
    )
