"""The steps that the Code de l'environnement sets for a programme, in their order."""

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

CODE = "Code de l'environnement, art. %s"
# Proposed on each milestone, where it can be edited.
LEGAL_REFERENCES = {
    "cces_opinion": CODE % "R541-41-22, R541-41-24",
    "draft_adoption": CODE % "R541-41-24",
    "public_availability": CODE % "R541-41-24, L123-19-1",
    "second_opinion": CODE % "R541-41-24",
    "deliberation": CODE % "R541-41-25",
    "publication": CODE % "R541-41-26, L123-19-1",
    "transmission": CODE % "R541-41-26",
    "annual_report": CODE % "R541-41-27",
    "evaluation": CODE % "R541-41-28",
}
# What must be done within these delays, counted from the deliberation.
TRANSMISSION_DELAY = relativedelta(months=2)
EVALUATION_DELAY = relativedelta(years=6)
# Those that an annual report may bear on.
YEARS = range(1900, 3000)
# A deadline this close is said.
NEAR = relativedelta(days=30)
# Each addressee of the adopted programme, by the date at which it was informed.
ADDRESSEES = ("date_prefect", "date_region", "date_ademe")
# What is done once its session was held.
SESSION_KINDS = ("cces_opinion", "public_availability", "second_opinion")
# What is said in a meeting of the CCES.
CCES_KINDS = ("cces_opinion", "second_opinion", "annual_report", "evaluation")


