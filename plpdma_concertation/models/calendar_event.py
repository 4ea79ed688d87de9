from odoo import api, fields, models


class CalendarEvent(models.Model):
    """The entry that announces a session, and moves with it."""

    _inherit = "calendar.event"

    plpdma_session_ids = fields.One2many(
        "plpdma.session",
        "calendar_event_id",
        string="Concertation Session",
        groups="plpdma_concertation.group_user",
    )
    plpdma_session_count = fields.Integer(
        compute="_compute_plpdma_session_count",
        groups="plpdma_concertation.group_user",
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
        """An entry dragged to another time moves its session with it.

        :raise AccessError: when the user may not write the session
        """
        result = super().write(vals)
        if {"start", "stop"} & vals.keys() and not self.env.context.get(
            "plpdma_from_session"
        ):
            # sudo: to know which sessions are concerned; they are written as the user.
            for session in self.sudo().plpdma_session_ids.sudo(False):
                session.with_context(plpdma_from_calendar=True).write(
                    {
                        "date_start": session.calendar_event_id.start,
                        "date_stop": session.calendar_event_id.stop,
                    }
                )
        return result
