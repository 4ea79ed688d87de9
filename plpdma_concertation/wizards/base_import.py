from contextlib import suppress

from odoo import api, models

from odoo.addons.base_import.models.base_import import (
    FIELDS_RECURSION_LIMIT,
    ImportValidationError,
)

from ..report.plpdma_register import ContributionTable


class BaseImport(models.TransientModel):
    """Files of the concertation: whole or not at all, and each bad row named."""

    _inherit = "base_import.import"

    @api.model
    def get_fields_tree(self, model, depth=FIELDS_RECURSION_LIMIT):
        """Also offer the reference, which no screen lets anybody type.

        A register begun elsewhere is taken over with its own numbers.
        """
        fields_tree = super().get_fields_tree(model, depth)
        reference = self.env[model]._fields.get("reference")
        if depth and reference and self._is_concertation(model):
            fields_tree.append(
                {
                    "id": "reference",
                    "name": "reference",
                    "string": reference._description_string(self.env),
                    "required": False,
                    "fields": [],
                    "type": reference.type,
                    "model_name": model,
                }
            )
        return fields_tree

    def _read_file(self, options):
        """Begin a register that was exported with the sheet of the answers."""
        is_chosen = options.get("sheet")
        result = super()._read_file(options)
        if not is_chosen and self.res_model == "plpdma.response":
            title = ContributionTable(self.env).title
            if title in options.get("sheets", ()) and options["sheet"] != title:
                options["sheet"] = title
                result = super()._read_file(options)
        return result

    def execute_import(self, fields, columns, options, dryrun=False):
        """Take a file of the concertation in whole or not at all.

        The screen sends large files in batches, each one saved for itself: a bad row
        in the second batch would leave the first one behind. Here there is only one.
        """
        if not self._is_concertation(self.res_model):
            return super().execute_import(fields, columns, options, dryrun)
        result = super().execute_import(
            fields, columns, dict(options, limit=None), dryrun
        )
        self._name_rows(result["messages"], options)
        return result

    def _parse_date_from_data(self, data, index, name, field_type, options):
        """Leave what is no date as it stands, so that every such row is named.

        Core would stop at the first one.
        """
        if not self._is_concertation(self.res_model):
            super()._parse_date_from_data(data, index, name, field_type, options)
            return
        for line in data:
            with suppress(ImportValidationError):
                super()._parse_date_from_data([line], index, name, field_type, options)

    @api.model
    def _is_concertation(self, model_name):
        """Whether the model is one of this addon's."""
        model = self.env.get(model_name)
        return model is not None and model._original_module == "plpdma_concertation"

    def _name_rows(self, messages, options):
        """Begin each message with its row, counted as a spreadsheet does."""
        first = (options.get("skip") or 0) + (2 if options.get("has_headers") else 1)
        for message in messages:
            if "rows" in message:
                message["record"] = first + message["rows"]["from"]
                message["message"] = self.env._(
                    "Row %(row)s: %(reason)s",
                    row=message["record"],
                    reason=message["message"],
                )
