from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...tools.groups import STAFF
from .plpdma_told_mixin import TOLD_FIELDS

# What is noted of an answer by the deliveries that earn it.
EARNED_FIELDS = TOLD_FIELDS | {"answer_delivery_id"}


class PlpdmaContribution(models.Model):
    """How the answer reaches the author: nothing is claimed before it has left."""

    _name = "plpdma.contribution"
    _inherit = ["plpdma.contribution", "plpdma.told.mixin"]

    _answer_purpose = "answer"
    _ledger_field = "contribution_ids"
    _silent_name = "reference"

    delivery = fields.Selection(
        selection_add=[
            ("none",),
            ("waiting", "Waiting"),
            ("queued",),
            ("sent",),
            ("failed",),
            ("bounced",),
            ("to_post",),
            ("posted",),
            ("register", "Published register"),
            ("noted", "Answered otherwise"),
        ],
        ondelete=dict.fromkeys(("waiting", "register", "noted"), "set default"),
        groups=STAFF,
        help="Where the last answer to the author stands. One who gave no name and no "
        "address waits until the answer is published.",
    )
    delivery_id = fields.Many2one(groups=STAFF)
    delivery_reason = fields.Text(groups=STAFF)
    delivery_response_id = fields.Many2one(
        groups=STAFF, help="The response whose delivery is followed."
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

    # ------------------------------------------------------------------
    # Where it stands
    # ------------------------------------------------------------------
    def _awaits_answer(self):
        return super()._awaits_answer() or self._is_undelivered()

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

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _get_answered(self):
        return self

    def _note_letters_posted(self, date):
        # Noted as answered before the letter left, by an earlier version.
        early = self.filtered(
            lambda c: (
                c.delivery == "to_post"
                and c.answer_channel == "letter"
                and c.sent_response_id == c.delivery_response_id
            )
        )
        lines = super()._note_letters_posted(date)
        for line in lines:
            # The day on which it left is known now.
            (line.contribution_ids & early).write(
                {"date_answered": line._get_day(), "answer_delivery_id": line.id}
            )
        return lines

    def _get_answer_way(self):
        """Key for how the author can be told: ``email``, ``letter``, or ``register``
        (or their page alone) for whoever gave no name, only a name on a form, or is
        forgotten."""
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

    def _get_letter_author(self):
        """Record that tells one author from another where there is no address: two
        namesakes get a letter each."""
        self.ensure_one()
        return self.partner_id or self

    def _anonymise(self):
        """Forget the authors, and that an answer is on its way: nobody is left to be
        told."""
        result = super()._anonymise()
        # sudo: the identity goes with all that holds it, whoever asks for it.
        records = self.sudo()
        records.filtered(lambda record: record._is_undelivered()).write(
            {"delivery": "none", "delivery_id": False}
        )
        return result
