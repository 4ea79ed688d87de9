"""The élu's home: what awaits the holder of a mandate, and where the answers stand."""

from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import format_date

from ...tools.period import describe_days


class PlpdmaMandate(models.Model):
    """What the élu's home shows of their mandates, computed with the rights of its
    reader; none of it is stored."""

    _inherit = "plpdma.mandate"

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

    # ------------------------------------------------------------------
    # Computes
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

    @api.depends(
        "territory_ids", "theme_ids", "date_start", "date_end", "stood_in_notice"
    )
    @api.depends_context("lang", "uid")
    def _compute_scope_summary(self):
        """The territories, the themes and the dates, in one sentence."""
        for mandate in self:
            territories = ", ".join(mandate.territory_ids.mapped("name"))
            themes = ", ".join(mandate.theme_ids.mapped("name"))
            start = format_date(self.env, mandate.date_start)
            if mandate.date_end:
                end = format_date(self.env, mandate.date_end)
                period = describe_days(self.env, start, end)
            else:
                period = self.env._("since %(start)s", start=start)
            covers = self.env._(
                "Covers %(territories)s and %(themes)s, %(period)s.",
                territories=territories or self.env._("the whole territory"),
                themes=themes or self.env._("all the themes"),
                period=period,
            )
            replaces = mandate.stood_in_notice
            mandate.scope_summary = f"{replaces}. {covers}" if replaces else covers

    @api.depends("can_arbitrate")
    @api.depends_context("uid")
    def _compute_submitted(self):
        """The responses that await the holder of the mandate, the oldest first."""
        arbiters = self.filtered("can_arbitrate")
        submitted = arbiters._get_covered(
            "plpdma.response", self.env["plpdma.response"]._get_awaiting_domain()
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
        # As the dashboard counts them: the points of a letter, not the letter, nor a
        # repeat.
        shared = contributions._get_shared_domain()
        shared &= contributions._get_observation_domain()
        domains = contributions._get_standing_domains()
        counts = {
            name: dict(self._read_covered("plpdma.contribution", shared & domain))
            for name, domain in (
                ("to_answer", domains["awaiting"]),
                ("overdue", contributions._get_overdue_domain()),
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

    @api.model
    def _get_count_sentence(self, label, count):
        return self.env._("%(what)s: %(count)s", what=label, count=count)

    def _read_covered(self, model, domain, groupby=(), aggregate="__count"):
        """Tuples ``(mandate id, *groups, aggregate)`` of what these mandates cover,
        among what the user may read.

        :param str model: sessions, contributions or responses
        :param Domain domain: those that count
        :param groupby: and ``aggregate``: as ``_read_group`` takes them
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
        """``{mandate id: records}`` that each mandate covers, with the user's rights.

        :param str model: sessions, contributions or responses
        :param Domain domain: those that are looked for
        """
        rows = self._read_covered(model, domain, aggregate="id:recordset")
        return {mandate_id: records.sudo(False) for mandate_id, records in rows}

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    @api.model
    def action_home(self):
        """Window action on the mandate that the user holds today, or on all of them: it
        shows what awaits them."""
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

    def action_dashboard(self):
        """Client action that shows the dashboard of the programme of the mandate.

        :raise AccessError: for whoever does not read it
        """
        self.ensure_one()
        return self.program_id.action_dashboard()

    def action_view_answers(self):
        """Window action on the observations of the mandate, filtered as the context
        says."""
        observed = self.env["plpdma.contribution"]._get_observation_domain()
        return self._action_view_covered(
            "action_plpdma_contribution",
            list(Domain("my_mandate_ids", "in", self.ids) & observed),
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
