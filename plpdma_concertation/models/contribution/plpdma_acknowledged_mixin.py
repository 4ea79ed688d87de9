from odoo import api, fields, models

from ...tools.groups import STAFF


class PlpdmaAcknowledgedMixin(models.AbstractModel):
    """Whoever gets an acknowledgement of receipt: the author of a contribution, or one
    who signs it with them. What the last one told of a request is noted, for another
    one to leave once it should tell otherwise."""

    _name = "plpdma.acknowledged.mixin"
    _description = "Whoever Gets an Acknowledgement of Receipt"
    _inherit = ["plpdma.earned.mixin"]

    receipt_tells_appeal = fields.Boolean(
        string="Receipt Told the Appeals",
        copy=False,
        readonly=True,
        groups=STAFF,
        help="The last receipt that was written told when silence is a decision, and "
        "how it is appealed.",
    )

    @api.model
    def _get_earned_fields(self):
        return super()._get_earned_fields() | {"receipt_tells_appeal"}

    @api.model
    def _get_earned_sentences(self):
        return {
            **super()._get_earned_sentences(),
            "receipt_tells_appeal": self.env._("The receipt does, once it is written."),
        }

    def _is_request(self):
        """Whether what they sent asks for a decision."""
        raise NotImplementedError
