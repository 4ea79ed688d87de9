from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.domains import search_boolean
from ...tools.groups import READERS


class PlpdmaContribution(models.Model):
    """Whether something came of it beyond the answer."""

    _inherit = "plpdma.contribution"

    made_a_change = fields.Boolean(
        string="Changed Something",
        compute="_compute_made_a_change",
        search="_search_made_a_change",
        compute_sudo=True,
        groups=READERS,
        help="Its answer retains it, at least in part, and something follows.",
    )

    @api.depends(
        "sent_response_id.change",
        "sent_response_id.commitment_ids",
        "sent_response_id.measure_ids",
        "decision",
        "measure_ids",
    )
    def _compute_made_a_change(self):
        changed = self.filtered_domain(self._get_changed_domain())
        for contribution in self:
            contribution.made_a_change = contribution in changed

    @search_boolean
    def _search_made_a_change(self):
        return self._get_ruled(self._get_changed_domain())

    @api.model
    def _get_changed_domain(self):
        """Domain of the contributions that changed something: retained, at least in
        part, and about an action of the programme, or by an answer that says what it
        changes, that changes an action, or that a commitment follows."""
        followed = Domain.OR(
            Domain(name, "!=", False)
            for name in (
                "measure_ids",
                "sent_response_id.change",
                "sent_response_id.commitment_ids",
                "sent_response_id.measure_ids",
            )
        )
        return Domain("decision", "in", ("retained", "partial")) & followed
