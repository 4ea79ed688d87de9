from odoo import api, fields, models
from odoo.fields import Domain

# What a transaction knows of whom each replaces.
REPLACED = "plpdma_replaced"


class PlpdmaAbsence(models.Model):
    """Who is here today, and handles what: asked of the dates, whoever asks and as
    often as one likes."""

    _inherit = "plpdma.absence"

    @api.model
    def _get_absent(self, company):
        """``{absent user: the absence}`` today, where the authority is."""
        today = company._plpdma_get_today()
        # sudo: who is absent does not depend on who acts.
        running = self.sudo().search(
            Domain("company_id", "=", company.id)
            & Domain("date_start", "<=", today)
            & Domain("date_end", ">=", today)
        )
        return {absence.user_id: absence for absence in running}

    @api.model
    def _get_stand_ins(self, company):
        """``{absent user: who handles today what is theirs}``: whoever replaces the one
        who replaces them, where that one is absent too. Nobody stands in who lost the
        rights since, or where nobody of them is here."""
        absent = self._get_absent(company)
        stand_ins = {}
        for user, absence in absent.items():
            seen = [user]
            person = absence.substitute_id
            fit = person and not absence._find_lacking(person)
            while fit and person in absent and person not in seen:
                seen.append(person)
                following = absent[person]
                person = following.substitute_id
                fit = person and not following._find_lacking(person)
            if fit and person not in seen:
                stand_ins[user] = person
        return stand_ins

    @api.model
    def _get_replaced(self, user):
        """``{authority: users}``: whom somebody replaces today.

        Asked at each query of whatever mandates let read: once for a transaction, as
        long as it changes no absence.
        """
        known = self.env.cr.cache.setdefault(REPLACED, {})
        key = user.id, fields.Datetime.now().date()
        if key not in known:
            # sudo: whom the user replaces is theirs to know.
            running = self.sudo().search(
                self._get_running_domain() & Domain("substitute_id", "=", user.id)
            )
            known[key] = {
                company.id: absences.user_id.ids
                for company, absences in running.grouped("company_id").items()
            }
        users = self.env["res.users"]
        return {
            self.env["res.company"].browse(company): users.browse(ids)
            for company, ids in known[key].items()
        }

    @api.model
    def _get_present(self, user, company):
        """The user, or whoever stands in for them today."""
        return self._get_stand_ins(company).get(user, user) if user else user

    @api.model
    def _cron_settle(self):
        """Hand over what is open of those whose absence begins, give back what is open
        of those who are back; safe to repeat."""
        # sudo: all the authorities, whoever runs it.
        for (company,) in self.sudo()._read_group([], ["company_id"]):
            self._settle(company)

    @api.model
    def _follow(self, companies):
        """Have what depends on the absences of these authorities follow them."""
        self.env.flush_all()
        self.env.cr.cache.pop(REPLACED, None)
        self.env["plpdma.mandate"]._forget_what_is_read()
        for company in companies:
            self._settle(company)

    @api.model
    def _settle(self, company):
        """Give what is open to whoever handles it today."""
        absent = self._get_absent(company)
        stand_ins = self._get_stand_ins(company)
        for name in self.env.registry.descendants(["plpdma.covered.mixin"], "_inherit"):
            if not self.env[name]._abstract:
                self.env[name]._settle_covered(company, absent, stand_ins)
