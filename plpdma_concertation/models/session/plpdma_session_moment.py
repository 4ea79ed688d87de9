from datetime import timedelta

from odoo import api, fields, models

from ...tools.moments import describe_day, describe_time
from ...tools.period import describe_period

# How long a meeting lasts unless told otherwise, in hours.
USUAL_DURATION = 2


class PlpdmaSession(models.Model):
    """When a session takes place, told to everybody in the same words, by the clock of
    the authority."""

    _inherit = "plpdma.session"

    duration = fields.Float(
        compute="_compute_duration",
        store=True,
        help="In hours. A meeting that is moved keeps it.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("date_start", "date_stop")
    def _compute_duration(self):
        for session in self:
            start, stop = session.date_start, session.date_stop
            session.duration = (
                (stop - start).total_seconds() / 3600 if start and stop else 0
            )

    @api.depends("date_start")
    def _compute_date_stop(self):
        """A meeting lasts two hours at first; on a form, as long as before its start
        was typed."""
        typed = self.filtered(lambda session: not session.id)
        # It depends on the start as well: that of before is meant.
        self.env.remove_to_compute(self._fields["duration"], typed)
        for session in self:
            if session.format == "public" or not session.date_start:
                continue
            if session in typed or not session.date_stop:
                lasts = session.duration if session.date_stop else 0
                session.date_stop = session.date_start + timedelta(
                    seconds=round(3600 * (lasts or USUAL_DURATION))
                )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    def write(self, vals):
        """A meeting of which the start alone moves lasts as long as before.

        An availability to the public keeps the closing date that was announced.
        """
        if not vals.get("date_start") or "date_stop" in vals:
            return super().write(vals)
        start = fields.Datetime.to_datetime(vals["date_start"])
        for stop, sessions in self.grouped(lambda s: s._get_stop_after(start)).items():
            follows = {"date_stop": stop} if stop else {}
            super(PlpdmaSession, sessions).write({**vals, **follows})
        return True

    def _get_stop_after(self, start):
        """End of the session if it starts at ``start``; none where that does not
        follow."""
        self.ensure_one()
        if self.format == "public" or not (self.date_start and self.date_stop):
            return None
        return start + (self.date_stop - self.date_start)

    def _get_end(self):
        """Moment at which the session is over: its start where it has no end; none
        without a date."""
        self.ensure_one()
        return self.date_stop or self.date_start

    def _get_held_day(self):
        """Day on which the session takes place; none without a date."""
        self.ensure_one()
        return self._get_local_day(self.date_start) or None

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------
    def _get_timezone(self):
        """Time zone of the authority."""
        # sudo: whoever reads the session may not read the authority.
        return self.sudo().company_id._plpdma_get_timezone()

    def _get_opening_dates(self):
        """``(first day, last day)`` of the session, where the authority is; ``False``
        for one that the session has not."""
        self.ensure_one()
        return tuple(map(self._get_local_day, (self.date_start, self.date_stop)))

    def _get_local_day(self, value):
        """Date of a moment, where the authority is; none for no moment."""
        # sudo: whoever reads the session may not read the authority.
        return self.sudo().company_id._plpdma_get_local_day(value)

    def _describe_time(self, value):
        """The time of a moment, by the clock of the authority."""
        return describe_time(self.env, value, self._get_timezone())

    def _describe_day(self, value):
        """The day of a moment, in full, by the clock of the authority."""
        return describe_day(self.env, self._get_local_day(value), "full")

    def _describe_moment(self, start=None, stop=None):
        """Words for when the session takes place: the first and the last day of an
        availability to the public, the day and the hours of a meeting.

        :param start: another start than that of the session, with its end: what was
            announced before
        """
        self.ensure_one()
        if not start:
            start, stop = self.date_start, self.date_stop
        if not start:
            return self.env._("Date to be set")
        first = self._describe_day(start)
        last = self._describe_day(stop) if stop else first
        if self.format == "public" or not stop:
            return describe_period(self.env, first, last)
        times = {"start": self._describe_time(start), "stop": self._describe_time(stop)}
        if first == last:
            return self.env._("%(day)s, from %(start)s to %(stop)s", day=first, **times)
        return self.env._(
            "From %(first)s, %(start)s, to %(last)s, %(stop)s",
            first=first,
            last=last,
            **times,
        )
