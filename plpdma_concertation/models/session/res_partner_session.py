from odoo import api, fields, models

from ...tools.groups import STAFF


class ResPartner(models.Model):
    """The sessions in which a contact takes part."""

    _inherit = "res.partner"

    plpdma_session_count = fields.Integer(
        string="Sessions", compute="_compute_plpdma_counts", groups=STAFF
    )

    @api.model
    def _plpdma_get_counted(self):
        return {
            **super()._plpdma_get_counted(),
            "plpdma_session_count": (
                "plpdma.participation",
                "stakeholder_id.partner_id",
                "session_id",
            ),
        }

    def _get_busy_calendar_events(self, start_datetime, end_datetime):
        """As core, the individual meetings that the user does not see being among them:
        whoever plans is told that a guest is not free."""
        # sudo: core compares the hours of these entries with others, and tells no more.
        return super(ResPartner, self.sudo())._get_busy_calendar_events(
            start_datetime, end_datetime
        )

    def unlink(self):
        """The ledger of messages forgets the participants who go away."""
        emails = self.mapped("email_normalized")
        result = super().unlink()
        self.env["plpdma.delivery"]._forget_participants(emails)
        return result
