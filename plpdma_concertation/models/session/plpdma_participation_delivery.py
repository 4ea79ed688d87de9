"""What a participant was sent, and whether it reached them."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.groups import STAFF
from ..program.plpdma_delivery import LOST
from .calendar_attendee_message import CALLS


class PlpdmaParticipation(models.Model):
    """A participant of whom the ledger of messages speaks."""

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
        help="Kept until they are told of another date: it counts again if put back.",
    )
    date_thanked = fields.Datetime(
        string="Thanked on", readonly=True, copy=False, groups=STAFF
    )

    # ------------------------------------------------------------------
    # Computes and searches
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
        # sudo: whether a message left is looked at, for whoever notes a reply.
        return self.filtered(
            lambda line: any(
                message.purpose in CALLS and message.state == "sent"
                for message in line.sudo().delivery_ids
            )
        )

    # ------------------------------------------------------------------
    # The reply to another date
    # ------------------------------------------------------------------
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
        """List of the values of the ledger's lines for a message to each
        participant."""
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
        """Note what became of the messages, and tell whoever organises of those that
        did not arrive.

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
