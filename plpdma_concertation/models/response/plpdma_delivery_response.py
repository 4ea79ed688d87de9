from odoo import fields, models

from ..program.plpdma_delivery import LOST


class PlpdmaDelivery(models.Model):
    """The responses in the ledger of messages: a line for each that a message tells."""

    _inherit = "plpdma.delivery"

    response_id = fields.Many2one(
        "plpdma.response", readonly=True, index="btree_not_null"
    )

    def _is_same(self, response, told, email):
        """Whether the line did not arrive, and would be written again as it is: the
        same response to the same people, at the same address."""
        self.ensure_one()
        return (
            self.state in LOST
            and self.response_id == response
            and self.purpose == told._answer_purpose
            and self[told._ledger_field] == told
            and self.email == email
        )

    def _get_told(self):
        """Those whose last message is one of these lines.

        :return: the contributions, then the co-authors
        """
        domain = [("delivery_id", "in", self.ids)]
        # sudo: the ledger is the system's; what it noted goes on to them.
        return [
            self.env[name].sudo().with_context(active_test=False).search(domain)
            for name in ("plpdma.contribution", "plpdma.contribution.author")
        ]
