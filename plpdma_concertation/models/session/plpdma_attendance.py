"""Who signed on the spot, and which participant each of them is."""

import base64
import binascii
import io
import re

from PIL import Image
from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import mute_logger, remove_accents
from odoo.tools.sql import escape_psql

from ...tools.groups import STAFF
from ...tools.images import count_pixels
from ...tools.names import MAX_NAME, clean_line, get_name_error
from ...tools.notifications import make_notification

MAX_SIGNATURE = 200 * 1024
# A small file may unfold into a large picture.
MAX_PIXELS = 4_000_000
# How many identities are erased at once.
BATCH_SIZE = 500
DATA_URL = "data:image/png;base64,"


class PlpdmaAttendance(models.Model):
    """A person signed at a session, on a screen.

    It is a fact: only which participant it is may be told afterwards.
    """

    _name = "plpdma.attendance"
    _description = "Signature of a Participant"
    _inherit = ["plpdma.field.access.mixin"]
    _order = "date desc, id desc"

    _personal_fields = ("name", "signature", "signer_key")

    # What was signed
    session_id = fields.Many2one(
        "plpdma.session", required=True, index=True, readonly=True, ondelete="cascade"
    )
    program_id = fields.Many2one(
        related="session_id.program_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="session_id.company_id", store=True, index=True
    )
    date = fields.Datetime(
        string="Signed on", required=True, readonly=True, default=fields.Datetime.now
    )
    name = fields.Char(readonly=True)
    organisation = fields.Char(readonly=True)
    signature = fields.Image(max_width=800, max_height=400, readonly=True, groups=STAFF)
    # The same person who signs twice is there once.
    signer_key = fields.Char(compute="_compute_signer_key", store=True, precompute=True)
    date_anonymised = fields.Date(
        string="Identity Erased on", readonly=True, groups=STAFF
    )

    # Who it is
    participation_id = fields.Many2one(
        "plpdma.participation",
        string="Participant",
        index="btree_not_null",
        ondelete="set null",
        domain="[('session_id', '=', session_id)]",
    )
    attendance = fields.Selection(related="participation_id.attendance")
    to_match = fields.Boolean(
        string="Still to Recognise",
        compute="_compute_to_match",
        store=True,
        precompute=True,
        help="None of the participants, or several, have this name.",
    )

    _session_signer_uniq = models.UniqueIndex(
        "(session_id, signer_key) WHERE signer_key IS NOT NULL",
        "This person has already signed.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("name", "organisation")
    def _compute_signer_key(self):
        for attendance in self:
            attendance.signer_key = bool(attendance.name) and (
                f"{self._normalise(attendance.name)}"
                f"|{self._normalise(attendance.organisation)}"
            )

    @api.depends("participation_id", "name")
    def _compute_to_match(self):
        """Who was forgotten is not looked for any more."""
        for attendance in self:
            attendance.to_match = bool(
                attendance.name and not attendance.participation_id
            )

    @api.depends("name", "organisation")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for attendance in self:
            name = attendance.name or self.env._("Identity erased")
            organisation = attendance.organisation
            attendance.display_name = (
                f"{name} ({organisation})" if organisation else name
            )

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("participation_id", "session_id")
    def _check_participation(self):
        for attendance in self:
            participation = attendance.participation_id
            if participation and participation.session_id != attendance.session_id:
                raise ValidationError(
                    self.env._(
                        "%(signer)s signed at “%(session)s”: choose one of its "
                        "participants.",
                        signer=attendance.display_name,
                        session=attendance.session_id.name,
                    )
                )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """Who signs is present."""
        attendances = super().create(vals_list)
        attendances._note_presence()
        return attendances

    def write(self, vals):
        """Only which participant it is may be changed.

        :raise UserError: for what was signed
        """
        if not self.env.su and vals.keys() - {"participation_id"}:
            raise UserError(
                self.env._(
                    "What was signed does not change: choose only which participant "
                    "signed."
                )
            )
        result = super().write(vals)
        if vals.get("participation_id"):
            self._note_presence()
        return result

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_add_participant(self):
        """Add those who came unannounced to the participants; safe to repeat.

        Their contact is found by its name, or made.

        :raise UserError: when several contacts have the name
        """
        self.check_access("write")
        for attendance in self.filtered("to_match"):
            attendance.participation_id = attendance._get_new_participation()

    def action_anonymise(self):
        """Erase the name and the signature, for good; it is done once.

        :return: notification that says so
        """
        self.check_access("unlink")
        self._anonymise()
        return make_notification(
            self.env._("The name and the signature were erased."), "success"
        )

    # ------------------------------------------------------------------
    # Signing
    # ------------------------------------------------------------------
    @api.model
    def _normalise(self, name):
        """What two ways to write a name have in common: neither case nor accents,
        hyphens, or which of the names comes first."""
        words = re.split(r"[\W_]+", remove_accents(name or "").casefold())
        return " ".join(sorted(filter(None, words)))

    @api.model
    def _get_errors(self, name, organisation, signature):
        """What is wrong with a form.

        :param str signature: address of the picture, as the signature pad gives it
        :return: ``{field: sentence}``
        """
        errors = {}
        if not self._normalise(name):
            errors["name"] = self.env._("Write your first and last name.")
        elif error := get_name_error(self.env, clean_line(name)):
            errors["name"] = error
        if len(clean_line(organisation)) > MAX_NAME:
            errors["organisation"] = self.env._(
                "The name of the organisation is too long: %s characters at most.",
                MAX_NAME,
            )
        if not signature:
            errors["signature"] = self.env._("Sign in the frame.")
        elif not self._decode_signature(signature):
            errors["signature"] = self.env._(
                "Your signature could not be read. Sign again in the frame."
            )
        return errors

    @api.model
    def _decode_signature(self, signature):
        """The picture of a signature, or nothing when it is not one.

        :param str signature: a PNG as a data URL
        :return: the content of the file, in base64, or ``None``
        """
        encoded = signature.removeprefix(DATA_URL)
        if encoded == signature or len(encoded) > MAX_SIGNATURE * 4 / 3 + 4:
            return None
        try:
            content = base64.b64decode(encoded, validate=True)
            if count_pixels(content) > MAX_PIXELS:
                return None
            with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
                bands = image.convert("RGBA").getextrema()
        except (binascii.Error, OSError, SyntaxError, ValueError):
            # Pillow says so of what is not a picture, or is a broken one.
            return None
        # A single colour is an empty frame.
        is_empty = all(low == high for low, high in bands) or bands[3][1] == 0
        return None if is_empty else base64.b64encode(content)

    @api.model
    def _sign(self, session, name, organisation, signature):
        """Note that somebody signed; who signs twice is there once.

        :return: ``(attendance, whether it is new)``
        :raise UserError: saying what is wrong
        """
        errors = self._get_errors(name, organisation, signature)
        if errors:
            raise UserError("\n".join(errors.values()))
        name, organisation = clean_line(name), clean_line(organisation)
        vals = {
            "session_id": session.id,
            "name": name,
            "organisation": organisation or False,
            "signature": self._decode_signature(signature),
            "participation_id": self._find_participation(
                session, name, organisation
            ).id,
        }
        known = self._find_signed(session, name, organisation)
        if known:
            return known, False
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                return self.create(vals), True
        except UniqueViolation:
            # The same form, posted twice at once: the other one is noted, though it
            # may not be visible from here yet.
            return self._find_signed(session, name, organisation), False

    @api.model
    def _find_signed(self, session, name, organisation):
        key = f"{self._normalise(name)}|{self._normalise(organisation)}"
        return self.search([("session_id", "=", session.id), ("signer_key", "=", key)])

    @api.model
    def _find_participation(self, session, name, organisation):
        """The only participant who has the name; failing that, the only one of the
        organisation. None in doubt: the agent will tell."""
        name, organisation = map(self._normalise, (name, organisation))
        lines = session.participation_ids
        found = lines.filtered(
            lambda line: (
                not line.partner_id.is_company
                and self._normalise(line.partner_id.name) == name
            )
        )
        if len(found) != 1:
            found = lines.filtered(
                lambda line: (
                    organisation
                    and line.partner_id.commercial_partner_id.is_company
                    and self._normalise(line.partner_id.commercial_partner_id.name)
                    == organisation
                )
            )
        return found if len(found) == 1 else lines.browse()

    def _note_presence(self):
        """Who signed came, and read the notice on the page where one signs; whose
        stand-in signed stays replaced, while a proxy falls with the absence."""
        lines = self.participation_id
        lines.filtered(lambda line: not line.is_in_person).write(
            {"attendance": "present"}
        )
        for session, present in lines.grouped("session_id").items():
            self.env["plpdma.notice.receipt"]._record(
                present.stakeholder_id, "session", session
            )

    # ------------------------------------------------------------------
    # Newcomers
    # ------------------------------------------------------------------
    def _get_new_participation(self):
        """The line of who signed among the participants of the session, made if need
        be, with their contact and their place among the actors."""
        self.ensure_one()
        partner = self._get_contact()
        # An actor who was archived takes part again under the same name.
        actors = self.env["plpdma.stakeholder"].with_context(active_test=False)
        of_program = {"program_id": self.program_id.id, "partner_id": partner.id}
        actor = actors.search(
            [(field, "=", value) for field, value in of_program.items()]
        ) or actors.create(of_program)
        lines = self.session_id.participation_ids
        return lines.filtered(
            lambda line: line.stakeholder_id == actor
        ) or lines.create(
            {
                "session_id": self.session_id.id,
                "stakeholder_id": actor.id,
                "attendance": "present",
            }
        )

    def _get_contact(self):
        """The contact of who signed, within their organisation if they gave one."""
        self.ensure_one()
        contacts = self._search_contacts(self.name, is_company=False)
        organisation = self._normalise(self.organisation)
        if organisation:
            contacts = contacts.filtered(
                lambda contact: organisation
                in (
                    self._normalise(contact.commercial_partner_id.name),
                    self._normalise(contact.company_name),
                )
            )
        if len(contacts) > 1:
            raise UserError(
                self.env._(
                    "Several contacts are named %s: invite the right one to the "
                    "session, then choose them here.",
                    self.name,
                )
            )
        return contacts or contacts.create(self._prepare_contact())

    def _prepare_contact(self):
        employers = self._search_contacts(self.organisation, is_company=True)
        employer = employers if len(employers) == 1 else employers.browse()
        return {
            "name": self.name,
            "parent_id": employer.id,
            "company_name": not employer and self.organisation,
            "company_id": self.company_id.id,
        }

    def _search_contacts(self, name, is_company):
        return self.env["res.partner"].search(
            [
                ("name", "=ilike", escape_psql(name or "")),
                ("is_company", "=", is_company),
                ("company_id", "in", (False, self.company_id.id)),
            ]
        )

    # ------------------------------------------------------------------
    # Forgetting
    # ------------------------------------------------------------------
    def _anonymise(self):
        """Erase who the persons are; that somebody came, for which organisation, and
        when, stays."""
        # sudo: what was signed is changed for this alone.
        signed = self.sudo().filtered(lambda attendance: not attendance.date_anonymised)
        persons = signed.filtered(
            lambda attendance: not attendance.participation_id.partner_id.is_company
        )
        persons.participation_id = False
        signed.write(
            {
                "name": False,
                "signature": False,
                "date_anonymised": fields.Date.context_today(self),
            }
        )

    @api.autovacuum
    def _gc_identities(self):
        """Erase the identities that the programmes have kept for as long as they
        say."""
        domain = [
            ("date_anonymised", "=", False),
            ("program_id.date_retention", "<=", fields.Date.context_today(self)),
        ]
        batch = self.search(domain, limit=BATCH_SIZE, order="id")
        batch._anonymise()
        return len(batch), len(batch) == BATCH_SIZE
