"""The guests of a session are those of its list, and their replies its replies."""

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import email_normalize


class CalendarAttendee(models.Model):
    """A guest in the calendar is a participant, whose reply shows on both."""

    _inherit = "calendar.attendee"

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """:raise UserError: for a guest of a session who is not on its list"""
        attendees = super().create(vals_list)
        attendees._check_session_guests()
        return attendees

    def write(self, vals):
        """A reply to the invitation shows on the participation.

        :raise UserError: for a guest of a session who would be another, or invited
            elsewhere
        :raise AccessError: for a user who replies to a session in the name of another
            guest
        """
        moved = {"event_id", "partner_id"} & vals.keys()
        if moved:
            self.filtered(
                lambda guest: any(guest[name].id != vals[name] for name in moved)
            )._check_session_guests()
        if "state" in vals and not self.env.su:
            self._check_replier()
        result = super().write(vals)
        if "state" in vals:
            self._update_participation_rsvp()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_session(self):
        self._check_session_guests()

    def _check_session_guests(self):
        if self.env.su:
            return
        # sudo: whether they are guests of a session.
        for event in self.sudo().event_id.filtered("plpdma_session_ids"):
            event.sudo(False)._refuse_session_entry()

    # ------------------------------------------------------------------
    # Replies
    # ------------------------------------------------------------------
    def _check_replier(self):
        """Core lets any employee reply for anybody; here a reply proves something."""
        others = self.filtered(
            lambda guest: guest.partner_id != self.env.user.partner_id
        )
        # sudo: which entries are those of sessions; who may write these is asked.
        sessions = others.event_id.sudo().plpdma_session_ids.sudo(False)
        if sessions and not sessions.has_access("write"):
            raise AccessError(
                self.env._(
                    "Only a guest, or whoever organises the session, notes their reply."
                )
            )

    def _search_participations(self):
        """The participations of these guests, in superuser mode."""
        # sudo: a guest, and whoever moves the entry, may have no access to
        # participations.
        return (
            self.env["plpdma.participation"]
            .sudo()
            .search(
                [
                    ("session_id.calendar_event_id", "in", self.event_id.ids),
                    ("stakeholder_id.partner_id", "in", self.partner_id.ids),
                ]
            )
        )

    def _update_participation_rsvp(self):
        # Only the reply is written, on the line of the guest that the invitation names.
        replies = {(line.event_id.id, line.partner_id.id): line.state for line in self}
        for participation in self._search_participations():
            event_id = participation.session_id.calendar_event_id.id
            reply = replies.get((event_id, participation.partner_id.id))
            rsvp = "pending" if reply == "needsAction" else reply
            # The participation writes the guest in turn, when they differ.
            if rsvp and participation.rsvp != rsvp:
                participation.rsvp = rsvp
                if rsvp != "pending":
                    participation._record_notice_receipts()

    # ------------------------------------------------------------------
    # Replies that calendars send
    # ------------------------------------------------------------------
    @api.model
    def _plpdma_note_reply(self, reply, sender):
        """Note what a guest of a session replies from their calendar.

        :param reply: ``Reply``
        :param str sender: address of whoever sent it: nobody replies for another
        :return: the guest, in superuser mode; none when the reply answers no invitation
            to a coming session as it stands
        """
        email = email_normalize(reply.email)
        if not reply.state or not email or email != email_normalize(sender):
            return self.browse()
        # sudo: whoever brings the message, it is the guest who replies.
        guest = self.sudo().search(
            Domain("partner_id.email_normalized", "=", email)
            & Domain("event_id.plpdma_session_ids.state", "=", "planned")
            & self._get_replied_domain(reply)
        )
        # Two sessions at one time: which of them is answered is not known.
        if len(guest) == 1 and guest.state != reply.state:
            guest.write({"state": reply.state})
        return guest if len(guest) == 1 else self.browse()

    @api.model
    def _get_replied_domain(self, reply):
        """Domain of the guests whom a reply is about, as the session stands: by the
        number that it bears, else by the moment of invitations that bore another
        one."""
        session = "event_id.plpdma_session_ids"
        # sudo: whether one of the sessions bears the number.
        sessions = self.env["plpdma.session"].sudo()
        if not sessions.search_count([("calendar_uid", "=", reply.uid)], limit=1):
            at_that_time = Domain("event_id.start", "=", reply.start)
            return at_that_time if reply.start else Domain.FALSE
        known = Domain(f"{session}.calendar_uid", "=", reply.uid)
        if reply.start:
            return known & Domain("event_id.start", "=", reply.start)
        # Calendars write their hours in zones that have no name elsewhere: the sequence
        # says which date is answered.
        return known & Domain(f"{session}.date_sequence", "<=", reply.sequence)
