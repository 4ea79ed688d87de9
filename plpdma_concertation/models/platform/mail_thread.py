import psycopg2
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.fields import Domain
from odoo.tools import formataddr
from odoo.tools.mail import (
    append_content_to_html,
    html_sanitize,
    unfold_references,
)

from ...tools.mail_date import get_received_at
from ...tools.mail_incoming import IncomingMail

# What passes: the message stays where it is and is read again later.
UNAVAILABLE = (
    psycopg2.OperationalError,
    psycopg2.InterfaceError,
    ConcurrencyError,
    OSError,
    MemoryError,
)
RECIPIENTS = ("Delivered-To", "To", "Cc", "Resent-To", "Resent-Cc")
# Headers with which core finds its way, and that it reads as they are.
ADDRESS_HEADERS = ("From", "Sender", "Reply-To", *RECIPIENTS)
TEXT_HEADERS = ("Subject", "References", "In-Reply-To")


class MailThread(models.AbstractModel):
    """The gate by which messages come in: those that are written to us are read
    whatever their faults, and registered or left where they came from.

    A room that is written to says so (``_plpdma_concerns``), and what it makes of a
    message; nothing else of core's mail changes.
    """

    _inherit = "mail.thread"

    # ------------------------------------------------------------------
    # Gateway
    # ------------------------------------------------------------------
    @api.model
    def message_process(
        self,
        model,
        message,
        custom_values=None,
        save_original=False,
        strip_attachments=False,
        thread_id=None,
    ):
        """Id of what was made of the message, as core gives it. What is written to us
        is registered, or stays where it came from: bare, with its original and the
        reason, when something in it fails.

        :raise Exception: when the database or the disk fails, or when even that cannot
            be registered: whoever brings the message then keeps it
        """
        mailbox = self._plpdma_get_mailbox()
        if mailbox:
            mailbox.is_waiting = True
        mail = self._plpdma_read(message)
        arguments = (model, mail.raw, custom_values)
        options = {
            "save_original": save_original,
            "strip_attachments": strip_attachments,
            "thread_id": thread_id,
        }
        if not self._plpdma_concerns(mail, model):
            if mailbox:
                mailbox.is_waiting = False
            return super().message_process(*arguments, **options)
        thread = self.with_context(plpdma_mail=mail)
        try:
            with self.env.cr.savepoint():
                self._plpdma_tell_apart(mail)
                result = super(MailThread, thread).message_process(
                    *arguments, **options
                )
        except UNAVAILABLE:
            raise
        except Exception as error:  # noqa: BLE001
            result = thread._plpdma_register_bare(mail, error)
        if mailbox:
            # Written down, it may be marked as read.
            self.env.cr.postcommit.add(mailbox.note_registered)
        return result

    @api.model
    def _plpdma_read(self, message):
        """``IncomingMail`` of what the gate or a mailbox hands over."""
        # An xmlrpc Binary holds bytes.
        message = getattr(message, "data", message)
        return IncomingMail(
            message.encode() if isinstance(message, str) else bytes(message)
        )

    @api.model
    def _plpdma_get_mail(self):
        """The message that is being received, if it is one of ours."""
        mail = self.env.context.get("plpdma_mail")
        # What comes from outside in a context is never one.
        return mail if isinstance(mail, IncomingMail) else None

    @api.model
    def _plpdma_get_mailbox(self):
        """The state of the mailbox from which the message is fetched, if it is."""
        mailbox = self.env.context.get("plpdma_mailbox")
        return mailbox if hasattr(mailbox, "note_registered") else None

    @api.model
    def _plpdma_concerns(self, mail, model):
        """Whether a message is written to us: it answers one of ours.

        :param mail: ``IncomingMail``
        :param str model: the model for which it is brought, if any
        """
        references = mail.get("References") or mail.get("In-Reply-To")
        references = [ref.strip() for ref in unfold_references(references)][-32:]
        # sudo: whether it is ours is asked, nothing of it is shown.
        answered = self.env["mail.message"].sudo()
        found = references and answered.search(
            Domain("message_id", "in", references)
            & Domain.OR(self._plpdma_get_own_domains())
        )
        return any(map(self._plpdma_is_own, found or ()))

    @api.model
    def _plpdma_get_own_domains(self):
        """List of domains of the messages that may be ours."""
        return [Domain("model", "=like", "plpdma.%")]

    @api.model
    def _plpdma_is_own(self, message):
        """Whether one of the messages found by these domains is ours."""
        return message.model.startswith("plpdma.")

    @api.model
    def _plpdma_tell_apart(self, mail):
        """Give a message an identity of its own where another one took it.

        :param mail: ``IncomingMail``
        """

    @api.model
    def _plpdma_register_bare(self, mail, error):
        """Register a message of which something fails.

        :param Exception error: what failed
        :return: id of what is made of it, None when it makes nothing
        :raise Exception: the same, when there is nowhere to register it
        """
        raise error

    # ------------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------------
    @api.model
    def message_parse(self, message, save_original=False):
        """The message as core parses it; one of ours is read whatever its charsets, and
        dated by its arrival."""
        mail = self._plpdma_get_mail()
        if not mail:
            return super().message_parse(message, save_original=save_original)
        self._plpdma_clean_headers(message, mail)
        msg_dict = super().message_parse(message, save_original=save_original)
        received = get_received_at(mail.get("Date"), fields.Datetime.now())
        msg_dict["date"] = fields.Datetime.to_string(received)
        return msg_dict

    @api.model
    def _plpdma_clean_headers(self, message, mail):
        """Give core headers that a database keeps."""
        clean = {name: [mail.get(name)] for name in TEXT_HEADERS if mail.get(name)}
        clean["Message-Id"] = [mail.message_id]
        for name in ADDRESS_HEADERS:
            pairs = mail.get_addresses(name)
            clean[name] = [", ".join(map(formataddr, pairs))] if pairs else []
        # Its date is not the sender's to say.
        clean["Date"] = []
        for name in (*TEXT_HEADERS, *clean):
            del message[name]
        for name, values in clean.items():
            for value in values:
                message[name] = value

    @api.model
    def _message_parse_extract_payload(
        self, message, message_dict, save_original=False
    ):
        mail = self._plpdma_get_mail()
        if not mail:
            return super()._message_parse_extract_payload(
                message, message_dict, save_original=save_original
            )
        body = ""
        for text in mail.texts:
            body = append_content_to_html(
                body,
                html_sanitize(text.content, sanitize_tags=False, strip_classes=True)
                if text.is_html
                else text.content,
                plaintext=not text.is_html,
                preserve=not text.is_html,
            )
        attachments = [
            self._Attachment(
                file.name,
                file.content,
                {"cid": file.content_id} if file.content_id else {},
            )
            for file in mail.files
        ]
        if save_original:
            attachments.append(self._Attachment("original_email.eml", mail.raw, {}))
        return self._message_parse_extract_payload_postprocess(
            message, {"body": Markup(body), "attachments": attachments}
        )
