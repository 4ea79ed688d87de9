import sys

from odoo import models

from ...tools.mail_incoming import IncomingMail


class MailAlias(models.Model):
    """Nobody is told that their message failed while it still waits to be read."""

    _inherit = "mail.alias"

    def _alias_bounce_incoming_email(self, message, message_dict, set_invalid=True):
        """Core tells the sender when a message fails, and marks the address as invalid:
        one of ours is read again once the database or the disk is back."""
        is_ours = isinstance(self.env.context.get("plpdma_mail"), IncomingMail)
        if is_ours and sys.exc_info()[0]:
            return None
        return super()._alias_bounce_incoming_email(
            message, message_dict, set_invalid=set_invalid
        )
