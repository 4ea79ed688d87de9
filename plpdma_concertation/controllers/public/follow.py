"""What becomes of a contribution, for whoever holds its number and its code."""

from odoo import http
from odoo.http import request, route

from ...tools.headers import SECRET
from ..forms import read_texts
from ..pages import get_uses, get_visitor, send_digested
from .layout import HOME, render, render_unknown

# What one address may try.
WRONG_CODES = 10
WRONG_CODES_MINUTES = 15


class PublicFollow(http.Controller):
    """Pages under ``/concertation/follow``."""

    @route(
        f"{HOME}/follow",
        type="http",
        auth="public",
        website=True,
        methods=["GET", "POST"],
        # It writes nothing of anybody's.
        csrf=False,
    )
    def follow_form(self, **form):
        """The page that asks for the number and the code of a contribution; the right
        ones lead to it."""
        names = ("reference", "code")
        typed = {**dict.fromkeys(names, ""), **read_texts(form, names)}
        error = None
        if request.httprequest.method == "POST":
            contributions = request.env["plpdma.contribution"]
            found = contributions._find_followed(**typed)
            if found:
                path = found._get_follow_path()
                return request.redirect(path, code=303)
            if not self._note_wrong_code():
                return self._render_too_many()
            error = request.env._(
                "No contribution has this number with this code. Check both on your "
                "receipt."
            )
        return render(
            "public_follow_form",
            request.env._("Follow my contribution"),
            headers=SECRET,
            typed=typed,
            error=error,
            contact=request.env.company._plpdma_get_contact(),
        )

    @route(
        f"{HOME}/follow/<int:contribution_id>/<string:code>/receipt",
        type="http",
        auth="public",
        website=True,
    )
    def receipt(self, contribution_id, code, **_query):
        """The page with what to keep of a contribution that was just sent."""
        title = request.env._("Your contribution is received")
        return self._render_followed("public_receipt", title, contribution_id, code)

    @route(
        f"{HOME}/follow/<int:contribution_id>/<string:code>",
        type="http",
        auth="public",
        website=True,
    )
    def follow(self, contribution_id, code, **_query):
        """The page with what becomes of a contribution, for its author."""
        return self._render_followed("public_follow", None, contribution_id, code)

    def _render_followed(self, template, title, contribution_id, code):
        """The HTTP response that shows a page about a contribution, to a visitor who
        gives its code.

        :param str template: its name, without that of the addon
        :param str title: that of the page; by default, the number of the contribution
        """
        follower = self._find(contribution_id, code)
        if not follower:
            return self._refuse()
        contribution = follower._get_followed()
        return render(
            template,
            title or request.env._("Contribution %s", contribution.reference),
            contribution._get_shown_program(),
            headers=SECRET,
            followed={
                **contribution._describe_followed(),
                **follower._describe_follower(),
            },
            ack=contribution._describe_acknowledgement(),
            ack_file=f"{follower._get_follow_path()}/receipt.txt",
            contact=contribution.program_id._get_service_contact(),
        )

    @route(
        f"{HOME}/follow/<int:contribution_id>/<string:code>/receipt.txt",
        type="http",
        auth="public",
        website=True,
    )
    def receipt_file(self, contribution_id, code, **_query):
        """The file of which the acknowledgement gives the digest, for its author."""
        follower = self._find(contribution_id, code)
        if not follower:
            return self._refuse()
        return send_digested(follower._get_followed())

    def _find(self, contribution_id, code):
        """Whose code a visitor gives, of those who follow a contribution, in superuser
        mode; else an empty recordset."""
        # sudo: whoever holds a code of it may read what became of it.
        contributions = request.env["plpdma.contribution"].sudo()
        found = contributions.browse(contribution_id).exists()
        return found._find_follower(code) if found else found

    def _refuse(self):
        """The HTTP response to a wrong code, one more of which is noted."""
        is_allowed = self._note_wrong_code()
        return render_unknown() if is_allowed else self._render_too_many()

    def _note_wrong_code(self):
        """Whether fewer wrong codes than allowed came from the visitor's address, this
        one noted. Many people share one address: a right code opens its page however
        many wrong ones came from there."""
        return get_uses()._hit(
            "follow", get_visitor(), limit=WRONG_CODES, minutes=WRONG_CODES_MINUTES
        )

    def _render_too_many(self):
        return render(
            "public_too_many",
            request.env._("Too many tries"),
            status=429,
            headers=SECRET,
            contact=request.env.company._plpdma_get_contact(),
            minutes=WRONG_CODES_MINUTES,
        )
