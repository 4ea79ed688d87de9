from odoo import api, models

from ...tools.groups import STAFF


class MailFollowers(models.Model):
    """Internal users who are not of the staff do not follow our records: the notes
    that agents write to one another would reach them by e-mail."""

    _inherit = "mail.followers"

    def _insert_followers(self, res_model, res_ids, partner_ids, *args, **kwargs):
        """Leave out the élus, the facilitators and the other services."""
        registry = self.env.registry
        # Core asks it of each new record, most often for nobody.
        if partner_ids and issubclass(
            registry[res_model], registry["plpdma.thread.mixin"]
        ):
            partner_ids = self._plpdma_without_outsiders(partner_ids)
        return super()._insert_followers(
            res_model, res_ids, partner_ids, *args, **kwargs
        )

    @api.model
    def _plpdma_without_outsiders(self, partner_ids):
        # sudo: only the groups of the accounts are looked at.
        partners = self.env["res.partner"].sudo().browse(partner_ids)
        outsiders = partners.filtered(
            lambda partner: any(
                user._is_internal() and not user.has_group(STAFF)
                for user in partner.user_ids
            )
        )
        return (partners - outsiders).ids
