from odoo import api, fields, models

from ...tools.groups import STAFF


class ResPartner(models.Model):
    """The responses that a contact received."""

    _inherit = "res.partner"

    plpdma_response_count = fields.Integer(
        string="Responses", compute="_compute_plpdma_counts", groups=STAFF
    )

    @api.model
    def _plpdma_get_counted(self):
        return {
            **super()._plpdma_get_counted(),
            "plpdma_response_count": (
                "plpdma.contribution",
                "partner_id",
                "sent_response_id",
            ),
        }

    def action_view_plpdma_responses(self):
        """Window action on the responses that the contact and its contacts received."""
        self.ensure_one()
        contributions = self.env["plpdma.contribution"].search_fetch(
            [("partner_id", "child_of", self.id), ("sent_response_id", "!=", False)],
            ["sent_response_id"],
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "plpdma_concertation.action_plpdma_response"
        )
        action["domain"] = [("id", "in", contributions.sent_response_id.ids)]
        action["context"] = {}
        return action
