from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

from ...tools.groups import STAFF
from ...tools.notifications import make_notification
from ..program.plpdma_delivery import LOST

# Where each author stands once their answer is released: in exactly one of these.
DELIVERY_GROUPS = {
    "told": ("sent", "posted", "register", "noted"),
    "waiting": ("queued", "waiting"),
    "again": LOST,
    "to_post": ("to_post",),
}
# What is noted of an answer by the deliveries that earn it.
EARNED_FIELDS = {
    "delivery",
    "delivery_id",
    "delivery_response_id",
    "delivery_ids",
    "answer_delivery_id",
}


class PlpdmaContribution(models.Model):
    """How the answer reaches the author: nothing is claimed before it has left."""

    _name = "plpdma.contribution"
    _inherit = ["plpdma.contribution", "plpdma.claim.mixin"]

    delivery = fields.Selection(
        [
            ("none", "Nothing sent"),
            ("waiting", "Waiting"),
            ("queued", "Leaving"),
            ("sent", "Left"),
            ("failed", "Did not leave"),
            ("bounced", "Came back"),
            ("to_post", "Letter to post"),
            ("posted", "Letter posted"),
            ("register", "Published register"),
            ("noted", "Answered otherwise"),
        ],
        required=True,
        default="none",
        copy=False,
        readonly=True,
        index=True,
        groups=STAFF,
        help="Where the last answer to the author stands. One who gave no name and no "
        "address waits until the answer is published.",
    )
    delivery_id = fields.Many2one(
        "plpdma.delivery",
        string="Last Message",
        copy=False,
        readonly=True,
        index="btree_not_null",
        groups=STAFF,
    )
    delivery_reason = fields.Text(
        related="delivery_id.reason", string="Why It Was Not Delivered", groups=STAFF
    )
    delivery_response_id = fields.Many2one(
        "plpdma.response",
        string="Response Released",
        copy=False,
        readonly=True,
        index="btree_not_null",
        groups=STAFF,
        help="The response whose delivery is followed.",
    )
    # The message that earned the date of the answer, which goes if it comes back.
    answer_delivery_id = fields.Many2one(
        "plpdma.delivery",
        string="Proof of the Answer",
        copy=False,
        readonly=True,
        index="btree_not_null",
        groups=STAFF,
    )
    delivery_ids = fields.Many2many(
        "plpdma.delivery",
        "plpdma_delivery_contribution_rel",
        "contribution_id",
        "delivery_id",
        string="Messages Sent or Not",
        copy=False,
        readonly=True,
        groups=STAFF,
    )
    receipt_id = fields.Many2one(
        "plpdma.delivery",
        string="Receipt",
        compute="_compute_receipt_id",
        groups=STAFF,
        help="The message that told the author that their contribution was received.",
    )
    receipt_lost = fields.Boolean(
        string="Receipt Not Delivered", compute="_compute_receipt_id", groups=STAFF
    )
    receipt_reason = fields.Text(
        string="Why the Receipt Was Not Delivered",
        compute="_compute_receipt_id",
        groups=STAFF,
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("delivery_ids.state")
    @api.depends_context("lang")
    def _compute_receipt_id(self):
        receipts = self.env["plpdma.delivery"].search(
            [("contribution_ids", "in", self.ids), ("purpose", "=", "receipt")],
            order="id",
        )
        last = {
            contribution: receipt
            for receipt in receipts
            for contribution in receipt.contribution_ids
        }
        for contribution in self:
            receipt = last.get(contribution._origin, receipts.browse())
            contribution.receipt_id = receipt
            contribution.receipt_lost = receipt.state in LOST
            contribution.receipt_reason = receipt.reason

    def _get_delivery_group(self):
        """Where the author stands since their answer was released.

        :return: key of ``DELIVERY_GROUPS``; ``None`` while nothing was released
        """
        self.ensure_one()
        for group, values in DELIVERY_GROUPS.items():
            if self.delivery in values:
                return group
        return None

    def _is_undelivered(self):
        """Whether an answer was released that its author has not received yet."""
        return self._get_delivery_group() not in (None, "told")

    # ------------------------------------------------------------------
    # Facts
    # ------------------------------------------------------------------
    @api.model
    def _get_earned_fields(self):
        return super()._get_earned_fields() | EARNED_FIELDS

    @api.model
    def _get_earned_sentences(self):
        delivered = self.env._("What was delivered is noted when it is.")
        return {
            **super()._get_earned_sentences(),
            **dict.fromkeys(EARNED_FIELDS, delivered),
        }

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_resend(self):
        """Send again the answers that were not delivered, or whose letter is still to
        post, to the address that the authors have now.

        The same answer to the same address is the same message, with its Message-ID.

        :return: notification that says how many e-mails leave
        :raise UserError: naming those without an address
        """
        self.check_access("write")
        # sudo: the right to write the contributions was checked; what is written is
        # what becomes of the messages.
        return self._notify_resent(self.sudo()._resend())

    def action_to_post(self):
        """Tell by post those whom the e-mail did not reach.

        :return: notification that says how many letters are to post
        """
        self.check_access("write")
        # sudo: the right to write the contributions was checked.
        count = self.sudo()._put_to_post()
        return self._notify_delivery(
            self.env._("Letters to post: %s.", count)
            if count
            else self.env._("No answer failed here.")
        )

    def action_letter_posted(self, date=None):
        """Note that the letters were posted: those to whom they go are told.

        :param date: the day on which they were; today unless told otherwise
        :raise UserError: for a day to come, or before the response was released
        """
        self.check_access("write")
        date = fields.Date.to_date(date)
        if date:
            self._check_posted_date(date)
        # sudo: the right to write the contributions was checked.
        self.sudo()._note_letters_posted(date)

    def _notify_resent(self, count):
        return self._notify_delivery(
            self.env._("E-mails on their way: %s.", count)
            if count
            else self.env._("Nothing to send again here.")
        )

    def _check_posted_date(self, date):
        """:raise UserError: for a day on which the letter cannot have been posted"""
        if any(date > program._get_today() for program in self.program_id):
            raise UserError(self.env._("A letter is not posted in the future."))
        # sudo: only the moment at which the response was released.
        for response in self.sudo().delivery_response_id:
            released = response.program_id._get_local_day(response.date_sent)
            if released and date < released:
                raise UserError(
                    self.env._(
                        "%(response)s was released on %(date)s: its letters were not "
                        "posted before.",
                        response=response.reference,
                        date=format_date(self.env, released),
                    )
                )

    def _notify_delivery(self, message):
        return make_notification(message, "info")

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _resend(self):
        """Send again what did not arrive, or whose letter is still to post.

        :return: number of e-mails
        :raise UserError: naming those without an address
        """
        todo = self.filtered(lambda c: c._get_delivery_group() in ("again", "to_post"))
        # One message speaks of several contributions of its author: they go together.
        addresses = {(c.delivery_id, c._get_answer_email()) for c in todo}
        todo |= todo._get_undelivered_together().filtered(
            lambda c: (c.delivery_id, c._get_answer_email()) in addresses
        )
        silent = todo.filtered(lambda c: not c._get_answer_email())
        if silent:
            raise UserError(
                self.env._(
                    "No e-mail address to write to: %s. Add it, or choose “By Post”.",
                    ", ".join(silent.mapped("reference")),
                )
            )
        count = 0
        for response, contributions in todo.grouped("delivery_response_id").items():
            count += len(response._queue_emails(contributions))
        if count:
            self.env["plpdma.delivery"]._trigger_queue()
        return count

    def _put_to_post(self):
        """Put on the list of letters those whom the e-mail did not reach.

        :return: number of letters
        """
        todo = self._get_undelivered_together()
        todo.write({"delivery": "to_post", "delivery_id": False})
        return len(todo)

    def _note_letters_posted(self, date):
        """Note that the letters that were to post are posted."""
        self.filtered(lambda c: c.delivery == "to_post")._note_posted(date)

    def _get_handler(self):
        """Who handles the contribution: who was named, else who runs its session, else
        who manages the programme; nobody who has left."""
        self.ensure_one()
        users = self.user_id | self.session_id.user_id | self.program_id.manager_id
        return users.filtered("active")[:1]

    def _get_answer_way(self):
        """How the author can be told: by ``email``, by ``letter``, or by the
        ``register`` or their page alone, for who gave no name, only a name on a form,
        or is forgotten."""
        self.ensure_one()
        if self._get_answer_email():
            return "email"
        # A form gave them the code of their page, and no address to write to.
        has_page = self.channel == "web" and not self.partner_id
        if self.anonymous or self.date_anonymised or has_page:
            return "register"
        return "letter"

    def _were_told_before(self, response):
        """Whether their author received what the response corrects."""
        corrected = response.browse()
        while response.supersedes_id - corrected:
            response = response.supersedes_id
            corrected |= response
        # sudo: what the author received is said to the author.
        return any(
            line.state == "sent" and line.response_id in corrected
            for line in self.sudo().delivery_ids
        )

    def _get_undelivered_together(self):
        """Those whose message did not arrive, and those that the same messages speak
        of."""
        lost = self.filtered(lambda c: c._get_delivery_group() == "again")
        return lost | lost.delivery_id.contribution_ids.filtered(
            lambda c: c.delivery_id in lost.delivery_id
        )

    def _get_letter_author(self):
        """What tells one author from another where there is no address: two namesakes
        get a letter each."""
        self.ensure_one()
        return self.partner_id or self

    def _prepare_delivery(self):
        """What the ledger keeps of a message on these contributions of one author."""
        first = self.sorted("id")[:1]
        return {
            "program_id": first.program_id.id,
            "contribution_ids": [Command.set(self.ids)],
            "user_id": first._get_handler().id,
        }

    def _note_posted(self, date):
        """Note the letters in the ledger, one a response and an author."""
        # Noted as answered before the letter left, by an earlier version.
        early = self.filtered(
            lambda c: (
                c.answer_channel == "letter"
                and c.sent_response_id == c.delivery_response_id
            )
        )
        letters = self.grouped(
            lambda c: (c.delivery_response_id, c._get_letter_author())
        )
        lines = self._note_told(
            "letter",
            [
                {
                    **contributions._prepare_delivery(),
                    "response_id": response.id,
                    **(
                        {"date_done": response.program_id._get_noon(date)}
                        if date
                        else {}
                    ),
                }
                for (response, _author), contributions in letters.items()
            ],
        )
        for line in lines:
            # The day on which it left is known now.
            (line.contribution_ids & early).write(
                {"date_answered": line._get_day(), "answer_delivery_id": line.id}
            )

    def _note_told(self, channel, vals_list):
        """Note what was told without an e-mail, and that it was the last message."""
        # The lines tell the records that they are theirs: they come first.
        lines = self.env["plpdma.delivery"]._note_told("answer", channel, vals_list)
        delivery = "posted" if channel == "letter" else "register"
        for line in lines:
            line.contribution_ids.write({"delivery": delivery, "delivery_id": line.id})
        return lines

    def _anonymise(self):
        """The ledger forgets who was written to; nobody is left to be told."""
        result = super()._anonymise()
        # sudo: the identity goes with all that holds it, whoever asks for it.
        records = self.sudo()
        records.delivery_ids._forget()
        records.filtered(lambda record: record._is_undelivered()).write(
            {"delivery": "none", "delivery_id": False}
        )
        return result
