from odoo import api, models
from odoo.fields import Domain

from .plpdma_contribution_assign import TO_DO


class PlpdmaContribution(models.Model):
    """Who handles it in the absence of whoever does."""

    _name = "plpdma.contribution"
    _inherit = ["plpdma.contribution", "plpdma.covered.mixin"]

    @api.model
    def _get_open_domain(self):
        """With the letters, whose points are still to be done."""
        return Domain("state", "in", (*TO_DO, "split"))

    def _filter_handled_by(self, person):
        return self if self._may_handle(person) else self.browse()

    def _tell_assigned(self, user):
        """Whoever stands in is told, not whoever is away."""
        absences = self.env["plpdma.absence"]
        person = absences._get_present(user, self.company_id[:1])
        if person == self.env.user:
            return None
        return super()._tell_assigned(person)
