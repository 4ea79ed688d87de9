from odoo import models
from odoo.fields import Domain


class PlpdmaContribution(models.Model):
    """The actions of the programme that a contribution made what they are, as its
    author is told of them: those that everybody reads."""

    _inherit = "plpdma.contribution"

    def _get_made_domain(self, measures):
        """Domain of what made some actions what they are: it names them, or the answer
        that its author received changes them; so does a point of a letter, or what it
        repeats.

        :param measures: actions
        """
        made = Domain("measure_ids", "in", measures.ids) | Domain(
            "sent_response_id.measure_ids", "in", measures.ids
        )
        made |= Domain("part_ids", "any", made)
        return made | Domain("duplicate_of_id", "any", made)

    def _get_told_together(self):
        """``{contribution: contributions}``: those that speak for each of these, in
        superuser mode: itself, what it repeats, and all their points."""
        mains = self | self.duplicate_of_id
        # Read at once, not for each.
        (mains | mains.part_ids).sent_response_id.fetch(["change"])
        together = {}
        for contribution in self:
            told = contribution | contribution.duplicate_of_id
            together[contribution] = told | told.part_ids
        return together

    def _get_made_measures(self):
        """``{contribution: actions}`` of those that everybody reads, in superuser mode,
        in the order of their codes."""
        together = self._get_told_together()
        everything = self.browse().union(*together.values())
        known = everything.measure_ids | everything.sent_response_id.measure_ids
        known = known.filtered_domain(known._get_published_domain()).sorted(
            lambda measure: (measure.program_id.id, measure.code_rank, measure.id)
        )
        return {
            contribution: known.filtered(
                lambda measure, told=told: (
                    measure in told.measure_ids
                    or measure in told.sent_response_id.measure_ids
                )
            )
            for contribution, told in together.items()
        }

    def _describe_made(self):
        """List of dictionaries of words on the actions that these made what they are,
        for their author, from records in superuser mode: ``title``, ``state``,
        ``state_label``, ``explanation`` of what is dropped, ``changes``, the sentences
        of the answers that they received, and ``url``, nothing where the programme has
        no public pages."""
        made = {}
        for contribution, measures in self._get_made_measures().items():
            for measure in measures:
                made[measure] = made.get(measure, self.browse()) | contribution
        return [
            contributions._describe_made_measure(measure)
            for measure, contributions in made.items()
        ]

    def _describe_made_measure(self, measure):
        """As ``_describe_made``, of one action, for the author of these."""
        together = self.browse().union(*self._get_told_together().values())
        responses = together.sent_response_id.filtered(
            lambda response: measure in response.measure_ids
        )
        changes = dict.fromkeys(filter(None, responses.mapped("change")))
        return {**measure._describe_standing(), "changes": list(changes)}

    # ------------------------------------------------------------------
    # What its author reads
    # ------------------------------------------------------------------
    def _describe_followed(self):
        """And the actions that it made what they are. A point is told by its letter."""
        words = super()._describe_followed()
        return {**words, "made": self._get_letter()._describe_made()}

    def _describe_public_measures(self):
        """List of dictionaries, as ``_describe_standing`` gives them: the actions on
        whose pages an entry of the register stands, in superuser mode."""
        self.ensure_one()
        measures = self.measure_ids
        if self.sent_response_id.published:
            measures |= self.sent_response_id.measure_ids
        shown = measures.filtered_domain(measures._get_published_domain())
        return [
            measure._describe_standing()
            for measure in shown.sorted(lambda one: (one.code_rank, one.id))
        ]

    def _describe_own_made(self):
        """As ``_describe_made``, for the author of these.

        :raise AccessError: for a user who is not the author of each
        """
        for contribution in self:
            contribution._check_author()
        # sudo: what became of their own words is told to authors, and nothing else.
        return self.sudo()._get_letter()._describe_made()
