from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.groups import READERS


class PlpdmaProgram(models.Model):
    """What came of a programme: its actions, what was promised, and how the
    concertation was adapted."""

    _inherit = "plpdma.program"

    commitment_ids = fields.One2many(
        "plpdma.commitment",
        "program_id",
        string="Commitments",
        groups=READERS,
    )
    commitment_count = fields.Integer(
        compute="_compute_commitment_count", groups=READERS
    )
    commitment_overdue_count = fields.Integer(
        string="Overdue Promises",
        compute="_compute_commitment_count",
        groups=READERS,
        help="Promises of the authority past their due date.",
    )
    adaptation_ids = fields.One2many(
        "plpdma.adaptation",
        "program_id",
        string="Adaptations",
        groups=READERS,
    )
    adaptation_count = fields.Integer(
        compute="_compute_adaptation_count", groups=READERS
    )
    measure_ids = fields.One2many(
        "plpdma.measure", "program_id", string="Actions of the Programme"
    )
    measure_count = fields.Integer(
        string="Number of Actions of the Programme", compute="_compute_measure_count"
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends(
        "commitment_ids.kind", "commitment_ids.state", "commitment_ids.date_due"
    )
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_commitment_count(self):
        model = "plpdma.commitment"
        total = self._count_by_program(model, [])
        overdue = total and self._count_by_program(model, [("is_overdue", "=", True)])
        for program in self:
            program.commitment_count = total.get(program, 0)
            program.commitment_overdue_count = overdue.get(program, 0)

    @api.depends("adaptation_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_adaptation_count(self):
        total = self._count_by_program("plpdma.adaptation", [])
        for program in self:
            program.adaptation_count = total.get(program, 0)

    @api.depends("measure_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_measure_count(self):
        total = self._count_by_program("plpdma.measure", [])
        for program in self:
            program.measure_count = total.get(program, 0)

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _get_submission_choices(self, session=None):
        """The form also offers the actions that everybody reads: those worked on in the
        session, else all those of the programme."""
        measures = self.env["plpdma.measure"]
        offered = measures.search(
            measures._get_offered_domain() & Domain("program_id", "=", self.id)
        )
        worked_on = session.measure_ids & offered if session else measures
        return {
            **super()._get_submission_choices(session),
            "measure_ids": (worked_on or offered).ids,
        }
