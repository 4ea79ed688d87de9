from odoo import fields, models

from ...tools.groups import STAFF


class PlpdmaProgram(models.Model):
    """A programme that does not ask too much of its actors."""

    _inherit = "plpdma.program"

    solicitation_limit = fields.Integer(
        string="Times Met in 90 Days, at Most",
        default=3,
        required=True,
        groups=STAFF,
        help="How often an organisation may be met in 90 days, all programmes taken "
        "together; 0 sets no limit.",
    )

    _solicitation_limit_check = models.Constraint(
        "CHECK(solicitation_limit >= 0)",
        "An organisation cannot be met a negative number of times.",
    )
