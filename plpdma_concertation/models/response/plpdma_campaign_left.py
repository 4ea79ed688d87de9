from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command


class PlpdmaContribution(models.Model):
    """What leaves a campaign is not answered with it any more."""

    _inherit = "plpdma.contribution"

    def _note_campaigns(self, before):
        """Take from the draft of a campaign what was taken out of the campaign.

        :raise UserError: naming the response to them all that left the draft
        """
        result = super()._note_campaigns(before)
        # sudo: the right to write the messages was checked; this follows from it.
        changed = self.sudo().filtered(lambda one: one.campaign_id != before[one])
        for campaign, messages in changed.grouped(lambda one: before[one]).items():
            standing = messages._leave_drafts(campaign)
            if standing:
                raise UserError(
                    self.env._(
                        "%(response)s answers the messages of “%(campaign)s” together, "
                        "and left the draft. Return it to draft first, then take out "
                        "of the campaign what says something else.",
                        response=standing[0].reference,
                        campaign=campaign.name,
                    )
                )
        return result

    def _drift_from(self, campaign, name):
        """As for what a person takes out; a response that left the draft says what is
        to be looked at."""
        result = super()._drift_from(campaign, name)
        standing = self._leave_drafts(campaign)
        for response in standing:
            rewritten = self & response.contribution_ids
            response._message_log(
                body=self.env._(
                    "Rewritten since, and no longer like the messages of "
                    "“%(campaign)s”: %(contributions)s. Look at whether this answers "
                    "it.",
                    campaign=campaign.name,
                    contributions=", ".join(rewritten.mapped("reference")),
                )
            )
        return result

    def _leave_drafts(self, campaign):
        """Take messages that left a campaign from the drafts that answer it: they wait
        for an answer again.

        :return: the responses that answer it too, and left the draft without being
            sent
        """
        if not campaign or not self.response_ids:
            return self.response_ids.browse()
        members = self | campaign._get_all_members()
        shared = self.response_ids.filtered(
            lambda response: len(response.contribution_ids & members) > 1
        )
        shared._lock_to_judge()
        for draft in shared.filtered(lambda response: response.state == "draft"):
            gone = draft.contribution_ids & self
            draft.contribution_ids = [Command.unlink(one.id) for one in gone]
        return shared.filtered(
            lambda response: response.state in ("submitted", "validated")
        )
