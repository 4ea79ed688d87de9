"""Categories of actors."""

from odoo import fields, models


class PlpdmaRole(models.Model):
    """What an actor of the territory is: élu, retailer, landlord, association…"""

    _name = "plpdma.role"
    _description = "Actor Category"
    _inherit = ["plpdma.catalogue.mixin"]

    _name_allows_comma = False

    is_elected = fields.Boolean(
        string="Élus",
        help="Actors of this category take part in sessions as élus: their role is "
        "written before the session is planned.",
    )
