from mmap import mmap

from odoo import api, models

from ...tools.archives import is_bearable
from ...tools.mail_charset import read_text

# What a worker reads at once for its text: strangers send files too.
MAX_PDF = 5 * 1024 * 1024
# Files that are texts themselves, and how many characters of them are searched.
TEXTS = ("text/plain", "text/csv")
MAX_TEXT = 1_000_000


class IrAttachment(models.Model):
    """The files of our records are kept as they came, and read for their text within
    what a worker bears."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        """Attachments whose texts are searched by all their letters, where core keeps
        those of ASCII."""
        attachments = super().create(vals_list)
        for attachment in attachments:
            if attachment.mimetype in TEXTS and self._plpdma_is_ours(
                attachment.res_model
            ):
                text = read_text(attachment.raw or b"")
                # sudo: what is searched of the file that its author has just left.
                attachment.sudo().index_content = text[:MAX_TEXT]
        return attachments

    @api.model
    def _plpdma_is_ours(self, model):
        return bool(model) and model.startswith("plpdma.")

    def _check_contents(self, values):
        """The values as core checks them, but for pictures: they are neither made
        smaller nor opened. They are letters as often as not, and a stranger's."""
        kept = self
        if self._plpdma_is_ours(values.get("res_model")):
            kept = self.with_context(image_no_postprocess=True)
        return super(IrAttachment, kept)._check_contents(values)

    @api.model
    def _index(self, bin_data, mimetype, checksum=None):
        """What would fill the memory once unpacked, or is so large that it stays on the
        disk, is not read for its text."""
        if isinstance(bin_data, mmap):
            return (mimetype or "").partition("/")[0]
        is_pdf = bin_data[:5] == b"%PDF-"
        if (is_pdf and len(bin_data) > MAX_PDF) or not is_bearable(bin_data):
            return (mimetype or "").partition("/")[0]
        return super()._index(bin_data, mimetype, checksum=checksum)
