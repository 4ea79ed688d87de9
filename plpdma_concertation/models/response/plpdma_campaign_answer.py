from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ...tools.texts import html_to_text

# The last answers, which somebody may quote.
MAX_ANSWERS = 200


class PlpdmaCampaign(models.Model):
    """One answer to all who sent the same."""

    _inherit = "plpdma.campaign"

    def action_answer(self):
        """Open the response of the campaign: the one that is being prepared, which
        takes in those who have none, else a new draft for them, together.

        :return: window action on the response; on all of them, when every message has
            one already and there are several
        :raise UserError: for a campaign that nobody confirmed, or that is empty
        """
        self.ensure_one()
        self.check_access("write")
        self._lock_to_judge()
        if self.state != "confirmed":
            raise UserError(
                self.env._(
                    "Confirm “%s” first: that its messages say the same.", self.name
                )
            )
        messages = self._get_answered_together()
        without = messages.filtered(
            lambda one: not one.response_id and not one.date_answered
        )
        responses = messages.response_id
        if not without and not responses:
            raise UserError(
                self.env._("No message of “%s” waits for an answer.", self.name)
            )
        if not without:
            return self._open_responses(responses)
        drafts = responses.filtered(lambda response: response.state == "draft")
        # The draft of all, not that of one among them.
        shared = drafts.filtered(lambda one: one.contribution_ids <= messages)
        if shared and len(shared[0].contribution_ids & messages) > 1:
            shared[0].contribution_ids = [Command.link(one.id) for one in without]
            return shared[0].get_formview_action()
        return without.action_answer()

    def _get_answered_together(self):
        """What the answer of the campaign is given to: its messages; of one that was
        split, its points, but for what its author alone added, which is answered on its
        own."""
        self.ensure_one()
        split = self.contribution_ids.filtered(lambda one: one.state == "split")
        added = split._find_personal_passages()
        points = split.part_ids.filtered(
            lambda point: (
                point.is_observation
                and not any(
                    passage["quote_start"] <= point.quote_start
                    and point.quote_stop <= passage["quote_stop"]
                    for passage in added.get(point.whole_id, ())
                )
            )
        )
        return (self.contribution_ids - split) | points

    def _open_responses(self, responses):
        if len(responses) == 1:
            return responses.get_formview_action()
        action = self.program_id._action_open_items("action_plpdma_response")
        return {**action, "domain": [("id", "in", responses.ids)]}


class PlpdmaLikeness(models.Model):
    """An answer that is quoted says nothing of whoever quotes it."""

    _inherit = "plpdma.likeness"

    @api.model
    def _get_our_texts(self, program):
        # sudo: they are compared, not shown.
        sent = (
            self.env["plpdma.response"]
            .sudo()
            .search(
                Domain("program_id", "=", program.id)
                & Domain("date_sent", "!=", False),
                order="id desc",
                limit=MAX_ANSWERS,
            )
        )
        answers = [*sent.mapped("motivation"), *sent.mapped("effect")]
        return [
            *super()._get_our_texts(program),
            *filter(None, map(html_to_text, answers)),
        ]
