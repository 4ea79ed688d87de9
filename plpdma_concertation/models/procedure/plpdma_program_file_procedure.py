"""The legal thread, in the file of the procedure."""

from odoo import models
from odoo.fields import Domain

from ...tools.procedure_file import PUBLIC, Piece
from ...tools.texts import html_to_text
from ..session.plpdma_session import KEPT
from .plpdma_milestone import ADDRESSEES

# The folder of the documents of each step.
STEPS = {
    "cces_opinion": "opinions",
    "draft_adoption": "draft",
    "public_availability": "consultation",
    "second_opinion": "opinions",
    "deliberation": "adoption",
    "publication": "publication",
    "transmission": "publication",
    "annual_report": "reports",
    "evaluation": "reports",
}
OPINIONS = ("cces_opinion", "second_opinion")


class PlpdmaProgram(models.Model):
    """A programme, whose file holds its opinions, its deliberations, and the proofs of
    its publication and transmission."""

    _inherit = "plpdma.program"

    def _get_procedure_pieces(self, audience):
        pieces = super()._get_procedure_pieces(audience)
        milestones = self.milestone_ids.filtered(lambda m: m.state != "skipped")
        pieces.append(self._get_milestones_piece(milestones))
        for milestone in milestones:
            pieces += milestone._get_procedure_pieces(audience)
        missing = set(STEPS) - set(self.milestone_ids.mapped("kind"))
        labels = self.env["plpdma.milestone"]._fields["kind"]
        for kind, label in labels._description_selection(self.env):
            if kind in missing:
                pieces.append(
                    Piece(
                        STEPS[kind],
                        label,
                        missing=self.env._(
                            "Prepare the milestones of the programme (Legal Thread)."
                        ),
                    )
                )
        return [*pieces, *self._get_closing_pieces()]

    def _get_milestones_piece(self, milestones):
        """The dates of the steps: when each was planned, due and done, and the
        addressees informed."""
        title = self.env._("Dates of the legal thread")
        if not milestones:
            missing = self.env._(
                "Prepare the milestones of the programme (Legal Thread)."
            )
            return Piece("publication", title, missing=missing)
        names = (
            "name",
            "legal_reference",
            "date_start",
            "date_stop",
            "date_planned",
            "deadline",
            "date_done",
            *ADDRESSEES,
            "opinion_result",
        )
        return self._make_table_piece("publication", title, milestones, names)

    def _get_closing_pieces(self):
        """The closing minutes and the synthesis of each availability to the public."""
        sessions = self.env["plpdma.session"].search(
            Domain("program_id", "=", self.id)
            & Domain("format", "=", "public")
            & Domain("state", "in", KEPT),
            order="date_start, id",
        )
        if not sessions:
            return [
                Piece(
                    "consultation",
                    self.env._("Availability to the public"),
                    missing=self.env._(
                        "Plan a session open to the public, with its draft."
                    ),
                )
            ]
        return [
            piece for session in sessions for piece in session._get_closing_pieces()
        ]


class PlpdmaSession(models.Model):
    """An availability to the public, in the file of the procedure."""

    _inherit = "plpdma.session"

    def _get_closing_pieces(self):
        """List of the closing minutes, sealed, and of the synthesis; or what is
        missing."""
        self.ensure_one()
        program, folder = self.program_id, "consultation"
        day = self._get_local_day(self.date_stop)
        closing = self._name_piece(self.env._("Closing minutes"))
        synthesis = self._name_piece(self.env._("Synthesis"))
        if not self.date_stop or self._is_coming():
            missing = self.env._("Once the availability to the public is closed.")
            return [
                Piece(folder, title, date=day, missing=missing)
                for title in (closing, synthesis)
            ]
        pieces = [
            program._make_printed_piece(folder, closing, "report_closing", self, day),
            program._make_printed_piece(
                folder, synthesis, "report_synthesis", self, day
            ),
        ]
        if not self.is_sealed:
            pieces.append(
                Piece(
                    folder,
                    self._name_piece(self.env._("Seal of the register")),
                    date=day,
                    missing=self.env._("Seal the register (Closing, on the session)."),
                )
            )
        return pieces


class PlpdmaMilestone(models.Model):
    """A step, in the file of the procedure."""

    _inherit = "plpdma.milestone"

    def _get_procedure_pieces(self, audience):
        """List of :class:`Piece` of the step: its opinion, its documents, its proofs;
        or what is missing."""
        self.ensure_one()
        program, folder = self.program_id, STEPS[self.kind]
        day = self.date_done or None
        pieces = []
        opinion = html_to_text(self._get_opinion())
        if opinion:
            title = self.env._("%s: opinion", self.name)
            sections = [(self.vote_id.name or self.name, opinion)]
            pieces.append(program._make_page_piece(folder, title, sections, day))
        elif self.kind in OPINIONS:
            missing = self.env._(
                "Note the vote in the session of the CCES (Quorum and Votes), and link "
                "the session with this milestone."
            )
            title = self.env._("%s: opinion", self.name)
            pieces.append(Piece(folder, title, date=day, missing=missing))
        return [*pieces, *self._get_attached_pieces(folder, audience, day)]

    def _get_attached_pieces(self, folder, audience, day):
        """The documents of the step: all of them, or those that are published."""
        program = self.program_id
        documents = self.document_ids
        if audience == PUBLIC:
            documents &= program.public_document_ids
        pieces = [
            program._make_attached_piece(folder, document, day)
            for document in documents
        ]
        missing = self._get_missing_proof(documents)
        if missing:
            pieces.append(Piece(folder, self.name, date=day, missing=missing))
        return pieces

    def _get_missing_proof(self, documents):
        """What to do for the step to be proved; nothing where it is."""
        if self.kind == "transmission" and self._get_missing_addressees():
            return self.env._(
                "Note on which day each addressee was informed: prefect of the region, "
                "regional council, ADEME."
            )
        if not self.date_done and self.kind != "transmission":
            return self.env._("Note the day on which it was done.")
        if not documents and self.kind not in ("public_availability", *OPINIONS):
            return self.env._(
                "Attach its document to the milestone; to publish it too, add it to "
                "the programme's documents to publish."
            )
        return ""
