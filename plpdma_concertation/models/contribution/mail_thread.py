import logging
import re
from ast import literal_eval

import psycopg2
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.fields import Domain
from odoo.tools import email_normalize, formataddr, html2plaintext
from odoo.tools.mail import (
    append_content_to_html,
    html_sanitize,
    unfold_references,
)

from ...tools.mail_date import get_received_at
from ...tools.mail_incoming import IncomingMail
from ...tools.mail_machine import is_automatic
from ...tools.mail_own_words import says_opinion

_logger = logging.getLogger(__name__)

CONTRIBUTION = "plpdma.contribution"
ORIGINAL = "message.eml"
# What passes: the message stays where it is and is read again later.
UNAVAILABLE = (
    psycopg2.OperationalError,
    psycopg2.InterfaceError,
    ConcurrencyError,
    OSError,
    MemoryError,
)
# What a server writes of each recipient that a message did not reach (RFC 3464).
FAILED = "failed"
DIAGNOSTIC_TYPE = re.compile(r"^\s*(?:smtp|x-[\w-]+)\s*;\s*", re.IGNORECASE)
RECIPIENTS = ("Delivered-To", "To", "Cc", "Resent-To", "Resent-Cc")
# Headers with which core finds its way, and that it reads as they are.
ADDRESS_HEADERS = ("From", "Sender", "Reply-To", *RECIPIENTS)
TEXT_HEADERS = ("Subject", "References", "In-Reply-To")


class MailThread(models.AbstractModel):
    """Messages on their way to becoming contributions, and those that come back."""

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
        """What is written to us is registered, or stays where it came from: bare, with
        its original and the reason, when something in it fails.

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
        """:return: ``IncomingMail``, of what the gate or a mailbox hands over"""
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
        """Whether a message is written to a programme, or answers one of ours."""
        if model == CONTRIBUTION or self._plpdma_find_aliases(mail):
            return True
        references = mail.get("References") or mail.get("In-Reply-To")
        references = [ref.strip() for ref in unfold_references(references)][-32:]
        # sudo: whether it is ours is asked, nothing of it is shown.
        answered = self.env["mail.message"].sudo()
        found = references and answered.search(
            Domain("message_id", "in", references)
            & (
                Domain("model", "=like", "plpdma.%")
                | Domain("model", "=", "calendar.event")
            )
        )
        events = self.env["calendar.event"].sudo()
        return bool(found) and any(
            message.model != "calendar.event"
            or events.browse(message.res_id).exists().plpdma_session_ids
            for message in found
        )

    @api.model
    def _plpdma_find_aliases(self, mail):
        """The programmes' addresses that a message is written to, in superuser mode."""
        emails = {
            email_normalize(address)
            for _name, address in mail.get_addresses(*RECIPIENTS)
        } - {False}
        # sudo: who brings the message may not read the settings of the addresses.
        return (
            self.env["mail.alias"]
            .sudo()
            .search(
                Domain("alias_model_id.model", "=", CONTRIBUTION)
                & (
                    Domain("alias_full_name", "in", list(emails))
                    | Domain("alias_incoming_local", "=", True)
                    & Domain("alias_name", "in", [e.partition("@")[0] for e in emails])
                )
            )
            if emails
            else self.env["mail.alias"]
        )

    # ------------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------------
    @api.model
    def message_parse(self, message, save_original=False):
        """One of ours is read whatever its charsets, and dated by its arrival."""
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

    # ------------------------------------------------------------------
    # Routing
    # ------------------------------------------------------------------
    @api.model
    def message_route(
        self, message, message_dict, model=None, thread_id=None, custom_values=None
    ):
        """An automatic reply is nobody's contribution, the reply to an invitation is
        noted there, and the same message makes one contribution, whatever is read by
        who brings it."""
        routes = super().message_route(
            message, message_dict, model, thread_id, custom_values
        )
        mail = self._plpdma_get_mail()
        if not mail:
            return routes
        reply = mail.calendar_reply
        if reply and not message_dict.get("is_bounce"):
            guest = self.env["calendar.attendee"]._plpdma_note_reply(
                reply, mail.sender[1]
            )
            reply = not self._plpdma_says_more(mail, bool(guest))
        if any(route[0] == CONTRIBUTION for route in routes) and (
            reply or self._plpdma_is_automatic(mail) or self._plpdma_is_known(mail)
        ):
            routes = [route for route in routes if route[0] != CONTRIBUTION]
        return routes

    @api.model
    def _plpdma_says_more(self, mail, is_noted):
        """Whether somebody says something beside the reply to an invitation: a calendar
        adds words of its own to what is noted, people write what they think."""
        words = mail.get_words().text
        if is_noted and mail.is_calendar:
            return says_opinion(words)
        return bool(words)

    @api.model
    def _plpdma_is_automatic(self, mail):
        """Whether a machine wrote it: an absence notice, a mailing list."""
        return is_automatic(mail.get, mail.get("Subject"), mail.get_words().text)

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        """Keep the message, as it was received, with the contribution that it makes or
        joins."""
        mail = self._plpdma_get_mail()
        if mail and any(route[0] == CONTRIBUTION for route in routes or ()):
            original = self._Attachment(ORIGINAL, mail.raw, {})
            message_dict.setdefault("attachments", []).append(original)
        return super()._message_route_process(message, message_dict, routes)

    # ------------------------------------------------------------------
    # Messages that come back, to addresses of contacts or not
    # ------------------------------------------------------------------
    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        """The ledger knows the message by its Message-ID, even when it was deleted."""
        result = super()._routing_handle_bounce(email_message, message_dict)
        lines = self.env["plpdma.delivery"]._find(message_dict["bounced_msg_ids"] or ())
        # To one address among several: the others received it.
        bounced = lines.filtered(
            lambda line: line.email == message_dict["bounced_email"]
        )
        if not bounced and len(lines) == 1:
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

    # ------------------------------------------------------------------
    # Faults
    # ------------------------------------------------------------------
    @api.model
    def _plpdma_register_bare(self, mail, error):
        """Register a message of which something fails, with its original and the
        reason, for the programme's manager.

        :param Exception error: what failed
        :return: id of the contribution, None when the message makes none
        :raise Exception: the same, when there is nowhere to register it
        """
        aliases = self._plpdma_find_aliases(mail)
        if not aliases or str(error).startswith("No possible route"):
            raise error
        _logger.warning(
            "E-mail %s is registered bare: %r", mail.message_id, error, exc_info=error
        )
        if self._plpdma_is_known(mail):
            return None
        # sudo: as for any message that arrives, whoever brings it.
        contributions = self.env[CONTRIBUTION].sudo()
        for alias in aliases:
            made = contributions._create_bare(
                mail, literal_eval(alias.alias_defaults), error
            )
            made._message_keep_original(mail)
        return made.id
