from odoo import api, models

from ..tools.groups import TEAM


class ReportTechnique(models.AbstractModel):
    """How a technique is run, on one page that whoever facilitates takes along."""

    _name = "report.plpdma_concertation.report_technique"
    _inherit = ["plpdma.document.mixin"]
    _description = "How-To Sheet of a Technique"

    _printed_model = "plpdma.technique"
    _printed_for = TEAM

    @api.model
    def _get_title(self):
        return self.env._("How-To Sheet")

    @api.model
    def _prepare_sheets(self, record):
        sheet = self._prepare_sheet(record)
        if not record.company_id:
            # A technique that all authorities share: the letterhead of the reader's.
            # sudo: every letter shows it.
            company = self.env.company.sudo().with_context(lang=sheet["lang"])
            sheet["company"] = company
        return [sheet]
