from odoo import api, fields, models

from ...tools.groups import STAFF


class PlpdmaContributionAuthor(models.Model):
    """A co-author, who is told what the author is told of a request."""

    _inherit = "plpdma.contribution.author"

    @api.depends("contribution_id.delivery_ids.state")
    @api.depends_context("lang")
    def _compute_receipt_id(self):
        return super()._compute_receipt_id()

    def _get_acknowledged(self):
        return self.contribution_id

    def _is_request(self):
        return self.contribution_id._is_request()


class PlpdmaContribution(models.Model):
    """The receipts to those who sign a contribution with its author."""

    _inherit = "plpdma.contribution"

    co_receipt_lost = fields.Text(
        string="Co-authors Whom the Receipt Did Not Reach",
        compute="_compute_co_receipt_lost",
        groups=STAFF,
        help="Who they are, and why it did not.",
    )

    @api.depends("co_author_ids.receipt_lost", "co_author_ids.confirmed")
    @api.depends_context("lang")
    def _compute_co_receipt_lost(self):
        for contribution in self:
            lost = contribution.co_author_ids._filtered_tellable().filtered(
                "receipt_lost"
            )
            contribution.co_receipt_lost = "\n".join(
                self.env._(
                    "%(author)s: %(reason)s",
                    author=author.display_name,
                    reason=author.receipt_reason,
                )
                for author in lost
            )

    @api.depends("co_author_ids.receipt_lost", "co_author_ids.email")
    def _compute_receipt_resendable(self):
        return super()._compute_receipt_resendable()

    @api.depends("co_author_ids.receipt_tells_appeal", "co_author_ids.email")
    def _compute_receipt_outdated(self):
        return super()._compute_receipt_outdated()

    def _get_acknowledged_people(self):
        return [
            *super()._get_acknowledged_people(),
            self.co_author_ids._filtered_tellable(),
        ]
