import re

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize, html2plaintext, plaintext2html
from odoo.tools.sql import escape_psql

from ...tools.addresses import find_email_fault
from ...tools.cells import quote_cell
from ...tools.civility import (
    WRITTEN,
    is_civility_alone,
    names_several,
    part_civility,
    part_function,
    part_office,
)
from ...tools.contact_cells import choose_address, join_told, part_name, part_phone
from ...tools.import_job import get_job
from ...tools.names import may_be_same_name, turn_name
from ...tools.nobody import is_as_above, is_nobody, may_be_nobody
from ...tools.typography import PHONE
from ...tools.words import fold
from ..shared.sheet_faults import RefusedCell

# What a sheet tells of an actor and that the contact keeps, by its name there.
CONTACT_FIELDS = {
    "partner_name": "name",
    "email": "email",
    "phone": "phone",
    "function": "function",
    "city": "city",
    "plpdma_civility": "plpdma_civility",
}
# A French number of which a spreadsheet took the first digit: 612345678, 6 12 34 56 78.
CUT_PHONE = re.compile(r"^(?=[1-9](?:[\s.-]?\d\d){4}$)")
# The addresses of a cell that holds several, but the one that is written to: no field
# has them, and the contact keeps them in its notes.
OTHER_EMAILS = "plpdma_other_emails"


