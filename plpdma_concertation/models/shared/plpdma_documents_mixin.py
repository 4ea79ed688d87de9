from odoo import api, models


class PlpdmaDocumentsMixin(models.AbstractModel):
    """A record whose files are read by whoever reads it."""

    _name = "plpdma.documents.mixin"
    _description = "Record with Files of Its Own"

    # Many2many fields of attachments.
    _document_fields = ()

    @api.model_create_multi
    def create(self, vals_list):
        """Attach the documents to their record: whoever reads it reads them."""
        records = super().create(vals_list)
        records._attach_documents()
        return records

    def write(self, vals):
        """Attach the new documents to their record."""
        result = super().write(vals)
        if vals.keys() & set(self._document_fields):
            self._attach_documents()
        return result

    def _attach_documents(self):
        """A file dropped on a record being written belongs to nothing yet: nobody but
        its author could open it."""
        for record in self:
            for name in self._document_fields:
                record[name].filtered(lambda file: not file.res_id).write(
                    {"res_model": self._name, "res_id": record.id}
                )
