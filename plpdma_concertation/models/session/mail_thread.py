from odoo import api, models
from odoo.fields import Domain

from ...tools.mail_own_words import says_opinion


class MailThread(models.AbstractModel):
    """Replies to the invitations of the sessions, which calendars send by e-mail."""

    _inherit = "mail.thread"

    @api.model
    def _plpdma_get_own_domains(self):
        return [
            *super()._plpdma_get_own_domains(),
            Domain("model", "=", "calendar.event"),
        ]

    @api.model
    def _plpdma_is_own(self, message):
        """So are those of the calendar entry of a session."""
        if message.model != "calendar.event":
            return super()._plpdma_is_own(message)
        # sudo: whether it is ours is asked, nothing of it is shown.
        event = self.env["calendar.event"].sudo().browse(message.res_id)
        return bool(event.exists().plpdma_session_ids)

    @api.model
    def message_route(
        self, message, message_dict, model=None, thread_id=None, custom_values=None
    ):
        """Routes of the message, as core gives them, once a reply to an invitation is
        noted: whoever says something more besides also writes to us."""
        routes = super().message_route(
            message, message_dict, model, thread_id, custom_values
        )
        mail = self._plpdma_get_mail()
        if mail and mail.calendar_reply:
            mail.is_only_reply = True
            # What comes back is noted nowhere.
            if not message_dict.get("is_bounce"):
                guest = self.env["calendar.attendee"]._plpdma_note_reply(
                    mail.calendar_reply, mail.sender[1]
                )
                mail.is_only_reply = not self._plpdma_says_more(mail, bool(guest))
        return routes

    @api.model
    def _plpdma_says_more(self, mail, is_noted):
        """Whether somebody says something beside the reply to an invitation: a calendar
        adds words of its own to what is noted, people write what they think."""
        words = mail.get_words().text
        if is_noted and mail.is_calendar:
            return says_opinion(words)
        return bool(words)
