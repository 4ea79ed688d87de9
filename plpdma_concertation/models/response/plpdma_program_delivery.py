from odoo import api, fields, models
from odoo.fields import Domain

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
        counts = {
            (program, delivery): count
            for program, delivery, count in self.env["plpdma.contribution"]._read_group(
                Domain("program_id", "in", self.ids)
                & Domain("delivery", "in", (*LOST, "to_post")),
                ["program_id", "delivery"],
                ["__count"],
            )
        }
        for program in self:
            program.undelivered_count = sum(
                counts.get((program, delivery), 0) for delivery in LOST
            )
            program.to_post_count = counts.get((program, "to_post"), 0)
