from odoo import api, fields, models

from ..tools.notifications import CLOSE


class PlpdmaSessionInvite(models.TransientModel):
    """Dialog that invites many actors at once, chosen by body, by category or one by
    one."""

    _name = "plpdma.session.invite"
    _description = "Invite Actors"
    _inherit = ["plpdma.link.access.mixin"]

    session_id = fields.Many2one("plpdma.session", required=True, ondelete="cascade")
    program_id = fields.Many2one(related="session_id.program_id")
    body_ids = fields.Many2many(
        "plpdma.body", string="Bodies", domain="[('program_id', '=', program_id)]"
    )
    role_ids = fields.Many2many("plpdma.role", string="Categories of Actor")
    stakeholder_ids = fields.Many2many(
        "plpdma.stakeholder",
        string="Actors",
        compute="_compute_stakeholder_ids",
        store=True,
        readonly=False,
        domain="[('program_id', '=', program_id), ('id', 'not in', invited_ids)]",
    )
    actor_count = fields.Integer(related="program_id.stakeholder_count")
    invited_ids = fields.Many2many(
        "plpdma.stakeholder", compute="_compute_invited_ids", string="Already Invited"
    )

    @api.depends("session_id")
    def _compute_invited_ids(self):
        for wizard in self:
            session = wizard.session_id._origin
            wizard.invited_ids = session.participation_ids.stakeholder_id

    @api.depends("body_ids", "role_ids")
    def _compute_stakeholder_ids(self):
        """Add the actors of the chosen bodies and categories to those chosen."""
        for wizard in self:
            of_roles = self.env["plpdma.stakeholder"].search(
                [
                    ("program_id", "=", wizard.session_id._origin.program_id.id),
                    ("role_ids", "in", wizard.role_ids.ids),
                ]
            )
            of_bodies = wizard.body_ids._origin.stakeholder_ids
            chosen = wizard.stakeholder_ids._origin | of_bodies | of_roles
            wizard.stakeholder_ids = chosen - wizard.invited_ids._origin

    def action_invite(self):
        """Add the chosen actors to the session's participants."""
        self.ensure_one()
        self.env["plpdma.participation"].create(
            [
                {"session_id": self.session_id.id, "stakeholder_id": stakeholder.id}
                for stakeholder in self.stakeholder_ids - self.invited_ids
            ]
        )
        return dict(CLOSE)

    def action_new_actor(self):
        """Action that creates an actor, where the programme has none to invite."""
        self.ensure_one()
        return self.program_id._action_new_item("action_plpdma_program_stakeholder")

    def action_import_actors(self):
        """Action that imports the actors of the programme, where it has none to
        invite."""
        self.ensure_one()
        return self.program_id.action_import_actors()
