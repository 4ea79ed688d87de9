"""What the link at the end of a message opens: asking to be told nothing more."""

from odoo import http
from odoo.http import request, route

from ..pages import render
from .layout import render_unknown


class ConcertationUnfollow(http.Controller):
    """Pages under ``/concertation/unfollow``."""

    @route(
        "/concertation/unfollow/<int:contribution_id>/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET", "POST"],
        # Mail programs send it without a page (RFC 8058): the link is the proof, and
        # what it does is done once.
        csrf=False,
    )
    def unfollow(self, contribution_id, token, **_form):
        """The page on which an author withdraws their wish to be told what becomes of
        what they sent; once it is sent, what was noted."""
        contributions = request.env["plpdma.contribution"]
        found = contributions._find_by_unfollow_token(contribution_id, token)
        if not found:
            return render_unknown()
        if request.httprequest.method == "POST":
            found._withdraw_follow()
        return render(
            "unfollow",
            {
                "authority": found.company_id.name,
                "program": found.program_id.name,
                "path": found._get_unfollow_path(),
                "references": found._get_followed_together()
                ._get_letter()
                .mapped("reference"),
                "contact": found.program_id._get_service_contact(),
            },
            program=found.program_id,
        )
