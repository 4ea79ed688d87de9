from odoo import fields, models

from ...tools.groups import STAFF


class ResUsers(models.Model):
    """When somebody is absent from the concertation, and who may replace them."""

    _inherit = "res.users"

    # What lets somebody replace somebody else.
    _plpdma_replacing_fields = frozenset({"active", "group_ids", "company_ids"})

    plpdma_absence_ids = fields.One2many(
        "plpdma.absence", "user_id", string="Absences", groups=STAFF
    )

    def write(self, vals):
        """What somebody handles in another's absence goes back at once when they leave
        or lose their rights."""
        if not self._plpdma_replacing_fields & vals.keys():
            return super().write(vals)
        absences = self.env["plpdma.absence"]
        before = absences._find_replaced_by(self)
        result = super().write(vals)
        absences._follow_substitutes(self, before)
        return result
