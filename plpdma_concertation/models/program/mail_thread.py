import re

from odoo import api, models
from odoo.tools import html2plaintext

# What a server writes of each recipient that a message did not reach (RFC 3464).
FAILED = "failed"
DIAGNOSTIC_TYPE = re.compile(r"^\s*(?:smtp|x-[\w-]+)\s*;\s*", re.IGNORECASE)


class MailThread(models.AbstractModel):
    """Messages that come back, to addresses of contacts or not: the ledger of what was
    sent notes it."""

    _inherit = "mail.thread"

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        """The ledger knows the message by its Message-ID, even when it was deleted."""
        result = super()._routing_handle_bounce(email_message, message_dict)
        lines = self.env["plpdma.delivery"]._find(message_dict["bounced_msg_ids"] or ())
        # To one address among several: the others received it.
        bounced = lines.filtered(
            lambda line: line.email == message_dict["bounced_email"]
        )
        if not bounced and len(lines._get_firsts()) == 1:
            # The message was forwarded, and came back from elsewhere.
            bounced = lines
        if bounced and self._plpdma_is_undelivered(email_message):
            text = self._plpdma_get_bounce_text(email_message, message_dict)
            bounced._settle("bounced", bounced._get_cause(text), text)
        return result

    @api.model
    def _plpdma_get_reports(self, email_message):
        """What the server reports of each recipient, if it does."""
        return [
            report
            for part in email_message.walk()
            if part.get_content_type() == "message/delivery-status"
            for report in part.get_payload()
            if report.get("Action")
        ]

    @api.model
    def _plpdma_is_undelivered(self, email_message):
        """Whether it says that the message did not arrive: a server also reports that
        it is late, or that it was delivered; a reader's programme, that it was read."""
        reports = self._plpdma_get_reports(email_message)
        if reports:
            return any(report["Action"].strip().lower() == FAILED for report in reports)
        return email_message.get_param("report-type") != "disposition-notification"

    @api.model
    def _plpdma_get_bounce_text(self, email_message, message_dict):
        """The words of the server that gave the message back."""
        for report in self._plpdma_get_reports(email_message):
            if report["Action"].strip().lower() == FAILED:
                said = DIAGNOSTIC_TYPE.sub("", report.get("Diagnostic-Code") or "")
                status = (report.get("Status") or "").strip()
                words = " ".join(said.split())
                return words if status in words else f"{status} {words}".strip()
        return html2plaintext(message_dict.get("body") or "")
