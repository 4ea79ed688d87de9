from odoo import api, fields, models
from odoo.fields import Command


class PlpdmaStakeholder(models.Model):
    """An actor, with what they do of their own accord, what they were promised, and the
    actions of the programme that they carry or follow."""

    _inherit = "plpdma.stakeholder"

    commitment_ids = fields.One2many(
        "plpdma.commitment", "stakeholder_id", string="Commitments"
    )
    piloted_measure_ids = fields.One2many(
        "plpdma.measure", "pilot_id", string="Actions Carried"
    )
    piloted_measure_count = fields.Integer(
        string="Number of Actions Carried", compute="_compute_piloted_measure_count"
    )
    measure_ids = fields.Many2many(
        "plpdma.measure",
        "plpdma_measure_stakeholder_rel",
        "stakeholder_id",
        "measure_id",
        string="Follows the Actions",
        check_company=True,
        domain="[('program_id', '=', program_id)]",
        help="The actions of the programme that a permanent guest follows.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("piloted_measure_ids")
    def _compute_piloted_measure_count(self):
        counts = dict(
            self.env["plpdma.measure"]._read_group(
                [("pilot_id", "in", self.ids)], ["pilot_id"], ["__count"]
            )
        )
        for stakeholder in self:
            stakeholder.piloted_measure_count = counts.get(stakeholder._origin, 0)

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("membership", "date_end", "follow_scope", "measure_ids")
    def _check_membership(self):
        """A permanent guest follows chosen actions, or what was written in words."""
        told = self.filtered(lambda s: s.membership == "permanent" and s.measure_ids)
        return super(PlpdmaStakeholder, self - told)._check_membership()

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model
    def _get_same_program_fields(self):
        return [*super()._get_same_program_fields(), "measure_ids"]

    def _prepare_absorb_vals(self, duplicates):
        vals = super()._prepare_absorb_vals(duplicates)
        followed = duplicates.measure_ids
        return {**vals, "measure_ids": [Command.link(one.id) for one in followed]}
