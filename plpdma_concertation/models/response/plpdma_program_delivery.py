from odoo import api, fields, models

from ...tools.groups import STAFF
from ..program.plpdma_delivery import LOST


class PlpdmaProgram(models.Model):
    """What of a programme's answers is to send again, or to post."""

    _inherit = "plpdma.program"

    undelivered_count = fields.Integer(
        string="Answers Not Delivered", compute="_compute_delivery_count", groups=STAFF
    )
    to_post_count = fields.Integer(
        string="Letters to Post", compute="_compute_delivery_count", groups=STAFF
    )

    @api.depends("contribution_ids.delivery")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_delivery_count(self):
        model = "plpdma.contribution"
        lost = self._count_by_program(model, [("delivery", "in", LOST)])
        letters = self._count_by_program(model, [("delivery", "=", "to_post")])
        for program in self:
            program.undelivered_count = lost.get(program, 0)
            program.to_post_count = letters.get(program, 0)
