"""What becomes of a campaign that the machine proposed, once its messages are
deleted."""

from odoo import SUPERUSER_ID, api, models

from ...tools.likeness import MIN_GROUP


class PlpdmaCampaign(models.Model):
    """A proposal goes with its messages, or is made again without them."""

    _inherit = "plpdma.campaign"

    def _filtered_proposed(self):
        """Those that the machine proposed, and nobody confirmed or refused."""
        return self.filtered(
            lambda campaign: (
                campaign.state == "suggested" and campaign.create_uid.id == SUPERUSER_ID
            )
        )

    def _propose_again(self):
        """Of what the machine proposed, keep what enough messages still say; the others
        are compared again."""
        # sudo: messages are compared by the machine, whoever deleted some.
        campaigns = self.sudo()
        thin = campaigns.filtered(lambda one: one.contribution_count < MIN_GROUP)
        (campaigns - thin)._refresh_reference()
        left = thin._get_all_members()
        thin.unlink()
        if left:
            self.env["plpdma.likeness"]._forget(left)
            self._ask_detection()


class PlpdmaContribution(models.Model):
    """A message by which nothing but a proposal of the machine is held."""

    _inherit = "plpdma.contribution"

    def unlink(self):
        """What the machine merely proposed stands in the way of nothing."""
        # sudo: whoever deletes a message may not read campaigns; nothing is shown.
        proposed = self.sudo().campaign_id._filtered_proposed()
        result = super().unlink()
        proposed._propose_again()
        return result

    @api.model
    def _filter_relying(self, others, nobody):
        """A campaign holds them once a person confirmed it, or where a colleague made
        it; who refused one has changed its messages, which is noted there."""
        others = super()._filter_relying(others, nobody)
        if others._name != "plpdma.campaign":
            return others
        return others.filtered(
            lambda campaign: (
                campaign.state == "confirmed" or campaign.create_uid.id not in nobody
            )
        )
