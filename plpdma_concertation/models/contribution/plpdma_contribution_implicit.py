from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.domains import search_boolean
from ...tools.moments import describe_day

# Whoever handles a request is warned so many days before silence decides.
WARNED = timedelta(days=15)
# Where a request stands that nobody has answered; a letter that was split is decided
# point by point.
SILENT = ("received", "in_review", "closed", "merged")


class PlpdmaContribution(models.Model):
    """A request to which nobody answers is decided by silence: when, and the warning
    before it. Whether an answer was expected changes nothing to that."""

    _inherit = "plpdma.contribution"

    date_implicit = fields.Date(
        string="Silence Is a Decision on",
        compute="_compute_date_implicit",
        store=True,
        precompute=True,
        help="Of a request: from that day on, the authority's silence is a decision.",
    )
    is_silent = fields.Boolean(
        string="Request Nobody Answered",
        compute="_compute_is_silent",
        search="_search_is_silent",
    )
    is_implicit_soon = fields.Boolean(
        string="Silence Decides within 15 Days",
        compute="_compute_is_implicit_soon",
        search="_search_is_implicit_soon",
    )
    is_implicit = fields.Boolean(
        string="Decided by Silence",
        compute="_compute_is_implicit_soon",
        search="_search_is_implicit",
    )
    date_silence_told = fields.Date(
        string="Silence Warned of on", copy=False, readonly=True
    )

    _silent_idx = models.Index(
        "(date_implicit) WHERE kind = 'request' AND date_answered IS NULL"
    )

    # ------------------------------------------------------------------
    # Computes and searches
    # ------------------------------------------------------------------
    @api.depends("kind", "date_received", "date_answered", "program_id.silence_months")
    def _compute_date_implicit(self):
        """A request that was answered keeps the date that it had."""
        for contribution in self:
            if contribution.kind != "request" or not contribution.date_received:
                contribution.date_implicit = False
            elif contribution.date_answered and contribution.date_implicit:
                contribution.date_implicit = contribution.date_implicit
            else:
                contribution.date_implicit = fields.Date.add(
                    contribution.date_received,
                    months=contribution.program_id.silence_months,
                )

    @api.model
    def _get_silent_domain(self):
        """Domain of the requests to which nobody answered."""
        return (
            Domain("kind", "=", "request")
            & Domain("date_answered", "=", False)
            & Domain("state", "in", SILENT)
        )

    @api.depends("kind", "date_answered", "state")
    def _compute_is_silent(self):
        self.is_silent = False
        self.filtered_domain(self._get_silent_domain()).is_silent = True

    @search_boolean
    def _search_is_silent(self):
        return self._get_silent_domain()

    @api.depends("is_silent", "date_implicit", "company_id")
    def _compute_is_implicit_soon(self):
        todays = self.company_id._plpdma_get_todays()
        for contribution in self:
            decided = contribution.is_silent and contribution.date_implicit
            today = todays.get(contribution.company_id)
            left = decided - today if decided and today else None
            is_known = left is not None
            contribution.is_implicit = is_known and left < timedelta()
            contribution.is_implicit_soon = is_known and timedelta() <= left <= WARNED

    @search_boolean
    def _search_is_implicit_soon(self):
        is_near = self.env["res.company"]._plpdma_get_domain_by_day(
            lambda today: (
                Domain("date_implicit", ">=", today)
                & Domain("date_implicit", "<=", today + WARNED)
            )
        )
        return self._get_silent_domain() & is_near

    @search_boolean
    def _search_is_implicit(self):
        is_past = self.env["res.company"]._plpdma_get_domain_by_day(
            lambda today: Domain("date_implicit", "<", today)
        )
        return self._get_silent_domain() & is_past

    # ------------------------------------------------------------------
    # Earned
    # ------------------------------------------------------------------
    @api.model
    def _get_earned_fields(self):
        return super()._get_earned_fields() | {"date_silence_told"}

    @api.model
    def _get_earned_sentences(self):
        return {
            **super()._get_earned_sentences(),
            "date_silence_told": self.env._("The daily reminder does."),
        }

    # ------------------------------------------------------------------
    # Cron
    # ------------------------------------------------------------------
    @api.model
    def _cron_warn_of_silence(self, batch_size=500):
        """Schedule one activity for each request that silence will soon decide, however
        often it runs: whoever handles it is asked to answer before."""
        domain = [("is_implicit_soon", "=", True), ("date_silence_told", "=", False)]
        requests = self.search(domain, limit=batch_size)
        for request in requests:
            user = request._get_handler()
            told = request.with_context(lang=user.lang or self.env.lang)
            told.activity_schedule(
                "plpdma_concertation.mail_activity_type_silence",
                date_deadline=request.date_implicit,
                user_id=user.id or self.env.uid,
                note=told.env._(
                    "Without an answer, silence is a decision on %s.",
                    describe_day(told.env, request.date_implicit),
                ),
            )
        for company, group in requests.grouped("company_id").items():
            group.write({"date_silence_told": company._plpdma_get_today()})
        remaining = 0 if len(requests) < batch_size else self.search_count(domain)
        self.env["ir.cron"]._commit_progress(len(requests), remaining=remaining)
