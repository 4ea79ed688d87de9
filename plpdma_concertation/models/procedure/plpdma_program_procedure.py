from odoo import api, fields, models

from ...tools.groups import READERS


class PlpdmaProgram(models.Model):
    """The legal thread of a programme: its milestones, the time limits that the law
    sets, and what they lack."""

    _inherit = "plpdma.program"

    milestone_ids = fields.One2many(
        "plpdma.milestone",
        "program_id",
        string="Legal Milestones",
        groups=READERS,
    )
    milestone_todo_count = fields.Integer(
        string="Milestones to Do",
        compute="_compute_milestones",
        groups=READERS,
    )
    next_milestone_id = fields.Many2one(
        "plpdma.milestone",
        compute="_compute_milestones",
        groups=READERS,
    )
    draft_modified = fields.Boolean(
        copy=False,
        tracking=True,
        help="The draft was modified after the public's observations.",
    )
    public_days_min = fields.Integer(
        string="Minimum Availability (clear days)",
        default=21,
        required=True,
        help="Days during which the draft is available to the public. The law sets 21 "
        "at least, from the availability on; they are counted here as clear days, "
        "which is our own way, and more cautious.",
    )
    adoption_days_min = fields.Integer(
        string="Deliberate After (days)",
        default=4,
        required=True,
        help="Days between the closing of the availability to the public and the "
        "deliberation, where somebody wrote.",
    )
    adoption_days_always = fields.Boolean(
        string="Even if Nobody Wrote",
        help="Ask for these days where nobody wrote, too.",
    )

    _public_days_min_check = models.Constraint(
        "CHECK(public_days_min >= 0)",
        "The minimum availability to the public cannot be negative.",
    )
    _adoption_days_min_check = models.Constraint(
        "CHECK(adoption_days_min >= 0)",
        "The delay before the deliberation cannot be negative.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("milestone_ids.state")
    def _compute_milestones(self):
        for program in self:
            todo = program.milestone_ids.filtered(lambda m: m.state == "todo")
            program.milestone_todo_count = len(todo)
            program.next_milestone_id = todo[:1]

    # ------------------------------------------------------------------
    # Warnings
    # ------------------------------------------------------------------
    @api.depends("draft_modified", "milestone_ids.warnings")
    def _compute_warnings(self):
        return super()._compute_warnings()

    def _get_legal_warnings(self):
        """List of sentences on what the legal thread lacks, then on the meetings of the
        CCES."""
        warnings = [
            sentence
            for milestone in self.milestone_ids
            for sentence in (milestone.warnings or "").splitlines()
        ]
        kinds = self.milestone_ids.mapped("kind")
        if self.draft_modified and "second_opinion" not in kinds:
            adoption = self._get_milestone("deliberation").date_done
            warnings.append(self.milestone_ids._get_second_opinion_sentence(adoption))
        return [*warnings, *super()._get_legal_warnings()]

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_prepare_milestones(self):
        """Create the milestones of the legal thread that are still missing."""
        self.env["plpdma.milestone"]._prepare_missing(self)

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _get_milestone(self, kind):
        """The milestone of this kind, which a programme has only once; else an empty
        recordset."""
        return self.milestone_ids.filtered(lambda m: m.kind == kind)[:1]

    def _get_report_years(self):
        """Years of the programme on which a report is due by now: its first year, and
        those that have begun since."""
        today = self._get_today()
        first = (self.date_start or today).year
        last = min((self.date_end or today).year, today.year)
        return range(first, max(first, last) + 1)
