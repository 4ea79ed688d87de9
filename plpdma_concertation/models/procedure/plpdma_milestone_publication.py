from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.calendar_file import Entry


class PlpdmaMilestone(models.Model):
    """A milestone that everybody reads in the calendar of the programme."""

    _inherit = "plpdma.milestone"

    is_published = fields.Boolean(
        string="In the Public Calendar",
        copy=False,
        tracking=True,
        help="Its name and its date are read by everybody, in the calendar of a "
        "programme that has public pages.",
    )

    @api.model
    def _get_published_domain(self):
        """Domain of the milestones of which everybody reads the name and the date,
        where their programme has public pages."""
        return (
            Domain("is_published", "=", True)
            & Domain("active", "=", True)
            & Domain("state", "!=", "skipped")
        )

    def _get_public_dates(self):
        """``(first day, last day)`` on which it took place or will; none without a
        date. A deadline is no date on which something takes place."""
        self.ensure_one()
        if self.date_start and not self.date_done:
            return self.date_start, self.date_stop or self.date_start
        day = self.date_done or self.date_planned
        return (day, day) if day else None

    def _get_calendar_entry(self, dates):
        """:class:`Entry` of the milestone, in superuser mode.

        :param dates: its first and last days
        """
        self.ensure_one()
        base_url = self.get_base_url()
        host = urlsplit(base_url).hostname
        return Entry(
            uid=f"plpdma-milestone-{self.id}@{host}",
            changed=self.write_date,
            start=dates[0],
            stop=dates[1],
            summary=self.name,
            url=f"{base_url}{self.program_id._get_public_path()}",
        )


class PlpdmaProgram(models.Model):
    """The calendar also tells the milestones that are published."""

    _inherit = "plpdma.program"

    def _get_calendar_entries(self):
        """The session of a milestone stands there already."""
        entries = super()._get_calendar_entries()
        told = self._get_public_sessions()
        # sudo: the domain is that of what everybody reads.
        milestones = self.env["plpdma.milestone"].sudo()
        for milestone in milestones.search(
            Domain("program_id", "in", self.ids) & milestones._get_published_domain()
        ):
            dates = milestone._get_public_dates()
            if dates and milestone.session_id not in told:
                entries.append(milestone._get_calendar_entry(dates))
        return entries
