from textwrap import shorten

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import is_html_empty

from ...tools.groups import STAFF, TEAM
from ...tools.local_html import LocalHtml
from ...tools.texts import html_to_text
from ...tools.windows import open_alone

# The states of a response that was put on its way to those whom it answers.
RELEASED = ("sent", "superseded")


class PlpdmaResponse(models.Model):
    """The authority's answer to one or several contributions, and its reasons."""

    _name = "plpdma.response"
    _description = "Response of the Local Authority"
    _inherit = [
        "plpdma.program.mixin",
        "plpdma.reference.mixin",
        "plpdma.earned.mixin",
        "plpdma.workflow.mixin",
        "plpdma.conflict.mixin",
        "plpdma.thread.mixin",
        "plpdma.in.mandate.mixin",
    ]
    _order = "id desc"
    _rec_name = "reference"

    _import_template = "responses"
    _reference_sequence = "plpdma.response"
    _same_program_fields = ("contribution_ids", "supersedes_id")
    _conflict_fields = (
        "name",
        "decision",
        "refusal_reason_id",
        "review_date",
        "motivation",
        "effect",
        "follow_up_terms",
    )

    # What is answered
    program_id = fields.Many2one(
        compute="_compute_program_id",
        store=True,
        readonly=False,
        precompute=True,
        default=None,
    )
    active = fields.Boolean(default=True)
    contribution_ids = fields.Many2many(
        "plpdma.contribution",
        "plpdma_response_contribution_rel",
        "response_id",
        "contribution_id",
        string="Contributions",
        copy=False,
        check_company=True,
        # Archived or not, what was written is answered.
        context={"active_test": False},
        domain="[('program_id', '=?', program_id), ('is_observation', '=', True)]",
    )
    answered_text = fields.Char(
        string="What Is Answered",
        compute="_compute_answered_text",
        help="The first contribution answered, and how many more.",
    )
    theme_ids = fields.Many2many(
        "plpdma.theme", string="Themes", compute="_compute_theme_ids"
    )

    # What is answered to it
    decision = fields.Selection(
        [
            ("retained", "Retained"),
            ("partial", "Partly retained"),
            ("deferred", "Deferred"),
            ("not_retained", "Not retained"),
            ("out_of_scope", "Out of scope"),
            ("information", "Information"),
        ],
        tracking=True,
        help="What becomes of the contribution.",
    )
    motivation = LocalHtml(
        help="Why. Sent in full to the author; required for all that is not simply "
        "retained."
    )
    refusal_reason_id = fields.Many2one(
        "plpdma.refusal.reason",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    effect = LocalHtml(
        help="What the authority will do: action, calendar, who is responsible."
    )
    follow_up_terms = LocalHtml(
        string="Follow-up Terms",
        compute="_compute_follow_up_terms",
        store=True,
        readonly=False,
        precompute=True,
        help="How the author can follow what becomes of their request.",
    )
    review_date = fields.Date(
        string="To Be Reviewed on", help="When a deferred request is looked at again."
    )

    missing_notice = fields.Char(
        compute="_compute_missing_notice",
        help="What the decision requires, and is still to write.",
    )

    # Who answers, and when
    author_id = fields.Many2one(
        "res.users",
        string="Prepared by",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        index="btree_not_null",
        groups=TEAM,
    )
    mandate_ids = fields.Many2many(
        "plpdma.mandate",
        string="Covered by the Mandates",
        compute="_compute_mandate_ids",
        store=True,
        precompute=True,
        copy=False,
        groups=STAFF,
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("contribution_ids")
    def _compute_program_id(self):
        for response in self:
            response.program_id = (
                response.contribution_ids._origin.program_id[:1]
                or response.program_id
                or self._default_program_id()
            )

    @api.depends("contribution_ids.summary", "contribution_ids.verbatim")
    @api.depends_context("uid", "lang")
    def _compute_answered_text(self):
        contributions = self.env["plpdma.contribution"].search(
            [("response_ids", "in", self.ids)], order="id"
        )
        for response in self:
            answered = contributions & response.contribution_ids
            text = answered[:1].summary or answered[:1].verbatim or ""
            text = shorten(text, 120, placeholder="…")
            if len(answered) > 1:
                text = self.env._(
                    "%(text)s (and %(count)s more)", text=text, count=len(answered) - 1
                )
            response.answered_text = text

    @api.depends("contribution_ids.theme_ids")
    def _compute_theme_ids(self):
        for response in self:
            response.theme_ids = response.contribution_ids.theme_ids

    @api.depends("program_id")
    def _compute_follow_up_terms(self):
        for response in self:
            if is_html_empty(response.follow_up_terms):
                response.follow_up_terms = response.program_id.follow_up_terms

    @api.depends("state", "decision", "motivation", "effect", "review_date")
    @api.depends_context("lang")
    def _compute_missing_notice(self):
        """Told while one writes, not once it is refused; nothing before a decision."""
        for response in self:
            is_begun = response.state == "draft" and response.decision
            missing = response._get_missing() if is_begun else []
            response.missing_notice = bool(missing) and self.env._(
                "Required before it leaves the draft, and still to write: %s.",
                ", ".join(missing),
            )

    @api.depends("contribution_ids.mandate_ids", "contribution_ids.read_by")
    def _compute_mandate_ids(self):
        """Covered through what it answers, but for what stays with the staff."""
        # sudo: who reads it does not depend on what the user who writes may read.
        for response in self.sudo():
            shared = response.contribution_ids.filtered(lambda c: c.read_by != "staff")
            response.mandate_ids = shared.mandate_ids

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("state", "decision", "motivation", "effect", "review_date")
    def _check_explained(self):
        """No answer without its reasons."""
        self.filtered(lambda response: response.state != "draft")._check_complete()

    def _check_complete(self):
        """:raise ValidationError: naming what a response lacks to leave the draft"""
        for response in self:
            missing = response._get_missing()
            if missing:
                raise ValidationError(
                    self.env._(
                        "The response %(response)s cannot leave the draft. Still to "
                        "write: %(missing)s.",
                        response=response._get_title(),
                        missing=", ".join(missing),
                    )
                )

    def _get_missing(self):
        """List of the labels of what the decision requires and the response lacks, as
        the form heads them."""
        self.ensure_one()
        required = {"decision": self.decision}
        if self.decision not in ("retained", "information"):
            required["motivation"] = not is_html_empty(self.motivation)
        if self.decision in ("retained", "partial"):
            required["effect"] = not is_html_empty(self.effect)
        if self.decision == "deferred":
            required["review_date"] = self.review_date
        # “Motif” alone would be taken for the reason that one chooses from a list.
        headings = {"motivation": self.env._("Why (Motivation)")}
        return [
            headings.get(name) or self._fields[name]._description_string(self.env)
            for name, filled in required.items()
            if not filled
        ]

    @api.constrains("state", "contribution_ids")
    def _check_contributions(self):
        self.filtered(lambda response: response.state != "draft")._check_answers()
        for response in self:
            for contribution in response.contribution_ids:
                if response.state == "draft" and contribution.duplicate_of_id:
                    raise ValidationError(
                        self.env._(
                            "%(contribution)s is merged into %(main)s: answer the "
                            "latter, both authors will be told.",
                            contribution=contribution.reference,
                            main=contribution.duplicate_of_id.reference,
                        )
                    )
                others = (contribution.response_ids - response).filtered(
                    lambda other: other.state != "superseded"
                )
                strangers = others - response.supersedes_id - response.superseded_by_ids
                if response.state != "superseded" and strangers:
                    raise ValidationError(
                        self.env._(
                            "%(contribution)s already has a response: %(response)s.",
                            contribution=contribution.reference,
                            response=strangers[0].reference,
                        )
                    )

    def _check_answers(self):
        """:raise ValidationError: for a response that answers nothing"""
        for response in self.filtered(lambda response: not response.contribution_ids):
            raise ValidationError(
                self.env._("%s answers no contribution.", response._get_title())
            )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """What a response answers is taken into review."""
        responses = super().create(vals_list)
        responses.contribution_ids.action_review()
        return responses

    def write(self, vals):
        """What joins a response is taken into review too."""
        contributions = self.contribution_ids
        result = super().write(vals)
        if "contribution_ids" in vals:
            (self.contribution_ids - contributions).action_review()
        return result

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_view_contributions(self):
        """Window action on the contributions that the response answers, merged ones
        included; on its only one where there is but one."""
        self.ensure_one()
        action = self.program_id._action_open_items("action_plpdma_contribution")
        answered = Domain("response_ids", "in", self.ids)
        if self.env.su or self.env.user.has_group(STAFF):
            answered |= Domain("duplicate_of_id.response_ids", "in", self.ids)
        action["domain"] = list(answered)
        # Archived or not, what was written is answered.
        action["context"]["active_test"] = False
        return open_alone(self.env, action)

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _get_plain_text(self, name):
        """The words of one of its texts, formatted or not."""
        self.ensure_one()
        is_formatted = self._fields[name].type == "html"
        return html_to_text(self[name]) if is_formatted else self[name] or ""

    def _get_decision_label(self):
        """The decision as the reader's language says it, or nothing yet."""
        labels = dict(self._fields["decision"]._description_selection(self.env))
        return labels.get(self.decision, "")

    def _get_all_contributions(self):
        """The contributions answered, and those merged into them, which only the
        staff knows of."""
        contributions = self.contribution_ids
        if self.env.su or self.env.user.has_group(STAFF):
            contributions |= contributions.duplicate_ids
        return contributions
