from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .plpdma_response import RELEASED


class PlpdmaResponse(models.Model):
    """Where a response stands, and what of it does not change any more."""

    _inherit = "plpdma.response"

    _state_origins = {
        "draft": ("submitted", "validated"),
        "submitted": ("draft",),
        "validated": ("submitted",),
        "sent": ("validated",),
        "superseded": ("sent",),
    }
    _earned_fields = frozenset(
        {
            "arbiter_office",
            "arbitration_note",
            "date_sent",
            "date_submitted",
            "date_validated",
            "return_reason",
            "state",
            "supersedes_id",
            "validated_by_id",
        }
    )
    # What the arbiter validated and the authors received.
    _content_fields = {
        "reference",
        "name",
        "program_id",
        "contribution_ids",
        "decision",
        "motivation",
        "refusal_reason_id",
        "effect",
        "follow_up_terms",
        "inspired_by_id",
        "model_text",
        "review_date",
        "author_id",
        "supersedes_id",
    }
    _decision_fields = {
        "arbiter_id",
        "validated_by_id",
        "date_validated",
        "date_sent",
        "arbitration_note",
        "in_absence_of_id",
    }
    _locked_states = ("validated", "sent", "superseded")

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Awaiting arbitration"),
            ("validated", "Validated"),
            ("sent", "Released"),
            ("superseded", "Superseded"),
        ],
        string="Status",
        required=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    is_locked = fields.Boolean(compute="_compute_is_locked")

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("state")
    def _compute_is_locked(self):
        for response in self:
            response.is_locked = response.state in self._locked_states

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("state", "arbiter_id", "date_validated", "date_sent")
    def _check_state_facts(self):
        """Each state rests on what must have happened before."""
        for response in self:
            decided = response.arbiter_id and response.date_validated
            if response.is_locked and not decided:
                raise ValidationError(
                    self.env._(
                        "%s: note who decided and when before it is validated.",
                        response._get_title(),
                    )
                )
            if response.state in RELEASED and not response.date_sent:
                raise ValidationError(
                    self.env._("%s was never sent.", response._get_title())
                )
            replaced = response.superseded_by_ids.filtered(
                lambda correction: correction.state in RELEASED
            )
            if response.state == "superseded" and not replaced:
                raise ValidationError(
                    self.env._("No response supersedes %s.", response._get_title())
                )

    @api.constrains("active", "state")
    def _check_active(self):
        """What left the draft stays in sight: it was given, or is being decided."""
        for response in self:
            if not response.active and response.state != "draft":
                raise ValidationError(
                    self.env._(
                        "%s left the draft: it cannot be archived. An answer that was "
                        "sent is corrected by another one.",
                        response._get_title(),
                    )
                )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    def write(self, vals):
        """Keep what was validated or sent as it is.

        :raise AccessError: for a user who may not write it
        :raise UserError: for a response that left the draft
        """
        # Whoever may not write is told that, and nothing of where it stands.
        self.check_access("write")
        if self._content_fields & vals.keys():
            self._check_content_unlocked()
        if self._decision_fields & vals.keys():
            self._check_not_sent()
            if "state" not in vals:
                self._check_decision_unlocked()
        return super().write(vals)

    def _check_content_unlocked(self):
        """:raise UserError: when a response left the draft: whoever arbitrates reads
        what is submitted, and what was validated or sent stands"""
        self._check_decision_unlocked()
        for response in self.filtered(lambda response: response.state == "submitted"):
            raise UserError(
                self.env._(
                    "%s awaits arbitration: its content does not change meanwhile. "
                    "Take it back first.",
                    response._get_title(),
                )
            )

    def _check_decision_unlocked(self):
        """:raise UserError: when a response was validated or sent"""
        for response in self.filtered("is_locked"):
            raise UserError(
                self.env._(
                    "%s was validated: its content can no longer change. Put it "
                    "back to draft or, once it has been sent, make a correction.",
                    response._get_title(),
                )
            )

    def _check_not_sent(self):
        """:raise UserError: when a response was sent"""
        for response in self.filtered(lambda r: r.state in RELEASED):
            raise UserError(
                self.env._(
                    "%s was sent: it never changes. Make a correction, which will "
                    "supersede it.",
                    response._get_title(),
                )
            )

    @api.model
    def _get_earned_sentences(self):
        decided = self.env._("“Validate” and “Return for Rework” do.")
        return {
            **dict.fromkeys(
                (
                    "arbiter_office",
                    "arbitration_note",
                    "date_validated",
                    "return_reason",
                    "validated_by_id",
                ),
                decided,
            ),
            "state": self.env._(
                "A response begins as a draft; “Submit”, “Validate”, “Return for "
                "Rework” and “Send to the Authors” take it further."
            ),
            "date_submitted": self.env._("“Submit” does."),
            "date_sent": self.env._("“Send to the Authors” does."),
            "supersedes_id": self.env._("“Correct” does."),
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        for response in self.filtered(lambda response: response.state != "draft"):
            raise UserError(
                self.env._(
                    "%s left the draft: it is part of the history.",
                    response._get_title(),
                )
            )
