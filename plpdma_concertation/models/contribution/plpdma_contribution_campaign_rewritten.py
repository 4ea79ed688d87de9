from odoo import models

from ...tools.likeness import LIKE, compare, sign
from .plpdma_contribution_campaign_part import CAMPAIGN_FIELDS


class PlpdmaContribution(models.Model):
    """A message whose text becomes another one, which says no more what its campaign
    says, stands alone again."""

    _inherit = "plpdma.contribution"

    def write(self, vals):
        """What does not say any more what its campaign says leaves it; its place is
        looked for again."""
        held = self._find_held() if "verbatim" in vals else []
        result = super().write(vals)
        for name, campaign, sketch, boilerplate, messages in held:
            alike = messages._filtered_like(sketch, boilerplate)
            gone = (messages - alike).filtered_domain([(name, "=", campaign.id)])
            gone._drift_from(campaign, name)
        return result

    def _find_held(self):
        """What these messages say with their campaigns, as long as they say it: whoever
        put one there that does not has judged it.

        :return: list of ``(field, campaign, its sketch, boilerplate, messages)``, in
            superuser mode
        """
        held = []
        for name in CAMPAIGN_FIELDS:
            # sudo: whoever changes a message may not read campaigns.
            for campaign, messages in self.sudo().grouped(name).items():
                if not campaign:
                    continue
                boilerplate = campaign._get_boilerplate(campaign.program_id)
                sketch = campaign._get_sketch(boilerplate)
                alike = messages._filtered_like(sketch, boilerplate)
                if alike:
                    held.append((name, campaign, sketch, boilerplate, alike))
        return held

    def _filtered_like(self, sketch, boilerplate):
        """The messages whose text is like that of a sketch."""
        return self.filtered(
            lambda one: (
                compare(sketch, sign(one.verbatim or "", boilerplate).sketch) >= LIKE
            )
        )

    def _drift_from(self, campaign, name):
        """Take from a campaign, or from what is proposed for it, what was rewritten:
        nobody judged it, hence it is not remembered as taken out.

        :param str name: the field by which they are of it
        """
        if self:
            self._write_campaign(name, campaign.browse())
            campaign._refresh_reference()
