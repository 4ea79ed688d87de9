import json

from odoo.http import request

from odoo.addons.web.controllers.export import CSVExport, ExcelExport


def log_file(data, extension):
    """Add to the log's line of this export which file it was for, and by what filter
    the records were chosen: only the request says it.

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
        """The HTTP response that holds the file, as core makes it; the log then says
        which file it is.

        :param str data: what the request asked for, in JSON
        """
        response = super().base(data)
        log_file(data, "csv")
        return response


class PlpdmaExcelExport(ExcelExport):
    """The log tells what was chosen, and for which file."""

    def base(self, data):
        """The HTTP response that holds the file, as core makes it; the log then says
        which file it is.

        :param str data: what the request asked for, in JSON
        """
        response = super().base(data)
        log_file(data, "xlsx")
        return response
