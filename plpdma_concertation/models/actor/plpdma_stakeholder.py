from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command, Domain
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
        "plpdma.next.step.mixin",
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

    # What they were told
    receipt_ids = fields.One2many(
        "plpdma.notice.receipt", "stakeholder_id", string="Notice Receipts"
    )
    notice_state = fields.Selection(
        [
            ("untold", "Not told"),
            ("outdated", "Told an older version"),
            ("told", "Told"),
        ],
        string="Consultative Notice",
        compute="_compute_notice_state",
        store=True,
        help="Whether the actor was told the notice in force: their involvement is "
        "consultative, and they stay free.",
    )

    # What came of it
    participation_ids = fields.One2many("plpdma.participation", "stakeholder_id")
    contribution_ids = fields.One2many("plpdma.contribution", "stakeholder_id")
    service_ids = fields.One2many(
        "plpdma.service", "stakeholder_id", string="Services Rendered", groups=STAFF
    )
    commitment_ids = fields.One2many(
        "plpdma.commitment", "stakeholder_id", string="Commitments"
    )
    session_count = fields.Integer(compute="_compute_session_count")
    contribution_count = fields.Integer(compute="_compute_contribution_count")
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
    @api.depends("participation_ids")
    def _compute_session_count(self):
        counts = dict(
            self.env["plpdma.participation"]._read_group(
                [("stakeholder_id", "in", self.ids)], ["stakeholder_id"], ["__count"]
            )
        )
        for stakeholder in self:
            stakeholder.session_count = counts.get(stakeholder, 0)

    @api.depends("contribution_ids")
    def _compute_contribution_count(self):
        counts = dict(
            self.env["plpdma.contribution"]._read_group(
                [("stakeholder_id", "in", self.ids)], ["stakeholder_id"], ["__count"]
            )
        )
        for stakeholder in self:
            stakeholder.contribution_count = counts.get(stakeholder, 0)

    @api.depends(
        "participation_ids.is_in_person",
        "participation_ids.session_id.state",
        "contribution_ids",
    )
    def _compute_is_heard(self):
        heard = self.filtered_domain(self.env["plpdma.figures"]._get_heard_domain())
        for stakeholder in self:
            stakeholder.is_heard = stakeholder in heard

    @search_boolean
    def _search_is_heard(self):
        return self.env["plpdma.figures"]._get_heard_domain()

    def _compute_sits_on(self):
        """Only searched: a person sits over a period, not on one date."""
        self.sits_on = False

    def _search_sits_on(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.OR(self._get_sitting_domain(date) for date in value if date)

    @api.model
    def _get_sitting_domain(self, date):
        """Domain of those who sit on a given day, as members or as guests."""
        return (
            Domain("membership", "!=", "none")
            & (Domain("date_start", "=", False) | Domain("date_start", "<=", date))
            & (Domain("date_end", "=", False) | Domain("date_end", ">=", date))
        )

    @api.depends("receipt_ids.is_outdated")
    def _compute_notice_state(self):
        for stakeholder in self:
            outdated = stakeholder.receipt_ids.mapped("is_outdated")
            if not outdated:
                stakeholder.notice_state = "untold"
            else:
                stakeholder.notice_state = "outdated" if all(outdated) else "told"

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
    @api.model_create_multi
    def create(self, vals_list):
        """New actors recover the contributions they had already sent."""
        stakeholders = super().create(vals_list)
        contributions = self.env["plpdma.contribution"].search(
            [
                ("stakeholder_id", "=", False),
                ("program_id", "in", stakeholders.program_id.ids),
                ("partner_id", "in", stakeholders.partner_id.ids),
            ]
        )
        self.env.add_to_compute(contributions._fields["stakeholder_id"], contributions)
        return stakeholders

    @api.model
    def name_create(self, name):
        """Typed in a session's list: the contact is found by its name or its e-mail,
        or created.

        :param str name: what was typed, ``Name`` or ``Name <email>``
        :return: id and display name, as ``name_create`` does
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
    # Actions
    # ------------------------------------------------------------------
    def _action_open_items(self, xmlid, domain):
        self.ensure_one()
        action = self.program_id._action_open_items(xmlid)
        action["domain"] = domain
        action["context"]["default_stakeholder_id"] = self.id
        return action

    def action_view_sessions(self):
        """Open the sessions in which the actor takes part."""
        return self._action_open_items(
            "action_plpdma_session",
            [("participation_ids.stakeholder_id", "=", self.id)],
        )

    def action_notice_letter(self):
        """Note that the notice in force was sent by letter to the actors.

        :return: a notification that says how many were told
        """
        told = self.env["plpdma.notice.receipt"]._record(self, "letter")
        return self.env["plpdma.session"]._notify_told(len(told))

    def action_view_receipts(self):
        """Open which versions of the notice the actor was told, when and how."""
        return self._action_open_items(
            "action_plpdma_notice_receipt", [("stakeholder_id", "=", self.id)]
        )

    def action_view_contributions(self):
        """Open the actor's contributions."""
        return self._action_open_items(
            "action_plpdma_contribution", [("stakeholder_id", "=", self.id)]
        )

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _get_public_label(self):
        """What may be said of the actor everywhere: an organisation by its name, a
        person by their category."""
        self.ensure_one()
        organisation = self.partner_id.commercial_partner_id
        if organisation.is_company:
            return organisation.display_name
        return self.role_ids[:1].display_name or self.env._("Individual")

    def _absorb(self, duplicates):
        """Bring into this actor all that hangs on its duplicates, and drop them.

        Used when two contacts are merged. Roles and bodies add up, the texts are
        put one after the other, blanks are filled; participations, contributions,
        messages and files move over.

        :param duplicates: actors of the same programme
        """
        self.ensure_one()
        lines_by_session = (self | duplicates).participation_ids.grouped("session_id")
        for lines in lines_by_session.values():
            kept = lines.filtered(lambda line: line.stakeholder_id == self) or lines[:1]
            kept._absorb(lines - kept)
        self.write(self._prepare_absorb_vals(duplicates))
        self.env.flush_all()
        # Core's own merge of records moves foreign keys, messages, activities,
        # followers and attachments.
        merge = self.env["base.partner.merge.automatic.wizard"]
        merge._update_foreign_keys_generic(self._name, duplicates, self)
        merge._update_reference_fields_generic(self._name, duplicates, self)
        self.env.invalidate_all()
        duplicates.unlink()

    def _prepare_absorb_vals(self, duplicates):
        vals = {
            name: [Command.link(linked.id) for linked in duplicates[name]]
            for name in ("role_ids", "body_ids")
        }
        for name in (
            "needs",
            "interests",
            "constraints",
            "way_of_working",
            "follow_scope",
        ):
            texts = dict.fromkeys(filter(None, (self | duplicates).mapped(name)))
            vals[name] = "\n".join(texts)
        for name in ("college_id", "competitor_group_id", "user_id"):
            vals[name] = (self[name] or duplicates[name][:1]).id
        for name in ("date_start", "date_end", "availability", "influence", "interest"):
            vals[name] = self[name] or next(
                filter(None, duplicates.mapped(name)), False
            )
        if self.membership == "none":
            vals["membership"] = duplicates[0].membership
        vals["active"] = any((self | duplicates).mapped("active"))
        return vals
