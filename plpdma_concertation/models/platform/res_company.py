from datetime import datetime, time

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import frozendict, ormcache

from ...tools.clock import DEFAULT_TZ, to_instant, to_local
from ...tools.typography import set_phone


class ResCompany(models.Model):
    """The local authority. The register goes by its clock, whatever the clock of its
    readers and writers."""

    _inherit = "res.company"

    def cache_invalidation_fields(self):
        """Names of the fields that are kept in memory from one request to the next."""
        return super().cache_invalidation_fields() | {"partner_id"}

    @api.model
    @ormcache()
    def _plpdma_get_timezones(self):
        """``{id: name}``: the time zone in which each authority is."""
        # sudo: of their contacts, no more is read than the time zone.
        companies = self.sudo().with_context(active_test=False).search(Domain.TRUE)
        return frozendict(
            {company.id: company.partner_id.tz or DEFAULT_TZ for company in companies}
        )

    def _plpdma_get_timezone(self):
        """Name of the time zone in which the authority is."""
        return self._plpdma_get_timezones().get(self._origin.id, DEFAULT_TZ)

    def _plpdma_get_today(self):
        """The date where the authority is."""
        timezone = self._plpdma_get_timezone()
        return fields.Date.context_today(self.with_context(tz=timezone))

    def _plpdma_get_todays(self):
        """``{company: date}``: the date where each authority is."""
        return {company: company._plpdma_get_today() for company in self}

    @api.model
    def _plpdma_get_domain_by_day(self, get_domain):
        """Domain of what each authority judges by its own clock: a list may show the
        records of several, and those who read it are elsewhere.

        :param get_domain: function that takes the day, and returns the domain
        """
        companies = self.browse(self._plpdma_get_timezones())
        days = companies.grouped(lambda company: company._plpdma_get_today())
        if len(days) == 1:
            return Domain(get_domain(*days))
        return Domain.OR(
            Domain("company_id", "in", companies.ids) & Domain(get_domain(day))
            for day, companies in days.items()
        )

    def _plpdma_get_local_day(self, moment):
        """Day of a moment where the authority is; nothing for no moment."""
        return moment and to_local(moment, self._plpdma_get_timezone()).date()

    def _plpdma_get_noon(self, date):
        """``datetime`` in UTC of noon on a day, where the authority is."""
        noon = datetime.combine(date, time(12))
        return to_instant(noon, self._plpdma_get_timezone())

    def _plpdma_get_lang(self, partner=None):
        """Code of the language in which somebody is written to: theirs, else the
        authority's.

        :param partner: whoever reads, if they are a contact
        """
        # sudo: of the contacts, no more is read than the language.
        partner = partner.sudo() if partner else self.env["res.partner"]
        return partner.lang or self.sudo().partner_id.lang

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
        contact = {name: user[name] or company[name] for name in names}
        return {**contact, "phone": set_phone(contact["phone"]) or False}
