from odoo import api, fields, models


class PlpdmaResponseArbitrate(models.TransientModel):
    """What is validated, and the note with which it is."""

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
        """Validate the responses with the note, then lead an élu to what still awaits
        them.

        :return: the end of the dialog, or the élu's home; before it, a notification of
            what had already been decided
        :raise UserError: when a response is not what was shown any more
        """
        told = self.response_ids.action_validate(self.note, self.seen or None)
        after = self.response_ids._action_after_arbitration()
        if told:
            told["params"]["next"] = after
        return told or after
