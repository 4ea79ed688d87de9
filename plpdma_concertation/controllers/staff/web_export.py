import json

from odoo.http import request

from odoo.addons.web.controllers.export import CSVExport, ExcelExport


def log_file(data, extension):
    """Have the line that the export has written in the log tell for which file it was,
    and by what filter the records were chosen: only the request says it.

    :param str data: what the request asked for, in JSON
    :param str extension: of the file
    """
    asked = json.loads(data)
    model = request.env[asked["model"]].with_context(**asked.get("context", {}))
    if isinstance(model, request.env.registry["plpdma.export.mixin"]):
        model._log_file(extension, None if asked["ids"] else asked["domain"] or [])


class PlpdmaCSVExport(CSVExport):
    """The log tells what was chosen, and for which file."""

    def base(self, data):
        """Make the file, as core does."""
        response = super().base(data)
        log_file(data, "csv")
        return response


class PlpdmaExcelExport(ExcelExport):
    """The log tells what was chosen, and for which file."""

    def base(self, data):
        """Make the file, as core does."""
        response = super().base(data)
        log_file(data, "xlsx")
        return response
