from odoo import api, fields, models

from ...tools.groups import STAFF


class PlpdmaNotice(models.Model):
    """Who was told a version of the notice."""

    _inherit = "plpdma.notice"

    receipt_ids = fields.One2many("plpdma.notice.receipt", "notice_id", groups=STAFF)
    receipt_count = fields.Integer(
        string="Actors Told",
        compute="_compute_receipt_count",
        groups=STAFF,
    )

    @api.depends("receipt_ids")
    def _compute_receipt_count(self):
        counts = dict(
            self.env["plpdma.notice.receipt"]._read_group(
                [("notice_id", "in", self.ids)],
                ["notice_id"],
                ["stakeholder_id:count_distinct"],
            )
        )
        for notice in self:
            notice.receipt_count = counts.get(notice, 0)
