from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.domains import search_boolean
from ...tools.groups import READERS, STAFF
from ..program.plpdma_delivery import LOST
from .plpdma_told_mixin import DELIVERY_GROUPS


class PlpdmaResponse(models.Model):
    """Whom a response has reached since it was released, and when it is looked at
    again."""

    _inherit = "plpdma.response"

    told_contribution_ids = fields.One2many(
        "plpdma.contribution",
        "sent_response_id",
        string="Received by the Authors of",
        groups=READERS,
    )
    delivery_contribution_ids = fields.One2many(
        "plpdma.contribution",
        "delivery_response_id",
        string="Released to the Authors of",
        context={"active_test": False},
        groups=STAFF,
    )
    # Where the authors stand: each of them in one, see DELIVERY_GROUPS.
    told_count = fields.Integer(
        string="Told", compute="_compute_delivery_counts", groups=STAFF
    )
    leaving_count = fields.Integer(
        string="Leaving", compute="_compute_delivery_counts", groups=STAFF
    )
    waiting_count = fields.Integer(
        string="Waiting", compute="_compute_delivery_counts", groups=STAFF
    )
    again_count = fields.Integer(
        string="Not Delivered", compute="_compute_delivery_counts", groups=STAFF
    )
    to_post_count = fields.Integer(
        string="To Post", compute="_compute_delivery_counts", groups=STAFF
    )
    co_author_again_count = fields.Integer(
        string="Co-authors Not Reached",
        compute="_compute_co_author_again_count",
        groups=STAFF,
    )

    is_to_review = fields.Boolean(
        string="To Be Reviewed Now",
        compute="_compute_is_to_review",
        search="_search_is_to_review",
        help="Deferred and sent, and the day has come to look at it again.",
    )

    @api.depends("company_id", "decision", "state", "review_date")
    def _compute_is_to_review(self):
        to_review = self.filtered_domain(self._get_to_review_domain())
        for response in self:
            response.is_to_review = response in to_review

    @search_boolean
    def _search_is_to_review(self):
        return self._get_to_review_domain()

    @api.model
    def _get_to_review_domain(self):
        """Domain of what was put off until today or before, by the clock of each
        authority."""
        is_due = self.env["res.company"]._plpdma_get_domain_by_day(
            lambda today: Domain("review_date", "<=", today)
        )
        deferred = Domain("decision", "=", "deferred") & Domain("state", "=", "sent")
        return deferred & is_due

    @api.depends("delivery_contribution_ids.delivery")
    def _compute_delivery_counts(self):
        counts = {
            (response, delivery): count
            for response, delivery, count in self.env["plpdma.contribution"]
            .with_context(active_test=False)
            ._read_group(
                [("delivery_response_id", "in", self.ids)],
                ["delivery_response_id", "delivery"],
                ["__count"],
            )
        }
        for response in self:
            for group, values in DELIVERY_GROUPS.items():
                response[f"{group}_count"] = sum(
                    counts.get((response._origin, value), 0) for value in values
                )

    @api.depends("delivery_contribution_ids.co_author_ids.delivery")
    def _compute_co_author_again_count(self):
        counts = dict(
            self.env["plpdma.contribution.author"]._read_group(
                [("delivery_response_id", "in", self.ids), ("delivery", "in", LOST)],
                ["delivery_response_id"],
                ["__count"],
            )
        )
        for response in self:
            response.co_author_again_count = counts.get(response._origin, 0)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_view_told(self):
        """Window action on the contributions whose author was told."""
        return self._action_view_delivered("told")

    def action_view_leaving(self):
        """Window action on the contributions whose author is about to be told."""
        return self._action_view_delivered("leaving")

    def action_view_waiting(self):
        """Window action on the contributions whose author waits for the rest of their
        letter, or for what is published."""
        return self._action_view_delivered("waiting")

    def action_view_again(self):
        """Window action on the contributions whose author was not reached."""
        return self._action_view_delivered("again")

    def action_view_to_post(self):
        """Window action on the contributions whose letter is still to post."""
        return self._action_view_delivered("to_post")

    def _action_view_delivered(self, group):
        self.ensure_one()
        action = self.program_id._action_open_items("action_plpdma_contribution")
        action["domain"] = [
            ("delivery_response_id", "=", self.id),
            ("delivery", "in", DELIVERY_GROUPS[group]),
        ]
        action["context"]["active_test"] = False
        return action

    def action_view_co_authors_again(self):
        """Window action on the contributions of which a co-author was not reached."""
        self.ensure_one()
        # The list then has the buttons for those of whom the author was reached, too.
        action = self.program_id._action_open_items(
            "action_plpdma_contribution", plpdma_co_authors_again=True
        )
        action["domain"] = [
            (
                "co_author_ids",
                "any",
                [("delivery_response_id", "=", self.id), ("delivery", "in", LOST)],
            )
        ]
        return action

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _describe_standing(self):
        """Sentence that says where those who were released stand, when nothing more is
        to be released."""
        pending = {
            self.env._("to post"): sum(self.mapped("to_post_count")),
            self.env._("not delivered"): sum(self.mapped("again_count")),
            self.env._("leaving"): sum(self.mapped("leaving_count")),
            self.env._("waiting"): sum(self.mapped("waiting_count")),
        }
        pending = [f"{label} : {count}" for label, count in pending.items() if count]
        if not pending:
            return self.env._("Everybody has already been answered.")
        return self.env._(
            "Already released to everybody; not answered yet: %s.", ", ".join(pending)
        )
