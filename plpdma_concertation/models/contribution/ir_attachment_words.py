from odoo import api, models

CONTRIBUTION = "plpdma.contribution"


class IrAttachment(models.Model):
    """The text of the files of a contribution is among its words."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        """Their words are found at once."""
        attachments = super().create(vals_list)
        attachments._plpdma_get_contributions()._read_file_words()
        return attachments

    def write(self, vals):
        """So are other words, on another record as the case may be."""
        changed = {"index_content", "name", "res_field", "res_id", "res_model"}
        if not (changed | {"datas", "raw"}) & vals.keys():
            return super().write(vals)
        contributions = self._plpdma_get_contributions()
        result = super().write(vals)
        contributions |= self._plpdma_get_contributions()
        contributions._read_file_words()
        return result

    def unlink(self):
        """The words go with the file."""
        contributions = self._plpdma_get_contributions()
        result = super().unlink()
        contributions._read_file_words()
        return result

    def _plpdma_get_contributions(self):
        """The contributions to which the files belong, those of fields apart."""
        # sudo: to whom a file belongs is looked at, for whoever writes it.
        files = self.sudo().filtered(
            lambda file: file.res_model == CONTRIBUTION and file.res_id
        )
        return self.env[CONTRIBUTION].browse(set(files.mapped("res_id")))
