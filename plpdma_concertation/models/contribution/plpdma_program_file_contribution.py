"""The rules by which what people write is published, in the file of the procedure."""

from odoo import models

from ...tools.procedure_file import Piece


class PlpdmaProgram(models.Model):
    """A programme, whose file tells how contributions are moderated."""

    _inherit = "plpdma.program"

    def _get_procedure_pieces(self, audience):
        pieces = super()._get_procedure_pieces(audience)
        # sudo: as on the public form, where everybody reads them.
        told = self.sudo()._describe_moderation()
        charter = self.env._("Moderation charter")
        criteria = self.env._("Moderation criteria")
        if told["charter"]:
            sections = [("", told["charter"])]
            pieces.append(self._make_page_piece("frame", charter, sections))
        else:
            missing = self.env._("Write it on the programme, in its public pages.")
            pieces.append(Piece("frame", charter, missing=missing))
        if told["criteria"]:
            sections = [(name, text or "") for name, text in told["criteria"]]
            pieces.append(self._make_page_piece("frame", criteria, sections))
        else:
            missing = self.env._("Write them in the configuration.")
            pieces.append(Piece("frame", criteria, missing=missing))
        return pieces
