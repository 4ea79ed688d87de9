from odoo import api, fields, models


class PlpdmaBody(models.Model):
    """The sessions of a body."""

    _inherit = "plpdma.body"

    session_ids = fields.One2many("plpdma.session", "body_id", string="Sessions")
    session_count = fields.Integer(compute="_compute_session_count")

    @api.depends("session_ids")
    def _compute_session_count(self):
        counts = dict(
            self.env["plpdma.session"]._read_group(
                [("body_id", "in", self.ids)], ["body_id"], ["__count"]
            )
        )
        for body in self:
            body.session_count = counts.get(body, 0)
