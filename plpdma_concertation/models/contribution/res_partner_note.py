from odoo import models


class ResPartner(models.Model):
    """A contribution noted from the contact who makes it."""

    _inherit = "res.partner"

    def action_plpdma_note(self):
        """Window action on a new contribution of the contact.

        :raise AccessError: for a user who may create none
        """
        self.ensure_one()
        contributions = self.env["plpdma.contribution"]
        return contributions._action_note(
            self._plpdma_get_program(), partner_id=self.id
        )

    def _plpdma_get_program(self):
        """The open programme where the contact is an actor, the latest first; none
        where they are in none."""
        actors = self.env["plpdma.stakeholder"].search(
            [
                ("partner_id", "in", (self | self.commercial_partner_id).ids),
                ("program_id.state", "=", "open"),
                ("company_id", "in", self.env.companies.ids),
            ]
        )
        return actors.program_id.sorted("id")[-1:]
