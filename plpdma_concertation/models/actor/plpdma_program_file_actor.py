"""The composition of the bodies, in the file of the procedure."""

from odoo import models

from ...tools.procedure_file import PUBLIC, Piece, write_table
from ...tools.words import fold


class PlpdmaProgram(models.Model):
    """A programme, whose file tells who sits in its bodies."""

    _inherit = "plpdma.program"

    def _get_procedure_pieces(self, audience):
        pieces = super()._get_procedure_pieces(audience)
        bodies = self.body_ids
        if "cces" not in bodies.mapped("kind"):
            pieces.append(
                Piece(
                    "body",
                    self.env._("CCES"),
                    missing=self.env._(
                        "Create the body, with its founding act and its members."
                    ),
                )
            )
        for body in bodies:
            pieces += [
                self._get_founding_piece(body, audience),
                self._get_composition_piece(body, audience),
            ]
        return pieces

    def _get_founding_piece(self, body, audience):
        """What set the body up."""
        title = self.env._("Founding act: %s", body.name)
        if not body.founding_act:
            missing = self.env._(
                "Write it on the body: deliberation or order, its date."
            )
            return Piece("body", title, missing=missing)
        names = [
            "founding_act",
            "secretariat",
            "justification",
            "quorum",
            "proxy_limit",
        ]
        sections = [
            (body._fields[name]._description_string(self.env), str(body[name]))
            for name in names
            if body[name]
        ]
        if audience != PUBLIC and body.chair_id:
            label = body._fields["chair_id"]._description_string(self.env)
            sections.insert(1, (label, body.chair_id.display_name))
        return self._make_page_piece("body", title, sections)

    def _get_composition_piece(self, body, audience):
        """Who sits in the body: organisations by their names; people by their category
        in what is for everybody."""
        title = self.env._("Composition: %s", body.name)
        seats = body.stakeholder_ids.filtered(lambda seat: seat.membership != "none")
        if not seats:
            missing = self.env._(
                "Add the members to the body, each with their capacity."
            )
            return Piece("body", title, missing=missing)
        names = ("membership", "college_id", "date_start", "date_end")
        labels = dict(seats._fields["membership"]._description_selection(self.env))
        headings = [
            self.env._("Member"),
            *(seats._fields[name]._description_string(self.env) for name in names),
        ]
        rows = [
            [
                seat._get_public_label() if audience == PUBLIC else seat.display_name,
                labels[seat.membership],
                seat.college_id.display_name,
                seat.date_start,
                seat.date_end,
            ]
            for seat in seats
        ]
        rows.sort(key=lambda row: fold(row[0]))
        return Piece("body", title, "csv", write=write_table(headings, rows))
