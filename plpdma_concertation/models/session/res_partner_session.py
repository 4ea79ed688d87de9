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
        """As core, the individual meetings that the user does not see being among those
        of the people of the house: whoever plans is told that they are not free. Whom
        they meet is not."""
        house = self.filtered(lambda partner: not partner.partner_share)
        others = super(ResPartner, self - house)
        busy = others._get_busy_calendar_events(start_datetime, end_datetime)
        # sudo: core compares the hours of these entries with others, and tells no more.
        inside = super(ResPartner, house.sudo())
        theirs = inside._get_busy_calendar_events(start_datetime, end_datetime)
        # Core tells of all the guests of an entry: of the house alone here.
        return busy | {one.id: theirs[one.id] for one in house if one.id in theirs}

    def unlink(self):
        """The ledger of messages forgets the participants who go away."""
        emails = self.mapped("email_normalized")
        result = super().unlink()
        self.env["plpdma.delivery"]._forget_participants(emails)
        return result
