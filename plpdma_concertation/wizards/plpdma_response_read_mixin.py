from odoo import api, fields, models
from odoo.fields import Command

from ..tools.notifications import make_notification

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
    # Titles of what was taken back since, which the user may read no more.
    taken_back_text = fields.Text(readonly=True)

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

    @api.model_create_multi
    def create(self, vals_list):
        """What was taken back while it was read is left out, and named."""
        return super().create([self._leave_taken_back(vals) for vals in vals_list])

    @api.model
    def _leave_taken_back(self, vals):
        ids = self._get_linked_ids(
            self._fields["response_ids"], vals.get("response_ids")
        )
        chosen = self.env["plpdma.response"].browse(ids).exists()
        hidden = chosen - chosen._filtered_access("read")
        # sudo: whoever gives the marks of a text has read it a moment ago.
        taken_back = hidden.sudo().filtered(
            lambda response: (
                response.state == "draft" and response._was_read(vals.get("seen"))
            )
        )
        if not taken_back:
            return vals
        return {
            **vals,
            "response_ids": [Command.set((chosen - taken_back).ids)],
            "taken_back_text": "\n".join(one._get_title() for one in taken_back),
        }

    def _tell_taken_back(self, follow):
        """Notification of what was taken back while it was read; nothing without.

        :param dict follow: the action that comes after
        """
        if not self.taken_back_text:
            return None
        message = self.env._(
            "Taken back while you were reading, nothing is left to decide on: %s.",
            ", ".join(self.taken_back_text.splitlines()),
        )
        return make_notification(message, "warning", follow=follow, sticky=True)
