from odoo import api, models

from ..tools.groups import STAFF


class ReportAcknowledgement(models.AbstractModel):
    """The acknowledgement of receipt to post, or to hand over."""

    _name = "report.plpdma_concertation.report_acknowledgement"
    _inherit = ["plpdma.document.mixin"]
    _description = "Acknowledgement of Receipt"

    _printed_model = "plpdma.contribution"
    _printed_for = STAFF

    @api.model
    def _get_title(self):
        return self.env._("Acknowledgement of Receipt")

    @api.model
    def _prepare_all_sheets(self, records):
        """One for each letter, whichever of its points are printed."""
        return super()._prepare_all_sheets(records._get_letter())

    @api.model
    def _prepare_sheets(self, record):
        sheet = self._prepare_sheet(record, record._get_lang())
        contribution = sheet["record"]
        # Whoever gave no name receives it by hand.
        named = not contribution.anonymous
        return [
            {
                **sheet,
                "partner": contribution.partner_id,
                "author": named and contribution.author_name,
                "lines": not contribution.partner_id
                and contribution._get_postal_lines(),
                "ack": contribution._describe_acknowledgement(),
                "code": contribution._get_follow_code(),
                "follow": contribution.get_base_url() + "/concertation/follow",
            }
        ]
