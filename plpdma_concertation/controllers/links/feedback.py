"""What the link of a session held opens: saying how it was run."""

from odoo import http
from odoo.http import request, route

from ...models.session.plpdma_feedback import PlpdmaFeedback
from ...models.session.plpdma_participation_reply import MAX_ID
from ..forms import attempt, find_stale, read_texts
from ..pages import get_labels, get_uses, get_visitor, render
from .layout import render_unknown

# What one address may send in an hour: a room shares one.
ANSWERS_PER_HOUR = 20
# How many sessions a browser remembers to have answered on.
REMEMBERED = 50


class ConcertationFeedback(http.Controller):
    """Pages under ``/concertation/feedback``."""

    def _find_session(self, session_id, token):
        sessions = request.env["plpdma.session"]
        if session_id > MAX_ID:
            return sessions
        # sudo: whoever holds the link of a session was at it; the page names it.
        session = sessions.sudo().browse(session_id).exists()
        return session.filtered(lambda session: session._is_feedback_token(token))

    @route(
        "/concertation/feedback/<int:session_id>/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET", "POST"],
        csrf=False,  # see find_stale
    )
    def feedback(self, session_id, token, **form):
        """The page of the three questions, answered without a name and once from a
        browser; after an answer it thanks."""
        session = self._find_session(session_id, token)
        if not session:
            return render_unknown()
        is_answered = session.id in request.session.get("plpdma_feedback", ())
        obstacle = session._get_feedback_obstacle()
        if request.httprequest.method != "POST" or is_answered or obstacle:
            return self._render_feedback(
                session, is_answered=is_answered, obstacle=obstacle
            )
        uses = get_uses()
        use = ("feedback", get_visitor(), ANSWERS_PER_HOUR, 60)
        if uses._is_used_up(*use):
            return self._render_feedback(session, is_too_many=True, status=429)
        names = PlpdmaFeedback._questions
        typed = read_texts(form, names)
        questions = request.env["plpdma.session.feedback"].fields_get(names, ["string"])
        stale = find_stale(form)
        errors = (
            {"": stale}
            if stale
            else {
                name: request.env._("Answer from 1 to 5: %s", questions[name]["string"])
                for name in names
                if typed.get(name) not in ("1", "2", "3", "4", "5")
            }
        )
        if not errors:
            scores = {name: int(score) for name, score in typed.items()}
            _result, error = attempt(session._give_feedback, scores)
            if not error:
                uses._hit(*use)
                known = request.session.get("plpdma_feedback", [])
                known = [*known, session.id][-REMEMBERED:]
                request.session["plpdma_feedback"] = known
                return request.redirect(session._get_feedback_path(), code=303)
            errors = {"": error}
        return self._render_feedback(session, typed=typed, errors=errors)

    def _render_feedback(self, session, status=200, **values):
        """The HTTP response that shows the page of a session.

        :param session: in superuser mode
        :param values: what the template reads besides
        """
        dialog = request.env["plpdma.session.feedback"]
        return render(
            "reply_feedback",
            {
                "invitation": {
                    "authority": session.company_id.name,
                    "name": session.name,
                    "moment": session._describe_moment(),
                    "location": session.location,
                    "contact": session._get_contact(),
                },
                "questions": {
                    name: dialog._fields[name]._description_string(request.env)
                    for name in PlpdmaFeedback._questions
                },
                "scores": get_labels(dialog._name, "trust"),
                "typed": {},
                "errors": {},
                **values,
            },
            status,
            program=session.program_id,
        )
