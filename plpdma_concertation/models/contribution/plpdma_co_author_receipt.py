from odoo import api, fields, models


class PlpdmaContributionAuthor(models.Model):
    """A co-author, who is told what the author is told of a request."""

    _inherit = "plpdma.contribution.author"

    receipt_tells_appeal = fields.Boolean(
        string="Receipt Told the Appeals",
        copy=False,
        readonly=True,
        help="The last receipt that was written to them told when silence is a "
        "decision, and how it is appealed.",
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
        """Whether what they sign asks for a decision."""
        return self.contribution_id._is_request()

    def _filtered_misled(self):
        """Those whose last receipt says other things of a request than it should, and
        whom nothing told since."""
        told = self.env["plpdma.delivery"].search(
            [("purpose", "=", "co_receipt"), ("co_author_ids", "in", self.ids)]
        )
        return (
            (self & told.co_author_ids)
            ._filtered_tellable()
            .filtered(
                lambda author: (
                    author.email
                    and not author.contribution_id.date_answered
                    and author.receipt_tells_appeal
                    != author.contribution_id._is_request()
                )
            )
        )
