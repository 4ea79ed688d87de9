"""What is published as a file, as a page too: the same rows, by the same code, for
those who read no PDF."""

from odoo import http
from odoo.http import request, route

from .layout import HOME, find_program, render, render_unknown

REPORTS = "report.plpdma_concertation.report_"
BODIES = "plpdma_concertation.report_"
OPTIONS = {"type": "http", "auth": "public", "website": True, "readonly": True}


class PublicDocuments(http.Controller):
    """Pages of the documents under ``/concertation/<programme>``."""

    @route(f"{HOME}/<int:program_id>/bilan", **OPTIONS)
    def bilan(self, program_id, **_query):
        """The report on the concertation, once a manager put it online."""
        program = find_program(program_id)
        if not program or not program.bilan_date:
            return render_unknown()
        return self._render("bilan", program, program)

    @route(f"{HOME}/<int:program_id>/observations", **OPTIONS)
    def observations(self, program_id, **_query):
        """What was said and what was made of it, answer by answer."""
        program = find_program(program_id)
        if not program:
            return render_unknown()
        return self._render("publication_table", program, program)

    @route(f"{HOME}/<int:program_id>/sessions/<int:session_id>/synthesis", **OPTIONS)
    def synthesis(self, program_id, session_id, **_query):
        """The synthesis of what was put to the public, once it is final."""
        return self._render_session("synthesis", program_id, session_id)

    @route(f"{HOME}/<int:program_id>/sessions/<int:session_id>/minutes", **OPTIONS)
    def minutes(self, program_id, session_id, **_query):
        """The final minutes of what was put to the public."""
        return self._render_session("minutes", program_id, session_id)

    def _render_session(self, name, program_id, session_id):
        program = find_program(program_id)
        session = program._find_public_session(session_id)
        if not session or not session._has_public_documents():
            return render_unknown()
        return self._render(name, program, session)

    def _render(self, name, program, record):
        """The HTTP response that shows a document.

        :param str name: of its report
        :param program: and ``record``: what it is of, both in superuser mode
        """
        report = request.env[f"{REPORTS}{name}"]
        return render(
            "public_document",
            report._get_title(),
            program,
            sheet=report._prepare_page(record),
            body=f"{BODIES}{name}_body",
            headers={"Cache-Control": "no-cache"},
        )
