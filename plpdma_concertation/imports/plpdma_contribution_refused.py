import base64
import io
import zipfile

from odoo import models

from ..tools.words import fold


class PlpdmaContribution(models.Model):
    """An identity that is erased stands no more in the rows that an import gave
    back."""

    _inherit = "plpdma.contribution"

    def _anonymise(self):
        # sudo: the identity is read to find where else it stands.
        records = self.sudo()
        told = [
            *records.mapped("contributor_name"),
            *records.mapped("contributor_email"),
            *records.partner_id.mapped("name"),
            *records.partner_id.mapped("email"),
        ]
        marks = {fold(text) for text in told if text}
        companies = records.company_id
        result = super()._anonymise()
        # sudo: a name that is erased goes from the rows given back to others too.
        logs = self.env["plpdma.import"].sudo()
        kept = logs.search(
            [("refused_file", "!=", False), ("company_id", "in", companies.ids)]
        )
        kept.filtered(lambda log: _names(log.refused_file, marks)).refused_file = False
        return result


def _names(content, marks):
    """Whether a workbook holds one of the texts."""
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(content))) as archive:
        text = fold(archive.read("xl/sharedStrings.xml").decode())
    return any(mark in text for mark in marks)
