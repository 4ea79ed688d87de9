from odoo import models
from odoo.exceptions import AccessError


class CalendarAttendee(models.Model):
    """The reply of a participant shows on the participation."""

    _inherit = "calendar.attendee"

    def write(self, vals):
        """A reply to the invitation shows on the participation.

        :raise AccessError: for who replies to a session in the name of another guest
        """
        if "state" in vals and not self.env.su:
            self._check_replier()
        result = super().write(vals)
        if "state" in vals:
            self._update_participation_rsvp()
        return result

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
                    "Only a guest, or who organises the session, notes their reply."
                )
            )

    def _search_participations(self):
        """The participations of these guests, in superuser mode."""
        # sudo: a guest, and who moves the entry, may have no access to participations.
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
