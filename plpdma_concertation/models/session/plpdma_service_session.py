from odoo import api, fields, models


class PlpdmaService(models.Model):
    """The session to which a service rendered led."""

    _inherit = "plpdma.service"

    session_id = fields.Many2one(
        "plpdma.session",
        string="Led to the Session",
        check_company=True,
        domain="[('program_id', '=', program_id)]",
        index="btree_not_null",
        ondelete="restrict",
    )

    @api.model
    def _get_same_program_fields(self):
        return [*super()._get_same_program_fields(), "session_id"]
