from odoo import api, models

from .plpdma_delivery_measure import PURPOSE

UNDELIVERED_ACTIVITY = "plpdma_concertation.mail_activity_type_undelivered_measure"


class PlpdmaContribution(models.Model):
    """What the message that tells what became of actions says to its author, and who
    sees to it when it does not arrive."""

    _inherit = "plpdma.contribution"

    def _get_told_measures(self):
        """What the message that is being written tells, in superuser mode: list of
        dictionaries as ``_describe_made`` gives them, with the ``contributions`` that
        made each; without a message, all that came to its end."""
        self.ensure_one()
        lines = self._get_measure_lines()
        told = [(line.measure_id, line.contribution_ids) for line in lines]
        if not told:
            letter = self._get_letter()
            made = letter._get_made_measures()[letter]
            told = [(measure, letter) for measure in made._filter_concluded()]
        return [
            {**letters._describe_made_measure(measure), "contributions": letters}
            for measure, letters in told
        ]

    def _get_measure_lines(self):
        """The lines of the message that is being written for this contribution."""
        opened = self.delivery_ids.filtered(
            lambda line: (
                line.purpose == PURPOSE
                and not line.first_id
                and line._is_being_written()
            )
        )[:1]
        return (opened | opened.other_ids).sorted("id")

    # ------------------------------------------------------------------
    # What did not arrive
    # ------------------------------------------------------------------
    @api.model
    def _on_measure_news(self, lines):
        """Ask whoever handles the contributions to see to what did not arrive.

        :param lines: lines of the ledger whose state has just changed, in superuser
            mode
        """
        reached = lines.filtered(lambda line: line.state == "sent")
        reached.contribution_ids.activity_unlink([UNDELIVERED_ACTIVITY])
        self._alert_undelivered(
            # What its author did not want is lost to nobody.
            lines.filtered("is_lost"),
            UNDELIVERED_ACTIVITY,
        )

    @api.model
    def _get_undelivered_summary(self, purpose):
        if purpose == PURPOSE:
            return self.env._("What became of an action did not reach its author")
        return super()._get_undelivered_summary(purpose)
