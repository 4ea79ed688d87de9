"""The messages to a participant: what they are told, and sending it."""

from odoo import api, models
from odoo.tools import is_html_empty

from ...tools.local_html import get_written
from ...tools.mail_layout import LAYOUT
from ...tools.notifications import CLOSE, make_notification


class PlpdmaParticipation(models.Model):
    """A participant is invited, told of changes, then thanked."""

    _inherit = "plpdma.participation"

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
                # Who is noted as there, or as absent, is asked nothing more.
                and line.attendance == "invited"
                and not line._get_reply_obstacle()
            )
        )
        leaving = waiting.filtered(lambda line: line.delivery == "queued")
        reachable = (waiting - leaving).filtered("email")
        sent = reachable._send_invitations()
        if not waiting:
            message = self.env._("Everybody has replied to the coming sessions.")
        else:
            message = self.env._("Invitations on their way: %s.", sent)
        return make_notification(
            message
            + self._describe_leaving(leaving)
            + self._describe_unreachable(waiting - leaving - reachable),
            "success" if sent else "info",
            CLOSE,
        )

    # ------------------------------------------------------------------
    # Writing to them
    # ------------------------------------------------------------------
    def _get_lang(self):
        """Code of the language in which they are written to: theirs, else the
        authority's."""
        return self.company_id._plpdma_get_lang(self.partner_id)

    def _get_guest(self):
        """The participant's line in the calendar entry of the session, none without
        one."""
        self.ensure_one()
        return self.session_id.calendar_event_id.attendee_ids.filtered(
            lambda guest: guest.partner_id == self.partner_id
        )[:1]

    def _render_message(self, purpose):
        """``(subject, body)`` of a message as they receive it.

        :param str purpose: what it is for, as in the ledger
        """
        self.ensure_one()
        if purpose != "thanks":
            return self._get_guest()._render_session_message(purpose)
        template = self.env.ref("plpdma_concertation.mail_template_session_thanks")
        return tuple(
            template._render_field(name, self.ids, compute_lang=True)[self.id]
            for name in ("subject", "body_html")
        )

    def _send_invitations(self):
        """Number of invitations put in the queue: the very same where one did not
        arrive."""
        # sudo: the entry of an individual meeting is private, while any agent who may
        # write the session invites to it.
        lines = self.sudo()
        retried = lines._retry_same()
        others = lines - retried.participation_id
        before = others.delivery_ids
        wanted = {
            (line.session_id.calendar_event_id, line.partner_id) for line in others
        }
        guests = others.session_id.calendar_event_id.attendee_ids.filtered(
            lambda guest: (guest.event_id, guest.partner_id) in wanted
        )
        template = self.env.ref(
            "calendar.calendar_template_meeting_invitation", raise_if_not_found=False
        )
        if guests and template:
            guests._notify_attendees(template, notify_author=True, force_send=True)
        # The calendar may be told to send nothing.
        return len(retried | (others.delivery_ids - before))

    def _send_thanks(self):
        """Number of thanks put in the queue: the very same where they did not
        arrive."""
        # sudo: the right to write the sessions was checked; what is written is what
        # becomes of the messages.
        lines = self.sudo()
        undelivered = lines.filtered(lambda line: line.delivery_id.purpose == "thanks")
        retried = undelivered._retry_same()
        others = lines - retried.participation_id
        template = self.env.ref("plpdma_concertation.mail_template_session_thanks")
        mails = template.send_mail_batch(
            others.ids, email_layout_xmlid=template.email_layout_xmlid or LAYOUT
        )
        others._follow_mails("thanks", mails.sudo())
        # Whoever thanks them at the same time begins again.
        if lines:
            lines._touch()
            self.env["plpdma.delivery"]._trigger_queue()
        return len(lines)

    def _is_thanks_leaving(self):
        self.ensure_one()
        return any(
            line.purpose == "thanks" and line.state == "queued"
            for line in self.delivery_ids
        )

    def _retry_same(self):
        """Lines of the ledger whose messages were put back in the queue: those that did
        not arrive, where the same one would be written again to the same address."""
        lines = self.filtered(
            lambda line: line._is_undelivered() and line._is_same_message()
        ).delivery_id._retry()
        if lines:
            lines._trigger_queue()
        return lines

    def _is_same_message(self):
        """Whether the last message would be written again as it is."""
        self.ensure_one()
        message = self.delivery_id.mail_message_id
        if not message or self.delivery_id.email != self.partner_id.email_normalized:
            return False
        subject, body = self._render_message(self.delivery_id.purpose)
        body = message._fields["body"].convert_to_cache(body, message)
        # The thanks are kept with what surrounds them.
        return subject == message.subject and body.strip() in message.body

    @api.model
    def _describe_leaving(self, lines):
        """Sentence, to end a message with, naming those to whom one is leaving already;
        empty when there are none."""
        if not lines:
            return ""
        names = "; ".join(lines.mapped("display_name"))
        return " " + self.env._("Already on their way: %s.", names)

    @api.model
    def _describe_unreachable(self, lines):
        """Sentence, to end a message with, naming those who have no address; empty when
        there are none."""
        if not lines:
            return ""
        names = "; ".join(lines.mapped("display_name"))
        return " " + self.env._("Without an e-mail address: %s.", names)

    # ------------------------------------------------------------------
    # What they are told
    # ------------------------------------------------------------------
    def _prepare_invitation(self):
        """Dictionary of the words of what a participant is told of the session, before
        and after.

        Why somebody is met alone is what the staff keeps in mind.
        """
        self.ensure_one()
        # sudo: it is told to the participant, whoever moves the calendar entry.
        session = self.sudo().session_id
        is_consultation = session.nature == "consultation"
        is_change = self.env.context.get("plpdma_purpose") == "change"
        return {
            "authority": session.company_id.name,
            **session._name_authority(),
            "program": session.program_id.name,
            "nature": session._get_nature_text(),
            **(
                session._describe_with_former()
                if is_change
                else {
                    "name": session.name,
                    "moment": session._describe_moment(),
                    "location": session.location,
                }
            ),
            "purposes": session.purpose_ids.mapped("name")
            if session.format == "collective"
            else [],
            "agenda": session._describe_agenda(),
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
        """Dictionary of the words of the thank-you message on what follows."""
        self.ensure_one()
        session = self.session_id
        follow_up = session.program_id.follow_up_terms
        return {
            "minutes": self._may_read_minutes() and self._get_link("minutes"),
            "feedback": not session._get_feedback_obstacle()
            and session._get_feedback_url(),
            "follow_up": get_written(follow_up),
        }
