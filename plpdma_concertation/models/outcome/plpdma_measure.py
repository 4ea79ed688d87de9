from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.domains import search_boolean
from ...tools.groups import READERS, STAFF, TEAM
from ...tools.local_html import LocalHtml
from ...tools.measure_codes import BETWEEN, fold_code, get_rank


class PlpdmaMeasure(models.Model):
    """An action of the programme: what the concertation works on, and what it changed.

    The authority carries it, or an actor does of their own accord: that one stays free,
    and is never late. What was said of it, what was answered and what was promised are
    lists of those records; how everybody reads it has its own file.
    """

    _name = "plpdma.measure"
    _description = "Action of the Programme"
    _inherit = [
        "plpdma.program.mixin",
        "plpdma.thread.mixin",
        "plpdma.scope.mixin",
    ]
    _order = "program_id, code_rank, id"
    _rec_names_search = ["code", "name"]

    _scope_depends = ("territory_ids.parent_path", "theme_ids.parent_path")
    # Those that are to be carried out, or are being so.
    _committed_states = ("planned", "running")

    # What it is
    code = fields.Char(
        required=True,
        copy=False,
        tracking=True,
        help="The number by which it is named: “7” for what everybody calls action 7.",
    )
    code_key = fields.Char(compute="_compute_code_key", store=True, precompute=True)
    code_rank = fields.Char(compute="_compute_code_key", store=True, precompute=True)
    name = fields.Char(string="Action", required=True, tracking=True)
    active = fields.Boolean(default=True)
    description = LocalHtml(help="What is to be done, by which means, for whom.")
    theme_ids = fields.Many2many("plpdma.theme", string="Themes", check_company=True)
    territory_ids = fields.Many2many(
        "plpdma.territory", string="Territories", check_company=True
    )
    text_before = fields.Text(
        string="Text before",
        help="As it was put to the concertation.",
    )
    text_after = fields.Text(
        string="Text after",
        help="As it stands since the concertation changed it.",
    )

    # Who carries it, and where it stands
    pilot_id = fields.Many2one(
        "plpdma.stakeholder",
        string="Carried by the Actor",
        check_company=True,
        domain="[('program_id', '=', program_id)]",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        groups=STAFF,
        help="An actor who carries it of their own accord, and stays free. Empty: the "
        "authority carries it.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Followed by",
        domain="[('share', '=', False)]",
        index="btree_not_null",
        tracking=True,
        groups=TEAM,
        help="Who sees to it within the authority.",
    )
    is_voluntary = fields.Boolean(
        string="Voluntary",
        compute="_compute_carried_by",
        compute_sudo=True,
        help="An actor carries it of their own accord.",
    )
    carried_by = fields.Char(compute="_compute_carried_by", compute_sudo=True)
    date_start = fields.Date(string="Begins on", tracking=True)
    date_stop = fields.Date(string="Ends on", tracking=True)
    state = fields.Selection(
        [
            ("proposed", "Put forward"),
            ("planned", "Scheduled"),
            ("running", "Under way"),
            ("done", "Carried out"),
            ("dropped", "Dropped"),
        ],
        string="Status",
        required=True,
        default="proposed",
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    explanation = fields.Text(
        string="Why It Is Dropped",
        copy=False,
        tracking=True,
        help="What is dropped is explained to those who worked on it.",
    )
    is_overdue = fields.Boolean(
        string="Overdue",
        compute="_compute_is_overdue",
        search="_search_is_overdue",
        compute_sudo=True,
        help="Carried by the authority, and not done although its last day is past. "
        "What an actor does of their own accord is never late.",
    )

    # Where it is worked on, and what comes of it. Each list is that of records which
    # not everybody reads: they are found from those.
    session_ids = fields.Many2many(
        "plpdma.session",
        "plpdma_measure_session_rel",
        "measure_id",
        "session_id",
        string="Worked on in the Sessions",
        copy=False,
        check_company=True,
        domain="[('program_id', '=', program_id)]",
        groups=TEAM,
    )
    commitment_ids = fields.Many2many(
        "plpdma.commitment",
        "plpdma_measure_commitment_rel",
        "measure_id",
        "commitment_id",
        string="Commitments",
        copy=False,
        check_company=True,
        domain="[('program_id', '=', program_id)]",
        groups=READERS,
    )
    response_ids = fields.Many2many(
        "plpdma.response",
        "plpdma_measure_response_rel",
        "measure_id",
        "response_id",
        string="Changed by the Responses",
        copy=False,
        check_company=True,
        domain="[('program_id', '=', program_id)]",
        groups=STAFF,
    )
    contribution_ids = fields.Many2many(
        "plpdma.contribution",
        "plpdma_measure_contribution_rel",
        "measure_id",
        "contribution_id",
        string="Contributions that Name It",
        copy=False,
        check_company=True,
        context={"active_test": False},
        domain="[('program_id', '=', program_id)]",
        groups=STAFF,
    )

    session_count = fields.Integer(compute="_compute_linked_counts", groups=TEAM)
    contribution_count = fields.Integer(
        string="Observations", compute="_compute_linked_counts", groups=TEAM
    )
    response_count = fields.Integer(compute="_compute_linked_counts", groups=TEAM)
    commitment_count = fields.Integer(
        compute="_compute_commitment_count", groups=READERS
    )

    _same_program_fields = (
        "pilot_id",
        "session_ids",
        "commitment_ids",
        "response_ids",
        "contribution_ids",
    )

    _code_uniq = models.UniqueIndex(
        "(program_id, code_key)",
        "Another action of the programme has this code.",
    )
    _dates_check = models.Constraint(
        "CHECK(date_stop IS NULL OR date_start IS NULL OR date_stop >= date_start)",
        "An action cannot end before it begins.",
    )

    # ------------------------------------------------------------------
    # Computes and searches
    # ------------------------------------------------------------------
    @api.depends("code")
    def _compute_code_key(self):
        for measure in self:
            measure.code_key = fold_code(measure.code)
            measure.code_rank = get_rank(measure.code)

    @api.depends("code", "name")
    def _compute_display_name(self):
        for measure in self:
            parts = filter(None, (measure.code, measure.name))
            measure.display_name = BETWEEN.join(parts)

    @api.depends("pilot_id", "company_id")
    @api.depends_context("lang")
    def _compute_carried_by(self):
        for measure in self:
            measure.is_voluntary = bool(measure.pilot_id)
            measure.carried_by = (
                measure.pilot_id._get_public_label()
                if measure.pilot_id
                else measure.company_id.name
            )

    def _name_carrier(self):
        """Who carries it, as a sentence names them: « la Communauté de communes »."""
        self.ensure_one()
        if self.is_voluntary:
            return self.carried_by
        # sudo: the name of the authority, which everybody knows.
        company = self.sudo().company_id.with_context(lang=self.env.lang)
        return company._plpdma_get_name()

    @api.model
    def _overdue_domain(self):
        """Domain of what the authority carries and did not finish in time: what an
        actor does of their own accord is never late."""
        return (
            Domain("pilot_id", "=", False)
            & Domain("state", "in", self._committed_states)
            & self.env["res.company"]._plpdma_get_domain_by_day(
                lambda today: Domain("date_stop", "<", today)
            )
        )

    @api.depends("pilot_id", "state", "date_stop")
    def _compute_is_overdue(self):
        overdue = self.filtered_domain(self._overdue_domain())
        for measure in self:
            measure.is_overdue = measure in overdue

    @search_boolean
    def _search_is_overdue(self):
        return self._get_ruled(self._overdue_domain())

    @api.depends("session_ids", "contribution_ids", "response_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_linked_counts(self):
        observations = self.env["plpdma.contribution"]._get_observation_domain()
        for name, model, domain in (
            ("session_count", "plpdma.session", Domain.TRUE),
            ("contribution_count", "plpdma.contribution", observations),
            ("response_count", "plpdma.response", Domain.TRUE),
        ):
            counts = self._count_linked(model, domain)
            for measure in self:
                measure[name] = counts.get(measure._origin, 0)

    @api.depends("commitment_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_commitment_count(self):
        counts = self._count_linked("plpdma.commitment", Domain.TRUE)
        for measure in self:
            measure.commitment_count = counts.get(measure._origin, 0)

    def _count_linked(self, model, domain):
        """``{action: number}`` of what the user may see of a model that names these
        actions, counted in one query."""
        domain &= Domain("measure_ids", "in", self.ids)
        return dict(self.env[model]._read_group(domain, ["measure_ids"], ["__count"]))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.ondelete(at_uninstall=False)
    def _unlink_nothing_told(self):
        """What was told of an action stays: it is dropped and explained, not deleted.

        :raise UserError: for one that a contribution, a response or a commitment names
        """
        # sudo: whether something names it is looked at, archived or not.
        for measure in self.sudo().with_context(active_test=False):
            if (
                measure.contribution_ids
                or measure.response_ids
                or measure.commitment_ids
            ):
                raise UserError(
                    self.env._(
                        "“%s” is named in contributions, responses or commitments: "
                        "drop it, and explain why, rather than delete it.",
                        measure.display_name,
                    )
                )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_plan(self):
        """Note that the actions proposed are part of the programme; the others stay as
        they are."""
        self._move(("proposed",), "planned")

    def action_start(self):
        """Note that the actions proposed or planned are under way."""
        self._move(("proposed", "planned"), "running")

    def action_done(self):
        """Note that the actions planned or under way are done."""
        self._move(self._committed_states, "done")

    def action_open_drop(self):
        """Window action that asks why the action is dropped, then drops it."""
        self.ensure_one()
        view = self.env.ref("plpdma_concertation.plpdma_measure_view_form_drop")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Drop an Action"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(view.id, "form")],
            "target": "new",
        }

    def action_drop(self):
        """Note that the actions not done yet are dropped.

        :raise ValidationError: for one that is not explained
        """
        self._move(("proposed", *self._committed_states), "dropped")

    def action_reopen(self):
        """Take up again the actions that were done or dropped.

        Why they had been dropped remains in the discussion.
        """
        self.filtered(lambda measure: measure.state in ("done", "dropped")).write(
            {"state": "running", "explanation": False}
        )

    def _move(self, origins, state):
        self.filtered(lambda measure: measure.state in origins).write({"state": state})
