from odoo import models
from odoo.fields import Domain

from ..platform.ir_attachment_field import CONTENT


class IrAttachment(models.Model):
    """The file of a document that the public has read is not changed behind it."""

    _inherit = "ir.attachment"

    def write(self, vals):
        """:raise UserError: for the file of a frozen document"""
        if CONTENT & vals.keys():
            self._plpdma_check_not_frozen()
        return super().write(vals)

    def unlink(self):
        """:raise UserError: for the file of a frozen document that stays"""
        self._plpdma_check_not_frozen()
        return super().unlink()

    def _plpdma_check_not_frozen(self):
        documents = self.env["plpdma.session.document"]
        # sudo: where the files belong is looked at.
        files = self.sudo().filtered_domain(
            Domain("res_model", "=", documents._name) & Domain("res_field", "=", "file")
        )
        if files:
            held = documents.sudo().browse(files.mapped("res_id")).exists()
            held._check_not_frozen()
