"""A response, its reasons and, for whoever arbitrates it, the two decisions."""

from odoo import http
from odoo.http import request, route

from ...tools.moments import describe_day
from ..forms import attempt
from .kept_words import keep_words
from .layout import (
    HOME,
    PAGE_SIZE,
    find,
    is_elected,
    recall,
    redirect,
    redirect_hidden,
    remember,
    render,
)


class PortalResponse(http.Controller):
    """Pages under ``/my/concertation/responses``."""

    @route(
        f"{HOME}/responses/<int:response_id>", type="http", auth="user", website=True
    )
    def plpdma_response(self, response_id):
        """The page of a response, with what it answers."""
        response = find("plpdma.response", response_id)
        if not response:
            return redirect_hidden()
        return self._render_response(response)

    def _render_response(self, response, **values):
        is_mine = response.state == "submitted" and response._filter_arbitrable()
        is_decided = is_elected() and response.is_locked
        return render(
            "portal_response",
            "plpdma_response",
            heading=response.name or request.env._("Response %s", response.reference),
            record=response,
            response=response,
            contributions=response._get_read_contributions(),
            page_size=PAGE_SIZE,
            is_mine=bool(is_mine),
            decided=is_decided and response._describe_decision(),
            difference=is_elected() and response.inspired_difference,
            seen=response._get_fingerprint(),
            **values,
        )

    @route(
        f"{HOME}/responses/<int:response_id>/validate",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        csrf=False,  # see keep_words
    )
    @keep_words
    def plpdma_validate(self, response_id, note=None, seen=None, **_form):
        """Validate a response submitted, with the note that the élu adds, then go to
        the home, which says so."""
        note = (note or "").strip()
        return self._arbitrate(
            response_id,
            lambda response: response.action_validate(note or None, seen),
            note=note,
        )

    @route(
        f"{HOME}/responses/<int:response_id>/return",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        csrf=False,  # see keep_words
    )
    @keep_words
    def plpdma_return(self, response_id, reason=None, seen=None, **_form):
        """Return a response to the person who prepared it, with the reason, then go to
        the home, which says so."""
        reason = (reason or "").strip()
        response = find("plpdma.response", response_id)
        if not reason and response._filter_arbitrable().state == "submitted":
            return self._render_response(
                response,
                error=request.env._("Write what must be reworked: it is required."),
            )
        return self._arbitrate(
            response_id,
            lambda response: response.action_return(reason, seen),
            reason=reason,
        )

    def _arbitrate(self, response_id, decide, **typed):
        """Take one of the two decisions: the HTTP response leads to the home, or says
        that it was taken before, or what is wrong.

        :param decide: function of the response, which takes the decision
        :param typed: what the user wrote, shown again when it is refused
        """
        if not is_elected():
            return redirect_hidden()
        response = find("plpdma.response", response_id)
        if response.is_locked:
            return redirect(
                f"{HOME}/responses/{response.id}",
                response._describe_decision(),
                "info",
            )
        if response.state != "submitted":
            return redirect(HOME, self._get_gone_notice(response_id), "info")
        title = response._get_title()
        _result, error = attempt(decide, response)
        if error:
            return self._render_response(response, error=error, **typed)
        # sudo: the decision that the user has just taken; a returned one is a draft.
        if response.sudo().state == "validated":
            return redirect(HOME, response._describe_decision())
        today = request.env.company._plpdma_get_today()
        notice = request.env._(
            "%(response)s was returned by %(person)s on %(date)s, with the reason.",
            response=title,
            person=request.env.user.name,
            date=describe_day(request.env, today),
        )
        remember(f"return-{response_id}", notice=notice)
        return redirect(HOME, notice)

    def _get_gone_notice(self, response_id):
        """Sentence on a response that the user does not read, or no longer reads: what
        they did with it themselves, else the same whether it exists or not."""
        done = recall(f"return-{response_id}")
        return (
            done
            and done["notice"]
            or request.env._("This response no longer awaits your arbitration.")
        )
