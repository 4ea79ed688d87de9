"""When each step is planned, due and done: on its own dates, or on those of the session
in which it takes place."""

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools.domains import search_boolean
from ..session.plpdma_session import HELD
from .plpdma_milestone import ADDRESSEES

# What must be done within these delays, counted from the deliberation.
TRANSMISSION_DELAY = relativedelta(months=2)
EVALUATION_DELAY = relativedelta(years=6)
# Those that an annual report may bear on.
YEARS = range(1900, 3000)
# A deadline this close is said.
NEAR = relativedelta(days=30)
# What is done once its session was held.
SESSION_KINDS = ("cces_opinion", "public_availability", "second_opinion")


class PlpdmaMilestone(models.Model):
    """The dates of a milestone."""

    _inherit = "plpdma.milestone"

    date_planned = fields.Date(
        string="Planned on",
        compute="_compute_date_planned",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        tracking=True,
    )
    date_done = fields.Date(
        string="Done on",
        compute="_compute_date_done",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        tracking=True,
    )
    deadline = fields.Date(
        compute="_compute_deadline",
        store=True,
        help="Transmission: two months after the deliberation. Evaluation: six years "
        "after it, or else after the start of the programme. Annual report: the end "
        "of the following year, since the law sets no date.",
    )

    is_late = fields.Boolean(
        string="Late",
        compute="_compute_is_late",
        search="_search_is_late",
        help="To do, while its deadline or the day on which it was planned is over.",
    )

    # Availability to the public
    date_start = fields.Date(
        string="Opening",
        compute="_compute_date_start",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        tracking=True,
    )
    date_stop = fields.Date(
        string="Closing",
        compute="_compute_date_stop",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        tracking=True,
    )
    public_days = fields.Integer(
        string="Clear Days",
        compute="_compute_public_days",
        help="Whole days between the opening and the closing, neither of which is "
        "counted: our own way, the most cautious one.",
    )

    # Transmission
    date_prefect = fields.Date(
        string="Prefect of the Region", copy=False, tracking=True
    )
    date_region = fields.Date(string="Regional Council", copy=False, tracking=True)
    date_ademe = fields.Date(string="ADEME", copy=False, tracking=True)

    _dates_check = models.Constraint(
        "CHECK(date_stop >= date_start)",
        "An availability to the public cannot close before it opens.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("session_id.date_start")
    def _compute_date_start(self):
        for milestone in self:
            if milestone.session_id and milestone.kind == "public_availability":
                milestone.date_start = milestone.session_id._get_opening_dates()[0]

    @api.depends("session_id.date_stop")
    def _compute_date_stop(self):
        for milestone in self:
            if milestone.session_id and milestone.kind == "public_availability":
                milestone.date_stop = milestone.session_id._get_opening_dates()[1]

    @api.depends("date_start", "date_stop")
    def _compute_public_days(self):
        for milestone in self:
            milestone.public_days = self._count_clear_days(
                milestone.date_start, milestone.date_stop
            )

    @api.depends("session_id.date_start", "session_id.date_stop")
    def _compute_date_planned(self):
        for milestone in self:
            date = milestone._get_session_date()
            if date:
                milestone.date_planned = date

    @api.depends("session_id.state", "session_id.date_stop", *ADDRESSEES)
    def _compute_date_done(self):
        """Some milestones are done by themselves: once the three addressees are
        informed, once the session was held."""
        todays = self.company_id._plpdma_get_todays()
        for milestone in self:
            if milestone.kind == "transmission":
                dates = [milestone[name] for name in ADDRESSEES]
                milestone.date_done = all(dates) and max(dates)
            elif milestone.session_id and milestone.kind in SESSION_KINDS:
                date = milestone._get_session_date()
                is_held = milestone.session_id.state in HELD
                today = todays.get(milestone.company_id)
                is_past = date and today and date <= today
                milestone.date_done = is_held and is_past and date

    @api.depends(
        "kind",
        "year",
        "program_id.date_start",
        "program_id.milestone_ids.kind",
        "program_id.milestone_ids.active",
        "program_id.milestone_ids.date_done",
    )
    def _compute_deadline(self):
        for milestone in self:
            adoption = milestone.program_id._get_milestone("deliberation").date_done
            start = adoption or milestone.program_id.date_start
            if milestone.kind == "transmission" and adoption:
                milestone.deadline = adoption + TRANSMISSION_DELAY
            elif milestone.kind == "evaluation" and start:
                milestone.deadline = start + EVALUATION_DELAY
            elif milestone.year in YEARS:
                milestone.deadline = fields.Date.to_date(f"{milestone.year + 1}-12-31")
            else:
                milestone.deadline = False

    @api.depends("company_id", "state", "deadline", "date_planned")
    def _compute_is_late(self):
        late = self.filtered_domain(self._get_late_domain())
        for milestone in self:
            milestone.is_late = milestone in late

    @search_boolean
    def _search_is_late(self):
        return self._get_late_domain()

    @api.model
    def _get_late_domain(self):
        """Domain of what is still to be done after its day, by the clock of each
        authority."""
        is_past = self.env["res.company"]._plpdma_get_domain_by_day(
            lambda today: (
                Domain("deadline", "<", today) | Domain("date_planned", "<", today)
            )
        )
        return Domain("state", "=", "todo") & is_past

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("date_done", *ADDRESSEES)
    def _check_done(self):
        todays = self.company_id._plpdma_get_todays()
        for milestone in self:
            today = todays[milestone.company_id]
            dates = [milestone[name] for name in ("date_done", *ADDRESSEES)]
            if any(date and date > today for date in dates):
                raise ValidationError(
                    self.env._(
                        "“%s” cannot be noted as done in the future: write this date "
                        "as planned.",
                        milestone.name,
                    )
                )
            missing = milestone._get_missing_addressees()
            if milestone.date_done and missing:
                raise ValidationError(
                    self.env._(
                        "“%(milestone)s” is done once each addressee is informed. "
                        "Date still to write: %(addressees)s.",
                        milestone=milestone.name,
                        addressees=milestone._name_addressees(missing),
                    )
                )

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _get_session_date(self):
        """Local day on which the linked session takes place or, if it is open to the
        public, closes; False without one."""
        self.ensure_one()
        if not self.session_id:
            return False
        start, stop = self.session_id._get_opening_dates()
        return stop if self.session_id.format == "public" else start

    def _get_missing_addressees(self):
        """List of the names of the date fields that a transmission still lacks."""
        self.ensure_one()
        if self.kind != "transmission":
            return []
        return [name for name in ADDRESSEES if not self[name]]

    def _name_addressees(self, names, dates=None):
        labels = [self._fields[name]._description_string(self.env) for name in names]
        if dates:
            labels = [
                self.env._("%(addressee)s (on %(date)s)", addressee=label, date=date)
                for label, date in zip(labels, dates.values(), strict=True)
            ]
        return ", ".join(labels)

    @api.model
    def _count_clear_days(self, start, stop):
        """Number of whole days between two days, neither of which is counted; 0 without
        both."""
        return max((stop - start).days - 1, 0) if start and stop else 0

    def _format(self, date):
        return format_date(self.env, date)
