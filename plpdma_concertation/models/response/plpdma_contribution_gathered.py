from odoo import api, models
from odoo.fields import Domain
from odoo.tools import formatLang


class PlpdmaContribution(models.Model):
    """The register, and the documents, of what many sent: one sample and the number,
    each message of it in reach. Only what is published is counted, and only once a
    person of the staff said that it is a campaign. The register gives records in
    superuser mode, as the entry is."""

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

    @api.model
    def _find_gathered(self, domain):
        """The campaigns of which several messages are found.

        :return: list of campaigns, how many messages of each are found, and the id of
            the one that stands for them
        """
        groups = self._read_group(
            domain & self._get_campaign_domain(),
            ["campaign_id"],
            ["__count", "id:min"],
        )
        return [group for group in groups if group[1] > 1]

    @api.model
    def _gather_readable(self, domain):
        """As ``_gather_campaigns``, for a reader who is not told of campaigns.

        :param domain: what is published, in the scope of a document
        :return: the domain of what is shown, with the user's rights, and
            ``{id: how many others it stands for}``
        """
        readable = Domain("id", "in", self._search(domain))
        # sudo: of what the user reads, what was sent by many is told by their number.
        messages = self.sudo().with_context(active_test=False)
        gathered = messages._find_gathered(readable)
        if not gathered:
            return domain, {}
        shown, _total = messages._gather_campaigns(readable, gathered)
        similar = {first: count - 1 for _campaign, count, first in gathered}
        return domain & Domain("id", "in", messages._search(shown)), similar

    @api.model
    def _find_campaigns_of(self, ids):
        """Of what the reader of a document finds, what was sent by many.

        :param ids: of contributions that the user reads
        :return: ``{id: id of its campaign}``, of those of campaigns alone
        """
        # sudo: of what the user reads, what was sent by many is told by their number.
        messages = self.sudo().with_context(active_test=False)
        return {
            id_: campaign.id
            for campaign, members in messages._read_group(
                Domain("id", "in", ids) & self._get_campaign_domain(),
                ["campaign_id"],
                ["id:array_agg"],
            )
            for id_ in members
        }

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
        path = self.program_id._get_register_path()
        return {
            "similar": self._describe_similar(similar),
            "similar_url": f"{path}?similar={self.id}",
            "signatures": self._describe_signatures(),
        }

    def _describe_signatures(self):
        """Words on how many signed it, nothing for one person; a point says that they
        are those of its letter."""
        if self.signature_count <= 1:
            return False
        number = formatLang(self.env, self.signature_count, digits=0)
        if self.part_number:
            return self.env._("of a letter that %s people signed", number)
        return self.env._("%s signatures", number)

    @api.model
    def _describe_similar(self, similar):
        """Words on how many others say the same, empty where none does."""
        if similar == 1:
            return self.env._("and 1 similar message")
        number = formatLang(self.env, similar, digits=0)
        return self.env._("and %s similar messages", number) if similar else ""
