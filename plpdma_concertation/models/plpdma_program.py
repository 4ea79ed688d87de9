from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import is_html_empty


class PlpdmaProgram(models.Model):
    """A local waste-prevention programme and the frame of its concertation."""

    _name = "plpdma.program"
    _description = "Waste-Prevention Programme (PLPDMA)"
    _inherit = ["plpdma.import.mixin", "plpdma.thread.mixin"]
    _order = "date_start desc, name, id"
    _check_company_auto = True

    # What must be written before a programme opens (ADEME: "a clear frame, the
    # roles of each, above all of the élus").
    _frame_fields = (
        "objective",
        "negotiable",
        "non_negotiable",
        "elected_role",
        "follow_up_terms",
        "notice",
    )

    # Identity
    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        string="Local Authority",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    manager_id = fields.Many2one(
        "res.users",
        string="Programme Manager",
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        index="btree_not_null",
        tracking=True,
    )
    date_start = fields.Date(string="Start", default=fields.Date.context_today)
    date_end = fields.Date(string="End")
    phase = fields.Selection(
        [
            ("diagnosis", "Diagnosis"),
            ("drafting", "Drafting"),
            ("public_consultation", "Public consultation"),
            ("implementation", "Implementation"),
            ("evaluation", "Evaluation"),
        ],
        required=True,
        default="diagnosis",
        tracking=True,
    )
    state = fields.Selection(
        [("draft", "Being framed"), ("open", "Open"), ("closed", "Closed")],
        string="Status",
        required=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    theme_ids = fields.Many2many(
        "plpdma.theme", string="Axes and Themes", check_company=True
    )
    territory_ids = fields.Many2many(
        "plpdma.territory", string="Territories", check_company=True
    )
    elected_referent_id = fields.Many2one(
        "res.partner",
        string="Elected Referent",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="The élu who answers for the concertation and arbitrates by default.",
    )

    # Frame of the concertation
    objective = fields.Html(help="What the authority expects from the concertation.")
    negotiable = fields.Html(
        string="What Is Open to Discussion",
        help="What the actors' contributions can change.",
    )
    non_negotiable = fields.Html(
        string="What Is Not Open to Discussion",
        help="Legal obligations, decisions already taken, fixed budget…",
    )
    elected_role = fields.Html(
        string="Role of the Élus",
        help="What the élus do during the concertation, and what they decide.",
    )
    follow_up_terms = fields.Html(
        string="Follow-up Terms",
        help="How contributions are answered and how requests are followed. "
        "Proposed on every response.",
    )
    notice = fields.Html(
        string="Notice on the Consultative Nature",
        default=lambda self: self._default_notice(),
        help="Told to every actor from the start: the involvement is consultative, "
        "and the actors stay free.",
    )
    notice_version = fields.Integer(default=1, readonly=True, copy=False)
    response_delay_days = fields.Integer(
        string="Answer Within (days)",
        default=30,
        required=True,
        help="The authority's own policy: no law sets this delay.",
    )
    needs_arbitration = fields.Boolean(
        string="Responses Are Arbitrated",
        default=True,
        help="Off: an agent may validate a response without an élu or a manager.",
    )
    frame_missing = fields.Char(
        string="Still to Write",
        compute="_compute_frame_missing",
        help="What the frame still lacks before the programme can open.",
    )

    # What hangs on the programme
    body_ids = fields.One2many("plpdma.body", "program_id", string="Bodies")
    stakeholder_ids = fields.One2many(
        "plpdma.stakeholder", "program_id", string="Actors"
    )
    session_ids = fields.One2many("plpdma.session", "program_id", string="Sessions")
    contribution_ids = fields.One2many(
        "plpdma.contribution", "program_id", string="Contributions"
    )
    response_ids = fields.One2many("plpdma.response", "program_id", string="Responses")
    stakeholder_count = fields.Integer(
        string="Actor Count", compute="_compute_stakeholder_count"
    )
    unheard_count = fields.Integer(
        string="Actors Never Heard", compute="_compute_stakeholder_count"
    )
    session_count = fields.Integer(compute="_compute_session_count")
    contribution_count = fields.Integer(compute="_compute_contribution_count")
    to_answer_count = fields.Integer(
        string="Contributions to Answer", compute="_compute_contribution_count"
    )
    overdue_count = fields.Integer(
        string="Overdue Contributions", compute="_compute_contribution_count"
    )
    response_count = fields.Integer(compute="_compute_response_count")
    awaiting_arbitration_count = fields.Integer(
        string="Responses Awaiting Arbitration", compute="_compute_response_count"
    )

    _dates_check = models.Constraint(
        "CHECK(date_end IS NULL OR date_start IS NULL OR date_end >= date_start)",
        "A programme cannot end before it starts.",
    )
    _response_delay_days_check = models.Constraint(
        "CHECK(response_delay_days >= 0)",
        "The delay for answering cannot be negative.",
    )

    # ------------------------------------------------------------------
    # Defaults
    # ------------------------------------------------------------------
    def _default_notice(self):
        return self.env._(
            "Your participation is consultative: the local authority keeps the final "
            "decision and undertakes to explain it, including what it does not retain. "
            "You remain free to take part, to express yourself and to act: the "
            "authority can neither compel nor forbid your own initiatives."
        )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends(lambda self: self._frame_fields)
    def _compute_frame_missing(self):
        for program in self:
            program.frame_missing = ", ".join(program._get_frame_missing()) or False

    def _get_frame_missing(self):
        """Labels of the frame's texts that are still empty."""
        self.ensure_one()
        return [
            self._fields[name]._description_string(self.env)
            for name in self._frame_fields
            if is_html_empty(self[name])
        ]

    @api.depends("stakeholder_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_stakeholder_count(self):
        total = self._count_by_program("plpdma.stakeholder", [])
        unheard = self._count_by_program(
            "plpdma.stakeholder", [("is_heard", "=", False)]
        )
        for program in self:
            program.stakeholder_count = total.get(program, 0)
            program.unheard_count = unheard.get(program, 0)

    @api.depends("session_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_session_count(self):
        total = self._count_by_program("plpdma.session", [("state", "!=", "cancelled")])
        for program in self:
            program.session_count = total.get(program, 0)

    @api.depends("contribution_ids.state", "contribution_ids.date_due")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_contribution_count(self):
        model = "plpdma.contribution"
        total = self._count_by_program(model, [])
        to_answer = self._count_by_program(model, [("is_to_answer", "=", True)])
        overdue = self._count_by_program(model, [("is_overdue", "=", True)])
        for program in self:
            program.contribution_count = total.get(program, 0)
            program.to_answer_count = to_answer.get(program, 0)
            program.overdue_count = overdue.get(program, 0)

    @api.depends("response_ids.state")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_response_count(self):
        total = self._count_by_program("plpdma.response", [])
        awaiting = self._count_by_program(
            "plpdma.response", [("state", "=", "submitted")]
        )
        for program in self:
            program.response_count = total.get(program, 0)
            program.awaiting_arbitration_count = awaiting.get(program, 0)

    def _count_by_program(self, model, domain):
        """Count in one query what the user may see: ``{program: number}``."""
        domain = Domain("program_id", "in", self.ids) & Domain(domain)
        return dict(self.env[model]._read_group(domain, ["program_id"], ["__count"]))

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("state", *_frame_fields)
    def _check_frame(self):
        for program in self.filtered(lambda program: program.state == "open"):
            missing = program._get_frame_missing()
            if missing:
                raise ValidationError(
                    self.env._(
                        "The programme “%(program)s” cannot be open before its frame "
                        "is written. Still to write: %(missing)s.",
                        program=program.name,
                        missing=", ".join(missing),
                    )
                )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    def write(self, vals):
        """A changed notice becomes a new version of it."""
        if "notice" in vals:
            changed = self.filtered(
                lambda p: (p.notice or "") != (vals["notice"] or "")
            )
            for version, programs in changed.grouped("notice_version").items():
                super(PlpdmaProgram, programs).write({"notice_version": version + 1})
        return super().write(vals)

    def copy_data(self, default=None):
        """Name the copy so."""
        vals_list = super().copy_data(default)
        for program, vals in zip(self, vals_list, strict=True):
            if not (default or {}).get("name"):
                vals["name"] = self.env._("%s (copy)", program.name)
        return vals_list

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_open(self):
        """Open the programme, or reopen it.

        :raise ValidationError: while its frame is not fully written; the message
            names what is missing
        """
        self.filtered(lambda program: program.state != "open").write({"state": "open"})

    def action_close(self):
        """Close the programme.

        :raise UserError: while a contribution still waits for its answer
        """
        for program in self:
            if program.to_answer_count:
                raise UserError(
                    self.env._(
                        "%(count)s contributions of “%(program)s” still wait for an "
                        "answer. Answer them before closing the programme.",
                        count=program.to_answer_count,
                        program=program.name,
                    )
                )
        self.filtered(lambda program: program.state != "closed").write(
            {"state": "closed"}
        )

    def action_draft(self):
        """Put the programme back into framing."""
        self.filtered(lambda program: program.state != "draft").write(
            {"state": "draft"}
        )

    @api.model
    def action_home(self):
        """Open the app on what waits for the user.

        Responses to arbitrate for an élu or a manager, contributions to answer for
        an agent, sessions for a facilitator, else the programmes.
        """
        xmlid, context = self._get_home()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"plpdma_concertation.{xmlid}"
        )
        return {**action, "context": context}

    @api.model
    def _get_home(self):
        """External id and context of the action that opens the app."""
        user = self.env.user
        is_manager = user.has_group("plpdma_concertation.group_manager")
        is_elected = user.has_group("plpdma_concertation.group_elected")
        if (is_manager or is_elected) and self.env["plpdma.response"].search_count(
            [("state", "=", "submitted")], limit=1
        ):
            return "action_plpdma_response", {"search_default_submitted": 1}
        if user.has_group("plpdma_concertation.group_user"):
            mine = [("is_to_answer", "=", True), ("user_id", "=", user.id)]
            if self.env["plpdma.contribution"].search_count(mine, limit=1):
                return "action_plpdma_contribution", {
                    "search_default_mine": 1,
                    "search_default_to_answer": 1,
                }
        elif not is_elected:
            return "action_plpdma_session", {}
        return "action_plpdma_program", {}

    def _action_open_items(self, xmlid, **context):
        """The window action ``xmlid``, limited to this programme."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"plpdma_concertation.{xmlid}"
        )
        action["domain"] = [("program_id", "=", self.id)]
        action["context"] = {"default_program_id": self.id, **context}
        return action

    def action_view_stakeholders(self):
        """Open the programme's actors."""
        return self._action_open_items("action_plpdma_stakeholder")

    def action_view_unheard(self):
        """Open the programme's actors who were never heard."""
        return self._action_open_items(
            "action_plpdma_stakeholder", search_default_unheard=1
        )

    def action_view_sessions(self):
        """Open the programme's sessions."""
        return self._action_open_items("action_plpdma_session")

    def action_view_to_answer(self):
        """Open the programme's contributions that wait for an answer."""
        return self._action_open_items(
            "action_plpdma_contribution", search_default_to_answer=1
        )

    def action_view_overdue(self):
        """Open the programme's overdue contributions."""
        return self._action_open_items(
            "action_plpdma_contribution", search_default_overdue=1
        )

    def action_view_responses(self):
        """Open the programme's responses."""
        return self._action_open_items("action_plpdma_response")

    def action_view_awaiting_arbitration(self):
        """Open the programme's responses awaiting arbitration."""
        return self._action_open_items(
            "action_plpdma_response", search_default_submitted=1
        )

    def action_view_register(self):
        """Open the register: each contribution with what was answered."""
        return self._action_open_items("action_plpdma_register")
