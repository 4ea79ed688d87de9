from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.groups import MANAGER, STAFF, TEAM
from ...tools.locks import hold


class PlpdmaProgram(models.Model):
    """A local waste-prevention programme, for which a concertation is held."""

    _name = "plpdma.program"
    _description = "Waste-Prevention Programme (PLPDMA)"
    _inherit = [
        "plpdma.import.mixin",
        "plpdma.thread.mixin",
        "plpdma.warning.mixin",
        "plpdma.in.mandate.mixin",
        "mail.alias.mixin.optional",
    ]
    _order = "date_start desc, name, id"
    _check_company_auto = True

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
        [("draft", "Being framed"), ("open", "Open"), ("closed", "Ended")],
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

    # Answers and identities
    response_delay_days = fields.Integer(
        string="Answer Within (days)",
        default=30,
        required=True,
        help="The authority's own policy for opinions and proposals, for which no law "
        "sets a delay. It moves nothing for a request, on which silence is a decision.",
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
        help="Months during which the authors' names and addresses are kept, after the "
        "end of the programme or of the consultation; 0 keeps them.",
    )
    date_retention = fields.Date(
        string="Identities Erased on",
        compute="_compute_date_retention",
        store=True,
        help="From that day on, the names and addresses of the contributions' authors "
        "are erased; their words, the answers and the figures stay.",
    )

    # Where it is discussed
    body_ids = fields.One2many("plpdma.body", "program_id", string="Bodies")

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

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------

    @api.depends("date_end", "retention_months")
    def _compute_date_retention(self):
        for program in self:
            kept = program.date_end and program.retention_months
            program.date_retention = kept and fields.Date.add(
                program.date_end, months=program.retention_months
            )

    def _count_by_program(self, model, domain):
        """``{program: number}`` of what the user may see of a model, counted in one
        query."""
        domain = Domain("program_id", "in", self.ids) & Domain(domain)
        return dict(self.env[model]._read_group(domain, ["program_id"], ["__count"]))

    # ------------------------------------------------------------------
    # Warnings
    # ------------------------------------------------------------------
    _warning_depends = ("state", "body_ids.kind")

    def _get_warnings(self):
        return [*super()._get_warnings(), *self._get_body_warnings()]

    def _get_body_warnings(self):
        """List of sentences on the bodies of the programme: the concertation takes
        place preferably in the CCES, not in many bodies."""
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

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """Give the elected referents their mandate."""
        programs = super().create(vals_list)
        programs._sync_referent_mandate()
        return programs

    def write(self, vals):
        """The mandate follows the elected referent; what opens the programme is judged
        once nobody is writing it."""
        if vals.get("state") == "open":
            # The texts that it may be taking over from another are waited for: Odoo
            # begins again, and reads them.
            hold(self)
        result = super().write(vals)
        if "elected_referent_id" in vals:
            self._sync_referent_mandate()
        return result

    def _sync_referent_mandate(self):
        """The elected referent holds a mandate; the one they replace holds it no
        longer."""
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

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        """In words, before the database says it in its own: what was said and done in a
        programme stays.

        :raise UserError: naming what the programmes hold
        """
        # sudo: the names of models, which the refusal tells.
        held = [
            self.env["ir.model"]._get(model._name).sudo().name
            for model in self._get_restricting_models()
            if model.search_count([("program_id", "in", self.ids)], limit=1)
        ]
        if held:
            raise UserError(
                self.env._(
                    "%(programs)s: it holds records that stay (%(records)s). Archive "
                    "the programme instead.",
                    programs=", ".join(self.mapped("display_name")),
                    records=", ".join(sorted(held)),
                )
            )

    def _get_restricting_models(self):
        """Yield, in superuser mode, the models of what keeps a programme from being
        deleted."""
        for name, model in self.env.registry.items():
            field = model._fields.get("program_id")
            if (
                name.startswith("plpdma.")
                and model._auto
                and not model._transient
                and field
                and field.store
                and field.type == "many2one"
                and field.ondelete == "restrict"
            ):
                # sudo: whether there are some is asked, whoever may read them.
                yield self.env[name].sudo().with_context(active_test=False)

    def copy_data(self, default=None):
        """Values of the copies, each with a name that says it is one."""
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
        """Close the programme."""
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
        """Action that opens the app on what waits for the user: ``_get_home``."""
        xmlid, context = self._get_home()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"plpdma_concertation.{xmlid}"
        )
        return {**action, "context": context}

    @api.model
    def _get_home(self):
        """``(external id, context)`` of the action that opens the app: the programmes,
        unless a room has something that waits for the user."""
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

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _get_handler(self, users):
        """The user who sees to something of the programme: the first of those named,
        else its manager; none when all have left.

        :param users: those named for it, in their order, who may be nobody
        """
        return (users | self.manager_id).filtered("active")[:1]

    def _get_any_manager(self):
        """A user who manages the concertation of the authority, in superuser mode: they
        see to what nobody in particular handles."""
        group = self.env.ref(MANAGER)
        # sudo: whoever sends need not read the accounts, but is told of what failed.
        return (
            self.env["res.users"]
            .sudo()
            .search(
                [
                    ("all_group_ids", "in", group.ids),
                    ("company_ids", "in", self.sudo().company_id.ids),
                    ("share", "=", False),
                ],
                order="id",
                limit=1,
            )
        )
