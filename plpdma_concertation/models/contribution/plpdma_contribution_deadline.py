from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools.domains import search_boolean

# How many references a note names.
NAMED = 20
# An answer is due soon from so many days before.
SOON = timedelta(days=7)


class PlpdmaContribution(models.Model):
    """When it was received, on the authority's clock, until when its author is to be
    answered, and whether they were."""

    _inherit = "plpdma.contribution"

    date_received = fields.Date(
        string="Received on",
        required=True,
        default=lambda self: self.env.company._plpdma_get_today(),
    )
    is_late = fields.Boolean(
        string="Received Late",
        compute="_compute_is_late",
        store=True,
        precompute=True,
        help="Received outside the dates of the public consultation.",
    )
    response_expected = fields.Boolean(string="Answer Expected", default=True)
    date_due = fields.Date(
        string="Answer Due on",
        compute="_compute_date_due",
        store=True,
        precompute=True,
    )
    date_awaited = fields.Date(
        string="Answer Awaited by",
        compute="_compute_date_awaited",
        store=True,
        precompute=True,
        help="When its answer is due, as long as it is to be given: the lists begin "
        "with what is late, then with what will be.",
    )
    is_overdue = fields.Boolean(
        string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    is_due_soon = fields.Boolean(
        string="Due within 7 Days",
        compute="_compute_is_due_soon",
        search="_search_is_due_soon",
    )
    is_to_answer = fields.Boolean(
        string="To Answer",
        compute="_compute_is_to_answer",
        search="_search_is_to_answer",
    )
    date_answered = fields.Date(string="Answered on", copy=False)
    answer_channel = fields.Selection(
        [
            ("email", "E-mail"),
            ("letter", "Letter"),
            ("session", "Session"),
            ("phone", "Phone"),
            ("register", "Published register"),
        ],
        string="Answered by",
        copy=False,
    )
    date_reminded = fields.Date(copy=False, readonly=True)

    # In the order of registers and documents, then in that of the lists, where what is
    # late comes first: the first page of all, and of those that wait, which is also
    # walked by who handles them. The conditions are worded as domains are, for
    # PostgreSQL to recognise them.
    _order_idx = models.Index("(date_received DESC, id DESC, company_id, program_id)")
    _awaited_idx = models.Index(
        "(date_awaited, date_received DESC, id DESC, company_id, program_id)"
    )
    _waiting_idx = models.Index(
        "(date_awaited, date_received DESC, id DESC, date_due, user_id, company_id,"
        " program_id)"
        " WHERE response_expected IS TRUE AND date_answered IS NULL"
        " AND state IN ('received', 'in_review')"
    )

    # ------------------------------------------------------------------
    # Defaults
    # ------------------------------------------------------------------
    @api.model
    def default_get(self, fields):
        """What is noted in a session was said in it."""
        values = super().default_get(fields)
        is_told = "default_date_received" in self.env.context
        if "date_received" in fields and not is_told:
            values["date_received"] = self._get_day_untold(values)
        return values

    @api.model
    def _get_day_untold(self, vals):
        """Day on which what comes without one was received: what is said in a session,
        on that of the session; anything else today, where its authority is.

        :param dict vals: of the contribution
        """
        told = self.env.context
        session_id = vals.get("session_id") or told.get("default_session_id")
        channel = vals.get("channel") or told.get("default_channel") or "session"
        if session_id and channel == "session":
            session = self.env["plpdma.session"].browse(session_id)
            return session._get_day_of_contributions()
        return self._reference_company(vals)._plpdma_get_today()

    @api.onchange("session_id", "channel")
    def _onchange_day_untold(self):
        """Another day than today was typed, and stays; so does that of what is
        registered."""
        today = self.program_id._get_today()
        if not self._origin and self.date_received == today:
            self.date_received = self._get_day_untold(
                {
                    "session_id": self.session_id._origin.id,
                    "channel": self.channel,
                    "program_id": self.program_id._origin.id,
                }
            )

    # ------------------------------------------------------------------
    # Computes and searches
    # ------------------------------------------------------------------
    @api.depends(
        "date_received",
        "session_id.format",
        "session_id.date_start",
        "session_id.date_stop",
    )
    def _compute_is_late(self):
        dates = {
            session: session._get_opening_dates()
            for session in self.session_id
            if session.format == "public"
        }
        for contribution in self:
            opening, closing = dates.get(contribution.session_id, (False, False))
            received = contribution.date_received
            contribution.is_late = bool(received) and bool(
                (opening and received < opening) or (closing and received > closing)
            )

    @api.depends(
        "date_received",
        "date_answered",
        "response_expected",
        "program_id.response_delay_days",
    )
    def _compute_date_due(self):
        """An item that was answered keeps its due date when the delay changes."""
        for contribution in self:
            if contribution.date_answered and contribution.date_due:
                contribution.date_due = contribution.date_due
            elif contribution.response_expected and contribution.date_received:
                contribution.date_due = fields.Date.add(
                    contribution.date_received,
                    days=contribution.program_id.response_delay_days,
                )
            else:
                contribution.date_due = False

    @api.depends("date_due", "is_to_answer")
    def _compute_date_awaited(self):
        for contribution in self:
            contribution.date_awaited = (
                contribution.is_to_answer and contribution.date_due
            )

    @api.model
    def _to_answer_domain(self):
        return (
            Domain("response_expected", "=", True)
            & Domain("date_answered", "=", False)
            & Domain("state", "in", ("received", "in_review"))
        )

    @api.depends("response_expected", "date_answered", "state")
    def _compute_is_to_answer(self):
        # All at once: looking for each in the others, thousands of new ones, is long.
        self.is_to_answer = False
        self.filtered_domain(self._to_answer_domain()).is_to_answer = True

    @search_boolean
    def _search_is_to_answer(self):
        return self._to_answer_domain()

    @api.depends("is_to_answer", "date_due", "company_id")
    def _compute_is_overdue(self):
        todays = self.company_id._plpdma_get_todays()
        for contribution in self:
            due = contribution.is_to_answer and contribution.date_due
            today = todays.get(contribution.company_id)
            contribution.is_overdue = bool(due and today and due < today)

    @search_boolean
    def _search_is_overdue(self):
        is_past = self.env["res.company"]._plpdma_get_domain_by_day(
            lambda today: Domain("date_due", "<", today)
        )
        return self._to_answer_domain() & is_past

    @api.depends("is_to_answer", "date_due", "company_id")
    def _compute_is_due_soon(self):
        todays = self.company_id._plpdma_get_todays()
        for contribution in self:
            due = contribution.is_to_answer and contribution.date_due
            today = todays.get(contribution.company_id)
            contribution.is_due_soon = bool(
                due and today and today <= due <= today + SOON
            )

    @search_boolean
    def _search_is_due_soon(self):
        is_near = self.env["res.company"]._plpdma_get_domain_by_day(
            lambda today: (
                Domain("date_due", ">=", today) & Domain("date_due", "<=", today + SOON)
            )
        )
        return self._to_answer_domain() & is_near

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("date_received")
    def _check_date_received(self):
        """Whatever the door: what has not come yet would never be overdue, and would
        take its number in another year's register."""
        todays = {program: program._get_today() for program in self.program_id}
        for contribution in self:
            received = contribution.date_received
            if received and received > todays[contribution.program_id]:
                raise ValidationError(self._word_future_date(received))

    @api.constrains("state", "response_expected", "date_answered")
    def _check_closed(self):
        for contribution in self:
            expected = contribution.response_expected and not contribution.date_answered
            if contribution.state in ("answered", "closed") and expected:
                raise ValidationError(
                    self.env._(
                        "%s still waits for its answer: send a response, or note that "
                        "no answer is expected.",
                        contribution.reference,
                    )
                )

    @api.model
    def _word_future_date(self, date):
        return self.env._(
            "“%s” has not come yet: nothing was received on that day.",
            format_date(self.env, date),
        )

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _awaits_answer(self):
        """Whether its author still waits for something that we owe them."""
        self.ensure_one()
        return self.is_to_answer

    @api.model
    def _note_future_dates(self):
        """Tell, in the discussion of each programme, which contributions an earlier
        version took with a day that has not come. Nothing of them changes."""
        # Today is further along somewhere: each is then judged on its own clock.
        late = self.with_context(active_test=False).search(
            [("date_received", ">=", fields.Date.today())], order="id"
        )
        ahead = late.filtered(lambda c: c.date_received > c.program_id._get_today())
        for program, contributions in ahead.grouped("program_id").items():
            in_words = program.with_context(lang=program.manager_id.lang)
            references = contributions[:NAMED].mapped("reference")
            in_words._message_log(
                body=in_words.env._(
                    "Contributions received on a day that has not come, to be "
                    "corrected: %(count)s (%(references)s).",
                    count=len(contributions),
                    references=", ".join(references),
                )
            )

    # ------------------------------------------------------------------
    # Cron
    # ------------------------------------------------------------------
    @api.model
    def _cron_remind_overdue(self, batch_size=500):
        """Schedule one activity per overdue contribution, however often it runs."""
        activity_type = "plpdma_concertation.mail_activity_type_answer_due"
        domain = [("is_overdue", "=", True), ("date_reminded", "=", False)]
        overdue = self.search(domain, limit=batch_size)
        reminded = overdue._get_to_remind()
        for user, contributions in reminded.grouped(lambda c: c._get_handler()).items():
            contributions.activity_schedule(
                activity_type, user_id=user.id or self.env.uid
            )
        noted = overdue | reminded
        for company, contributions in noted.grouped("company_id").items():
            contributions.write({"date_reminded": company._plpdma_get_today()})
        remaining = 0 if len(overdue) < batch_size else self.search_count(domain)
        self.env["ir.cron"]._commit_progress(len(overdue), remaining=remaining)

    def _get_to_remind(self):
        """Those on which whoever handles these overdue ones is reminded."""
        return self