class PlpdmaMilestone(models.Model):
    """A step of the legal thread of a programme (Code de l'environnement,
    R541-41-22 to R541-41-28): an aide-mémoire, never a certificate of compliance."""

    _name = "plpdma.milestone"
    _description = "Legal Milestone"
    _inherit = ["plpdma.program.mixin", "plpdma.thread.mixin", "plpdma.warning.mixin"]
    _order = "program_id, sequence, year, id"

    _same_program_fields = ("session_id",)
    _files_are_shared = True

    # What it is
    kind = fields.Selection(
        [
            ("cces_opinion", "CCES opinion"),
            ("draft_adoption", "Draft adopted by the executive"),
            ("public_availability", "Availability to the public"),
            ("second_opinion", "Second CCES opinion"),
            ("deliberation", "Deliberation"),
            ("publication", "Publication"),
            ("transmission", "Transmission"),
            ("annual_report", "Annual report"),
            ("evaluation", "Six-year evaluation"),
        ],
        required=True,
        index=True,
    )
    year = fields.Integer(
        compute="_compute_year",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=None,
        help="Year on which the annual report bears.",
    )
    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    active = fields.Boolean(default=True)
    sequence = fields.Integer(compute="_compute_sequence", store=True, precompute=True)
    requirements = fields.Text(
        string="What It Needs",
        compute="_compute_requirements",
        store=True,
        readonly=False,
        precompute=True,
        help="An aide-mémoire, to be adapted to the law in force.",
    )
    legal_reference = fields.Char(
        compute="_compute_legal_reference",
        store=True,
        readonly=False,
        precompute=True,
        help="An aide-mémoire, to be adapted to the law in force.",
    )

    # When
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
        "of the following year, for want of a date in the law.",
    )
    skip_reason = fields.Char(
        string="Why Not Applicable",
        copy=False,
        tracking=True,
        help="Write why this milestone does not apply: it is then left aside.",
    )
    state = fields.Selection(
        [("todo", "To do"), ("done", "Done"), ("skipped", "Not applicable")],
        string="Status",
        compute="_compute_state",
        store=True,
        precompute=True,
        index=True,
    )

    # How
    session_id = fields.Many2one(
        "plpdma.session",
        check_company=True,
        copy=False,
        domain="[('program_id', '=', program_id)]",
        index="btree_not_null",
        ondelete="restrict",
        help="The CCES meeting, or the availability to the public. Its dates are "
        "taken over.",
    )
    document_ids = fields.Many2many(
        "ir.attachment",
        string="Documents",
        bypass_search_access=True,
        copy=False,
        help="Opinion, order, deliberation, letters…",
    )
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
        "counted: the most cautious way.",
    )
    date_prefect = fields.Date(
        string="Prefect of the Region", copy=False, tracking=True
    )
    date_region = fields.Date(string="Regional Council", copy=False, tracking=True)
    date_ademe = fields.Date(string="ADEME", copy=False, tracking=True)

    _kind_program_uniq = models.UniqueIndex(
        "(program_id, kind) WHERE kind != 'annual_report'",
        "The programme already has this milestone, be it archived.",
    )
    _year_program_uniq = models.UniqueIndex(
        "(program_id, year) WHERE kind = 'annual_report'",
        "The programme already has an annual report for this year, be it archived.",
    )
    _year_check = models.Constraint(
        "CHECK(CASE WHEN kind = 'annual_report' "
        "THEN COALESCE(year, 0) BETWEEN 1900 AND 2999 ELSE COALESCE(year, 0) = 0 END)",
        "An annual report, and nothing else, bears on a year of four figures.",
    )
    _dates_check = models.Constraint(
        "CHECK(date_stop >= date_start)",
        "An availability to the public cannot close before it opens.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("kind", "program_id")
    def _compute_year(self):
        """The year after the last report; to begin with, the programme's first."""
        for milestone in self:
            if milestone.kind != "annual_report":
                milestone.year = 0
            elif not milestone.year:
                program = milestone.program_id
                last = max(program.milestone_ids.mapped("year"), default=0)
                milestone.year = last + 1 if last else program._get_report_years()[0]

    @api.depends("kind", "year")
    def _compute_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for milestone in self:
            name = labels.get(milestone.kind)
            if milestone.kind == "annual_report":
                name = self.env._("Annual report %s", milestone.year)
            milestone.name = name

    @api.depends("kind")
    def _compute_sequence(self):
        kinds = self._fields["kind"].get_values(self.env)
        for milestone in self.filtered("kind"):
            milestone.sequence = kinds.index(milestone.kind) + 1

    @api.depends("kind")
    def _compute_legal_reference(self):
        for milestone in self:
            milestone.legal_reference = LEGAL_REFERENCES.get(milestone.kind)

    @api.depends("kind")
    def _compute_requirements(self):
        requirements = self._get_default_requirements()
        for milestone in self:
            milestone.requirements = requirements.get(milestone.kind)

    @api.model
    def _get_default_requirements(self):
        """What each kind of milestone needs, in the user's language."""
        return {
            "cces_opinion": self.env._(
                "The CCES gives its opinion on the draft before the executive adopts "
                "it. Keep the minutes with the opinion, reservations included."
            ),
            "draft_adoption": self.env._(
                "After the CCES's opinion, the executive adopts the draft by an order."
            ),
            "public_availability": self.env._(
                "The executive makes the draft available to the public, with a "
                "presentation note online. The observations are summarised, saying "
                "which of them were taken into account."
            ),
            "second_opinion": self.env._(
                "When the draft is modified after the public's observations, the CCES "
                "is consulted again on the modified draft if need be, before the "
                "deliberation."
            ),
            "deliberation": self.env._(
                "The deliberating assembly adopts the programme. When several "
                "authorities share it, each adopts it in the same terms: the last "
                "deliberation counts."
            ),
            "publication": self.env._(
                "The programme and the deliberation are published at the seat of the "
                "authority and online, the summary of the public's observations at the "
                "latest with them. The reasons for the decision stand in a separate "
                "document, online for three months."
            ),
            "transmission": self.env._(
                "Within two months of the deliberation (of the last one, for a shared "
                "programme), the executive informs the prefect of the region, the "
                "regional council and ADEME."
            ),
            "annual_report": self.env._(
                "The report of the year is presented to the CCES, then to the assembly "
                "with the CCES's opinion, and published."
            ),
            "evaluation": self.env._(
                "The CCES evaluates the programme every six years. A revision follows "
                "the same steps as a first adoption."
            ),
        }

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
        today = fields.Date.context_today(self)
        for milestone in self:
            if milestone.kind == "transmission":
                dates = [milestone[name] for name in ADDRESSEES]
                milestone.date_done = all(dates) and max(dates)
            elif milestone.session_id and milestone.kind in SESSION_KINDS:
                date = milestone._get_session_date()
                is_held = milestone.session_id.state in ("held", "reported")
                milestone.date_done = is_held and date and date <= today and date

    @api.depends("date_done", "skip_reason")
    def _compute_state(self):
        for milestone in self:
            is_skipped = (milestone.skip_reason or "").strip()
            milestone.state = (
                "done" if milestone.date_done else "skipped" if is_skipped else "todo"
            )

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

    # ------------------------------------------------------------------
    # Warnings
    # ------------------------------------------------------------------
    _warning_depends = (
        "name",
        "state",
        "deadline",
        "date_planned",
        "date_done",
        "date_start",
        "date_stop",
        *ADDRESSEES,
        "program_id.state",
        "program_id.draft_modified",
        "program_id.public_days_min",
        "program_id.adoption_days_min",
        "program_id.milestone_ids.date_done",
        "program_id.milestone_ids.date_stop",
    )

    def _get_warnings(self):
        self.ensure_one()
        if self.program_id.state == "closed":
            return []
        return [
            *self._get_draft_warnings(),
            *self._get_public_warnings(),
            *self._get_second_opinion_warnings(),
            *self._get_deliberation_warnings(),
            *self._get_publication_warnings(),
            *self._get_transmission_warnings(),
            *self._get_date_warnings(),
        ]

    @api.model
    def _get_watched_domain(self):
        return [("program_id.state", "!=", "closed")]

    def _get_draft_warnings(self):
        """The CCES gives its opinion on what is still to be adopted."""
        if self.kind != "draft_adoption" or not self.date_done:
            return []
        opinion = self.program_id._get_milestone("cces_opinion").date_done
        if opinion and opinion <= self.date_done:
            return []
        if not opinion:
            return [
                self.env._(
                    "The draft was adopted on %s while no opinion of the CCES is noted "
                    "before it.",
                    self._format(self.date_done),
                )
            ]
        return [
            self.env._(
                "The draft was adopted on %(adoption)s, before the opinion of the CCES "
                "of %(opinion)s.",
                adoption=self._format(self.date_done),
                opinion=self._format(opinion),
            )
        ]

    def _get_public_warnings(self):
        """The public has the time to read and to write."""
        if self.kind != "public_availability" or self.state == "skipped":
            return []
        if self.date_start and self.date_stop:
            return self._get_public_days_warnings(
                self.program_id, self.date_start, self.date_stop
            )
        if self.date_done:
            return [
                self.env._(
                    "The opening and closing dates of the availability to the public "
                    "are not noted: it must last at least %s clear days.",
                    self.program_id.public_days_min,
                )
            ]
        return []

    @api.model
    def _get_public_session_warnings(self, session):
        """What ``session`` should be told, if it is open to the public too briefly.

        :return: list of sentences, for ``plpdma.session._get_warnings``
        """
        start, stop = session._get_opening_dates()
        if session.format != "public" or not start or not stop:
            return []
        return self._get_public_days_warnings(session.program_id, start, stop)

    @api.model
    def _get_public_days_warnings(self, program, start, stop):
        days = self._count_clear_days(start, stop)
        if days >= program.public_days_min:
            return []
        return [
            self.env._(
                "The availability to the public lasts %(days)s clear days (its opening "
                "day, %(start)s, and its closing day, %(stop)s, are not counted), for "
                "a minimum of %(minimum)s.",
                days=days,
                start=self._format(start),
                stop=self._format(stop),
                minimum=program.public_days_min,
            )
        ]

    def _get_second_opinion_warnings(self):
        """A modified draft goes back to the CCES before the assembly."""
        if self.kind != "second_opinion" or not self.program_id.draft_modified:
            return []
        if self.state == "skipped":
            return [
                self.env._(
                    "The second opinion of the CCES is noted as not applicable, "
                    "although the draft was modified after the public's observations."
                )
            ]
        adoption = self.program_id._get_milestone("deliberation").date_done
        if self.date_done and adoption and self.date_done > adoption:
            return [
                self.env._(
                    "The CCES gave its second opinion on %(opinion)s, after the "
                    "deliberation of %(adoption)s.",
                    opinion=self._format(self.date_done),
                    adoption=self._format(adoption),
                )
            ]
        if not self.date_done:
            return [self._get_second_opinion_sentence(adoption)]
        return []

    @api.model
    def _get_second_opinion_sentence(self, adoption):
        if adoption:
            return self.env._(
                "The draft was modified after the public's observations, and adopted "
                "on %s while no second opinion of the CCES is noted.",
                self._format(adoption),
            )
        return self.env._(
            "The draft was modified after the public's observations: consult the CCES "
            "again before the deliberation."
        )

    def _get_deliberation_warnings(self):
        """The assembly decides once the observations could be read."""
        date = self.date_done or self.date_planned
        if self.kind != "deliberation" or self.state == "skipped" or not date:
            return []
        closing = self.program_id._get_milestone("public_availability").date_stop
        if not closing or (date - closing).days >= self.program_id.adoption_days_min:
            return []
        return [
            self.env._(
                "The deliberation of %(adoption)s comes less than %(days)s days after "
                "the availability to the public closes, on %(closing)s.",
                adoption=self._format(date),
                days=self.program_id.adoption_days_min,
                closing=self._format(closing),
            )
        ]

    def _get_publication_warnings(self):
        adoption = self.program_id._get_milestone("deliberation").date_done
        if self.kind != "publication" or self.state != "todo" or not adoption:
            return []
        return [
            self.env._(
                "The programme was adopted on %s: its publication, at the seat of the "
                "authority and online, is not noted yet.",
                self._format(adoption),
            )
        ]

    def _get_transmission_warnings(self):
        """Each addressee who still waits, or who waited too long, is named."""
        deadline = self.deadline
        if self.kind != "transmission" or self.state == "skipped" or not deadline:
            return []
        late = {
            name: self._format(self[name])
            for name in ADDRESSEES
            if self[name] and self[name] > deadline
        }
        warnings = []
        if late:
            warnings.append(
                self.env._(
                    "Informed after the deadline of %(deadline)s: %(addressees)s.",
                    deadline=self._format(deadline),
                    addressees=self._name_addressees(late, late),
                )
            )
        missing = self._get_missing_addressees()
        if missing:
            warnings.append(self._get_missing_sentence(missing))
        return warnings

    def _get_missing_sentence(self, missing):
        is_late = self.deadline < fields.Date.context_today(self)
        values = {
            "deadline": self._format(self.deadline),
            "addressees": self._name_addressees(missing),
        }
        if is_late:
            return self.env._(
                "The transmission is late since %(deadline)s. Still to inform: "
                "%(addressees)s.",
                **values,
            )
        return self.env._(
            "The transmission is due by %(deadline)s. Still to inform: %(addressees)s.",
            **values,
        )

    def _get_date_warnings(self):
        """What should be done by now, or soon."""
        if self.state != "todo":
            return []
        today = fields.Date.context_today(self)
        # The transmission's deadline is told with its addressees.
        deadline = self.kind != "transmission" and self.deadline
        if deadline and deadline < today:
            return [
                self.env._(
                    "“%(milestone)s” was due by %(deadline)s and is not noted as done.",
                    milestone=self.name,
                    deadline=self._format(deadline),
                )
            ]
        if deadline and deadline <= today + NEAR:
            return [
                self.env._(
                    "“%(milestone)s” is due by %(deadline)s.",
                    milestone=self.name,
                    deadline=self._format(deadline),
                )
            ]
        if self.date_planned and self.date_planned < today:
            return [
                self.env._(
                    "“%(milestone)s” was planned on %(date)s and is not noted as done.",
                    milestone=self.name,
                    date=self._format(self.date_planned),
                )
            ]
        return []

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("kind", "session_id")
    def _check_session(self):
        """A step is linked with the session in which it can take place."""
        for milestone in self.filtered("session_id"):
            session = milestone.session_id
            if milestone.kind == "public_availability":
                is_suitable = session.format == "public"
            elif milestone.kind in CCES_KINDS:
                is_suitable = session.body_id.kind == "cces"
            else:
                is_suitable = False
            if not is_suitable:
                raise ValidationError(
                    self.env._(
                        "“%(milestone)s” does not take place in “%(session)s”: an "
                        "opinion, a report or an evaluation is linked with a meeting "
                        "of the CCES, an availability to the public with a session "
                        "open to it, other milestones with none.",
                        milestone=milestone.name,
                        session=session.display_name,
                    )
                )

    @api.constrains("date_done", *ADDRESSEES)
    def _check_done(self):
        today = fields.Date.context_today(self)
        for milestone in self:
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
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """Attach the documents to their milestone: who reads it reads them."""
        milestones = super().create(vals_list)
        milestones._attach_documents()
        return milestones

    def write(self, vals):
        """Attach the new documents to their milestone."""
        result = super().write(vals)
        if "document_ids" in vals:
            self._attach_documents()
        return result

    def _attach_documents(self):
        """A file dropped on a milestone being written belongs to nothing yet: nobody
        but its author could open it."""
        for milestone in self.filtered("document_ids"):
            milestone.document_ids.filtered(lambda file: not file.res_id).write(
                {"res_model": self._name, "res_id": milestone.id}
            )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_mark_done(self):
        """Note the milestones still to do as done: on the day of their session if it
        is past, else today. A transmission is then made to all its addressees."""
        today = fields.Date.context_today(self)
        todo = self.filtered(lambda milestone: milestone.state == "todo")
        transmissions = todo.filtered(lambda m: m.kind == "transmission")
        for milestone in transmissions:
            missing = milestone._get_missing_addressees()
            milestone.write(dict.fromkeys(missing, today))
        by_date = (todo - transmissions).grouped(
            lambda milestone: min(milestone._get_session_date() or today, today)
        )
        for date, milestones in by_date.items():
            milestones.write({"date_done": date})

    def action_reopen(self):
        """Note the milestones as still to do, whether they were done or left aside."""
        reopened = self.filtered(lambda milestone: milestone.state != "todo")
        reopened.write({"date_done": False, "skip_reason": False})
        reopened.filtered(lambda milestone: milestone.kind == "transmission").write(
            dict.fromkeys(ADDRESSEES, False)
        )

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    @api.model
    def _prepare_missing(self, programs):
        """Create the milestones that ``programs`` do not have yet, in their order:
        one of each kind, and an annual report for each year begun.

        :return: the new milestones
        """
        kinds = self._fields["kind"].get_values(self.env)
        # The archived ones were set aside: they do not come back.
        existing = self.with_context(active_test=False).search_fetch(
            [("program_id", "in", programs.ids)], ["program_id", "kind", "year"]
        )
        known = {(m.program_id, m.kind, m.year) for m in existing}
        return self.create(
            [
                {"program_id": program.id, "kind": kind, "year": year}
                for program in programs
                for kind in kinds
                for year in (
                    program._get_report_years() if kind == "annual_report" else [0]
                )
                if (program, kind, year) not in known
            ]
        )

    def _get_session_date(self):
        """Local day on which the linked session takes place or, if it is open to the
        public, closes."""
        self.ensure_one()
        if not self.session_id:
            return False
        start, stop = self.session_id._get_opening_dates()
        return stop if self.session_id.format == "public" else start

    def _get_missing_addressees(self):
        """Names of the dates which a transmission still lacks."""
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
        """Whole days between two days, neither of which is counted."""
        return max((stop - start).days - 1, 0) if start and stop else 0

    def _format(self, date):
        return format_date(self.env, date)
