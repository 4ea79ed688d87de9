from odoo import fields, models
from odoo.exceptions import UserError


class PlpdmaProgram(models.Model):
    """The seals of the registers of a programme."""

    _inherit = "plpdma.program"

    seal_ids = fields.One2many(
        "plpdma.seal", "program_id", string="Seals", readonly=True
    )

    def action_check_seals(self):
        """Compare the registers of the programmes with their seals.

        :return: window action on the seals, with what was found
        :raise UserError: where no register is sealed
        """
        if not self.seal_ids:
            raise UserError(
                self.env._(
                    "No register of this programme is sealed: a public session is, "
                    "once it is closed."
                )
            )
        self.seal_ids.action_check()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "plpdma_concertation.action_plpdma_seal"
        )
        return {**action, "domain": [("id", "in", self.seal_ids.ids)]}
