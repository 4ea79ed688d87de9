"""The programmes in concertation: their frame, calendar and documents."""

from odoo import http
from odoo.http import request, route

from ...tools.local_html import get_written
from .layout import HOME, describe_program, find_program, render, render_unknown


class PublicPrograms(http.Controller):
    """Pages of the programmes under ``/concertation``."""

    @route(HOME, type="http", auth="public", website=True, readonly=True)
    def home(self, **_query):
        """The page that lists the programmes with public pages."""
        programs = request.env["plpdma.program"]._find_published()
        return render(
            "public_home",
            request.env._("Concertation"),
            programs=[
                {**describe_program(program), **program._describe_progress()}
                for program in programs
            ],
        )

    @route(
        f"{HOME}/<int:program_id>",
        type="http",
        auth="public",
        website=True,
        readonly=True,
    )
    def program(self, program_id, **_query):
        """The page of a programme: its frame, its calendar, what is asked now, its
        documents."""
        program = find_program(program_id)
        if not program:
            return render_unknown()
        return render(
            "public_program",
            program.name,
            program,
            **program._describe_progress(),
            frame=program._describe_frame(),
            notice=get_written(program.notice),
            documents=program._describe_public_documents(),
            reports=program._describe_annual_reports(),
            **program._describe_public_sessions(),
            contact=program._get_service_contact(),
        )

    @route(
        f"{HOME}/<int:program_id>/documents/<int:attachment_id>",
        type="http",
        auth="public",
        website=True,
        readonly=True,
    )
    def document(self, program_id, attachment_id, **_query):
        """A document of a programme, to download."""
        document = find_program(program_id)._find_public_document(attachment_id)
        if not document:
            return render_unknown()
        # sudo: it is published on the page of its programme, as checked above.
        stream = request.env["ir.binary"].sudo()._get_stream_from(document)
        response = stream.get_response(as_attachment=True)
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response
