"""The calendar follows the sessions: the entry of each, its guests, their files."""

from urllib.parse import urlsplit
from uuid import uuid4

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import email_normalize, html2plaintext
from odoo.tools.misc import clean_context

from ...tools.calendar_file import CANCEL, Meeting, write_calendar
from ...tools.groups import STAFF


class PlpdmaSession(models.Model):
    """A planned meeting is in the calendar of its guests, and leaves it."""

    _name = "plpdma.session"
    _inherit = ["plpdma.session", "plpdma.earned.mixin"]

    _earned_fields = frozenset(
        {"calendar_event_id", "calendar_sequence", "calendar_uid", "date_sequence"}
    )

    # What calendars know the meeting by, whatever the message.
    calendar_uid = fields.Char(
        string="Calendar UID",
        compute="_compute_calendar_uid",
        store=True,
        precompute=True,
        copy=False,
        groups=STAFF,
    )
    calendar_sequence = fields.Integer(
        default=0,
        copy=False,
        readonly=True,
        groups=STAFF,
        help="Rises with each change that calendars are told.",
    )
    date_sequence = fields.Integer(
        string="Sequence of the Date",
        default=0,
        copy=False,
        readonly=True,
        groups=STAFF,
        help="The sequence since which the date is what it is: who replies to an "
        "earlier one replies to another date.",
    )

    def _compute_calendar_uid(self):
        """Drawn once, and kept: copies of the database go on knowing the meeting."""
        # sudo: the address of the database, of which the name alone is kept.
        parameters = self.env["ir.config_parameter"].sudo()
        url = urlsplit(parameters.get_param("web.base.url") or "")
        host = url.hostname or "localhost"
        for session in self:
            session.calendar_uid = (
                session._origin.calendar_uid or f"plpdma-session-{uuid4()}@{host}"
            )

    def _raise_calendar_sequence(self):
        """Calendars are to take the next file for a newer one."""
        # sudo: counted by what happens to the session, and by nobody by hand.
        for session in self.sudo():
            session.calendar_sequence += 1

    def _get_brought_fields(self):
        """A session is known to calendars from its beginning."""
        return super()._get_brought_fields() | {"calendar_uid"}

    @api.model
    def _get_earned_sentences(self):
        counted = self.env._("Calendars know the session by it.")
        return {
            **super()._get_earned_sentences(),
            **dict.fromkeys(
                ("calendar_uid", "calendar_sequence", "date_sequence"), counted
            ),
            "calendar_event_id": self.env._("It is made when the session is planned."),
        }

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
            # The guests are told by who organises, once they have seen what is told.
            event.with_context(
                plpdma_from_session=True, skip_attendee_notification=True
            ).write(changed)
        if is_back and event.start > fields.Datetime.now():
            # Those who are still guests were told that the session was cancelled.
            event.attendee_ids._send_invitation_emails()
            self._invite_stand_ins()
        self._sync_calendar_attendees()

    def _invite_stand_ins(self):
        """Who was announced before it was planned is invited with the others."""
        # sudo: see _sync_calendar.
        self.sudo().participation_ids._tell_stand_ins("invitation")

    def _prepare_calendar_vals(self):
        """Only what a guest may read: title, nature, time, place and the notice."""
        return {
            "name": self.name,
            "start": self.date_start,
            "stop": self.date_stop,
            "location": self.location,
            "user_id": self._get_handler().id,
            "privacy": "private" if self.format == "individual" else "public",
            "description": self._get_invitation_text(),
        }

    def _get_invitation_text(self):
        """What the guests are invited to, and the notice."""
        nature = Markup("<p>%s</p>") % self._get_nature_text()
        return nature + (self.program_id.notice or "")

    def _get_nature_text(self):
        """What the nature of the session means for who takes part in it."""
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
        """Contacts to invite: participants, facilitator and who organises, unless they
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

    # ------------------------------------------------------------------
    # Their files
    # ------------------------------------------------------------------
    def _get_calendar_file(self, method, email="", reply="", lang=None):
        """What the calendar of a guest reads: it names nobody but them and who is to
        be contacted.

        :param str method: as ``write_calendar`` takes it
        :param str email: address of the guest; none for a file that is for nobody
        :param str reply: what they replied so far
        :param str lang: language of the guest
        :return: the bytes of the file
        """
        self.ensure_one()
        # sudo: the essentials that each guest is told, whoever tells them.
        session = self.sudo()
        session = session.with_context(lang=lang or session._get_lang())
        is_known = method == CANCEL and session.told_date_start
        start = session.told_date_start if is_known else session.date_start
        stop = session.told_date_stop if is_known else session.date_stop
        contact = session._get_contact()
        parts = [session._describe_moment(start, stop)]
        if method != CANCEL:
            parts += [
                session._get_nature_text(),
                html2plaintext(session.program_id.notice or ""),
                " ".join(filter(None, contact.values())),
            ]
        return write_calendar(
            Meeting(
                uid=session.calendar_uid,
                sequence=session.calendar_sequence,
                start=start,
                stop=stop or start,
                summary=session.name,
                description="\n\n".join(part.strip() for part in parts if part),
                location=session.location,
                organizer_name=session.company_id.name,
                # Where the replies of calendars are read, if anywhere.
                organizer_email=email_normalize(session.program_id.alias_email)
                or email_normalize(contact["email"]),
            ),
            method,
            email=email_normalize(email) or "",
            reply=reply,
        )

    def _get_lang(self):
        """The language of the authority."""
        # sudo: of its contact, no more than the language.
        return self.sudo().company_id.partner_id.lang

    @api.model
    def _make_calendar_attachment(self, method, content):
        """A file to be joined to a message.

        :return: the attachment, in superuser mode
        """
        # sudo: joined to a message of the system, whoever sends it.
        quiet = {**clean_context(self.env.context), "no_document": True}
        env = self.env(context=quiet, su=True)
        return env["ir.attachment"].create(
            {
                "name": "annulation.ics" if method == CANCEL else "invitation.ics",
                "raw": content,
                "mimetype": "text/calendar",
                "res_id": 0,
                "res_model": "mail.compose.message",
            }
        )
