"""A participant replies to the invitation by a signed link, without an account."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import hmac

from ...tools.codes import is_same_token
from ...tools.names import clean_line

# The largest number that an identifier may be.
MAX_ID = 2**31 - 1
# The replies that a link offers, and what each of them says of whoever comes.
REPLIES = {"accepted": "accepted", "declined": "declined", "represented": "accepted"}


class PlpdmaParticipation(models.Model):
    """A participation, for which the holder of its link replies."""

    _inherit = "plpdma.participation"

    # ------------------------------------------------------------------
    # Signed links
    # ------------------------------------------------------------------
    def _get_token(self, scope):
        """Text that proves that a link was made here, for this participant.

        Made of the database's secret, kept nowhere; void once the actor is replaced.
        """
        self.ensure_one()
        # sudo: neither the secret nor who the contact is comes out of it.
        line = self.sudo()
        identity = (line.id, line.partner_id.id, line.session_id.id)
        return hmac(line.env, f"plpdma-{scope}", identity)

    def _get_path(self, scope):
        return f"/concertation/{scope}/{self.id}/{self._get_token(scope)}"

    def _get_link(self, scope):
        """Address of the page on which one replies, or reads the minutes.

        :param str scope: ``reply`` or ``minutes``
        """
        return self.get_base_url() + self._get_path(scope)

    @api.model
    def _find_by_token(self, scope, participation_id, token):
        """The participant's line that a link is about, in superuser mode; none when the
        link was altered, or when somebody else was invited instead."""
        if participation_id > MAX_ID:
            return self.browse()
        # sudo: whoever holds the link was sent it; the pages show what they were told.
        line = self.sudo().browse(participation_id).exists()
        return line.filtered(lambda line: is_same_token(token, line._get_token(scope)))

    # ------------------------------------------------------------------
    # Replying
    # ------------------------------------------------------------------
    def _get_reply_obstacle(self):
        """Sentence that says why one can no longer reply; empty while one can."""
        self.ensure_one()
        session = self.session_id
        if session.state == "cancelled":
            return self.env._("This session was cancelled: no reply is awaited.")
        closing = session._get_end()
        if session.state == "draft" or not closing or not session.active:
            return self.env._(
                "This session is being prepared again: you will be told its date."
            )
        if session.state != "planned":
            closing = min(closing, session.date_state)
        elif closing >= fields.Datetime.now():
            return ""
        return self.env._(
            "This session is over. Replies were taken until %(day)s, %(time)s.",
            day=session._describe_day(closing),
            time=session._describe_time(closing),
        )

    @api.model
    def _get_reply_errors(self, reply, stand_in_name=None, stand_in_email=None):
        """``{field: sentence}``: the faults in a reply."""
        if reply not in REPLIES:
            return {"reply": self.env._("Choose one of the three replies.")}
        if reply != "represented":
            return {}
        errors = self._get_stand_in_errors(stand_in_name, clean_line(stand_in_email))
        if not clean_line(stand_in_name):
            errors["stand_in_name"] = self.env._(
                "Write the name of the person who will stand in for you."
            )
        return errors

    def _reply(self, reply, stand_in_name=None, stand_in_email=None):
        """Reply to the invitation; another time changes the reply.

        :param str reply: ``accepted``, ``declined`` or ``represented``
        :param str stand_in_name: who comes instead, when represented
        :param str stand_in_email: their address, if it is given
        :return: ``noted``, ``changed``, or ``known`` when it was the reply already
        :raise UserError: in the words of the page, with nothing noted
        """
        self.ensure_one()
        errors = self._get_reply_errors(reply, stand_in_name, stand_in_email)
        obstacle = self._get_reply_obstacle()
        if obstacle or errors:
            raise UserError(obstacle or "\n".join(errors.values()))
        is_represented = reply == "represented"
        vals = {
            "rsvp": REPLIES[reply],
            "stand_in_name": is_represented and clean_line(stand_in_name),
            "stand_in_email": (is_represented and clean_line(stand_in_email) or False),
        }
        known = {name: self[name] for name in vals}
        if known == vals:
            return "known"
        self.write(vals)
        self._record_notice_receipts()
        return "noted" if known["rsvp"] == "pending" else "changed"

    def _get_reply(self):
        """Key of the reply so far, among those of the link; empty while there is
        none."""
        self.ensure_one()
        if self.rsvp == "accepted" and self.stand_in_name:
            return "represented"
        return self.rsvp if self.rsvp in REPLIES else ""

    def _describe_reply(self):
        """Sentence that tells their own reply to those who gave it; empty while there
        is none."""
        self.ensure_one()
        if self._get_reply() == "represented":
            return self.env._("%s will stand in for you.", self.stand_in_name)
        return {
            "pending": "",
            "accepted": self.env._("you are coming."),
            "declined": self.env._("you are not coming."),
            "tentative": self.env._("you may come."),
        }[self.rsvp]

    # ------------------------------------------------------------------
    # What follows a reply
    # ------------------------------------------------------------------
    def _follow_replies(self, rsvp):
        """The calendar says the same; whoever replies has read the notice that came
        with the invitation.

        :param str rsvp: what was just written on these lines
        """
        self._sync_calendar_replies()
        if rsvp != "pending":
            # What is noted for them proves nothing of a message that did not leave.
            self._filter_called()._record_notice_receipts()

    def _sync_calendar_replies(self):
        # sudo: the entry of an individual meeting is private; nothing but the reply,
        # which the user has just written, is noted in it.
        lines = self.sudo()
        guests = lines.session_id.calendar_event_id.attendee_ids.grouped(
            lambda guest: (guest.event_id, guest.partner_id)
        )
        changed = {}
        for line in lines:
            state = "needsAction" if line.rsvp == "pending" else line.rsvp
            guest = guests.get((line.session_id.calendar_event_id, line.partner_id))
            # The guest writes the participation in turn, when they differ.
            if guest and guest.state != state:
                changed[state] = changed.get(state, guest.browse()) | guest
        for state, different in changed.items():
            different.write({"state": state})

    def _record_notice_receipts(self):
        """Whoever replies from the invitation has received the notice that it holds."""
        replied = self.filtered(lambda line: line.session_id.state == "planned")
        for session, lines in replied.grouped("session_id").items():
            self.env["plpdma.notice.receipt"]._record(
                lines.stakeholder_id, "rsvp", session
            )
