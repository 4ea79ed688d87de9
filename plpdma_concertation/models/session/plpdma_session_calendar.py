"""The calendar follows the sessions: the entry of each, its guests, and what they are
told when it is withdrawn."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Command

from .calendar_attendee_message import CALLS


class PlpdmaSession(models.Model):
    """A planned meeting is in the calendar of its guests, and leaves it."""

    _inherit = "plpdma.session"

    # A change of these shows in the calendar entry.
    _calendar_fields = {
        "name",
        "date_start",
        "date_stop",
        "location",
        "user_id",
        "facilitator_id",
        "format",
        "nature",
    }

    calendar_event_id = fields.Many2one(
        "calendar.event", copy=False, readonly=True, index="btree_not_null"
    )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """Put the sessions that come already planned in the calendar."""
        sessions = super().create(vals_list)
        sessions._sync_calendar()
        return sessions

    def write(self, vals):
        """What a guest reads in their calendar follows the session."""
        result = super().write(vals)
        if self._calendar_fields & vals.keys() or "state" in vals:
            self._sync_calendar()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_calendar_event(self):
        # sudo: the calendar entry goes with its session, whoever organised it.
        self.sudo().calendar_event_id.unlink()

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_view_calendar_event(self):
        """Window action on the calendar entry by which the guests were invited."""
        self.ensure_one()
        return self.calendar_event_id.get_formview_action()

    # ------------------------------------------------------------------
    # The entry
    # ------------------------------------------------------------------
    def _sync_calendar(self):
        """Make the calendar say what the sessions say, no more.

        A planned meeting has an entry and its guests are invited by it; it moves
        with the session and is withdrawn when the session is not planned any more.
        An availability to the public has none: nobody is invited.
        """
        for session in self:
            # sudo: an individual meeting's entry is private, while any agent who may
            # write the session may move it; nobody else writes in it.
            event = session.sudo().calendar_event_id
            is_meeting = session.format != "public"
            if session.state == "planned" and is_meeting:
                session._write_calendar_event(event)
            elif event.active and (
                not is_meeting or session.state in ("draft", "cancelled")
            ):
                session._withdraw_calendar_event(event)

    def _write_calendar_event(self, event):
        self.ensure_one()
        vals = self._prepare_calendar_vals()
        if not event:
            self._note_told()
            # sudo: see _sync_calendar. Linked from the start, so that the invitations
            # sent on creation are known to be those of the session.
            self.env["calendar.event"].sudo().with_context(
                plpdma_from_session=True, skip_contact_description=True
            ).create(
                {
                    **vals,
                    "partner_ids": [Command.set(self._get_guests().ids)],
                    "plpdma_session_ids": [Command.link(self.id)],
                }
            )
            self._invite_stand_ins()
            return
        changed = {
            name: value
            for name, value in {**vals, "active": True}.items()
            if event._fields[name].convert_to_write(event[name], event) != value
        }
        is_back = "active" in changed
        if is_back:
            self._raise_calendar_sequence()
            self._note_told()
        if changed:
            # The guests are told by whoever organises, once they have seen what is
            # told.
            event.with_context(
                plpdma_from_session=True, skip_attendee_notification=True
            ).write(changed)
        if is_back and event.start > fields.Datetime.now():
            # Those who are still guests were told that the session was cancelled.
            event.attendee_ids._send_invitation_emails()
            self._invite_stand_ins()
        self._sync_calendar_attendees()

    def _invite_stand_ins(self):
        """Those announced before it was planned are invited with the others."""
        # sudo: see _sync_calendar.
        self.sudo().participation_ids._tell_stand_ins("invitation")

    def _prepare_calendar_vals(self):
        """Values of the calendar entry, with what a guest may read and nothing else:
        title, nature, time, place and the notice."""
        return {
            "name": self.name,
            "start": self.date_start,
            "stop": self.date_stop,
            "location": self.location,
            "user_id": self._get_handler().id,
            "privacy": "private" if self.format == "individual" else "public",
            # Whoever writes may read another language than those who are invited.
            "description": self.with_context(
                lang=self._get_lang()
            )._get_invitation_text(),
        }

    def _get_invitation_text(self):
        """HTML of what the guests are invited to, and of the notice."""
        nature = Markup("<p>%s</p>") % self._get_nature_text()
        return nature + (self.program_id.notice or "")

    def _get_nature_text(self):
        """Sentence that tells those who take part what the nature of the session
        means."""
        return {
            "concertation": self.env._(
                "Concertation: working together towards a proposal."
            ),
            "consultation": self.env._(
                "Consultation: your opinion on a proposal already formulated, without "
                "commitment to follow it."
            ),
        }[self.nature]

    # ------------------------------------------------------------------
    # The guests
    # ------------------------------------------------------------------
    def _get_guests(self):
        """Contacts to invite: participants, facilitator and organiser, unless they
        have left."""
        self.ensure_one()
        return (
            self.participation_ids.partner_id
            | self.facilitator_id
            | self._get_handler().partner_id
        )

    def _sync_calendar_attendees(self):
        """Invite the new guests of planned sessions, drop those taken off, who are
        told."""
        for session in self:
            # sudo: see _sync_calendar.
            event = session.sudo().calendar_event_id
            guests = session._get_guests()
            if session.state != "planned" or not event or event.partner_ids == guests:
                continue
            session._tell_removed(event, event.partner_ids - guests)
            commands = [Command.link(p.id) for p in guests - event.partner_ids]
            commands += [Command.unlink(p.id) for p in event.partner_ids - guests]
            event.with_context(plpdma_from_session=True).write(
                {"partner_ids": commands}
            )

    def _tell_removed(self, event, partners):
        """Tell those taken off the list that they are no longer expected.

        :param event: the entry of the session, in superuser mode, where they still are
        """
        self.ensure_one()
        if not partners or event.start <= fields.Datetime.now():
            return
        self._raise_for_one()
        partners -= self._withdraw_queued(partners)
        guests = event.attendee_ids.filtered(
            lambda guest: (
                guest.partner_id in partners
                and guest.partner_id != self.env.user.partner_id
            )
        )
        guests._notify_session("removal", force_send=True)

    # ------------------------------------------------------------------
    # Withdrawing the entry
    # ------------------------------------------------------------------
    def _withdraw_calendar_event(self, event):
        """Tell the guests in our words, then archive the entry.

        :param event: the entry of the session, in superuser mode
        """
        self.ensure_one()
        if event.start > fields.Datetime.now():
            self._raise_calendar_sequence()
            never = self._withdraw_queued(event.partner_ids)
            guests = event.attendee_ids.filtered(
                lambda guest: (guest.partner_id not in never | self.env.user.partner_id)
            )
            guests._notify_session("cancellation", force_send=True)
            # sudo: see _sync_calendar.
            self.sudo().participation_ids._tell_stand_ins("cancellation")
        event.with_context(plpdma_from_session=True).write({"active": False})
        self._forget_told()

    def _withdraw_queued(self, partners):
        """Take out of the queue the messages that ask somebody to come who is no longer
        expected, and have not left yet.

        :param partners: those who are no longer expected
        :return: those of them who were told nothing at all, and need not be told so
        """
        # sudo: the ledger and the queue are the system's.
        calls = self.env["plpdma.delivery"].sudo()
        calls = calls.search(
            [
                ("session_id", "=", self.id),
                ("purpose", "in", CALLS),
                ("is_for_stand_in", "=", False),
                ("email", "in", partners.mapped("email_normalized")),
            ]
        )
        queued = calls.filtered(lambda line: line.state == "queued")
        mails = self.env["mail.mail"].sudo()
        mails = mails.search(
            [
                ("mail_message_id", "in", queued.mail_message_id.ids),
                ("state", "=", "outgoing"),
            ]
        )
        # What is leaving at this very moment leaves.
        mails = mails.try_lock_for_update()
        messages = mails.mail_message_id
        withdrawn = queued.filtered(lambda line: line.mail_message_id in messages)
        emails = set(withdrawn.mapped("email"))
        emails -= set(calls.filtered(lambda line: line.state == "sent").mapped("email"))
        mails.unlink()
        # Nobody has to send them again.
        withdrawn.write({"message_uid": False})
        if withdrawn:
            self._alert_undelivered()
        return partners.filtered(lambda partner: partner.email_normalized in emails)
