import json

from odoo.http import request

from odoo.addons.web.controllers.export import CSVExport, ExcelExport

from ...tools.texts import disarm


def find_model(asked):
    """The model of which rows are asked for, if it is one that this application
    exports; or None.

    :param dict asked: what the request asked for
    """
    model = request.env[asked["model"]].with_context(**asked.get("context", {}))
    is_ours = isinstance(model, request.env.registry["plpdma.export.mixin"])
    return model if is_ours else None


def log_file(data, extension):
    """Add to the log's line of this export which file it was for, and by what filter
    the records were chosen: only the request says it.

    :param str data: what the request asked for, in JSON
    :param str extension: of the file
    """
    asked = json.loads(data)
    model = find_model(asked)
    if model is not None:
        model._log_file(extension, None if asked["ids"] else asked["domain"] or [])


class PlpdmaCSVExport(CSVExport):
    """The log tells what was chosen, and for which file; no spreadsheet runs what
    strangers wrote."""

    def from_data(self, fields, columns_headers, rows):
        """The content of the file, as core makes it, of rows that a spreadsheet shows
        as the texts that they are."""
        if find_model(json.loads(request.params["data"])) is not None:
            rows = [[disarm(cell) for cell in row] for row in rows]
        return super().from_data(fields, columns_headers, rows)

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
