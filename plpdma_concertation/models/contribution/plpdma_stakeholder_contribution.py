from odoo import api, fields, models
from odoo.fields import Domain


class PlpdmaStakeholder(models.Model):
    """The contributions of an actor."""

    _inherit = "plpdma.stakeholder"

    contribution_ids = fields.One2many("plpdma.contribution", "stakeholder_id")
    contribution_count = fields.Integer(compute="_compute_contribution_count")

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("contribution_ids")
    def _compute_contribution_count(self):
        contributions = self.env["plpdma.contribution"]
        counts = dict(
            contributions._read_group(
                contributions._get_received_domain()
                & Domain("stakeholder_id", "in", self.ids),
                ["stakeholder_id"],
                ["__count"],
            )
        )
        for stakeholder in self:
            stakeholder.contribution_count = counts.get(stakeholder, 0)

    @api.depends("contribution_ids")
    def _compute_is_heard(self):
        return super()._compute_is_heard()

    @api.model
    def _get_heard_domain(self):
        """Domain of the actors heard: the authors of a contribution, too."""
        return super()._get_heard_domain() | Domain("contribution_ids", "!=", False)

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """New actors recover the contributions they had already sent."""
        stakeholders = super().create(vals_list)
        contributions = self.env["plpdma.contribution"].search(
            [
                ("stakeholder_id", "=", False),
                ("program_id", "in", stakeholders.program_id.ids),
                ("partner_id", "in", stakeholders.partner_id.ids),
            ]
        )
        self.env.add_to_compute(contributions._fields["stakeholder_id"], contributions)
        return stakeholders
