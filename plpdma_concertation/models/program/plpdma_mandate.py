from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.domains import search_boolean
from ..shared.plpdma_scope_mixin import DIMENSIONS


class PlpdmaMandate(models.Model):
    """A mandate: what an élu is in charge of, in a programme, some of its territories
    and some of its themes, between two dates.

    The records that a mandate covers are kept in a stored relation, without its dates:
    ``is_in_my_mandate`` compares them each time it is asked.
    """

    _name = "plpdma.mandate"
    _description = "Mandate of an Élu"
    _inherit = ["plpdma.program.mixin"]
    _order = "program_id, function, partner_id, id"
    _rec_name = "partner_id"

    _import_clues = {"partner_id": ("email", "organisation")}

    partner_id = fields.Many2one(
        "res.partner",
        string="Élu",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="User",
        compute="_compute_user_id",
        store=True,
        index="btree_not_null",
        help="The account with which the élu signs in, internal or portal.",
    )
    function = fields.Selection(
        [
            ("referent", "Elected referent"),
            ("cces_chair", "Chair of the CCES"),
            ("vice_president", "Vice-president"),
            ("member", "Member of the assembly"),
        ],
        required=True,
        default="member",
    )
    territory_ids = fields.Many2many(
        "plpdma.territory",
        string="Territories",
        check_company=True,
        help="With those under them. None: the whole programme.",
    )
    theme_ids = fields.Many2many(
        "plpdma.theme",
        string="Themes",
        check_company=True,
        help="With those under them. None: all the themes.",
    )
    can_arbitrate = fields.Boolean(
        string="Arbitrates",
        compute="_compute_can_arbitrate",
        store=True,
        readonly=False,
        precompute=True,
        help="Validates or returns the responses submitted, within the mandate.",
    )
    date_start = fields.Date(
        string="From",
        required=True,
        default=lambda self: self.env.company._plpdma_get_today(),
    )
    date_end = fields.Date(string="To")
    is_in_force = fields.Boolean(
        string="In Force", compute="_compute_is_in_force", search="_search_is_in_force"
    )
    is_mine = fields.Boolean(
        string="My Mandate",
        compute="_compute_is_mine",
        search="_search_is_mine",
        help="The user holds it today.",
    )

    _dates_check = models.Constraint(
        "CHECK(date_end IS NULL OR date_end >= date_start)",
        "A mandate cannot end before it starts.",
    )

    # What a change of these covers, or not, is matched anew.
    _scope_fields = {"program_id", "territory_ids", "theme_ids"}

    # ------------------------------------------------------------------
    # Computes and searches
    # ------------------------------------------------------------------
    @api.depends("partner_id.user_ids")
    def _compute_user_id(self):
        for mandate in self:
            mandate.user_id = mandate.partner_id.user_ids[:1]

    @api.depends("function")
    def _compute_can_arbitrate(self):
        for mandate in self:
            mandate.can_arbitrate = mandate.function == "referent"

    @api.depends("date_start", "date_end")
    def _compute_is_in_force(self):
        in_force = self.filtered_domain(self._in_force_domain())
        for mandate in self:
            mandate.is_in_force = mandate in in_force

    @search_boolean
    def _search_is_in_force(self):
        return self._in_force_domain()

    @api.depends("partner_id", "date_start", "date_end")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        mine = self.filtered_domain(self._mine_domain())
        for mandate in self:
            mandate.is_mine = mandate in mine

    @search_boolean
    def _search_is_mine(self):
        return self._mine_domain()

    @api.model
    def _mine_domain(self):
        """Domain of the mandates that the user holds today."""
        mine = Domain("partner_id", "=", self.env.user.partner_id.id)
        return mine & self._in_force_domain()

    @api.model
    def _in_force_domain(self):
        """Domain of the mandates that are held today, whoever holds them.

        The day is that of each authority, never of whoever asks: a call from outside
        brings its own clock. It is asked for at each query.
        """
        begun = self.env["res.company"]._plpdma_get_domain_by_day(
            lambda day: Domain("date_start", "<=", day)
        )
        return begun & self._not_ended_domain()

    @api.model
    def _not_ended_domain(self):
        """Domain of the mandates that are held today, or will be."""
        to_come = self.env["res.company"]._plpdma_get_domain_by_day(
            lambda day: Domain("date_end", ">=", day)
        )
        return Domain("date_end", "=", False) | to_come

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """Match the records that the new mandates cover."""
        mandates = super().create(vals_list)
        mandates._match()
        return mandates

    def write(self, vals):
        """Match anew what the mandates cover when their scope changes."""
        result = super().write(vals)
        if self._scope_fields & vals.keys():
            self._match()
        self._forget_what_is_read()
        return result

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _covers(self, territories, themes):
        """Whether the mandate covers what concerns these territories and themes.

        A mandate without territory, or without theme, is not limited by them. One that
        is limited covers only what is sorted: a record without territory is not known
        to be in its own.
        """
        self.ensure_one()
        return all(
            not scope or set(scope.ids) & entries._get_path_ids()
            for scope, entries in (
                (self.territory_ids, territories),
                (self.theme_ids, themes),
            )
        )

    def _end(self):
        """End the mandates yesterday; those that had not begun then never were."""
        todays = self.company_id._plpdma_get_todays()
        unborn = self.filtered(lambda one: one.date_start >= todays[one.company_id])
        begun = (self - unborn).grouped("company_id")
        unborn.unlink()
        for company, mandates in begun.items():
            yesterday = fields.Date.subtract(todays[company], days=1)
            mandates.write({"date_end": yesterday})

    def action_end(self):
        """End the mandates: from now on they give nothing."""
        self._end()

    @api.model
    def _get_held(self):
        """The mandates that the user holds today."""
        return self.search(self._mine_domain())

    @api.model
    def _covers_whole(self, program):
        """Whether a mandate that the user holds today limits them to no territory and
        no theme of the programme."""
        held = self._get_held().filtered(lambda m: m.program_id == program)
        return any(not (m.territory_ids or m.theme_ids) for m in held)

    def _forget_what_is_read(self):
        """Have what the mandates let read computed anew, within the transaction."""
        mixin = "plpdma.in.mandate.mixin"
        for name in self.env.registry.descendants([mixin], "_inherit"):
            model = self.env[name]
            if not model._abstract:
                model.invalidate_model(model._fields_by_mandate)

    def _match(self):
        """Write which records these mandates cover: in SQL, whatever their number."""
        if not self:
            return
        self.env.flush_all()
        self._match_records()
        self.env.invalidate_all()

    def _match_records(self):
        """The models that inherit ``plpdma.scope.mixin``; a module with other ones
        extends it."""
        for name in self.env.registry.descendants(["plpdma.scope.mixin"], "_inherit"):
            if not self.env[name]._abstract:
                self._match_model(self.env[name])

    def _match_model(self, model):
        """:param model: a model that inherits ``plpdma.scope.mixin``"""
        self._rewrite_match(
            model,
            SQL(
                """
                SELECT record.id, mandate.id
                  FROM plpdma_mandate mandate
                  JOIN %(table)s record ON record.program_id = mandate.program_id
                 WHERE mandate.id IN %(ids)s AND %(territories)s AND %(themes)s
                """,
                table=SQL.identifier(model._table),
                ids=tuple(self.ids),
                territories=self._get_scope_condition(model, "plpdma.territory"),
                themes=self._get_scope_condition(model, "plpdma.theme"),
            ),
        )

    def _rewrite_match(self, model, pairs):
        """Replace what is stored for these mandates by the ``pairs`` of a query."""
        match = model._fields["mandate_ids"]
        self.env.cr.execute(
            SQL(
                "DELETE FROM %s WHERE %s IN %s",
                SQL.identifier(match.relation),
                SQL.identifier(match.column2),
                tuple(self.ids),
            )
        )
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s, %s) %s",
                SQL.identifier(match.relation),
                SQL.identifier(match.column1),
                SQL.identifier(match.column2),
                pairs,
            )
        )

    def _get_scope_condition(self, model, dimension):
        """SQL condition: no limit on this dimension, or one of the record's entries
        stands under one of the mandate's."""
        limits = self._fields[DIMENSIONS[dimension]]
        return SQL(
            """
            (
                NOT EXISTS (
                    SELECT 1 FROM %(limits)s lim WHERE lim.%(mandate)s = mandate.id
                )
                OR EXISTS (
                    SELECT 1
                      FROM (%(pairs)s) pair
                      JOIN %(table)s entry ON entry.id = pair.entry_id
                      JOIN %(limits)s lim ON lim.%(mandate)s = mandate.id
                      JOIN %(table)s top ON top.id = lim.%(entry)s
                     WHERE pair.record_id = record.id
                       AND entry.parent_path LIKE top.parent_path || '%%'
                )
            )
            """,
            limits=SQL.identifier(limits.relation),
            mandate=SQL.identifier(limits.column1),
            entry=SQL.identifier(limits.column2),
            pairs=model._get_scope_query(dimension),
            table=SQL.identifier(self.env[dimension]._table),
        )