class PlpdmaStakeholder(models.Model):
    """Lists of people and of organisations."""

    _inherit = "plpdma.stakeholder"

    _import_fields = ("function", "city", "organisation_name")
    _import_found_fields = ("partner_id",)
    _import_names = ("name", "partner_name")
    _import_repeated = ("organisation_name", "function", "city")
    _import_clues = {
        "partner_id": ("email", "organisation"),
        # They sit for the same organisation.
        "substitute_for_id": ("organisation",),
    }

    @api.model
    def _get_faults(self, values, exists):
        faults = super()._get_faults(values, exists)
        told = values.get("partner_name")
        if told and (is_nobody(told) or is_civility_alone(told)):
            # As much as an empty cell.
            del values["partner_name"]
        if values.get("organisation_name") and is_nobody(values["organisation_name"]):
            # « - », « néant »: they are of none.
            del values["organisation_name"]
        named = ("partner_id", "partner_name", "email", "organisation_name")
        if not exists and not any(values.get(name) for name in named):
            faults.append(
                ("partner_name", "", self.env._("This row names nobody."), None)
            )
        self._read_reached(values)
        name = values.get("partner_name")
        if message := name and self._find_name_fault(name):
            faults.append(("partner_name", name, message, None))
        elif name:
            # A cell is narrow: a name goes on below.
            values["partner_name"] = " ".join(values["partner_name"].split())
        member = self.browse(values.get("substitute_for_id") or ())
        if (
            member
            and name
            and self._key_name(name) == self._key_name(member.partner_id.name)
        ):
            message = self.env._("“%s” cannot stand in for themselves.", name)
            faults.append(("partner_name", name, message, None))
        civility, name = part_civility(values.get("partner_name"))
        if civility:
            # Letters and lists tell it by the contact's own field.
            values.update(partner_name=name, plpdma_civility=civility)
            self._read_function(values, part_function)
        elif values.get("partner_name"):
            self._read_function(values, part_office)
        email = values.get("email")
        if email:
            values["email"], others = choose_address(
                email, values.get("partner_name") or ""
            )
            if others:
                values[OTHER_EMAILS] = others
            fault, meant = find_email_fault(self.env, values["email"])
            if fault:
                # One of several in the cell is not what is proposed for all of it.
                meant = None if others else meant
                faults.append(("email", email, fault, meant))
        return faults

    @api.model
    def _read_reached(self, values):
        """« Léa (lea@x.example), 06 12 34 56 78 » tells a name, and how she is
        reached; whoever is known by an address alone is written to there."""
        if values.get("phone"):
            values["phone"] = CUT_PHONE.sub("0", values["phone"].strip())
        told = values.get("partner_name")
        if not told:
            return
        if email_normalize(told) == told.strip().lower():
            values["email"] = values.get("email") or told
        for field, part in (("email", part_name), ("phone", part_phone)):
            name, found = part(values["partner_name"])
            if found:
                values["partner_name"] = name
                values[field] = join_told(values.get(field), found)

    @api.model
    def _find_name_fault(self, name):
        """Why a cell is the name of nobody, in the user's words; None for a name."""
        if PHONE.fullmatch(name.strip()):
            return self.env._("“%s” is a telephone number, and not a name.", name)
        if may_be_nobody(name):
            return self.env._(
                "“%s”: write the name alone, or nothing where nobody is named yet.",
                quote_cell(name),
            )
        if is_as_above(name):
            return self.env._("“%s”: write the name of the row above again.", name)
        if names_several(name):
            return self.env._(
                "“%s” names several people: write each of them on a row.",
                quote_cell(name),
            )
        return None

    @api.model
    def _read_function(self, values, part):
        """« Mme Anne ESSAI, maire » tells her function, where no column does; it is
        never a part of her name where a column tells the same.

        :param part: function that gives the name and the function
        """
        name, function = part(values["partner_name"])
        told = values.get("function")
        if function and (not told or fold(told) == fold(function)):
            values.update(partner_name=name, function=told or function)

    def _load_records_create(self, vals_list):
        """Rows without a contact name one: found by its e-mail, then by its name,
        and created otherwise."""
        return super()._load_records_create(
            [
                vals if vals.get("partner_id") else self._link_import_partner(vals)
                for vals in map(self._keep_named_emails, vals_list)
            ]
        )

    def _keep_named_emails(self, vals):
        """Where the row names a contact that exists, it keeps the other addresses."""
        if not vals.get("partner_id"):
            return vals
        vals = dict(vals)
        partner = self.env["res.partner"].browse(vals["partner_id"])
        self._note_other_emails(partner, vals.pop(OTHER_EMAILS, ()))
        vals.pop("plpdma_civility", None)
        return vals

    @api.model
    def _note_other_emails(self, partner, emails):
        """Keep in the notes of a contact the addresses that its own field cannot."""
        known = html2plaintext(partner.comment or "")
        unknown = [email for email in emails if email not in known]
        if unknown:
            note = self.env._("Other addresses in the file: %s", ", ".join(unknown))
            self._note_on_contact(partner, note)

    @api.model
    def _note_on_contact(self, partner, note):
        """Keep a sentence in the notes of a contact, once."""
        if note not in html2plaintext(partner.comment or ""):
            get_job().note_completed(
                partner, "+comment" if partner.comment else "comment"
            )
            partner.comment = (partner.comment or "") + plaintext2html(note)

    @api.model
    def _note_town(self, partner, town):
        """Keep in the notes of a contact the town of somebody whose address is their
        organisation's."""
        if town and town != partner.city:
            self._note_on_contact(partner, self.env._("Town in the file: %s", town))

    def _note_organisation(self, organisation):
        """Keep in the notes of a contact the organisation that a sheet tells, where it
        is another than theirs, or they have none: whose they are is not changed."""
        known = {fold(self.organisation_name or ""), fold(self.partner_id.name or "")}
        if organisation and fold(organisation) not in known:
            told = self.env._("Organisation in the file: %s", organisation)
            self._note_on_contact(self.partner_id, told)

    def _load_records_write(self, values):
        """What a sheet tells of a contact goes to the contact."""
        values = dict(values)
        details = {
            CONTACT_FIELDS[name]: values.pop(name)
            for name in ("function", "city")
            if name in values
        }
        civility = values.pop("plpdma_civility", False)
        if civility and not self.partner_id.plpdma_civility:
            details["plpdma_civility"] = civility
        self._note_organisation(values.pop("organisation_name", None))
        others = values.pop(OTHER_EMAILS, ())
        told = details.get("city")
        if told and self.partner_id.parent_id:
            # Odoo would write it to the organisation, and to all of its people.
            del details["city"]
            self._note_town(self.partner_id, told)
        if details:
            self.partner_id.write(details)
        for partner in self.partner_id if others else ():
            self._note_other_emails(partner, others)
        return super()._load_records_write(values)

    def _link_import_partner(self, vals):
        """Find or create the contact of a row.

        A contact that exists keeps what it already says of itself.

        :return: the values with the contact, less those the contact now holds
        """
        vals = dict(vals)
        others = vals.pop(OTHER_EMAILS, ())
        details = {
            field: vals.pop(name, False) for name, field in CONTACT_FIELDS.items()
        }
        program = self._get_row_program_id(vals)
        organisation = self._find_organisation(
            vals.pop("organisation_name", False), details, program
        )
        if not details["name"] and organisation:
            # Nobody is named: the organisation itself is the actor.
            details["name"], details["is_company"] = organisation.name, True
            partner = organisation
        else:
            details["parent_id"] = organisation.id
            details["name"] = details["name"] or details["email"]
            # Odoo gives all the people of an organisation the address of the first.
            town = organisation and details.pop("city")
            partner = self._find_import_partner(details, organisation)
            self._check_own_address(partner, details, program)
            if self._is_somebody_else(partner, details):
                other, partner = (
                    partner,
                    self._find_named_partner(details, organisation),
                )
                self._check_only(partner, details)
                self._note_sharing(partner, other)
            self._note_town(partner, town)
        self._complete_contact(partner, details)
        self._note_other_emails(partner, others)
        return {**vals, "partner_id": partner.id}

    def _check_own_address(self, partner, details, program):
        """Whoever may be an actor of the programme, by their address and a part of
        their name, is one or another: which is asked.

        :raise RefusedCell: for a name that may be that of an actor of the programme
            whose address it is, written otherwise
        """
        email = email_normalize(details["email"] or "")
        names = {self._key_name(name) for name in self._get_written_names(details)}
        is_same = self._key_name(partner.name) in names
        if is_same or not email or email != partner.email_normalized:
            return
        if self._is_somebody_else(partner, details):
            return
        domain = [("program_id", "=", program), ("partner_id", "=", partner.id)]
        if not self.with_context(active_test=False).search_count(domain, limit=1):
            return
        raise RefusedCell(
            self.env._(
                "“%(email)s” is the address of “%(name)s”, who is already an actor of "
                "the programme. Leave it empty for “%(other)s”, or write “%(name)s” if "
                "they are one person.",
                email=details["email"],
                name=partner.name,
                other=details["name"],
            ),
            "email",
            details["email"],
        )

    @api.model
    def _is_somebody_else(self, partner, details):
        """Whether a contact that was found by its address has another name than the
        row: « accueil@… » is that of all the people of an organisation."""
        email = email_normalize(details["email"] or "")
        known = {email, email_normalize(partner.name or "")}
        if not email or email != partner.email_normalized or len(known) == 1:
            return False
        if email_normalize(details["name"]) == email:
            return False
        return not any(
            may_be_same_name(partner.name or "", name)
            for name in self._get_written_names(details)
        )

    @api.model
    def _key_name(self, name):
        """What tells one name from another: its words, whatever their order."""
        return " ".join(sorted(fold(part_civility(name)[1] or "").split(" ")))

    @api.model
    def _get_written_names(self, details):
        """Names under which somebody may have been noted: their surname first or last,
        and by an earlier version with their civility and their function in it."""
        name, function = details["name"], details.get("function")
        names = [name]
        if function:
            names += [f"{name}, {function}", f"{name} ({function})"]
        if turned := turn_name(name or ""):
            names.append(turned)
        civilities = WRITTEN.get(details.get("plpdma_civility"), ())
        return names + [f"{one} {each}" for one in civilities for each in names]

    @api.model
    def _name_domain(self, details):
        """Contacts of that name."""
        return Domain.OR(
            Domain("name", "=ilike", escape_psql(one))
            for one in self._get_written_names(details)
        )

    @api.model
    def _create_import_partner(self, details):
        """A new contact, which the import knows to have made."""
        partner = self.env["res.partner"].create(details)
        get_job().brought.append((partner._name, partner.id))
        return partner

    def _find_import_partner(self, details, organisation):
        """The contact that a row means, made when it is unknown.

        :raise UserError: when several are meant
        """
        partners = self.env["res.partner"]
        partner, others = partners, partners
        email = email_normalize(details["email"] or "")
        if email:
            partner = partners.search([("email_normalized", "=", email)], limit=2)
        if details["name"] and len(partner) != 1:
            others = partner
            partner = self._find_named_partner(details, organisation, bool(others))
        self._check_only(partner, details)
        self._note_sharing(partner, others - partner)
        return partner

    def _note_sharing(self, partner, others):
        """Tell of a contact that the file makes who else has its address."""
        if others and (partner._name, partner.id) in get_job().brought:
            get_job().sharing[partner.name] = ", ".join(others.mapped("name"))

    def _find_named_partner(self, details, organisation, is_known=False):
        """The contacts of that name, two at most; one that is made, without any.

        :param bool is_known: whether several have the address of the row
        """
        partners = self.env["res.partner"]
        domain = self._name_domain(details)
        if email_normalize(details["email"] or "") and not is_known:
            # A namesake who has another address is somebody else.
            domain &= Domain("email_normalized", "=", False)
        if organisation:
            domain &= Domain("parent_id", "in", [organisation.id, False])
            domain &= Domain("id", "!=", organisation.id)
        partner = partners.search(domain, limit=2)
        return partner or self._create_import_partner(details)

    def _check_only(self, partner, details):
        """:raise UserError: when several are meant"""
        if len(partner) > 1:
            raise UserError(
                self.env._(
                    "Several contacts are called “%s” or share this e-mail address: "
                    "name the one you mean in the column “Contact”.",
                    details["name"] or email_normalize(details["email"] or ""),
                )
            )
