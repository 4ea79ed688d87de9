from odoo import api, models

GUESTS = ("calendar.attendee", "calendar.event")


class PlpdmaProgram(models.Model):
    """Messages to the guests of a session, and to the participants."""

    _inherit = "plpdma.program"

    @api.model
    def _find_mail_program(self, record):
        if record is not None and record._name in GUESTS:
            event = record if record._name == "calendar.event" else record.event_id
            return event.plpdma_session_ids[:1].program_id
        return super()._find_mail_program(record)

    @api.model
    def _get_mail_reason(self, record):
        name = record._name if record is not None else None
        if name != "plpdma.participation" and name not in GUESTS:
            return super()._get_mail_reason(record)
        is_past = record.env.context.get("plpdma_purpose") == "removal"
        if name == "plpdma.participation" and self._is_to_stand_in(record):
            if is_past:
                return self.env._(
                    "You receive this message because a participant had told us that "
                    "you stood in for them."
                )
            return self.env._(
                "You receive this message because a participant told us that you stand "
                "in for them."
            )
        if is_past:
            return self.env._(
                "You receive this message because you were on the list of the guests "
                "of this session."
            )
        return self.env._(
            "You receive this message because you are on the list of the guests of "
            "this session."
        )

    @api.model
    def _is_to_stand_in(self, record):
        return bool(record.env.context.get("plpdma_stand_in"))
