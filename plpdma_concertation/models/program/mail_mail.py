import logging
import smtplib
from collections import defaultdict

from odoo import models
from odoo.tools import email_normalize_all

from ...tools.calendar_file import get_content_type

_logger = logging.getLogger(__name__)


def _get_type(content, mimetype):
    if mimetype == "text/calendar":
        return get_content_type(content) or mimetype
    return mimetype


class MailMail(models.Model):
    """What becomes of the messages that the ledger of deliveries follows.

    The other messages of the database cost one look at an index.
    """

    _inherit = "mail.mail"

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        """Core says here what became of the messages, before it deletes those that are
        not to be kept."""
        self._plpdma_note_outcome(
            success_pids, success_emails, failure_reason, failure_type
        )
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason, failure_type
        )

    def _send(
        self,
        auto_commit=False,
        raise_exception=False,
        smtp_session=None,
        alias_domain_id=False,
        mail_server=False,
        post_send_callback=None,
    ):
        """Core leaves a message whose connection is cut as failed without telling."""
        try:
            return super()._send(
                auto_commit,
                raise_exception,
                smtp_session,
                alias_domain_id,
                mail_server,
                post_send_callback,
            )
        except smtplib.SMTPServerDisconnected as error:
            cut = self.filtered(lambda mail: mail.state == "exception")
            cut._plpdma_find_queued()._settle("failed", "interrupted", str(error))
            raise

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
        return results

    def write(self, vals):
        """A message put back in the queue leaves again; taken out, it does not."""
        result = super().write(vals)
        if vals.get("state") == "outgoing":
            lines = self._plpdma_find_deliveries()
            lines.filtered(lambda line: line.state != "queued")._settle("queued")
        elif vals.get("state") == "cancel":
            self._plpdma_find_queued()._settle("failed", "withdrawn")
        return result

    def unlink(self):
        """A message deleted while it waits never leaves."""
        waiting = self.filtered(lambda mail: mail.state == "outgoing")
        waiting._plpdma_find_queued()._settle("failed", "withdrawn")
        return super().unlink()

    # ------------------------------------------------------------------
    # The ledger
    # ------------------------------------------------------------------
    def _plpdma_find_deliveries(self):
        """The lines of these messages, in superuser mode."""
        # sudo: of the message, only its identifier is read.
        return self.env["plpdma.delivery"]._find(self.sudo().mapped("message_id"))

    def _plpdma_find_queued(self):
        return self._plpdma_find_deliveries().filtered(
            lambda line: line.state == "queued"
        )

    def _plpdma_note_outcome(
        self, success_pids, success_emails, failure_reason, failure_type
    ):
        """Note what became of the messages in the ledger.

        What our own records refuse does not make a message unsent: core would note as
        failed what has left. The ledger then reconciles itself.
        """
        lines = self._plpdma_find_queued()
        if not lines:
            return
        told = set(email_normalize_all(",".join(success_emails)))
        told.update(partner.email_normalized for partner in success_pids)
        try:
            with self.env.cr.savepoint():
                self._plpdma_settle(lines, told, failure_reason, failure_type)
        except Exception:
            _logger.exception("What became of messages %s is not noted", self.ids)

    def _plpdma_settle(self, lines, told, failure_reason, failure_type):
        outcomes = defaultdict(lines.browse)
        by_uid = lines.grouped("message_uid")
        for mail in self:
            for line in by_uid.get(mail.message_id, ()):
                # Of several recipients of one message, some may be refused.
                arrived = line.email in told or not failure_type
                if mail.state == "sent" and arrived:
                    outcomes["sent", False, False] |= line
                else:
                    text = failure_reason or mail.failure_reason
                    cause = lines._get_cause(text, failure_type)
                    outcomes["failed", cause, text] |= line
        for (state, cause, text), settled in outcomes.items():
            settled._settle(state, cause, text)
