from odoo import api, models
from odoo.tools import format_date

from ..export.export import ExportOptions
from ..export.procedure_file import ProcedureFile
from ..tools.groups import STAFF
from ..tools.procedure_file import INTERNAL, PUBLIC


class ReportProcedureFile(models.AbstractModel):
    """The list of the file of a procedure: each piece with its date and its digest, and
    what is missing. Printed by itself, before the file is made, it says what is still
    to be done."""

    _name = "report.plpdma_concertation.report_procedure_file"
    _inherit = ["plpdma.document.mixin"]
    _description = "List of the Procedure File"

    _printed_model = "plpdma.program"
    _printed_for = STAFF

    @api.model
    def _get_title(self):
        return self.env._("Procedure file")

    @api.model
    def _get_report_values(self, docids, data=None):
        """As for the other documents.

        :param dict data: ``audience``, and the ``lines`` of the archive that was just
            made; without them, those of the internal file, before it is made
        """
        given = self.with_context(plpdma_procedure_list=data or {})
        return super(ReportProcedureFile, given)._get_report_values(docids, data)

    @api.model
    def _prepare_sheets(self, record):
        sheet = self._prepare_sheet(record)
        program = sheet["record"]
        data = self.env.context.get("plpdma_procedure_list") or {}
        audience = PUBLIC if data.get("audience") == PUBLIC else INTERNAL
        options = ExportOptions(
            kind="procedure", format="zip", program_id=program.id, audience=audience
        )
        # The rights of the user are checked there.
        file = ProcedureFile(program.env, options)
        lines = data.get("lines")
        is_made = lines is not None
        lines = lines if is_made else file.list_pieces()
        folders = list(dict.fromkeys(line.folder for line in lines))
        return [
            {
                **sheet,
                "title": file.title,
                "is_made": is_made,
                "is_public": audience == PUBLIC,
                "date": format_date(program.env, program._get_today()),
                "folders": [
                    (
                        folder,
                        [
                            line
                            for line in lines
                            if line.folder == folder and not line.missing
                        ],
                    )
                    for folder in folders
                ],
                "missing": [line for line in lines if line.missing],
                "describe_size": self._describe_size,
            }
        ]

    @api.model
    def _describe_size(self, size):
        """A number of bytes, as people read it."""
        return self.env._("%s kB", max(1, round(size / 1024)))
