from odoo import api, fields, models


class PlpdmaSessionSend(models.TransientModel):
    """Dialog before participants are written to: how many will be, who will not, and
    what each of them will read."""

    _name = "plpdma.session.send"
    _description = "Write to the Participants"
    _inherit = ["plpdma.preview.mixin"]

    session_ids = fields.Many2many("plpdma.session", required=True)
    purpose = fields.Selection(
        [
            ("invitation", "Plan and invite"),
            ("change", "Tell the guests of the change"),
            ("cancellation", "Cancel and tell the guests"),
            ("draft", "Put back to draft and tell the guests"),
            ("thanks", "Thank the participants"),
        ],
        required=True,
        readonly=True,
    )
    email_count = fields.Integer(string="By E-mail", compute="_compute_ways")
    email_names = fields.Text(string="Recipients", compute="_compute_ways")
    inbox_count = fields.Integer(string="In Odoo", compute="_compute_ways")
    inbox_names = fields.Text(
        string="Who Reads Messages in Odoo",
        compute="_compute_ways",
        help="They chose to read them there: no e-mail leaves for them.",
    )
    other_names = fields.Text(
        string="Written to as well",
        compute="_compute_ways",
        help="Whoever facilitates or organises, and the stand-ins who were announced.",
    )
    nothing_count = fields.Integer(string="Without an Address", compute="_compute_ways")
    nothing_text = fields.Text(string="Who Receives Nothing", compute="_compute_ways")

    @api.depends("session_ids", "purpose")
    def _compute_ways(self):
        for dialog in self:
            to_tell = dialog._get_to_tell()
            reachable = to_tell.filtered("email")
            silent = to_tell - reachable
            # sudo: which way somebody chose to read messages, and nothing else of a
            # user.
            in_odoo = reachable.filtered(
                lambda line: (
                    line.sudo().partner_id.main_user_id.notification_type == "inbox"
                )
            )
            mailed = reachable - in_odoo
            dialog.email_count = len(mailed)
            dialog.email_names = "; ".join(mailed.mapped("display_name"))
            dialog.inbox_count = len(in_odoo)
            dialog.inbox_names = "; ".join(in_odoo.mapped("display_name"))
            dialog.other_names = "; ".join(dialog._get_other_names(to_tell))
            dialog.nothing_count = len(silent)
            dialog.nothing_text = "; ".join(silent.mapped("display_name"))

    def _get_to_tell(self):
        sessions = self.session_ids.sorted("id")
        return sessions._get_to_tell(self.purpose).sorted("id")

    def _get_other_names(self, to_tell):
        """List of the names of those who stand on no list and are written to as well.

        :param to_tell: the participations that are to be told
        """
        if self.purpose not in ("change", "cancellation", "draft"):
            return []
        stand_ins = to_tell.filtered("stand_in_email")
        return [
            *self.session_ids._get_others_to_tell(self.purpose).mapped("display_name"),
            *(line.stand_in_name or line.stand_in_email for line in stand_ins),
        ]

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
        """Do it, and write to the participants: a notification says what was done, then
        the dialog closes."""
        self.ensure_one()
        return self.session_ids._send_messages(self.purpose)
