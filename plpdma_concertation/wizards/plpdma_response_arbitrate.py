from odoo import api, fields, models


class PlpdmaResponseArbitrate(models.TransientModel):
    """Dialog that shows what is validated, and takes a note with it."""

    _name = "plpdma.response.arbitrate"
    _description = "Validate Responses"
    _inherit = ["plpdma.link.access.mixin"]

    response_ids = fields.Many2many("plpdma.response", required=True)
    note = fields.Text(help="Told to whoever prepared the response, and kept with it.")
    preview = fields.Html(
        string="What Is Validated", compute="_compute_preview", sanitize=False
    )
    # What was shown: what changed since is not validated unread.
    seen = fields.Text()

    @api.depends("response_ids")
    @api.depends_context("uid", "lang")
    def _compute_preview(self):
        for wizard in self:
            wizard.preview = self.env["ir.qweb"]._render(
                "plpdma_concertation.response_arbitrate_preview",
                {"responses": wizard.response_ids._origin},
            )

    def action_validate(self):
        """Validate the responses with the note, then close the dialog; an élu is led to
        what still awaits them. Before that, a notification names what had already been
        decided.

        :raise UserError: when a response is no longer what was shown
        """
        told = self.response_ids.action_validate(self.note, self.seen or None)
        after = self.response_ids._action_after_arbitration()
        if told:
            told["params"]["next"] = after
        return told or after
