from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools import SQL, email_normalize, formataddr
from odoo.tools.misc import clean_context

from ...tools.addresses import get_display_name
from ...tools.cells import is_blank
from ...tools.domains import search_boolean
from ...tools.groups import FACILITATOR, READERS, STAFF, TEAM
from ...tools.local_html import LocalHtml

# What two texts share when only letter case and white space tell them apart.
TEXT_KEY = r"md5(lower(btrim(regexp_replace(%s, '\s+', ' ', 'g'))))"


class PlpdmaContribution(models.Model):
    """What one author said, in their own words, and where it stands."""

    _name = "plpdma.contribution"
    _description = "Contribution"
    _inherit = [
        "plpdma.program.mixin",
        "plpdma.reference.mixin",
        "plpdma.earned.mixin",
        "plpdma.author.mixin",
        "plpdma.anonymise.mixin",
        "plpdma.submission.mixin",
        "plpdma.scope.mixin",
    ]
    _order = "date_received desc, id desc"
    _rec_name = "reference"
    _rec_names_search = ["reference", "summary"]

    _import_template = "contributions"
    _reference_sequence = "plpdma.contribution"
    _reference_date_field = "date_received"
    _scope_depends = (
        "territory_id.parent_path",
        "theme_ids.parent_path",
        "session_id.territory_ids.parent_path",
        "session_id.theme_ids.parent_path",
    )
    _earned_fields = frozenset(
        {
            "answer_channel",
            "date_anonymised",
            "date_answered",
            "date_reminded",
            "duplicate_of_id",
            "sent_response_id",
            "state",
            "submission_key",
            "taken_over",
        }
    )
    _earned_values = {"state": {"answered", "merged"}}
    # What somebody who runs a session, and is not of the staff, fills in.
    _noted_fields = {
        "session_id",
        "question_id",
        "participation_id",
        "role_id",
        "anonymous",
        "kind",
        "stance",
        "verbatim",
        "summary",
        "theme_ids",
        "territory_id",
        "channel",
        "date_received",
        "confidentiality",
    }
    _personal_fields = (
        "author_name",
        "contributor_email",
        "contributor_name",
        "internal_note",
        "opening_agreement",
        "public_author",
        "verbatim",
    )
    _same_program_fields = (
        "session_id",
        "stakeholder_id",
        "duplicate_of_id",
        "response_ids",
    )

    # Where it comes from
    program_id = fields.Many2one(
        compute="_compute_program_id",
        store=True,
        readonly=False,
        precompute=True,
        default=None,
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
        compute="_compute_session_defaults",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    date_received = fields.Date(
        string="Received on",
        required=True,
        default=lambda self: self.env.company._plpdma_get_today(),
    )
    is_late = fields.Boolean(
        string="Received Late",
        compute="_compute_is_late",
        store=True,
        help="Received outside the dates of the public consultation.",
    )

    # Who says it
    stakeholder_id = fields.Many2one(
        "plpdma.stakeholder",
        string="Actor",
        compute="_compute_stakeholder_id",
        inverse="_inverse_stakeholder_id",
        store=True,
        readonly=False,
        check_company=True,
        domain="[('program_id', '=', program_id)]",
        index="btree_not_null",
        ondelete="restrict",
        groups=STAFF,
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        groups=STAFF,
        help="Found by the e-mail address when a contact has it.",
    )
    contributor_name = fields.Char(
        string="Contributor's Name",
        groups=STAFF,
        help="An inhabitant need not become a contact.",
    )
    contributor_email = fields.Char(string="Contributor's E-mail", groups=STAFF)
    role_id = fields.Many2one(
        "plpdma.role",
        string="Category of Contributor",
        compute="_compute_role_id",
        store=True,
        readonly=False,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    anonymous = fields.Boolean(help="The author gave no name and no address.")
    author_name = fields.Char(
        string="Author", compute="_compute_author_name", groups=STAFF
    )
    # Kept here: readers who do not read the contact read it in every list.
    organisation_name = fields.Char(
        string="Organisation",
        compute="_compute_organisation_name",
        store=True,
    )
    author_label = fields.Char(
        string="Who Says It",
        compute="_compute_author_label",
        compute_sudo=True,
        help="An organisation by its name, a person by their category.",
    )
    name_consent = fields.Boolean(
        string="Agrees to Be Named",
        groups=STAFF,
        help="What is published then names the author; it says their category else.",
    )
    public_author = fields.Char(
        string="Author as Published",
        compute="_compute_public_author",
        compute_sudo=True,
    )
    participation_id = fields.Many2one(
        "plpdma.participation",
        string="Said by",
        compute="_compute_participation_id",
        inverse="_inverse_participation_id",
        compute_sudo=True,
        domain="[('session_id', '=', session_id)]",
        groups=FACILITATOR,
        help="The participant who speaks, for who runs the session.",
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
    public_text = fields.Text(
        string="Text to Publish",
        help="What the register publishes, without what would identify a person.",
    )
    register_text = fields.Text(
        string="Contribution",
        compute="_compute_register_text",
        help="The text to publish, else the author's own words.",
    )
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
        compute="_compute_session_defaults",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
    )
    said_alone = fields.Boolean(compute="_compute_said_alone", groups=STAFF)
    opening_agreement = fields.Char(
        string="Author's Agreement to Open",
        groups=STAFF,
        help="How and when the author agreed that what they said alone be read by "
        "others than the staff.",
    )
    internal_note = LocalHtml(groups=STAFF)

    # Where it stands
    user_id = fields.Many2one(
        "res.users",
        string="Handled by",
        default=lambda self: self._default_user_id(),
        domain="[('share', '=', False)]",
        index="btree_not_null",
        groups=TEAM,
    )
    state = fields.Selection(
        [
            ("received", "Received"),
            ("in_review", "In review"),
            ("answered", "Answered"),
            ("closed", "Closed"),
            ("merged", "Merged"),
        ],
        string="Status",
        required=True,
        default="received",
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    response_expected = fields.Boolean(string="Answer Expected", default=True)
    date_due = fields.Date(
        string="Answer Due on",
        compute="_compute_date_due",
        store=True,
        precompute=True,
    )
    is_overdue = fields.Boolean(
        string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    is_to_answer = fields.Boolean(
        string="To Answer",
        compute="_compute_is_to_answer",
        search="_search_is_to_answer",
    )
    response_ids = fields.Many2many(
        "plpdma.response",
        "plpdma_response_contribution_rel",
        "contribution_id",
        "response_id",
        string="All Responses",
        copy=False,
        help="The response in force and those that it superseded.",
    )
    response_id = fields.Many2one(
        "plpdma.response",
        compute="_compute_response_id",
        inverse="_inverse_response_id",
        store=True,
        readonly=False,
        copy=False,
        index="btree_not_null",
        domain="[('program_id', '=', program_id), ('state', '=', 'draft')]",
        groups=STAFF,
        help="The response in force, or the one being prepared.",
    )
    response_state = fields.Selection(
        related="response_id.state", string="Response Status", groups=STAFF
    )
    # What the author received, never what is still being prepared: these are read
    # by people who may not read a draft response.
    decision = fields.Selection(
        related="sent_response_id.decision", store=True, groups=READERS
    )
    response_motivation = fields.Html(
        related="sent_response_id.motivation", string="Motivation", groups=READERS
    )
    response_effect = fields.Html(
        related="sent_response_id.effect", string="Effect", groups=READERS
    )
    response_refusal_reason_id = fields.Many2one(
        related="sent_response_id.refusal_reason_id", groups=READERS
    )
    response_review_date = fields.Date(
        related="sent_response_id.review_date", groups=READERS
    )
    response_published = fields.Boolean(
        related="sent_response_id.published",
        string="Response Published",
        groups=READERS,
    )
    response_date_sent = fields.Datetime(
        related="sent_response_id.date_sent",
        string="Response Released on",
        groups=READERS,
    )
    date_answered = fields.Date(string="Answered on", copy=False)
    answer_channel = fields.Selection(
        [
            ("email", "E-mail"),
            ("letter", "Letter"),
            ("session", "Session"),
            ("phone", "Phone"),
            ("register", "Published register"),
        ],
        string="Answered by",
        copy=False,
    )
    sent_response_id = fields.Many2one(
        "plpdma.response",
        string="Response Received by the Author",
        copy=False,
        readonly=True,
        index="btree_not_null",
        groups=READERS,
        help="The last response that was sent to this author.",
    )
    date_reminded = fields.Date(copy=False, readonly=True)
    duplicate_of_id = fields.Many2one(
        "plpdma.contribution",
        string="Merged into",
        copy=False,
        check_company=True,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups=STAFF,
    )
    duplicate_ids = fields.One2many(
        "plpdma.contribution",
        "duplicate_of_id",
        string="Merged Contributions",
        context={"active_test": False},
        groups=STAFF,
    )
    duplicate_count = fields.Integer(compute="_compute_duplicate_count", groups=STAFF)
    is_possible_duplicate = fields.Boolean(
        string="Possible Duplicate",
        compute="_compute_is_possible_duplicate",
        search="_search_is_possible_duplicate",
        groups=STAFF,
        help="The same text stands in another contribution of the programme.",
    )

    _to_answer_idx = models.Index(
        "(program_id, date_due) WHERE response_expected AND date_answered IS NULL"
    )
    _text_key_idx = models.Index("(program_id, " + TEXT_KEY % "verbatim" + ")")

    # ------------------------------------------------------------------
    # Defaults
    # ------------------------------------------------------------------
    def _default_user_id(self):
        """Who enters it handles it, if they are of the staff."""
        return self.env.user if self.env.user.has_group(STAFF) else False

    # ------------------------------------------------------------------
    # Computes: where it comes from, who says it
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
    def _compute_session_defaults(self):
        """What is said alone with an agent stays with the staff unless opened."""
        for contribution in self:
            session = contribution.session_id
            if not contribution.channel:
                in_session = session and session.format != "public"
                contribution.channel = "session" if in_session else "email"
            if session.format == "individual":
                contribution.confidentiality = "staff"
            elif not contribution.confidentiality:
                contribution.confidentiality = "public"

    @api.depends("session_id.format")
    def _compute_said_alone(self):
        for contribution in self:
            contribution.said_alone = contribution.session_id.format == "individual"

    @api.depends(
        "date_received",
        "session_id.format",
        "session_id.date_start",
        "session_id.date_stop",
    )
    def _compute_is_late(self):
        dates = {
            session: session._get_opening_dates()
            for session in self.session_id
            if session.format == "public"
        }
        for contribution in self:
            opening, closing = dates.get(contribution.session_id, (False, False))
            received = contribution.date_received
            contribution.is_late = bool(received) and bool(
                (opening and received < opening) or (closing and received > closing)
            )

    @api.depends("contributor_email")
    def _compute_partner_id(self):
        """Find the contact by its e-mail, an actor of the programme first.

        An address that several contacts share names nobody.
        """
        emails = {}
        for contribution in self.sudo():
            # sudo: the address is hidden from those who may still trigger this.
            if not contribution.partner_id and contribution.contributor_email:
                emails[contribution.id] = email_normalize(
                    contribution.contributor_email
                )
        actors, partners = self._find_partners_by_email(set(emails.values()) - {False})
        for contribution in self:
            email = emails.get(contribution.id)
            program = contribution.program_id
            found = actors.get((program.id, email)) or partners.get(
                email, self.env["res.partner"]
            ).filtered(
                lambda p, companies=program.company_id.parent_ids: (
                    p.company_id <= companies
                )
            )
            contribution.partner_id = contribution.partner_id or (
                found if len(found) == 1 else False
            )

    @api.model
    def _find_partners_by_email(self, emails):
        """Contacts that have these addresses.

        :param set emails: normalised addresses
        :return: ``{(program id, email): contacts}`` among actors, and
            ``{email: contacts}`` among all contacts
        """
        actors, partners = {}, {}
        if emails:
            found = self.env["res.partner"].search(
                [("email_normalized", "in", list(emails))]
            )
            partners = found.grouped("email_normalized")
            stakeholders = self.env["plpdma.stakeholder"].search(
                [("partner_id", "in", found.ids)]
            )
            for stakeholder in stakeholders:
                partner = stakeholder.partner_id
                key = (stakeholder.program_id.id, partner.email_normalized)
                actors[key] = actors.get(key, partner) | partner
        return actors, partners

    @api.depends("partner_id", "program_id")
    def _compute_stakeholder_id(self):
        """The actor that the author is, else that their organisation is."""
        partners = self.partner_id | self.partner_id.commercial_partner_id
        stakeholders = self.env["plpdma.stakeholder"].search(
            [
                ("partner_id", "in", partners.ids),
                ("program_id", "in", self.program_id.ids),
            ]
        )
        by_key = stakeholders.grouped(lambda s: (s.partner_id, s.program_id))
        for contribution in self:
            author, program = contribution.partner_id, contribution.program_id
            contribution.stakeholder_id = by_key.get(
                (author, program),
                by_key.get((author.commercial_partner_id, program), False),
            )

    def _inverse_stakeholder_id(self):
        for stakeholder, contributions in self.grouped("stakeholder_id").items():
            if stakeholder:
                contributions.partner_id = stakeholder.partner_id

    @api.depends("stakeholder_id")
    def _compute_role_id(self):
        for contribution in self:
            contribution.role_id = (
                contribution.role_id or contribution.stakeholder_id.role_ids[:1]
            )

    @api.depends("partner_id", "contributor_name", "contributor_email", "anonymous")
    def _compute_author_name(self):
        for contribution in self:
            contribution.author_name = (
                self.env._("Anonymous")
                if contribution.anonymous
                else contribution.contributor_name
                or contribution.partner_id.display_name
                or contribution.contributor_email
            )

    @api.depends(
        "partner_id.commercial_partner_id.is_company",
        "partner_id.commercial_partner_id.name",
    )
    def _compute_organisation_name(self):
        for contribution in self:
            contribution.organisation_name = contribution._get_organisation().name

    @api.depends("anonymous", "organisation_name", "role_id")
    @api.depends_context("lang")
    def _compute_author_label(self):
        for contribution in self:
            contribution.author_label = (
                contribution.organisation_name or contribution._get_author_category()
            )

    @api.depends("name_consent", "author_name", "role_id", "anonymous")
    @api.depends_context("lang")
    def _compute_public_author(self):
        # Apart from the others, whose contacts are not to be read.
        named = self.filtered("name_consent")
        named = named.with_prefetch(named.ids)
        names = {contribution.id: contribution.author_name for contribution in named}
        for contribution in self:
            contribution.public_author = (
                names.get(contribution.id) or contribution._get_author_category()
            )

    def _get_told_author(self):
        """The author in what is printed or exported: as published; élus take out no
        name, be it agreed to."""
        self.ensure_one()
        if self.env.su or self.env.user.has_group(STAFF):
            return self.public_author
        # sudo: the category is what may be said of the author everywhere.
        return self.sudo()._get_author_category()

    def _get_organisation(self):
        """The organisation for which the author speaks, if any."""
        self.ensure_one()
        partner = self.partner_id.commercial_partner_id
        return partner if partner.is_company else partner.browse()

    def _get_author_category(self):
        """What may be said of the author everywhere."""
        self.ensure_one()
        if self.role_id:
            return self.role_id._get_names()[self.role_id._origin.id]
        return self.env._("Anonymous") if self.anonymous else self.env._("Individual")

    @api.depends("session_id", "stakeholder_id")
    def _compute_participation_id(self):
        """The author's line among the participants of the session."""
        participations = self.session_id.participation_ids.grouped(
            lambda line: (line.session_id, line.stakeholder_id)
        )
        for contribution in self:
            key = (contribution.session_id, contribution.stakeholder_id)
            contribution.participation_id = participations.get(key, False)

    def _inverse_participation_id(self):
        # sudo: facilitators name the participant, whose contact they do not read.
        for contribution in self.sudo():
            participant = contribution.participation_id
            if participant.session_id != contribution.session_id:
                raise ValidationError(
                    self.env._(
                        "%s does not take part in this session.",
                        participant.display_name,
                    )
                )
            contribution.stakeholder_id = participant.stakeholder_id

    @api.depends("public_text", "verbatim")
    def _compute_register_text(self):
        for contribution in self:
            contribution.register_text = (
                contribution.public_text or contribution.verbatim
            )

    # ------------------------------------------------------------------
    # Computes: where it stands
    # ------------------------------------------------------------------
    @api.model
    def _search_display_name(self, operator, value):
        """The staff also finds a contribution by its author."""
        domain = super()._search_display_name(operator, value)
        by_author = isinstance(value, str) and operator in ("ilike", "=ilike", "=")
        if by_author and self.env.user.has_group(STAFF):
            domain |= Domain("partner_id.complete_name", operator, value)
        return domain

    @api.depends("reference", "summary")
    def _compute_display_name(self):
        for contribution in self:
            parts = filter(None, (contribution.reference, contribution.summary))
            contribution.display_name = " · ".join(parts)

    @api.depends(
        "date_received",
        "date_answered",
        "response_expected",
        "program_id.response_delay_days",
    )
    def _compute_date_due(self):
        """A changed delay never moves an answered item (invariant 4)."""
        for contribution in self:
            if contribution.date_answered and contribution.date_due:
                contribution.date_due = contribution.date_due
            elif contribution.response_expected and contribution.date_received:
                contribution.date_due = fields.Date.add(
                    contribution.date_received,
                    days=contribution.program_id.response_delay_days,
                )
            else:
                contribution.date_due = False

    @api.model
    def _to_answer_domain(self):
        return (
            Domain("response_expected", "=", True)
            & Domain("date_answered", "=", False)
            & Domain("state", "in", ("received", "in_review"))
        )

    @api.depends("response_expected", "date_answered", "state")
    def _compute_is_to_answer(self):
        to_answer = self.filtered_domain(self._to_answer_domain())
        for contribution in self:
            contribution.is_to_answer = contribution in to_answer

    @search_boolean
    def _search_is_to_answer(self):
        return self._to_answer_domain()

    @api.depends("is_to_answer", "date_due")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for contribution in self:
            due = contribution.date_due
            contribution.is_overdue = bool(
                contribution.is_to_answer and due and due < today
            )

    @search_boolean
    def _search_is_overdue(self):
        today = fields.Date.context_today(self)
        return self._to_answer_domain() & Domain("date_due", "<", today)

    @api.depends("response_ids.state")
    def _compute_response_id(self):
        """The response that was sent, else the latest that is being prepared."""
        for contribution in self:
            current = contribution.response_ids.filtered(
                lambda response: response.state != "superseded"
            )
            sent = current.filtered(lambda response: response.state == "sent")
            contribution.response_id = (sent or current).sorted("id")[-1:]

    def _inverse_response_id(self):
        """Put the contribution under the chosen response, and take it off another,
        which a locked one refuses."""
        for contribution in self:
            chosen = contribution.response_id
            current = contribution.response_ids.filtered(
                lambda response: response.state != "superseded"
            )
            commands = [Command.unlink(other.id) for other in current - chosen]
            if chosen:
                commands.append(Command.link(chosen.id))
            contribution.response_ids = commands

    @api.depends("duplicate_ids")
    def _compute_duplicate_count(self):
        for contribution in self:
            contribution.duplicate_count = len(contribution.duplicate_ids)

    @api.depends("verbatim", "program_id", "state")
    def _compute_is_possible_duplicate(self):
        possible = set(self._get_possible_duplicate_ids([("id", "in", self.ids)]))
        for contribution in self:
            contribution.is_possible_duplicate = contribution.id in possible

    @search_boolean
    def _search_is_possible_duplicate(self):
        return Domain("id", "in", self._get_possible_duplicate_ids())

    @api.model
    def _get_possible_duplicate_ids(self, domain=()):
        """Contributions whose text stands elsewhere in the programme, letter case and
        white space aside.

        :param domain: those that matter; their twins may be any other
        :return: ids, among the contributions that the user may read
        """
        self.flush_model(["verbatim", "program_id", "state"])
        standing = Domain("state", "!=", "merged")
        rows = self.env.execute_query(
            SQL(
                """
                SELECT c.id
                  FROM plpdma_contribution c
                 WHERE c.id IN %(wanted)s
                   AND EXISTS (
                       SELECT 1
                         FROM plpdma_contribution twin
                        WHERE twin.program_id = c.program_id
                          AND %(twin_key)s = %(key)s
                          AND twin.id != c.id
                          AND twin.id IN %(readable)s
                   )
                """,
                wanted=self._search(standing & Domain(domain)).subselect(),
                readable=self._search(standing).subselect(),
                twin_key=SQL(TEXT_KEY % "twin.verbatim"),
                key=SQL(TEXT_KEY % "c.verbatim"),
            )
        )
        return [contribution_id for (contribution_id,) in rows]

    # ------------------------------------------------------------------
    # Mandates
    # ------------------------------------------------------------------
    def _get_scope(self):
        """Its own territory and themes, else those of the session where it was made."""
        self.ensure_one()
        session = self.session_id
        return (
            self.territory_id or session.territory_ids,
            self.theme_ids or session.theme_ids,
        )

    @api.model
    def _get_scope_query(self, dimension):
        of_sessions = self.env["plpdma.session"]._get_scope_query(dimension)
        if dimension == "plpdma.territory":
            return SQL(
                """
                SELECT c.id AS record_id,
                       COALESCE(c.territory_id, held.entry_id) AS entry_id
                  FROM plpdma_contribution c
                  LEFT JOIN (%s) held
                    ON c.territory_id IS NULL AND held.record_id = c.session_id
                """,
                of_sessions,
            )
        own = super()._get_scope_query(dimension)
        return SQL(
            """
            SELECT own.record_id, own.entry_id FROM (%(own)s) own
            UNION ALL
            SELECT c.id, held.entry_id
              FROM plpdma_contribution c
              JOIN (%(held)s) held ON held.record_id = c.session_id
             WHERE NOT EXISTS (
                       SELECT 1 FROM (%(own)s) own WHERE own.record_id = c.id
                   )
            """,
            own=own,
            held=of_sessions,
        )

    # ------------------------------------------------------------------
    # Constraints and onchange
    # ------------------------------------------------------------------
    @api.constrains(
        "anonymous",
        "partner_id",
        "stakeholder_id",
        "contributor_name",
        "contributor_email",
    )
    def _check_anonymous(self):
        for contribution in self.filtered("anonymous").sudo():
            # sudo: the identity is read only to refuse it.
            if (
                contribution.partner_id
                or contribution.stakeholder_id
                or contribution.contributor_name
                or contribution.contributor_email
            ):
                raise ValidationError(
                    self.env._(
                        "%s is anonymous: it holds no name, no e-mail and no contact.",
                        contribution.reference,
                    )
                )

    @api.constrains("confidentiality", "session_id", "opening_agreement")
    def _check_opening_agreement(self):
        """What was said alone is opened knowingly, with the author's agreement."""
        for contribution in self.sudo():
            # sudo: the agreement is looked at, not shown.
            is_open = contribution.confidentiality != "staff"
            agreed = contribution.opening_agreement
            if contribution.said_alone and is_open and not agreed:
                raise ValidationError(
                    self.env._(
                        "%s was said in an individual meeting. Note how its author "
                        "agreed that others than the staff read it.",
                        contribution.reference,
                    )
                )

    @api.constrains("contributor_email")
    def _check_contributor_email(self):
        for contribution in self.sudo():
            # sudo: only the form of the address is looked at.
            error = self._get_email_error(contribution.contributor_email)
            if error:
                raise ValidationError(error)

    @api.constrains("session_id", "stance")
    def _check_stance(self):
        self.session_id._check_stances()

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

    @api.constrains("state", "duplicate_of_id")
    def _check_merged(self):
        for contribution in self:
            target = contribution.duplicate_of_id
            if (contribution.state == "merged") != bool(target):
                raise ValidationError(
                    self.env._(
                        "%s: a merged contribution names the one it is merged into.",
                        contribution.reference,
                    )
                )
            if target.duplicate_of_id or target == contribution:
                raise ValidationError(
                    self.env._(
                        "%s cannot be merged into one that is itself merged.",
                        contribution.reference,
                    )
                )

    @api.constrains("response_ids", "duplicate_of_id")
    def _check_responses(self):
        """Joining a response from this side meets the rules of the response."""
        self.response_ids._check_contributions()

    @api.constrains("state", "response_expected", "date_answered")
    def _check_closed(self):
        for contribution in self:
            expected = contribution.response_expected and not contribution.date_answered
            if contribution.state in ("answered", "closed") and expected:
                raise ValidationError(
                    self.env._(
                        "%s still waits for its answer: send a response, or note that "
                        "no answer is expected.",
                        contribution.reference,
                    )
                )

    @api.onchange("question_id")
    def _onchange_question_id(self):
        if self.question_id.theme_id and not self.theme_ids:
            self.theme_ids = self.question_id.theme_id

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    def _reference_company(self, vals):
        session_id = vals.get("session_id") or self.env.context.get(
            "default_session_id"
        )
        session = self.env["plpdma.session"].browse(session_id)
        return session.company_id or super()._reference_company(vals)

    @api.model_create_multi
    def create(self, vals_list):
        """New contributions do not join a locked response.

        :raise UserError: naming the response
        :raise AccessError: for a facilitator, outside the sessions they run or with
            more than what is said there
        """
        if not self.env.su and not self.env.user.has_group(STAFF):
            return self._note(vals_list)
        contributions = super().create(vals_list)
        contributions.response_ids._check_content_unlocked()
        return contributions

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Who runs a session notes a contribution from the session itself: nowhere
        else are they offered to create one."""
        arch, view = super()._get_view(view_id, view_type, **options)
        note = "plpdma_concertation.plpdma_contribution_view_form_note"
        if not self.env.user.has_group(STAFF) and view != self.env.ref(note):
            arch.set("create", "0")
        return arch, view

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        key = super()._get_view_cache_key(view_id, view_type, **options)
        return (*key, self.env.user.has_group(STAFF))

    def _note(self, vals_list):
        """Create what was said in the sessions that the user runs.

        Authors' contacts are found and mandates matched on the way, which facilitators
        do not read.
        """
        self.check_access("create")
        extra = sorted(set().union(*vals_list) - self._noted_fields)
        if extra:
            raise AccessError(
                self.env._(
                    "Who runs a session notes what is said there, and only that. Not "
                    "theirs to fill in: %s.",
                    ", ".join(extra),
                )
            )
        # sudo: the fields are those above, without defaults from elsewhere; the rule
        # on the sessions they run is checked on what was created.
        clean = self.env(su=True, context=clean_context(self.env.context))
        noted = self.with_env(clean).create(vals_list).with_env(self.env)
        noted.check_access("create")
        return noted

    def write(self, vals):
        """Keep a locked text, and locked responses, as they are.

        :raise UserError: naming the contribution or the response that is locked
        """
        if "verbatim" in vals:
            self._check_verbatim_unlocked(vals["verbatim"])
        responses = self.response_ids if "response_ids" in vals else None
        result = super().write(vals)
        if responses is not None:
            # Linking from this side meets the same lock as from the response's.
            changed = (responses | self.response_ids) - (responses & self.response_ids)
            changed._check_content_unlocked()
            changed._check_contributions()
        return result

    def _check_verbatim_unlocked(self, verbatim):
        """:raise UserError: when a validated response stands on the text"""
        # Nobody validates a response while the words that it answers change.
        (self.response_ids | self.duplicate_of_id.response_ids)._lock_to_judge()
        for contribution in self:
            if contribution.verbatim != verbatim and contribution._is_answered_for():
                raise UserError(
                    self.env._(
                        "The text of %s is locked: a validated response stands on it.",
                        contribution.reference,
                    )
                )

    def _is_answered_for(self):
        """Whether a validated response stands on the text: its own, that of the
        contribution into which it was merged, or the one its author received."""
        self.ensure_one()
        responses = self.response_ids | self.duplicate_of_id.response_ids
        return any((responses | self.sent_response_id).mapped("is_locked"))

    @api.model
    def _get_earned_sentences(self):
        answered = self.env._(
            "An answer is sent by its response, or noted by “Note an Answer Given”."
        )
        merged = self.env._("“Merge” and “Undo the Merge” do.")
        return {
            **dict.fromkeys(
                ("state", "answer_channel", "date_answered", "sent_response_id"),
                answered,
            ),
            "duplicate_of_id": merged,
            "date_anonymised": self.env._("“Anonymise” does."),
            "date_reminded": self.env._("The daily reminder does."),
            "submission_key": self.env._("The public form does."),
            "taken_over": self.env._("A manager takes over an earlier register."),
        }

    def _is_earned_change(self, name, old, new):
        """Reopened, what was answered is answered still."""
        reopened = name == "state" and old == "closed" and new != old
        return (reopened and bool(self.date_answered)) or super()._is_earned_change(
            name, old, new
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered(self):
        for contribution in self:
            if contribution._is_answered_for():
                raise UserError(
                    self.env._(
                        "%s has a validated response: it is not deleted. Archive it, "
                        "or anonymise it: its author's identity is then erased.",
                        contribution.reference,
                    )
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

    def action_answer(self):
        """Open the response of the contributions; make one draft for those without.

        One draft answers all the selected contributions together.

        :return: window action on the response
        :raise UserError: when some already have a response of their own
        """
        responses = self.response_id
        without = self.filtered(lambda c: not c.response_id)
        if len(responses) > 1 or (responses and without):
            raise UserError(
                self.env._(
                    "Some of these contributions already have a response: %s. Select "
                    "only those without one, or open the response itself.",
                    ", ".join((self - without).mapped("reference")),
                )
            )
        if len(self.program_id) > 1:
            raise UserError(
                self.env._("One response answers contributions of one programme.")
            )
        response = responses or self.env["plpdma.response"].create(
            {
                "program_id": self.program_id.id,
                "contribution_ids": [Command.set(self.ids)],
            }
        )
        return response.get_formview_action()

    def action_open_response(self):
        """Open the response in force, or the one being prepared."""
        self.ensure_one()
        return self.response_id.get_formview_action()

    def action_merge(self):
        """Open the choice of the contribution into which the others are merged."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Merge Contributions"),
            "res_model": "plpdma.contribution.merge",
            "view_mode": "form",
            "target": "new",
            "context": {"default_contribution_ids": self.ids},
        }

    def action_unmerge(self):
        """Undo a merge: the contribution stands on its own again."""
        self.check_access("write")
        self._lock_to_judge()
        # sudo: the right to write them was checked.
        for contribution in self.sudo().filtered("duplicate_of_id"):
            contribution.write(
                {
                    "duplicate_of_id": False,
                    "state": "answered" if contribution.date_answered else "received",
                }
            )

    def action_note_adaptation(self):
        """Open a new entry of the adaptation log, whose need is expressed here.

        The need itself is left to write, and the meeting where it was told in
        confidence is not named: more people read the log.

        :return: window action on the new entry
        """
        self.ensure_one()
        is_told = self.confidentiality != "staff"
        return self.program_id._action_new_item(
            "action_plpdma_adaptation",
            contribution_id=self.id,
            session_id=is_told and self.session_id.id,
            stakeholder_id=self.stakeholder_id.id,
        )

    def action_view_duplicates(self):
        """Open the contributions merged into this one."""
        self.ensure_one()
        action = self.program_id._action_open_items("action_plpdma_contribution")
        action["domain"] = [("duplicate_of_id", "=", self.id)]
        return action

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _merge_into(self, target):
        """Merge these contributions into ``target``: each keeps its text, its author
        and its date, and its author receives the answer given to ``target``, at once
        if that was already sent.

        :return: what the sending tells, if the answer was already sent
        :raise UserError: when one of them already has a validated response
        :raise LockError: when somebody else is changing one of them
        """
        everyone = self._get_merged_with(target)
        (everyone | target | target.duplicate_ids)._lock_to_judge()
        everyone = self._get_merged_with(target)
        everyone.check_access("write")
        duplicates = self - target
        for contribution in duplicates:
            if contribution.response_ids.filtered("is_locked"):
                raise UserError(
                    self.env._(
                        "%s already has a validated response: it cannot be merged into "
                        "another contribution.",
                        contribution.reference,
                    )
                )
        # Only the target stays under a draft response; it answers for the others.
        for contribution in duplicates.filtered("response_ids"):
            contribution.response_ids = [Command.clear()]
        # sudo: the right to write them was checked above.
        everyone.sudo().write({"duplicate_of_id": target.id, "state": "merged"})
        # Who sends the answer from what they read before is made to read again.
        target._touch()
        target._message_log(
            body=self.env._(
                "Merged into this contribution: %s.",
                ", ".join(everyone.mapped("reference")),
            )
        )
        told = self._get_told_by_merge(target)
        return target.response_id.action_send() if told else None

    def _get_merged_with(self, target):
        """Those that a merge into ``target`` brings there, archived ones included."""
        duplicates = self - target
        return duplicates | duplicates.with_context(active_test=False).duplicate_ids

    def _get_told_by_merge(self, target):
        """Those whose author receives at once, when merged into ``target``, the answer
        that was already sent for it."""
        sent = target.response_id.filtered(lambda response: response.state == "sent")
        return self._get_merged_with(target).filtered(
            lambda c: sent and sent not in c.delivery_response_id | c.sent_response_id
        )

    def _get_answer_email(self):
        """Address to which the answer goes, empty when it must be posted."""
        self.ensure_one()
        return email_normalize(self.contributor_email) or (
            self.partner_id.email_normalized
        )

    def _get_answer_email_formatted(self):
        """Recipient of the answer, as the mail template writes it."""
        name = get_display_name(self.author_name)
        return formataddr((name, self._get_answer_email() or ""))

    def _get_answered_together(self):
        """The author's contributions that the same response answers.

        :return: contributions, this one among them
        """
        self.ensure_one()
        email = self._get_answer_email()
        return (
            self._get_response_to_tell()
            ._get_all_contributions()
            .filtered(lambda c: c == self or c._get_answer_email() == email)
        )

    def _get_response_to_tell(self):
        """The response that is told to the author, or was; else the one in force."""
        self.ensure_one()
        return self.delivery_response_id or self._get_main().response_id

    def _get_main(self):
        """The contribution that the response answers: itself, or the one into which
        it was merged."""
        self.ensure_one()
        return self.duplicate_of_id or self

    # ------------------------------------------------------------------
    # Cron
    # ------------------------------------------------------------------
    @api.model
    def _cron_remind_overdue(self, batch_size=500):
        """Schedule one activity per overdue contribution, however often it runs."""
        activity_type = "plpdma_concertation.mail_activity_type_answer_due"
        domain = [("is_overdue", "=", True), ("date_reminded", "=", False)]
        overdue = self.search(domain, limit=batch_size)
        for user, contributions in overdue.grouped(lambda c: c._get_handler()).items():
            contributions.activity_schedule(
                activity_type, user_id=user.id or self.env.uid
            )
        overdue.write({"date_reminded": fields.Date.context_today(self)})
        remaining = 0 if len(overdue) < batch_size else self.search_count(domain)
        self.env["ir.cron"]._commit_progress(len(overdue), remaining=remaining)
