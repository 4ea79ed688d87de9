from collections import defaultdict
from textwrap import shorten

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tools import (
    format_datetime,
    html2plaintext,
    is_html_empty,
    plaintext2html,
)

from ...tools.groups import ELECTED, MANAGER, READERS, STAFF, TEAM
from ...tools.local_html import LocalHtml
from ...tools.notifications import make_notification
from ...tools.texts import html_to_text

ARBITRATION_ACTIVITY = "plpdma_concertation.mail_activity_type_arbitration"
REWORK_ACTIVITY = "plpdma_concertation.mail_activity_type_rework"


class PlpdmaResponse(models.Model):
    """The authority's answer to one or several contributions, and its reasons."""

    _name = "plpdma.response"
    _description = "Response of the Local Authority"
    _inherit = [
        "plpdma.program.mixin",
        "plpdma.reference.mixin",
        "plpdma.earned.mixin",
        "plpdma.conflict.mixin",
        "plpdma.thread.mixin",
        "plpdma.in.mandate.mixin",
    ]
    _order = "id desc"
    _rec_name = "reference"

    _import_template = "responses"
    _reference_sequence = "plpdma.response"
    _same_program_fields = ("contribution_ids", "supersedes_id")
    # Each state, and those from which it can be reached.
    _state_origins = {
        "draft": ("submitted", "validated"),
        "submitted": ("draft",),
        "validated": ("submitted",),
        "sent": ("validated",),
        "superseded": ("sent",),
    }
    _earned_fields = frozenset(
        {
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
    _conflict_fields = (
        "decision",
        "refusal_reason_id",
        "review_date",
        "motivation",
        "effect",
        "follow_up_terms",
    )
    # What the arbiter validated and the authors received (invariant 2).
    _content_fields = {
        "reference",
        "program_id",
        "contribution_ids",
        "decision",
        "motivation",
        "refusal_reason_id",
        "effect",
        "follow_up_terms",
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
    }
    _locked_states = ("validated", "sent", "superseded")

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
        domain="[('program_id', '=?', program_id), ('state', '!=', 'merged')]",
    )
    contribution_count = fields.Integer(compute="_compute_contribution_count")
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

    # Who answers, and when
    author_id = fields.Many2one(
        "res.users",
        string="Prepared by",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        index="btree_not_null",
        groups=TEAM,
    )
    arbiter_id = fields.Many2one(
        "res.partner",
        string="Decided by",
        copy=False,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        groups=TEAM,
        help="The person who decided, even when somebody else records it.",
    )
    validated_by_id = fields.Many2one(
        "res.users", string="Recorded by", copy=False, readonly=True, groups=TEAM
    )
    date_submitted = fields.Datetime(
        string="Submitted on",
        compute="_compute_date_submitted",
        store=True,
        precompute=True,
        copy=False,
        help="Since when it awaits arbitration, or awaited it.",
    )
    date_validated = fields.Datetime(string="Validated on", copy=False, readonly=True)
    date_sent = fields.Datetime(
        string="Released on",
        copy=False,
        readonly=True,
        help="Each author is told from then on: the contribution says when it reached "
        "them.",
    )
    arbitration_note = fields.Text(
        string="Note of Who Decided",
        copy=False,
        readonly=True,
        groups=READERS,
        help="Written when the response was validated; for the staff and the élus.",
    )
    return_reason = fields.Text(copy=False, readonly=True, groups=READERS)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Awaiting arbitration"),
            ("validated", "Validated"),
            ("sent", "Sent"),
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
    mandate_ids = fields.Many2many(
        "plpdma.mandate",
        string="Covered by the Mandates",
        compute="_compute_mandate_ids",
        store=True,
        precompute=True,
        copy=False,
        groups=STAFF,
    )
    is_locked = fields.Boolean(compute="_compute_is_locked")
    can_validate = fields.Boolean(compute="_compute_can_validate")
    published = fields.Boolean(
        copy=False, tracking=True, help="Shown in the published register."
    )
    supersedes_id = fields.Many2one(
        "plpdma.response",
        string="Corrects",
        copy=False,
        readonly=True,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    told_contribution_ids = fields.One2many(
        "plpdma.contribution",
        "sent_response_id",
        string="Received by the Authors of",
        groups=READERS,
    )
    superseded_by_ids = fields.One2many(
        "plpdma.response", "supersedes_id", string="Corrected by"
    )

    # What comes of it
    commitment_ids = fields.One2many(
        "plpdma.commitment", "response_id", string="Commitments", groups=STAFF
    )
    commitment_count = fields.Integer(compute="_compute_commitment_count", groups=STAFF)

    _supersedes_uniq = models.UniqueIndex(
        "(supersedes_id) WHERE supersedes_id IS NOT NULL",
        "This response has a correction already.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("reference", "decision")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for response in self:
            parts = (response.reference, response._get_decision_label())
            response.display_name = " · ".join(filter(None, parts))

    @api.depends("contribution_ids")
    def _compute_program_id(self):
        for response in self:
            response.program_id = (
                response.contribution_ids._origin.program_id[:1]
                or response.program_id
                or self._default_program_id()
            )

    @api.depends("contribution_ids")
    def _compute_contribution_count(self):
        for response in self:
            response.contribution_count = len(response._get_all_contributions())

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

    @api.depends("commitment_ids")
    def _compute_commitment_count(self):
        for response in self:
            response.commitment_count = len(response.commitment_ids)

    @api.depends("contribution_ids.theme_ids")
    def _compute_theme_ids(self):
        for response in self:
            response.theme_ids = response.contribution_ids.theme_ids

    @api.depends("program_id")
    def _compute_follow_up_terms(self):
        for response in self:
            if is_html_empty(response.follow_up_terms):
                response.follow_up_terms = response.program_id.follow_up_terms

    @api.depends("state")
    def _compute_date_submitted(self):
        now = fields.Datetime.now()
        for response in self:
            is_submitted = response.state == "submitted"
            response.date_submitted = now if is_submitted else response.date_submitted

    @api.depends("state")
    def _compute_is_locked(self):
        for response in self:
            response.is_locked = response.state in self._locked_states

    @api.depends("contribution_ids.mandate_ids", "contribution_ids.confidentiality")
    def _compute_mandate_ids(self):
        """Covered through what it answers, but for what stays with the staff."""
        # sudo: who may read what is right whatever the user who writes may read.
        for response in self.sudo():
            shared = response.contribution_ids.filtered(
                lambda c: c.confidentiality != "staff"
            )
            response.mandate_ids = shared.mandate_ids

    @api.depends("program_id.needs_arbitration", "mandate_ids")
    @api.depends_context("uid")
    def _compute_can_validate(self):
        """A manager, an élu by their mandate, any agent where nobody arbitrates."""
        is_manager = self.env.user.has_group(MANAGER)
        arbitrable = self._filter_arbitrable()
        for response in self:
            response.can_validate = (
                self.env.su
                or is_manager
                or not response.program_id.needs_arbitration
                or response._origin in arbitrable
            )

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("state", "decision", "motivation", "effect", "review_date")
    def _check_explained(self):
        """No answer without its reasons (invariant 1)."""
        for response in self.filtered(lambda response: response.state != "draft"):
            missing = response._get_missing()
            if missing:
                raise ValidationError(
                    self.env._(
                        "The response %(response)s cannot leave the draft. Still to "
                        "write: %(missing)s.",
                        response=response.reference,
                        missing=", ".join(missing),
                    )
                )

    def _get_missing(self):
        """Labels of what the decision requires and the response lacks."""
        self.ensure_one()
        required = {"decision": self.decision}
        if self.decision not in ("retained", "information"):
            required["motivation"] = not is_html_empty(self.motivation)
        if self.decision in ("retained", "partial"):
            required["effect"] = not is_html_empty(self.effect)
        if self.decision == "deferred":
            required["review_date"] = self.review_date
        return [
            self._fields[name]._description_string(self.env)
            for name, filled in required.items()
            if not filled
        ]

    @api.constrains("state", "contribution_ids")
    def _check_contributions(self):
        for response in self:
            if response.state != "draft" and not response.contribution_ids:
                raise ValidationError(
                    self.env._("%s answers no contribution.", response.reference)
                )
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

    @api.constrains("state", "arbiter_id", "date_validated", "date_sent")
    def _check_state_facts(self):
        """Each state rests on what must have happened before."""
        for response in self:
            decided = response.arbiter_id and response.date_validated
            if response.is_locked and not decided:
                raise ValidationError(
                    self.env._(
                        "%s: note who decided and when before it is validated.",
                        response.reference,
                    )
                )
            if response.state in ("sent", "superseded") and not response.date_sent:
                raise ValidationError(
                    self.env._("%s was never sent.", response.reference)
                )
            replaced = response.superseded_by_ids.filtered(
                lambda correction: correction.state in ("sent", "superseded")
            )
            if response.state == "superseded" and not replaced:
                raise ValidationError(
                    self.env._("No response supersedes %s.", response.reference)
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
                        response.reference,
                    )
                )

    @api.constrains("state", "published")
    def _check_published(self):
        for response in self:
            if response.published and response.state not in ("sent", "superseded"):
                raise ValidationError(
                    self.env._(
                        "%s is published only once it was sent to its authors.",
                        response.reference,
                    )
                )

    @api.constrains("supersedes_id")
    def _check_supersedes(self):
        if self._has_cycle("supersedes_id"):
            raise ValidationError(self.env._("A response cannot correct itself."))

    @api.onchange("refusal_reason_id")
    def _onchange_refusal_reason_id(self):
        """Propose the explanation that goes with the reason, to be completed."""
        if self.refusal_reason_id.model_text and is_html_empty(self.motivation):
            self.motivation = plaintext2html(self.refusal_reason_id.model_text)

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
        """Follow the workflow and keep what was validated or sent as it is.

        :raise AccessError: for who may not write it
        :raise UserError: for a response that left the draft, or a state out of order
        """
        # Who may not write is told that, and nothing of where it stands.
        self.check_access("write")
        # Only the actions come further with it: nobody else writes the state.
        if "state" in vals and self.env.su:
            self._check_transition(vals["state"])
        if self._content_fields & vals.keys():
            self._check_content_unlocked()
        if self._decision_fields & vals.keys():
            self._check_not_sent()
            if "state" not in vals:
                self._check_decision_unlocked()
        contributions = self.contribution_ids
        result = super().write(vals)
        if "contribution_ids" in vals:
            (self.contribution_ids - contributions).action_review()
        return result

    def _load_records(self, data_list, update=False):
        """Take back the answers written in an exported register.

        Its rows that hold no answer, or one that the contribution has already, bring
        nothing; importing the file again changes nothing.
        """
        return super()._load_records(
            [data for data in data_list if self._is_new_answer(data)], update
        )

    def _is_new_answer(self, data):
        vals = self._clean_import_vals(data["values"])
        # What has an identifier of its own is not a row of the register.
        if data.get("xml_id") or not vals.get("contribution_ids"):
            return True
        imported = self.new(vals)
        answer = imported._get_answer()
        contributions = imported.contribution_ids._origin
        existing = contributions.response_id | contributions.sent_response_id
        return any(answer) and answer not in [
            response._get_answer() for response in existing
        ]

    def _get_answer(self):
        """What the register shows of the response."""
        self.ensure_one()
        return (
            self.decision,
            html_to_text(self.motivation),
            self.refusal_reason_id._origin,
            html_to_text(self.effect),
            self.review_date,
        )

    def _check_transition(self, new_state):
        """:raise UserError: when a response cannot go to ``new_state`` from where it
            stands
        :raise ValidationError: when its authors were not all told
        """
        origins = self._state_origins.get(new_state, ())
        labels = dict(self._fields["state"]._description_selection(self.env))
        for response in self.filtered(lambda response: response.state != new_state):
            if response.state not in origins:
                raise UserError(
                    self.env._(
                        "%(response)s cannot go from “%(old)s” to “%(new)s”.",
                        response=response.reference,
                        old=labels[response.state],
                        new=labels.get(new_state, new_state),
                    )
                )
            if new_state == "sent" and response._get_contributions_to_tell():
                raise ValidationError(
                    self.env._(
                        "%s is not sent yet: “Send to the Authors” tells them all.",
                        response.reference,
                    )
                )

    def _check_content_unlocked(self):
        """:raise UserError: when a response left the draft: who arbitrates reads what
        is submitted, and what was validated or sent stands (invariant 2)"""
        self._check_decision_unlocked()
        for response in self.filtered(lambda response: response.state == "submitted"):
            raise UserError(
                self.env._(
                    "%s awaits arbitration: its content does not change meanwhile. "
                    "Take it back first.",
                    response.reference,
                )
            )

    def _check_decision_unlocked(self):
        """:raise UserError: when a response was validated or sent"""
        for response in self.filtered("is_locked"):
            raise UserError(
                self.env._(
                    "%s was validated: its content does not change any more. Put it "
                    "back to draft, or once it was sent make a correction.",
                    response.reference,
                )
            )

    def _check_not_sent(self):
        """:raise UserError: when a response was sent (invariant 2)"""
        for response in self.filtered(lambda r: r.state in ("sent", "superseded")):
            raise UserError(
                self.env._(
                    "%s was sent: it never changes. Make a correction, which will "
                    "supersede it.",
                    response.reference,
                )
            )

    @api.model
    def _get_earned_sentences(self):
        decided = self.env._("“Validate” and “Return for Rework” do.")
        return {
            **dict.fromkeys(
                (
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
                    "%s left the draft: it is part of the history.", response.reference
                )
            )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_submit(self):
        """Submit the drafts to arbitration; who arbitrates gets an activity.

        :raise ValidationError: when a response lacks its reasons
        """
        self.check_access("write")
        # sudo: the right to write them was checked.
        drafts = self.sudo().filtered(lambda response: response.state != "submitted")
        drafts.write({"state": "submitted", "return_reason": False})
        drafts = drafts.with_env(self.env)
        drafts.activity_unlink([REWORK_ACTIVITY])
        to_arbitrate = drafts.filtered("program_id.needs_arbitration")
        for response in to_arbitrate:
            user = response._get_arbitration_user()
            if user:
                response.activity_schedule(ARBITRATION_ACTIVITY, user_id=user.id)
        to_arbitrate._notify_portal_arbiters()

    def _get_arbiters(self):
        """Accounts of the élus whose mandate lets them arbitrate today, the referent
        first."""
        self.ensure_one()
        # sudo: an agent who submits need not read the mandates.
        mandates = self.sudo().mandate_ids.filtered(
            lambda mandate: mandate.can_arbitrate and mandate.is_in_force
        )
        users = mandates.sorted(lambda m: m.function != "referent").user_id
        return users.filtered(lambda user: user.has_group(ELECTED)).sudo(False)

    def _get_arbitration_user(self):
        """Who is asked to arbitrate: the élu whose mandate says so and who works in
        Odoo, else the programme's manager."""
        self.ensure_one()
        internal = self._get_arbiters().filtered(lambda user: user._is_internal())
        return internal[:1] or self.program_id.manager_id

    def _notify_portal_arbiters(self):
        """Élus on the portal have no activities: one message tells each of them how
        many responses await them, and where."""
        awaiting = defaultdict(self.browse)
        for response in self:
            for user in response._get_arbiters():
                if not user._is_internal():
                    awaiting[user.partner_id] |= response
        for partner, responses in awaiting.items():
            self.env["mail.thread"].message_notify(
                partner_ids=partner.ids,
                subject=self.env._("Responses await your arbitration"),
                body=Markup("<p>%s</p><p><a href='%s/my/concertation'>%s</a></p>")
                % (
                    self.env._(
                        "Submitted to you: %s.",
                        ", ".join(responses.mapped("reference")),
                    ),
                    responses[0].get_base_url(),
                    self.env._("Read and decide"),
                ),
            )

    def _as_arbiter(self):
        """These responses, as superuser, for who may take the decisions: the staff,
        and an élu for what their mandate lets them decide.

        :raise AccessError: for a response that the user may not arbitrate
        """
        if self.env.user.has_group(STAFF):
            self.check_access("write")
            # sudo: the right to write them was checked.
            return self.sudo()
        arbitrable = self._filter_arbitrable()
        for response in self:
            if response not in arbitrable or response.state != "submitted":
                raise AccessError(
                    self.env._(
                        "%s awaits the arbitration of an élu or of a manager.",
                        response.reference,
                    )
                )
        # sudo: élus only read; the two decisions that their mandate gives them are
        # written for them, after the check above.
        return self.sudo()

    def action_open_validate(self):
        """Show what is validated and ask for a note, if any.

        :return: window action of the dialog, or what was already decided
        """
        waiting = self.filtered(lambda response: not response.is_locked)
        if not waiting:
            return self._notify_decided()
        return waiting._action_open_arbitration(
            self.env._("Validate"), "plpdma.response.arbitrate"
        )

    def action_validate(self, note=None, seen=None):
        """Validate the submitted responses, noting who decided and when; who prepared
        them is told. Those already validated do not change.

        Without ``seen`` the content is what was submitted: nobody changes it before it
        is taken back, and what is not submitted is not validated. What was taken back,
        reworked and submitted again is told apart by ``seen`` alone, which the dialog
        and the portal give.

        :param str note: what who decides wants to add; for the staff and the élus
        :param str seen: what ``_get_fingerprint`` gave when they began to read
        :return: a notification that says who had decided before and when, if any
        :raise AccessError: for who is neither manager nor an élu whose mandate lets
            them arbitrate, where the programme asks for arbitration
        :raise UserError: when a response is not what was read any more
        """
        now = fields.Datetime.now()
        self._lock_to_judge()
        decided = self.filtered(lambda response: response.state == "validated")
        waiting = (self - decided)._as_arbiter()
        waiting.sudo(self.env.su)._check_may_validate()
        # The words answered change no more either.
        waiting._get_all_contributions()._lock_to_judge()
        waiting._check_seen(seen)
        is_staff = self.env.user.has_group(STAFF)
        for response in waiting:
            # An élu decides for themself; the staff records who decided.
            arbiter = is_staff and response.arbiter_id or self.env.user.partner_id
            response.write(
                {
                    "state": "validated",
                    "arbiter_id": arbiter.id,
                    "validated_by_id": self.env.uid,
                    "date_validated": now,
                    "arbitration_note": note,
                }
            )
            response._notify_author()
        waiting.activity_feedback([ARBITRATION_ACTIVITY])
        return decided._notify_decided()

    def _check_may_validate(self):
        """:raise AccessError: for a response that the user may not validate"""
        for response in self.filtered(lambda response: not response.can_validate):
            raise AccessError(
                self.env._(
                    "%s awaits the arbitration of an élu or of a manager.",
                    response.reference,
                )
            )

    def _notify_decided(self):
        """Tell who decided on these responses and when, where it is done.

        :return: a notification, or nothing when none is decided
        """
        decided = self.filtered("is_locked")
        if not decided:
            return None
        sentences = [
            self.env._(
                "%(response)s was already validated by %(arbiter)s on %(date)s.",
                response=response.reference,
                arbiter=response._get_arbiter_name(),
                date=format_datetime(self.env, response.date_validated),
            )
            for response in decided
        ]
        return make_notification(" ".join(sentences), "info")

    def _get_arbiter_name(self):
        # sudo: the name of who decided, not their contact.
        return self.sudo().arbiter_id.display_name

    def _get_preparer(self):
        """Who is told what becomes of the response: who prepared it, else who manages
        the programme."""
        self.ensure_one()
        return self.author_id or self.program_id.manager_id

    def _notify_author(self):
        """Tell who prepared the response that it was validated by somebody else."""
        self.ensure_one()
        author = self._get_preparer() - self.env.user
        if author:
            body = self.env._(
                "%(response)s was validated by %(arbiter)s: it can be sent.",
                response=self.reference,
                arbiter=self.arbiter_id.display_name,
            )
            if self.arbitration_note:
                body = plaintext2html(f"{body}\n\n{self.arbitration_note}")
            self.message_notify(
                partner_ids=author.partner_id.ids,
                subject=self.env._("%s is validated", self.reference),
                body=body,
            )

    def action_return(self, reason=None, seen=None):
        """Give the responses back to who prepared them; who returned them, when and
        why stays in the discussion.

        :param str reason: what must be reworked; told to the author
        :param str seen: what ``_get_fingerprint`` gave when they began to read
        :raise AccessError: for an élu whose mandate does not let them arbitrate
        :raise UserError: when a response is not what was read any more
        """
        self._lock_to_judge()
        returned = self.filtered(lambda response: response.state != "draft")
        returned = returned._as_arbiter()
        returned._check_seen(seen)
        returned._put_back_to_draft(self.env._("Returned for rework by %s."), reason)
        for response in returned:
            user = response._get_preparer()
            if user:
                response.activity_schedule(
                    REWORK_ACTIVITY, user_id=user.id, note=reason
                )

    def action_take_back(self):
        """Take the submitted responses back to change them, before anybody decides;
        nobody is asked to arbitrate them any more.

        :raise AccessError: for who may not write them
        """
        self.check_access("write")
        self._lock_to_judge()
        # sudo: the right to write them was checked.
        submitted = self.sudo().filtered(lambda response: response.state == "submitted")
        submitted._put_back_to_draft(self.env._("Taken back to the draft by %s."))

    def _put_back_to_draft(self, sentence, reason=None):
        """Undo the submission and the decision, and keep in the discussion who did and
        why, whatever becomes of them later.

        :param str sentence: what is kept, with the place of the person's name
        """
        self.write({"state": "draft"})
        self.write(
            {
                "return_reason": reason,
                "arbiter_id": False,
                "validated_by_id": False,
                "date_validated": False,
                "arbitration_note": False,
            }
        )
        body = sentence % self.env.user.partner_id.name
        if reason:
            body = plaintext2html(f"{body}\n\n{reason}")
        self._message_log_batch(bodies=dict.fromkeys(self.ids, body))
        self.activity_unlink([ARBITRATION_ACTIVITY])

    def action_open_return(self):
        """Ask for the reason, then give the responses back.

        :return: window action of the dialog
        """
        return self._action_open_arbitration(
            self.env._("Return for Rework"), "plpdma.response.return"
        )

    def _action_open_arbitration(self, name, wizard):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": wizard,
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_response_ids": self.ids,
                "default_seen": self._get_fingerprint(),
            },
        }

    @api.model
    def _action_after_arbitration(self):
        """The end of the dialog; for an élu, who reads no draft, what still awaits
        them."""
        if self.env.user.has_group(STAFF):
            return {"type": "ir.actions.act_window_close"}
        # As a new start: the way back would lead to what is already decided.
        return {**self.env["plpdma.program"].action_home(), "target": "main"}

    def action_correct(self):
        """Make the draft that will supersede a sent response, or open it again.

        :return: window action on the correction
        :raise UserError: for a response that was not sent
        :raise LockError: while somebody else begins its correction
        """
        self.ensure_one()
        self.check_access("write")
        self._lock_to_judge()
        if self.state != "sent":
            raise UserError(
                self.env._("Only a response that was sent is corrected by another one.")
            )
        correction = self.with_context(active_test=False).superseded_by_ids[:1]
        if correction:
            correction.action_unarchive()
        else:
            self._touch()
            # sudo: the right to write responses was checked; it begins as a draft.
            correction = self.sudo().copy(
                {
                    "supersedes_id": self.id,
                    "contribution_ids": [Command.set(self.contribution_ids.ids)],
                    "author_id": self.env.uid,
                }
            )
        return correction.with_env(self.env).get_formview_action()

    def action_view_contributions(self):
        """Open the contributions that the response answers, merged ones included."""
        self.ensure_one()
        action = self.program_id._action_open_items("action_plpdma_contribution")
        action["domain"] = [("id", "in", self._get_all_contributions().ids)]
        return action

    def action_add_commitment(self):
        """Open a new commitment that follows the response.

        Its name is proposed by the first line of what the authority will do.

        :return: window action on the new commitment
        """
        self.ensure_one()
        effect = "" if is_html_empty(self.effect) else html2plaintext(self.effect)
        return self.program_id._action_new_item(
            "action_plpdma_commitment",
            response_id=self.id,
            theme_ids=self.theme_ids.ids,
            name=shorten(effect.strip().partition("\n")[0], 120, placeholder="…"),
        )

    def action_view_commitments(self):
        """Open the commitments that follow the response."""
        self.ensure_one()
        action = self.program_id._action_open_items(
            "action_plpdma_commitment",
            default_response_id=self.id,
            default_theme_ids=self.theme_ids.ids,
        )
        action["domain"] = [("response_id", "=", self.id)]
        return action

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
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
