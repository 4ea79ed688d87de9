from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.sql import escape_psql

from ...tools.domains import search_boolean
from ...tools.groups import STAFF


class PlpdmaStakeholder(models.Model):
    """A contact seen as an actor of one programme, with its roles in it."""

    _name = "plpdma.stakeholder"
    _description = "Actor of the Territory"
    _inherit = [
        "plpdma.program.mixin",
        "plpdma.thread.mixin",
        "plpdma.own.mixin",
    ]
    _order = "program_id, partner_id, id"
    _rec_name = "partner_id"
    _rec_names_search = [
        "partner_id.complete_name",
        "partner_id.name",
        "partner_id.email",
    ]

    _import_template = "actors"

    # Identity
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    active = fields.Boolean(default=True)
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id", string="Organisation"
    )
    partner_name = fields.Char(related="partner_id.name", string="Name", readonly=False)
    email = fields.Char(related="partner_id.email", readonly=False)
    phone = fields.Char(related="partner_id.phone", readonly=False)
    city = fields.Char(related="partner_id.city")
    function = fields.Char(related="partner_id.function")
    organisation_name = fields.Char(
        related="partner_id.parent_id.name", string="Name of the Organisation"
    )
    role_ids = fields.Many2many(
        "plpdma.role", string="Categories of Actor", check_company=True
    )
    college_id = fields.Many2one(
        "plpdma.college",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Followed by",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        index="btree_not_null",
    )

    # Place in the bodies
    body_ids = fields.Many2many("plpdma.body", string="Bodies", check_company=True)
    membership = fields.Selection(
        [
            ("member", "Full member"),
            ("substitute", "Substitute member"),
            ("occasional", "Occasional guest"),
            ("permanent", "Permanent guest"),
            ("none", "Not a member"),
        ],
        required=True,
        default="none",
        tracking=True,
    )
    substitute_for_id = fields.Many2one(
        "plpdma.stakeholder",
        string="Substitute for",
        check_company=True,
        domain="[('program_id', '=', program_id), ('id', '!=', id)]",
        index="btree_not_null",
        ondelete="set null",
        help="The member of the same seat.",
    )
    date_start = fields.Date(string="Since")
    date_end = fields.Date(string="Until")
    follow_scope = fields.Char(
        string="Follows",
        help="What a permanent guest follows: an action, a theme, a working group.",
    )

    # What staff knows, and nobody else reads
    availability = fields.Selection(
        [
            ("good", "Available"),
            ("limited", "Hardly available"),
            ("rare", "Almost never available"),
        ],
        groups=STAFF,
    )
    competitor_group_id = fields.Many2one(
        "plpdma.competitor.group",
        string="Competes Within",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        groups=STAFF,
        help="Competitors speak more freely when they are met one by one.",
    )
    needs = fields.Text(groups=STAFF)
    interests = fields.Text(groups=STAFF)
    constraints = fields.Text(groups=STAFF)
    way_of_working = fields.Text(
        groups=STAFF,
        help="How they work and decide: who, when, by which means to reach them.",
    )
    influence = fields.Selection(
        [("low", "Low"), ("medium", "Medium"), ("high", "High")], groups=STAFF
    )
    interest = fields.Selection(
        [("low", "Low"), ("medium", "Medium"), ("high", "High")],
        string="Interest in the Programme",
        groups=STAFF,
    )

    sits_on = fields.Date(
        string="Sits on",
        compute="_compute_sits_on",
        search="_search_sits_on",
        help="Search a date to know who sat that day, as a member or as a guest.",
    )
    sits_today = fields.Boolean(
        compute="_compute_sits_today", search="_search_sits_today"
    )

    # What came of it
    service_ids = fields.One2many(
        "plpdma.service", "stakeholder_id", string="Services Rendered", groups=STAFF
    )
    is_heard = fields.Boolean(
        string="Heard",
        compute="_compute_is_heard",
        search="_search_is_heard",
        help="Was present at a session held, or replaced there by a stand-in, or "
        "contributed. A proxy alone is not a voice that was heard.",
    )

    _same_program_fields = ("body_ids", "substitute_for_id")

    _partner_program_uniq = models.Constraint(
        "UNIQUE(partner_id, program_id)",
        "This contact is already an actor of the programme.",
    )
    _dates_check = models.Constraint(
        "CHECK(date_end IS NULL OR date_start IS NULL OR date_end >= date_start)",
        "A membership cannot end before it starts.",
    )

    # ------------------------------------------------------------------
    # Computes and searches
    # ------------------------------------------------------------------
    def _compute_is_heard(self):
        heard = self.filtered_domain(self._get_heard_domain())
        for stakeholder in self:
            stakeholder.is_heard = stakeholder in heard

    @search_boolean
    def _search_is_heard(self):
        return self._get_heard_domain()

    @api.model
    def _get_heard_domain(self):
        """Domain of the actors who were *heard*: each room that hears them adds its
        own."""
        return Domain.FALSE

    def _compute_sits_on(self):
        """Only searched: a person sits over a period, not on one date."""
        self.sits_on = False

    def _search_sits_on(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.OR(self._get_sitting_domain(date) for date in value if date)

    @api.depends("company_id", "membership", "date_start", "date_end")
    def _compute_sits_today(self):
        sitting = self.filtered_domain(self._get_sitting_today_domain())
        for stakeholder in self:
            stakeholder.sits_today = stakeholder in sitting

    @search_boolean
    def _search_sits_today(self):
        return self._get_sitting_today_domain()

    @api.model
    def _get_sitting_today_domain(self):
        """Domain of those who sit today, each where their authority is."""
        return self.env["res.company"]._plpdma_get_domain_by_day(
            self._get_sitting_domain
        )

    @api.model
    def _get_sitting_domain(self, date):
        """Domain of those who sit on a given day, as members or as guests."""
        return (
            Domain("membership", "!=", "none")
            & (Domain("date_start", "=", False) | Domain("date_start", "<=", date))
            & (Domain("date_end", "=", False) | Domain("date_end", ">=", date))
        )

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("membership", "date_end", "follow_scope")
    def _check_membership(self):
        for stakeholder in self:
            if stakeholder.membership == "occasional" and not stakeholder.date_end:
                raise ValidationError(
                    self.env._(
                        "%s is an occasional guest: say until when.",
                        stakeholder.display_name,
                    )
                )
            if stakeholder.membership == "permanent" and not stakeholder.follow_scope:
                raise ValidationError(
                    self.env._(
                        "%s is a permanent guest: say what they follow.",
                        stakeholder.display_name,
                    )
                )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model
    def name_create(self, name):
        """``(id, display name)`` of the actor typed in a session's list, as
        ``name_create`` gives it; the contact is found by its name or its e-mail, or
        created.

        :param str name: what was typed, ``Name`` or ``Name <email>``
        """
        program_id = self.env.context.get("default_program_id")
        partners = self.env["res.partner"]
        partner = partners.search([("name", "=ilike", escape_psql(name))], limit=2)
        if len(partner) != 1:
            partner = partners.find_or_create(name)
        stakeholder = self.search(
            [("partner_id", "=", partner.id), ("program_id", "=", program_id)]
        ) or self.create({"partner_id": partner.id, "program_id": program_id})
        return stakeholder.id, stakeholder.display_name

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _get_public_label(self):
        """Text that may be told of the actor everywhere: an organisation's name, a
        person's category."""
        self.ensure_one()
        organisation = self.partner_id._plpdma_get_organisation()
        return organisation.display_name or self.role_ids[:1]._get_category()
