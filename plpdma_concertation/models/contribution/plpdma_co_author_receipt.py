from odoo import models


class PlpdmaContributionAuthor(models.Model):
    """A co-author, who is told what the author is told of a request."""

    _inherit = "plpdma.contribution.author"

    def _is_request(self):
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
