"""What changed since the last visit of the holder of a mandate."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..session.plpdma_session import HELD


class PlpdmaMandate(models.Model):
    """The news of the élu's home, each in one sentence, empty when nothing changed."""

    _inherit = "plpdma.mandate"

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

    date_visited = fields.Datetime(string="Last Visit", copy=False, readonly=True)
    date_previous_visit = fields.Datetime(
        string="Previous Visit", copy=False, readonly=True
    )
    date_news = fields.Datetime(
        string="News Since",
        compute="_compute_date_news",
        help="The visit before this one; the start of the mandate on the first.",
    )
    news_contributions = fields.Char(string="New observations", compute="_compute_news")
    news_validated = fields.Char(string="Responses validated", compute="_compute_news")
    news_sent = fields.Char(
        string="Responses released to their authors", compute="_compute_news"
    )
    news_planned = fields.Char(string="Sessions planned", compute="_compute_news")
    news_held = fields.Char(string="Sessions held or reported", compute="_compute_news")
    news_cancelled = fields.Char(string="Sessions cancelled", compute="_compute_news")
    news_minutes = fields.Char(string="Minutes circulated", compute="_compute_news")
    has_news = fields.Boolean(compute="_compute_news")

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
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
    def _get_news_domains(self, since):
        """``{key: (model, domain)}`` of what may have changed since a moment; each key
        has its field ``news_<key>``.

        :param datetime since: that moment
        """
        sessions = Domain("date_state", ">", since)
        contributions = self.env["plpdma.contribution"]
        return {
            "contributions": (
                "plpdma.contribution",
                contributions._get_shared_domain()
                & contributions._get_observation_domain()
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
                sessions & Domain("state", "in", HELD),
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

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_view_news(self):
        """Window action on the records that one sentence of the news tells of.

        The context names it: ``plpdma_news``.

        :raise UserError: when it names none
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

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _note_visit(self):
        """Note that the holder of the mandates looks at what changed."""
        now = fields.Datetime.now()
        # sudo: élus only read; these two dates alone are written for them.
        for visited, mandates in self.sudo().grouped("date_visited").items():
            if not visited or visited < now - self._visit_length:
                mandates.write({"date_previous_visit": visited, "date_visited": now})

    def _get_news_sentences(self):
        """Tuples ``(sentence, model)`` of what changed since last time, for a page to
        tell them."""
        self.ensure_one()
        return [
            (self[f"news_{key}"], model)
            for key, (model, _domain) in self._get_news_domains(self.date_news).items()
            if self[f"news_{key}"]
        ]

    def _get_news(self, only_model=None):
        """Tuples ``(sentence, count, model, domain)`` of what changed since last time;
        the domain finds the records.

        :param str only_model: one model, or all of them
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
