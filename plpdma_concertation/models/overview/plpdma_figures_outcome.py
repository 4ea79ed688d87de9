from odoo import api, models
from odoo.fields import Domain

from ..response.plpdma_response_opposite import FOR

# The states of an action, from what goes furthest.
FURTHEST = ("done", "running", "planned", "proposed", "dropped")


class PlpdmaFigures(models.AbstractModel):
    """What became of what was retained."""

    _inherit = "plpdma.figures"

    @api.model
    def _count_retained(self, domain, measures):
        """``{state of an action: number}`` of the observations of a scope that were
        retained, in whole or in part, each counted once: by the one of its actions that
        went furthest; ``elsewhere`` where something follows besides these actions, and
        ``False`` where nothing is known to. They add up to what ``_count_decisions``
        says of these decisions; without the last, to those on which something follows
        (``made_a_change``), as the dashboard counts them.

        :param Domain domain: the scope
        :param measures: the actions that count
        """
        contributions = self.env["plpdma.contribution"]
        left = (
            domain
            & contributions._get_observation_domain()
            & contributions._get_standing_domains()["answered"]
            & Domain("decision", "in", FOR)
        )
        by_state = measures.grouped("state")
        counts = {}
        for state in FURTHEST:
            reached = by_state.get(state, measures.browse())
            made = contributions._get_made_domain(reached)
            counts[state] = contributions.search_count(left & made) if reached else 0
            left &= ~made
        followed = contributions._get_changed_domain()
        counts["elsewhere"] = contributions.search_count(left & followed)
        counts[False] = contributions.search_count(left & ~followed)
        return counts

    @api.model
    def _count_changes(self, program, measures):
        """What everybody is told of what came of a programme: of what was not confided
        to the staff alone.

        :param measures: the actions that everybody reads
        :return: dictionary of the counts of ``_count_contributions``,
            ``_count_observations``, ``_count_decisions``, ``_count_retained``
        """
        shared = self.env["plpdma.contribution"]._get_shared_domain()
        scope = shared & Domain("program_id", "=", program.id)
        return {
            "contributions": self._count_contributions(scope),
            "observations": self._count_observations(scope),
            "decisions": self._count_decisions(scope),
            "retained": self._count_retained(scope, measures),
        }
