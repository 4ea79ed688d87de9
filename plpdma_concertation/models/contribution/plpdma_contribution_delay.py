from odoo import api, fields, models
from odoo.fields import Domain


class PlpdmaContribution(models.Model):
    """How long its author waited for the answer."""

    _inherit = "plpdma.contribution"

    answer_days = fields.Integer(
        string="Answered After (days)",
        compute="_compute_answer_days",
        store=True,
        precompute=True,
        aggregator=None,
        help="From the reception to the day on which the author was answered, on all "
        "of it; 0 while they were not.",
    )

    @api.depends("date_received", "date_answered")
    def _compute_answer_days(self):
        for contribution in self:
            answered, received = (
                contribution.date_answered,
                contribution.date_received,
            )
            contribution.answer_days = (
                max((answered - received).days, 0) if answered and received else 0
            )

    @api.model
    def _get_answered_after_domain(self, days):
        """Domain of those answered after so many days, or more."""
        return Domain("date_answered", "!=", False) & Domain("answer_days", ">=", days)
