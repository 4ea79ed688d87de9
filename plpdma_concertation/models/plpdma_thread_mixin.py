from odoo import models


class PlpdmaThreadMixin(models.AbstractModel):
    """Discussion and activities kept among those who may edit the record."""

    _name = "plpdma.thread.mixin"
    _description = "Staff Discussion"
    _inherit = ["mail.thread", "mail.activity.mixin"]

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Names and addresses stand in the messages: reading a record is not enough
        to read what its staff wrote about it."""
        result = super()._mail_get_operation_for_mail_message_operation(
            message_operation
        )
        if message_operation == "read":
            result.update(dict.fromkeys(self, "write"))
        return result
