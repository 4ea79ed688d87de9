"""The legal thread, in the file of the procedure."""

from dataclasses import replace

from odoo import models
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools.procedure_file import PUBLIC, Piece
from ..session.plpdma_session import KEPT
from .plpdma_milestone import ADDRESSEES
from .plpdma_milestone_file import STEPS


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
        pieces += self._get_closing_pieces(audience)
        return [*pieces, self._get_online_piece()]

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
            "date_synthesis",
            "date_online_until",
            "date_assembly",
            "date_online",
            *ADDRESSEES,
            "opinion_result",
        )
        return self._make_table_piece("publication", title, milestones, names)

    def _get_online_piece(self):
        """The address of the public pages, and until when they stay."""
        title = self.env._("Public pages, and until when they stay online")
        until = self._get_milestone("publication").date_online_until
        if until:
            kept = self.env._(
                "The synthesis, the observations and the reasons for the decision stay "
                "online until %s.",
                format_date(self.env, until),
            )
        else:
            kept = self.env._(
                "The synthesis, the observations and the reasons for the decision stay "
                "online for %s months at least after the publication, which is not "
                "noted yet.",
                self.online_months_min,
            )
        if not self._is_online():
            missing = self.env._("Publish the pages of the programme. %s", kept)
            return Piece("publication", title, missing=missing)
        # sudo: as on the public page, what everybody reads.
        program = self.sudo()
        base_url = program.get_base_url()
        pages = [(self.name, self.public_url)]
        pages += [
            (told["name"], base_url + (told.get("page") or told["url"]))
            for told in program._describe_public_documents()
        ]
        sections = [(self.env._("Until when"), kept), *pages]
        piece = self._make_page_piece("publication", title, sections)
        return replace(piece, url=self.public_url)

    def _get_closing_pieces(self, audience):
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
            piece
            for session in sessions
            for piece in session._get_closing_pieces(audience)
        ]


class PlpdmaSession(models.Model):
    """An availability to the public, in the file of the procedure."""

    _inherit = "plpdma.session"

    def _get_closing_pieces(self, audience):
        """List of the closing minutes, sealed, and of the synthesis; or what is
        missing. Everybody is given them once they are everybody's."""
        self.ensure_one()
        program, folder = self.program_id, "consultation"
        day = self._get_local_day(self.date_stop)
        closing = self._name_piece(self.env._("Closing minutes"))
        synthesis = self._name_piece(self.env._("Synthesis"))
        missing = self._get_missing_closing(audience)
        if missing:
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

    def _get_missing_closing(self, audience):
        """What to do for the closing minutes and the synthesis to be there; nothing
        where they are."""
        if not self.date_stop or self._is_coming():
            return self.env._("Once the availability to the public is closed.")
        if audience == PUBLIC and not self._has_public_documents():
            return self.env._("It is not public yet: make the minutes final.")
        return ""
