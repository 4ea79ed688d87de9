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

    def _get_category(self):
        """What a person of this category is called where their name is not told.

        :return: a text, that of anybody where there is no category
        """
        return self._get_names()[self._origin.id] if self else self.env._("Individual")
