"""Categories of actors."""

from odoo import models


class PlpdmaRole(models.Model):
    """What an actor of the territory is: élu, retailer, landlord, association…"""

    _name = "plpdma.role"
    _description = "Actor Category"
    _inherit = ["plpdma.catalogue.mixin"]

    _name_allows_comma = False
