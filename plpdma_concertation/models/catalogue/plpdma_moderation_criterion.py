"""Why a text may be kept out of what everybody reads."""

from odoo import models


class PlpdmaModerationCriterion(models.Model):
    """A rule of moderation, written before anybody contributes, and read by everybody.

    A refusal to publish cites one; how the author is told so stands beside it.
    """

    _name = "plpdma.moderation.criterion"
    _description = "Moderation Criterion"
    _inherit = ["plpdma.catalogue.mixin"]
