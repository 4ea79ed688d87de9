from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.groups import STAFF
from ...tools.notifications import make_notification

# How many identities are erased at once.
BATCH_SIZE = 500


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
        """Nobody looks any longer for a person who was forgotten."""
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
        """Whoever signs is present."""
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
    # Business
    # ------------------------------------------------------------------
    def _note_presence(self):
        """Whoever signed came, and read the notice on the page where one signs; whose
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
    # Forgetting
    # ------------------------------------------------------------------
    def _anonymise(self):
        """Erase who the people are; that somebody came, for which organisation, and
        when, stays."""
        # sudo: what was signed is changed for this alone.
        signed = self.sudo().filtered(lambda attendance: not attendance.date_anonymised)
        persons = signed.filtered(
            lambda attendance: not attendance.participation_id.partner_id.is_company
        )
        persons.participation_id = False
        for company, attendances in signed.grouped("company_id").items():
            attendances.write(
                {
                    "name": False,
                    "signature": False,
                    "date_anonymised": company._plpdma_get_today(),
                }
            )

    @api.autovacuum
    def _gc_identities(self):
        """Erase the identities that the programmes have kept for as long as they
        say."""
        domain = Domain("date_anonymised", "=", False)
        domain &= self.env["plpdma.program"]._get_over_domain("session_id.date_start")
        batch = self.search(domain, limit=BATCH_SIZE, order="id")
        batch._anonymise()
        return len(batch), len(batch) == BATCH_SIZE
