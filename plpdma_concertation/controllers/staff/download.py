import tempfile
from contextlib import contextmanager

from werkzeug.exceptions import NotFound

from odoo.http import Controller, Response, content_disposition, request, route

from ...export.export import Export, ExportOptions
from ...tools.headers import SECRET

CHUNK = 1 << 16
# Smaller files stay in memory.
SPOOLED = 1 << 20


class PlpdmaExportController(Controller):
    """The files of the exports.

    A replica may serve them: nothing is written by the request itself.
    """

    @route(
        "/plpdma/export/<int:wizard_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def export(self, wizard_id):
        """The file asked for in a wizard, to download, for the user who made the
        choices there and nobody else."""
        # The choices were just written: a replica may not hold them yet.
        with self._primary() as env:
            wizard = env["plpdma.export"].browse(wizard_id).exists()
            if not wizard:
                raise NotFound()
            options = wizard._get_options()
        return self._stream(options)

    @route(
        "/plpdma/export/program/<int:program_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def export_program(self, program_id):
        """The register of a programme as a file to download, for those who have no
        wizard: the élus, on the portal."""
        if not request.env["plpdma.program"].search_count([("id", "=", program_id)]):
            raise NotFound()
        return self._stream(ExportOptions(program_id=program_id, lang=request.env.lang))

    @contextmanager
    def _primary(self):
        """Context manager that gives an environment on the main database, which may be
        written."""
        with request.env.registry.cursor() as cr:
            yield request.env(cr=cr)

    def _stream(self, options):
        """The HTTP response that sends the file piece by piece, once it is written and
        noted in the log.

        :param ExportOptions options: what is asked for
        """
        export = Export(request.env, options)
        file = tempfile.SpooledTemporaryFile(max_size=SPOOLED)
        row_count, columns = export.write_to(file)
        with self._primary() as env:
            export.log(env, row_count, columns)
        size = file.tell()
        file.seek(0)
        response = Response(
            iter(lambda: file.read(CHUNK), b""),
            headers=[
                ("Content-Type", export.mimetype),
                ("Content-Length", str(size)),
                ("Content-Disposition", content_disposition(export.filename)),
                *SECRET.items(),
            ],
            direct_passthrough=True,
        )
        response.call_on_close(file.close)
        return response
