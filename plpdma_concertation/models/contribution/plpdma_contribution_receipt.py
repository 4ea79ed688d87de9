import logging

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from ...tools.addresses import get_mailbox
from .mail_thread import UNAVAILABLE

_logger = logging.getLogger(__name__)

# Receipts that one mailbox takes in a day: anybody may write it in a public form.
RECEIPTS_PER_DAY = 5
DAY = 24 * 60


class PlpdmaContribution(models.Model):
    """The message that tells an author that what they sent is received."""

    _inherit = "plpdma.contribution"

    def _send_receipt(self, references=None):
        """Send the number and the code to the authors who gave an address, a few times
        a day at most to each address: the ledger says which ones were not written.

        Whatever fails in a receipt, what it tells of stays registered: this raises for
        nothing but a database or a disk that is away.

        :param str references: the message that is receipted: who answers the receipt
            then joins the discussion
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

    def action_resend_receipt(self):
        """Send again the receipts that did not reach their author, to the address that
        they have now; the same receipt to the same address is the same message.

        :return: notification that says how many e-mails leave
        :raise UserError: naming those without an address
        """
        self.check_access("write")
        lost = self.filtered("receipt_lost")
        silent = lost.filtered(lambda record: not record._get_answer_email())
        if silent:
            raise UserError(
                self.env._(
                    "No e-mail address to write to: %s. Add it first.",
                    ", ".join(silent.mapped("reference")),
                )
            )
        # sudo: the right to write the contributions was checked; what is written is
        # what becomes of their receipts.
        lost = lost.sudo()
        same = lost.filtered(
            lambda record: record.receipt_id.email == record._get_answer_email()
        )
        retried = same.receipt_id._retry()
        again = lost.filtered(lambda record: record.receipt_id not in retried)
        sent = again._send_receipt()
        count = len(retried) + len(sent)
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
        noted in the ledger, and who handles the contribution is told why.

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
                    **vals,
                    "email": email_normalize(record._get_answer_email_formatted()),
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
        # A receipt calls for no answer from a machine (RFC 3834).
        mails = template.send_mail_batch(
            self.ids,
            email_values={
                "headers": repr({"Auto-Submitted": "auto-replied"}),
                "references": references,
            },
        )
        self.env["plpdma.delivery"]._follow(
            purpose,
            mails,
            [
                {**record._prepare_delivery(), **vals}
                for record, vals in zip(self, vals_list, strict=True)
            ],
        )
