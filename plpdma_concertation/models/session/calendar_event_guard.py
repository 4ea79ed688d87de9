"""What announces a session is changed by the session, and by nobody behind its back."""

from odoo import api, models
from odoo.exceptions import UserError

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
# While its session is planned, or took place, an entry stays.
KEPT = ("planned", "held", "reported")


class CalendarEvent(models.Model):
    """An entry that announces a session is no meeting like the others."""

    _inherit = "calendar.event"

    def write(self, vals):
        """:raise UserError: for what the session says, but for its date"""
        # Sessions write as superuser, once they have checked the rights.
        if not self.env.su:
            self._check_session_entry(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_session(self):
        if not self.env.su:
            # sudo: whether it announces a session.
            for event in self.sudo():
                if event.plpdma_session_ids.filtered(lambda s: s.state in KEPT):
                    event.sudo(False)._refuse_session_entry()

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

    def _check_session_entry(self, vals):
        names = GUARDED & vals.keys()
        if not names:
            return
        # sudo: whether it announces a session, and what it says.
        for event in self.sudo().filtered("plpdma_session_ids"):
            sessions = event.plpdma_session_ids.with_env(self.env)
            # Who organises it adds a reminder, which leaves in our words.
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


class CalendarAttendee(models.Model):
    """The guests of a session are those of its list."""

    _inherit = "calendar.attendee"

    @api.model_create_multi
    def create(self, vals_list):
        """:raise UserError: for a guest of a session who is not on its list"""
        attendees = super().create(vals_list)
        attendees._check_session_guests()
        return attendees

    @api.ondelete(at_uninstall=False)
    def _unlink_except_session(self):
        self._check_session_guests()

    def write(self, vals):
        """:raise UserError: for a guest of a session who would be another, or invited
        elsewhere"""
        moved = {"event_id", "partner_id"} & vals.keys()
        if moved:
            self.filtered(
                lambda guest: any(guest[name].id != vals[name] for name in moved)
            )._check_session_guests()
        return super().write(vals)

    def _check_session_guests(self):
        if self.env.su:
            return
        # sudo: whether they are guests of a session.
        for event in self.sudo().event_id.filtered("plpdma_session_ids"):
            event.sudo(False)._refuse_session_entry()
