from odoo import api, models

from ...tools.calendar_file import CANCEL, REQUEST
from ...tools.mail_layout import LAYOUT

INVITATION = "calendar.calendar_template_meeting_invitation"
CHANGE = "calendar.calendar_template_meeting_changedate"
# Core's templates that a guest of a session receives from us, and what for.
REMINDER = "calendar.calendar_template_meeting_reminder"
PURPOSES = {INVITATION: "invitation", CHANGE: "change", REMINDER: "reminder"}
# What asks for a reply and holds the notice; the others withdraw the meeting from
# calendars.
CALLS = ("invitation", "change")
WITHDRAWALS = ("cancellation", "removal")


class CalendarAttendee(models.Model):
    """The guests of a session are written to one by one, with a file of their own; a
    participant in the words of the concertation, with the notice."""

    _inherit = "calendar.attendee"

    # ------------------------------------------------------------------
    # Who
    # ------------------------------------------------------------------
    def _get_session(self):
        """The session that the guest is invited to, in superuser mode."""
        # sudo: what each guest is told, whoever moves the entry.
        return self.sudo().event_id.plpdma_session_ids[:1]

    def _get_participation(self):
        """The guest's line among the participants, in superuser mode; none for whoever
        organises the session, or for another meeting."""
        self.ensure_one()
        return self._get_session().participation_ids.filtered(
            lambda line: line.partner_id == self.partner_id
        )[:1]

    def _filter_session_guests(self):
        # sudo: whether their meeting is a session.
        return self.filtered(lambda guest: guest.sudo().event_id.plpdma_session_ids)

    def _compute_mail_tz(self):
        """Everybody reads the hours of the authority."""
        guests = self._filter_session_guests()
        for guest in guests:
            guest.mail_tz = guest._get_session()._get_timezone()
        return super(CalendarAttendee, self - guests)._compute_mail_tz()

    # ------------------------------------------------------------------
    # In which words
    # ------------------------------------------------------------------
    @api.model
    def _get_session_purpose(self, mail_template):
        """Key of the ledger for what one of core's messages tells of a session; none
        for any other message."""
        for xmlid, purpose in PURPOSES.items():
            known = self.env.ref(xmlid, raise_if_not_found=False)
            if mail_template and mail_template == known:
                return purpose
        return None

    def _get_session_template(self, purpose):
        """The mail template of what the guest receives: core's own where ours was
        deleted, and for whoever organises, who replies in the calendar."""
        self.ensure_one()
        is_withdrawn = purpose in WITHDRAWALS
        template = None
        if is_withdrawn or self._get_participation():
            name = "cancellation" if is_withdrawn else "invitation"
            template = self.env.ref(
                f"plpdma_concertation.mail_template_session_{name}",
                raise_if_not_found=False,
            )
        if not template and not is_withdrawn:
            [xmlid] = [core for core, told in PURPOSES.items() if told == purpose]
            template = self.env.ref(xmlid, raise_if_not_found=False)
        # sudo: the message of the system, which is rendered whoever sends it.
        template = (template or self.env["mail.template"]).sudo()
        return template.with_context(
            plpdma_purpose=purpose,
            plpdma_is_change=purpose == "change",
            calendar_template_ignore_recurrence=True,
        )

    def _get_session_subject(self):
        """Subject of the message to a guest; for a preview on another meeting, its
        name."""
        self.ensure_one()
        session = self._get_session().with_context(lang=self.env.context.get("lang"))
        if not session:
            return self.event_id.display_name
        return session._get_message_subject(self.env.context.get("plpdma_purpose"))

    def _get_session_lang(self):
        """Language of the message to a guest: theirs, else the authority's."""
        self.ensure_one()
        return (
            self._get_participation()._get_lang()
            or self._get_session().company_id._plpdma_get_lang(self.partner_id)
        )

    def _get_session_sender(self):
        """Name and address, as one e-mail header, in which the guests are written
        to."""
        session = self._get_session()
        return session._get_sender() if session else self.env.user.email_formatted

    def _prepare_withdrawal(self):
        """Dictionary of the words of the message to a guest whose session is withdrawn
        from their calendar: the name, the moment and the
        place are those that they know."""
        self.ensure_one()
        lang = self.env.context.get("lang")
        session = self._get_session().with_context(lang=lang)
        name, start, stop, location = session._get_known()
        if not start:
            name, start, stop, location = session._get_announced()
        return {
            "authority": session.company_id.name,
            **session._name_authority(),
            "name": name,
            "moment": session._describe_moment(start, stop),
            "location": location,
            "is_removal": self.env.context.get("plpdma_purpose") == "removal",
            "is_put_off": session._is_put_off(),
            "contact": session._get_contact(),
        }

    def _render_session_message(self, purpose):
        """``(subject, body)`` of the message to the guest; False where its words were
        deleted."""
        self.ensure_one()
        template = self._get_session_template(purpose)
        if not template:
            return False, False
        return tuple(
            template._render_field(name, self.ids, compute_lang=True)[self.id]
            for name in ("subject", "body_html")
        )

    # ------------------------------------------------------------------
    # Writing to them
    # ------------------------------------------------------------------
    def _notify_attendees(self, mail_template, notify_author=False, force_send=False):
        """The guests of sessions are written to one by one, and the ledger follows what
        participants are sent."""
        purpose = self._get_session_purpose(mail_template)
        guests = self._filter_session_guests() if purpose else self.browse()
        result = super(CalendarAttendee, self - guests)._notify_attendees(
            mail_template, notify_author=notify_author, force_send=force_send
        )
        if guests:
            return guests._notify_session(purpose, notify_author, force_send)
        return result

    def _notify_session(self, purpose, notify_author=False, force_send=False):
        """Write to the guests of sessions, each with the file of their calendar.

        :param str purpose: what the messages are for, as in the ledger
        :return: False where the calendar is told to send nothing
        """
        # sudo: a parameter of the system.
        parameters = self.env["ir.config_parameter"].sudo()
        if parameters.get_param("calendar.block_mail") or self.env.context.get(
            "no_mail_to_attendees"
        ):
            return False
        followed, others = {}, self.env["mail.message"].sudo()
        for guest in self:
            if (
                not guest.email
                or not guest._should_notify_attendee(notify_author)
                or guest._get_session()._has_left(guest.partner_id)
            ):
                continue
            message = guest._send_session_message(purpose, notify_author)
            line = guest._get_participation()
            if line or (message and purpose == "removal"):
                followed[message] = guest._prepare_delivery(purpose)
            else:
                others |= message
        followed.pop(others.browse(), None)
        if purpose in CALLS:
            self._note_session_told(followed)
        self.env["plpdma.delivery"]._follow_messages(purpose, followed, force_send)
        if force_send:
            others.mail_ids.send_after_commit()
        return None

    def _prepare_delivery(self, purpose):
        """Values of the ledger's line for a message to the guest."""
        line = self._get_participation()
        if line:
            return line._prepare_deliveries(purpose)[0]
        session = self._get_session()
        return {
            "program_id": session.program_id.id,
            "session_id": session.id,
            "user_id": session._get_handler().id,
        }

    def _note_session_told(self, followed):
        """They know the date and the place as they are now."""
        lines = self.env["plpdma.participation"].sudo()
        for vals in followed.values():
            lines |= lines.browse(vals["participation_id"])
        for session, told in lines.grouped("session_id").items():
            told.write({"told_sequence": session.calendar_sequence})
            if session.is_change_untold and not session.change_to_tell_count:
                session._note_told()

    def _send_session_message(self, purpose, notify_author):
        """Put the message to the guest in the queue.

        :return: the message, in superuser mode; none where its words were deleted
        """
        subject, body = self._render_session_message(purpose)
        if not body:
            return self.env["mail.message"].sudo()
        session = self._get_session()
        # sudo: the entry of an individual meeting is private, and its messages are the
        # system's; what is told was rendered above.
        event = self.sudo().event_id.with_context(
            no_document=True, plpdma_purpose=purpose
        )
        files = self._make_session_files(purpose)
        message = event.message_notify(
            email_from=session._get_sender() or None,
            author_id=session._get_author().id,
            body=body,
            subject=subject,
            notify_author=notify_author,
            partner_ids=self.partner_id.ids,
            email_layout_xmlid=self._get_session_template(purpose).email_layout_xmlid
            or LAYOUT,
            attachment_ids=files.ids,
            force_send=False,
        ).sudo()
        if message:
            session._give_to_message(files, message)
        return message

    def _make_session_files(self, purpose):
        """The file of the guest's calendar, and what the authority joins to the
        message."""
        method = CANCEL if purpose in WITHDRAWALS else REQUEST
        session = self._get_session()
        content = session._get_calendar_file(
            method, self.email, self.state, self._get_session_lang()
        )
        files = self._get_session_template(purpose).attachment_ids
        copies = files.copy({"res_id": 0, "res_model": "mail.compose.message"})
        return session._make_calendar_attachment(method, content) | copies
