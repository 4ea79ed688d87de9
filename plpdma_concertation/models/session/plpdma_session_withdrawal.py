"""Who is told that a session does not take place, or that they are no more expected."""

from odoo import api, fields, models

from .calendar_attendee_message import CALLS
from .plpdma_session_change import TELL_ACTIVITY


class PlpdmaSession(models.Model):
    """A session that is cancelled, put off, or whose list changes."""

    _inherit = "plpdma.session"

    def _withdraw_calendar_event(self, event):
        """Tell the guests in our words, then archive the entry.

        :param event: the entry of the session, in superuser mode
        """
        self.ensure_one()
        if event.start > fields.Datetime.now():
            self._raise_calendar_sequence()
            never = self._withdraw_queued(event.partner_ids)
            guests = event.attendee_ids.filtered(
                lambda guest: (guest.partner_id not in never | self.env.user.partner_id)
            )
            guests._notify_session("cancellation", force_send=True)
            # sudo: see _sync_calendar.
            self.sudo().participation_ids._tell_stand_ins("cancellation")
        event.with_context(plpdma_from_session=True).write({"active": False})
        self._forget_told()

    def _forget_told(self):
        """The guests of a session that is not planned expect nothing."""
        # sudo: noted by what is told, and by nobody by hand.
        self.sudo().write(
            dict.fromkeys(("told_date_start", "told_date_stop", "told_location"))
        )
        self.activity_unlink([TELL_ACTIVITY])

    def _tell_removed(self, event, partners):
        """Tell who is taken off the list that they are not expected any more.

        :param event: the entry of the session, in superuser mode, where they still are
        """
        self.ensure_one()
        if not partners or event.start <= fields.Datetime.now():
            return
        self._raise_for_one()
        partners -= self._withdraw_queued(partners)
        guests = event.attendee_ids.filtered(
            lambda guest: (
                guest.partner_id in partners
                and guest.partner_id != self.env.user.partner_id
            )
        )
        guests._notify_session("removal", force_send=True)

    def _withdraw_queued(self, partners):
        """Take out of the queue the messages that ask somebody to come who is no more
        expected, and have not left yet.

        :param partners: those who are no more expected
        :return: those of them who were told nothing at all, and need not be told so
        """
        # sudo: the ledger and the queue are the system's.
        calls = self.env["plpdma.delivery"].sudo()
        calls = calls.search(
            [
                ("session_id", "=", self.id),
                ("purpose", "in", CALLS),
                ("is_for_stand_in", "=", False),
                ("email", "in", partners.mapped("email_normalized")),
            ]
        )
        queued = calls.filtered(lambda line: line.state == "queued")
        mails = self.env["mail.mail"].sudo()
        mails = mails.search(
            [
                ("mail_message_id", "in", queued.mail_message_id.ids),
                ("state", "=", "outgoing"),
            ]
        )
        # What is leaving at this very moment leaves.
        mails = mails.try_lock_for_update()
        messages = mails.mail_message_id
        withdrawn = queued.filtered(lambda line: line.mail_message_id in messages)
        emails = set(withdrawn.mapped("email"))
        emails -= set(calls.filtered(lambda line: line.state == "sent").mapped("email"))
        mails.unlink()
        # Nobody has to send them again.
        withdrawn.write({"message_uid": False})
        if withdrawn:
            self._alert_undelivered()
        return partners.filtered(lambda partner: partner.email_normalized in emails)

    def _raise_for_one(self):
        """Calendars are to take the file of one guest for a newer one; the others know
        what they knew."""
        self._raise_calendar_sequence()
        # sudo: counted by what happens to the session.
        session = self.sudo()
        sequence = session.calendar_sequence
        session.participation_ids.filtered(
            lambda line: line.told_sequence == sequence - 1
        ).write({"told_sequence": sequence})

    def _is_put_off(self):
        """Whether the session is prepared again, instead of cancelled."""
        self.ensure_one()
        return self.state == "draft" or bool(self.env.context.get("plpdma_put_off"))

    def _get_message_subject(self, purpose):
        """Subject of a message to a guest.

        :param str purpose: as in the ledger
        """
        self.ensure_one()
        if purpose == "removal":
            return self.env._("You are not expected any more: %s", self.name)
        if purpose == "cancellation" and self._is_put_off():
            return self.env._("Put off: %s", self.name)
        if purpose == "cancellation":
            return self.env._("Cancelled: %s", self.name)
        if purpose == "change":
            return self.env._("New date or place: %s", self.name)
        if purpose == "reminder":
            return self.env._("Reminder: %s", self.name)
        return self.env._("Invitation: %s", self.name)

    @api.model
    def _has_left(self, partner):
        """Whether it is a colleague whose account is closed."""
        # sudo: only whether the account of who organised is closed.
        users = partner.sudo().with_context(active_test=False).user_ids
        users = users.filtered(lambda user: not user.share)
        return bool(users) and not any(users.mapped("active"))
