"""Colleges of a body."""

from odoo import models


class PlpdmaCollege(models.Model):
    """A group of members that some authorities balance their bodies with.

    No text requires colleges: an authority that does without archives them.
    """

    _name = "plpdma.college"
    _description = "College"
    _inherit = ["plpdma.catalogue.mixin"]
