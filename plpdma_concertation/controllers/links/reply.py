"""What the links of an invitation open: replying to it, reading the minutes."""

from odoo import http
from odoo.http import request, route

from ...tools.addresses import MAX_EMAIL
from ...tools.calendar_file import REQUEST
from ...tools.headers import SECRET
from ...tools.names import MAX_NAME
from ..forms import attempt, find_stale, read_texts
from ..pages import render
from .layout import render_unknown

FIELDS = ("reply", "stand_in_name", "stand_in_email")


class ConcertationReply(http.Controller):
    """Pages under ``/concertation/reply`` and ``/concertation/minutes``."""

    def _find_participation(self, scope, participation_id, token):
        participations = request.env["plpdma.participation"]
        return participations._find_by_token(scope, participation_id, token)

    # ------------------------------------------------------------------
    # Replying
    # ------------------------------------------------------------------
    @route(
        "/concertation/reply/<int:participation_id>/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET", "POST"],
        csrf=False,  # see find_stale
    )
    def reply(self, participation_id, token, **form):
        """The page with the invitation and the form, the reply of the link already
        chosen; once the form is sent, what was noted."""
        line = self._find_participation("reply", participation_id, token)
        if not line:
            return render_unknown()
        typed = {**dict.fromkeys(FIELDS, ""), **read_texts(form, FIELDS)}
        obstacle = line._get_reply_obstacle()
        if request.httprequest.method != "POST" or obstacle:
            chosen = typed["reply"]
            is_chosen = not line._get_reply_errors(chosen, stand_in_name="-")
            return self._render_reply(
                line,
                obstacle=obstacle,
                chosen=is_chosen and chosen,
                typed={
                    **self._get_known(line),
                    **({"reply": chosen} if is_chosen else {}),
                },
            )
        stale = find_stale(form)
        errors = {"": stale} if stale else line._get_reply_errors(**typed)
        if not errors:
            result, error = attempt(line._reply, **typed)
            if not error:
                request.session["plpdma_reply"] = {"id": line.id, "result": result}
                return request.redirect(line._get_path("reply"), code=303)
            errors = {"": error}
        return self._render_reply(line, typed=typed, errors=errors)

    def _get_known(self, line):
        """``{field: text}`` of the reply so far, as the form holds it."""
        return {
            "reply": line._get_reply(),
            "stand_in_name": line.stand_in_name,
            "stand_in_email": line.stand_in_email,
        }

    def _render_reply(self, line, typed, obstacle="", chosen=False, errors=None):
        """The HTTP response that shows the page of a participation.

        :param line: in superuser mode
        :param dict typed: what the form holds
        :param chosen: the reply that the link has chosen, if any
        :param dict errors: ``{field: sentence}``
        """
        done = request.session.get("plpdma_reply") or {}
        if done.get("id") == line.id:
            del request.session["plpdma_reply"]
        else:
            done = {}
        is_on = line.session_id.state in ("planned", "held")
        return render(
            "reply",
            {
                "invitation": line._prepare_invitation(),
                "path": line._get_path("reply"),
                "answer": line._describe_reply(),
                "is_expected": line.rsvp == "accepted" and is_on,
                "result": done.get("result"),
                "obstacle": obstacle,
                "chosen": chosen,
                "typed": typed,
                "errors": errors or {},
                "max_name": MAX_NAME,
                "max_email": MAX_EMAIL,
            },
            program=line.session_id.program_id,
        )

    @route(
        "/concertation/reply/<int:participation_id>/<string:token>/calendar.ics",
        type="http",
        auth="public",
        methods=["GET"],
    )
    def calendar(self, participation_id, token, **_query):
        """The session as an .ics file, for the participant to add to their own
        calendar."""
        line = self._find_participation("reply", participation_id, token)
        session = line.session_id
        event = session.calendar_event_id
        if not event.active or session.state not in ("planned", "held"):
            return render_unknown()
        content = session._get_calendar_file(
            REQUEST, line.email, line.rsvp, line._get_lang()
        )
        return request.make_response(
            content,
            [
                ("Content-Type", "text/calendar; charset=utf-8"),
                ("Content-Disposition", http.content_disposition("invitation.ics")),
                *SECRET.items(),
            ],
        )

    # ------------------------------------------------------------------
    # Minutes
    # ------------------------------------------------------------------
    @route(
        "/concertation/minutes/<int:participation_id>/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
    )
    def minutes(self, participation_id, token, **_query):
        """The page with the minutes that were circulated, to read or to print."""
        line = self._find_participation("minutes", participation_id, token)
        if not line:
            return render_unknown()
        session = line.session_id
        is_read = line._may_read_minutes()
        return render(
            "reply_minutes",
            {
                "invitation": line._prepare_invitation(),
                "minutes": is_read and session.minutes,
                "voted": is_read and session._describe_votes(),
                "is_final": session.minutes_state == "final",
            },
            program=session.program_id,
        )
