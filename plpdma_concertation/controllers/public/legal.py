"""The legal pages, to which each page leads."""

from odoo import http
from odoo.http import request, route

from ...tools.local_html import get_written
from ..pages import describe_foot
from .layout import HOME, render, render_unknown


class PublicLegal(http.Controller):
    """Pages of a programme under ``/concertation/<programme>``: they are there for
    whoever has a message of it, published or not."""

    def _render_legal(self, template, title, program_id, prepare):
        """The HTTP response that shows one of them.

        :param str template: its name, without that of the addon
        :param str title: that of the page
        :param int program_id: which programme
        :param prepare: function that takes the programme, in superuser mode, and
            returns what the template reads besides
        """
        programs = request.env["plpdma.program"]
        program = programs._find_with_legal_pages(program_id)
        if not program:
            return render_unknown()
        published = program.filtered_domain(program._get_published_domain())
        return render(
            template,
            title,
            published,
            authority=program.company_id.name,
            authority_in=program.company_id._plpdma_get_name(),
            authority_of=program.company_id._plpdma_get_name("of"),
            legal=describe_foot(program),
            service=program._get_service_contact(),
            **prepare(program),
        )

    @route(
        f"{HOME}/<int:program_id>/personal-data",
        type="http",
        auth="public",
        website=True,
        readonly=True,
    )
    def personal_data(self, program_id, **_query):
        """The page that says what becomes of personal data, whole."""
        return self._render_legal(
            "public_personal_data",
            request.env._("Personal data"),
            program_id,
            lambda program: program._describe_personal_data(),
        )

    @route(
        f"{HOME}/<int:program_id>/legal-notice",
        type="http",
        auth="public",
        website=True,
        readonly=True,
    )
    def legal_notice(self, program_id, **_query):
        """The page that says who publishes, and how to reach them."""
        return self._render_legal(
            "public_legal_notice",
            request.env._("Legal notice"),
            program_id,
            lambda program: {"notice": get_written(program.legal_notice)},
        )

    @route(
        f"{HOME}/<int:program_id>/accessibility",
        type="http",
        auth="public",
        website=True,
        readonly=True,
    )
    def accessibility(self, program_id, **_query):
        """The accessibility statement; the authority's own one stands elsewhere."""
        return self._render_legal(
            "public_accessibility",
            request.env._("Accessibility"),
            program_id,
            lambda program: {
                "statement": program._describe_statement(),
                "elsewhere": program.accessibility_url,
            },
        )
