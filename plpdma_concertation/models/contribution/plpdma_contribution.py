from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.cells import is_blank
from ...tools.groups import STAFF, TEAM
from ...tools.local_html import LocalHtml


class PlpdmaContribution(models.Model):
    """What one author said, in their own words, and where it stands.

    Who says it, who reads it, when it is due, its duplicates, its publication, and each
    of the ways by which it comes in have their own file; the answer is told by the room
    of the responses.
    """

    _name = "plpdma.contribution"
    _description = "Contribution"
    _inherit = [
        "plpdma.program.mixin",
        "plpdma.reference.mixin",
        "plpdma.acknowledged.mixin",
        "plpdma.thread.mixin",
        "plpdma.scope.mixin",
        "plpdma.own.mixin",
    ]
    _order = "date_received desc, id desc"
    _rec_name = "reference"
    _rec_names_search = ["reference", "summary"]

    _import_template = "contributions"
    _reference_sequence = "plpdma.contribution"
    _reference_date_field = "date_received"
    _earned_fields = frozenset(
        {
            "answer_channel",
            "date_anonymised",
            "date_answered",
            "date_reminded",
            "delivery_ids",
            "duplicate_of_id",
            "state",
            "submission_digest",
            "submission_key",
        }
    )
    _earned_values = {"state": {"answered", "merged", "split"}}
    _personal_fields = (
        "author_name",
        "co_receipt_lost",
        "contributor_city",
        "contributor_civility",
        "contributor_email",
        "contributor_name",
        "contributor_street",
        "contributor_zip",
        "cut_text",
        "intake_error",
        "internal_note",
        "opening_agreement",
        "proposed_email",
        "proposed_name",
        "public_author",
        "transcription",
        "verbatim",
    )
    _same_program_fields = ("session_id", "stakeholder_id", "duplicate_of_id")

    # Where it comes from
    program_id = fields.Many2one(
        compute="_compute_program_id",
        store=True,
        readonly=False,
        precompute=True,
        default=None,
    )
    # Known before the row is written, as all that is kept: it is written once.
    company_id = fields.Many2one(
        related="program_id.company_id", store=True, precompute=True
    )
    active = fields.Boolean(default=True)
    session_id = fields.Many2one(
        "plpdma.session",
        check_company=True,
        domain="[('program_id', '=?', program_id)]",
        index="btree_not_null",
        ondelete="restrict",
    )
    question_id = fields.Many2one(
        "plpdma.question",
        check_company=True,
        domain="[('session_id', '=', session_id)]",
        index="btree_not_null",
        ondelete="restrict",
    )
    register_number = fields.Char(
        string="Number in the Original Register",
        copy=False,
        help="The number that the contribution had where it was first written down: a "
        "paper register, a form. It need not be unique.",
    )
    channel = fields.Selection(
        [
            ("session", "Session"),
            ("web", "Web"),
            ("email", "E-mail"),
            ("letter", "Letter"),
            ("paper_register", "Paper register"),
            ("phone", "Phone"),
        ],
        compute="_compute_channel",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )

    # What is said
    kind = fields.Selection(
        [
            ("need", "Need"),
            ("interest", "Interest"),
            ("constraint", "Constraint"),
            ("proposal", "Proposal"),
            ("opinion", "Opinion"),
            ("question", "Question"),
            ("request", "Request"),
            ("objection", "Objection"),
        ],
        required=True,
        default="opinion",
    )
    stance = fields.Selection(
        [
            ("favourable", "Favourable"),
            ("reserved", "Favourable with reservations"),
            ("unfavourable", "Unfavourable"),
            ("no_opinion", "No opinion"),
        ],
        help="On the proposal put to consultation.",
    )
    verbatim = fields.Text(
        string="Text as Received",
        required=True,
        help="The author's own words. Locked once a validated response stands on them.",
    )
    summary = fields.Char()
    theme_ids = fields.Many2many("plpdma.theme", string="Themes", check_company=True)
    territory_id = fields.Many2one(
        "plpdma.territory",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    confidentiality = fields.Selection(
        [
            ("public", "Public"),
            ("members", "Members of the bodies"),
            ("staff", "Staff only"),
        ],
        compute="_compute_confidentiality",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    internal_note = LocalHtml(groups=STAFF)

    # Where it stands
    user_id = fields.Many2one(
        "res.users",
        string="Handled by",
        default=lambda self: self._default_user_id(),
        # As “Assign to…” takes them.
        domain=lambda self: self._get_handler_domain(),
        index="btree_not_null",
        groups=TEAM,
    )
    state = fields.Selection(
        [
            ("received", "Received"),
            ("in_review", "In review"),
            ("answered", "Answered"),
            ("closed", "Closed"),
            ("split", "Split"),
            ("merged", "Merged"),
        ],
        string="Status",
        required=True,
        default="received",
        copy=False,
        index=True,
        tracking=True,
        group_expand="_expand_states",
    )

    # ------------------------------------------------------------------
    # Defaults
    # ------------------------------------------------------------------
    def _default_user_id(self):
        """The user, if they are of the staff: whoever enters a contribution handles
        it."""
        return self.env.user if self.env.user.has_group(STAFF) else False

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("session_id")
    def _compute_program_id(self):
        default = None
        for contribution in self:
            program = contribution.session_id.program_id or contribution.program_id
            if not program and default is None:
                default = self._default_program_id() or self.env["plpdma.program"]
            contribution.program_id = program or default

    @api.depends("session_id")
    def _compute_channel(self):
        """What somebody types: what comes by e-mail or by a form says so itself. A
        consultation of the public has its register on paper; a letter comes at any
        time."""
        for contribution in self.filtered(lambda record: not record.channel):
            session = contribution.session_id
            if not session:
                contribution.channel = "letter"
            elif session.format == "public":
                contribution.channel = "paper_register"
            else:
                contribution.channel = "session"

    @api.depends("session_id")
    def _compute_confidentiality(self):
        """What is said alone with an agent stays with the staff unless opened."""
        for contribution in self:
            if contribution.session_id.format == "individual":
                contribution.confidentiality = "staff"
            elif not contribution.confidentiality:
                contribution.confidentiality = "public"

    @api.depends("reference", "summary")
    def _compute_display_name(self):
        for contribution in self:
            parts = filter(None, (contribution.reference, contribution.summary))
            contribution.display_name = " · ".join(parts)

    @api.model
    def _search_display_name(self, operator, value):
        """The staff also finds a contribution by its author."""
        domain = super()._search_display_name(operator, value)
        by_author = isinstance(value, str) and operator in ("ilike", "=ilike", "=")
        if by_author and self.env.user.has_group(STAFF):
            domain |= Domain("partner_id.complete_name", operator, value)
        return domain

    # ------------------------------------------------------------------
    # Constraints and onchange
    # ------------------------------------------------------------------
    @api.constrains("session_id", "stance")
    def _check_stance(self):
        self.session_id._check_stances()

    @api.constrains("session_id")
    def _check_session_takes_place(self):
        """Whatever the door: by its lines, a file, or another program."""
        # sudo: whether it takes place is looked at, of a session that was chosen.
        for contribution in self.sudo():
            session = contribution.session_id
            # The points of a letter follow it.
            if session.state == "cancelled" and not contribution.whole_id:
                raise ValidationError(
                    self.env._(
                        "“%s” is cancelled: nothing is said in it.",
                        session.display_name,
                    )
                )

    @api.constrains("verbatim")
    def _check_verbatim(self):
        for contribution in self:
            if is_blank(contribution.verbatim):
                raise ValidationError(
                    self.env._("A contribution needs the author's own words.")
                )

    @api.constrains("question_id", "session_id")
    def _check_question(self):
        for contribution in self:
            question = contribution.question_id
            if question and question.session_id != contribution.session_id:
                raise ValidationError(
                    self.env._(
                        "The question “%(question)s” was not put in the session of "
                        "%(contribution)s.",
                        question=question.name,
                        contribution=contribution.reference,
                    )
                )

    @api.onchange("question_id")
    def _onchange_question_id(self):
        if self.question_id.theme_id and not self.theme_ids:
            self.theme_ids = self.question_id.theme_id

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """What comes without a date has one, on the clock of its authority."""
        if "default_date_received" not in self.env.context:
            vals_list = [
                vals
                if vals.get("date_received")
                else {**vals, "date_received": self._get_day_untold(vals)}
                for vals in vals_list
            ]
        return super().create(vals_list)

    def _reference_company(self, vals):
        session_id = vals.get("session_id") or self.env.context.get(
            "default_session_id"
        )
        session = self.env["plpdma.session"].browse(session_id)
        return session.company_id or super()._reference_company(vals)

    @api.model
    def _get_earned_sentences(self):
        answered = self.env._(
            "An answer is sent by its response, or noted by “Note an Answer Given”."
        )
        merged = self.env._("“Merge” and “Undo the Merge” do.")
        return {
            **dict.fromkeys(("state", "answer_channel", "date_answered"), answered),
            "duplicate_of_id": merged,
            "date_anonymised": self.env._("“Anonymise” does."),
            "date_reminded": self.env._("The daily reminder does."),
            "delivery_ids": self.env._("What was delivered is noted when it is."),
            "submission_digest": self.env._("The public form does."),
            "submission_key": self.env._("The public form does."),
        }

    def _is_earned_change(self, name, old, new):
        """Whether the change is one that only actions make: reopening what was answered
        is one too, for it is answered still."""
        reopened = name == "state" and old == "closed" and new != old
        return (reopened and bool(self.date_answered)) or super()._is_earned_change(
            name, old, new
        )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_review(self):
        """Take the contributions received into review."""
        self.filtered(lambda c: c.state == "received").write({"state": "in_review"})

    def action_close(self):
        """Close the contributions.

        :raise ValidationError: while an answer is expected and none was sent
        """
        self.check_access("write")
        # sudo: the right to write them was checked; that each is answered, or awaits
        # nothing, is a constraint.
        self.sudo().filtered(lambda c: c.state != "closed").write({"state": "closed"})

    def action_reopen(self):
        """Reopen closed contributions where they stood."""
        self.check_access("write")
        # sudo: the right to write them was checked; what was answered is so again.
        for contribution in self.sudo().filtered(lambda c: c.state == "closed"):
            contribution.state = (
                "answered" if contribution.date_answered else "received"
            )

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _get_handler(self):
        """The user who handles the contribution, none when all have left: the one
        named, else whoever runs its session, else whoever manages the programme."""
        self.ensure_one()
        return self.program_id._get_handler(self.user_id | self.session_id.user_id)
