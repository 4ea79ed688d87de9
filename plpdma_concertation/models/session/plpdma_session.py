from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.domains import search_boolean
from ...tools.groups import FACILITATOR, STAFF, TEAM
from ...tools.local_html import LocalHtml

# The states of a session that took place, and of one that is announced or took place.
HELD = ("held", "reported")
KEPT = ("planned", *HELD)


class PlpdmaSession(models.Model):
    """A moment of participation: a meeting, or an availability to the public."""

    _name = "plpdma.session"
    _description = "Participation Session"
    _inherit = [
        "plpdma.program.mixin",
        "plpdma.reference.mixin",
        "plpdma.thread.mixin",
        "plpdma.warning.mixin",
        "plpdma.workflow.mixin",
        "plpdma.scope.mixin",
        "plpdma.conflict.mixin",
    ]
    _order = "date_start desc, id desc"
    _rec_names_search = ["name", "reference"]

    _import_template = "sessions"
    _reference_sequence = "plpdma.session"
    _reference_date_field = "date_start"
    _same_program_fields = ("body_id",)
    _conflict_fields = ("minutes",)
    _scope_depends = ("territory_ids.parent_path", "theme_ids.parent_path")
    _state_origins = {
        "draft": ("planned", "cancelled"),
        "planned": ("draft", "held"),
        "held": ("planned", "reported"),
        "reported": ("held",),
        "cancelled": ("draft", "planned"),
    }

    # The five things a new session asks for
    name = fields.Char(string="Title", required=True, tracking=True)
    active = fields.Boolean(default=True)
    nature = fields.Selection(
        [("concertation", "Concertation"), ("consultation", "Consultation")],
        required=True,
        default="concertation",
        tracking=True,
        help="Concertation: working together towards a proposal.\n"
        "Consultation: opinions on a proposal already formulated, without commitment "
        "to follow them.",
    )
    format = fields.Selection(
        [
            ("individual", "Individual meeting"),
            ("collective", "Collective meeting"),
            ("public", "Availability to the public"),
        ],
        required=True,
        default="collective",
        tracking=True,
    )
    date_start = fields.Datetime(
        string="Start", tracking=True, index=True, help="Or opening to the public."
    )
    date_stop = fields.Datetime(
        string="End",
        compute="_compute_date_stop",
        store=True,
        readonly=False,
        precompute=True,
        help="Or closing to the public.",
    )
    participation_ids = fields.One2many(
        "plpdma.participation", "session_id", string="Participants", copy=True
    )

    # Where, and on what
    body_id = fields.Many2one(
        "plpdma.body",
        compute="_compute_body_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        domain="[('program_id', '=', program_id)]",
        index="btree_not_null",
        ondelete="restrict",
    )
    body_kind = fields.Selection(related="body_id.kind")
    body_justification = fields.Char(
        string="Why Outside the CCES",
        help="A collective session takes place preferably in the CCES.",
    )
    theme_ids = fields.Many2many("plpdma.theme", string="Themes", check_company=True)
    territory_ids = fields.Many2many(
        "plpdma.territory", string="Territories", check_company=True
    )
    location = fields.Char(
        compute="_compute_location", store=True, readonly=False, tracking=True
    )
    proposal = LocalHtml(
        help="The proposal put to consultation: required before a consultation is "
        "planned."
    )
    question_ids = fields.One2many(
        "plpdma.question", "session_id", string="Questions", copy=True
    )

    # Who prepares it, and who runs it
    user_id = fields.Many2one(
        "res.users",
        string="Organised by",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        index="btree_not_null",
        groups=TEAM,
        help="Guests are told whom to ask, in their invitation.",
    )
    facilitator_id = fields.Many2one(
        "res.partner",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    facilitation_summary = fields.Char(
        string="Contract and Charter",
        compute="_compute_facilitation_summary",
        groups=STAFF,
    )
    is_run_by_user = fields.Boolean(
        string="Run by the User",
        compute="_compute_is_run_by_user",
        search="_search_is_run_by_user",
    )

    # Where it stands
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("planned", "Planned"),
            ("held", "Held"),
            ("reported", "Reported"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        required=True,
        default="draft",
        group_expand=True,
        copy=False,
        index=True,
        tracking=True,
    )
    date_state = fields.Datetime(
        string="Status Since",
        compute="_compute_date_state",
        store=True,
        precompute=True,
        copy=False,
    )
    color = fields.Integer(compute="_compute_color")
    participant_count = fields.Integer(compute="_compute_participation_counts")
    present_count = fields.Integer(compute="_compute_participation_counts")

    _dates_check = models.Constraint(
        "CHECK(date_stop IS NULL OR date_start IS NULL OR date_stop >= date_start)",
        "A session cannot end before it starts.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("program_id", "format")
    def _compute_body_id(self):
        """A collective session takes place by default in the CCES."""
        for session in self:
            if session.body_id.program_id not in (session.program_id, session.browse()):
                session.body_id = False
            if not session.body_id and session.format == "collective":
                bodies = session.program_id.body_ids
                session.body_id = bodies.filtered(lambda body: body.kind == "cces")[:1]

    @api.depends("format", "participation_ids.stakeholder_id")
    def _compute_location(self):
        """An actor is met preferably on their own ground."""
        for session in self:
            if session.format == "individual" and not session.location:
                partner = session._get_participants().partner_id[:1]
                session.location = partner.contact_address_inline or False

    @api.depends(lambda self: self.env["plpdma.facilitator"]._session_depends)
    @api.depends_context("lang")
    def _compute_facilitation_summary(self):
        for session in self:
            facilitator = session._get_facilitator()
            session.facilitation_summary = (
                facilitator._get_summary() if facilitator else False
            )

    @api.depends("facilitator_id")
    @api.depends_context("uid")
    def _compute_is_run_by_user(self):
        mine = self.filtered_domain(self._get_run_by_user_domain())
        for session in self:
            session.is_run_by_user = session in mine

    @search_boolean
    def _search_is_run_by_user(self):
        return self._get_run_by_user_domain()

    @api.model
    def _get_run_by_user_domain(self):
        """Domain of the sessions of which the user is the facilitator, who writes the
        minutes and notes what is said."""
        user = self.env.user
        if not user.has_group(FACILITATOR):
            return Domain.FALSE
        return Domain("facilitator_id", "=", user.partner_id.id)

    @api.depends("state")
    def _compute_date_state(self):
        self.date_state = fields.Datetime.now()

    @api.depends("state")
    def _compute_color(self):
        colors = {"draft": 0, "planned": 4, "held": 3, "reported": 10, "cancelled": 1}
        for session in self:
            session.color = colors[session.state]

    @api.depends("participation_ids.is_in_person")
    def _compute_participation_counts(self):
        for session in self:
            lines = session.participation_ids
            session.participant_count = len(lines)
            session.present_count = len(lines.filtered("is_in_person"))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    def write(self, vals):
        """:raise UserError: for another nature than the one announced to the guests"""
        if "nature" in vals:
            self._check_nature_change(vals["nature"])
        return super().write(vals)

    def _check_nature_change(self, new_nature):
        """Guests invited to a concertation are not consulted without knowing it."""
        for session in self:
            if session.nature != new_nature and session.state not in (
                "draft",
                "cancelled",
            ):
                raise UserError(
                    self.env._(
                        "“%s” was announced to its guests: its nature cannot change "
                        "silently. Put it back to draft first: they are told, then "
                        "invited again.",
                        session.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for session in self:
            if session._is_used():
                raise UserError(
                    self.env._(
                        "“%s” is part of the history of the concertation: cancel it "
                        "instead of deleting it.",
                        session.name,
                    )
                )

    def _is_used(self):
        """Whether the session is part of the history: it was announced."""
        self.ensure_one()
        return self.state not in ("draft", "cancelled")

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def _set_state(self, state):
        self.filtered(lambda session: session.state != state).write({"state": state})

    def action_hold(self):
        """Note that the sessions took place.

        :raise ValidationError: for a session in the future
        """
        self._set_state("held")

    def action_report(self):
        """Close the report of the sessions.

        :raise ValidationError: without minutes, or while an attendance is unknown
        """
        self._set_state("reported")

    def action_back(self):
        """Undo one step: from reported to held, from held to planned."""
        for session in self:
            previous = {"reported": "held", "held": "planned"}.get(session.state)
            if previous:
                session._set_state(previous)

    def action_add_facilitator(self):
        """List the facilitators of these sessions among those of their programme."""
        self.env["plpdma.facilitator"]._add(
            {
                (session.program_id, session.facilitator_id)
                for session in self.filtered("facilitator_id")
            }
        )

    def action_invite_body(self):
        """Invite the members of the session's body who are not invited yet."""
        vals_list = []
        for session in self:
            missing = session.body_id.stakeholder_ids - (
                session.participation_ids.stakeholder_id
            )
            vals_list += [
                {"session_id": session.id, "stakeholder_id": stakeholder.id}
                for stakeholder in missing
            ]
        self.env["plpdma.participation"].create(vals_list)

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _get_participants(self):
        """Lines of those who come for themselves: neither élus nor facilitators."""
        return self.participation_ids.filtered(lambda p: p.capacity == "participant")

    def _get_facilitator(self):
        """The programme's facilitator who runs this session; none without a person, or
        when they are not listed."""
        self.ensure_one()
        person = self.facilitator_id
        return self.program_id.facilitator_ids.filtered(
            lambda line: line.active and person and line.partner_id == person
        )
