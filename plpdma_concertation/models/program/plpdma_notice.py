from odoo import api, fields, models

from ...tools.local_html import LocalHtml


class PlpdmaNotice(models.Model):
    """One version of a programme's notice, kept as it was told to the actors.

    The programme writes it; nobody has the right to change or to delete it.
    """

    _name = "plpdma.notice"
    _description = "Version of the Consultative Notice"
    _inherit = ["plpdma.field.access.mixin"]
    _order = "program_id, version desc"

    program_id = fields.Many2one(
        "plpdma.program",
        string="Programme",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="program_id.company_id", store=True, index=True
    )
    version = fields.Integer(required=True)
    text = LocalHtml()
    date = fields.Datetime(
        string="Written on", required=True, default=fields.Datetime.now
    )

    _program_version_uniq = models.Constraint(
        "UNIQUE(program_id, version)",
        "This version of the notice already exists.",
    )

    @api.depends("version")
    def _compute_display_name(self):
        for notice in self:
            notice.display_name = self.env._("Version %s", notice.version)
