"""Facilitation techniques, with what each needs."""

from odoo import api, fields, models

from ...tools.local_html import LocalHtml


class PlpdmaTechnique(models.Model):
    """A technique of collective intelligence: its size is guidance, never a limit."""

    _name = "plpdma.technique"
    _description = "Facilitation Technique"
    _inherit = ["plpdma.catalogue.mixin"]

    # Indicative size of the group
    size_min = fields.Integer(string="From (Participants)", default=0)
    size_max = fields.Integer(
        string="To (Participants)", default=0, help="0 when there is no upper bound."
    )
    size = fields.Char(string="Indicative Size", compute="_compute_size")

    # What it needs
    duration = fields.Char(translate=True, help="Indicative, e.g. 1 h 30 to 2 h.")
    material = fields.Text(translate=True)

    # How it goes
    method = fields.Char(translate=True, help="The method in one line.")
    how_to = LocalHtml(string="How to Run It", translate=True)

    _size_positive = models.Constraint(
        "CHECK(size_min >= 0 AND size_max >= 0)",
        "The indicative size of a group cannot be negative.",
    )
    _size_range = models.Constraint(
        "CHECK(size_max = 0 OR size_max >= size_min)",
        "The upper bound of the indicative size cannot be below the lower one; leave 0 "
        "when there is none.",
    )

    # -------------------------------------------------------------------------
    # Compute
    # -------------------------------------------------------------------------

    @api.depends("size_min", "size_max")
    @api.depends_context("lang")
    def _compute_size(self):
        for technique in self:
            low, high = technique.size_min, technique.size_max
            if low and high:
                size = self.env._(
                    "%(low)s to %(high)s participants", low=low, high=high
                )
            elif high:
                size = self.env._("%s participants at most", high)
            elif low > 1:
                size = self.env._("%s participants or more", low)
            else:
                size = self.env._("any number of participants")
            technique.size = size

    # -------------------------------------------------------------------------
    # Business
    # -------------------------------------------------------------------------

    def _suits(self, count):
        """Tell whether a group of ``count`` is of the indicative size."""
        self.ensure_one()
        return self.size_min <= count and (not self.size_max or count <= self.size_max)

    def _get_range(self):
        """Sorting key of the indicative size, the narrowest first: it is the most
        apt."""
        self.ensure_one()
        return (self.size_max or float("inf")) - self.size_min, -self.size_min
