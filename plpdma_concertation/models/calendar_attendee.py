from odoo import models


class CalendarAttendee(models.Model):
    """A guest is told the notice by the invitation, and their reply shows on the
    participation."""

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

    def _notify_attendees(self, mail_template, notify_author=False, force_send=False):
        """The messages to the guests of a session hold the notice: note who had it."""
        result = super()._notify_attendees(
            mail_template, notify_author=notify_author, force_send=force_send
        )
        if result is not False and mail_template:
            self.filtered(
                lambda guest: guest.email
                and guest._should_notify_attendee(notify_author=notify_author)
                and not guest.event_id._skip_send_mail_status_update()
            )._record_notice_receipts()
        return result

    def _record_notice_receipts(self):
        # sudo: whoever moves the entry may have no access to the session; what was
        # sent to its participants is a fact to be noted.
        for event, guests in self.sudo().grouped("event_id").items():
            for session in event.plpdma_session_ids:
                told = session.participation_ids.stakeholder_id.filtered(
                    lambda actor, guests=guests: actor.partner_id in guests.partner_id
                )
                self.env["plpdma.notice.receipt"].sudo()._record(
                    told, "invitation", session
                )
