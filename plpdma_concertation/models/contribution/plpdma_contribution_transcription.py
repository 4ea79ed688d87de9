from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.groups import STAFF
from ...tools.mail_charset import read_text
from ..platform.ir_attachment_kept import TEXTS
from .mail_thread import ORIGINAL

# What Odoo notes of a file in which it reads no text: the kind of file.
NO_TEXT = {"application", "audio", "font", "image", "message", "text", "video"}


class PlpdmaContribution(models.Model):
    """The text of the files that came with a contribution."""

    _inherit = "plpdma.contribution"

    transcription = fields.Text(
        copy=False,
        groups=STAFF,
        help="The text of the files, as a machine reads it: to be read again against "
        "them. The author's words stay as they came.",
    )
    file_text = fields.Char(
        string="Text of the Files",
        store=False,
        search="_search_file_text",
        groups=STAFF,
    )

    def _search_file_text(self, operator, value):
        if operator not in ("ilike", "like"):
            return NotImplemented
        # sudo: files are the staff's, as the field is; whoever may read their
        # contribution is left to its own rules.
        files = self.env["ir.attachment"].sudo()
        found = files._read_group(
            self._get_files_domain() & Domain("index_content", operator, value),
            ["res_id"],
        )
        return [("id", "in", [record_id for (record_id,) in found])]

    def _get_files_domain(self):
        return (
            Domain("res_model", "=", self._name)
            & Domain("res_field", "=", False)
            & Domain("name", "!=", ORIGINAL)
        )

    def action_transcribe(self):
        """Take over the text of the files as a transcription, marked as a machine's;
        what was taken over before stays as it was corrected.

        :raise UserError: when no file holds a text
        """
        for contribution in self:
            contribution.check_access("write")
            texts = contribution._get_file_texts()
            if not texts:
                raise UserError(
                    self.env._(
                        "No text can be read in the files of %s: they are pictures, "
                        "scanned pages, too long, or of a kind that is not read.",
                        contribution.reference,
                    )
                )
            known = contribution.transcription or ""
            parts = [known] if known else []
            for name, text in texts:
                mark = self.env._("[File “%s”, read by a machine]", name)
                if mark not in known:
                    parts.append(f"{mark}\n{text}")
            contribution.transcription = "\n\n".join(parts)

    def _get_file_texts(self):
        """``[(name, text)]`` of the files that hold a text."""
        self.ensure_one()
        files = self.env["ir.attachment"].search(
            self._get_files_domain() & Domain("res_id", "=", self.id), order="id"
        )
        texts = []
        for file in files:
            if file.mimetype in TEXTS:
                # Core keeps the letters of ASCII alone.
                text = read_text(file.raw or b"")
            else:
                text = file.index_content or ""
            if text.strip() and text.strip() not in NO_TEXT:
                texts.append((file.name, text.strip()))
        return texts
