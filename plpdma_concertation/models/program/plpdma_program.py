from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date, is_html_empty

from ...tools.groups import ELECTED, MANAGER, READERS, STAFF, TEAM
from ...tools.local_html import LocalHtml


class PlpdmaProgram(models.Model):
    """A local waste-prevention programme and the frame of its concertation."""

    _name = "plpdma.program"
    _description = "Waste-Prevention Programme (PLPDMA)"
    _inherit = [
        "plpdma.import.mixin",
        "plpdma.publication.mixin",
        "plpdma.warning.mixin",
        "plpdma.in.mandate.mixin",
        "mail.alias.mixin.optional",
    ]
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
        groups=TEAM,
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

    mandate_ids = fields.One2many(
        "plpdma.mandate",
        "program_id",
        string="Mandates",
        groups=STAFF,
    )

    # Frame of the concertation
    objective = LocalHtml(help="What the authority expects from the concertation.")
    negotiable = LocalHtml(
        string="What Is Open to Discussion",
        help="What the actors' contributions can change.",
    )
    non_negotiable = LocalHtml(
        string="What Is Not Open to Discussion",
        help="Legal obligations, decisions already taken, fixed budget…",
    )
    elected_role = LocalHtml(
        string="Role of the Élus",
        help="What the élus do during the concertation, and what they decide.",
    )
    follow_up_terms = LocalHtml(
        string="Follow-up Terms",
        help="How contributions are answered and how requests are followed. "
        "Proposed on every response.",
    )
    notice = LocalHtml(
        string="Notice on the Consultative Nature",
        default=lambda self: self._default_notice(),
        help="Told to every actor from the start: the involvement is consultative, "
        "and the actors stay free.",
    )
    notice_version = fields.Integer(default=1, readonly=True, copy=False)
    notice_ids = fields.One2many(
        "plpdma.notice", "program_id", string="Versions of the Notice"
    )
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
    retention_months = fields.Integer(
        string="Identities Kept (months)",
        default=24,
        required=True,
        help="Months after the end of the programme during which the authors' names "
        "and addresses are kept; 0 keeps them.",
    )
    date_retention = fields.Date(
        string="Identities Erased on",
        compute="_compute_date_retention",
        store=True,
        help="From that day on, the names and addresses of the contributions' authors "
        "are erased; their words, the answers and the figures stay.",
    )
    frame_missing = fields.Char(
        string="Still to Write",
        compute="_compute_frame_missing",
        help="What the frame still lacks before the programme can open.",
    )
    frame_missing_names = fields.Json(compute="_compute_frame_missing")

    # Facilitation
    facilitator_ids = fields.One2many(
        "plpdma.facilitator",
        "program_id",
        string="Facilitators",
        groups=STAFF,
    )
    facilitation_charter = LocalHtml(
        default=lambda self: self._default_facilitation_charter(),
        groups=STAFF,
        help="What whoever runs a session undertakes to do, and signs.",
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
        string="Actor Count",
        compute="_compute_stakeholder_count",
        groups=STAFF,
    )
    unheard_count = fields.Integer(
        string="Actors Never Heard",
        compute="_compute_stakeholder_count",
        groups=STAFF,
    )
    untold_count = fields.Integer(
        string="Actors Not Told of the Notice",
        compute="_compute_stakeholder_count",
        groups=STAFF,
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
    commitment_ids = fields.One2many(
        "plpdma.commitment",
        "program_id",
        string="Commitments",
        groups=READERS,
    )
    commitment_count = fields.Integer(
        compute="_compute_commitment_count", groups=READERS
    )
    commitment_overdue_count = fields.Integer(
        string="Overdue Promises",
        compute="_compute_commitment_count",
        groups=READERS,
        help="Promises of the authority past their due date.",
    )
    adaptation_ids = fields.One2many(
        "plpdma.adaptation",
        "program_id",
        string="Adaptations",
        groups=READERS,
    )
    adaptation_count = fields.Integer(
        compute="_compute_adaptation_count", groups=READERS
    )
    service_ids = fields.One2many(
        "plpdma.service",
        "program_id",
        string="Services Rendered",
        groups=STAFF,
    )
    service_count = fields.Integer(compute="_compute_service_count", groups=STAFF)

    # Legal thread
    milestone_ids = fields.One2many(
        "plpdma.milestone",
        "program_id",
        string="Legal Milestones",
        groups=READERS,
    )
    milestone_todo_count = fields.Integer(
        string="Milestones to Do",
        compute="_compute_milestones",
        groups=READERS,
    )
    next_milestone_id = fields.Many2one(
        "plpdma.milestone",
        compute="_compute_milestones",
        groups=READERS,
    )
    last_cces_date = fields.Date(
        string="Last CCES Meeting",
        compute="_compute_last_cces_date",
        groups=READERS,
    )
    draft_modified = fields.Boolean(
        copy=False,
        tracking=True,
        help="The draft was modified after the public's observations.",
    )
    public_days_min = fields.Integer(
        string="Minimum Availability (clear days)",
        default=21,
        required=True,
        help="Clear days during which the draft is available to the public. The law "
        "sets 21 at least.",
    )
    adoption_days_min = fields.Integer(
        string="Deliberate After (days)",
        default=4,
        required=True,
        help="Days between the closing of the availability to the public and the "
        "deliberation.",
    )

    _dates_check = models.Constraint(
        "CHECK(date_end IS NULL OR date_start IS NULL OR date_end >= date_start)",
        "A programme cannot end before it starts.",
    )
    _response_delay_days_check = models.Constraint(
        "CHECK(response_delay_days >= 0)",
        "The delay for answering cannot be negative.",
    )
    _retention_months_check = models.Constraint(
        "CHECK(retention_months >= 0)",
        "The identities cannot be kept for a negative number of months.",
    )
    _public_days_min_check = models.Constraint(
        "CHECK(public_days_min >= 0)",
        "The minimum availability to the public cannot be negative.",
    )
    _adoption_days_min_check = models.Constraint(
        "CHECK(adoption_days_min >= 0)",
        "The delay before the deliberation cannot be negative.",
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

    def _default_facilitation_charter(self):
        items = (
            self.env._(
                "Neutral: I favour no participant and no solution, and keep my own "
                "opinion to myself."
            ),
            self.env._(
                "Benevolent: I welcome what everyone says, and let nobody be judged."
            ),
            self.env._("Open: I let needs emerge that were not on the agenda."),
            self.env._(
                "I share out speaking time fairly, and invite those who speak little "
                "to speak."
            ),
            self.env._(
                "I recall the frame: what is open to discussion, what is not, and that "
                "the authority decides."
            ),
            self.env._("I promise nothing in the name of the authority."),
            self.env._("I report faithfully what was said, disagreements included."),
            self.env._("I keep to myself what is told to me in confidence."),
        )
        return Markup("<ul>%s</ul>") % Markup().join(
            Markup("<li>%s</li>") % item for item in items
        )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends(lambda self: self._frame_fields)
    def _compute_frame_missing(self):
        for program in self:
            program.frame_missing = ", ".join(program._get_frame_missing()) or False
            program.frame_missing_names = program._get_frame_missing_names()

    @api.depends("date_end", "retention_months")
    def _compute_date_retention(self):
        for program in self:
            kept = program.date_end and program.retention_months
            program.date_retention = kept and fields.Date.add(
                program.date_end, months=program.retention_months
            )

    def _get_frame_missing_names(self):
        """Names of the frame's fields that are still empty, in their order."""
        self.ensure_one()
        return [name for name in self._frame_fields if is_html_empty(self[name])]

    def _get_frame_missing(self):
        """Labels of the frame's texts that are still empty."""
        return [
            self._fields[name]._description_string(self.env)
            for name in self._get_frame_missing_names()
        ]

    @api.depends("stakeholder_ids.notice_state")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_stakeholder_count(self):
        total = self._count_by_program("plpdma.stakeholder", [])
        unheard = self._count_by_program(
            "plpdma.stakeholder", ~self.env["plpdma.figures"]._get_heard_domain()
        )
        untold = self._count_by_program(
            "plpdma.stakeholder", [("notice_state", "!=", "told")]
        )
        for program in self:
            program.stakeholder_count = total.get(program, 0)
            program.unheard_count = unheard.get(program, 0)
            program.untold_count = untold.get(program, 0)

    @api.depends("session_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_session_count(self):
        cancelled = self.env["plpdma.figures"]._get_session_domains()["cancelled"]
        total = self._count_by_program("plpdma.session", ~cancelled)
        for program in self:
            program.session_count = total.get(program, 0)

    @api.depends("contribution_ids.state", "contribution_ids.date_due")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_contribution_count(self):
        model = "plpdma.contribution"
        figures = self.env["plpdma.figures"]
        awaiting = figures._get_contribution_domains()["awaiting"]
        total = self._count_by_program(model, Domain.TRUE)
        to_answer = self._count_by_program(model, awaiting)
        overdue = self._count_by_program(model, figures._get_overdue_domain())
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

    @api.depends(
        "commitment_ids.kind", "commitment_ids.state", "commitment_ids.date_due"
    )
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_commitment_count(self):
        model = "plpdma.commitment"
        total = self._count_by_program(model, [])
        overdue = self._count_by_program(model, [("is_overdue", "=", True)])
        for program in self:
            program.commitment_count = total.get(program, 0)
            program.commitment_overdue_count = overdue.get(program, 0)

    @api.depends("adaptation_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_adaptation_count(self):
        total = self._count_by_program("plpdma.adaptation", [])
        for program in self:
            program.adaptation_count = total.get(program, 0)

    @api.depends("service_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_service_count(self):
        total = self._count_by_program("plpdma.service", [])
        for program in self:
            program.service_count = total.get(program, 0)

    @api.depends("milestone_ids.state")
    def _compute_milestones(self):
        for program in self:
            todo = program.milestone_ids.filtered(lambda m: m.state == "todo")
            program.milestone_todo_count = len(todo)
            program.next_milestone_id = todo[:1]

    @api.depends("session_ids.state", "session_ids.date_start", "body_ids.kind")
    def _compute_last_cces_date(self):
        meetings = dict(
            self.env["plpdma.session"]._read_group(
                [
                    ("program_id", "in", self.ids),
                    ("body_id.kind", "=", "cces"),
                    ("state", "in", ("held", "reported")),
                ],
                ["program_id"],
                ["date_start:max"],
            )
        )
        for program in self:
            date = meetings.get(program._origin)
            program.last_cces_date = date and (
                fields.Datetime.context_timestamp(program, date).date()
            )

    def _count_by_program(self, model, domain):
        """Count in one query what the user may see: ``{program: number}``."""
        domain = Domain("program_id", "in", self.ids) & Domain(domain)
        return dict(self.env[model]._read_group(domain, ["program_id"], ["__count"]))

    # ------------------------------------------------------------------
    # Warnings
    # ------------------------------------------------------------------
    def _get_warnings(self):
        return [*self._get_body_warnings(), *self._get_legal_warnings()]

    def _get_body_warnings(self):
        """Concertation takes place preferably in the CCES, not in many bodies."""
        self.ensure_one()
        kinds = self.body_ids.mapped("kind")
        if self.state == "closed" or "cces" in kinds:
            return []
        if kinds:
            return [
                self.env._(
                    "Bodies were set up but no CCES: concertation takes place "
                    "preferably within it."
                )
            ]
        if self.state == "open":
            return [
                self.env._(
                    "The programme has no CCES yet: the authority sets it up, fixes "
                    "its composition, names its chair and its secretariat."
                )
            ]
        return []

    # On which ``_get_legal_warnings`` depends.
    _legal_depends = (
        "state",
        "date_start",
        "draft_modified",
        "body_ids.kind",
        "last_cces_date",
        "milestone_ids.warnings",
    )
    _warning_depends = _legal_depends

    def _get_legal_warnings(self):
        """What the legal thread lacks."""
        self.ensure_one()
        if self.state == "closed":
            return []
        warnings = [
            sentence
            for milestone in self.milestone_ids
            for sentence in (milestone.warnings or "").splitlines()
        ]
        kinds = self.milestone_ids.mapped("kind")
        if self.draft_modified and "second_opinion" not in kinds:
            adoption = self._get_milestone("deliberation").date_done
            warnings.append(self.milestone_ids._get_second_opinion_sentence(adoption))
        return warnings + self._get_cces_warnings()

    def _get_cces_warnings(self):
        """The CCES follows the programme: a meeting a year at least."""
        last_year = fields.Date.context_today(self) - relativedelta(years=1)
        since = self.last_cces_date or self.date_start
        has_cces = "cces" in self.body_ids.mapped("kind")
        if self.state != "open" or not has_cces or not since or since >= last_year:
            return []
        if self.last_cces_date:
            return [
                self.env._(
                    "The CCES has not met for a year: its last meeting was held on "
                    "%s. One meeting a year at least is recommended.",
                    format_date(self.env, self.last_cces_date),
                )
            ]
        return [
            self.env._(
                "No meeting of the CCES is noted as held since the programme began, on "
                "%s. One meeting a year at least is recommended.",
                format_date(self.env, self.date_start),
            )
        ]

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
    @api.model_create_multi
    def create(self, vals_list):
        """Keep the first version of each notice."""
        programs = super().create(vals_list)
        programs._keep_notice_version()
        programs._sync_referent_mandate()
        return programs

    def write(self, vals):
        """A changed notice becomes a new version of it; older ones are kept."""
        changed = self.browse()
        if "notice" in vals:
            changed = self.filtered(
                lambda p: (p.notice or "") != (vals["notice"] or "")
            )
            for version, programs in changed.grouped("notice_version").items():
                super(PlpdmaProgram, programs).write({"notice_version": version + 1})
        result = super().write(vals)
        changed._keep_notice_version()
        if "elected_referent_id" in vals:
            self._sync_referent_mandate()
        # The invitations still to be sent carry the notice in force.
        changed.session_ids.filtered(lambda s: s.state == "planned")._sync_calendar()
        return result

    def _sync_referent_mandate(self):
        """The elected referent holds a mandate; who they replace holds it no more."""
        # sudo: the mandate follows the referent, whoever chooses them; mandates of
        # another kind are given by managers alone.
        mandates = self.env["plpdma.mandate"].sudo()
        standing = mandates.search(
            Domain("program_id", "in", self.ids)
            & Domain("function", "=", "referent")
            & mandates._not_ended_domain()
        )
        standing.filtered(
            lambda m: m.partner_id != m.program_id.elected_referent_id
        )._end()
        held = {(m.program_id.id, m.partner_id.id) for m in standing.exists()}
        mandates.create(
            [
                {
                    "program_id": program.id,
                    "partner_id": program.elected_referent_id.id,
                    "function": "referent",
                }
                for program in self.filtered("elected_referent_id")
                if (program.id, program.elected_referent_id.id) not in held
            ]
        )

    def _keep_notice_version(self):
        # sudo: versions are written by the system alone, so that nobody rewrites
        # what the actors were told.
        self.env["plpdma.notice"].sudo().create(
            [
                {
                    "program_id": program.id,
                    "version": program.notice_version,
                    "text": program.notice,
                }
                for program in self
            ]
        )

    def _get_notices_in_force(self):
        """The current version of each programme's notice.

        :return: ``{program: plpdma.notice}``
        """
        notices = self.env["plpdma.notice"].search([("program_id", "in", self.ids)])
        latest = {}
        for notice in notices.sorted("version"):
            latest[notice.program_id] = notice
        return latest

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

    def action_anonymise(self):
        """Erase the identity of the authors of all the contributions, for good.

        :return: notification that says how many were erased
        :raise AccessError: for who does not manage the concertation
        :raise UserError: while a programme is not closed
        """
        for program in self:
            if program.state != "closed":
                raise UserError(
                    self.env._(
                        "Close “%s” first: its authors may still be answered.",
                        program.name,
                    )
                )
        contributions = self.env["plpdma.contribution"].with_context(active_test=False)
        return contributions.search(
            [("program_id", "in", self.ids), ("date_anonymised", "=", False)]
        ).action_anonymise()

    def action_write_frame(self):
        """Open one text of the frame, to write it.

        The context names the field: ``plpdma_frame_field``.
        """
        self.ensure_one()
        view = self.env.ref("plpdma_concertation.plpdma_program_view_form_frame")
        name = self.env.context.get("plpdma_frame_field")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Frame of the Concertation"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(view.id, "form")],
            "target": "new",
            "context": {"plpdma_frame_field": name},
        }

    @api.model
    def action_home(self):
        """Open the app on what waits for the user.

        Their mandate for an élu, responses to arbitrate for a manager, contributions
        to answer for an agent, sessions for a facilitator, else the programmes.
        """
        mandates = self.env["plpdma.mandate"]
        if not self.env.user.has_group(STAFF):
            if self.env.user.has_group(ELECTED):
                mandates = mandates._get_held()
        if mandates:
            return mandates._action_home()
        xmlid, context = self._get_home()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"plpdma_concertation.{xmlid}"
        )
        return {**action, "context": context}

    @api.model
    def _get_home(self):
        """External id and context of the action that opens the app."""
        user = self.env.user
        is_manager = user.has_group(MANAGER)
        if is_manager and self.env["plpdma.response"].search_count(
            [("state", "=", "submitted")], limit=1
        ):
            return "action_plpdma_response", {"search_default_submitted": 1}
        if user.has_group(STAFF):
            mine = [("is_to_answer", "=", True), ("user_id", "=", user.id)]
            if self.env["plpdma.contribution"].search_count(mine, limit=1):
                return "action_plpdma_contribution", {
                    "search_default_mine": 1,
                    "search_default_to_answer": 1,
                }
        elif not user.has_group(ELECTED):
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

    def _action_new_item(self, xmlid, **values):
        """The window action ``xmlid``, on a new record of this programme.

        :param values: what the new record starts with
        """
        defaults = {f"default_{name}": value for name, value in values.items()}
        action = self._action_open_items(xmlid, **defaults)
        return {**action, "view_mode": "form", "views": [(False, "form")]}

    def action_view_stakeholders(self):
        """Open the programme's actors."""
        return self._action_open_items("action_plpdma_stakeholder")

    def action_view_unheard(self):
        """Open the programme's actors who were never heard."""
        return self._action_open_items(
            "action_plpdma_stakeholder", search_default_unheard=1
        )

    def action_view_untold(self):
        """Open the programme's actors who were not told the notice in force."""
        return self._action_open_items(
            "action_plpdma_stakeholder", search_default_untold=1
        )

    def action_view_notices(self):
        """Open the versions of the notice, as they were told."""
        return self._action_open_items("action_plpdma_notice")

    def action_view_receipts(self):
        """Open who was told which version of the notice, when and how."""
        return self._action_open_items("action_plpdma_notice_receipt")

    def action_prepare_milestones(self):
        """Create the milestones of the legal thread that are still missing."""
        self.env["plpdma.milestone"]._prepare_missing(self)

    def action_view_milestones(self):
        """Open the milestones of the programme's legal thread."""
        return self._action_open_items("action_plpdma_milestone")

    def action_view_timeline(self):
        """Open the programme, its sessions and its milestones in the order of time."""
        return self._action_open_items("action_plpdma_timeline")

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

    def action_view_commitments(self):
        """Open what was promised, and what the actors do of their own accord."""
        return self._action_open_items("action_plpdma_commitment")

    def action_view_overdue_commitments(self):
        """Open the authority's promises that are past their due date."""
        return self._action_open_items(
            "action_plpdma_commitment", search_default_overdue=1
        )

    def action_view_adaptations(self):
        """Open the adaptation log."""
        return self._action_open_items("action_plpdma_adaptation")

    def action_view_services(self):
        """Open the services rendered to the programme's actors."""
        return self._action_open_items("action_plpdma_service")

    def action_view_register(self):
        """Open the register: each contribution with what was answered."""
        return self._action_open_items("action_plpdma_register")

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _alias_get_creation_values(self):
        """What is written to the programme's address becomes a contribution."""
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id("plpdma.contribution")
        if self.id:
            values["alias_defaults"] = {"program_id": self.id}
        return values

    def _is_open_to_contributions(self, user):
        """Whether somebody may contribute to the programme outside any session: its
        actors may, while it is open.

        :param user: a user; a visitor is the public user
        """
        self.ensure_one()
        return self.state == "open" and bool(self._get_actors(user))

    def _is_readable_by(self, user):
        """Whether the programme has public pages, or the user has a part in it."""
        self.ensure_one()
        is_public = self.filtered_domain(self._get_published_domain())
        return bool(is_public or self._get_actors(user))

    def _get_actors(self, user):
        """The actors of the programme for whom the user speaks: themselves, and their
        organisation."""
        if user._is_public():
            return self.env["plpdma.stakeholder"]
        family = user.commercial_partner_id
        return self.stakeholder_ids.filtered(
            lambda actor: actor.partner_id.commercial_partner_id == family
        )

    def _get_submission_choices(self, session=None):
        """What a form offers to who contributes.

        :param session: the session to which they contribute, if any
        :return: ``{field of the contribution: ids, in the order of the form}``
        """
        self.ensure_one()
        company = Domain("company_id", "in", [False, *self.company_id.ids])
        themes = (session and session.theme_ids) or self.theme_ids
        places = (session and session.territory_ids) or self.territory_ids
        # Where one lives is a part of where the programme applies.
        here = Domain("id", "child_of", places.ids) if places else Domain.TRUE
        roles = self.env["plpdma.role"].search(
            company & Domain("is_elected", "=", False)
        )
        questions = session.question_ids if session else self.env["plpdma.question"]
        return {
            "theme_ids": (themes or themes.search(company)).ids,
            "territory_id": places.search(company & here).ids,
            "role_id": roles.ids,
            "question_id": questions.ids,
        }

    def _get_milestone(self, kind):
        """The milestone of this kind, which a programme has only once."""
        return self.milestone_ids.filtered(lambda m: m.kind == kind)[:1]

    def _get_report_years(self):
        """Years of the programme on which a report is due by now: its first year, and
        those that began since."""
        today = fields.Date.context_today(self)
        first = (self.date_start or today).year
        last = min((self.date_end or today).year, today.year)
        return range(first, max(first, last) + 1)
