from datetime import datetime, time

from odoo import fields, models

from ...tools.clock import DEFAULT_TZ, to_instant, to_local


class ResCompany(models.Model):
    """The local authority. The register goes by its clock, whatever the clock of its
    readers and writers."""

    _inherit = "res.company"

    def _plpdma_get_timezone(self):
        """Name of the time zone in which the authority is."""
        # sudo: of its contact, no more is read than the time zone.
        return self.sudo().partner_id.tz or DEFAULT_TZ

    def _plpdma_get_today(self):
        """The date where the authority is."""
        timezone = self._plpdma_get_timezone()
        return fields.Date.context_today(self.with_context(tz=timezone))

    def _plpdma_get_local_day(self, moment):
        """Day of a moment where the authority is; nothing for no moment."""
        return moment and to_local(moment, self._plpdma_get_timezone()).date()

    def _plpdma_get_noon(self, date):
        """``datetime`` in UTC of noon on a day, where the authority is."""
        noon = datetime.combine(date, time(12))
        return to_instant(noon, self._plpdma_get_timezone())

    def _plpdma_get_contact(self, user=None):
        """``{"name", "phone", "email"}`` to call or to write to: the user's, and the
        authority's for what the user does not give.

        :param user: whoever answers for the authority, if anybody does
        """
        self.ensure_one()
        # sudo: everybody may know how to reach the authority and who answers for it.
        company = self.sudo()
        user = (user or self.env["res.users"]).sudo()
        names = ("name", "phone", "email")
        return {name: user[name] or company[name] for name in names}
