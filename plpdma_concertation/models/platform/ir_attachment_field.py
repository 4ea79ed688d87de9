from odoo import api, models
from odoo.exceptions import UserError

# What a file is made of, and what it is the file of.
CONTENT = {
    "datas",
    "db_datas",
    "raw",
    "res_field",
    "res_id",
    "res_model",
    "store_fname",
}


class IrAttachment(models.Model):
    """The file behind a field of ours is written by the field: what follows from it
    follows, what keeps it is asked, and the field has one file."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        """:raise UserError: for the file of a field, which the field itself creates"""
        attachments = super().create(vals_list)
        attachments._plpdma_check_free()
        return attachments

    def write(self, vals):
        """:raise UserError: for the file of a field, which the field itself writes"""
        if not CONTENT & vals.keys():
            return super().write(vals)
        self._plpdma_check_free()
        result = super().write(vals)
        self._plpdma_check_free()
        return result

    def unlink(self):
        """:raise UserError: for the file of a field, which the field itself deletes"""
        self._plpdma_check_free()
        return super().unlink()

    def _plpdma_check_free(self):
        """:raise UserError: naming the first one that stands behind a field of ours"""
        if self.env.su:
            # Core writes the file of a field as superuser.
            return
        # sudo: of what it is the file is looked at.
        for file in self.sudo():
            if file.res_field and self._plpdma_is_ours(file.res_model):
                raise UserError(
                    self.env._(
                        "“%s” belongs to a field: it is changed on the form of its "
                        "record.",
                        file.name,
                    )
                )
