from odoo import fields, models

from ...tools.groups import STAFF


class ResUsers(models.Model):
    """When somebody is absent from the concertation."""

    _inherit = "res.users"

    plpdma_absence_ids = fields.One2many(
        "plpdma.absence", "user_id", string="Absences", groups=STAFF
    )
