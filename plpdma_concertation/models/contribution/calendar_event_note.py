from odoo import models


class CalendarEvent(models.Model):
    """A contribution noted from the meeting where it is made."""

    _inherit = "calendar.event"

    def action_plpdma_note(self):
        """Window action on a new contribution: of its session, where the entry
        announces one; else of its day, and of its only guest. Several guests are named
        in the note for the staff: the agent chooses who spoke.

        :raise AccessError: for a user who may create none
        """
        self.ensure_one()
        contributions = self.env["plpdma.contribution"]
        contributions.check_access("create")
        session = self.plpdma_session_ids[:1]
        if session:
            return contributions._action_note(
                session.program_id, session_id=session.id, channel="session"
            )
        guests = self.partner_ids.filtered(contributions._get_author_values)
        program = guests[:1]._plpdma_get_program() if len(guests) == 1 else None
        company = (program and program.company_id) or self.env.company
        values = contributions._get_day_values(company, self.start)
        values["channel"] = "session"
        if len(guests) == 1:
            values |= contributions._get_author_values(guests)
        elif guests:
            values["internal_note"] = self.env._(
                "“%(meeting)s”, with: %(guests)s.",
                meeting=self.name,
                guests=", ".join(guests.mapped("display_name")),
            )
        return contributions._action_note(program, **values)
