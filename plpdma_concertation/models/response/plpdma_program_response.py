from odoo import api, fields, models

from ...tools.groups import MANAGER


class PlpdmaProgram(models.Model):
    """The responses of a programme, those awaiting arbitration among them."""

    _inherit = "plpdma.program"

    response_ids = fields.One2many("plpdma.response", "program_id", string="Responses")
    response_count = fields.Integer(compute="_compute_response_count")
    awaiting_arbitration_count = fields.Integer(
        string="Responses Awaiting Arbitration", compute="_compute_response_count"
    )

    @api.depends("response_ids.state")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_response_count(self):
        total = self._count_by_program("plpdma.response", [])
        awaiting = self._count_by_program(
            "plpdma.response", self.env["plpdma.response"]._get_awaiting_domain()
        )
        for program in self:
            program.response_count = total.get(program, 0)
            program.awaiting_arbitration_count = awaiting.get(program, 0)

    @api.depends("contribution_ids.sent_response_id")
    def _compute_publication_preview(self):
        """A merged contribution is read by the public once its author was answered."""
        return super()._compute_publication_preview()

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    @api.model
    def _get_home(self):
        """``(external id, context)`` of the responses to arbitrate, if there are any: a
        manager arrives there."""
        responses = self.env["plpdma.response"]
        if self.env.user.has_group(MANAGER) and responses.search_count(
            responses._get_awaiting_domain(), limit=1
        ):
            return "action_plpdma_response", {"search_default_submitted": 1}
        return super()._get_home()

    @api.model
    def _action_after_decision(self):
        """Action that opens what still awaits an élu who has just decided."""
        return self.action_home()
