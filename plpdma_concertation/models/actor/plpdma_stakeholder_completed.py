"""What a sheet tells of contacts that existed: they are completed, and what they say
otherwise stays, with the sheet's words in their notes."""

import re

from odoo import api, models

from ...tools.import_job import get_job
from ...tools.words import fold


class PlpdmaStakeholder(models.Model):
    """A contact that exists keeps what it already says of itself."""

    _inherit = "plpdma.stakeholder"

    @api.model
    def _complete_contact(self, partner, details):
        """Give a contact what it does not say of itself, which the import notes; what
        the sheet says otherwise goes to the notes of the contact.

        :param dict details: values of the contact's own fields
        """
        given = {name: value for name, value in details.items() if value}
        lacking = {name: given[name] for name in given if not partner[name]}
        addresses = partner._address_fields()
        theirs = (*addresses, *partner._synced_commercial_fields())
        is_apart = partner.is_company or any(partner[name] for name in theirs)
        if "parent_id" in lacking and is_apart:
            # Odoo would give each the address, or the tax number, of the other.
            del lacking["parent_id"]
        watched = [name for name in (*lacking, *addresses) if not partner[name]]
        if lacking:
            partner.write(lacking)
            filled = (name for name in watched if partner[name])
            get_job().note_completed(partner, *filled)
        self._note_otherwise(partner, given)

    @api.model
    def _note_otherwise(self, partner, given):
        """Keep in the notes of a contact what a sheet says of it and it does not."""
        names = {self._key_name(name) for name in self._get_written_names(given)}
        if self._key_name(partner.name) not in names:
            self._note_field(partner, "name", given["name"])
        phone, function = given.get("phone"), given.get("function")
        if phone and _key_phone(phone) != _key_phone(partner.phone):
            self._note_field(partner, "phone", phone)
        if function and fold(function) != fold(partner.function or ""):
            self._note_field(partner, "function", function)
        email = given.get("email", "")
        if email and email.lower() != (partner.email or "").lower():
            self._note_other_emails(partner, [email])
        self._note_town(partner, given.get("city"))
        organisation = partner.browse(given.get("parent_id"))
        if organisation - partner.parent_id - partner:
            told = self.env._("Organisation in the file: %s", organisation.name)
            self._note_on_contact(partner, told)

    @api.model
    def _note_field(self, partner, name, value):
        label = partner._fields[name]._description_string(self.env)
        told = self.env._("%(field)s in the file: %(value)s", field=label, value=value)
        self._note_on_contact(partner, told)


def _key_phone(number):
    """The digits of a number, whichever way the country is told."""
    return re.sub(r"\D", "", number or "")[-9:]
