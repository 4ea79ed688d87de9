from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.groups import STAFF


class PlpdmaProgram(models.Model):
    """The campaigns of a programme, and the messages that are still to be compared."""

    _inherit = "plpdma.program"

    campaign_count = fields.Integer(
        string="Campaigns", compute="_compute_campaign_count", groups=STAFF
    )
    campaign_todo_count = fields.Integer(
        string="Campaigns to Look at",
        compute="_compute_campaign_count",
        groups=STAFF,
        help="Those to confirm, and those for which messages are proposed.",
    )
    uncompared_count = fields.Integer(
        string="Messages to Compare",
        compute="_compute_uncompared_count",
        groups=STAFF,
        help="The background has not looked yet for those that say nearly the same.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("contribution_ids.campaign_id", "contribution_ids.campaign_id.state")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_campaign_count(self):
        campaigns = self.env["plpdma.campaign"]
        standing = Domain("state", "!=", "refused")
        total = self._count_by_program(campaigns._name, standing)
        # Most programmes have none.
        todo = total and self._count_by_program(
            campaigns._name, campaigns._get_todo_domain()
        )
        for program in self:
            program.campaign_count = total.get(program, 0)
            program.campaign_todo_count = todo.get(program, 0)

    @api.depends("contribution_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_uncompared_count(self):
        counts = self.env["plpdma.likeness"]._count_unseen(self._origin)
        for program in self:
            program.uncompared_count = counts.get(program._origin.id, 0)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_find_campaigns(self):
        """Have the messages compared in the background, those not looked at yet.

        :return: notification that says how many there are
        """
        self.check_access("write")
        count = sum(self.env["plpdma.likeness"]._count_unseen(self).values())
        campaigns = self.env["plpdma.campaign"]
        if count:
            campaigns._trigger_detection()
        return campaigns._notify_found(count)
