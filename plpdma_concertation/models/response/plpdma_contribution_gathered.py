from odoo import api, models
from odoo.fields import Domain
from odoo.tools import formatLang


class PlpdmaContribution(models.Model):
    """The register of what many sent: one sample and the number, each message of it one
    click away. Only what is published is counted, and only once a person of the staff
    said that it is a campaign. Given records in superuser mode, as the entry is."""

    _inherit = "plpdma.contribution"

    @api.model
    def _get_campaign_domain(self):
        """Domain of the messages of campaigns that a person confirmed."""
        return Domain("campaign_id.state", "=", "confirmed")

    @api.model
    def _gather_campaigns(self, domain, groups):
        """Have one message stand for each campaign among those looked for: the first
        that came.

        :param domain: of entries of the register
        :param groups: of these, ``(campaign or none, number, id of the first)``
        :return: the domain of those that are shown, and their number
        """
        total = sum(count for _campaign, count, _first in groups)
        gathered = [
            (campaign, count, first)
            for campaign, count, first in groups
            if campaign.state == "confirmed" and count > 1
        ]
        if not gathered:
            return domain, total
        campaign_ids = [campaign.id for campaign, _count, _first in gathered]
        shown = Domain("campaign_id", "not in", campaign_ids)
        shown |= Domain("id", "in", [first for _campaign, _count, first in gathered])
        hidden = sum(count - 1 for _campaign, count, _first in gathered)
        return domain & shown, total - hidden

    def _get_similar_domain(self):
        """Domain of the messages of the same campaign, this one among them; of none
        where it is of none."""
        campaign = self.filtered_domain(self._get_campaign_domain()).campaign_id
        return Domain("campaign_id", "in", campaign.ids)

    def _count_similar(self, published):
        """How many other messages of its campaign everybody reads.

        :param published: domain of the entries of the register
        :return: ``{contribution: number}``
        """
        members = self.filtered_domain(self._get_campaign_domain())
        if not members:
            return {}
        counts = dict(
            self._read_group(
                published & Domain("campaign_id", "in", members.campaign_id.ids),
                ["campaign_id"],
                ["__count"],
            )
        )
        return {one: counts.get(one.campaign_id, 1) - 1 for one in members}

    def _describe_support(self, similar=0):
        """Words on how many say the same.

        :param int similar: how many others of its campaign are published
        :return: dictionary of words, and the address of the others
        """
        self.ensure_one()
        number = formatLang(self.env, similar, digits=0)
        signatures = formatLang(self.env, self.signature_count, digits=0)
        words = ""
        if similar == 1:
            words = self.env._("and 1 similar message")
        elif similar > 1:
            words = self.env._("and %s similar messages", number)
        path = self.program_id._get_register_path()
        return {
            "similar": words,
            "similar_url": f"{path}?similar={self.id}",
            "signatures": self.signature_count > 1
            and self.env._("%s signatures", signatures),
        }
