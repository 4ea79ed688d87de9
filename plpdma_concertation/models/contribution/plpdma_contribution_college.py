from odoo import fields, models


class PlpdmaContribution(models.Model):
    """The college of its author, which is told to readers who do not read the actor."""

    _inherit = "plpdma.contribution"

    college_id = fields.Many2one(
        related="stakeholder_id.college_id",
        string="College",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
