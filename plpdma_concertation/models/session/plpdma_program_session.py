from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools.groups import ELECTED, READERS, STAFF
from .plpdma_session import HELD, KEPT


class PlpdmaProgram(models.Model):
    """The sessions of a programme: their calendar, the meetings of its CCES, and to
    whom its notice was told in them."""

    _inherit = "plpdma.program"

    session_ids = fields.One2many("plpdma.session", "program_id", string="Sessions")
    session_count = fields.Integer(compute="_compute_session_count")
    untold_count = fields.Integer(
        string="Actors Not Told of the Notice",
        compute="_compute_untold_count",
        groups=STAFF,
    )
    last_cces_date = fields.Date(
        string="Last CCES Meeting",
        compute="_compute_last_cces_date",
        groups=READERS,
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("session_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_session_count(self):
        sessions = self.env["plpdma.session"]
        cancelled = sessions._get_standing_domains()["cancelled"]
        total = self._count_by_program(sessions._name, ~cancelled)
        for program in self:
            program.session_count = total.get(program, 0)

    @api.depends("stakeholder_ids.notice_state")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_untold_count(self):
        untold = self._count_by_program(
            "plpdma.stakeholder", [("notice_state", "!=", "told")]
        )
        for program in self:
            program.untold_count = untold.get(program, 0)

    @api.depends("session_ids.state", "session_ids.date_start", "body_ids.kind")
    def _compute_last_cces_date(self):
        meetings = dict(
            self.env["plpdma.session"]._read_group(
                [
                    ("program_id", "in", self.ids),
                    ("body_id.kind", "=", "cces"),
                    ("state", "in", HELD),
                ],
                ["program_id"],
                ["date_start:max"],
            )
        )
        for program in self:
            date = meetings.get(program._origin)
            program.last_cces_date = program._get_local_day(date)

    # ------------------------------------------------------------------
    # Warnings
    # ------------------------------------------------------------------
    @api.depends("date_start", "last_cces_date")
    def _compute_warnings(self):
        return super()._compute_warnings()

    def _get_warnings(self):
        legal = [] if self.state == "closed" else self._get_legal_warnings()
        return [*super()._get_warnings(), *legal]

    def _get_legal_warnings(self):
        """Sentences on what the law asks, or recommends, and the programme does not
        follow yet."""
        return self._get_cces_warnings()

    def _get_cces_warnings(self):
        """Sentence, in a list, where the CCES has not met for a year: it follows the
        programme."""
        last_year = self._get_today() - relativedelta(years=1)
        since = self.last_cces_date or self.date_start
        has_cces = "cces" in self.body_ids.mapped("kind")
        if self.state != "open" or not has_cces or not since or since >= last_year:
            return []
        if self.last_cces_date:
            return [
                self.env._(
                    "The CCES has not met for a year: its last meeting was held on "
                    "%s. One meeting a year at least is recommended.",
                    format_date(self.env, self.last_cces_date),
                )
            ]
        return [
            self.env._(
                "No meeting of the CCES is noted as held since the programme began, on "
                "%s. One meeting a year at least is recommended.",
                format_date(self.env, self.date_start),
            )
        ]

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    @api.model
    def _get_home(self):
        """``(external id, context)`` of the sessions, for a user who runs some and does
        nothing else."""
        user = self.env.user
        if not user.has_group(STAFF) and not user.has_group(ELECTED):
            return "action_plpdma_session", {}
        return super()._get_home()

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _renew_notice(self):
        """The invitations still to be sent carry the notice in force."""
        result = super()._renew_notice()
        self.session_ids.filtered(lambda s: s.state == "planned")._sync_calendar()
        return result

    def _get_public_sessions(self):
        """The sessions that the calendar tells, in superuser mode, by date: not those
        prepared or called off, and nobody is told who was met alone."""
        # sudo: see _find_published.
        return (
            self.env["plpdma.session"]
            .sudo()
            .search(
                Domain("program_id", "in", self.ids)
                & Domain("format", "!=", "individual")
                & Domain("state", "in", KEPT),
                order="date_start, id",
            )
        )


class PlpdmaProgramMixin(models.AbstractModel):
    """A session tells the programme of what is imported with it."""

    _inherit = "plpdma.program.mixin"

    @api.model
    def _get_program_columns(self):
        return {*super()._get_program_columns(), "session_id"}
