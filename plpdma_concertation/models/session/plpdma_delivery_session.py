"""The messages of the sessions in the ledger, those to people who stand on no list
among others, and how to send them again."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import email_normalize

from ...tools.groups import MANAGER
from ...tools.notifications import CLOSE, make_notification
from ..program.plpdma_delivery import LOST
from .plpdma_session import KEPT

BATCH_SIZE = 1_000
# Of which the participants are told what became.
GUEST_PURPOSES = (
    "invitation",
    "change",
    "cancellation",
    "thanks",
    "removal",
    "reminder",
)


class PlpdmaDelivery(models.Model):
    """What was sent to the guests of a session, and to their stand-ins."""

    _inherit = "plpdma.delivery"

    purpose = fields.Selection(
        selection_add=[("removal", "Taken off the list"), ("reminder", "Reminder")],
        ondelete={"removal": "cascade", "reminder": "cascade"},
    )
    session_id = fields.Many2one(
        "plpdma.session", readonly=True, index="btree_not_null", ondelete="set null"
    )
    participation_id = fields.Many2one(
        "plpdma.participation", readonly=True, index="btree_not_null"
    )
    is_for_stand_in = fields.Boolean(
        string="To a Stand-in",
        readonly=True,
        help="Written to whoever comes instead of the participant.",
    )
    is_lost = fields.Boolean(compute="_compute_is_lost")

    @api.depends("state", "session_id")
    def _compute_is_lost(self):
        """Whether it may be sent again from here, as it is."""
        for line in self:
            line.is_lost = bool(line.session_id and line.state in LOST)

    def _tell_records(self):
        result = super()._tell_records()
        told = self.filtered(lambda line: line.purpose in GUEST_PURPOSES)
        if told:
            self.env["plpdma.participation"]._on_delivery(told)
        return result

    # ------------------------------------------------------------------
    # Following messages
    # ------------------------------------------------------------------
    @api.model
    def _follow_messages(self, purpose, by_message, force_send=False):
        """Lines of the ledger that follow messages just put in the queue, which then
        leave.

        :param str purpose: what they are for
        :param dict by_message: for each message, what the ledger keeps of it
        :param bool force_send: whether they leave as soon as the transaction succeeds
        """
        by_mail = {
            message.mail_ids[:1]: vals
            for message, vals in by_message.items()
            if message.mail_ids
        }
        mails = self.env["mail.mail"].sudo().union(*by_mail)
        # Kept, to be sent again as they are.
        mails.write({"auto_delete": False})
        followed = self._follow(purpose, mails, [by_mail[mail] for mail in mails])
        # Those who read their messages in Odoo have them at once.
        shown = [
            vals
            for message, vals in by_message.items()
            if message not in mails.mail_message_id
        ]
        if shown:
            followed |= self._note_told(purpose, "inbox", shown)
        limit = self.env["ir.config_parameter"].sudo()
        limit = int(limit.get_param("mail.mail_force_send_limit", 100))
        if force_send and len(mails) < limit:
            mails.send_after_commit()
        elif mails:
            self._trigger_queue()
        return followed

    def _get_recipient_name(self):
        """Name of the person the message was for, else the address."""
        self.ensure_one()
        name = self.participation_id.display_name
        if self.is_for_stand_in:
            return self.env._(
                "%(email)s, stand-in of %(actor)s", email=self.email, actor=name or "…"
            )
        return name or self.email

    # ------------------------------------------------------------------
    # Forgetting
    # ------------------------------------------------------------------
    def action_anonymise(self):
        """Erase who was written to.

        :raise AccessError: for a user who does not manage the concertation
        """
        if not self.env.su and not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Only a manager of the concertation erases identities.")
            )
        self.check_access("read")
        # sudo: the ledger is written by nobody else.
        self.sudo()._forget()
        return make_notification(
            self.env._("Addresses erased: %s.", len(self)), "success", CLOSE
        )

    @api.model
    def _forget_participants(self, emails):
        """Erase these addresses from the messages of sessions, unless a contact still
        bears them."""
        emails = set(filter(None, emails))
        # sudo: whether the address is in use; the ledger is written by nobody else.
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        kept = partners.search([("email_normalized", "in", list(emails))])
        gone = emails - set(kept.mapped("email_normalized"))
        lines = self.sudo()
        lines.search(
            [("session_id", "!=", False), ("email", "in", list(gone))]
        )._forget()

    @api.autovacuum
    def _gc_participants(self):
        """Erase the addresses that the programmes have kept for as long as they say."""
        domain = Domain("session_id", "!=", False) & Domain("email", "!=", False)
        domain &= self.env["plpdma.program"]._get_over_domain("date_queued")
        batch = self.search(domain, limit=BATCH_SIZE, order="id")
        batch._forget()
        return len(batch), len(batch) == BATCH_SIZE

    # ------------------------------------------------------------------
    # Trying again
    # ------------------------------------------------------------------
    def action_resend(self):
        """Send again, as they are, the messages of sessions that did not arrive, to the
        address that the contact has now.

        :return: notification that says how many leave
        :raise AccessError: for a user who may not write the sessions
        :raise UserError: when none can be sent again
        """
        self.check_access("read")
        self.session_id.check_access("write")
        lost = self.filtered(lambda line: line.is_lost and not line._is_outdated())
        # sudo: the ledger is written by nobody else; the right to write the sessions
        # was checked.
        retried = lost.sudo()._retry()
        if not retried:
            raise UserError(
                self.env._(
                    "None of these messages can be sent again as it is: each arrived, "
                    "is no longer kept, or says what has changed since."
                )
            )
        for line in retried:
            mail = line.mail_message_id.mail_ids[:1]
            address = mail.recipient_ids[:1].email_normalized
            if address and address != line.email:
                line.email = address
        return retried._let_leave()

    def _is_outdated(self):
        """Whether the session has changed since: what was cancelled takes place again,
        or another date than this one."""
        self.ensure_one()
        # sudo: only where the session stands.
        session = self.sudo().session_id
        if self.purpose == "cancellation":
            return session.state in KEPT
        if self.purpose == "removal":
            lines = session.participation_ids
            expected = {
                *lines.partner_id.mapped("email_normalized"),
                *map(email_normalize, filter(None, lines.mapped("stand_in_email"))),
            }
            return session.state == "planned" and self.email in expected
        if self.purpose in ("invitation", "change"):
            later = self.sudo().search_count(
                [
                    ("id", ">", self.id),
                    ("session_id", "=", session.id),
                    ("email", "=", self.email),
                ],
                limit=1,
            )
            is_planned = session.state == "planned" and not session.is_change_untold
            return bool(later) or not is_planned
        return False
