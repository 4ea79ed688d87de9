"""The log of the adaptations, in the file of the procedure."""

from odoo import models

from ...tools.procedure_file import PUBLIC, Piece


class PlpdmaProgram(models.Model):
    """A programme, whose file tells how the concertation was adapted."""

    _inherit = "plpdma.program"

    def _get_procedure_pieces(self, audience):
        pieces = super()._get_procedure_pieces(audience)
        if audience == PUBLIC:
            # The staff and the élus read it; nobody reread it for everybody.
            return pieces
        title = self.env._("Log of the adaptations")
        entries = self.env["plpdma.adaptation"].search(
            [("program_id", "=", self.id)], order="date, id"
        )
        if not entries:
            missing = self.env._(
                "Nothing is noted: note what was changed to suit the actors, if "
                "anything was."
            )
            return [*pieces, Piece("log", title, missing=missing)]
        names = ("date", "need", "previous_modality", "new_modality", "applies_to_id")
        return [*pieces, self._make_table_piece("log", title, entries, names)]
