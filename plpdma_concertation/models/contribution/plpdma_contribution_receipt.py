import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import email_normalize, formataddr

from ...tools.addresses import get_display_name, get_mailbox
from ...tools.groups import STAFF
from ...tools.notifications import make_notification
from ...tools.windows import open_linked
from ..platform.mail_thread import UNAVAILABLE

_logger = logging.getLogger(__name__)

# Receipts that one mailbox takes in a day: anybody may write it in a public form.
RECEIPTS_PER_DAY = 5
DAY = 24 * 60


class PlpdmaContribution(models.Model):
    """The message that tells an author that what they sent is received; to whom it
    goes, and what the ledger keeps of all that is written to them."""

    _inherit = "plpdma.contribution"

    _receipt_purpose = "receipt"
    _receipt_field = "contribution_ids"

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
    receipt_resendable = fields.Boolean(
        string="Receipt Can Be Sent Again",
        compute="_compute_receipt_resendable",
        groups=STAFF,
        help="It did not reach somebody who has an address.",
    )

    @api.depends("delivery_ids.state")
    @api.depends_context("lang")
    def _compute_receipt_id(self):
        return super()._compute_receipt_id()

    @api.depends("receipt_lost", "contributor_email", "partner_id.email_normalized")
    def _compute_receipt_resendable(self):
        for contribution in self:
            contribution.receipt_resendable = any(
                one._get_answer_email() for one in contribution._find_unreached()
            )

    # ------------------------------------------------------------------
    # Whom to write to
    # ------------------------------------------------------------------
    def _get_answer_email(self):
        """Address to which the answer goes, empty when it must be posted."""
        self.ensure_one()
        return email_normalize(self.contributor_email) or (
            self.partner_id.email_normalized
        )

    def _get_lang(self):
        """Code of the language in which the author is written to."""
        self.ensure_one()
        return self.company_id._plpdma_get_lang(self.partner_id)

    def _get_answer_email_formatted(self):
        """Recipient of the answer, as the mail template writes it."""
        name = get_display_name(self.author_name)
        return formataddr((name, self._get_answer_email() or ""))

    def _get_opened_lines(self):
        """The first lines of the messages that are being written for this contribution,
        which are in the ledger already, in superuser mode."""
        self.ensure_one()
        # sudo: whoever has a message written reads no ledger.
        return self.sudo().delivery_ids.filtered(
            lambda line: (
                line._is_being_written()
                and not line.first_id
                and line.contribution_ids.sorted(lambda c: c._get_letter_rank())[:1]
                == self
            )
        )

    def _prepare_delivery(self):
        """Values of the ledger's line for a message to one author on these
        contributions."""
        first = self.sorted("id")[:1]
        return {
            "program_id": first.program_id.id,
            "contribution_ids": [Command.set(self.ids)],
            "user_id": first._get_handler().id,
        }

    # ------------------------------------------------------------------
    # Receipts
    # ------------------------------------------------------------------
    def _send_receipt(self, references=None):
        """Send the number and the code to the authors who gave an address, a few times
        a day at most to each address: the ledger says which ones were not written.

        Whatever fails in a receipt, what it tells of stays registered: this raises for
        nothing but a database or a disk that is away.

        :param str references: the message that is receipted: whoever answers the
            receipt then joins the discussion
        :return: the contributions whose author was written to
        """
        authors = self.filtered(lambda record: record._get_answer_email())
        told = authors._filter_receivable(
            [record._get_answer_email() for record in authors]
        )
        self.env["plpdma.delivery"]._note_withheld(
            "receipt",
            [
                {**record._prepare_delivery(), "email": record._get_answer_email()}
                for record in authors - told
            ],
        )
        return told._queue_receipts("receipt", [{} for _record in told], references)

    def _get_acknowledged(self):
        return self

    def _get_acknowledged_people(self):
        """Those who get a receipt of these contributions: their authors.

        :return: list of recordsets of models of ``plpdma.acknowledged.mixin``
        """
        return [self]

    def _find_unreached(self):
        """Those whom the last receipt of this contribution did not reach."""
        self.ensure_one()
        return [
            one
            for people in self._get_acknowledged_people()
            for one in people
            if one.receipt_lost
        ]

    def _write_receipt(self):
        return self._send_receipt()

    def action_resend_receipt(self):
        """Send again the receipts that did not reach whom they were written to, to the
        address that they have now.

        :return: notification that says how many e-mails leave
        :raise UserError: naming those on which nobody who waits has an address
        """
        self.check_access("write")
        silent = self.filtered(
            lambda record: record._find_unreached() and not record.receipt_resendable
        )
        if silent:
            raise UserError(
                self.env._(
                    "No e-mail address to write to: %s. Add it first.",
                    ", ".join(silent.mapped("reference")),
                )
            )
        # sudo: the right to write the contributions was checked; what is written is
        # what becomes of their receipts.
        people = self.sudo()._get_acknowledged_people()
        return self._let_receipts_leave(
            sum(len(each._resend_receipt()) for each in people)
        )

    def _let_receipts_leave(self, count):
        """:return: notification that says how many e-mails leave"""
        if count:
            self.env["plpdma.delivery"]._trigger_queue()
        return self._notify_resent(count)

    def _filter_receivable(self, emails):
        """Those of the records whose receipt may leave today.

        :param list emails: the address to which the receipt of each goes
        """
        # sudo: whoever sends it, how often the address was written to is counted.
        allowed = (
            self.env["plpdma.rate.limit"]
            .sudo()
            ._hit_each(
                "receipt",
                [get_mailbox(email) for email in emails],
                RECEIPTS_PER_DAY,
                DAY,
            )
        )
        return self.browse(
            [record.id for record, ok in zip(self, allowed, strict=True) if ok]
        )

    def _queue_receipts(self, purpose, vals_list, references=None):
        """Write the receipts, and have them followed; those that cannot be written are
        noted in the ledger, and whoever handles the contribution is told why.

        :param str purpose: of the lines of the ledger
        :param list vals_list: what else they say, for each contribution
        :return: the contributions whose receipt leaves
        """
        try:
            with self.env.cr.savepoint():
                self._write_receipts(purpose, vals_list, references)
        except UNAVAILABLE:
            raise
        except Exception as error:  # noqa: BLE001
            if len(self) > 1:
                # The others leave.
                return self.browse().union(
                    *(
                        record._queue_receipts(purpose, [vals], references)
                        for record, vals in zip(self, vals_list, strict=True)
                    )
                )
            _logger.warning("The receipt of %s is not written", self, exc_info=True)
            self._note_unwritten(purpose, vals_list, error)
            return self.browse()
        return self

    def _note_unwritten(self, purpose, vals_list, error):
        self.env["plpdma.delivery"]._note_unwritten(
            purpose,
            [
                {
                    **record._prepare_delivery(),
                    "email": email_normalize(record._get_answer_email_formatted()),
                    **vals,
                }
                for record, vals in zip(self, vals_list, strict=True)
            ],
            f"{type(error).__name__}: {error}",
        )

    def _write_receipts(self, purpose, vals_list, references):
        template = self.env.ref(
            "plpdma_concertation.mail_template_receipt", raise_if_not_found=False
        )
        if not template or not self:
            return
        self.env["plpdma.delivery"]._write_messages(
            purpose,
            template,
            self,
            [
                {**record._prepare_delivery(), **vals}
                for record, vals in zip(self, vals_list, strict=True)
            ],
            # A receipt calls for no answer from a machine (RFC 3834).
            headers=repr({"Auto-Submitted": "auto-replied"}),
            references=references,
        )

    def action_view_deliveries(self):
        """Window action on the messages that told its author something, of any point of
        the letter."""
        self.ensure_one()
        self.check_access("read")
        letter = self._get_letter()
        told = letter | letter._get_letter_parts()
        return open_linked(
            self.env,
            "action_plpdma_delivery",
            self.id,
            [("contribution_ids", "in", told.ids)],
            search_default_undelivered=0,
        )

    def _notify_resent(self, count):
        return self._notify_delivery(
            self.env._("E-mails on their way: %s.", count)
            if count
            else self.env._("Nothing to send again here.")
        )

    def _notify_delivery(self, message):
        return make_notification(message, "info")
