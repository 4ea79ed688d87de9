import re

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

HTML_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


class RefusedBatch(Exception):
    """Some records of a batch are refused: core then tries them one by one."""


class PlpdmaImportMixin(models.AbstractModel):
    """What a spreadsheet needs to be imported as its author means it."""

    _name = "plpdma.import.mixin"
    _description = "Import from a Spreadsheet"
    _inherit = ["plpdma.field.access.mixin"]

    # File of static/xls/ that shows how to fill in a spreadsheet.
    _import_template = None

    @api.model
    def get_import_templates(self):
        """Template file offered by the import screen."""
        if not self._import_template:
            return []
        path = f"/plpdma_concertation/static/xls/{self._import_template}.xlsx"
        model = self.env["ir.model"]._get(self._name)
        label = self.env._("Template file: %s", model.sudo().name)
        return [{"label": label, "template": path}]

    def _load_records(self, data_list, update=False):
        """Let each bad row be named for itself.

        When a batch raises a ``UserError``, core blames its first row, then reports
        the bad rows. With another exception it only does the latter.
        """
        for data in data_list:
            data["values"] = self._clean_import_vals(data["values"])
        try:
            return super()._load_records(data_list, update)
        except UserError as error:
            if len(data_list) > 1:
                raise RefusedBatch from error
            raise

    def _load_records_create(self, vals_list):
        """An empty cell takes the default or computed value, where there is one."""
        return super()._load_records_create(
            [
                {
                    name: value
                    for name, value in vals.items()
                    if value is not False or not self._fills_itself(name)
                }
                for vals in vals_list
            ]
        )

    def _fills_itself(self, name):
        field = self._fields[name]
        return field.required or bool(field.compute)

    def _clean_import_vals(self, vals):
        """Plain text keeps its paragraphs in a formatted field."""
        return {
            name: plaintext2html(value)
            if isinstance(value, str)
            and self._fields[name].type == "html"
            and not HTML_TAG.search(value)
            else value
            for name, value in vals.items()
        }
