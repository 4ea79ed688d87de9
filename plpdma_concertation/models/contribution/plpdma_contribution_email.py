import logging

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.fields import Domain
from odoo.tools import email_normalize, plaintext2html

from ...tools.addresses import get_own_domain
from ...tools.groups import STAFF
from ...tools.mail_date import get_received_at, read_date
from ...tools.mail_incoming import IncomingMail
from ...tools.mail_machine import is_machine_address
from ...tools.mail_subject import find_numbers, is_reply
from ..platform.mail_thread import UNAVAILABLE
from .mail_thread import ORIGINAL

_logger = logging.getLogger(__name__)

MESSAGE_INDEX = "plpdma_contribution_message_key_uniq"


class PlpdmaContribution(models.Model):
    """What is written to the programme's address becomes a contribution, with what its
    message says beside its author's words."""

    _inherit = "plpdma.contribution"

    cut_text = fields.Text(
        string="What Was Left Out",
        copy=False,
        readonly=True,
        groups=STAFF,
        help="Quoted messages and signature, which are not the author's words. The "
        "original message is among the files.",
    )
    date_written = fields.Char(
        string="Date on the Message",
        copy=False,
        readonly=True,
        groups=STAFF,
        help="As the sender's clock says. The date of arrival is the one that counts.",
    )
    intake_error = fields.Char(
        string="Why It Could Not Be Read", copy=False, readonly=True, groups=STAFF
    )

    message_key = fields.Char(
        string="Identity of the Message",
        copy=False,
        readonly=True,
        groups=STAFF,
        help="What makes one contribution of a message delivered twice at once.",
    )

    _message_key_uniq = models.UniqueIndex(
        "(program_id, message_key) WHERE message_key IS NOT NULL",
        "This message was already received.",
    )

    # ------------------------------------------------------------------
    # A message makes a contribution
    # ------------------------------------------------------------------
    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Create a contribution from a message: its text, without what it quotes and
        without the signature. The whole message stays in the discussion, and as a file.

        :param dict msg_dict: the message, as core parses it
        :param dict custom_values: the programme, as its address says
        :return: the contribution; a bare one, that says why, when something fails
        """
        custom_values = dict(custom_values or {})
        mail = self._plpdma_get_mail() or self._read_parsed(msg_dict)
        try:
            with self.env.cr.savepoint():
                return self._create_from_mail(mail, custom_values)
        except UNAVAILABLE:
            raise
        except Exception as error:  # noqa: BLE001
            _logger.warning(
                "E-mail %s is registered bare: %r",
                mail.message_id,
                error,
                exc_info=error,
            )
            return self._create_bare(mail, custom_values, error)

    @api.model
    def _read_parsed(self, msg_dict):
        """The message that core parsed, for whoever brings it without the original."""
        lines = [
            f"From: {msg_dict.get('email_from') or ''}",
            f"Subject: {msg_dict.get('subject') or ''}",
            f"Cc: {msg_dict.get('cc') or ''}",
            f"Message-Id: {msg_dict.get('message_id') or ''}",
            "Content-Type: text/html; charset=utf-8",
        ]
        head = "\n".join(" ".join(line.split()) for line in lines)
        return IncomingMail(f"{head}\n\n{msg_dict.get('body') or ''}".encode())

    @api.model
    def _create_from_mail(self, mail, custom_values):
        contribution = self._create_received(
            {
                **self._prepare_from_mail(mail, custom_values),
                **custom_values,
                # Whatever the address says: nobody has read it yet.
                "moderation": "pending",
            }
        )
        contribution._propose_co_authors(mail)
        if contribution.author_to_confirm:
            contribution._ask_author(mail)
        else:
            contribution._send_receipt(references=mail.message_id)
        return contribution

    @api.model
    def _create_received(self, values):
        """:raise ConcurrencyError: when the same message is being registered by another
        transaction, which this one does not see: tried again, it is known
        """
        try:
            with self.env.cr.savepoint():
                return self.create(values)
        except psycopg2.errors.UniqueViolation as error:
            if error.diag.constraint_name != MESSAGE_INDEX:
                raise
            raise ConcurrencyError(str(error)) from error

    @api.model
    def _prepare_from_mail(self, mail, custom_values):
        """Values of a new contribution, from a message."""
        program = self.env["plpdma.program"].browse(custom_values.get("program_id"))
        forwarded = self._find_forwarded(mail, program)
        values = self._prepare_received(mail, program)
        if forwarded:
            return {**values, **self._prepare_forwarded(mail, forwarded, program)}
        words = mail.get_words()
        return {
            **values,
            "verbatim": words.text or values["verbatim"],
            "cut_text": words.cut,
            **self._prepare_author(mail, program),
        }

    @api.model
    def _prepare_received(self, mail, program):
        """Values that all messages give a contribution, whoever wrote them."""
        now = fields.Datetime.now()
        received = get_received_at(mail.get("Date"), now)
        written = mail.get("Date")
        return {
            "channel": "email",
            "summary": mail.subject,
            "verbatim": mail.subject or self._get_words_of_none(mail, program),
            "date_received": self._get_local_date(received, program),
            "received_at": received,
            # What the sender's clock says, beside, where it is not what counts.
            "date_written": written if read_date(written) != received else False,
            "user_id": program.manager_id.id,
            "message_key": mail.key,
            "moderation": "pending",
        }

    @api.model
    def _get_words_of_none(self, mail, program):
        """Sentence that stands for the words of a message without any."""
        env = self._with_office_lang(program).env
        if mail.files:
            return env._("Message without text: see the files.")
        return env._("Message without text or file.")

    @api.model
    def _with_office_lang(self, program):
        """The model or the record in the authority's language: the mail gate and the
        mailboxes are read in none."""
        # sudo: whoever brings the message may not read the programme.
        lang = program.sudo().company_id._plpdma_get_lang() or self.env.lang
        return self.with_context(lang=lang)

    @api.model
    def _prepare_author(self, mail, program):
        """Values of the author of a message that nobody else passes on."""
        name, email = self._get_sender(mail, program)
        return {"contributor_name": name, "contributor_email": email}

    @api.model
    def _get_sender(self, mail, program):
        """``(name, address)`` of the author of a message, those that can be kept."""
        name, address = self._find_represented(mail, program) or mail.sender
        email = email_normalize(address)
        return name or (not email and address), email

    @api.model
    def _find_represented(self, mail, program):
        """``(name, address)`` of the person for whom a site wrote a message, None when
        somebody wrote it.

        The form of a site writes from an address that nobody reads, or from one of the
        authority's, and names whoever filled it in as the one to answer. A person who
        does so names another mailbox, or a list: they stay the author.
        """
        domains = self._get_office_domains(program)
        if not self._is_site(mail.sender[1], domains):
            return None
        people = {
            email_normalize(address): (name, address)
            for name, address in mail.get_addresses("Reply-To")
            if email_normalize(address) and not self._is_site(address, domains)
        }
        return next(iter(people.values())) if len(people) == 1 else None

    @api.model
    def _is_site(self, address, domains):
        """Whether a machine or an office writes from an address, and no person.

        :param set domains: those of the authority
        """
        email = email_normalize(address)
        if not email:
            return False
        return (
            is_machine_address(email)
            or self._is_own_mailbox(email)
            or (get_own_domain(email) in domains and not self._is_own_user(email))
        )

    @api.model
    def _get_local_date(self, received, program):
        """The day on which a message was received, where the authority is."""
        if program:
            return program._get_local_day(received)
        return fields.Datetime.context_timestamp(self, received).date()

    # ------------------------------------------------------------------
    # A message that fails
    # ------------------------------------------------------------------
    @api.model
    def _create_bare(self, mail, custom_values, error):
        """Register a message of which something fails: who wrote it, what fails.

        :param Exception error: what failed
        :return: the contribution
        """
        program = self.env["plpdma.program"].browse(custom_values.get("program_id"))
        try:
            words = mail.get_words().text
        except Exception:  # noqa: BLE001
            words = ""
        contribution = self._create_received(
            {
                **self._prepare_received(mail, program),
                "verbatim": words
                or self._with_office_lang(program).env._(
                    "This message could not be read: see the file %s.", ORIGINAL
                ),
                **self._prepare_author(mail, program),
                "intake_error": f"{type(error).__name__}: {error}"[:500],
                **custom_values,
                "moderation": "pending",
            }
        )
        contribution._ask_to_read(
            program.manager_id or self.env.user,
            lambda env: env._("An e-mail could not be read"),
            note=contribution.intake_error,
        )
        contribution._send_receipt(references=mail.message_id)
        return contribution

    def _message_keep_original(self, mail):
        """Note the message in the discussion, with its file and nothing else of it."""
        self.ensure_one()
        root = self.with_user(self.env.ref("base.user_root"))
        env = self._with_office_lang(self.program_id).env
        return root.message_post(
            body=env._("Received by e-mail, and could not be read."),
            email_from=mail.sender[1] or False,
            message_id=mail.message_id,
            subtype_xmlid="mail.mt_note",
            attachments=[(ORIGINAL, mail.raw)],
        )

    # ------------------------------------------------------------------
    # A message joins one
    # ------------------------------------------------------------------
    def message_update(self, msg_dict, update_vals=None):
        """Post a reply in the discussion, and tell whoever handles the contribution
        when its author wrote. Somebody other than the author says it in their own
        name."""
        sender = email_normalize(msg_dict.get("email_from"))
        if self.filtered(lambda record: sender in record._get_author_emails()):
            self._tell_author_wrote()
        elif not self._find_staff(sender):
            self._take_as_note(msg_dict)
        return super().message_update(msg_dict, update_vals)

    def _take_as_note(self, msg_dict):
        """Keep a reply among the staff: it is not the author's, who is not told."""
        sender = msg_dict.get("email_from") or ""
        msg_dict["is_internal"] = True
        # The author of what it answers is not told of it.
        msg_dict.pop("parent_id", None)
        env = self._with_office_lang(self.program_id[:1]).env
        told = env._("Reply from %s, who is not the author:", sender)
        msg_dict["body"] = plaintext2html(told) + (msg_dict.get("body") or "")
        self._tell_handler(
            lambda env: env._("Reply from somebody other than the author")
        )

    def _tell_author_wrote(self):
        """Ask whoever handles each contribution to read what its author wrote again."""
        self._tell_handler(lambda env: env._("The author wrote again"))

    def _tell_handler(self, summarise):
        for contribution in self:
            user = contribution.user_id or contribution.program_id.manager_id
            if user:
                contribution._ask_to_read(user, summarise)

    def _ask_to_read(self, user, summarise, **values):
        """Schedule an activity for a user, in their language: the mail gate has none,
        and the author who writes may have another.

        :param summarise: function that says in an environment what to read
        :param dict values: what else the activity says
        """
        self.ensure_one()
        told = self._with_office_lang(self.program_id)
        if user.lang:
            told = told.with_context(lang=user.lang)
        told.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=user.id,
            summary=summarise(told.env),
            **values,
        )

    # ------------------------------------------------------------------
    # Which one, and whether too many
    # ------------------------------------------------------------------
    @api.model
    def _find_answered(self, mail, program_id):
        """The contribution to which its author answers under its number, without saying
        which message they answer: some programmes do not, and some people write anew.

        :param int program_id: the programme to which the message is written
        :return: in superuser mode; none but where the subject is that of a reply, and
            names one of the sender's
        """
        subject = mail.get("Subject")
        if not program_id or not is_reply(subject):
            return self.browse()
        # sudo: whoever brings the message may read none; it joins only its author's.
        named = (
            self.sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("program_id", "=", program_id),
                    ("reference", "in", sorted(find_numbers(subject))),
                ]
            )
        )
        sender = email_normalize(mail.sender[1])
        answered = named.filtered(
            lambda record: sender and sender in record._get_author_emails()
        )
        return answered if len(answered) == 1 else answered.browse()

    @api.model
    def _detect_loop_sender_domain(self, email_from_normalized):
        """What an address sent, or a site for whoever is to be answered: past Odoo's
        limit, its message makes nothing."""
        mail = self._plpdma_get_mail()
        pairs = mail.get_addresses("Reply-To") if mail else ()
        emails = {email_normalize(address) for _name, address in pairs}
        return Domain.OR(
            Domain("contributor_email", "=ilike", email)
            for email in {email_from_normalized, *emails} - {False}
        )
