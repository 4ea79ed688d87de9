"""Which contributions each figure counts."""

from odoo import api, models
from odoo.fields import Domain


class PlpdmaContribution(models.Model):
    """What the figures about the contributions mean, as domains. What is archived does
    not count: the scope of whoever counts leaves it out."""

    _inherit = "plpdma.contribution"

    @api.model
    def _get_shared_domain(self):
        """Domain of the contributions that count outside the staff, for the élus and in
        what is given: all those that were not confided to the staff alone."""
        return Domain("read_by", "!=", "staff") & Domain("active", "=", True)

    @api.model
    def _get_overdue_domain(self):
        """Domain of those that await an answer and whose day is past."""
        return Domain("is_overdue", "=", True)

    @api.model
    def _get_standing_domains(self):
        """Domains that say what became of contributions. Each contribution stands in
        one of them; whoever counts says which ones: those *received*, each author's,
        repeats included (``_get_received_domain``), or the *observations* made
        (``_get_observation_domain``).

        - ``answered``: its author was answered (``date_answered``), by a response or
          otherwise; on all its points, where it was split;
        - ``awaiting``: an answer is expected, and was not given;
        - ``merged``: repeats another one, with which its author will be answered;
        - ``not_expected``: all the others, to which no answer is expected.

        :return: ``{standing: domain}``; received = the sum of the four
        """
        answered = Domain("date_answered", "!=", False)
        split = Domain("state", "=", "split") & Domain("response_expected", "=", True)
        awaiting = self._to_answer_domain() | (split & ~answered)
        merged = Domain("state", "=", "merged") & ~answered
        return {
            "answered": answered,
            "awaiting": awaiting,
            "not_expected": ~answered & ~awaiting & ~merged,
            "merged": merged,
        }
