from odoo import api, models

# Headers by which a machine says that it wrote the message (RFC 3834, and usage).
AUTOMATIC_HEADERS = ("X-Autoreply", "X-Autorespond")
BULK_PRECEDENCES = {"auto_reply", "bulk", "junk", "list"}


class MailThread(models.AbstractModel):
    """Messages on their way to becoming contributions."""

    _inherit = "mail.thread"

    @api.model
    def message_route(
        self, message, message_dict, model=None, thread_id=None, custom_values=None
    ):
        """An automatic reply is nobody's contribution."""
        routes = super().message_route(
            message, message_dict, model, thread_id, custom_values
        )
        if routes and self._plpdma_is_automatic(message):
            routes = [route for route in routes if route[0] != "plpdma.contribution"]
        return routes

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
        )

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        """Keep the whole message with the contribution made of it."""
        if any(route[0] == "plpdma.contribution" and not route[1] for route in routes):
            original = self._Attachment("message.eml", message.as_bytes(), {})
            message_dict.setdefault("attachments", []).append(original)
        return super()._message_route_process(message, message_dict, routes)
