"""The page where the participants sign as they come in, and the one that shows its
code.

Those who come have no account: what they hold is the code of the session, which they
scan. The form is plain HTML; only the drawing of the signature needs JavaScript.
"""

from odoo import http
from odoo.http import request, route

from ...tools.names import MAX_NAME, clean_line
from ..forms import attempt, find_stale, read_texts
from ..pages import get_uses, get_visitor, render

# One room shares one address.
SIGNATURES_PER_HOUR = 200
FIELDS = ("name", "organisation", "signature")


class ConcertationSignIn(http.Controller):
    """Pages under ``/concertation/sign``."""

    # ------------------------------------------------------------------
    # What they tell
    # ------------------------------------------------------------------
    def _prepare_session_values(self, session):
        """Dictionary of the words that the pages tell of a session, which its
        participants know already.

        :param session: in superuser mode
        """
        program = session.program_id
        return {
            "authority": session.company_id.name,
            "program": program.name,
            "name": session.name,
            "moment": session._describe_moment(),
            "location": session.location,
            "notice": program.notice,
        }

    # ------------------------------------------------------------------
    # Signing
    # ------------------------------------------------------------------
    @route(
        "/concertation/sign/<int:session_id>/<string:code>",
        type="http",
        auth="public",
        website=True,
        methods=["GET", "POST"],
        csrf=False,  # see find_stale
    )
    def sign(self, session_id, code, **post):
        """The page with the form, or with what became of the one just sent, which leads
        back here."""
        # sudo: whoever holds the code is told of this session alone, and what its
        # participants know.
        session = request.env["plpdma.session"].sudo().browse(session_id).exists()
        if not session or not session._is_sign_in_code(code):
            return render("sign_in_unknown", {}, status=404)
        values = {
            "session": self._prepare_session_values(session),
            "obstacle": session._get_sign_in_obstacle(),
            "signed": request.session.pop("plpdma_signed", None),
            "typed": {},
            "errors": {},
            "max_name": MAX_NAME,
        }
        if request.httprequest.method != "POST" or values["obstacle"]:
            return render("sign_in", values, program=session.program_id)
        typed = {**dict.fromkeys(FIELDS, ""), **read_texts(post, FIELDS)}
        stale = find_stale(post)
        errors = {"": stale} if stale else self._sign(session, typed)
        if errors:
            values = {**values, "typed": typed, "errors": errors}
            return render("sign_in", values, program=session.program_id)
        return request.redirect(request.httprequest.path, code=303)

    def _sign(self, session, typed):
        """Note who signs; ``{field: sentence}`` of what is wrong, with nothing noted,
        empty once it is. What to tell on the next page is kept in the visitor's
        session.

        :param session: in superuser mode
        :param dict typed: the texts of the form
        """
        uses = get_uses()
        use = ("sign", get_visitor(), SIGNATURES_PER_HOUR, 60)
        if uses._is_used_up(*use):
            return {
                "": request.env._(
                    "Many people are signing from here. Wait a moment, or sign the "
                    "paper sheet."
                )
            }
        attendances = request.env["plpdma.attendance"]
        errors = attendances._get_errors(**typed)
        if errors:
            return errors
        done, error = attempt(session._sign_in, **typed)
        if error:
            return {"": error}
        uses._hit(*use)
        attendance, is_new = done
        request.session["plpdma_signed"] = {
            "name": attendance.name or clean_line(typed["name"]),
            "time": attendance and session._describe_time(attendance.date),
            "is_new": is_new,
        }
        return {}

    # ------------------------------------------------------------------
    # Showing the code
    # ------------------------------------------------------------------
    def _find_shown(self, session_id):
        """The session, where the user may have it signed; else an empty recordset."""
        sessions = request.env["plpdma.session"]
        if not sessions.has_access("read"):
            return sessions
        session = sessions.search([("id", "=", session_id)])
        return session.filtered(lambda session: session._may_show_sign_in())

    @route("/concertation/sign/<int:session_id>/screen", auth="user", website=True)
    def screen(self, session_id, **_kwargs):
        """The page that shows the code in large, to project or to show on a tablet."""
        session = self._find_shown(session_id)
        if not session:
            return render("sign_in_unknown", {}, status=404)
        return render(
            "sign_in_screen",
            {
                # sudo: the code is for whoever has the session signed, as checked
                # above.
                "session": self._prepare_session_values(session.sudo()),
                "url": session._get_sign_in_url(),
                "image": session._get_sign_in_image(),
                "obstacle": session._get_sign_in_obstacle(),
                "is_signed_on_screen": session._is_signed_on_screen(),
                "may_renew": session.has_access("write"),
                "renew_url": f"/concertation/sign/{session.id}/renew",
            },
            program=session.program_id,
        )

    @route(
        "/concertation/sign/<int:session_id>/renew",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def renew(self, session_id, **_kwargs):
        """Make another code, then go to the page that shows it."""
        session = self._find_shown(session_id)
        if not session or not session.has_access("write"):
            return render("sign_in_unknown", {}, status=404)
        session.action_renew_sign_in()
        return request.redirect(f"/concertation/sign/{session.id}/screen", code=303)
