from contextlib import closing

from odoo import fields, models
from odoo.fields import Command
from odoo.tools import plaintext2html

from .plpdma_claim_mixin import UNDELIVERED_ACTIVITY
from .plpdma_contribution_delivery import LOST
from .plpdma_reply_mixin import make_notification


class PlpdmaSession(models.Model):
    """Who is told of a session before anything leaves, and how many messages left."""

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

    def action_open_cancel(self):
        """Show who will be told that the sessions are cancelled, then cancel them.

        :return: window action of the dialog, or what ``action_cancel`` returns
        """
        return self._open_send("cancellation")

    def action_open_thank(self):
        """Show who will be thanked and what they will read, then thank them.

        :return: window action of the dialog, or what ``action_thank`` returns
        :raise UserError: before the session is reported and its minutes circulated
        """
        self.check_access("write")
        self._check_thankable()
        return self._open_send("thanks")

    def action_plan(self):
        """Plan the sessions: the calendar entry is made and the guests are invited.

        :return: notification that says how many messages leave, and who has no
            address; nothing where there is nobody to write to
        :raise ValidationError: when a date, a proposal or a question is missing
        """
        return self._tell("invitation", super().action_plan)

    def action_cancel(self):
        """Cancel the sessions; their guests are told, their entry is withdrawn.

        :return: notification that says how many messages leave, and who has no
            address; nothing where there is nobody to write to
        """
        return self._tell("cancellation", super().action_cancel)

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
            "cancellation": self.action_cancel,
            "thanks": self.action_thank,
        }
        return actions[purpose]()

    def _get_to_tell(self, purpose):
        """Those who are to be written to, with an address or not.

        :param str purpose: ``invitation``, ``cancellation`` or ``thanks``
        :return: participations
        """
        if purpose == "thanks":
            return self._get_present_or_represented().filtered(
                lambda line: not line.date_thanked and not line._is_thanks_leaving()
            )
        now = fields.Datetime.now()
        meetings = self.filtered(
            lambda session: (
                session.format != "public"
                and session.date_start
                and session.date_start > now
            )
        )
        if purpose == "cancellation":
            # sudo: an individual meeting's entry is private; whether it is there is
            # asked.
            meetings = meetings.filtered(lambda s: s.sudo().calendar_event_id.active)
        else:
            meetings = meetings.filtered(lambda session: session.state != "planned")
            # sudo: whether the calendar is told to send nothing.
            parameters = self.env["ir.config_parameter"].sudo()
            if parameters.get_param("calendar.block_mail"):
                return self.env["plpdma.participation"]
        # Who does it knows it.
        return meetings.participation_ids.filtered(
            lambda line: line.partner_id != self.env.user.partner_id
        )

    def _preview_message(self, purpose, participation):
        """The message as a participant will receive it.

        :param str purpose: ``invitation``, ``cancellation`` or ``thanks``
        :return: its subject and its body
        :raise ValidationError: for a session that cannot be planned
        """
        self.ensure_one()
        # sudo: the entry of an individual meeting is private, and templates are
        # rendered by the system; who reads it may write the session.
        line = participation.sudo()
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
        )

    def _get_handler(self):
        """Who handles the messages: who organises, else who manages the programme;
        nobody who has left."""
        self.ensure_one()
        users = self.user_id | self.program_id.manager_id
        return users.filtered("active")[:1]

    def _alert_undelivered(self):
        """Ask who organises to see to the participants whom the last message did not
        reach: one activity a session, as long as there are some."""
        kept = self.env["mail.activity"]._fields["note"]
        for session in self:
            user = session._get_handler()
            in_words = session.with_context(lang=user.lang)
            lost = in_words.participation_ids.filtered(
                lambda line: line.delivery in LOST
            )
            note = plaintext2html(
                "\n".join(
                    f"{line.display_name} : {line.delivery_reason}" for line in lost
                )
            )
            known = session.activity_search([UNDELIVERED_ACTIVITY])
            if lost and known.note == kept.convert_to_cache(note, known):
                continue
            known.unlink()
            if lost:
                # No e-mail tells of e-mails that do not leave.
                session.with_context(mail_activity_quick_update=True).activity_schedule(
                    UNDELIVERED_ACTIVITY,
                    user_id=user.id or self.env.uid,
                    summary=in_words.env._("Participants not reached: %s", len(lost)),
                    note=note,
                )

    # ------------------------------------------------------------------
    # Cancelling
    # ------------------------------------------------------------------
    def _withdraw_calendar_event(self, event):
        """Tell the guests with Odoo's own message, then archive the entry."""
        self.ensure_one()
        guests = event.attendee_ids.partner_id - self.env.user.partner_id
        if guests and event.start > fields.Datetime.now():
            self._tell_cancellation(event, guests)
        event.with_context(plpdma_from_session=True).write({"active": False})

    def _tell_cancellation(self, event, guests):
        """Write to each participant in their language, and to who runs the session."""
        # sudo: see _sync_calendar.
        session = self.sudo()
        lines = session.participation_ids.grouped("partner_id")
        by_message = {}
        for guest in guests:
            line = lines.get(guest, session.participation_ids.browse())
            if line and not guest.email:
                continue
            lang = guest.lang or session.company_id.partner_id.lang
            subject, body = session._render_cancellation(lang)
            if not body:
                return
            message = event.message_notify(
                partner_ids=guest.ids,
                subject=subject,
                body=body,
                email_layout_xmlid="mail.mail_notification_light",
                force_send=not line,
            )
            if line:
                by_message[message.sudo()] = line
        self.env["plpdma.participation"]._follow_messages(
            "cancellation", by_message, force_send=True
        )

    def _render_cancellation(self, lang):
        """Odoo's own message.

        :return: its subject and its body; nothing where it was deleted
        """
        self.ensure_one()
        template = self.env.ref(
            "calendar.calendar_template_delete_event", raise_if_not_found=False
        )
        if not template:
            return False, False
        event = self.calendar_event_id
        return tuple(
            template._render_field(name, event.ids, set_lang=lang)[event.id]
            for name in ("subject", "body_html")
        )
