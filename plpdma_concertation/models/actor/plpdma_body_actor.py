from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.groups import STAFF


class PlpdmaBody(models.Model):
    """Who sits in a body."""

    _inherit = "plpdma.body"

    stakeholder_ids = fields.Many2many(
        "plpdma.stakeholder", string="Members", check_company=True
    )
    member_count = fields.Integer(compute="_compute_member_count", groups=STAFF)
    sitting_count = fields.Integer(
        string="Sitting Today",
        compute="_compute_sitting_count",
        groups=STAFF,
        help="Members and guests whose period covers today.",
    )

    program_actor_count = fields.Integer(
        related="program_id.stakeholder_count",
        string="Actors of the Programme",
        groups=STAFF,
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("stakeholder_ids")
    def _compute_member_count(self):
        for body in self:
            body.member_count = len(body.stakeholder_ids)

    @api.depends("stakeholder_ids.date_start", "stakeholder_ids.date_end")
    def _compute_sitting_count(self):
        stakeholders = self.env["plpdma.stakeholder"]
        sitting = stakeholders._get_sitting_today_domain()
        counts = dict(
            stakeholders._read_group(
                sitting & Domain("body_ids", "in", self.ids), ["body_ids"], ["__count"]
            )
        )
        for body in self:
            body.sitting_count = counts.get(body, 0)

    @api.model
    def _get_same_program_fields(self):
        return [*super()._get_same_program_fields(), "stakeholder_ids"]

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_import_actors(self):
        """Action that imports a sheet of actors, who sit in this body unless the sheet
        says otherwise."""
        self.ensure_one()
        return self.program_id._action_import_actors(
            default_body_ids=self.ids, default_membership="member"
        )
