from odoo import models


class CalendarAttendee(models.Model):
    """A guest's reply shows on their participation."""

    _inherit = "calendar.attendee"

    def write(self, vals):
        """A reply to the invitation shows on the participation."""
        result = super().write(vals)
        if "state" in vals:
            self._update_participation_rsvp()
        return result

    def _update_participation_rsvp(self):
        # sudo: the guest who replies has no access to participations; only the
        # reply is written, on the line of the guest that the invitation names.
        participations = (
            self.env["plpdma.participation"]
            .sudo()
            .search(
                [
                    ("session_id.calendar_event_id", "in", self.event_id.ids),
                    ("stakeholder_id.partner_id", "in", self.partner_id.ids),
                ]
            )
        )
        replies = {(line.event_id.id, line.partner_id.id): line.state for line in self}
        for participation in participations:
            event_id = participation.session_id.calendar_event_id.id
            reply = replies.get((event_id, participation.partner_id.id))
            if reply:
                participation.rsvp = "pending" if reply == "needsAction" else reply
