from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from ..program.plpdma_delivery import LOST
from .plpdma_delivery_measure import TAKEN_BACK

# Who sees to what did not reach the author, or a co-author.
ACTIVITIES = {
    "measure": "plpdma_concertation.mail_activity_type_undelivered_measure",
    "co_measure": "plpdma_concertation.mail_activity_type_undelivered_co_measure",
}


class PlpdmaContribution(models.Model):
    """What the message that tells what became of actions says to an author, or a
    co-author, and who sees to it when it does not arrive."""

    _inherit = "plpdma.contribution"

    def _get_told_measures(self):
        """What the message that is being written tells, in superuser mode, in the order
        of the codes: list of dictionaries as ``_describe_made`` gives them, with the
        ``contributions`` that made each, and their ``links``: ``reference``, ``url``,
        ``is_signed`` for what they only sign; without a message, all that came to its
        end."""
        self.ensure_one()
        opened = self._get_opened_lines()._filtered_news()[:1]
        told = [
            (line.measure_id, line._get_news_readers())
            for line in (opened | opened.other_ids)
        ]
        if not told:
            letter = self._get_letter()
            made = letter._get_made_measures()[letter]
            told = [(measure, letter) for measure in made._filter_concluded()]
        by_measure = defaultdict(list)
        for measure, readers in told:
            by_measure[measure] += readers
        return [
            self._describe_told_measure(measure, by_measure[measure])
            for measure in self.env["plpdma.measure"]
            .union(*by_measure)
            .sorted(lambda one: (one.code_rank, one.id))
        ]

    @api.model
    def _describe_told_measure(self, measure, readers):
        """As ``_get_told_measures``, of one action.

        :param list readers: contributions, for their author, and co-authors
        """
        readers = sorted(
            readers, key=lambda one: one._get_answered()._get_letter_rank()
        )
        letters = self.union(*(one._get_answered() for one in readers))
        return {
            **letters._describe_made_measure(measure),
            "contributions": letters,
            "links": [
                {
                    "reference": one._get_answered().reference,
                    "url": one._get_follow_url(),
                    "is_signed": one._name != self._name,
                }
                for one in readers
            ],
        }

    # ------------------------------------------------------------------
    # What did not arrive
    # ------------------------------------------------------------------
    @api.model
    def _on_measure_news(self, lines):
        """Ask whoever handles the contributions to see to what did not arrive.

        :param lines: lines of the ledger whose state has just changed, in superuser
            mode
        """
        for purpose, settled in lines.grouped("purpose").items():
            # What was not wanted is lost to nobody.
            lost = settled.filtered("is_lost")
            alerted = settled.contribution_ids._filtered_alerted(ACTIVITIES[purpose])
            if alerted:
                # What else was lost is still to be seen to.
                lost |= alerted._find_lost_news(purpose)
                alerted.activity_unlink([ACTIVITIES[purpose]])
            self._alert_undelivered(lost, ACTIVITIES[purpose])

    def _filtered_alerted(self, activity_type):
        """Those on which somebody is asked to see to something.

        :param str activity_type: external id of the type of the activities
        """
        kind = self.env.ref(activity_type, raise_if_not_found=False)
        return self.filtered(
            lambda one: kind and kind in one.activity_ids.activity_type_id
        )

    def _find_lost_news(self, purpose):
        """The lines of what did not arrive, on these, and is still to be told."""
        lost = self.env["plpdma.delivery"].search(
            Domain("purpose", "=", purpose)
            & Domain("contribution_ids", "in", self.ids)
            & Domain("state", "in", LOST)
            & Domain("cause", "not in", TAKEN_BACK)
        )
        known = lost._get_firsts()._find_known()
        return lost.filtered(lambda line: line._get_readers_left(known))

    @api.model
    def _get_undelivered_summary(self, purpose):
        if purpose == "measure":
            return self.env._("What became of an action did not reach its author")
        if purpose == "co_measure":
            return self.env._("What became of an action did not reach a co-author")
        return super()._get_undelivered_summary(purpose)
