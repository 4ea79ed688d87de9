from odoo import api, fields, models

from ...tools.groups import READERS


class PlpdmaProgram(models.Model):
    """What came of a programme: what was promised, and how it was adapted."""

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
        overdue = self._count_by_program(model, [("is_overdue", "=", True)])
        for program in self:
            program.commitment_count = total.get(program, 0)
            program.commitment_overdue_count = overdue.get(program, 0)

    @api.depends("adaptation_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_adaptation_count(self):
        total = self._count_by_program("plpdma.adaptation", [])
        for program in self:
            program.adaptation_count = total.get(program, 0)
