from textwrap import shorten

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ...tools.texts import html_to_text
from .plpdma_response_subject import MAX_SUBJECT

# The last answers, which somebody may quote.
MAX_ANSWERS = 200


class PlpdmaCampaign(models.Model):
    """One answer to all who sent the same."""

    _inherit = "plpdma.campaign"

    late_count = fields.Integer(
        string="Came After the Answer", compute="_compute_late_count"
    )

    is_answered = fields.Boolean(
        compute="_compute_is_answered",
        help="Each of its messages has an answer, or one that is being prepared.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("state", "contribution_ids.response_ids", "contribution_ids.state")
    def _compute_is_answered(self):
        for campaign in self:
            messages = campaign._origin.contribution_ids
            campaign.is_answered = (
                campaign.state == "confirmed"
                and bool(messages.response_id)
                and not campaign._origin._get_without_answer()
            )

    @api.depends("contribution_ids.response_ids.state", "contribution_ids.state")
    def _compute_late_count(self):
        """How many messages joined a campaign whose answer was decided already, and
        have none."""
        for campaign in self:
            is_answered = campaign._origin._get_decided_answer()
            without = campaign._origin._get_without_answer() if is_answered else ()
            campaign.late_count = len(without)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_answer(self):
        """Open the response of the campaign: the one that is being prepared, which
        takes in those who have none, else a new draft for them, together. Those who
        came after the answer left the draft get one that says the same, to be looked
        at as any other: nothing is sent by itself.

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
        messages = self.contribution_ids
        without = self._get_without_answer()
        responses = messages.response_id
        if not without and not responses:
            raise UserError(
                self.env._("No message of “%s” waits for an answer.", self.name)
            )
        drafts = responses.filtered(lambda response: response.state == "draft")
        if not without:
            return self._open_responses(drafts or responses)
        # The draft of all, not that of one among them.
        answer = self._get_decided_answer() or self._get_shared_answer(("submitted",))
        shared = drafts.filtered(
            lambda one: (
                one.contribution_ids <= messages
                and (
                    len(one.contribution_ids) > 1
                    or (answer and one.inspired_by_id == answer)
                )
            )
        )
        if shared:
            shared[0].contribution_ids = [Command.link(one.id) for one in without]
            return shared[0].get_formview_action()
        if answer:
            return answer._repeat_for(without).get_formview_action()
        return without.action_answer()

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _get_without_answer(self):
        """The messages that nobody has begun to answer."""
        return self.contribution_ids.filtered(
            lambda one: (
                one.is_observation and not one.response_id and not one.date_answered
            )
        )

    def _get_decided_answer(self):
        """The latest answer that was decided for the campaign: see
        ``_get_shared_answer``."""
        return self._get_shared_answer(("validated", "sent"))

    def _get_shared_answer(self, states):
        """The latest answer in some states to several messages of the campaign, none
        where each was answered alone."""
        self.ensure_one()
        messages = self.contribution_ids
        shared = messages.response_id.filtered(
            lambda one: (
                one.state in states and len(one.contribution_ids & messages) > 1
            )
        )
        return shared.sorted("id")[-1:]

    def _open_responses(self, responses):
        if len(responses) == 1:
            return responses.get_formview_action()
        action = self.program_id._action_open_items("action_plpdma_response")
        return {**action, "domain": [("id", "in", responses.ids)]}


class PlpdmaResponse(models.Model):
    """What answers the messages of one campaign is about what the campaign is."""

    _inherit = "plpdma.response"

    def _propose_subject(self):
        """The name that a person gave to the campaign that is answered; the one that is
        made of its words where no theme says better and they begin a sentence: authors
        read it first."""
        campaign = self._get_answered_campaign()
        subject = super()._propose_subject()
        is_made = campaign.name == campaign._get_made_name() if campaign else False
        if not campaign or (is_made and (subject or campaign.name.startswith("…"))):
            return subject
        return shorten(campaign.name, MAX_SUBJECT, placeholder="…")

    def _get_answered_campaign(self):
        """The campaign of which it answers several messages, and nothing else."""
        self.ensure_one()
        answered = self.contribution_ids._origin
        campaign = answered.campaign_id
        is_whole = len(answered) > 1 and all(one.campaign_id for one in answered)
        is_one = is_whole and len(campaign) == 1 and campaign.state == "confirmed"
        return campaign if is_one else campaign.browse()


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
