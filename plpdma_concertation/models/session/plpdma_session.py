from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import formatLang, is_html_empty

from ...tools.domains import search_boolean
from ...tools.groups import FACILITATOR, READERS, STAFF, TEAM
from ...tools.local_html import LocalHtml
from ...tools.notifications import CLOSE, make_notification
from ..program.plpdma_facilitator import PlpdmaFacilitator
from .plpdma_advice_mixin import PlpdmaAdviceMixin
from .plpdma_feedback import PlpdmaFeedback

# Below the middle of the scale, feedback calls for a word.
LOW_SCORE = 3


class PlpdmaSession(models.Model):
    """A moment of participation: a meeting, or an availability to the public."""

    _name = "plpdma.session"
    _description = "Participation Session"
    _inherit = [
        "plpdma.program.mixin",
        "plpdma.reference.mixin",
        "plpdma.thread.mixin",
        "plpdma.warning.mixin",
        "plpdma.advice.mixin",
        "plpdma.sign.in.mixin",
        "plpdma.guest.mixin",
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
    # Each state, and those from which it can be reached.
    _state_origins = {
        "draft": ("planned", "cancelled"),
        "planned": ("draft", "held"),
        "held": ("planned", "reported"),
        "reported": ("held",),
        "cancelled": ("draft", "planned"),
    }
    # A change of these shows in the calendar entry.
    _calendar_fields = {
        "name",
        "date_start",
        "date_stop",
        "location",
        "user_id",
        "facilitator_id",
        "format",
        "nature",
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

    # The rest
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
    theme_ids = fields.Many2many("plpdma.theme", string="Themes", check_company=True)
    territory_ids = fields.Many2many(
        "plpdma.territory", string="Territories", check_company=True
    )
    body_kind = fields.Selection(related="body_id.kind")
    body_justification = fields.Char(
        string="Why Outside the CCES",
        help="A collective session takes place preferably in the CCES.",
    )
    location = fields.Char(
        compute="_compute_location", store=True, readonly=False, tracking=True
    )
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
    proposal = LocalHtml(
        help="The proposal put to consultation: required before a consultation is "
        "planned."
    )
    stance_summary = fields.Char(
        string="Opinions",
        compute="_compute_stance_summary",
        help="How many contributions are for the proposal, and how many against.",
    )
    without_stance_count = fields.Integer(
        string="Opinions Still to Note", compute="_compute_stance_summary"
    )
    has_elected = fields.Boolean(
        string="With Élus",
        compute="_compute_has_elected",
        search="_search_has_elected",
    )
    elected_role = LocalHtml(
        string="Role of the Élus",
        compute="_compute_elected_role",
        store=True,
        readonly=False,
        help="What the élus do during this session. Proposed by the programme.",
    )
    question_ids = fields.One2many(
        "plpdma.question", "session_id", string="Questions", copy=True
    )
    contribution_ids = fields.One2many(
        "plpdma.contribution", "session_id", string="Contributions"
    )
    minutes = LocalHtml(groups=STAFF)
    shared_minutes = fields.Html(
        string="Minutes to Read",
        compute="_compute_shared_minutes",
        compute_sudo=True,
        help="The minutes, once they are circulated; before that, for who runs the "
        "session.",
    )
    minutes_state = fields.Selection(
        [("draft", "Draft"), ("circulated", "Circulated"), ("final", "Final")],
        string="Minutes Status",
        required=True,
        default="draft",
        copy=False,
        tracking=True,
    )
    feedback_ids = fields.One2many(
        "plpdma.feedback", "session_id", string="Answers on the Session", groups=STAFF
    )
    # None is stored: each answer would note on the session who collected it and when.
    feedback_count = fields.Integer(
        string="Feedback", compute="_compute_feedback", groups=STAFF
    )
    feedback_neutrality = fields.Float(
        string="Neutrality", compute="_compute_feedback", digits=(2, 1), groups=STAFF
    )
    feedback_listening = fields.Float(
        string="Listening", compute="_compute_feedback", digits=(2, 1), groups=STAFF
    )
    feedback_trust = fields.Float(
        string="Trust", compute="_compute_feedback", digits=(2, 1), groups=STAFF
    )
    feedback_summary = fields.Char(
        string="What Participants Say",
        compute="_compute_feedback_summary",
        groups=STAFF,
        help="Averages of the anonymous answers, shown from three answers up.",
    )
    calendar_event_id = fields.Many2one(
        "calendar.event", copy=False, readonly=True, index="btree_not_null"
    )
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
    date_minutes_state = fields.Datetime(
        string="Minutes Status Since",
        compute="_compute_date_minutes_state",
        store=True,
        precompute=True,
        copy=False,
    )
    is_run_by_user = fields.Boolean(
        string="Run by the User", compute="_compute_is_run_by_user"
    )
    color = fields.Integer(compute="_compute_color")
    participant_count = fields.Integer(compute="_compute_participation_counts")
    present_count = fields.Integer(compute="_compute_participation_counts")
    contribution_count = fields.Integer(compute="_compute_contribution_count")
    to_answer_count = fields.Integer(
        string="Contributions to Answer", compute="_compute_contribution_count"
    )
    possible_duplicate_count = fields.Integer(
        string="Possible Duplicates", compute="_compute_possible_duplicate_count"
    )
    untold_ids = fields.Many2many(
        "plpdma.stakeholder",
        string="Not Told of the Notice",
        compute="_compute_untold_ids",
        groups=STAFF,
        help="Participants who did not receive the notice in force.",
    )
    untold_count = fields.Integer(compute="_compute_untold_ids", groups=STAFF)
    commitment_ids = fields.One2many(
        "plpdma.commitment", "session_id", string="Commitments", groups=READERS
    )
    commitment_count = fields.Integer(
        compute="_compute_commitment_count", groups=READERS
    )
    adaptation_ids = fields.One2many(
        "plpdma.adaptation", "session_id", string="Adaptations", groups=READERS
    )
    adaptation_count = fields.Integer(
        compute="_compute_adaptation_count", groups=READERS
    )

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

    @api.depends(
        "minutes", "minutes_state", "format", "participation_ids", "facilitator_id"
    )
    @api.depends_context("uid")
    def _compute_shared_minutes(self):
        """Those of an individual meeting are for the actor who was met."""
        family = self.env.user.commercial_partner_id
        for session in self:
            is_shared = session.minutes_state != "draft"
            if session.format == "individual":
                met = session._get_participants().partner_id.commercial_partner_id
                is_shared = is_shared and family in met
            is_shared = is_shared or session.is_run_by_user
            session.shared_minutes = is_shared and session.minutes

    @api.depends("nature", "contribution_ids.stance")
    def _compute_stance_summary(self):
        counts = {
            (session, stance): count
            for session, stance, count in self.env["plpdma.contribution"]._read_group(
                [("session_id", "in", self.ids)], ["session_id", "stance"], ["__count"]
            )
        }
        stances = self.env["plpdma.contribution"]._fields["stance"]
        labels = stances._description_selection(self.env)
        for session in self:
            parts = [
                self.env._("%(stance)s: %(count)s", stance=label, count=count)
                for stance, label in [*labels, (False, self.env._("Still to note"))]
                if (count := counts.get((session._origin, stance)))
            ]
            is_consultation = session.nature == "consultation"
            session.stance_summary = is_consultation and " · ".join(parts)
            session.without_stance_count = is_consultation and counts.get(
                (session._origin, False), 0
            )

    @api.depends("participation_ids.capacity")
    def _compute_has_elected(self):
        for session in self:
            capacities = session.participation_ids.mapped("capacity")
            session.has_elected = "elected" in capacities

    @search_boolean
    def _search_has_elected(self):
        return Domain("participation_ids.capacity", "=", "elected")

    @api.depends("program_id.elected_role")
    def _compute_elected_role(self):
        for session in self:
            if is_html_empty(session.elected_role):
                session.elected_role = session.program_id.elected_role

    @api.depends("participation_ids.stakeholder_id.notice_state")
    def _compute_untold_ids(self):
        for session in self:
            actors = session.participation_ids.stakeholder_id
            session.untold_ids = actors.filtered(lambda a: a.notice_state != "told")
            session.untold_count = len(session.untold_ids)

    @api.depends("commitment_ids")
    def _compute_commitment_count(self):
        for session in self:
            session.commitment_count = len(session.commitment_ids)

    @api.depends("adaptation_ids")
    def _compute_adaptation_count(self):
        for session in self:
            session.adaptation_count = len(session.adaptation_ids)

    @api.depends(*PlpdmaFacilitator._session_depends)
    @api.depends_context("lang")
    def _compute_facilitation_summary(self):
        for session in self:
            facilitator = session._get_facilitator()
            session.facilitation_summary = (
                facilitator._get_summary() if facilitator else False
            )

    @api.depends(*(f"feedback_ids.{name}" for name in PlpdmaFeedback._questions))
    def _compute_feedback(self):
        """How many answers, and their averages once there are enough of them."""
        names = PlpdmaFeedback._questions
        # sudo: the answers are counted before they may be read; their averages come
        # out only when they may.
        groups = (
            self.env["plpdma.feedback"]
            .sudo()
            ._read_group(
                [("session_id", "in", self.ids)],
                ["session_id"],
                ["__count", *(f"{name}:avg" for name in names)],
            )
        )
        found = {session.id: (count, scores) for session, count, *scores in groups}
        for session in self:
            count, scores = found.get(session._origin.id, (0, ()))
            if count < PlpdmaFeedback._min_answers:
                scores = (0, 0, 0)
            session.feedback_count = count
            for name, score in zip(names, scores, strict=True):
                session[f"feedback_{name}"] = score

    @api.depends(*(f"feedback_{name}" for name in PlpdmaFeedback._questions))
    @api.depends_context("lang")
    def _compute_feedback_summary(self):
        for session in self:
            scores = session._get_feedback_scores()
            session.feedback_summary = (
                " · ".join(
                    self.env._(
                        "%(question)s: %(score)s out of 5",
                        question=question,
                        score=formatLang(self.env, score, digits=1),
                    )
                    for question, score in scores.items()
                )
                or False
            )

    def _get_feedback_scores(self):
        """Averages by question, in the user's language; none below three answers."""
        self.ensure_one()
        names = [f"feedback_{name}" for name in PlpdmaFeedback._questions]
        return {
            self._fields[name]._description_string(self.env): self[name]
            for name in names
            if self[name]
        }

    @api.depends("state")
    def _compute_date_state(self):
        self.date_state = fields.Datetime.now()

    @api.depends("minutes_state")
    def _compute_date_minutes_state(self):
        self.date_minutes_state = fields.Datetime.now()

    @api.depends("facilitator_id")
    @api.depends_context("uid")
    def _compute_is_run_by_user(self):
        """Whether the user is the facilitator, who writes the minutes and notes what
        is said."""
        user = self.env.user
        is_facilitator = user.has_group(FACILITATOR)
        for session in self:
            session.is_run_by_user = (
                is_facilitator and session.facilitator_id == user.partner_id
            )

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

    @api.depends("contribution_ids.state")
    def _compute_contribution_count(self):
        contributions = self.env["plpdma.contribution"]
        domain = Domain("session_id", "in", self.ids)
        groups = (["session_id"], ["__count"])
        total = dict(contributions._read_group(domain, *groups))
        awaiting = self.env["plpdma.figures"]._get_contribution_domains()["awaiting"]
        to_answer = dict(contributions._read_group(domain & awaiting, *groups))
        for session in self:
            session.contribution_count = total.get(session, 0)
            session.to_answer_count = to_answer.get(session, 0)

    @api.depends("contribution_ids.verbatim", "contribution_ids.state")
    def _compute_possible_duplicate_count(self):
        contributions = self.env["plpdma.contribution"]
        possible = contributions._get_possible_duplicate_ids(
            [("session_id", "in", self.ids)]
        )
        counts = dict(
            contributions._read_group(
                [("id", "in", possible)], ["session_id"], ["__count"]
            )
        )
        for session in self:
            session.possible_duplicate_count = counts.get(session, 0)

    # ------------------------------------------------------------------
    # Warnings
    # ------------------------------------------------------------------
    _warning_depends = (
        "state",
        "nature",
        "format",
        "proposal",
        "date_start",
        "date_stop",
        "body_id.kind",
        "body_justification",
        "program_id.frame_missing",
        "question_ids.contribution_count",
        "without_stance_count",
        "participation_ids.attendance",
        "participation_ids.stakeholder_id.notice_state",
        "program_id.public_days_min",
        *(f"feedback_{name}" for name in PlpdmaFeedback._questions),
        *PlpdmaAdviceMixin._advice_depends,
        *PlpdmaFacilitator._session_depends,
    )

    def _get_warnings(self):
        self.ensure_one()
        if self.state == "cancelled":
            return []
        return [
            *self._get_nature_warnings(),
            *self._get_body_warnings(),
            *self._get_frame_warnings(),
            *self._get_notice_warnings(),
            *self._get_question_warnings(),
            *self._get_advice_warnings(),
            *self.env["plpdma.milestone"]._get_public_session_warnings(self),
            *self.env["plpdma.facilitator"]._get_session_warnings(self),
            *self._get_feedback_warnings(),
        ]

    @api.model
    def _get_watched_domain(self):
        return Domain("state", "!=", "cancelled")

    def _get_nature_warnings(self):
        """A final proposal is consulted upon; a concertation works towards one."""
        if self.nature == "concertation" and not is_html_empty(self.proposal):
            return [
                self.env._(
                    "A proposal is already written: this is a consultation. A "
                    "concertation works towards a proposal, starting from questions."
                )
            ]
        if self.without_stance_count:
            return [
                self.env._(
                    "Contributions whose opinion on the proposal is still to be noted: "
                    "%s.",
                    self.without_stance_count,
                )
            ]
        return []

    def _get_body_warnings(self):
        """Outside the CCES, a collective session says why."""
        if (
            self.format == "collective"
            and self.body_id.kind != "cces"
            and not (self.body_justification or "").strip()
        ):
            return [
                self.env._(
                    "This collective session does not take place in the CCES: write "
                    "why (Organisation)."
                )
            ]
        return []

    def _get_frame_warnings(self):
        """Nobody is invited before the frame is clear."""
        missing = self.program_id.frame_missing
        if missing:
            return [
                self.env._(
                    "The frame of the programme is not fully written. Still to write: "
                    "%s.",
                    missing,
                )
            ]
        return []

    def _get_notice_warnings(self):
        """Involvement is consultative, and actors are free: told from the start."""
        heard = self.participation_ids.filtered("is_in_person")
        untold = self.untold_ids & heard.stakeholder_id
        if untold:
            return [
                self.env._(
                    "Took part without having been told that their involvement is "
                    "consultative: %s.",
                    ", ".join(untold.mapped("display_name")),
                )
            ]
        return []

    def _get_question_warnings(self):
        """A question put to the actors and left without a word shows."""
        if self.state not in ("held", "reported"):
            return []
        silent = self.question_ids.filtered(lambda q: not q.contribution_count)
        return [
            self.env._("No contribution answers the question “%s”", question.name)
            for question in silent
        ]

    def _get_feedback_warnings(self):
        """Trust that is lost is worth a word before the next session."""
        low = [
            question
            for question, score in self._get_feedback_scores().items()
            if score < LOW_SCORE
        ]
        if low:
            return [
                self.env._("The participants' feedback is low on: %s.", ", ".join(low))
            ]
        return []

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains(
        "state", "nature", "proposal", "question_ids", "date_start", "date_stop"
    )
    def _check_planned(self):
        """What a session needs before it is planned (invariant 5)."""
        planned = self.filtered(
            lambda session: session.state in ("planned", "held", "reported")
        )
        for session in planned:
            if not session.date_start:
                raise ValidationError(
                    self.env._("“%s” needs a date before it is planned.", session.name)
                )
            if session.format != "public" and not session.date_stop:
                raise ValidationError(
                    self.env._("“%s” needs an end before it is planned.", session.name)
                )
            if session.format == "public" and not session.date_stop:
                raise ValidationError(
                    self.env._(
                        "“%s” needs a closing date: the public must know until when "
                        "it can contribute.",
                        session.name,
                    )
                )
        planned._check_has_subject()

    def _check_has_subject(self, without_questions=None):
        """A consultation has its proposal, a concertation its question.

        :param without_questions: questions that are about to be deleted
        :raise ValidationError: naming the session and what it lacks
        """
        without_questions = without_questions or self.env["plpdma.question"]
        for session in self:
            if session.state not in ("planned", "held", "reported"):
                continue
            if session.nature == "consultation" and is_html_empty(session.proposal):
                raise ValidationError(
                    self.env._(
                        "“%s” is a consultation: write the proposal on which opinions "
                        "are asked before planning it.",
                        session.name,
                    )
                )
            questions = session.question_ids - without_questions
            if session.nature == "concertation" and not questions:
                raise ValidationError(
                    self.env._(
                        "“%s” is a concertation: put at least one concrete question "
                        "to the actors before planning it.",
                        session.name,
                    )
                )

    @api.constrains("state", "elected_role", "participation_ids")
    def _check_elected_frame(self):
        """With élus, the frame is clear beforehand, their own role above all."""
        for session in self:
            if session.state in ("draft", "cancelled") or not session.has_elected:
                continue
            missing = session.program_id._get_frame_missing()
            if is_html_empty(session.elected_role):
                label = session._fields["elected_role"]._description_string(self.env)
                missing = list(dict.fromkeys([*missing, label]))
            if missing:
                raise ValidationError(
                    self.env._(
                        "Élus take part in “%(session)s”: write the frame before "
                        "planning it. Still to write: %(missing)s.",
                        session=session.name,
                        missing=", ".join(missing),
                    )
                )

    @api.constrains("state", "nature")
    def _check_stances(self):
        """A consultation is reported once each opinion on its proposal is noted."""
        for session in self:
            if session.nature != "consultation" or session.state != "reported":
                continue
            silent = self.env["plpdma.contribution"].search(
                [("session_id", "=", session.id), ("stance", "=", False)], limit=10
            )
            if silent:
                raise ValidationError(
                    self.env._(
                        "“%(session)s” is a consultation: note the opinion of each "
                        "contribution on its proposal, “No opinion” when it gives "
                        "none. Still without: %(contributions)s.",
                        session=session.name,
                        contributions=", ".join(silent.mapped("reference")),
                    )
                )

    @api.constrains("state", "date_start")
    def _check_held(self):
        now = fields.Datetime.now()
        for session in self:
            is_past = session.date_start and session.date_start <= now
            if session.state in ("held", "reported") and not is_past:
                raise ValidationError(
                    self.env._(
                        "“%s” starts in the future: it cannot be held yet.",
                        session.name,
                    )
                )

    @api.constrains("state", "minutes", "participation_ids")
    def _check_reported(self):
        for session in self.filtered(lambda session: session.state == "reported"):
            if is_html_empty(session.minutes):
                raise ValidationError(
                    self.env._("“%s” needs its minutes to be reported.", session.name)
                )
            unknown = session.participation_ids.filtered(
                lambda line: line.attendance == "invited"
            )
            if unknown:
                raise ValidationError(
                    self.env._(
                        "Attendance at “%(session)s” is still unknown for: %(actors)s.",
                        session=session.name,
                        actors=", ".join(unknown.mapped("display_name")),
                    )
                )

    @api.constrains("format")
    def _check_opening_agreement(self):
        """What becomes an individual meeting asks for its authors' agreement."""
        individual = self.filtered(lambda session: session.format == "individual")
        individual.contribution_ids._check_opening_agreement()

    @api.constrains("format", "participation_ids")
    def _check_format(self):
        """An individual meeting is with one organisation (invariant 6); nobody is
        invited to an availability to the public."""
        for session in self:
            lines = session.participation_ids
            if session.format == "public" and lines:
                raise ValidationError(
                    self.env._(
                        "“%s” is open to the public: nobody is invited to it.",
                        session.name,
                    )
                )
            organisations = lines.filtered(
                lambda line: line.capacity == "participant"
            ).partner_id.commercial_partner_id
            if session.format == "individual" and len(organisations) > 1:
                raise ValidationError(
                    self.env._(
                        "“%(session)s” is an individual meeting: it is held with one "
                        "organisation, not with %(organisations)s.",
                        session=session.name,
                        organisations=", ".join(organisations.mapped("display_name")),
                    )
                )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """Put the sessions that come already planned in the calendar."""
        sessions = super().create(vals_list)
        sessions._sync_calendar()
        return sessions

    def write(self, vals):
        """Follow the workflow, and let the calendar follow.

        :raise UserError: for a state out of order, or for another nature than the one
            announced to the guests
        """
        if "state" in vals:
            self._check_transition(vals["state"])
        if "nature" in vals:
            self._check_nature_change(vals["nature"])
        result = super().write(vals)
        if self._calendar_fields & vals.keys() or "state" in vals:
            self._sync_calendar()
        return result

    def _check_transition(self, new_state):
        origins = self._state_origins.get(new_state, ())
        for session in self:
            if session.state != new_state and session.state not in origins:
                labels = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "“%(session)s” cannot go from “%(old)s” to “%(new)s”.",
                        session=session.name,
                        old=labels[session.state],
                        new=labels.get(new_state, new_state),
                    )
                )

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
            if (
                session.state not in ("draft", "cancelled")
                or session.contribution_count
            ):
                raise UserError(
                    self.env._(
                        "“%s” is part of the history of the concertation: cancel it "
                        "instead of deleting it.",
                        session.name,
                    )
                )
        # sudo: the calendar entry goes with its session, whoever organised it.
        self.sudo().calendar_event_id.unlink()

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def _set_state(self, state):
        self.filtered(lambda session: session.state != state).write({"state": state})

    def action_plan(self):
        """Plan the sessions: the calendar entry is made and the guests are invited.

        :raise ValidationError: when a date, a proposal or a question is missing
        """
        self._set_state("planned")

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

    def action_write_minutes(self):
        """Open the minutes, for who runs the session to write them.

        :return: window action of the dialog
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Minutes of “%s”", self.name),
            "res_model": "plpdma.session.minutes",
            "view_mode": "form",
            "target": "new",
            "context": {"default_session_id": self.id},
        }

    def action_note_contribution(self):
        """Open a new contribution, for who runs the session to note what is said.

        :return: window action of the dialog
        """
        self.ensure_one()
        view = self.env.ref("plpdma_concertation.plpdma_contribution_view_form_note")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Note a Contribution"),
            "res_model": "plpdma.contribution",
            "views": [(view.id, "form")],
            "target": "new",
            "context": {"default_session_id": self.id},
        }

    def write_minutes(self, minutes):
        """Write the minutes of a session that the user runs or organises.

        Facilitators write nothing else in it, and no more once the minutes are final.

        :param str minutes: the minutes, in HTML
        :raise AccessError: for who neither runs the session nor is of the staff
        :raise UserError: for a facilitator, once the minutes are final
        """
        self.ensure_one()
        # The refusals below name the session.
        self.check_access("read")
        if self.has_access("write"):
            self.minutes = minutes
            return
        if not self.is_run_by_user:
            raise AccessError(
                self.env._("Only who runs “%s” writes its minutes.", self.name)
            )
        if self.minutes_state == "final":
            raise UserError(
                self.env._(
                    "The minutes of “%s” are final. Ask who organises the session to "
                    "reopen them.",
                    self.name,
                )
            )
        # sudo: facilitators only read; the minutes alone are written for them, after
        # the checks above.
        self.sudo().minutes = minutes

    def action_cancel(self):
        """Cancel the sessions; their guests are told, their entry is withdrawn."""
        self._set_state("cancelled")

    def action_draft(self):
        """Put the sessions back to draft; their calendar entry is withdrawn."""
        self._set_state("draft")

    def action_back(self):
        """Undo one step: from reported to held, from held to planned."""
        for session in self:
            previous = {"reported": "held", "held": "planned"}.get(session.state)
            if previous:
                session._set_state(previous)

    def action_mark_present(self):
        """Note as present all those whose attendance is unknown."""
        self.participation_ids.action_mark_present()

    def action_tell_notice(self):
        """Note that the notice was told to those present at the opening.

        :return: a notification that says how many were told
        :raise UserError: when nobody is noted as present
        """
        told = 0
        for session in self:
            present = session.participation_ids.filtered("is_in_person")
            if not present:
                raise UserError(
                    self.env._(
                        "Note first who is present at “%s”: the notice is told to "
                        "them.",
                        session.name,
                    )
                )
            told += len(
                self.env["plpdma.notice.receipt"]._record(
                    present.stakeholder_id, "session", session
                )
            )
        return self._notify_told(told)

    def _notify_told(self, count):
        if count:
            message = self.env._("Notice noted as told to %s actors.", count)
        else:
            message = self.env._("All of them had already been told.")
        return make_notification(message, "success" if count else "info", CLOSE)

    def action_add_facilitator(self):
        """List the facilitators of these sessions among those of their programme."""
        self.env["plpdma.facilitator"]._add(
            {
                (session.program_id, session.facilitator_id)
                for session in self.filtered("facilitator_id")
            }
        )

    def action_collect_feedback(self):
        """Open the three questions, for a participant to answer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Your Opinion on “%s”", self.name),
            "res_model": "plpdma.session.feedback",
            "view_mode": "form",
            "target": "new",
            "context": {"default_session_id": self.id},
        }

    def action_view_feedback(self):
        """Open the answers, from three up."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "plpdma_concertation.action_plpdma_feedback"
        )
        action["domain"] = [("session_id", "=", self.id)]
        return action

    def action_view_untold(self):
        """Open the participants who were not told the notice in force."""
        self.ensure_one()
        action = self.program_id._action_open_items("action_plpdma_stakeholder")
        action["domain"] = [("id", "in", self.untold_ids.ids)]
        return action

    def action_view_commitments(self):
        """Open what was promised or announced during the session."""
        return self._action_view_outcome("action_plpdma_commitment")

    def action_view_adaptations(self):
        """Open the adaptations to the needs that emerged in the session."""
        return self._action_view_outcome("action_plpdma_adaptation")

    def _action_view_outcome(self, xmlid):
        self.ensure_one()
        action = self.program_id._action_open_items(xmlid, default_session_id=self.id)
        action["domain"] = [("session_id", "=", self.id)]
        return action

    def action_note_adaptation(self):
        """Open a new entry of the adaptation log, whose need emerged here.

        :return: window action on the new entry
        """
        self.ensure_one()
        return self.program_id._action_new_item(
            "action_plpdma_adaptation", session_id=self.id
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

    def action_view_contributions(self):
        """Open the contributions of the session."""
        self.ensure_one()
        action = self.program_id._action_open_items("action_plpdma_contribution")
        action["domain"] = [("session_id", "=", self.id)]
        action["context"]["default_session_id"] = self.id
        return action

    def action_view_to_answer(self):
        """Open the contributions of the session that wait for an answer."""
        action = self.action_view_contributions()
        action["context"]["search_default_to_answer"] = 1
        return action

    def action_view_participations(self):
        """Open the participants of the session, to note attendance in a list."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "plpdma_concertation.action_plpdma_participation"
        )
        action["domain"] = [("session_id", "=", self.id)]
        action["context"] = {"default_session_id": self.id}
        return action

    def action_view_calendar_event(self):
        """Open the calendar entry by which the guests were invited."""
        self.ensure_one()
        return self.calendar_event_id.get_formview_action()

    def action_view_duplicates(self):
        """Open the contributions of the session whose text stands there twice."""
        action = self.action_view_contributions()
        action["context"]["search_default_possible_duplicate"] = 1
        action["context"]["search_default_group_verbatim"] = 1
        return action

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _get_participants(self):
        """The lines of those who come for themselves: neither élus nor facilitators."""
        return self.participation_ids.filtered(lambda p: p.capacity == "participant")

    def _get_facilitator(self):
        """The line of the programme's facilitators for who runs this session."""
        self.ensure_one()
        person = self.facilitator_id
        return self.program_id.facilitator_ids.filtered(
            lambda line: line.active and person and line.partner_id == person
        )

    def _is_open_to_contributions(self, user):
        """Whether somebody may contribute to the session: anybody during an
        availability to the public, its participants to a meeting not reported yet.

        :param user: a user; a visitor is the public user
        """
        self.ensure_one()
        if self.state not in ("planned", "held") or not self.active:
            return False
        if self.program_id.state != "open" or not self.program_id.active:
            return False
        if self.format == "public":
            now = fields.Datetime.now()
            opening, closing = self.date_start, self.date_stop
            is_open = opening and opening <= now and (not closing or now <= closing)
            return bool(is_open and self.program_id._is_readable_by(user))
        actors = self.program_id._get_actors(user)
        return bool(actors & self.participation_ids.stakeholder_id)

    @api.model
    def _get_open_to_contributions(self, programs):
        """The sessions of some programmes to which the user may contribute now.

        :return: sessions in superuser mode, those that close first in front
        """
        user = self.env.user
        own = self.env["plpdma.participation"]._own_domain(user)
        # sudo: what is put to the public is read by all; of the rest, only what the
        # user is invited to.
        sessions = self.sudo().search(
            Domain("program_id", "in", programs.ids)
            & Domain("state", "in", ("planned", "held"))
            & (
                Domain("format", "=", "public")
                | Domain("participation_ids", "any", own)
            ),
            order="date_stop, id",
        )
        return sessions.filtered(lambda s: s._is_open_to_contributions(user))
