from contextlib import contextmanager

from odoo import api, fields, models
from odoo.fields import Domain

from ..export.publication_groups import get_groups
from ..tools.groups import READERS


class ReportPublicationTable(models.AbstractModel):
    """The table to be published: what the public said, and what the authority made of
    it."""

    _name = "report.plpdma_concertation.report_publication_table"
    _inherit = ["plpdma.document.mixin"]
    _description = "Observations and Responses of a Programme"

    _printed_model = "plpdma.program"
    _printed_for = READERS
    _is_made_public = True

    @api.model
    def _get_title(self):
        return self.env._("Observations and responses")

    @api.model
    def _prepare_sheets(self, record):
        sheet = self._prepare_sheet(record, page_url=self._get_page_url(record))
        program = sheet["record"]
        in_program = Domain("program_id", "=", program.id)
        groups = get_groups(program.env, in_program, gathered=True)
        if not self._is_for_everybody():
            self._log(program, sum(len(group["rows"]) for group in groups))
        counts = program.env["plpdma.figures"]._count_published(in_program)
        return [
            {
                **sheet,
                "groups": groups,
                "counts": counts,
                "today": fields.Date.context_today(program),
            }
        ]

    @api.model
    def _get_page_path(self, record):
        return record._get_observations_path()

    @api.model
    def _log(self, program, count):
        """Note in the log what leaves: the same rows leave in a spreadsheet, which is
        noted too."""
        with self._writing() as env:
            env["plpdma.export.log"]._log(
                "plpdma.contribution",
                count,
                format="pdf",
                filter_text=f"{self._get_title()} · {program.name}",
                company_id=program.company_id.id,
            )

    @contextmanager
    def _writing(self):
        """Context manager that gives an environment which may write: reports are read
        from a replica."""
        if not self.env.cr.readonly:
            yield self.env
            return
        with self.env.registry.cursor() as cr:
            yield self.env(cr=cr)
