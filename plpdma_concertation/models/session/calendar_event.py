"""The calendar entry that announces a session: it moves with it, and is changed by it
alone."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.calendar_file import PUBLISH
from ...tools.groups import STAFF
from .plpdma_session import KEPT

# What the session says, and who is invited; its date moves, and the session follows.
GUARDED = {
    "name",
    "active",
    "privacy",
    "location",
    "description",
    "user_id",
    "partner_ids",
    "attendee_ids",
    "allday",
    "recurrency",
    "recurrence_id",
    "alarm_ids",
}


class CalendarEvent(models.Model):
    """The entry that announces a session is no meeting like the others."""

    _inherit = "calendar.event"

    plpdma_session_ids = fields.One2many(
        "plpdma.session",
        "calendar_event_id",
        string="Concertation Session",
        groups=STAFF,
    )
    plpdma_session_count = fields.Integer(
        compute="_compute_plpdma_session_count",
        groups=STAFF,
    )

    @api.depends("plpdma_session_ids")
    def _compute_plpdma_session_count(self):
        for event in self:
            event.plpdma_session_count = len(event.plpdma_session_ids)

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    def write(self, vals):
        """An entry dragged to another time moves its session with it; its guests are
        told from the session.

        :raise UserError: for what the session says, but for its date
        :raise AccessError: when the user may not write the session
        """
        # Sessions write as superuser, once they have checked the rights.
        if not self.env.su:
            self._check_session_entry(vals)
        # sudo: to know which sessions are concerned; they are written as the user.
        sessions = self.sudo().plpdma_session_ids
        # Sessions write as superuser; a key of the context alone proves nothing.
        is_ours = self.env.su and self.env.context.get("plpdma_from_session")
        if not sessions or is_ours:
            return super().write(vals)
        events = sessions.calendar_event_id
        before = {event: event._range() for event in events}
        quiet = self.with_context(skip_attendee_notification=True)
        result = super(CalendarEvent, quiet).write(vals)
        for session in sessions:
            event = session.calendar_event_id
            if event._range() != before[event]:
                session.sudo(False).write(
                    {"date_start": event.start, "date_stop": event.stop}
                )
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_session(self):
        if not self.env.su:
            # sudo: whether it announces a session.
            for event in self.sudo():
                # While its session is planned, or took place, an entry stays.
                if event.plpdma_session_ids.filtered(lambda s: s.state in KEPT):
                    event.sudo(False)._refuse_session_entry()

    def _check_session_entry(self, vals):
        names = GUARDED & vals.keys()
        if not names:
            return
        # sudo: whether it announces a session, and what it says.
        for event in self.sudo().filtered("plpdma_session_ids"):
            sessions = event.plpdma_session_ids.with_env(self.env)
            # Whoever organises it adds a reminder, which leaves in our words.
            free = {"alarm_ids"} if sessions.has_access("write") else set()
            if any(event._is_changed(name, vals[name]) for name in names - free):
                event.sudo(False)._refuse_session_entry()

    def _is_changed(self, name, value):
        """Whether a field would hold something else."""
        field = self._fields[name]
        if field.type in ("one2many", "many2many"):
            return bool(value)
        cached = field.convert_to_cache(value, self, validate=False)
        return (cached or False) != (
            field.convert_to_cache(self[name], self, validate=False) or False
        )

    def _refuse_session_entry(self):
        """:raise UserError: with the way out"""
        # sudo: whom to ask, whoever may read the session.
        session = self.sudo().plpdma_session_ids[:1]
        raise UserError(
            self.env._(
                "“%(entry)s” announces a session of the concertation, whose guests "
                "were invited: its title, its place, its guests and its privacy are "
                "those of the session, and it is withdrawn when the session is "
                "cancelled. Do it on the session (Concertation, Sessions), or ask "
                "%(contact)s.",
                entry=self.display_name,
                contact=session._get_contact()["name"],
            )
        )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_view_plpdma_session(self):
        """Window action on the session that this calendar entry announces."""
        self.ensure_one()
        return self.plpdma_session_ids[:1].get_formview_action()

    def action_sendmail(self):
        """:raise UserError: for a session, whose guests are written to from it"""
        # sudo: whether it announces a session.
        for event in self.sudo().filtered("plpdma_session_ids"):
            raise UserError(
                self.env._(
                    "“%s” announces a session of the concertation: its guests are "
                    "invited, and told of changes, from the session.",
                    event.display_name,
                )
            )
        return super().action_sendmail()

    # ------------------------------------------------------------------
    # What others read of it
    # ------------------------------------------------------------------
    def get_display_time_tz(self, tz=False):
        """The time, for a session by the authority's clock: everybody reads the same
        hours."""
        # sudo: by which clock a session is told.
        session = self.sudo().plpdma_session_ids[:1]
        return super().get_display_time_tz(session._get_timezone() if session else tz)

    def _get_ics_file(self):
        """The calendar files, by entry; that of a session names no guest, whoever asks
        for it."""
        # sudo: which entries are those of sessions.
        sessions = self.sudo().plpdma_session_ids
        ours = self.browse(sessions.calendar_event_id.ids)
        files = super(CalendarEvent, self - ours)._get_ics_file()
        for session in sessions:
            content = session._get_calendar_file(PUBLISH)
            files[session.calendar_event_id.id] = content
        return files
