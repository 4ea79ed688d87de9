from odoo import api, models
from odoo.fields import Command

from ...tools.likeness_words import count_shared, find_shared, is_shared
from ...tools.passages import get_gaps

# What a message is of, and that for which it is proposed.
CAMPAIGN_FIELDS = ("campaign_id", "proposed_campaign_id")


class PlpdmaContribution(models.Model):
    """A message of a campaign that is split: the point that says what the others say
    stands in the campaign for it, and its author's own words stand alone.

    The letter itself stands there while no point says it, so that the message is
    counted once whatever is split or put back; nothing of it is remembered as not the
    same.
    """

    _inherit = "plpdma.contribution"

    # ------------------------------------------------------------------
    # Splitting
    # ------------------------------------------------------------------
    def _split(self, parts):
        """Of a message of a campaign, what it shares with the others is a point too,
        whether it was chosen or not."""
        self.ensure_one()
        self.check_access("write")
        if parts and self._get_held_campaign():
            self._lock_to_judge()
            parts = [*parts, *self._prepare_common_part(parts)]
        made = super()._split(parts)
        self._pass_campaign()
        return made

    def _get_held_campaign(self):
        """The campaign of the message, else that for which it is proposed."""
        # sudo: whoever splits the message follows what it is of.
        message = self.sudo()
        return message.campaign_id or message.proposed_campaign_id

    def _prepare_common_part(self, parts):
        """Values of one more point, where what nobody took up says more of what the
        campaign says than any point does.

        :param list parts: what ``_split`` takes
        :return: list of one dictionary, or none
        """
        chosen = [(part.get("quote_start"), part.get("quote_stop")) for part in parts]
        self._check_passages(chosen)
        campaign = self._get_held_campaign()
        # sudo: whoever splits the letter reads it.
        known = [*chosen, *self.sudo()._get_known_passages()]
        common = self._find_common_passage(campaign, known)
        if not common:
            return []
        said = campaign._measure_shared(
            [self.verbatim[start:stop] for start, stop in known]
        )
        count, start, stop = common
        if count <= max(shared for shared, _is_shared in said):
            return []
        return [{"quote_start": start, "quote_stop": stop}]

    def _find_common_passage(self, campaign, taken):
        """The passage that says most of what the campaign says, beside those that are
        taken: what one of them says may be told to fewer people.

        :return: ``(number of pairs of words, start, stop)``, nothing where none does
        """
        boilerplate = campaign._get_boilerplate(campaign.program_id)
        found = []
        for begin, end in get_gaps(self.verbatim, taken):
            words = self.verbatim[begin:end]
            shared = find_shared(words, campaign.reference_text or "", boilerplate)
            if shared:
                count, start, stop = shared
                found.append((count, begin + start, begin + stop))
        return max(found, key=lambda one: (one[0], -one[1]), default=None)

    def _pass_campaign(self):
        """Have the point that says what the campaign says stand in it for its letter,
        if one does."""
        # sudo: the right to write the letter was checked, and its points are as it is.
        for letter in self.sudo().filtered(lambda one: one.state == "split"):
            for name in CAMPAIGN_FIELDS:
                campaign = letter[name]
                part = campaign and letter._find_common_part(campaign)
                if part:
                    letter._move_campaign(part, name)

    def _find_common_part(self, campaign):
        """The point that says most of what the campaign says, none where none does."""
        parts = self._get_letter_parts().filtered("is_observation")
        said = campaign._measure_shared(parts.mapped("verbatim"))
        counts = {
            part: count
            for part, (count, is_shared) in zip(parts, said, strict=True)
            if is_shared
        }
        return max(counts, key=counts.get, default=self.browse())

    def _move_campaign(self, other, name="campaign_id"):
        """Have another contribution stand in the campaign instead of this one, which is
        no judgement on its words."""
        campaign = self[name]
        sampled = self._get_sampled_campaigns()
        self._write_campaign(name, campaign.browse())
        other._write_campaign(name, campaign)
        sampled._refresh_reference()

    # ------------------------------------------------------------------
    # Joining
    # ------------------------------------------------------------------
    def _join(self):
        """The letter stands in the campaign again, or out of it as its point did."""
        # sudo: the right to write the letters is checked where they are joined.
        parts = self.sudo()
        held = [
            (part.whole_id, name, part[name])
            for part in parts
            for name in CAMPAIGN_FIELDS
            if part[name]
        ]
        out = parts._get_memberships_out()
        letters = parts.whole_id
        result = super()._join()
        for letter, name, campaign in held:
            letter._write_campaign(name, campaign)
        for campaign, name, letter in out:
            campaign[name] = [Command.link(letter.id)]
        letters.campaign_id.filtered(lambda c: not c.sample_id)._refresh_reference()
        letters._pass_campaign()
        return result

    def _get_memberships_out(self):
        """What is remembered of points that were taken out of campaigns, in superuser
        mode.

        :return: list of ``(campaign, name of the field, letter)``
        """
        campaigns = self.env["plpdma.campaign"]
        return [
            (campaign, name, part.whole_id)
            for name in ("excluded_ids", "refused_ids")
            for campaign in campaigns.search([(name, "in", self.ids)])
            for part in campaign[name] & self
        ]

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model
    def _get_letter_fields(self):
        """Whoever signs a letter signs each of its points."""
        return super()._get_letter_fields() | {"signature_count"}

    def _note_campaigns(self, before):
        """What joins a campaign once it was split does so by its point."""
        result = super()._note_campaigns(before)
        self._pass_campaign()
        return result


class PlpdmaCampaign(models.Model):
    """What passages say of what the campaign says."""

    _inherit = "plpdma.campaign"

    def _measure_shared(self, texts):
        """How much each text says of it, in pairs of words, and whether it says that
        rather than something else.

        :return: list of pairs
        """
        self.ensure_one()
        boilerplate = self._get_boilerplate(self.program_id)
        reference = self.reference_text or ""
        return [
            (
                count_shared(text, reference, boilerplate),
                is_shared(text, reference, boilerplate),
            )
            for text in texts
        ]
