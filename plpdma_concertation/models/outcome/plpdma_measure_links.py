from odoo import api, fields, models

from ...tools.groups import STAFF
from ...tools.windows import open_linked
from .plpdma_delivery_measure import PURPOSES


class PlpdmaMeasure(models.Model):
    """What stands one click from an action: the observations that name it, the
    responses that change it, the messages that told it, and its public page."""

    _inherit = "plpdma.measure"

    news_count = fields.Integer(
        string="Messages That Tell It", compute="_compute_news_count", groups=STAFF
    )
    has_public_page = fields.Boolean(
        compute="_compute_has_public_page",
        compute_sudo=True,
        help="It is published, and its programme has public pages.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_news_count(self):
        counts = dict(
            self.env["plpdma.delivery"]._read_group(
                self._get_news_domain(), ["measure_id"], ["__count"]
            )
        )
        for measure in self:
            measure.news_count = counts.get(measure._origin, 0)

    def _get_news_domain(self):
        return [("purpose", "in", PURPOSES), ("measure_id", "in", self.ids)]

    @api.depends(
        "is_published",
        "active",
        "program_id.is_published",
        "program_id.state",
        "program_id.active",
    )
    def _compute_has_public_page(self):
        programs = self.program_id
        shown = programs.filtered_domain(programs._get_published_domain())
        published = self.filtered_domain(self._get_published_domain())
        for measure in self:
            measure.has_public_page = (
                measure in published and measure.program_id in shown
            )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_view_contributions(self):
        """Window action on the observations that name the action."""
        return self._open_own("action_plpdma_measure_contribution")

    def action_view_responses(self):
        """Window action on the responses that change it."""
        return self._open_own("action_plpdma_measure_response")

    def action_view_news(self):
        """Window action on the messages that told what became of it."""
        self.ensure_one()
        return open_linked(
            self.env,
            "action_plpdma_delivery",
            self.id,
            self._get_news_domain(),
            search_default_undelivered=0,
        )

    def action_view_public_page(self):
        """Open the action as everybody reads it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": self._get_page_path(),
            "target": "new",
        }

    def _open_own(self, name):
        self.ensure_one()
        return open_linked(self.env, name, self.id)
