from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools.notifications import CLOSE, make_notification


class PlpdmaResponseTakeover(models.TransientModel):
    """Earlier answers that are near to a draft, one of which it may begin from."""

    _name = "plpdma.response.takeover"
    _description = "Take over an Earlier Response"
    _inherit = ["plpdma.link.access.mixin"]

    draft_id = fields.Many2one("plpdma.response", required=True, ondelete="cascade")
    choice_ids = fields.One2many("plpdma.response.choice", "takeover_id")
    choice_id = fields.Many2one(
        "plpdma.response.choice",
        string="Earlier Response",
        domain="[('takeover_id', '=', id)]",
        ondelete="set null",
    )
    preview = fields.Html(
        string="What It Says", compute="_compute_preview", sanitize=False
    )
    replaced = fields.Char(compute="_compute_replaced")

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("choice_id")
    @api.depends_context("uid", "lang")
    def _compute_preview(self):
        for dialog in self:
            response = dialog.choice_id.response_id
            dialog.preview = bool(response) and self.env["ir.qweb"]._render(
                "plpdma_concertation.response_takeover_preview", {"response": response}
            )

    @api.depends("draft_id", "choice_id")
    @api.depends_context("lang")
    def _compute_replaced(self):
        """What the draft holds already, and would keep in its discussion alone."""
        for dialog in self:
            draft, source = dialog.draft_id, dialog.choice_id.response_id
            names = draft._get_written_texts() if draft else []
            if source and draft.decision not in (False, source.decision):
                names.insert(0, "decision")
            dialog.replaced = ", ".join(
                draft._fields[name]._description_string(self.env) for name in names
            )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_take_over(self):
        """Copy the earlier response into the draft, what must be adapted bracketed.

        :return: notification of what is left to adapt, over the draft
        :raise UserError: where none is chosen
        """
        self.ensure_one()
        source = self.choice_id.response_id
        if not source:
            raise UserError(self.env._("Choose the response to take over."))
        self.draft_id._take_over(source)
        left = self.draft_id._get_brackets_to_adapt()
        if left:
            message = self.env._(
                "Taken over from %(response)s. To adapt: %(brackets)s.",
                response=source._get_title(),
                brackets=", ".join(left),
            )
        else:
            message = self.env._("Taken over from %s.", source._get_title())
        return make_notification(
            # The screen reads a percentage as a place to fill.
            message.replace("%", "%%"),
            "warning" if left else "success",
            # The dialog stands over the draft, which is read again.
            follow=CLOSE,
        )

    @api.model
    def _open(self, draft):
        """The dialog for a draft, the nearest earlier response chosen."""
        choices = self.env["plpdma.response.choice"]._prepare(
            draft._find_earlier(),
            lambda response: [
                response._get_decision_label(),
                response.program_id != draft.program_id and response.program_id.name,
            ],
        )
        dialog = self.create(
            {
                "draft_id": draft.id,
                "choice_ids": [Command.create(vals) for vals in choices],
            }
        )
        dialog.choice_id = dialog.choice_ids[:1]
        return dialog
