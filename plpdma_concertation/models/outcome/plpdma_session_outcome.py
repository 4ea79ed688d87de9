from odoo import api, fields, models

from ...tools.groups import READERS


class PlpdmaSession(models.Model):
    """A session, with the actions worked on there, and what came of it: promises, and
    other ways to run the concertation."""

    _inherit = "plpdma.session"

    commitment_ids = fields.One2many(
        "plpdma.commitment", "session_id", string="Commitments", groups=READERS
    )
    commitment_count = fields.Integer(
        compute="_compute_commitment_count", groups=READERS
    )
    adaptation_ids = fields.One2many(
        "plpdma.adaptation", "session_id", string="Adaptations", groups=READERS
    )
    adaptation_count = fields.Integer(
        compute="_compute_adaptation_count", groups=READERS
    )
    measure_ids = fields.Many2many(
        "plpdma.measure",
        "plpdma_measure_session_rel",
        "session_id",
        "measure_id",
        string="Actions of the Programme",
        check_company=True,
        domain="[('program_id', '=', program_id)]",
        help="Those that are worked on there.",
    )
    measure_count = fields.Integer(
        string="Number of Actions of the Programme", compute="_compute_measure_count"
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("commitment_ids")
    def _compute_commitment_count(self):
        for session in self:
            session.commitment_count = len(session.commitment_ids)

    @api.depends("adaptation_ids")
    def _compute_adaptation_count(self):
        for session in self:
            session.adaptation_count = len(session.adaptation_ids)

    @api.depends("measure_ids")
    def _compute_measure_count(self):
        for session in self:
            session.measure_count = len(session.measure_ids)

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model
    def _get_same_program_fields(self):
        return [*super()._get_same_program_fields(), "measure_ids"]

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_note_adaptation(self):
        """Window action on a new entry of the adaptation log, whose need emerged
        here."""
        self.ensure_one()
        return self.program_id._action_new_item(
            "action_plpdma_adaptation", session_id=self.id
        )
