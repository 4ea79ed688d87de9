from odoo import models

from ...tools.calendar_file import Entry, write_feed


class PlpdmaProgram(models.Model):
    """The calendar of a programme that everybody may follow in their own."""

    _inherit = "plpdma.program"

    def _get_calendar_path(self):
        """Address, on the site, of the calendar, which never changes."""
        return f"{self._get_public_path()}/calendar.ics"

    def _get_calendar_feed(self):
        """Bytes of the calendar file, of a published programme in superuser mode: no
        more than its page tells, and nobody is named."""
        self.ensure_one()
        entries = self._get_calendar_entries()
        return write_feed(self.name, entries)

    def _get_calendar_entries(self):
        """List of :class:`Entry`: the sessions that the page of the programme tells;
        each room that has dates to tell adds its own."""
        sessions = self._get_public_sessions().filtered("date_start")
        return [session._get_calendar_entry() for session in sessions]


class PlpdmaSession(models.Model):
    """A session, in the calendar that everybody follows."""

    _inherit = "plpdma.session"

    def _get_calendar_entry(self):
        """:class:`Entry` of a session that everybody reads, in superuser mode: whole
        days where the public may contribute, else its hours. What guests are sent is
        another entry, known by another number."""
        self.ensure_one()
        words = self._describe_public()
        start, stop = self.date_start, self._get_end()
        if self.format == "public":
            start, stop = map(self._get_local_day, (start, stop))
        base_url = self.get_base_url()
        path = self.program_id._get_public_path()
        return Entry(
            uid=f"public-{self.calendar_uid}",
            changed=self.write_date,
            start=start,
            stop=stop,
            summary=words["name"],
            description="\n".join((words["kind"], words["moment"])),
            location=words["location"] or "",
            url=f"{base_url}{path}",
            sequence=self.calendar_sequence,
        )
