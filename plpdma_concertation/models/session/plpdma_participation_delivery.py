from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.groups import STAFF
from ..program.plpdma_delivery import LOST

# The messages that hold the notice: each tells all that the others do.
CALLS = ("invitation", "change")


class PlpdmaParticipation(models.Model):
    """What a participant was sent, and whether it reached them."""

    _name = "plpdma.participation"
    _inherit = ["plpdma.participation", "plpdma.earned.mixin"]

    _earned_fields = frozenset({"date_thanked", "rsvp_set_aside", "told_sequence"})

    delivery_ids = fields.One2many(
        "plpdma.delivery",
        "participation_id",
        string="Messages Sent or Not",
        copy=False,
        readonly=True,
        groups=STAFF,
    )
    delivery_id = fields.Many2one(
        "plpdma.delivery",
        string="Last Message",
        compute="_compute_delivery_id",
        search="_search_delivery_id",
        groups=STAFF,
    )
    delivery = fields.Selection(
        [
            ("none", "Nothing sent"),
            ("queued", "Leaving"),
            ("sent", "Left"),
            ("failed", "Did not leave"),
            ("bounced", "Came back"),
        ],
        string="Delivery of the Last Message",
        compute="_compute_delivery_id",
        search="_search_delivery",
        groups=STAFF,
        help="Where the last message stands: invitation, new date or place, "
        "cancellation or thanks.",
    )
    delivery_purpose = fields.Selection(
        related="delivery_id.purpose",
        string="Purpose of the Last Message",
        groups=STAFF,
    )
    delivery_reason = fields.Text(
        related="delivery_id.reason", string="Why It Was Not Delivered", groups=STAFF
    )

    told_sequence = fields.Integer(
        string="Change They Were Told",
        default=0,
        copy=False,
        readonly=True,
        groups=STAFF,
        help="Sequence of the session that they were told last.",
    )
    rsvp_set_aside = fields.Char(
        string="Reply to the Date They Know",
        copy=False,
        readonly=True,
        groups=STAFF,
        help="Kept until they are told of another date: put back, it is their reply.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("delivery_ids.state")
    def _compute_delivery_id(self):
        """The last message alone: it tells all that is still to be known."""
        lines = self.env["plpdma.delivery"].search(
            [("participation_id", "in", self.ids), ("is_for_stand_in", "=", False)],
            order="id",
        )
        last = {line.participation_id: line for line in lines}
        for participation in self:
            line = last.get(participation._origin, lines.browse())
            participation.delivery_id = line
            participation.delivery = line.state or "none"

    def _search_delivery_id(self, operator, value):
        return self._search_last("id", operator, value, missing=False)

    def _search_delivery(self, operator, value):
        return self._search_last("state", operator, value, missing="none")

    def _search_last(self, name, operator, value, missing):
        """Those whose last message has one of these values.

        :param missing: the value of those who were sent none
        """
        if operator != "in":
            return NotImplemented
        self.env["plpdma.delivery"].flush_model(
            ["participation_id", "is_for_stand_in", name]
        )
        told = SQL(
            "(SELECT participation_id FROM ("
            " SELECT DISTINCT ON (participation_id) participation_id, id, state"
            " FROM plpdma_delivery WHERE participation_id IS NOT NULL"
            " AND is_for_stand_in IS NOT TRUE"
            " ORDER BY participation_id, id DESC"
            ") AS last WHERE %s = ANY(%s))",
            SQL.identifier("last", name),
            [wanted for wanted in value if wanted and wanted != missing],
        )
        domain = Domain("id", "in", told)
        if missing in value:
            domain |= ~Domain("delivery_ids", "any", [("is_for_stand_in", "=", False)])
        return domain

    def _is_undelivered(self):
        """Whether the last message did not reach them."""
        self.ensure_one()
        return self.delivery in LOST

    def _filter_called(self):
        """Those to whom an invitation, or the news of another date, has left."""
        # sudo: whether a message left is looked at, for who notes a reply.
        return self.filtered(
            lambda line: any(
                message.purpose in CALLS and message.state == "sent"
                for message in line.sudo().delivery_ids
            )
        )

    def _set_reply_aside(self):
        """They have not replied to the new date; what they replied to the one that they
        know is kept until they are told. In superuser mode."""
        for rsvp, lines in self.grouped("rsvp").items():
            lines.filtered(lambda line: not line.rsvp_set_aside).rsvp_set_aside = rsvp
            lines.write({"rsvp": "pending"})

    def _give_reply_back(self):
        """They replied to the date to which the session is put back. In superuser
        mode."""
        kept = self.filtered("rsvp_set_aside")
        for rsvp, lines in kept.grouped("rsvp_set_aside").items():
            lines.filtered(lambda line: line.rsvp == "pending").write({"rsvp": rsvp})
        kept.rsvp_set_aside = False

    # ------------------------------------------------------------------
    # Facts
    # ------------------------------------------------------------------
    @api.model
    def _get_earned_sentences(self):
        return {
            **super()._get_earned_sentences(),
            "date_thanked": self.env._("It is noted when the thanks have left."),
            "rsvp_set_aside": self.env._("It is noted when the date changes."),
            "told_sequence": self.env._("It is noted when they are told."),
        }

    def _absorb(self, duplicates):
        """What either of them was sent was sent to both."""
        # sudo: the ledger is written by nobody else.
        duplicates.sudo().delivery_ids.write({"participation_id": self.id})
        return super()._absorb(duplicates)

    # ------------------------------------------------------------------
    # Following messages
    # ------------------------------------------------------------------
    def _follow_mails(self, purpose, mails):
        """Have the ledger follow the e-mails to these participants, in their order."""
        # Kept, to be sent again as they are.
        mails.write({"auto_delete": False})
        return self.env["plpdma.delivery"]._follow(
            purpose, mails, self._prepare_deliveries(purpose)
        )

    def _prepare_deliveries(self, purpose):
        """What the ledger keeps of a message to each of them."""
        notices = {}
        if purpose in CALLS:
            notices = self.program_id._get_notices_in_force()
        return [
            {
                "program_id": line.program_id.id,
                "participation_id": line.id,
                "session_id": line.session_id.id,
                "user_id": line.session_id._get_handler().id,
                "notice_id": line.program_id in notices and notices[line.program_id].id,
            }
            for line in self
        ]

    @api.model
    def _on_delivery(self, lines):
        """Note what became of the messages, and tell who organises of those that did
        not arrive.

        :param lines: lines of the ledger whose state has just changed, in superuser
            mode
        """
        self.env["plpdma.notice.receipt"]._follow_invitations(
            lines.filtered(
                lambda line: line.purpose in CALLS and not line.is_for_stand_in
            )
        )
        thanks = lines.filtered(lambda line: line.purpose == "thanks")
        thanks.participation_id._note_thanked()
        sessions = lines.session_id | lines.participation_id.session_id
        sessions._alert_undelivered()

    def _note_thanked(self):
        """They are thanked by the first message that left and did not come back; what
        was noted before messages were followed stays."""
        for participation in self:
            thanks = participation.delivery_ids.filtered(
                lambda line: line.purpose == "thanks"
            ).sorted("id")
            told = thanks.filtered(lambda line: line.state == "sent")
            if told and not participation.date_thanked:
                participation.date_thanked = told[0].date_done
            elif not told and thanks[-1:].state in LOST:
                participation.date_thanked = False

    def _is_thanks_leaving(self):
        self.ensure_one()
        return any(
            line.purpose == "thanks" and line.state == "queued"
            for line in self.delivery_ids
        )

    # ------------------------------------------------------------------
    # Writing to them
    # ------------------------------------------------------------------
    def _get_lang(self):
        """The language in which they are written to: theirs, else the authority's."""
        return self.partner_id.lang or self.company_id.partner_id.lang

    def _get_guest(self):
        """Their line in the calendar entry of the session."""
        self.ensure_one()
        return self.session_id.calendar_event_id.attendee_ids.filtered(
            lambda guest: guest.partner_id == self.partner_id
        )[:1]

    def _render_message(self, purpose):
        """A message as they receive it.

        :param str purpose: what it is for, as in the ledger
        :return: its subject and its body
        """
        self.ensure_one()
        if purpose != "thanks":
            return self._get_guest()._render_session_message(purpose)
        template = self.env.ref("plpdma_concertation.mail_template_session_thanks")
        return tuple(
            template._render_field(name, self.ids, compute_lang=True)[self.id]
            for name in ("subject", "body_html")
        )

    def _retry_same(self):
        """Put back in the queue the messages that did not arrive, where the same one
        would be written again to the same address.

        :return: their lines of the ledger
        """
        lines = self.filtered(
            lambda line: line._is_undelivered() and line._is_same_message()
        ).delivery_id._retry()
        if lines:
            lines._trigger_queue()
        return lines

    def _is_same_message(self):
        """Whether the last message would be written again as it is."""
        self.ensure_one()
        message = self.delivery_id.mail_message_id
        if not message or self.delivery_id.email != self.partner_id.email_normalized:
            return False
        subject, body = self._render_message(self.delivery_id.purpose)
        body = message._fields["body"].convert_to_cache(body, message)
        # The thanks are kept with what surrounds them.
        return subject == message.subject and body.strip() in message.body

    def _send_invitations(self):
        """Put the invitations in the queue: the very same where it did not arrive.

        :return: how many
        """
        # sudo: the entry of an individual meeting is private, while any agent who may
        # write the session invites to it.
        lines = self.sudo()
        retried = lines._retry_same()
        others = lines - retried.participation_id
        before = others.delivery_ids
        wanted = {
            (line.session_id.calendar_event_id, line.partner_id) for line in others
        }
        guests = others.session_id.calendar_event_id.attendee_ids.filtered(
            lambda guest: (guest.event_id, guest.partner_id) in wanted
        )
        template = self.env.ref(
            "calendar.calendar_template_meeting_invitation", raise_if_not_found=False
        )
        if guests and template:
            guests._notify_attendees(template, notify_author=True, force_send=True)
        # The calendar may be told to send nothing.
        return len(retried | (others.delivery_ids - before))

    def _send_thanks(self):
        """Put the thanks in the queue: the very same where they did not arrive.

        :return: how many
        """
        # sudo: the right to write the sessions was checked; what is written is what
        # becomes of the messages.
        lines = self.sudo()
        undelivered = lines.filtered(lambda line: line.delivery_id.purpose == "thanks")
        retried = undelivered._retry_same()
        others = lines - retried.participation_id
        template = self.env.ref("plpdma_concertation.mail_template_session_thanks")
        mails = template.send_mail_batch(
            others.ids, email_layout_xmlid="mail.mail_notification_light"
        )
        others._follow_mails("thanks", mails.sudo())
        # Who thanks them at the same time begins again.
        if lines:
            lines._touch()
            self.env["plpdma.delivery"]._trigger_queue()
        return len(lines)

    @api.model
    def _describe_leaving(self, lines):
        """To whom a message is leaving already, as the end of a message."""
        if not lines:
            return ""
        names = ", ".join(lines.mapped("display_name"))
        return " " + self.env._("Already on their way: %s.", names)
