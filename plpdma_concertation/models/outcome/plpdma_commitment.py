from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.domains import search_boolean
from ...tools.groups import STAFF
from ...tools.local_html import LocalHtml


class PlpdmaCommitment(models.Model):
    """A commitment: what somebody said they would do.

    The authority's promises have a due date, and are explained when they stop. An
    actor's action is voluntary: it is never due, nor late, and needs no explanation.
    """

    _name = "plpdma.commitment"
    _description = "Commitment"
    _inherit = ["plpdma.program.mixin", "plpdma.thread.mixin"]
    _order = "date_due, id"

    _same_program_fields = (
        "stakeholder_id",
        "response_id",
        "session_id",
        "measure_ids",
    )
    # Those on which somebody still works, or will.
    _open_states = ("announced", "in_progress")

    # Who says what
    name = fields.Char(string="Commitment", required=True, tracking=True)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [
            ("authority", "Promise of the authority"),
            ("partner", "Voluntary action of an actor"),
        ],
        required=True,
        default="authority",
        index=True,
        tracking=True,
        help="A promise of the authority has a due date, and is explained if it "
        "stops.\nAn actor's action is voluntary: the actor stays free.",
    )
    stakeholder_id = fields.Many2one(
        "plpdma.stakeholder",
        string="Actor",
        check_company=True,
        domain="[('program_id', '=', program_id)]",
        index="btree_not_null",
        ondelete="restrict",
        help="Who acts, or to whom the authority promised.",
    )
    partner_id = fields.Many2one(related="stakeholder_id.partner_id", string="Contact")
    description = LocalHtml()

    # Where it comes from
    response_id = fields.Many2one(
        "plpdma.response",
        string="Follows the Response",
        check_company=True,
        domain="[('program_id', '=', program_id)]",
        index="btree_not_null",
        ondelete="restrict",
        # The élus do not read the responses that are still being prepared.
        groups=STAFF,
    )
    session_id = fields.Many2one(
        "plpdma.session",
        string="Made During",
        check_company=True,
        domain="[('program_id', '=', program_id)]",
        index="btree_not_null",
        ondelete="restrict",
    )
    theme_ids = fields.Many2many("plpdma.theme", string="Themes", check_company=True)
    measure_ids = fields.Many2many(
        "plpdma.measure",
        "plpdma_measure_commitment_rel",
        "commitment_id",
        "measure_id",
        string="Actions of the Programme",
        check_company=True,
        domain="[('program_id', '=', program_id)]",
        help="Those to which it contributes.",
    )

    # Where it stands
    user_id = fields.Many2one(
        "res.users",
        string="Followed by",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        index="btree_not_null",
        tracking=True,
    )
    state = fields.Selection(
        [
            ("announced", "Announced"),
            ("in_progress", "Under way"),
            ("done", "Completed"),
            ("abandoned", "Stopped"),
        ],
        string="Status",
        required=True,
        default="announced",
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    date_due = fields.Date(
        string="Due on",
        tracking=True,
        help="Only for a promise of the authority.",
    )
    date_planned = fields.Char(
        string="Envisaged for",
        help="What the actor has in mind, in their own words. Nothing is due.",
    )
    date_done = fields.Date(
        string="Completed on",
        compute="_compute_date_done",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        tracking=True,
    )
    explanation = fields.Text(
        string="Why It Stopped",
        copy=False,
        tracking=True,
        help="The authority explains the promises that it does not keep.",
    )
    is_overdue = fields.Boolean(
        string="Overdue",
        compute="_compute_is_overdue",
        search="_search_is_overdue",
        help="A promise of the authority that is past its due date.",
    )

    # ------------------------------------------------------------------
    # Computes and searches
    # ------------------------------------------------------------------
    @api.depends("state")
    def _compute_date_done(self):
        """Done today unless told otherwise; no date while it is not done."""
        todays = self.company_id._plpdma_get_todays()
        for commitment in self:
            if commitment.state != "done":
                commitment.date_done = False
            else:
                today = todays.get(commitment.company_id)
                commitment.date_done = commitment.date_done or today

    @api.model
    def _overdue_domain(self):
        """Domain of the authority's own promises past their due date: an actor's action
        is never late."""
        return (
            Domain("kind", "=", "authority")
            & Domain("state", "in", self._open_states)
            & self.env["res.company"]._plpdma_get_domain_by_day(
                lambda today: Domain("date_due", "<", today)
            )
        )

    @api.depends("kind", "state", "date_due")
    def _compute_is_overdue(self):
        overdue = self.filtered_domain(self._overdue_domain())
        for commitment in self:
            commitment.is_overdue = commitment in overdue

    @search_boolean
    def _search_is_overdue(self):
        return self._overdue_domain()

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("kind", "date_due")
    def _check_date_due(self):
        """A promise is due one day; an actor is free, and owes nothing."""
        for commitment in self:
            if commitment.kind == "authority" and not commitment.date_due:
                raise ValidationError(
                    self.env._(
                        "“%s” is a promise of the authority: say for when.",
                        commitment.name,
                    )
                )
            if commitment.kind == "partner" and commitment.date_due:
                raise ValidationError(
                    self.env._(
                        "“%s” is a voluntary action: the actor stays free and it has "
                        "no due date. Note what they have in mind in “Envisaged for”.",
                        commitment.name,
                    )
                )

    @api.constrains("kind", "stakeholder_id")
    def _check_stakeholder(self):
        for commitment in self:
            if commitment.kind == "partner" and not commitment.stakeholder_id:
                raise ValidationError(
                    self.env._(
                        "“%s” is a voluntary action: say which actor takes it.",
                        commitment.name,
                    )
                )

    @api.constrains("kind", "state", "explanation")
    def _check_explanation(self):
        """The authority explains the promises that it does not keep."""
        for commitment in self.filtered(lambda line: line.kind == "authority"):
            explained = (commitment.explanation or "").strip()
            if commitment.state == "abandoned" and not explained:
                raise ValidationError(
                    self.env._(
                        "“%s” is a promise of the authority: explain why it stops.",
                        commitment.name,
                    )
                )

    @api.constrains("state", "date_done")
    def _check_date_done(self):
        todays = self.company_id._plpdma_get_todays()
        for commitment in self:
            today = todays[commitment.company_id]
            if (commitment.state == "done") != bool(commitment.date_done):
                raise ValidationError(
                    self.env._(
                        "“%s”: the date of completion goes with the status "
                        "“Completed”, and only with it.",
                        commitment.name,
                    )
                )
            if commitment.date_done and commitment.date_done > today:
                raise ValidationError(
                    self.env._(
                        "“%s” cannot have been completed on a date to come.",
                        commitment.name,
                    )
                )

    # ------------------------------------------------------------------
    # Onchange
    # ------------------------------------------------------------------
    @api.onchange("kind")
    def _onchange_kind(self):
        """Keep no hidden due date on what becomes a voluntary action."""
        if self.kind == "partner":
            self.date_due = False

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_start(self):
        """Note that the announced commitments are under way; the others stay as they
        are."""
        self.filtered(lambda line: line.state == "announced").write(
            {"state": "in_progress"}
        )

    def action_done(self):
        """Note that the open commitments are done, today unless a date is given.

        Those that were stopped stay so: they are reopened first.
        """
        self.filtered(lambda line: line.state in self._open_states).write(
            {"state": "done"}
        )

    def action_open_abandon(self):
        """Window action that asks why the promise stops, then stops it."""
        self.ensure_one()
        view = self.env.ref("plpdma_concertation.plpdma_commitment_view_form_abandon")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Stop a Promise"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(view.id, "form")],
            "target": "new",
        }

    def action_abandon(self):
        """Note that the open commitments stop.

        :raise ValidationError: for a promise of the authority that is not explained
        """
        self.filtered(lambda line: line.state in self._open_states).write(
            {"state": "abandoned"}
        )

    def action_reopen(self):
        """Take up again the commitments that were done or stopped.

        Why they had stopped remains in the discussion.
        """
        self.filtered(lambda line: line.state not in self._open_states).write(
            {"state": "in_progress", "explanation": False}
        )
