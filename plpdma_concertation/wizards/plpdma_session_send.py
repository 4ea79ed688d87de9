from odoo import api, fields, models


class PlpdmaSessionSend(models.TransientModel):
    """Before participants are written to: how many, who is not, and what they read."""

    _name = "plpdma.session.send"
    _description = "Write to the Participants"
    _inherit = ["plpdma.preview.mixin"]

    session_ids = fields.Many2many("plpdma.session", required=True)
    purpose = fields.Selection(
        [
            ("invitation", "Plan and invite"),
            ("cancellation", "Cancel and tell the guests"),
            ("thanks", "Thank the participants"),
        ],
        required=True,
        readonly=True,
    )
    email_count = fields.Integer(string="By E-mail", compute="_compute_ways")
    email_names = fields.Text(string="Written to", compute="_compute_ways")
    nothing_count = fields.Integer(string="Without an Address", compute="_compute_ways")
    nothing_text = fields.Text(string="Who Receives Nothing", compute="_compute_ways")

    @api.depends("session_ids", "purpose")
    def _compute_ways(self):
        for dialog in self:
            to_tell = dialog._get_to_tell()
            reachable = to_tell.filtered("email")
            silent = to_tell - reachable
            dialog.email_count = len(reachable)
            dialog.email_names = ", ".join(reachable.mapped("display_name"))
            dialog.nothing_count = len(silent)
            dialog.nothing_text = ", ".join(silent.mapped("display_name"))

    def _get_to_tell(self):
        sessions = self.session_ids.sorted("id")
        return sessions._get_to_tell(self.purpose).sorted("id")

    def _get_emails(self):
        return self._get_to_tell().filtered("email")

    def _preview(self, email):
        session = email.session_id
        return email.email, *session._preview_message(self.purpose, email)

    def _get_title(self):
        return dict(self._fields["purpose"]._description_selection(self.env))[
            self.purpose
        ]

    def action_confirm(self):
        """Do it, and write to the participants.

        :return: what the sender reads, and the end of the dialog
        """
        self.ensure_one()
        return self.session_ids._send_messages(self.purpose)
