from odoo import api, fields, models

from ...tools.groups import STAFF
from ..program.plpdma_delivery import LOST


class PlpdmaAcknowledgedMixin(models.AbstractModel):
    """Whoever gets an acknowledgement of receipt: the author of a contribution, or one
    who signs it with them. What became of the last one is known from the ledger, for it
    to leave again where it did not arrive; what it told of a request is noted, for
    another one to leave once it should tell otherwise."""

    _name = "plpdma.acknowledged.mixin"
    _description = "Whoever Gets an Acknowledgement of Receipt"
    _inherit = ["plpdma.earned.mixin"]

    # What the ledger calls a receipt to them, and its field that names them.
    _receipt_purpose = None
    _receipt_field = None

    receipt_id = fields.Many2one(
        "plpdma.delivery",
        string="Receipt",
        compute="_compute_receipt_id",
        groups=STAFF,
        help="The message that told them that the contribution was received.",
    )
    receipt_lost = fields.Boolean(
        string="Receipt Not Delivered", compute="_compute_receipt_id", groups=STAFF
    )
    receipt_reason = fields.Text(
        string="Why the Receipt Was Not Delivered",
        compute="_compute_receipt_id",
        groups=STAFF,
    )
    receipt_tells_appeal = fields.Boolean(
        string="Receipt Told the Appeals",
        copy=False,
        readonly=True,
        groups=STAFF,
        help="The last receipt that was written told when silence is a decision, and "
        "how it is appealed.",
    )

    @api.depends_context("lang")
    def _compute_receipt_id(self):
        """Each model says by which path the ledger knows them."""
        receipts = self.env["plpdma.delivery"].search(
            [
                (self._receipt_field, "in", self.ids),
                ("purpose", "=", self._receipt_purpose),
            ],
            order="id",
        )
        last = {
            told: receipt
            for receipt in receipts
            for told in receipt[self._receipt_field]
        }
        for record in self:
            receipt = last.get(record._origin, receipts.browse())
            record.receipt_id = receipt
            record.receipt_lost = receipt.state in LOST
            record.receipt_reason = receipt.reason

    @api.model
    def _get_earned_fields(self):
        return super()._get_earned_fields() | {"receipt_tells_appeal"}

    @api.model
    def _get_earned_sentences(self):
        return {
            **super()._get_earned_sentences(),
            "receipt_tells_appeal": self.env._("The receipt does, once it is written."),
        }

    # ------------------------------------------------------------------
    # Who they are
    # ------------------------------------------------------------------
    def _get_acknowledged(self):
        """The contribution of which they are told that it is received."""
        raise NotImplementedError

    def _get_answer_email(self):
        """Address to which the receipt goes, empty where there is none."""
        raise NotImplementedError

    def _is_request(self):
        """Whether what they sent asks for a decision."""
        raise NotImplementedError

    # ------------------------------------------------------------------
    # What they were told
    # ------------------------------------------------------------------
    def _is_misled(self):
        """Whether the last receipt that they have, or that leaves, says other things of
        a request than it should, and nothing told them since. One that did not arrive
        told nothing: it is sent again for itself."""
        self.ensure_one()
        return (
            bool(self.receipt_id)
            and not self.receipt_lost
            and not self._get_acknowledged().date_answered
            and self._is_misworded()
        )

    def _is_misworded(self):
        """Whether the last receipt that was written says other things of a request than
        it should."""
        self.ensure_one()
        return self.receipt_tells_appeal != self._is_request()

    def _resend_receipt(self):
        """Send again the receipts that did not arrive, to the address that they have
        now: the same receipt to the same address is the same message.

        :return: those to whom one leaves
        """
        lost = self.filtered(lambda one: one.receipt_lost and one._get_answer_email())
        same = lost.filtered(
            lambda one: (
                one.receipt_id.email == one._get_answer_email()
                and not one._is_misworded()
            )
        )
        retried = same.receipt_id._retry()
        again = lost.filtered(lambda one: one.receipt_id not in retried)
        return (lost - again) | again._write_receipt()

    def _write_receipt(self):
        """Write them one receipt more.

        :return: those who are written to
        """
        raise NotImplementedError
