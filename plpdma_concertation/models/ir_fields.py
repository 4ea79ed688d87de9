from odoo import api, models


class IrFieldsConverter(models.AbstractModel):
    """What a file names in each of its rows is looked up once."""

    _inherit = "ir.fields.converter"

    @api.model
    def db_id_for(self, model, field, subfield, value, savepoint):
        """Look a record up once per file in the imports of this addon.

        A register names the same programme, session, themes and communes in every
        row: looking for each of them takes most of the time of an import.
        """
        found = self.env.context.get("import_cache")
        if found is None or model._original_module != "plpdma_concertation":
            return super().db_id_for(model, field, subfield, value, savepoint)
        key = (model._name, field.name, subfield, value)
        if key not in found:
            record_id, warnings = super().db_id_for(
                model, field, subfield, value, savepoint
            )
            if not record_id:
                return record_id, warnings
            found[key] = (record_id, warnings)
        record_id, warnings = found[key]
        return record_id, list(warnings)
