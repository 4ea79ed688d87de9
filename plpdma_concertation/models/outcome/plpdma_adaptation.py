from textwrap import shorten

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ...tools.groups import STAFF


class PlpdmaAdaptation(models.Model):
    """An entry of the adaptation log: a modality that changed because a need emerged.
    Entries are added, never rewritten: a mistake is corrected by another entry."""

    _name = "plpdma.adaptation"
    _description = "Adaptation of the Concertation"
    _inherit = ["plpdma.program.mixin"]
    _order = "date desc, id desc"
    _rec_name = "need"
    _rec_names_search = ["need", "new_modality"]

    _same_program_fields = (
        "session_id",
        "contribution_id",
        "stakeholder_id",
        "applies_to_id",
        "corrects_id",
    )

    # From a need to a changed modality
    date = fields.Date(required=True, default=fields.Date.context_today)
    need = fields.Text(string="Need That Emerged", required=True)
    previous_modality = fields.Text(string="What Was Planned")
    new_modality = fields.Text(string="What Changed", required=True)
    applies_to_id = fields.Many2one(
        "plpdma.session",
        string="First Applied to",
        check_company=True,
        domain="[('program_id', '=', program_id)]",
        index="btree_not_null",
        ondelete="restrict",
    )

    # Where the need comes from
    session_id = fields.Many2one(
        "plpdma.session",
        string="Expressed in the Session",
        check_company=True,
        domain="[('program_id', '=', program_id)]",
        index="btree_not_null",
        ondelete="restrict",
    )
    # The log is read by people who may not know who said what, nor in confidence.
    contribution_id = fields.Many2one(
        "plpdma.contribution",
        string="Expressed in the Contribution",
        check_company=True,
        domain="[('program_id', '=', program_id)]",
        index="btree_not_null",
        ondelete="restrict",
        groups=STAFF,
    )
    stakeholder_id = fields.Many2one(
        "plpdma.stakeholder",
        string="Expressed by",
        check_company=True,
        domain="[('program_id', '=', program_id)]",
        index="btree_not_null",
        ondelete="restrict",
        groups=STAFF,
    )

    # The log itself
    corrects_id = fields.Many2one(
        "plpdma.adaptation",
        string="Corrects",
        copy=False,
        check_company=True,
        domain="[('program_id', '=', program_id)]",
        index="btree_not_null",
        ondelete="restrict",
        help="The entry that this one replaces; both stay readable.",
    )
    corrected_by_ids = fields.One2many(
        "plpdma.adaptation", "corrects_id", string="Corrected by"
    )
    is_corrected = fields.Boolean(string="Corrected", compute="_compute_is_corrected")
    user_id = fields.Many2one(
        "res.users",
        string="Noted by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        copy=False,
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("date", "need")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for adaptation in self:
            parts = (
                format_date(self.env, adaptation.date),
                shorten(adaptation.need or "", 60, placeholder="…"),
            )
            adaptation.display_name = " · ".join(filter(None, parts))

    @api.depends("corrected_by_ids")
    def _compute_is_corrected(self):
        for adaptation in self:
            adaptation.is_corrected = bool(adaptation.corrected_by_ids)

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("need", "new_modality")
    def _check_told(self):
        for adaptation in self:
            if not adaptation.need.strip() or not adaptation.new_modality.strip():
                raise ValidationError(
                    self.env._(
                        "An adaptation goes from a need to what changed: write both."
                    )
                )

    @api.constrains("session_id", "contribution_id", "stakeholder_id")
    def _check_source(self):
        for adaptation in self:
            if not (
                adaptation.session_id
                or adaptation.contribution_id
                or adaptation.stakeholder_id
            ):
                raise ValidationError(
                    self.env._(
                        "Say where the need comes from: a session, a contribution or "
                        "an actor."
                    )
                )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """The new entries, each signed by the user who notes it; only data files name
        somebody else."""
        if not self.env.su:
            vals_list = [{**vals, "user_id": self.env.uid} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):  # pylint: disable=method-required-super
        """Entries are never rewritten.

        :raise UserError: always
        """
        raise UserError(self._get_append_only_message())

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self._get_append_only_message())

    def _get_append_only_message(self):
        """Sentence that says why an entry does not change, and what to do instead."""
        return self.env._(
            "The adaptation log keeps what was noted: its entries are neither changed "
            "nor deleted. Add an entry that corrects this one (“Correct This Entry”)."
        )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_correct(self):
        """Window action on a new entry that corrects this one, filled in like it."""
        self.ensure_one()
        copied = self.copy_data()[0]
        copied.pop("date")
        return self.program_id._action_new_item(
            "action_plpdma_adaptation", **copied, corrects_id=self.id
        )

    def action_view_correction(self):
        """Window action on the entry that corrects this one, the latest when there are
        several."""
        self.ensure_one()
        return self.corrected_by_ids[:1].get_formview_action()


class PlpdmaContribution(models.Model):
    """A contribution that tells a need for which something changes."""

    _inherit = "plpdma.contribution"

    def action_note_adaptation(self):
        """Window action on a new entry of the adaptation log, whose need is told here.

        The need itself is left to write, and the meeting where it was told in
        confidence is not named: more people read the log.
        """
        self.ensure_one()
        is_told = self.read_by != "staff"
        return self.program_id._action_new_item(
            "action_plpdma_adaptation",
            contribution_id=self.id,
            session_id=is_told and self.session_id.id,
            stakeholder_id=self.stakeholder_id.id,
        )
