"""The register and the published documents, in the file of the procedure; and the
buttons that ask for the file."""

from odoo import models
from odoo.fields import Domain

from ..tools.procedure_file import INTERNAL, PUBLIC, Piece
from .export import Export, ExportOptions
from .open_data import CSV, JSON
from .open_measures import OpenMeasures
from .open_register import OpenRegister
from .procedure_file import ProcedureFile
from .publication import write_csv
from .publication_flat import FlatTable


class PlpdmaProgram(models.Model):
    """A programme, whose procedure leaves in one file."""

    _inherit = "plpdma.program"

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_export_procedure(self):
        """Have the file of the procedure prepared, for the staff.

        :return: window action that shows its progress
        :raise AccessError: for a user who is not of the staff
        """
        return self._start_procedure_file(INTERNAL)

    def action_export_procedure_public(self):
        """Have the file of the procedure prepared, for everybody: nothing personal,
        refused or confidential.

        :return: window action that shows its progress
        :raise AccessError: for a user who is not of the staff
        """
        return self._start_procedure_file(PUBLIC)

    def _start_procedure_file(self, audience):
        self.ensure_one()
        options = ExportOptions(
            kind="procedure",
            format="zip",
            program_id=self.id,
            lang=self.env.lang,
            audience=audience,
            company_ids=tuple(self.env.companies.ids),
        )
        export = ProcedureFile(self.env, options)
        # Documents are printed one by one: longer than a request lasts.
        return self.env["plpdma.export.job"]._start(export, export.count_rows())

    # ------------------------------------------------------------------
    # Pieces
    # ------------------------------------------------------------------
    def _get_procedure_pieces(self, audience):
        pieces = super()._get_procedure_pieces(audience)
        pieces += self._get_open_pieces()
        if audience != PUBLIC:
            title = self.env._("Report of the concertation")
            pieces += [
                self._get_register_piece(),
                # It tells the log of the adaptations, which nobody reread for
                # everybody; once published, it is among the public documents.
                self._make_printed_piece("reports", title, "report_bilan", self),
            ]
        return [*pieces, *self._get_published_pieces()]

    def _get_open_pieces(self):
        """What everybody may reuse, as the public pages give it."""
        # sudo: as on the public pages, what everybody reads and nothing else.
        program = self.sudo()
        domain = program._get_published_contributions_domain()
        contributions = program.env["plpdma.contribution"]
        title = self.env._("Public register")
        if contributions.search_count(domain, limit=1):
            flat = FlatTable(program.env, domain)
            register = OpenRegister(program.env, program)
            pieces = [
                # For people, in words; for machines, as the pages give it.
                Piece("register", title, CSV, write=_write_flat(flat)),
                Piece("register", title, JSON, write=_write_open(register, JSON)),
            ]
        else:
            missing = self.env._(
                "No contribution may be published yet: read those that wait."
            )
            pieces = [Piece("register", title, missing=missing)]
        measures = OpenMeasures(program.env, program)
        title = self.env._("Actions of the programme")
        if measures.get_ids():
            write = _write_flat(measures)
            pieces.append(Piece("answers", title, CSV, write=write))
        return pieces

    def _get_register_piece(self):
        """The whole register, for the staff, without names nor addresses."""
        options = ExportOptions(program_id=self.id, lang=self.env.lang)
        export = Export(self.env, options)

        def write(file):
            export.write_to(file)

        title = self.env._("Register of the concertation, internal")
        return Piece("register", title, "xlsx", write=write)

    def _get_published_pieces(self):
        """The documents that are made to be published."""
        pieces = []
        # sudo: whether something may be published is looked at.
        contributions = self.env["plpdma.contribution"].sudo()
        published = self._get_published_contributions_domain()
        if contributions.search_count(published, limit=1):
            title = self.env._("Public register, observations and responses")
            table = "report_publication_table"
            pieces.append(self._make_printed_piece("register", title, table, self))
        responses = self.env["plpdma.response"].sudo()
        sent = Domain("program_id", "=", self.id) & Domain("published", "=", True)
        if not responses.search_count(sent, limit=1):
            pieces.append(
                Piece(
                    "answers",
                    self.env._("Motives of the decision"),
                    missing=self.env._(
                        "Publish the responses: their reasons then stand in the table "
                        "of the observations and responses."
                    ),
                )
            )
        return pieces


def _write_flat(table):
    """The function that writes a table that everybody reads, in the language of its
    reader."""
    answers = {True: table.env._("Yes"), False: table.env._("No")}

    def tell(cell):
        return answers[cell] if isinstance(cell, bool) else cell

    def write(file):
        columns = table.list_columns()
        headings = [column.label for column in columns]
        batches = (
            [map(tell, row) for row in rows] for rows in table.iter_batches(columns)
        )
        write_csv(file, batches, headings, ExportOptions.separator)

    return write


def _write_open(table, kind):
    """The function that writes a file of open data."""

    def write(file):
        table.write_to(file, kind)

    return write
