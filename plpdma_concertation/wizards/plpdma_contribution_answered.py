from odoo import api, fields, models

from ..tools.notifications import CLOSE


class PlpdmaContributionAnswered(models.TransientModel):
    """Dialog that asks how and when authors were answered otherwise than from here."""

    _name = "plpdma.contribution.answered"
    _description = "Note an Answer Given"
    _inherit = ["plpdma.link.access.mixin"]

    contribution_ids = fields.Many2many("plpdma.contribution", required=True)
    channel = fields.Selection(
        selection="_get_channels", string="Answered by", required=True
    )
    date = fields.Date(
        string="Answered on",
        required=True,
        default=lambda self: self.env.company._plpdma_get_today(),
    )
    note = fields.Text(
        string="What Was Answered", help="Kept in the discussion, for the staff."
    )
    taken_over = fields.Boolean(
        string="Taken Over from an Earlier Register",
        help="Answered before it was registered here; each line says so. For a "
        "manager.",
    )

    @api.model
    def _get_channels(self):
        contributions = self.env["plpdma.contribution"]
        field = contributions._fields["answer_channel"]
        noted = contributions._get_noted_channels()
        return [
            (value, label)
            for value, label in field._description_selection(self.env)
            if value in noted
        ]

    def action_note(self):
        """Note the answer on the contributions, then close the dialog.

        :raise UserError: when one is answered already, or the date cannot be
        """
        self.ensure_one()
        if self.taken_over:
            self.contribution_ids.action_take_over(self.date, self.channel, self.note)
        else:
            self.contribution_ids.action_note_answered(
                self.channel, self.date, self.note
            )
        return dict(CLOSE)
