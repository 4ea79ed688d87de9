from contextlib import closing

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import plaintext2html

from ...tools.groups import STAFF
from ...tools.notifications import CLOSE, make_notification
from ..program.plpdma_delivery import UNDELIVERED_ACTIVITY


class PlpdmaSession(models.Model):
    """Who is told of a session before anything leaves, and how many messages left."""

    _inherit = "plpdma.session"

    lost_message_count = fields.Integer(
        string="Messages Not Delivered",
        compute="_compute_lost_message_count",
        groups=STAFF,
    )
    unreachable_names = fields.Char(
        string="Without an E-mail Address",
        compute="_compute_unreachable_names",
        groups=STAFF,
        help="Those who are to be told by letter or by telephone.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("participation_ids.delivery_ids.state")
    def _compute_lost_message_count(self):
        lost = self._find_lost_messages().grouped("session_id")
        for session in self:
            session.lost_message_count = len(lost.get(session._origin, ()))

    @api.depends("participation_ids.stakeholder_id", "participation_ids.email")
    def _compute_unreachable_names(self):
        for session in self:
            lines = session.participation_ids.filtered(lambda line: not line.email)
            names = lines.stakeholder_id.mapped("display_name")
            session.unreachable_names = ", ".join(filter(None, names))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    def unlink(self):
        """The ledger keeps what left for a session that is deleted.

        Its lines let go first: in which order the database would cut the two links of
        a line depends on its history.
        """
        # sudo: the ledger is written by our own methods alone.
        lines = self.env["plpdma.delivery"].sudo()
        lines.search([("session_id", "in", self.ids)]).write(
            {"participation_id": False}
        )
        return super().unlink()

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_view_lost_messages(self):
        """Open the messages that did not reach their recipient, to send them again.

        :return: window action
        """
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "plpdma_concertation.action_plpdma_delivery"
        )
        action["domain"] = [("id", "in", self._find_lost_messages().ids)]
        action["context"] = {}
        return action

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
        return self._tell("draft", super().action_draft)

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
        """Those who are to be written to, with an address or not.

        :param str purpose: a choice of the dialog
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
        # Who does it knows it, and who was invited since knows the new date.
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
        """The message as a participant will receive it.

        :param str purpose: a choice of the dialog
        :return: its subject and its body
        :raise ValidationError: for a session that cannot be planned
        """
        self.ensure_one()
        # sudo: the entry of an individual meeting is private, and templates are
        # rendered by the system; who reads it may write the session.
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

    def _get_handler(self):
        """Who handles the messages: who organises, else who manages the programme;
        nobody who has left."""
        self.ensure_one()
        users = self.user_id | self.program_id.manager_id
        return users.filtered("active")[:1]

    def _find_lost_messages(self):
        """The last message to each participant, to each stand-in and to each of those
        taken off the list, where it did not arrive.

        :return: lines of the ledger
        """
        lines = self.env["plpdma.delivery"].search(
            [
                ("session_id", "in", self.ids),
                "|",
                ("is_for_stand_in", "=", True),
                ("participation_id", "=", False),
            ],
            order="id",
        )
        last = {(line.session_id, line.email): line for line in lines}
        others = lines.concat(*last.values()) if last else lines
        found = self.participation_ids.delivery_id | others
        # Whoever was forgotten is not written to again.
        return found.filtered(lambda line: line.is_lost and line.message_uid).sorted(
            "id"
        )

    def _alert_undelivered(self):
        """Ask who organises to see to those whom the last message did not reach: one
        activity a session, as long as there are some."""
        kept = self.env["mail.activity"]._fields["note"]
        for session in self:
            user = session._get_handler() or session.program_id._get_any_manager()
            in_words = session.with_context(lang=user.lang)
            lost = in_words._find_lost_messages()
            note = plaintext2html(
                "\n".join(
                    f"{line._get_recipient_name()} : {line.reason}" for line in lost
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
