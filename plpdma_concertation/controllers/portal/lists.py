"""The lists of sessions, contributions and responses that the user may read."""

from odoo import http
from odoo.fields import Domain
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import pager

from ...models.session.plpdma_session import HELD
from ...tools.search_box import is_unreadable
from ..forms import read_id, read_search
from ..pages import get_names
from .layout import (
    HOME,
    PAGE_SIZE,
    find,
    get_contributions_by_response,
    get_listed_domain,
    get_mandates,
    get_own,
    get_programs,
    is_elected,
    reads_others,
    redirect_hidden,
    render,
)


def get_contribution_filters():
    """``{name: (label, domain)}``: the filters of contributions, by where their answers
    stand."""
    env = request.env
    contributions = env["plpdma.contribution"]
    domains = contributions._get_standing_domains()
    listed = get_listed_domain()
    # Whoever does not read their own reads figures: those that the back office tells.
    counted = contributions._get_observation_domain() if reads_others() else Domain.TRUE
    return {
        "all": (env._("All contributions"), listed),
        "to_answer": (env._("To answer"), domains["awaiting"] & listed),
        "overdue": (
            env._("Answer overdue"),
            contributions._get_overdue_domain() & listed,
        ),
        "answered": (
            env._("Already answered"),
            domains["answered"] & listed & counted,
        ),
    }


class PortalLists(http.Controller):
    """Lists under ``/my/concertation``."""

    @route(
        [f"{HOME}/sessions", f"{HOME}/sessions/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
    )
    def plpdma_sessions(self, page=1, **query):
        """The page that lists the sessions that the user may read."""
        env = request.env
        coming = env["plpdma.session"]._get_coming_domain()
        return self._render_list(
            "plpdma.session",
            page,
            query,
            heading=env._("Participation sessions"),
            empty=env._("No session here."),
            search_in=("name", "reference", "location"),
            theme_field="theme_ids",
            filters={
                "all": (env._("All sessions"), Domain.TRUE),
                "coming": (env._("To come"), coming),
                "past": (
                    env._("Held"),
                    Domain("state", "in", HELD),
                ),
            },
            sortings={
                "newest": (env._("Latest first"), "date_start desc, id desc"),
                "oldest": (env._("Earliest first"), "date_start, id"),
            },
        )

    @route(
        [f"{HOME}/contributions", f"{HOME}/contributions/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
    )
    def plpdma_contributions(self, page=1, **query):
        """The page that lists the contributions that the user may read."""
        env = request.env
        return self._render_list(
            "plpdma.contribution",
            page,
            query,
            heading=env._("Contributions"),
            empty=env._("No contribution here."),
            search_in=("text_search",),
            theme_field="theme_ids",
            filters=get_contribution_filters(),
            sortings={
                "newest": (env._("Latest first"), "date_received desc, id desc"),
                "due": (env._("Answer due first"), "date_due, id"),
                "reference": (env._("Reference"), "reference, id"),
            },
        )

    @route(
        [f"{HOME}/responses", f"{HOME}/responses/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
    )
    def plpdma_responses(self, page=1, **query):
        """The page that lists the responses that the user may read."""
        env = request.env
        filters = {
            "all": (env._("All responses"), Domain.TRUE),
            "sent": (env._("Released"), Domain("state", "=", "sent")),
            "published": (env._("Published"), Domain("published", "=", True)),
        }
        if is_elected():
            filters |= {
                "to_arbitrate": (
                    env._("Awaiting arbitration"),
                    env["plpdma.response"]._get_awaiting_domain(),
                ),
                "validated": (
                    env._("Validated, to be sent"),
                    Domain("state", "=", "validated"),
                ),
            }
        return self._render_list(
            "plpdma.response",
            page,
            query,
            heading=env._("Responses"),
            empty=env._("No response here."),
            search_in=("text_search",),
            theme_field="contribution_ids.theme_ids",
            filters=filters,
            sortings={
                "newest": (env._("Latest first"), "id desc"),
                "reference": (env._("Reference"), "reference, id"),
            },
        )

    def _render_list(
        self, model, page, query, search_in, theme_field, filters, sortings, **values
    ):
        """The HTTP response that shows one page of a list, searched, filtered and
        sorted as the address says.

        :param str model: what it lists
        :param int page: which page
        :param dict query: ``search``, ``filterby``, ``theme``, ``session``,
            ``response`` and ``sortby``; what is not understood counts for nothing
        :param search_in: names of the fields where words are searched
        :param dict filters: ``{name: (label, domain)}``
        :param dict sortings: ``{name: (label, order)}``
        """
        programs = get_programs()
        if not programs:
            return redirect_hidden()
        mandates = get_mandates()
        themes = programs.theme_ids
        typed = search = read_search(query)
        by_words = "text_search" in search_in
        if by_words and is_unreadable(typed):
            search = ""
        if search and by_words:
            # Without an order, what answers best comes first.
            sortings = {"best": (request.env._("Best answers first"), None), **sortings}
        default = next(iter(sortings))
        sortby = query["sortby"] if query.get("sortby") in sortings else default
        theme = themes.filtered(lambda theme: str(theme.id) == query.get("theme"))

        if mandates:
            is_chosen = query.get("filterby") == "new"
            filters["new"] = (
                request.env._("New since last time"),
                self._get_news_domain(mandates, model) if is_chosen else Domain.FALSE,
            )
        filterby = query["filterby"] if query.get("filterby") in filters else "all"
        domain = filters[filterby][1]
        if search:
            domain &= Domain.OR(Domain(name, "ilike", search) for name in search_in)
        if theme:
            domain &= Domain(theme_field, "child_of", theme.id)
        links = {key: query.get(key, "") for key in ("session", "response")}
        session_id, response_id = map(read_id, links.values())
        if model == "plpdma.contribution" and session_id >= 0:
            domain &= Domain("session_id", "=", session_id)
        if model == "plpdma.contribution" and response_id >= 0:
            # What it answers is told to those who read it.
            answer = find("plpdma.response", response_id)
            domain &= Domain("response_ids", "in", answer.ids)
        records = request.env[model]
        name = model.removeprefix("plpdma.")
        chosen = {
            "search": search,
            "filterby": filterby,
            "sortby": sortby,
            "theme": theme.id,
            **links,
        }
        pages = pager(
            url=f"{HOME}/{name}s",
            url_args={
                key: value
                for key, value in chosen.items()
                if value not in (False, "", "all", default)
            },
            total=records.search_count(domain),
            page=page,
            step=PAGE_SIZE,
        )
        records = records.search(
            domain,
            order=sortings[sortby][1],
            limit=PAGE_SIZE,
            offset=max(pages["offset"], 0),
        )
        return render(
            "portal_list",
            f"plpdma_{name}s",
            name=name,
            records=records,
            pager=pages,
            themes=get_names(themes),
            filters=[(key, label) for key, (label, _domain) in filters.items()],
            sortings=[(key, label) for key, (label, _order) in sortings.items()],
            own=get_own(records) if name == "session" else {},
            answers=records._get_read_answers() if name == "contribution" else {},
            answered_by=get_contributions_by_response(records)
            if name == "response"
            else {},
            to_arbitrate=mandates.submitted_response_ids,
            is_unreadable=typed != search,
            **{**chosen, "search": typed},
            **values,
        )

    def _get_news_domain(self, mandates, model):
        """Domain of what changed in a list since the last visit of the mandates'
        holder."""
        return Domain.OR(
            Domain(domain)
            for mandate in mandates
            for _sentence, _count, _model, domain in mandate._get_news(model)
        )
