from odoo import api, models

INVITATION = "calendar.calendar_template_meeting_invitation"
CHANGE = "calendar.calendar_template_meeting_changedate"
# Core's templates that a participant receives from us in other words, and what for.
PURPOSES = {INVITATION: "invitation", CHANGE: "change"}


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

    @api.model
    def _get_session_purpose(self, mail_template):
        """What one of core's messages tells of a session: key of the ledger, if any."""
        for xmlid, purpose in PURPOSES.items():
            known = self.env.ref(xmlid, raise_if_not_found=False)
            if mail_template and mail_template == known:
                return purpose
        return None

    @api.model
    def _get_session_template(self, purpose):
        """What participants receive instead of core's message; core's own where ours
        was deleted."""
        template = self.env.ref(
            "plpdma_concertation.mail_template_session_invitation",
            raise_if_not_found=False,
        )
        if template:
            return template.with_context(plpdma_is_change=purpose == "change")
        xmlid = CHANGE if purpose == "change" else INVITATION
        return self.env.ref(xmlid, raise_if_not_found=False)

    def _get_session_subject(self):
        """Subject of the message to a participant."""
        self.ensure_one()
        name = self.event_id.name
        if self.env.context.get("plpdma_is_change"):
            return self.env._("New date or place: %s", name)
        return self.env._("Invitation: %s", name)

    def _get_session_lang(self):
        """Language of the message to a participant: theirs, else the authority's."""
        self.ensure_one()
        return self._get_participation()._get_lang() or self.partner_id.lang

    def _notify_attendees(self, mail_template, notify_author=False, force_send=False):
        """Participants are written to in the words of the concertation, and the
        ledger follows what they are sent."""
        purpose = self._get_session_purpose(mail_template)
        participants = self._filter_participants() if purpose else self.browse()
        options = {"notify_author": notify_author, "force_send": force_send}
        result = super(CalendarAttendee, self - participants)._notify_attendees(
            mail_template, **options
        )
        if participants:
            result = participants._notify_participants(purpose, **options)
        return result

    def _notify_participants(self, purpose, notify_author, force_send):
        """Write to participants, and have the ledger follow the messages before any of
        them leaves.

        :return: what core says of it
        """
        template = self._get_session_template(purpose)
        # sudo: the messages are the system's; those that core puts in the queue below,
        # and does not return, are looked for.
        messages = self.env["mail.message"].sudo()
        last = messages.search([], order="id desc", limit=1).id
        result = super()._notify_attendees(template, notify_author=notify_author)
        told = messages.search(
            [
                ("id", ">", last),
                ("model", "=", "calendar.event"),
                ("res_id", "in", self.event_id.ids),
            ],
            order="id",
        )
        lines = self._search_participations().grouped(
            lambda line: (line.session_id.calendar_event_id.id, line.partner_id.id)
        )
        self.env["plpdma.participation"]._follow_messages(
            purpose,
            {
                message: lines[message.res_id, message.partner_ids.id]
                for message in told
                if (message.res_id, message.partner_ids[:1].id) in lines
            },
            force_send,
        )
        return result

    def _notify_new_place(self):
        """Tell the participants that they meet elsewhere."""
        template = self.env.ref(CHANGE, raise_if_not_found=False)
        participants = self._filter_participants()
        if template and participants:
            participants._notify_attendees(template, force_send=True)
