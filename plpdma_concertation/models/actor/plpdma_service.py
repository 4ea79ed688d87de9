from odoo import api, fields, models


class PlpdmaService(models.Model):
    """A service rendered to an actor, even outside prevention, and what it led to.

    For the staff alone: it tells how a relation began, not what anybody owes.
    """

    _name = "plpdma.service"
    _description = "Service Rendered"
    _inherit = ["plpdma.program.mixin"]
    _order = "date desc, id desc"

    # What was done, for whom
    name = fields.Char(string="Service", required=True)
    stakeholder_id = fields.Many2one(
        "plpdma.stakeholder",
        string="Rendered to",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    program_id = fields.Many2one(
        related="stakeholder_id.program_id",
        store=True,
        precompute=True,
        default=None,
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    user_id = fields.Many2one(
        "res.users",
        string="Rendered by",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        index="btree_not_null",
    )
    outside_prevention = fields.Boolean(
        help="A service that has nothing to do with waste also opens a door."
    )
    description = fields.Text()

    # What came of it
    outcome = fields.Text(string="What It Led to")

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("stakeholder_id")
    def _check_stakeholder_program(self):
        """The programme follows the actor: another actor may change it."""
        self._check_same_program()
