"""Groups of competing actors."""

from odoo import models


class PlpdmaCompetitorGroup(models.Model):
    """Actors that compete with one another, such as the retailers of a territory.

    They speak more freely alone: a session that gathers two members of a group says so.
    """

    _name = "plpdma.competitor.group"
    _description = "Competitor Group"
    _inherit = ["plpdma.catalogue.mixin"]
