"""The columns of an attendance sheet."""

from odoo import models


class PlpdmaParticipation(models.Model):
    """Whoever a row names is told from their namesakes by what it says of them."""

    _inherit = "plpdma.participation"

    _import_clues = {
        "stakeholder_id": ("email", "organisation"),
        "session_id": ("day",),
    }
