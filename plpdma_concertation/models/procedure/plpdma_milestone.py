"""The steps that the Code de l'environnement sets for a programme, in their order."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Each addressee of the adopted programme, by the date at which it was informed.
ADDRESSEES = ("date_prefect", "date_region", "date_ademe")
# What is said in a meeting of the CCES.
CCES_KINDS = ("cces_opinion", "second_opinion", "annual_report", "evaluation")


class PlpdmaMilestone(models.Model):
    """A step of the legal thread of a programme (Code de l'environnement,
    R541-41-22 to R541-41-28): an aide-mémoire, never a certificate of compliance."""

    _name = "plpdma.milestone"
    _description = "Legal Milestone"
    _inherit = [
        "plpdma.program.mixin",
        "plpdma.thread.mixin",
        "plpdma.warning.mixin",
        "plpdma.documents.mixin",
        "plpdma.earned.mixin",
    ]
    _order = "program_id, sequence, year, id"

    _same_program_fields = ("session_id",)
    _files_are_shared = True
    _document_fields = ("document_ids", "online_document_ids")
    _earned_fields = frozenset({"date_online", "date_synthesis"})

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
        help="Year that the annual report is about.",
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

    _kind_program_uniq = models.UniqueIndex(
        "(program_id, kind) WHERE kind != 'annual_report'",
        "The programme already has this milestone, possibly archived.",
    )
    _year_program_uniq = models.UniqueIndex(
        "(program_id, year) WHERE kind = 'annual_report'",
        "The programme already has an annual report for this year, maybe archived.",
    )
    _year_check = models.Constraint(
        "CHECK(CASE WHEN kind = 'annual_report' "
        "THEN COALESCE(year, 0) BETWEEN 1900 AND 2999 ELSE COALESCE(year, 0) = 0 END)",
        "An annual report, and nothing else, is about a year, written with four "
        "figures.",
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

    @api.depends("date_done", "skip_reason")
    def _compute_state(self):
        for milestone in self:
            is_skipped = (milestone.skip_reason or "").strip()
            milestone.state = (
                "done" if milestone.date_done else "skipped" if is_skipped else "todo"
            )

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

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_mark_done(self):
        """Note the milestones still to do as done: on the day of their session if it
        is past, else today. A transmission is then made to all its addressees."""
        todays = self.company_id._plpdma_get_todays()
        todo = self.filtered(lambda milestone: milestone.state == "todo")
        transmissions = todo.filtered(lambda m: m.kind == "transmission")
        for milestone in transmissions:
            missing = milestone._get_missing_addressees()
            milestone.write(dict.fromkeys(missing, todays[milestone.company_id]))
        by_date = (todo - transmissions).grouped(
            lambda milestone: min(
                milestone._get_session_date() or todays[milestone.company_id],
                todays[milestone.company_id],
            )
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
        """The new milestones, as a recordset: those that some programmes do not have
        yet, in their order, one of each kind, and an annual report for each year
        begun."""
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
