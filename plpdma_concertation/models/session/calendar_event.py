from odoo import api, fields, models

from ...tools.calendar_file import PUBLISH
from ...tools.groups import STAFF


class CalendarEvent(models.Model):
    """The entry that announces a session, and moves with it."""

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

    def action_view_plpdma_session(self):
        """Open the session that this calendar entry announces."""
        self.ensure_one()
        return self.plpdma_session_ids[:1].get_formview_action()

    def write(self, vals):
        """An entry dragged to another time moves its session with it; its guests are
        told from the session.

        :raise AccessError: when the user may not write the session
        """
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

    def get_display_time_tz(self, tz=False):
        """Everybody reads the hours of the authority."""
        # sudo: by which clock a session is told.
        session = self.sudo().plpdma_session_ids[:1]
        return super().get_display_time_tz(session._get_timezone() if session else tz)

    def _get_ics_file(self):
        """The file of a session names no guest, whoever asks for it."""
        # sudo: which entries are those of sessions.
        sessions = self.sudo().plpdma_session_ids
        ours = self.browse(sessions.calendar_event_id.ids)
        files = super(CalendarEvent, self - ours)._get_ics_file()
        for session in sessions:
            content = session._get_calendar_file(PUBLISH)
            files[session.calendar_event_id.id] = content
        return files
