"""The file of the procedure: one archive of a programme, with the list of its
pieces."""

import tempfile
import zipfile
from dataclasses import dataclass

from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..tools.groups import STAFF
from ..tools.procedure_file import PUBLIC, Piece, copy_digested, name_pieces, slugify
from .export import Export

# Smaller pieces stay in memory.
SPOOLED = 1 << 20
INDEX = "index"
REPORT = "plpdma_concertation.report_procedure_file"


@dataclass(frozen=True)
class Line:
    """A line of the list: a piece that is there, or one that is missing."""

    folder: str
    title: str
    date: str = ""
    path: str = ""
    digest: str = ""
    size: int = 0
    missing: str = ""
    url: str = ""


class ProcedureFile(Export):
    """The archive, for its user: each piece is written into a file of the disk, then
    into the archive, one at a time."""

    def _check_right(self):
        if not self.env.user.has_group(STAFF):
            raise AccessError(
                self.env._("Only the staff gathers the file of a procedure.")
            )
        self.program.check_access("read")

    @property
    def program(self):
        """The programme whose procedure it is."""
        return self.env["plpdma.program"].browse(self.options.program_id)

    @property
    def is_public(self):
        """Whether everybody may read it."""
        return self.options.audience == PUBLIC

    @property
    def is_publication(self):
        """Whether it is the table made to be published."""
        return False

    @property
    def title(self):
        """Name of the document: whom it is for stands in it."""
        if self.is_public:
            return self.env._("Procedure file, public")
        return self.env._("Procedure file, internal")

    @property
    def filename(self):
        """Name of the file, dated."""
        today = self.program._get_today()
        return f"{slugify(self.program.name)}-{slugify(self.title)}-{today}.zip"

    @property
    def model_name(self):
        """Model to which the line of the log is attached."""
        return "plpdma.program"

    def count_rows(self):
        """Number of pieces, those that are missing included."""
        return len(self._get_pieces())

    def _get_pieces(self):
        return self.program._get_procedure_pieces(self.options.audience)

    # ------------------------------------------------------------------
    # The list
    # ------------------------------------------------------------------
    def list_pieces(self):
        """List of :class:`Line`: what there is, without its digest, and what is
        missing."""
        return [self._tell(piece, path) for piece, path in self._name_pieces()]

    def _name_pieces(self):
        return name_pieces(self._get_pieces(), self.program._get_procedure_folders())

    def _tell(self, piece, path, **values):
        labels = self.program._get_procedure_folders()
        values.setdefault("missing", piece.missing)
        return Line(
            labels[piece.folder],
            piece.title,
            self._tell_date(piece, path),
            path or "",
            url=piece.url if path else "",
            **values,
        )

    def _tell_date(self, piece, path):
        """The day that a piece is about; what is printed with the file says so."""
        day = format_date(self.env, piece.date) if piece.date else ""
        if not (path and piece.is_printed):
            return day
        today = format_date(self.env, self.program._get_today())
        printed = self.env._("printed on %s", today)
        return f"{day}, {printed}" if day else printed

    # ------------------------------------------------------------------
    # The file
    # ------------------------------------------------------------------
    def write_to(self, file, on_progress=None):
        """Write the archive: the pieces, then the list that names each of them.

        :param file: binary file, open for writing
        :param on_progress: called with the pieces done and their number
        :return: number of pieces that are there, and their names as text
        """
        named = list(self._name_pieces())
        lines = []
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for done, (piece, path) in enumerate(named, 1):
                lines.append(self._add(archive, piece, path))
                # What was read for a piece is not kept for the next one.
                self.env.flush_all()
                self.env.invalidate_all()
                if on_progress:
                    on_progress(done, len(named))
            self._add_index(archive, lines)
        paths = [line.path for line in lines if line.path]
        return len(paths), "\n".join(paths)

    def _add(self, archive, piece, path):
        """Write a piece into the archive.

        :return: its :class:`Line`; what cannot be made is missing, with the reason
        """
        if not path:
            return self._tell(piece, path)
        with tempfile.SpooledTemporaryFile(max_size=SPOOLED) as content:
            try:
                with self.env.cr.savepoint():
                    piece.write(content)
            except (UserError, OSError) as error:
                return self._tell(piece, None, missing=self._tell_error(error))
            with archive.open(path, "w", force_zip64=True) as entry:
                digest, size = copy_digested(content, entry)
        return self._tell(piece, path, digest=digest, size=size)

    def _tell_error(self, error):
        """Why a piece cannot be made, in words for whoever reads the list."""
        if isinstance(error, UserError):
            return str(error)
        if isinstance(error, FileNotFoundError):
            return self.env._("The file was lost on our server: attach it again.")
        # Where the file stands on the server is told to nobody.
        return self.env._(
            "It cannot be read: %s", error.strerror or type(error).__name__
        )

    def _add_index(self, archive, lines):
        """The list, as a page; and as a document, or its line among what is missing."""
        data = {"lines": lines, "audience": self.options.audience}
        reports = self.env["ir.actions.report"]
        try:
            with self.env.cr.savepoint():
                content = reports._render_qweb_pdf(REPORT, self.program.ids, data=data)
        except (UserError, OSError) as error:
            missing = self._tell_error(error)
            title = self.env._("This list, as a PDF")
            piece = Piece("log", title, missing=missing)
            data["lines"] = [*lines, self._tell(piece, None)]
        else:
            archive.writestr(f"{INDEX}.pdf", content[0])
        archive.writestr(f"{INDEX}.html", self._render_page(data))

    def _render_page(self, data):
        report = self.env["report.plpdma_concertation.report_procedure_file"]
        values = report._get_report_values(self.program.ids, data)
        page = self.env["ir.qweb"]._render(
            "plpdma_concertation.procedure_index_page", values
        )
        return str(page).encode()
