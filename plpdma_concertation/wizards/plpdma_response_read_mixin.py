from odoo import api, fields, models

# What was said is shown at once up to here; the rest unfolds, then has its list.
SHOWN = 5
UNFOLDED = 50


class PlpdmaResponseReadMixin(models.AbstractModel):
    """What somebody reads before they decide on responses: what was said, what is
    answered, and why."""

    _name = "plpdma.response.read.mixin"
    _description = "Responses as One Decides on Them"
    _inherit = ["plpdma.link.access.mixin"]

    response_ids = fields.Many2many("plpdma.response", required=True)
    preview = fields.Html(
        string="What Is Decided", compute="_compute_preview", sanitize=False
    )
    # What was shown: what changed since is not decided unread.
    seen = fields.Text()

    @api.depends("response_ids")
    @api.depends_context("uid", "lang")
    def _compute_preview(self):
        for dialog in self:
            dialog.preview = self.env["ir.qweb"]._render(
                "plpdma_concertation.response_arbitrate_preview",
                {
                    "responses": dialog.response_ids._origin,
                    "shown": SHOWN,
                    "unfolded": UNFOLDED,
                },
            )
