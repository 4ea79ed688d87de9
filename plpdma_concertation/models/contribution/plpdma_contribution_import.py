import re

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ...tools.addresses import find_email_fault
from ...tools.cells import is_blank, quote_cell
from ...tools.civility import is_civility_alone
from ...tools.contact_cells import choose_address, join_told, part_name
from ...tools.import_job import get_job
from ...tools.nobody import is_nobody
from ...tools.words import fold

# An empty date of a spreadsheet is in 1900, and one that a form does not tell in 1980.
EARLIEST_YEAR = 1990
# A French postcode of which a spreadsheet took the first digit: 1000.
CUT_POSTCODE = re.compile(r"[1-9]\d{3}")
# What forms write in the place of a name.
ANONYMOUS = {"anonyme", "anonymous", "anonymous user", "utilisateur anonyme"}


class PlpdmaContribution(models.Model):
    """Registers begun elsewhere."""

    _inherit = "plpdma.contribution"

    _import_keeps_words = True
    _import_repeated = ("contributor_name", "contributor_street", "contributor_city")
    _import_dated = "date_received"
    _import_dating = ("session_id",)
    _import_clues = {
        "stakeholder_id": ("email", "organisation"),
        "partner_id": ("email", "organisation"),
        "session_id": ("day",),
    }

    @api.model
    def _keep_left_words(self, values, words):
        """What the file said and the register does not know stands in the note that
        only the staff reads."""
        told = self.env._("In the imported file: %s", "; ".join(words))
        note = values.get("internal_note") or ""
        return {**values, "internal_note": f"{note}{plaintext2html(told)}"}

    @api.model
    def _get_faults(self, values, exists):
        """List of the faults of a row, those of a claim to have been read included:
        nobody has read the rows of a file."""
        self._read_nobody(values, exists)
        faults = super()._get_faults(values, exists)
        faults.extend(
            (name, str(values[name]), self._word_unread(name), None)
            for name in self._get_claims_read(values)
        )
        verbatim = values.get("verbatim")
        if verbatim and is_blank(verbatim):
            message = self.env._("A contribution needs the author's own words.")
            faults.append(("verbatim", verbatim, message, None))
        self._read_emails(values, exists)
        if CUT_POSTCODE.fullmatch(values.get("contributor_zip") or ""):
            values["contributor_zip"] = f"0{values['contributor_zip']}"
        email = values.get("contributor_email")
        fault, meant = find_email_fault(self.env, email)
        if fault:
            # What is proposed for a mistyped domain is taken over in one click.
            faults.append(("contributor_email", email, fault, meant))
        received = fields.Date.to_date(values.get("date_received"))
        today = self._reference_company(values)._plpdma_get_today()
        if received and received > today:
            message = self._word_future_date(received)
            faults.append(("date_received", str(received), message, None))
        if received and received.year < EARLIEST_YEAR:
            message = self.env._(
                "“%s”: nothing takes place in such a year.", values["date_received"]
            )
            faults.append(("date_received", str(received), message, None))
        return faults

    def _get_change_faults(self, values):
        """The words that their author sent are kept as they came: a file says nothing
        else in their place, and white space is none of them."""
        faults = super()._get_change_faults(values)
        told = values.get("verbatim")
        # sudo: whether its author holds its words is asked, nothing of it is shown.
        if not told or not self.sudo()._is_held_by_author():
            return faults
        if told.split() == (self.verbatim or "").split():
            del values["verbatim"]
            return faults
        message = self.env._(
            "“%(text)s” is not what the author of %(contribution)s sent: the words "
            "that came are kept as they came. Leave this cell empty.",
            text=quote_cell(told),
            contribution=self.reference,
        )
        return [*faults, ("verbatim", told, message, None)]

    def _load_records_write(self, values):
        """What a text said before a file changed it stays in the discussion."""
        before = self.verbatim
        result = super()._load_records_write(values)
        if self.verbatim != before:
            told = self.env._("Text changed by an imported file. It was:")
            self._message_log(
                body=Markup("%s<blockquote>%s</blockquote>")
                % (told, plaintext2html(before))
            )
        return result

    def _load_records_create(self, vals_list):
        """An author who has the address of somebody of another name is not them, which
        is told."""
        records = super()._load_records_create(vals_list)
        alone = records.filtered(lambda one: not one.partner_id)
        for record, contacts in alone._find_contacts().items():
            if len(contacts) == 1:
                get_job().apart[record.contributor_name] = contacts.name
        return records

    @api.model
    def _read_emails(self, values, exists):
        """Of several addresses in a cell, one is written to; the note that only the
        staff reads keeps the others."""
        if exists:
            return
        name, address = part_name(values.get("contributor_name"))
        if address:
            values["contributor_name"] = name
            values["contributor_email"] = join_told(
                values.get("contributor_email"), address
            )
        told = values.get("contributor_email")
        if not told:
            return
        address, others = choose_address(told, values.get("contributor_name") or "")
        values["contributor_email"] = address
        if others:
            label = self._fields["contributor_email"]._description_string(self.env)
            words = [f"{label} : {', '.join(others)}"]
            values.update(self._keep_left_words(values, words))

    @api.model
    def _read_nobody(self, values, exists):
        """« Anonyme », which forms write where nobody gave a name, is no name; nor are
        « néant » or « Mme », which say as much as an empty cell."""
        told = ("contributor_name", "contributor_email")
        for name in told:
            text = values.get(name)
            if text and (is_nobody(text) or is_civility_alone(text)):
                values[name] = False
                if exists:
                    # An empty cell takes nothing away.
                    del values[name]
        nobody = [
            name
            for name in told
            if values.get(name) and fold(values[name]) in ANONYMOUS
        ]
        for name in nobody:
            values[name] = False
        is_named = values.get("contributor_name") or values.get("contributor_email")
        if nobody and not is_named and values.get("anonymous", None) is None:
            values["anonymous"] = True

    @api.model
    def _word_unknown_reference(self, reference):
        return self.env._(
            "“%s”: no contribution bears this reference. Correct it, or leave this "
            "cell empty for a new contribution, which is then given its number.",
            quote_cell(reference),
        )

    @api.model
    def _get_update_message(self, count, names):
        if count == 1:
            return self.env._("1 existing contribution will be modified: %s.", names)
        return self.env._(
            "%(count)s existing contributions will be modified: %(names)s.",
            count=count,
            names=names,
        )

    def _load_records(self, data_list, update=False):
        """:raise UserError: for a row that claims to have been read"""
        if not self.env.su:
            for data in data_list:
                for name in self._get_claims_read(data["values"]):
                    raise UserError(self._word_unread(name))
        return super()._load_records(data_list, update)

    @api.model
    def _get_claims_read(self, values):
        """Names of the fields by which a row claims to have been read."""
        claims = {"moderation": "accepted", "is_publishable": True}
        return [name for name, value in claims.items() if values.get(name) == value]

    @api.model
    def _word_unread(self, name):
        return self.env._(
            "“%s” is not imported: somebody reads each contribution here before it is "
            "published. Leave this column out.",
            self._fields[name]._description_string(self.env),
        )
