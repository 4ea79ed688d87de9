from odoo import api, fields, models


class PlpdmaService(models.Model):
    """A service rendered, with the commitment to which it led."""

    _inherit = "plpdma.service"

    commitment_id = fields.Many2one(
        "plpdma.commitment",
        string="Led to the Commitment",
        check_company=True,
        domain="[('program_id', '=', program_id)]",
        index="btree_not_null",
        ondelete="restrict",
    )

    @api.model
    def _get_same_program_fields(self):
        return [*super()._get_same_program_fields(), "commitment_id"]
