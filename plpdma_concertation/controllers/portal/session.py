"""A session, and how the user takes part in it."""

from odoo import http
from odoo.fields import Domain
from odoo.http import request, route

from ...tools.addresses import MAX_EMAIL
from ...tools.names import MAX_NAME
from ..forms import attempt, read_id, read_texts
from .kept_words import keep_words
from .layout import (
    HOME,
    PAGE_SIZE,
    find,
    get_listed_domain,
    get_own,
    is_elected,
    redirect,
    redirect_hidden,
    render,
    search,
    search_own,
)


class PortalSession(http.Controller):
    """Pages under ``/my/concertation/sessions``."""

    @route(f"{HOME}/sessions/<int:session_id>", type="http", auth="user", website=True)
    def plpdma_session(self, session_id):
        """The page of a session, with what was said there."""
        session = find("plpdma.session", session_id)
        if not session:
            return redirect_hidden()
        return self._render_session(session)

    def _render_session(self, session, **values):
        of_session = Domain("session_id", "=", session.id)
        listed = of_session & get_listed_domain()
        contributions = search("plpdma.contribution", listed, limit=PAGE_SIZE)
        runs = session.is_run_by_user
        # sudo: of the user's own participations, the page shows their reply alone.
        own = get_own(session).get(session, request.env["plpdma.participation"]).sudo()
        obstacle = session._get_contribution_obstacle()
        return render(
            "portal_session",
            "plpdma_session",
            heading=session.name,
            record=session,
            session=session,
            runs=runs,
            # sudo: whoever reads the session is told who runs it; portal users read no
            # contact.
            facilitator=session.sudo().facilitator_id.name,
            minutes=session.shared_minutes,
            voted=session._describe_shared_votes(),
            # Searched, not followed: the user reads some of them, maybe none.
            agenda=session._describe_agenda(),
            questions=search("plpdma.question", of_session),
            participations=search("plpdma.participation", of_session),
            contributions=contributions,
            contribution_count=contributions.search_count(listed),
            answers=contributions._get_read_answers(),
            participations_own=own,
            reply_obstacle=own and own[0]._get_reply_obstacle(),
            replied=any(line.rsvp != "pending" for line in own),
            can_contribute=not obstacle,
            obstacle=own and obstacle,
            only_own=not is_elected() and not runs,
            max_name=MAX_NAME,
            max_email=MAX_EMAIL,
            consultative_notice=session.program_id._filtered_access("read").notice,
            **values,
        )

    @route(
        f"{HOME}/sessions/<int:session_id>/reply",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        csrf=False,  # see keep_words
    )
    @keep_words
    def plpdma_reply(self, session_id, participation_id="", reply=None, **form):
        """Note the user's reply to an invitation, for themselves or their organisation,
        then go back to the session; replying again changes it.

        :param str participation_id: which, where one speaks for several
        :param str reply: ``accepted``, ``declined`` or ``represented``
        """
        env = request.env
        typed = read_texts(form)
        chosen = search_own(
            Domain("session_id", "=", session_id)
            & Domain("id", "=", read_id(str(participation_id)))
        )
        if not chosen:
            return redirect_hidden()
        # sudo: the participation is the user's own, searched as such above.
        line = chosen.sudo()
        given = (reply, typed.get("stand_in_name"), typed.get("stand_in_email"))
        errors = line._get_reply_errors(*given)
        done, error = attempt(line._reply, *given)
        if error:
            return self._render_session(
                find("plpdma.session", session_id),
                error=error,
                reply_form={**typed, "id": line.id, "errors": errors},
            )
        notices = {
            "noted": env._("Your reply is noted."),
            "changed": env._("Your reply is changed."),
            "known": env._("This was your reply already."),
        }
        return redirect(f"{HOME}/sessions/{line.session_id.id}#reply", notices[done])

    @route(
        f"{HOME}/sessions/<int:session_id>/print",
        type="http",
        auth="user",
        website=True,
    )
    def plpdma_print_minutes(self, session_id):
        """The page with the minutes alone, to be printed or kept."""
        session = find("plpdma.session", session_id)
        if not session.shared_minutes:
            return redirect_hidden()
        return render(
            "portal_minutes_print",
            "plpdma_minutes",
            heading=session.name,
            session=session,
            voted=session._describe_shared_votes(),
            # sudo: the name of the authority, which everybody reads.
            authority=session.sudo().company_id.name,
        )
