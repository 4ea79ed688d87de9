"""What a participant is told of a session, and replies by the links they receive."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import (
    email_normalize,
    format_date,
    hmac,
    is_html_empty,
)
from odoo.tools.sql import escape_psql

from ...tools.addresses import get_display_name
from ...tools.codes import is_same_token
from ...tools.groups import STAFF
from ...tools.names import clean_line, get_name_error
from ...tools.notifications import CLOSE, make_notification

# The largest number that an identifier may be.
MAX_ID = 2**31 - 1
# The replies that a link offers, and what each of them says of who comes.
REPLIES = {"accepted": "accepted", "declined": "declined", "represented": "accepted"}


class PlpdmaReplyMixin(models.AbstractModel):
    """A participation to which one replies without an account, by a signed link."""

    _name = "plpdma.reply.mixin"
    _description = "Participation with a Reply Link"

    stand_in_name = fields.Char(
        string="Stand-in",
        copy=False,
        groups=STAFF,
        help="Who comes instead, as the participant announced it.",
    )
    stand_in_email = fields.Char(string="Stand-in's E-mail", copy=False, groups=STAFF)
    date_thanked = fields.Datetime(
        string="Thanked on", readonly=True, copy=False, groups=STAFF
    )

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("stand_in_name", "stand_in_email")
    def _check_stand_in(self):
        for line in self:
            errors = self._get_stand_in_errors(line.stand_in_name, line.stand_in_email)
            if errors:
                raise ValidationError("\n".join(errors.values()))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    def write(self, vals):
        """Who does not come is not stood in for, and the calendar says the same.

        Who is asked again has not said that nobody comes in their stead.
        """
        if vals.get("rsvp") in ("declined", "tentative"):
            vals = {**vals, "stand_in_name": False, "stand_in_email": False}
        result = super().write(vals)
        if "rsvp" in vals:
            self._sync_calendar_replies()
        return result

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

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_resend_invitation(self):
        """Invite again those who have not replied to a coming session, and those whom
        the last message did not reach.

        :return: notification that says how many messages leave, and who has no address
        """
        self.check_access("write")
        waiting = self.filtered(
            lambda line: (
                (line.rsvp == "pending" or line._is_undelivered())
                and not line._get_reply_obstacle()
            )
        )
        leaving = waiting.filtered(lambda line: line.delivery == "queued")
        reachable = (waiting - leaving).filtered("email")
        sent = reachable._send_invitations()
        if not waiting:
            message = self.env._("Nobody is still to reply to a coming session.")
        else:
            message = self.env._("Invitations on their way: %s.", sent)
        return make_notification(
            message
            + self._describe_leaving(leaving)
            + self._describe_unreachable(waiting - leaving - reachable),
            "success" if sent else "info",
            CLOSE,
        )

    @api.model
    def _describe_unreachable(self, lines):
        """Who cannot be written to, as the end of a message."""
        if not lines:
            return ""
        names = ", ".join(lines.mapped("display_name"))
        return " " + self.env._("Without an e-mail address: %s.", names)

    def action_note_stand_in(self):
        """Note that those who were announced came instead; safe to repeat."""
        for line in self.filtered("stand_in_name"):
            if line.attendance != "represented":
                line.write(
                    {
                        "attendance": "represented",
                        "represented_by_id": line._get_stand_in_contact().id,
                    }
                )

    def _get_stand_in_contact(self):
        """The contact of who stands in, within the same organisation or with the same
        address; made if need be."""
        self.ensure_one()
        family = self.partner_id.commercial_partner_id
        same = Domain("id", "child_of", family.ids)
        email = email_normalize(self.stand_in_email)
        if email:
            same |= Domain("email_normalized", "=", email)
        contacts = self.env["res.partner"]
        return contacts.search(
            same
            & Domain("name", "=ilike", escape_psql(self.stand_in_name))
            & Domain("company_id", "in", (False, self.company_id.id)),
            limit=1,
        ) or contacts.create(
            {
                "name": self.stand_in_name,
                "email": self.stand_in_email,
                "parent_id": family.is_company and family.id,
                "company_id": self.company_id.id,
            }
        )

    # ------------------------------------------------------------------
    # Signed links
    # ------------------------------------------------------------------
    def _get_token(self, scope):
        """What proves that a link was made here, for this participant.

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
        """The participation that a link is about, in superuser mode; none when the
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
        """Why one cannot reply any more, as a sentence; nothing when one can."""
        self.ensure_one()
        session = self.session_id
        if session.state == "cancelled":
            return self.env._("This session was cancelled: no reply is awaited.")
        closing = session.date_stop or session.date_start
        if session.state == "draft" or not closing or not session.active:
            return self.env._(
                "This session is being prepared again: you will be told its date."
            )
        if session.state != "planned":
            closing = min(closing, session.date_state)
        elif closing >= fields.Datetime.now():
            return ""
        return self.env._(
            "This session is over. One could reply until %(day)s, %(time)s.",
            day=session._describe_day(closing),
            time=session._describe_time(closing),
        )

    @api.model
    def _get_stand_in_errors(self, name, email):
        errors = {}
        if error := get_name_error(self.env, clean_line(name)):
            errors["stand_in_name"] = error
        elif clean_line(name) and not get_display_name(name):
            errors["stand_in_name"] = self.env._(
                "Write a name alone: no address, and no link."
            )
        error = self.env["plpdma.contribution"]._get_email_error(email)
        if error:
            errors["stand_in_email"] = error
        return errors

    @api.model
    def _get_reply_errors(self, reply, stand_in_name=None, stand_in_email=None):
        """What is wrong with a reply.

        :return: ``{field: sentence}``
        """
        if reply not in REPLIES:
            return {"reply": self.env._("Choose one of the three replies.")}
        if reply != "represented":
            return {}
        errors = self._get_stand_in_errors(stand_in_name, clean_line(stand_in_email))
        if not clean_line(stand_in_name):
            errors["stand_in_name"] = self.env._(
                "Write the name of the person who stands in for you."
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
        """The reply so far, as a choice of the link; nothing while there is none."""
        self.ensure_one()
        if self.rsvp == "accepted" and self.stand_in_name:
            return "represented"
        return self.rsvp if self.rsvp in REPLIES else ""

    def _describe_reply(self):
        """The reply so far, told to who gave it; nothing while there is none."""
        self.ensure_one()
        if self._get_reply() == "represented":
            return self.env._("%s stands in for you.", self.stand_in_name)
        return {
            "pending": "",
            "accepted": self.env._("you come."),
            "declined": self.env._("you do not come."),
            "tentative": self.env._("perhaps you come."),
        }[self.rsvp]

    # ------------------------------------------------------------------
    # What they are told
    # ------------------------------------------------------------------
    def _prepare_invitation(self):
        """What a participant is told of the session, before and after.

        Why somebody is met alone is what the staff keeps in mind.
        """
        self.ensure_one()
        # sudo: it is told to the participant, whoever moves the calendar entry.
        session = self.sudo().session_id
        is_consultation = session.nature == "consultation"
        return {
            "authority": session.company_id.name,
            "program": session.program_id.name,
            "name": session.name,
            "nature": session._get_nature_text(),
            "moment": session._describe_moment(),
            "location": session.location,
            "purposes": session.purpose_ids.mapped("name")
            if session.format == "collective"
            else [],
            "questions": session.question_ids.mapped("name"),
            "has_proposal": is_consultation and not is_html_empty(session.proposal),
            "notice": session.program_id.notice,
            "contact": session._get_contact(),
        }

    def _may_read_minutes(self):
        """Whether the minutes are there to read; those of an individual meeting are
        for the actor who was met."""
        self.ensure_one()
        session = self.session_id
        if session.state in ("draft", "cancelled") or session.minutes_state == "draft":
            return False
        met = session._get_participants().partner_id.commercial_partner_id
        is_met = self.partner_id.commercial_partner_id in met
        return session.format != "individual" or is_met

    def _prepare_thanks(self):
        """What the thank-you message says of what follows."""
        self.ensure_one()
        session = self.session_id
        due = session.contribution_ids.filtered("is_to_answer").mapped("date_due")
        due = max(filter(None, due), default=None)
        follow_up = session.program_id.follow_up_terms
        return {
            "minutes": self._may_read_minutes() and self._get_link("minutes"),
            "feedback": not session._get_feedback_obstacle()
            and session._get_feedback_url(),
            "answered_by": due and format_date(self.env, due, date_format="long"),
            "follow_up": "" if is_html_empty(follow_up) else follow_up,
        }
