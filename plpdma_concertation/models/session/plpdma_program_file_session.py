"""The sessions, in the file of the procedure."""

from odoo import models

from ...tools.procedure_file import PUBLIC, Piece
from .plpdma_session import HELD, KEPT
from .plpdma_session_document import CLOSING_KINDS, REQUIRED_KINDS


class PlpdmaProgram(models.Model):
    """A programme, whose file holds the papers of its sessions."""

    _inherit = "plpdma.program"

    def _get_procedure_pieces(self, audience):
        pieces = super()._get_procedure_pieces(audience)
        if audience == PUBLIC:
            # sudo: the sessions that the calendar tells everybody, without names.
            sessions = self._get_public_sessions()
        else:
            sessions = self.env["plpdma.session"].search(
                [("program_id", "=", self.id), ("state", "in", KEPT)],
                order="date_start, id",
            )
        if not sessions:
            pieces.append(
                Piece(
                    "sessions",
                    self.env._("Meetings of the CCES"),
                    missing=self.env._("Plan a session of the CCES, then hold it."),
                )
            )
        for session in sessions:
            pieces += session._get_procedure_pieces(audience)
        return pieces


class PlpdmaSession(models.Model):
    """A session, in the file of the procedure."""

    _inherit = "plpdma.session"

    def _get_procedure_pieces(self, audience):
        """List of :class:`Piece` of the session."""
        self.ensure_one()
        folder = "consultation" if self.format == "public" else "sessions"
        day = self._get_local_day(self.date_start)
        pieces = [self._get_told_piece(folder, day, audience)]
        if self.format == "public":
            pieces += self._get_put_pieces(audience)
        elif audience != PUBLIC:
            pieces += self._get_meeting_pieces(day)
        return pieces

    def _get_told_piece(self, folder, day, audience):
        """What everybody may know of it: when, on what, and how its body voted, without
        names."""
        title = self._name_piece(self.env._("Session"))
        facts = "\n".join(
            filter(
                None,
                (
                    self._describe_format(),
                    self._describe_moment(),
                    self.location,
                    self.body_id.name,
                ),
            )
        )
        sections = [("", facts)]
        if self.proposal and self.nature == "consultation":
            label = self._fields["proposal"]._description_string(self.env)
            sections.append((label, self.proposal))
        questions = "\n".join(self.question_ids.mapped("name"))
        if questions:
            sections.append((self.env._("Questions"), questions))
        # Whoever presents an item is not named to everybody.
        agenda = "\n".join(item["name"] for item in self._describe_agenda())
        if agenda:
            sections.append((self.env._("Agenda"), agenda))
        if audience != PUBLIC or self._are_votes_public():
            sections += self._get_vote_sections()
        return self.program_id._make_page_piece(folder, title, sections, day)

    def _are_votes_public(self):
        """Whether everybody may be told how the body voted: once its minutes are
        final."""
        self.ensure_one()
        return self.minutes_state == "final"

    def _get_vote_sections(self):
        """``[(heading, text)]`` of the votes, without names."""
        told = self._describe_votes()
        if not told:
            return []
        sections = [(self.env._("Quorum"), told["quorum"])]
        for vote in told["votes"]:
            names = ("result", "counts", "opinion", "reservations")
            lines = [vote[name] for name in names]
            sections.append((vote["name"], "\n".join(filter(None, lines))))
        return sections

    def _get_put_pieces(self, audience):
        """The documents put to the public, in all their versions, and the days on which
        each came and was replaced; those that are missing."""
        program = self.program_id
        documents = self.document_ids
        if audience == PUBLIC and not self._has_opened():
            documents = documents.browse()
        kinds = [kind for kind, _label in documents._fields["kind"].selection]
        documents = documents.sorted(lambda one: (kinds.index(one.kind), one.version))
        files = documents._get_files()
        pieces = [
            program._make_attached_piece(
                "answers" if document.kind in CLOSING_KINDS else "consultation",
                files[document],
                self._get_local_day(document.date_put),
                title=self._name_piece(document.display_name),
                file_name=document.file_name,
            )
            for document in documents
        ]
        if documents:
            title = self._name_piece(self.env._("Documents put to the public"))
            names = (
                "kind",
                "name",
                "version",
                "date_put",
                "date_replaced",
                "reason",
                "digest",
            )
            table = program._make_table_piece("consultation", title, documents, names)
            pieces.append(table)
        return [*pieces, *self._get_missing_put_pieces(documents)]

    def _get_missing_put_pieces(self, documents):
        """What the public had to read, or was to read once it was over, and which is
        not there.

        :param documents: those that are there
        """
        if self.nature != "consultation":
            return []
        labels = dict(documents._fields["kind"]._description_selection(self.env))
        wanted = [*REQUIRED_KINDS, *(CLOSING_KINDS if not self._is_coming() else ())]
        return [
            Piece(
                "answers" if kind in CLOSING_KINDS else "consultation",
                self._name_piece(labels[kind]),
                missing=self.env._("Add it to the session (Put to the Public)."),
            )
            for kind in wanted
            if kind not in documents.mapped("kind")
        ]

    def _get_meeting_pieces(self, day):
        """What was sent, signed and written for those who took part."""
        return [*self._get_papers_pieces(), self._get_minutes_piece(day)]

    def _get_minutes_piece(self, day):
        title = self._name_piece(self.env._("Minutes"))
        missing = self._get_missing_minutes()
        if missing:
            return Piece("sessions", title, date=day, missing=missing)
        return self.program_id._make_printed_piece(
            "sessions", title, "report_minutes", self, day
        )

    def _get_missing_minutes(self):
        """What to do for the minutes to be there; nothing where they are."""
        if self.state not in HELD:
            return self.env._("Hold the session, then write its minutes.")
        if self.minutes_state != "final":
            return self.env._(
                "Write the minutes, circulate them, then make them final."
            )
        return ""

    def _name_piece(self, kind):
        return self.env._("%(kind)s: %(session)s", kind=kind, session=self.name)
