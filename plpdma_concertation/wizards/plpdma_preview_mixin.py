from odoo import api, fields, models

from ..tools.remote import drop_links


class PlpdmaPreviewMixin(models.AbstractModel):
    """A dialog that shows the messages one by one, as each recipient will read it,
    before any of them leaves."""

    _name = "plpdma.preview.mixin"
    _description = "Dialog That Shows Messages Before They Leave"
    _inherit = ["plpdma.link.access.mixin"]

    position = fields.Integer(default=0)
    preview_to = fields.Char(string="Recipient", readonly=True)
    preview_subject = fields.Char(string="Subject", readonly=True)
    preview_body = fields.Html(string="Message", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        """The first message is written at once."""
        dialogs = super().create(vals_list)
        for dialog in dialogs:
            dialog._show(0)
        return dialogs

    def action_next(self):
        """Action on the dialog, which shows the next message."""
        return self._show(self.position + 1)._reopen()

    def action_previous(self):
        """Action on the dialog, which shows the message before."""
        return self._show(self.position - 1)._reopen()

    def _get_emails(self):
        """The messages that will leave, always in the same order: a list, or a
        recordset, whose items ``_preview`` takes."""
        raise NotImplementedError

    def _preview(self, email):
        """``(address, subject, body)`` of one of the messages."""
        raise NotImplementedError

    def _get_title(self):
        """Title of the dialog."""
        raise NotImplementedError

    def _show(self, position):
        self.ensure_one()
        self.write(self._prepare_shown(position))
        return self

    def _prepare_shown(self, position):
        """Values of what the dialog shows, one of the messages among it."""
        return self._prepare_preview(self._get_emails(), position)

    def _prepare_preview(self, emails, position):
        if not emails:
            return {}
        position %= len(emails)
        address, subject, body = self._preview(emails[position])
        return {
            "position": position,
            "preview_to": address,
            "preview_subject": subject,
            # Whoever looks at it does not reply in their name.
            "preview_body": drop_links(body),
        }

    def _reopen(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self._get_title(),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }
