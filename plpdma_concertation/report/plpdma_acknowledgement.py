from odoo import api, models

from ..tools.groups import STAFF


class ReportAcknowledgement(models.AbstractModel):
    """The acknowledgement of receipt to post, or to hand over."""

    _name = "report.plpdma_concertation.report_acknowledgement"
    _inherit = ["plpdma.letter.mixin"]
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
        ack = contribution._describe_acknowledgement()
        # Whoever gave no name receives it by hand.
        named = not contribution.anonymous
        return [
            {
                **sheet,
                "ack": ack,
                "letter": self._prepare_letter_frame(
                    contribution.program_id,
                    self._get_recipient(contribution) if named else [],
                    civility=self._find_civility(
                        contribution.partner_id,
                        contribution.author_name,
                        contribution.contributor_civility,
                    ),
                    references=[
                        contribution.env._("Our references: %s", ack["reference"])
                    ],
                    about=contribution.env._(
                        "acknowledgement of receipt of your contribution"
                    ),
                ),
                "code": contribution._get_follow_code(),
                "follow": contribution.get_base_url() + "/concertation/follow",
            }
        ]
