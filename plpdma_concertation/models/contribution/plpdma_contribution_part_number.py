import re

from odoo import api, models
from odoo.exceptions import UserError

# The number of a letter, then that of its point.
PART_REFERENCE = re.compile(r"(.+)-\d+", re.DOTALL)


class PlpdmaContribution(models.Model):
    """The number of a point is made of its letter's: nothing else bears one."""

    _inherit = "plpdma.contribution"

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """:raise UserError: for what bears the number of a point of a letter, by a file
        say: points are made of their letter, and changed by their number
        """
        if not self.env.su:
            self._check_no_part_number(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        """:raise UserError: as ``create``, for what would bear such a number now"""
        number = vals.get("reference")
        renamed = self.filtered(
            lambda record: not record.part_number and record.reference != number
        )
        if number and renamed and not self.env.su:
            self._check_no_part_number([vals])
        return super().write(vals)

    @api.model
    def _check_no_part_number(self, vals_list):
        matches = [
            PART_REFERENCE.fullmatch(v.get("reference") or "") for v in vals_list
        ]
        numbers = {match[1]: match[0] for match in matches if match}
        if not numbers:
            return
        # sudo: whether the number is that of a letter is looked at, whoever creates.
        letters = self.sudo().with_context(active_test=False)
        letters = letters.search([("reference", "in", list(numbers))], limit=1)
        if letters:
            raise UserError(
                self.env._(
                    "%(part)s would be a point of %(whole)s: split it, a point is made "
                    "of its text.",
                    part=numbers[letters.reference],
                    whole=letters.reference,
                )
            )
