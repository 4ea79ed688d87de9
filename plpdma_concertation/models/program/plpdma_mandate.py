from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import SQL, format_date

from ...tools.domains import search_boolean
from ..shared.plpdma_scope_mixin import DIMENSIONS


class PlpdmaMandate(models.Model):
    """What an élu is in charge of: a programme, some of its territories, some of its
    themes, between two dates.

    The records that a mandate covers are kept in a stored relation, without its dates:
    ``is_in_my_mandate`` compares them each time it is asked.
    """

    _name = "plpdma.mandate"
    _description = "Mandate of an Élu"
    _inherit = ["plpdma.program.mixin"]
    _order = "program_id, function, partner_id, id"
    _rec_name = "partner_id"

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
        string="From", required=True, default=fields.Date.context_today
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

    # The élu's home: computed under the rights of who reads it, none is stored.
    scope_summary = fields.Char(string="Covers", compute="_compute_scope_summary")
    submitted_response_ids = fields.Many2many(
        "plpdma.response", string="To Arbitrate", compute="_compute_submitted"
    )
    submitted_count = fields.Integer(string="To Decide", compute="_compute_submitted")
    coming_session_ids = fields.Many2many(
        "plpdma.session",
        string="Coming Sessions",
        compute="_compute_coming_session_ids",
    )
    to_answer_count = fields.Integer(
        string="Waiting for an Answer", compute="_compute_answers"
    )
    overdue_count = fields.Integer(string="Overdue", compute="_compute_answers")
    answered_count = fields.Integer(string="Answered", compute="_compute_answers")
    decision_summary = fields.Char(string="Decisions", compute="_compute_answers")

    # What changed since last time, each in one sentence, empty when nothing did.
    date_visited = fields.Datetime(string="Last Visit", copy=False, readonly=True)
    date_previous_visit = fields.Datetime(
        string="Previous Visit", copy=False, readonly=True
    )
    date_news = fields.Datetime(
        string="News Since",
        compute="_compute_date_news",
        help="The visit before this one; the start of the mandate on the first.",
    )
    news_contributions = fields.Char(
        string="New contributions", compute="_compute_news"
    )
    news_validated = fields.Char(string="Responses validated", compute="_compute_news")
    news_sent = fields.Char(
        string="Responses released to their authors", compute="_compute_news"
    )
    news_planned = fields.Char(string="Sessions planned", compute="_compute_news")
    news_held = fields.Char(string="Sessions held or reported", compute="_compute_news")
    news_cancelled = fields.Char(string="Sessions cancelled", compute="_compute_news")
    news_minutes = fields.Char(string="Minutes circulated", compute="_compute_news")
    has_news = fields.Boolean(compute="_compute_news")

    _dates_check = models.Constraint(
        "CHECK(date_end IS NULL OR date_end >= date_start)",
        "A mandate cannot end before it starts.",
    )

    # What a change of these covers, or not, is matched anew.
    _scope_fields = {"program_id", "territory_ids", "theme_ids"}
    # What may change between two visits; each has its field.
    _news_keys = (
        "contributions",
        "validated",
        "sent",
        "planned",
        "held",
        "cancelled",
        "minutes",
    )
    # Opening the home again within this time is still the same visit.
    _visit_length = timedelta(hours=1)

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

    def _search_is_mine(self, operator, _value):
        return self._mine_domain() if operator == "in" else NotImplemented

    @api.model
    def _mine_domain(self):
        """Domain of the mandates that the user holds today."""
        mine = Domain("partner_id", "=", self.env.user.partner_id.id)
        return mine & self._in_force_domain()

    @api.model
    def _in_force_domain(self):
        """Domain of the mandates that are held today, whoever holds them.

        The dates are relative: they are compared at each query.
        """
        return Domain("date_start", "<=", "today") & self._not_ended_domain()

    @api.model
    def _not_ended_domain(self):
        """Domain of the mandates that are held today, or will be."""
        return Domain("date_end", "=", False) | Domain("date_end", ">=", "today")

    # ------------------------------------------------------------------
    # Computes: the élu's home
    # ------------------------------------------------------------------
    @api.depends("partner_id", "function")
    @api.depends_context("plpdma_home", "lang")
    def _compute_display_name(self):
        """Who holds the mandate; for themselves, what they are in it."""
        if not self.env.context.get("plpdma_home"):
            return super()._compute_display_name()
        labels = dict(self._fields["function"]._description_selection(self.env))
        for mandate in self:
            mandate.display_name = labels.get(mandate.function)

    @api.depends("territory_ids", "theme_ids", "date_start", "date_end")
    @api.depends_context("lang")
    def _compute_scope_summary(self):
        """The territories, the themes and the dates, in one sentence."""
        for mandate in self:
            territories = ", ".join(mandate.territory_ids.mapped("name"))
            themes = ", ".join(mandate.theme_ids.mapped("name"))
            period = {"start": format_date(self.env, mandate.date_start)}
            if mandate.date_end:
                period["end"] = format_date(self.env, mandate.date_end)
                period = self.env._("from %(start)s to %(end)s", **period)
            else:
                period = self.env._("since %(start)s", **period)
            mandate.scope_summary = self.env._(
                "Covers %(territories)s and %(themes)s, %(period)s.",
                territories=territories or self.env._("the whole territory"),
                themes=themes or self.env._("all the themes"),
                period=period,
            )

    @api.depends("can_arbitrate")
    @api.depends_context("uid")
    def _compute_submitted(self):
        """The responses that await who holds the mandate, the oldest first."""
        arbiters = self.filtered("can_arbitrate")
        submitted = arbiters._get_covered(
            "plpdma.response", Domain("state", "=", "submitted")
        )
        for mandate in self:
            responses = submitted.get(mandate._origin.id, self.env["plpdma.response"])
            responses = responses.sorted(lambda r: (r.date_submitted or r.create_date))
            mandate.submitted_response_ids = [Command.set(responses.ids)]
            mandate.submitted_count = len(responses)

    @api.depends("program_id")
    @api.depends_context("uid")
    def _compute_coming_session_ids(self):
        coming = self._get_covered(
            "plpdma.session",
            Domain("state", "=", "planned")
            & Domain("date_stop", ">=", fields.Datetime.now()),
        )
        for mandate in self:
            sessions = coming.get(mandate._origin.id, self.env["plpdma.session"])
            mandate.coming_session_ids = sessions.sorted("date_start")

    @api.depends("program_id")
    @api.depends_context("uid", "lang")
    def _compute_answers(self):
        """How many contributions wait, are late, were answered, and what became of
        them."""
        contributions = self.env["plpdma.contribution"]
        figures = self.env["plpdma.figures"]
        shared = figures._get_shared_domain()
        domains = figures._get_contribution_domains()
        counts = {
            name: dict(self._read_covered("plpdma.contribution", shared & domain))
            for name, domain in (
                ("to_answer", domains["awaiting"]),
                ("overdue", figures._get_overdue_domain()),
                ("answered", domains["answered"]),
            )
        }
        decisions = {
            (mandate, decision): count
            for mandate, decision, count in self._read_covered(
                "plpdma.contribution",
                shared & domains["answered"] & Domain("decision", "!=", False),
                groupby=["decision"],
            )
        }
        labels = contributions._fields["decision"]._description_selection(self.env)
        for mandate in self:
            for name, by_mandate in counts.items():
                mandate[f"{name}_count"] = by_mandate.get(mandate._origin.id, 0)
            mandate.decision_summary = " · ".join(
                self._get_count_sentence(label, count)
                for decision, label in labels
                if (count := decisions.get((mandate._origin.id, decision)))
            )

    @api.depends("date_previous_visit", "date_start")
    def _compute_date_news(self):
        for mandate in self:
            mandate.date_news = mandate.date_previous_visit or (
                fields.Datetime.to_datetime(mandate.date_start)
            )

    @api.depends("date_news")
    @api.depends_context("uid", "lang")
    def _compute_news(self):
        self.update({f"news_{key}": False for key in self._news_keys})
        self.has_news = False
        # The mandates of one person are visited together.
        for since, mandates in self.grouped("date_news").items():
            for key, (model, domain) in self._get_news_domains(since).items():
                counts = dict(mandates._read_covered(model, domain))
                label = self._fields[f"news_{key}"]._description_string(self.env)
                for mandate in mandates:
                    count = counts.get(mandate._origin.id)
                    if count:
                        mandate[f"news_{key}"] = self._get_count_sentence(label, count)
                        mandate.has_news = True

    @api.model
    def _get_count_sentence(self, label, count):
        return self.env._("%(what)s: %(count)s", what=label, count=count)

    @api.model
    def _get_news_domains(self, since):
        """What may have changed since a moment.

        :return: ``{key: (model, domain)}``; each key has its field ``news_<key>``
        """
        sessions = Domain("date_state", ">", since)
        return {
            "contributions": (
                "plpdma.contribution",
                self.env["plpdma.figures"]._get_shared_domain()
                & Domain("create_date", ">", since),
            ),
            "validated": (
                "plpdma.response",
                Domain("state", "=", "validated")
                & Domain("date_validated", ">", since),
            ),
            "sent": ("plpdma.response", Domain("date_sent", ">", since)),
            "planned": ("plpdma.session", sessions & Domain("state", "=", "planned")),
            "held": (
                "plpdma.session",
                sessions & Domain("state", "in", ("held", "reported")),
            ),
            "cancelled": (
                "plpdma.session",
                sessions & Domain("state", "=", "cancelled"),
            ),
            # What was said alone in a meeting is not circulated to the élus.
            "minutes": (
                "plpdma.session",
                Domain("minutes_state", "!=", "draft")
                & Domain("date_minutes_state", ">", since)
                & Domain("format", "!=", "individual"),
            ),
        }

    def _read_covered(self, model, domain, groupby=(), aggregate="__count"):
        """Group what these mandates cover, among what the user may read.

        :param str model: sessions, contributions or responses
        :return: tuples ``(mandate id, *groups, aggregate)``
        """
        records = self.env[model]
        readable = records._search(domain)
        # sudo: which mandate covers a record is the staff's to read; the records were
        # found under the user's own rights.
        rows = records.sudo()._read_group(
            Domain("mandate_ids", "in", self.ids) & Domain("id", "in", readable),
            ["mandate_ids", *groupby],
            [aggregate],
        )
        mine = set(self.ids)
        return [(mandate.id, *rest) for mandate, *rest in rows if mandate.id in mine]

    def _get_covered(self, model, domain):
        """The same, as records of the user.

        :return: ``{mandate id: records}``
        """
        rows = self._read_covered(model, domain, aggregate="id:recordset")
        return {mandate_id: records.sudo(False) for mandate_id, records in rows}

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
        today = fields.Date.context_today(self)
        unborn = self.filtered(lambda mandate: mandate.date_start >= today)
        unborn.unlink()
        (self - unborn).write({"date_end": fields.Date.subtract(today, days=1)})

    def action_end(self):
        """End the mandates: from now on they give nothing."""
        self._end()

    @api.model
    def action_home(self):
        """Open the mandates that the user holds today, on what awaits them.

        :return: window action on the mandate, or on all of them
        """
        return self._get_held()._action_home()

    def _action_home(self):
        self._note_visit()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "plpdma_concertation.action_plpdma_mandate_home"
        )
        if len(self) == 1:
            form = [view for view in action["views"] if view[1] == "form"]
            action.update(res_id=self.id, view_mode="form", views=form)
        return {
            **action,
            "domain": [("id", "in", self.ids)],
            "context": {"plpdma_home": True},
        }

    def action_view_news(self):
        """Open the records that one sentence of the news tells of.

        The context names it: ``plpdma_news``.
        """
        self.ensure_one()
        key = self.env.context.get("plpdma_news")
        if key not in self._news_keys:
            raise UserError(self.env._("There is nothing new of that kind."))
        model, domain = self._get_news_domains(self.date_news)[key]
        records = self._get_covered(model, domain).get(self.id)
        action = self._action_view_covered(
            f"action_{model.replace('.', '_')}",
            [("id", "in", records.ids if records else [])],
        )
        name = self._fields[f"news_{key}"]._description_string(self.env)
        return {**action, "name": name}

    def action_view_answers(self):
        """Open the contributions of the mandate, filtered as the context says."""
        return self._action_view_covered(
            "action_plpdma_contribution", [("my_mandate_ids", "in", self.ids)]
        )

    def _action_view_covered(self, xmlid, domain):
        action = self.program_id._action_open_items(
            xmlid,
            **{
                name: value
                for name, value in self.env.context.items()
                if name.startswith("search_default_")
            },
        )
        return {**action, "domain": domain}

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

    def _note_visit(self):
        """Note that who holds the mandates looks at what changed."""
        now = fields.Datetime.now()
        # sudo: élus only read; these two dates alone are written for them.
        for visited, mandates in self.sudo().grouped("date_visited").items():
            if not visited or visited < now - self._visit_length:
                mandates.write({"date_previous_visit": visited, "date_visited": now})

    def _get_news_sentences(self):
        """What changed since last time, for a page to tell it.

        :return: tuples ``(sentence, model)`` of what did change
        """
        self.ensure_one()
        return [
            (self[f"news_{key}"], model)
            for key, (model, _domain) in self._get_news_domains(self.date_news).items()
            if self[f"news_{key}"]
        ]

    def _get_news(self, only_model=None):
        """The same, with what finds the records.

        :param str only_model: one model, or all of them
        :return: tuples ``(sentence, count, model, domain)`` of what did change
        """
        self.ensure_one()
        news = []
        for key, (model, domain) in self._get_news_domains(self.date_news).items():
            if only_model not in (None, model) or not self[f"news_{key}"]:
                continue
            records = self._get_covered(model, domain).get(self.id)
            if records:
                ids = Domain("id", "in", records.ids)
                news.append((self[f"news_{key}"], len(records), model, list(ids)))
        return news

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
        for model in ("plpdma.session", "plpdma.contribution"):
            self._match_model(self.env[model])
        self._match_responses()
        self.env.invalidate_all()

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

    def _match_responses(self):
        """A response is covered through the contributions that it answers."""
        responses = self.env["plpdma.response"]
        answered = responses._fields["contribution_ids"]
        covered = self.env["plpdma.contribution"]._fields["mandate_ids"]
        self._rewrite_match(
            responses,
            SQL(
                """
                SELECT DISTINCT answered.%(response)s, covered.%(mandate)s
                  FROM %(answered)s answered
                  JOIN %(covered)s covered
                    ON covered.%(covered_id)s = answered.%(contribution)s
                 WHERE covered.%(mandate)s IN %(ids)s
                """,
                response=SQL.identifier(answered.column1),
                contribution=SQL.identifier(answered.column2),
                answered=SQL.identifier(answered.relation),
                covered=SQL.identifier(covered.relation),
                covered_id=SQL.identifier(covered.column1),
                mandate=SQL.identifier(covered.column2),
                ids=tuple(self.ids),
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
        """No limit on this dimension, or one of the record's entries stands under one
        of the mandate's."""
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
