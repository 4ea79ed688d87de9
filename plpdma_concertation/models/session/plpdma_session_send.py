"""Writing to the participants of a session: to whom, in which words, seen before
anything leaves."""

from contextlib import closing

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...tools.notifications import CLOSE, make_notification


class PlpdmaSession(models.Model):
    """A session whose participants are written to, before and after."""

    _inherit = "plpdma.session"

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_open_plan(self):
        """Show who will be invited and what they will read, then plan the sessions;
        plan them at once where there is nobody to write to.

        :return: window action of the dialog, or what ``action_plan`` returns
        :raise ValidationError: when a date, a proposal or a question is missing
        """
        return self._open_send("invitation")

    def action_plan(self):
        """Plan the sessions: the calendar entry is made and the guests are invited.

        :return: notification that says how many messages leave, and who has no
            address; nothing where there is nobody to write to
        :raise ValidationError: when a date, a proposal or a question is missing
        """
        begun = self._get_begun()
        told = self._tell("invitation", lambda: self._set_state("planned"))
        return told or begun._tell_uninvited()

    def _get_begun(self):
        """Those that are still to be planned, to which it is too late to invite."""
        now = fields.Datetime.now()
        return self._get_dated_meetings().filtered(
            lambda session: (
                session.state == "draft"
                and session.date_start <= now
                and session.participation_ids
            )
        )

    def _get_dated_meetings(self):
        """Those to which people are invited, and that have a date."""
        return self.filtered(lambda one: one.format != "public" and one.date_start)

    def _tell_uninvited(self):
        """Notification that nobody is invited to what has begun; None for nothing that
        has."""
        if not self:
            return None
        names = ", ".join(self.mapped("name"))
        message = self.env._(
            "Planned, and nobody was written to, as it has begun: %s.", names
        )
        return make_notification(message, "warning", CLOSE)

    def action_open_cancel(self):
        """Show who will be told that the sessions are cancelled, then cancel them.

        :return: window action of the dialog, or what ``action_cancel`` returns
        """
        return self._open_send("cancellation")

    def action_cancel(self):
        """Cancel the sessions; their guests are told, their entry is withdrawn.

        :return: notification that says how many messages leave, and who has no
            address; nothing where there is nobody to write to
        """
        return self._tell("cancellation", lambda: self._set_state("cancelled"))

    def action_open_draft(self):
        """Show who will be told that the sessions do not take place on their date, then
        put them back to draft.

        :return: window action of the dialog, or what ``action_draft`` returns
        """
        return self._open_send("draft")

    def action_draft(self):
        """Put the sessions back to draft; their guests are told, their entry is
        withdrawn.

        :return: notification that says how many messages leave, and who has no
            address; nothing where there is nobody to write to
        """
        return self._tell("draft", lambda: self._set_state("draft"))

    def action_open_thank(self):
        """Show who will be thanked and what they will read, then thank them.

        :return: window action of the dialog, or what ``action_thank`` returns
        :raise UserError: before the session is reported and its minutes circulated
        """
        self.check_access("write")
        self._check_thankable()
        return self._open_send("thanks")

    def action_thank(self):
        """Thank those who came or were represented, once each, with what follows.

        Nobody is noted as thanked before their message has left.

        :return: notification that says how many messages leave, and who has no address
        :raise UserError: before the session is reported and its minutes circulated
        :raise LockError: while somebody else thanks them
        """
        self.check_access("write")
        self._check_thankable()
        took_part = self._get_present_or_represented()
        took_part._lock_to_judge()
        thanked = took_part.filtered("date_thanked")
        todo = self._get_to_tell("thanks")
        reachable = todo.filtered("email")
        sent = reachable._send_thanks()
        parts = [self.env._("Thanks on their way: %s.", sent)]
        if thanked:
            names = "; ".join(thanked.mapped("display_name"))
            parts.append(self.env._("Already thanked: %s.", names))
        return make_notification(
            " ".join(parts)
            + took_part._describe_leaving(took_part - thanked - todo)
            + took_part._describe_unreachable(todo - reachable),
            "success" if sent else "info",
            CLOSE,
        )

    def _get_present_or_represented(self):
        lines = self.participation_ids
        return lines.filtered(lambda line: line.attendance in line._took_part)

    def _check_thankable(self):
        """:raise UserError: before the report is closed and the minutes circulated"""
        for session in self:
            if session.state != "reported" or session.minutes_state == "draft":
                raise UserError(
                    self.env._(
                        "Close the report of “%s” and circulate its minutes first: the "
                        "message leads to them.",
                        session.name,
                    )
                )

    def action_resend_invitation(self):
        """Invite again the participants who have not replied.

        :return: notification that says how many were written to, and who has no
            address
        """
        return self.participation_ids.action_resend_invitation()

    # ------------------------------------------------------------------
    # Before anything leaves
    # ------------------------------------------------------------------
    def _open_send(self, purpose):
        self.check_access("write")
        if not self._get_to_tell(purpose).filtered("email"):
            return self._send_messages(purpose)
        dialog = self.env["plpdma.session.send"].create(
            {"session_ids": [Command.set(self.ids)], "purpose": purpose}
        )
        return dialog._reopen()

    def _send_messages(self, purpose):
        """Do what the messages are about, and write to the participants."""
        actions = {
            "invitation": self.action_plan,
            "change": self.action_tell_change,
            "cancellation": self.action_cancel,
            "draft": self.action_draft,
            "thanks": self.action_thank,
        }
        return actions[purpose]()

    def _get_to_tell(self, purpose):
        """The participations to be written to, with an address or not.

        :param str purpose: a choice of the dialog
        """
        if purpose == "thanks":
            return self._get_present_or_represented().filtered(
                lambda line: not line.date_thanked and not line._is_thanks_leaving()
            )
        now = fields.Datetime.now()
        meetings = self._get_dated_meetings().filtered(
            lambda session: session.date_start > now
        )
        if purpose in ("cancellation", "draft"):
            # sudo: an individual meeting's entry is private; whether it is there is
            # asked.
            meetings = meetings.filtered(lambda s: s.sudo().calendar_event_id.active)
        elif self._is_calendar_silent():
            return self.env["plpdma.participation"]
        elif purpose == "change":
            meetings = meetings.filtered("is_change_untold")
        else:
            meetings = meetings.filtered(lambda session: session.state != "planned")
        # Whoever does it knows it, and those invited since know the new date.
        return meetings.participation_ids.filtered(
            lambda line: (
                line.partner_id != self.env.user.partner_id
                and (
                    purpose != "change"
                    or line.told_sequence < line.session_id.calendar_sequence
                )
            )
        )

    def _preview_message(self, purpose, participation):
        """``(subject, body)`` of the message, as a participant will receive it.

        :param str purpose: a choice of the dialog
        :raise ValidationError: for a session that cannot be planned
        """
        self.ensure_one()
        # sudo: the entry of an individual meeting is private, and templates are
        # rendered by the system; whoever reads it may write the session.
        line = participation.sudo()
        if purpose == "draft":
            in_words = line.with_context(plpdma_put_off=True)
            return in_words._render_message("cancellation")
        if purpose != "invitation":
            return line._render_message(purpose)
        # Planned for the time of writing it, and nothing of that is kept.
        quiet = self.with_context(no_mail_to_attendees=True, tracking_disable=True)
        with closing(self.env.cr.savepoint()):
            quiet._set_state("planned")
            return line._render_message(purpose)

    # ------------------------------------------------------------------
    # What left
    # ------------------------------------------------------------------
    def _tell(self, purpose, action):
        """Do something of which the participants are told.

        :param action: what is done, and writes to them
        :return: notification that says how many messages leave, and who has no address
        """
        to_tell = self.browse(self._filtered_access("write").ids)._get_to_tell(purpose)
        unreachable = to_tell.filtered(lambda line: not line.email)
        before = to_tell.delivery_ids
        action()
        count = len(to_tell.delivery_ids - before)
        if not count and not unreachable:
            return None
        return make_notification(
            self.env._("E-mails on their way: %s.", count)
            + to_tell._describe_unreachable(unreachable),
            "warning" if unreachable else "success",
            CLOSE,
        )

    # ------------------------------------------------------------------
    # In which words
    # ------------------------------------------------------------------
    def _get_message_subject(self, purpose):
        """Subject of a message to a guest.

        :param str purpose: as in the ledger
        """
        self.ensure_one()
        known = self._get_known()[0]
        if purpose == "removal":
            return self.env._("You are no longer expected: %s", known)
        if purpose == "cancellation" and self._is_put_off():
            return self.env._("Put off: %s", known)
        if purpose == "cancellation":
            return self.env._("Cancelled: %s", known)
        if purpose == "change":
            if self._get_known()[1:] == self._get_announced()[1:]:
                return self.env._("New name: %s", self._describe_name())
            return self.env._("New date or place: %s", self._describe_name())
        if purpose == "reminder":
            return self.env._("Reminder: %s", self.name)
        return self.env._("Invitation: %s", self.name)

    def _is_put_off(self):
        """Whether the session is prepared again, instead of cancelled."""
        self.ensure_one()
        return self.state == "draft" or bool(self.env.context.get("plpdma_put_off"))
