from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import clean_context

from ...tools.groups import FACILITATOR, STAFF


class PlpdmaContribution(models.Model):
    """Who reads it, and who notes it: what was said alone is opened with its author's
    agreement, what was confided stays its author's among their colleagues, mandates
    cover what élus read, and whoever runs a session notes what is said there."""

    _inherit = "plpdma.contribution"

    _scope_depends = (
        "territory_id.parent_path",
        "theme_ids.parent_path",
        "session_id.territory_ids.parent_path",
        "session_id.theme_ids.parent_path",
    )
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

    said_alone = fields.Boolean(compute="_compute_said_alone", groups=STAFF)
    opening_agreement = fields.Char(
        string="Author's Agreement to Open",
        groups=STAFF,
        help="How and when the author agreed to have what they said alone read by "
        "people other than the staff.",
    )

    participation_id = fields.Many2one(
        "plpdma.participation",
        string="Said by",
        compute="_compute_participation_id",
        inverse="_inverse_participation_id",
        compute_sudo=True,
        domain="[('session_id', '=', session_id)]",
        groups=FACILITATOR,
        help="The participant who speaks, for whoever runs the session and notes it.",
    )

    # ------------------------------------------------------------------
    # Said alone
    # ------------------------------------------------------------------
    @api.depends("session_id.format")
    def _compute_said_alone(self):
        for contribution in self:
            contribution.said_alone = contribution.session_id.format == "individual"

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
                        "agreed that people beyond the staff may read it.",
                        contribution.reference,
                    )
                )

    # ------------------------------------------------------------------
    # Its author and their colleagues
    # ------------------------------------------------------------------
    @api.depends("partner_id", "read_by")
    def _compute_is_mine(self):
        return super()._compute_is_mine()

    @api.model
    def _own_domain(self, user):
        """As for all that belongs to an organisation, but what one of its people
        confided to the staff is theirs, or their organisation's where it spoke."""
        authors = user.partner_id | user.commercial_partner_id
        shared = Domain("read_by", "!=", "staff")
        return super()._own_domain(user) & (
            shared | Domain("partner_id", "in", authors.ids)
        )

    def _filter_own(self, user):
        authors = user.partner_id | user.commercial_partner_id
        return (
            super()
            ._filter_own(user)
            .filtered(lambda one: one.read_by != "staff" or one.partner_id in authors)
        )

    # ------------------------------------------------------------------
    # Mandates
    # ------------------------------------------------------------------
    def _get_scope(self):
        """Pair of recordsets: the contribution's own territory and themes, else those
        of the session where it was made."""
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
    # Whoever runs the session
    # ------------------------------------------------------------------
    @api.depends("session_id", "stakeholder_id")
    @api.depends_context("uid")
    def _compute_participation_id(self):
        """The author's line among the participants of the session, for whoever noted
        it and for the staff: whoever runs the session knows who takes part, not who
        said what others noted."""
        user = self.env.user
        told = self
        if self.env.uid != SUPERUSER_ID and not user.has_group(STAFF):
            # One that is being noted is nobody else's.
            told = self.filtered(lambda one: not one._origin.create_uid - user)
        self.participation_id = False
        participations = told.session_id.participation_ids.grouped(
            lambda line: (line.session_id, line.stakeholder_id)
        )
        for contribution in told:
            key = (contribution.session_id, contribution.stakeholder_id)
            contribution.participation_id = participations.get(key, False)

    @api.model
    def _add_precomputed_values(self, vals_list):
        """Whoever names the participant names the actor."""
        named = [vals for vals in vals_list if vals.get("participation_id")]
        ids = {vals["participation_id"] for vals in named}
        # sudo: facilitators name the participant, whose contact they do not read.
        lines = self.env["plpdma.participation"].sudo().browse(ids)
        actors = {line.id: line.stakeholder_id.id for line in lines}
        for vals in named:
            vals["stakeholder_id"] = actors[vals["participation_id"]]
        return super()._add_precomputed_values(vals_list)

    def _inverse_participation_id(self):
        # sudo: facilitators name the participant, whose contact they do not read.
        for contribution in self.sudo():
            participant = contribution.participation_id
            if participant and participant.session_id != contribution.session_id:
                raise ValidationError(
                    self.env._(
                        "%s does not take part in this session.",
                        participant.display_name,
                    )
                )
            contribution.stakeholder_id = participant.stakeholder_id

    @api.model_create_multi
    def create(self, vals_list):
        """:raise AccessError: for a facilitator, outside the sessions they run or with
        more than what is said there
        """
        if self.env.su or self.env.user.has_group(STAFF):
            return super().create(vals_list)
        return self._note(vals_list)

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
                    "Whoever runs a session notes what is said there, and only that. "
                    "Not theirs to fill in: %s.",
                    ", ".join(extra),
                )
            )
        # sudo: the fields are those above, without defaults from elsewhere; the rule
        # on the sessions they run is checked on what was created.
        clean = self.env(su=True, context=clean_context(self.env.context))
        noted = self.with_env(clean).create(vals_list).with_env(self.env)
        noted.check_access("create")
        return noted

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """The view, which offers to create only where the user may: whoever runs a
        session notes a contribution from the session itself, and nowhere else."""
        arch, view = super()._get_view(view_id, view_type, **options)
        note = "plpdma_concertation.plpdma_contribution_view_form_note"
        if not self.env.user.has_group(STAFF) and view != self.env.ref(note):
            arch.set("create", "0")
        return arch, view

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        key = super()._get_view_cache_key(view_id, view_type, **options)
        return (*key, self.env.user.has_group(STAFF))
