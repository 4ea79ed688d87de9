"""What the links of the messages open: replying to an invitation, reading the minutes,
saying how the session was run.

Who clicks has no account: what they hold is a link that nobody else could make. Opening
one changes nothing, since what scans messages opens them too; only a form sent does.
"""

from odoo import http
from odoo.http import request, route

from ...models.session.plpdma_feedback import PlpdmaFeedback
from ...models.session.plpdma_reply_mixin import MAX_ID
from ...tools.calendar_file import REQUEST
from ...tools.headers import SECRET
from ..forms import attempt, find_stale, read_texts

FIELDS = ("reply", "stand_in_name", "stand_in_email")
# What one address may send in an hour: a room shares one.
ANSWERS_PER_HOUR = 20
# How many sessions a browser remembers to have answered on.
REMEMBERED = 50


class ConcertationReply(http.Controller):
    """Pages under ``/concertation/reply``, ``minutes`` and ``feedback``."""

    # ------------------------------------------------------------------
    # What they share
    # ------------------------------------------------------------------
    def _render(self, template, status=200, **values):
        response = request.render(f"plpdma_concertation.{template}", values)
        response.status_code = status
        response.headers.update(SECRET)
        return response

    def _render_unknown(self):
        """The same page whether the link was altered, is of somebody who was replaced,
        or is about nothing: whom to call, and no name of a person."""
        # sudo: how to reach the authorities that hold a concertation here.
        programs = request.env["plpdma.program"].sudo()
        groups = programs._read_group([("state", "!=", "draft")], ["company_id"])
        companies = programs.company_id.union(*(company for (company,) in groups))
        return self._render(
            "reply_unknown",
            status=404,
            contacts=[
                {name: company[name] for name in ("name", "phone", "email")}
                for company in companies or request.env.company.sudo()
            ],
        )

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
        """The invitation and the form, with the choice of the link; once it is sent,
        what was noted."""
        line = self._find_participation("reply", participation_id, token)
        if not line:
            return self._render_unknown()
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
        """The reply so far, as the form holds it."""
        return {
            "reply": line._get_reply(),
            "stand_in_name": line.stand_in_name,
            "stand_in_email": line.stand_in_email,
        }

    def _render_reply(self, line, typed, obstacle="", chosen=False, errors=None):
        """The page of a participation in superuser mode."""
        done = request.session.get("plpdma_reply") or {}
        if done.get("id") == line.id:
            del request.session["plpdma_reply"]
        else:
            done = {}
        is_on = line.session_id.state in ("planned", "held")
        return self._render(
            "reply",
            invitation=line._prepare_invitation(),
            path=line._get_path("reply"),
            answer=line._describe_reply(),
            is_expected=line.rsvp == "accepted" and is_on,
            result=done.get("result"),
            obstacle=obstacle,
            chosen=chosen,
            typed=typed,
            errors=errors or {},
        )

    @route(
        "/concertation/reply/<int:participation_id>/<string:token>/calendar.ics",
        type="http",
        auth="public",
        methods=["GET"],
    )
    def calendar(self, participation_id, token, **_query):
        """The session, to be added to one's own calendar."""
        line = self._find_participation("reply", participation_id, token)
        session = line.session_id
        event = session.calendar_event_id
        if not event.active or session.state not in ("planned", "held"):
            return self._render_unknown()
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
        """The minutes that were circulated, to read or to print."""
        line = self._find_participation("minutes", participation_id, token)
        if not line:
            return self._render_unknown()
        session = line.session_id
        return self._render(
            "reply_minutes",
            invitation=line._prepare_invitation(),
            minutes=line._may_read_minutes() and session.minutes,
            is_final=session.minutes_state == "final",
        )

    # ------------------------------------------------------------------
    # Feedback
    # ------------------------------------------------------------------
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
        """Three questions, answered without a name and once from a browser."""
        session = self._find_session(session_id, token)
        if not session:
            return self._render_unknown()
        is_answered = session.id in request.session.get("plpdma_feedback", ())
        obstacle = session._get_feedback_obstacle()
        if request.httprequest.method != "POST" or is_answered or obstacle:
            return self._render_feedback(
                session, is_answered=is_answered, obstacle=obstacle
            )
        # sudo: visitors have no right on the log of uses.
        uses = request.env["plpdma.rate.limit"].sudo()
        use = ("feedback", request.httprequest.remote_addr, ANSWERS_PER_HOUR, 60)
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
        """The page of a session in superuser mode."""
        dialog = request.env["plpdma.session.feedback"]
        return self._render(
            "reply_feedback",
            status=status,
            invitation={
                "authority": session.company_id.name,
                "name": session.name,
                "moment": session._describe_moment(),
                "location": session.location,
                "contact": session._get_contact(),
            },
            questions={
                name: dialog._fields[name]._description_string(request.env)
                for name in PlpdmaFeedback._questions
            },
            scores=dialog._fields["trust"]._description_selection(request.env),
            **{"typed": {}, "errors": {}, **values},
        )
