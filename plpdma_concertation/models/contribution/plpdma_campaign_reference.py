from functools import lru_cache
from textwrap import shorten

from odoo import api, models
from odoo.fields import Domain

from ...tools.likeness import sign
from ...tools.likeness_words import count_pairs, keep_shared
from ...tools.personal_data import find_passages

# Letters of a campaign by which it is told what they have in common.
MAX_READ = 150
MAX_NAME = 60
# Where to reach somebody, whoever it is.
REACHING = ("email", "phone")


class PlpdmaCampaign(models.Model):
    """What the messages of a campaign have in common, and the name that is made of it:
    nothing in it tells who wrote one of them."""

    _inherit = "plpdma.campaign"

    def _get_read_members(self):
        """Some messages of the campaign, by which it is known what they have in common:
        those whose author's identity was not erased, while there are enough of them;
        archived ones where there are no others. Where it holds none any more, those
        taken out: they are known by it."""
        self.ensure_one()
        contributions = self.env["plpdma.contribution"].with_context(active_test=True)
        domain = Domain("campaign_id", "=", self.id) & Domain("state", "!=", "merged")
        if not contributions.search_count(domain, limit=1):
            contributions = contributions.with_context(active_test=False)
        if not contributions.search_count(domain, limit=1):
            domain = Domain("id", "in", self.excluded_ids.ids)
        named = domain & Domain("date_anonymised", "=", False)
        members = contributions.search(named, order="id", limit=MAX_READ)
        if len(members) < 2:
            members = contributions.search(domain, order="id", limit=MAX_READ)
        return members

    def _refresh_reference(self, is_renamed=False):
        """Read anew what the messages have in common, and which of them is the sample:
        what nobody else wrote, or is there no more, is not kept. A name that was made
        of it is made anew.

        :param bool is_renamed: even a name that a person gave
        """
        # sudo: staff read all of it; whoever changes a message may not.
        for campaign in self.sudo():
            members = campaign._get_read_members()
            sample = members._choose_sample()
            is_made = campaign.name == campaign._get_made_name()
            campaign.write(
                {
                    "sample_id": sample.id,
                    "reference_text": campaign._read_shared(sample, members),
                }
            )
            if is_made or is_renamed:
                campaign.name = campaign._get_made_name()

    def _read_shared(self, sample, members):
        """What of the sample most of the messages have too, without what tells who
        wrote one of them or where to reach somebody."""
        members = members[:MAX_READ]
        text = sample.verbatim or ""
        boilerplate = self._get_boilerplate(self.program_id)
        counts = count_pairs(members.mapped("verbatim"), boilerplate)
        hidden = [
            (passage.start, passage.stop)
            for passage in find_passages(text, members._get_people(), signed=False)
            if passage.is_own or passage.kind in REACHING
        ]
        return keep_shared(text, counts, boilerplate, hidden) or False

    def _get_made_name(self):
        """The name that the campaign has while nobody gives it another one."""
        self.ensure_one()
        return self._make_name(
            self.reference_text or self.sample_id.reference or ""
        ) or self.env._("Campaign %s", self.id)

    def _filtered_naming(self, people):
        """The campaigns whose name tells who somebody is.

        :param Identity people: those who are looked for
        """
        return self.filtered(
            lambda campaign: any(
                passage.is_own
                for passage in find_passages(campaign.name, people, signed=False)
            )
        )

    def _count_pairs(self):
        """In how many of the messages each pair of words stands: see
        ``count_pairs``."""
        self.ensure_one()
        return count_pairs(
            self._get_read_members().mapped("verbatim"),
            self._get_boilerplate(self.program_id),
        )

    def _get_sketch(self, boilerplate):
        """The sketch to which the messages that come are compared.

        :param boilerplate: what they may repeat without saying it
        """
        self.ensure_one()
        return _read_sketch(self.reference_text or "", boilerplate)

    @api.model
    def _make_name(self, text):
        """The first words of a text, as the name of the campaign that says it."""
        return shorten(text, MAX_NAME, placeholder=" …")


# What a campaign says is compared to each bundle of messages.
@lru_cache(maxsize=1024)
def _read_sketch(text, boilerplate):
    return sign(text, boilerplate).sketch
