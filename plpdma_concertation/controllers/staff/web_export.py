import json

from odoo.addons.web.controllers.export import CSVExport, ExcelExport

from ...models.shared.plpdma_export_mixin import making_file


def describe_file(data, extension):
    """What the request says of the file that it makes, for the log."""
    asked = json.loads(data)
    return {
        "format": extension,
        "ids": asked.get("ids"),
        "domain": asked.get("domain") or [],
    }


class PlpdmaCSVExport(CSVExport):
    """The log tells what was chosen, and for which file."""

    def base(self, data):
        """Make the file, as core does."""
        with making_file(**describe_file(data, "csv")):
            return super().base(data)


class PlpdmaExcelExport(ExcelExport):
    """The log tells what was chosen, and for which file."""

    def base(self, data):
        """Make the file, as core does."""
        with making_file(**describe_file(data, "xlsx")):
            return super().base(data)
