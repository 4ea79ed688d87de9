"""What the link at the end of a message opens: asking to be told what becomes of one's
contribution, or to be told nothing more."""

from odoo import http
from odoo.http import request, route

from ..pages import render
from .layout import render_unknown

PATH = "/concertation/unfollow"
# Mail programs send it without a page (RFC 8058): the link is the proof, and what it
# does is done once.
BY_LINK = {
    "type": "http",
    "auth": "public",
    "website": True,
    "methods": ["GET", "POST"],
    "csrf": False,
}


class ConcertationUnfollow(http.Controller):
    """Pages under ``/concertation/unfollow``."""

    @route(f"{PATH}/<int:contribution_id>/<string:token>", **BY_LINK)
    def unfollow(self, contribution_id, token, **form):
        """The page on which an author withdraws their wish to be told what becomes of
        what they sent, or expresses it; once it is sent, what was noted."""
        return self._answer("plpdma.contribution", contribution_id, token, form)

    @route(f"{PATH}/co-author/<int:co_author_id>/<string:token>", **BY_LINK)
    def unfollow_signed(self, co_author_id, token, **form):
        """The same, for one who signs a contribution with its author."""
        return self._answer("plpdma.contribution.author", co_author_id, token, form)

    def _answer(self, model, record_id, token, form):
        found = request.env[model]._find_by_unfollow_token(record_id, token)
        if not found:
            return render_unknown()
        is_sent = request.httprequest.method == "POST"
        # A mail program says nothing of it: it withdraws.
        is_asked = bool(form.get("follow"))
        if is_sent and is_asked:
            found._ask_follow()
        elif is_sent:
            found._withdraw_follow()
        followed = found._get_followed()
        program = followed.program_id
        return render(
            "unfollow",
            {
                "authority": program.company_id.name,
                "program": program.name,
                "path": found._get_unfollow_path(),
                "reference": followed.reference,
                "references": found._get_followed_references(),
                "is_followed": found.follow_consent,
                "may_ask": bool(found._filtered_may_follow()),
                "is_withdrawn": is_sent and not is_asked,
                "contact": program._get_service_contact(),
            },
            program=program,
        )
