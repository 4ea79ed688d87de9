from odoo import api, fields, models
from odoo.tools import email_normalize

from ...tools.mail_layout import LAYOUT
from ..platform.ir_qweb import Compiled

# The states of a message that did not arrive, and the activity that says so.
LOST = ("failed", "bounced")
UNDELIVERED_ACTIVITY = "plpdma_concertation.mail_activity_type_undelivered"


class PlpdmaDelivery(models.Model):
    """The messages that left, or did not, and why: nothing is claimed without its line.

    Whoever puts messages in the queue has them followed by ``_follow``. From then on
    the mail queue and the bounces note what became of each line (``_settle``), and the
    records that it speaks of are told (``_tell_records``), in superuser mode:

    - a module that sends messages for another purpose adds it, the field by which the
      lines know their records, and has these told;
    - ``queued``: in the queue, or back in it; ``sent``: our server took it, the letter
      was posted, or the register says it; ``failed``: it never left; ``bounced``: it
      left and came back, at any later time, even from ``sent``;
    - a message is known by ``message_uid``, its Message-ID, which survives the deletion
      of the message and is the same when it is tried again (``_retry``);
    - one that tells several things has a line for each: the first one is ``first_id``
      of the others, and they become known together.

    The staff reads the ledger; nobody writes it but the methods below, as superuser.
    """

    _name = "plpdma.delivery"
    _description = "Message Sent or Not"
    _inherit = ["plpdma.field.access.mixin"]
    _order = "id desc"
    _rec_name = "email"

    _personal_fields = ("email", "reason", "server_text")

    purpose = fields.Selection(
        [
            ("answer", "Answer to the author"),
            ("receipt", "Receipt"),
            ("invitation", "Invitation"),
            ("change", "Change of name, date or place"),
            ("cancellation", "Cancellation"),
            ("thanks", "Thanks"),
        ],
        required=True,
        readonly=True,
    )
    channel = fields.Selection(
        [
            ("email", "E-mail"),
            ("letter", "Letter"),
            ("register", "Published register"),
            ("inbox", "Odoo's inbox"),
        ],
        required=True,
        readonly=True,
        default="email",
    )
    state = fields.Selection(
        [
            ("queued", "Leaving"),
            ("sent", "Left"),
            ("failed", "Did not leave"),
            ("bounced", "Came back"),
        ],
        string="Status",
        required=True,
        readonly=True,
        default="queued",
        index=True,
    )
    cause = fields.Selection(
        [
            ("unknown_address", "This address does not exist, or no longer exists."),
            ("full_mailbox", "The mailbox of this address is full."),
            ("refused", "The mail server of this address refuses the message."),
            ("no_address", "There is no valid address to write to."),
            ("sender", "Our own address as the sender is missing or refused."),
            ("server", "Our mail server could not be reached."),
            (
                "interrupted",
                "The connection was cut while it left: it may have arrived.",
            ),
            ("withdrawn", "It was withdrawn from the queue before it left."),
            ("limit", "This address had already received several messages that day."),
            ("unwritten", "It could not be written."),
            ("lost", "It is no longer in the queue: whether it left is not known."),
            ("other", "It could not be delivered."),
        ],
        string="Why",
        readonly=True,
    )
    server_text = fields.Text(string="What the Server Says", readonly=True)
    reason = fields.Text(
        compute="_compute_reason",
        help="Why it was not delivered, then the words of the mail server.",
    )
    email = fields.Char(string="Written to", readonly=True)
    mail_message_id = fields.Many2one(
        "mail.message",
        string="Message",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    message_uid = fields.Char(
        string="Message-ID", readonly=True, index="btree_not_null"
    )
    first_id = fields.Many2one(
        "plpdma.delivery",
        string="First Line of the Message",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The same message tells what this line says, too.",
    )
    other_ids = fields.One2many(
        "plpdma.delivery", "first_id", string="Told by the Same Message", readonly=True
    )
    program_id = fields.Many2one(
        "plpdma.program",
        string="Programme",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="program_id.company_id", store=True, index=True
    )
    notice_id = fields.Many2one(
        "plpdma.notice",
        string="Notice Told",
        readonly=True,
        index="btree_not_null",
        help="The version that the invitation holds.",
    )
    user_id = fields.Many2one("res.users", string="Handled by", readonly=True)
    date_queued = fields.Datetime(
        string="Put in the Queue on", readonly=True, default=fields.Datetime.now
    )
    date_done = fields.Datetime(
        string="Outcome Known on",
        readonly=True,
        help="When it left, or when it was known that it did not arrive.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("purpose", "email")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["purpose"]._description_selection(self.env))
        for line in self:
            parts = (labels.get(line.purpose), line.email)
            line.display_name = " · ".join(filter(None, parts))

    @api.depends("cause", "server_text")
    @api.depends_context("lang")
    def _compute_reason(self):
        labels = dict(self._fields["cause"]._description_selection(self.env))
        for line in self:
            parts = (labels.get(line.cause), line.server_text)
            line.reason = "\n".join(filter(None, parts))

    # ------------------------------------------------------------------
    # Messages that leave
    # ------------------------------------------------------------------
    @api.model
    def _write_messages(self, purpose, template, records, vals_list, **email_values):
        """Put one message a record in the queue, and follow it.

        The lines stand first: whoever writes a message reads there to whom it goes.

        :param template: ``mail.template`` by which each record is written to
        :param list vals_list: for each of them, as for ``_follow``; what else the
            message tells stands in its ``other_ids``
        :param email_values: what the template does not say of the messages
        :return: the lines, in the order of the records, in superuser mode
        """
        lines = self._open(purpose, vals_list)
        mails = template.with_context(
            plpdma_purpose=purpose, plpdma_compiled=Compiled()
        ).send_mail_batch(
            records.ids,
            email_values=email_values,
            # A template may be given another layout by the authority.
            email_layout_xmlid=template.email_layout_xmlid or LAYOUT,
        )
        lines._bind(mails)
        return lines

    @api.model
    def _follow(self, purpose, mails, vals_list):
        """Follow messages that have just been put in the queue.

        :param str purpose: what they are for
        :param mails: ``mail.mail`` records still in the queue, of one recipient each
        :param list vals_list: for each of them, what it speaks of: ``program_id``, who
            handles it (``user_id``), and the records to tell
        :return: the lines, in the order of the messages, in superuser mode
        """
        lines = self._open(purpose, vals_list)
        lines._bind(mails)
        return lines

    @api.model
    def _open(self, purpose, vals_list):
        """Begin the lines of messages that are about to be written, before ``_bind``
        gives them their messages.

        :param list vals_list: as for ``_follow``
        :return: the lines, in superuser mode, the first one of each message
        """
        # sudo: the ledger is written by nobody else.
        return self.sudo().create([{"purpose": purpose, **vals} for vals in vals_list])

    def _is_being_written(self):
        """Whether the line was begun, and its message is not in the queue yet."""
        self.ensure_one()
        return self.state == "queued" and not self.message_uid

    def _bind(self, mails):
        """Follow the messages that were written for these lines, in their order.

        :param mails: ``mail.mail`` records still in the queue, of one recipient each
        """
        # sudo: the queue is the system's.
        for line, mail in zip(self, mails.sudo(), strict=True):
            (line | line.other_ids).write(
                {
                    "email": email_normalize(mail.email_to)
                    or mail.recipient_ids[:1].email_normalized,
                    "mail_message_id": mail.mail_message_id.id,
                    "message_uid": mail.message_id,
                }
            )

    def _get_firsts(self):
        """The first lines of the messages."""
        return self.first_id | self.filtered(lambda line: not line.first_id)

    def _get_all_told(self):
        """All the lines of the messages."""
        firsts = self._get_firsts()
        return firsts | firsts.other_ids

    @api.model
    def _note_told(self, purpose, channel, vals_list):
        """Note what was told without an e-mail, and tell the records it speaks of.

        :param str channel: ``letter``, ``register`` or ``inbox``
        :param list vals_list: what was told, as for ``_follow``; ``date_done`` where it
            is not now
        :return: the lines, in superuser mode
        """
        now = fields.Datetime.now()
        # sudo: the ledger is written by nobody else.
        lines = self.sudo().create(
            [
                {
                    "date_done": now,
                    **vals,
                    "purpose": purpose,
                    "channel": channel,
                    "state": "sent",
                }
                for vals in vals_list
            ]
        )
        lines._tell_records()
        return lines

    @api.model
    def _note_withheld(self, purpose, vals_list):
        """Note the messages that were not written, for their address has received
        enough of them; nobody is asked to see to it.

        :param list vals_list: what they would have said, as for ``_follow``, and the
            address
        """
        # sudo: the ledger is written by nobody else.
        return self.sudo().create(
            [
                {**vals, "purpose": purpose, "state": "failed", "cause": "limit"}
                for vals in vals_list
            ]
        )

    @api.model
    def _note_unwritten(self, purpose, vals_list, error):
        """Note the messages that could not be written, and tell the records that they
        would have spoken of.

        :param list vals_list: as for ``_note_withheld``
        :param str error: what failed
        """
        lines = self._open(purpose, vals_list)
        lines._settle("failed", "unwritten", error)
        return lines

    def _get_day(self):
        """Date on which it was told, where the authority is; none while it is not."""
        self.ensure_one()
        return self.program_id._get_local_day(self.date_done)

    def _forget(self):
        """Erase who was written to, and by which message, which may come back no more;
        what still waits is not sent."""
        self.write(
            {
                "email": False,
                "server_text": False,
                "mail_message_id": False,
                "message_uid": False,
            }
        )
        self.filtered(lambda line: line.state == "queued").write(
            {"state": "failed", "cause": "withdrawn"}
        )
