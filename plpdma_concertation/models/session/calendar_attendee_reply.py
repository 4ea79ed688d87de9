from odoo import api, models
from odoo.fields import Domain
from odoo.tools import email_normalize


class CalendarAttendee(models.Model):
    """A reply that a calendar sends by e-mail is the guest's reply."""

    _inherit = "calendar.attendee"

    @api.model
    def _plpdma_note_reply(self, reply, sender):
        """Note what a guest of a session replies from their calendar.

        :param reply: ``Reply``
        :param str sender: address of who sent it: nobody replies for another
        :return: the guest, in superuser mode; none when the reply answers no invitation
            to a coming session as it stands
        """
        email = email_normalize(reply.email)
        if not reply.state or not email or email != email_normalize(sender):
            return self.browse()
        # sudo: whoever brings the message, it is the guest who replies.
        guest = self.sudo().search(
            Domain("partner_id.email_normalized", "=", email)
            & Domain("event_id.plpdma_session_ids.state", "=", "planned")
            & self._get_replied_domain(reply)
        )
        # Two sessions at one time: which of them is answered is not known.
        if len(guest) == 1 and guest.state != reply.state:
            guest.write({"state": reply.state})
        return guest if len(guest) == 1 else self.browse()

    @api.model
    def _get_replied_domain(self, reply):
        """Guests of the session that a reply is about, as it stands: the number that it
        bears, else the moment of invitations that bore another one."""
        session = "event_id.plpdma_session_ids"
        # sudo: whether one of the sessions bears the number.
        sessions = self.env["plpdma.session"].sudo()
        if not sessions.search_count([("calendar_uid", "=", reply.uid)], limit=1):
            at_that_time = Domain("event_id.start", "=", reply.start)
            return at_that_time if reply.start else Domain.FALSE
        known = Domain(f"{session}.calendar_uid", "=", reply.uid)
        if reply.start:
            return known & Domain("event_id.start", "=", reply.start)
        # Calendars write their hours in zones that have no name elsewhere: the sequence
        # says which date is answered.
        return known & Domain(f"{session}.date_sequence", "<=", reply.sequence)
