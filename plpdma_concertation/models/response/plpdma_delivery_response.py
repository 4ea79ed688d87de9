from odoo import fields, models

from ..program.plpdma_delivery import LOST


class PlpdmaDelivery(models.Model):
    """The responses in the ledger of messages."""

    _inherit = "plpdma.delivery"

    response_id = fields.Many2one(
        "plpdma.response", readonly=True, index="btree_not_null"
    )

    def _is_same(self, response, contributions, email):
        """Whether the message did not arrive, and would be written again as it is: the
        same response to the same contributions, at the same address."""
        self.ensure_one()
        return (
            self.state in LOST
            and self.response_id == response
            and self.contribution_ids == contributions
            and self.email == email
        )
