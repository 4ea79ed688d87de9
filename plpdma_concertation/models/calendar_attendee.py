from odoo import models

# Core's templates that a participant receives from us in other words, by whether they
# tell a change.
REPLACED = {
    "calendar.calendar_template_meeting_invitation": False,
    "calendar.calendar_template_meeting_changedate": True,
}


class CalendarAttendee(models.Model):
    """A participant is invited in the words of the concertation and told the notice,
    and their reply shows on the participation."""

    _inherit = "calendar.attendee"

    def write(self, vals):
        """A reply to the invitation shows on the participation."""
        result = super().write(vals)
        if "state" in vals:
            self._update_participation_rsvp()
        return result

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

    # ------------------------------------------------------------------
    # Messages
    # ------------------------------------------------------------------
    def _get_participation(self):
        """The part that the guest takes in a session, in superuser mode; none for who
        organises it, or for another meeting."""
        self.ensure_one()
        lines = self._search_participations()
        return lines.filtered(
            lambda line: (
                line.session_id.calendar_event_id == self.event_id
                and line.partner_id == self.partner_id
            )
        )[:1]

    def _filter_participants(self):
        """The guests who take part in a session, without those who organise it."""
        found = {
            (line.session_id.calendar_event_id.id, line.partner_id.id)
            for line in self._search_participations()
        }
        return self.filtered(
            lambda guest: (guest.event_id.id, guest.partner_id.id) in found
        )

    def _get_session_template(self, mail_template):
        """What participants receive instead of one of core's messages, if anything."""
        for xmlid, is_change in REPLACED.items():
            replaced = self.env.ref(xmlid, raise_if_not_found=False)
            if mail_template and mail_template == replaced:
                template = self.env.ref(
                    "plpdma_concertation.mail_template_session_invitation",
                    raise_if_not_found=False,
                )
                return template and template.with_context(plpdma_is_change=is_change)
        return None

    def _get_session_subject(self):
        """Subject of the message to a participant."""
        self.ensure_one()
        name = self.event_id.name
        if self.env.context.get("plpdma_is_change"):
            return self.env._("New date or place: %s", name)
        return self.env._("Invitation: %s", name)

    def _notify_attendees(self, mail_template, notify_author=False, force_send=False):
        """Participants are written to in the words of the concertation; these messages
        hold the notice: note who had it."""
        template = self._get_session_template(mail_template)
        participants = self._filter_participants() if template else self.browse()
        options = {"notify_author": notify_author, "force_send": force_send}
        result = super(CalendarAttendee, self - participants)._notify_attendees(
            mail_template, **options
        )
        if participants:
            result = super(CalendarAttendee, participants)._notify_attendees(
                template, **options
            )
        if result is not False and mail_template:
            self.filtered(
                lambda guest: (
                    guest.email
                    and guest._should_notify_attendee(notify_author=notify_author)
                    and not guest.event_id._skip_send_mail_status_update()
                )
            )._record_notice_receipts()
        return result

    def _notify_new_place(self):
        """Tell the participants that they meet elsewhere."""
        template = self.env.ref(
            "calendar.calendar_template_meeting_changedate", raise_if_not_found=False
        )
        participants = self._filter_participants()
        if template and participants:
            participants._notify_attendees(template, force_send=True)

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
