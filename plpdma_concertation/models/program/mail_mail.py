from odoo import models

from ...tools.calendar_file import get_content_type
from ...tools.mail_layout import MARK
from ...tools.mail_text import to_mail_text


def _get_type(content, mimetype):
    if mimetype == "text/calendar":
        return get_content_type(content) or mimetype
    return mimetype


class MailMail(models.Model):
    """Files of a calendar, which mail programs know by their type; the text of messages
    in our layout."""

    _inherit = "mail.mail"

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        """The e-mails, as core prepares them, each file of a calendar with the type
        that it asks for: mail programs show no buttons without it. Files of core say
        nothing of it, and leave as they are."""
        results = super()._prepare_outgoing_list(mail_server, doc_to_followers)
        for values in results:
            values["attachments"] = [
                (name, content, _get_type(content, mimetype))
                for name, content, mimetype in values["attachments"]
            ]
            if MARK in (values["body"] or ""):
                # Core's own numbers the links, and spreads tables over lines.
                values["body_alternative"] = to_mail_text(values["body"])
        return results
