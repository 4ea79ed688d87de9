import logging
import re
import smtplib
from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import email_normalize_all

from ...tools.notifications import CLOSE, make_notification

_logger = logging.getLogger(__name__)

# What is kept of the words of a mail server.
MAX_TEXT = 2_000
# Status of a failure as servers number it (RFC 3463), which an address is not.
STATUS = re.compile(r"(?<![\d.])[45]\.(\d{1,3})\.(\d{1,3})(?!\d|\.\d)")
# Core's types of failure, and why they happen.
CAUSES = {
    "mail_smtp": "server",
    "mail_email_invalid": "no_address",
    "mail_email_missing": "no_address",
    "mail_from_invalid": "sender",
    "mail_from_missing": "sender",
    "mail_spam": "refused",
}


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


class PlpdmaDelivery(models.Model):
    """What became of each message, and who is told of it."""

    _inherit = "plpdma.delivery"

    # ------------------------------------------------------------------
    # Becoming known
    # ------------------------------------------------------------------
    @api.model
    def _find(self, message_uids):
        """The lines of the messages that bear these Message-IDs, in superuser mode."""
        # sudo: what becomes of a message is noted whoever runs the queue.
        lines = self.sudo()
        uids = list(filter(None, message_uids))
        return lines.search([("message_uid", "in", uids)]) if uids else lines.browse()

    def _settle(self, state, cause=False, server_text=False):
        """Note what became of the messages, and tell the records they speak of.

        :param str state: the new state of the lines
        :param str cause: why it is not delivered
        :param str server_text: what the mail server says of it
        """
        now = fields.Datetime.now()
        dates = {"date_done": now}
        if state == "queued":
            dates = {"date_queued": now, "date_done": False}
        self.write(
            {
                **dates,
                "state": state,
                "cause": cause,
                "server_text": (server_text or "").strip()[:MAX_TEXT],
            }
        )
        self._tell_records()

    def _tell_records(self):
        """Have the records that the lines speak of note what became of them: each room
        extends it for its own purposes."""

    @api.model
    def _get_cause(self, server_text, failure_type=None):
        """Key of the cause for which a message was not delivered, from what its server
        says.

        :param str failure_type: core's own type, if any
        :return: value of ``cause``
        """
        if failure_type in CAUSES:
            return CAUSES[failure_type]
        status = STATUS.search(server_text or "")
        if status:
            subject, detail = status.groups()
            if subject == "1" and detail in ("7", "8"):
                return "sender"
            if subject == "1" or (subject, detail) == ("2", "1"):
                return "unknown_address"
            if (subject, detail) == ("2", "2"):
                return "full_mailbox"
            return "refused"
        return "refused" if "SMTPRecipientsRefused" in (server_text or "") else "other"

    # ------------------------------------------------------------------
    # Trying again
    # ------------------------------------------------------------------

    def _retry(self):
        """Put the very same messages back in the queue, with their Message-ID.

        :return: those of the lines whose message is still there
        """
        # sudo: the queue is the system's; only what was ours goes back into it.
        mails = self.env["mail.mail"].sudo()
        mails = mails.search([("mail_message_id", "in", self.mail_message_id.ids)])
        mails = mails.filtered(lambda mail: mail.state != "outgoing")
        mails.mark_outgoing()
        return self.filtered(lambda line: line.mail_message_id in mails.mail_message_id)

    def _let_leave(self, more=""):
        """Let the queue leave as soon as the transaction succeeds.

        :param str more: what else there is to know of them
        :return: notification that says how many leave
        """
        self._trigger_queue()
        return make_notification(
            self.env._("E-mails on their way: %s.", len(self)) + more, "success", CLOSE
        )

    @api.model
    def _trigger_queue(self):
        """Let the queue of messages leave as soon as the transaction succeeds."""
        # sudo: the queue is the system's; it only runs sooner.
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    # ------------------------------------------------------------------
    # Cron
    # ------------------------------------------------------------------
    @api.model
    def _cron_reconcile(self, minutes=15):
        """Settle the lines whose message left the queue without a word: a process that
        was killed, a message deleted behind our back."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), minutes=minutes)
        lines = self.search([("state", "=", "queued"), ("date_queued", "<", limit)])
        mails = self.env["mail.mail"].search(
            [("mail_message_id", "in", lines.mail_message_id.ids)]
        )
        by_message = mails.grouped("mail_message_id")
        outcomes = defaultdict(self.browse)
        for line in lines:
            mail = by_message.get(line.mail_message_id)
            if not mail:
                outcomes["failed", "lost", False] |= line
            elif mail.state == "sent":
                outcomes["sent", False, False] |= line
            elif mail.state == "exception":
                cause = self._get_cause(mail.failure_reason, mail.failure_type)
                outcomes["failed", cause, mail.failure_reason] |= line
        for (state, cause, text), settled in outcomes.items():
            settled._settle(state, cause, text)
