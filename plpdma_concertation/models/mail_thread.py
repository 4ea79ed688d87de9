import re

from odoo import api, models

CONTRIBUTION = "plpdma.contribution"
# Headers by which a machine says that it wrote the message (RFC 2919, RFC 3834, and
# usage), and the subjects of those that say it nowhere else.
AUTOMATIC_HEADERS = ("List-Id", "X-Autoreply", "X-Autorespond")
AUTOMATIC_SUBJECT = re.compile(
    r"^\s*(?:réponse automatique|absente?(?:\(e\))? du bureau|message d['’]absence"
    r"|automatic reply|out of office)\b",
    re.IGNORECASE,
)
BULK_PRECEDENCES = {"auto_reply", "bulk", "junk", "list"}


class MailThread(models.AbstractModel):
    """Messages on their way to becoming contributions."""

    _inherit = "mail.thread"

    @api.model
    def message_route(
        self, message, message_dict, model=None, thread_id=None, custom_values=None
    ):
        """An automatic reply is nobody's contribution, and the same message makes
        one, whatever is read by who brings it."""
        routes = super().message_route(
            message, message_dict, model, thread_id, custom_values
        )
        if any(route[0] == CONTRIBUTION for route in routes) and (
            self._plpdma_is_automatic(message) or self._plpdma_is_known(message_dict)
        ):
            routes = [route for route in routes if route[0] != CONTRIBUTION]
        return routes

    @api.model
    def _plpdma_is_known(self, message_dict):
        """Whether a contribution has the message already."""
        # sudo: whether it is there is asked, nothing of it is shown.
        return bool(
            self.env["mail.message"]
            .sudo()
            .search_count(
                [
                    ("message_id", "=", message_dict["message_id"]),
                    ("model", "=", CONTRIBUTION),
                ],
                limit=1,
            )
        )

    @api.model
    def _plpdma_is_automatic(self, message):
        """Whether a machine wrote it: an absence notice, a mailing list.

        :param email.message.EmailMessage message: the message as received
        """
        submitted = (message.get("Auto-Submitted") or "no").partition(";")[0]
        precedence = (message.get("Precedence") or "").strip().lower()
        return (
            submitted.strip().lower() != "no"
            or precedence in BULK_PRECEDENCES
            or any(message.get(header) for header in AUTOMATIC_HEADERS)
            # Nobody is to be answered (RFC 5321): an absence notice, a delivery report.
            or (message.get("Return-Path") or "").strip() == "<>"
            or bool(AUTOMATIC_SUBJECT.search(message.get("Subject") or ""))
        )

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        """Keep the whole message with the contribution made of it."""
        if any(route[0] == CONTRIBUTION and not route[1] for route in routes):
            original = self._Attachment("message.eml", message.as_bytes(), {})
            message_dict.setdefault("attachments", []).append(original)
        return super()._message_route_process(message, message_dict, routes)
