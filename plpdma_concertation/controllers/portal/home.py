"""The home: what awaits the user first, then what is coming and what changed."""

from odoo.fields import Domain
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

from ...tools.groups import FACILITATOR
from .layout import (
    HOME,
    get_contributions_by_response,
    get_listed_domain,
    get_mandates,
    get_own,
    get_programs,
    redirect_hidden,
    render,
    search,
    search_own,
)
from .lists import get_contribution_filters

# How many records the home shows of each kind.
HOME_LIMIT = 5


class ConcertationHome(CustomerPortal):
    """Our entries among the user's documents, and the page that they open."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "plpdma_program_count" in counters:
            values["plpdma_program_count"] = len(get_programs())
        if "plpdma_arbitration_count" in counters:
            responses = get_mandates().submitted_response_ids
            values["plpdma_arbitration_count"] = len(responses)
        if "plpdma_invitation_count" in counters:
            values["plpdma_invitation_count"] = len(self._plpdma_get_invitations())
        return values

    @route(HOME, type="http", auth="user", website=True)
    def plpdma_home(self):
        """The page of what each of the user's parts has to do, or to know."""
        programs = get_programs()
        if not programs:
            return redirect_hidden()
        mandates = get_mandates()
        is_facilitator = request.env.user.has_group(FACILITATOR)
        values = {}
        if mandates:
            values |= self._plpdma_prepare_elected(mandates)
        if is_facilitator:
            values["run_sessions"] = self._plpdma_get_run_sessions()
        if not mandates and not is_facilitator:
            values |= self._plpdma_prepare_participant(programs)
        invited = self._plpdma_get_invitations().session_id.sorted("date_start")
        shown = invited
        if values.get("coming_sessions"):
            # Told once: above, with the reply that is awaited.
            values["coming_sessions"] -= invited
            shown |= values["coming_sessions"]
        return render(
            "portal_home",
            "plpdma_home",
            heading=request.env._("My concertation"),
            programs=programs,
            mandates=mandates,
            is_facilitator=is_facilitator,
            invited_sessions=invited,
            own=get_own(shown),
            told_data=[
                (program, program._describe_personal_data()) for program in programs
            ],
            **values,
        )

    def _plpdma_get_invitations(self):
        participations = request.env["plpdma.participation"]
        return search_own(participations._get_awaited_domain())

    def _plpdma_prepare_elected(self, mandates):
        mandates._note_visit()
        to_arbitrate = mandates.submitted_response_ids
        contributions = request.env["plpdma.contribution"]
        return {
            "to_arbitrate": to_arbitrate,
            "answered_by": get_contributions_by_response(to_arbitrate),
            "coming_sessions": mandates.coming_session_ids.sorted("date_start"),
            # ``(mandate, [(sentence, name in the addresses)])``
            "news": [
                (mandate, news)
                for mandate in mandates
                if (
                    news := [
                        (sentence, model.removeprefix("plpdma."))
                        for sentence, model in mandate._get_news_sentences()
                    ]
                )
            ],
            # How many contributions stand where: label, number, filter of the list.
            "figures": [
                (label, contributions.search_count(domain), name)
                for name, (label, domain) in get_contribution_filters().items()
                if name != "all"
            ],
        }

    def _plpdma_get_run_sessions(self):
        mine = Domain("is_run_by_user", "=", True)
        return search(
            "plpdma.session",
            mine & Domain("state", "in", ("draft", "planned", "held")),
            order="date_start, id",
        )

    def _plpdma_prepare_participant(self, programs):
        sessions = request.env["plpdma.session"]
        contributions = search(
            "plpdma.contribution", get_listed_domain(), limit=HOME_LIMIT
        )
        return {
            "coming_sessions": search(
                "plpdma.session",
                sessions._get_coming_domain(),
                order="date_start, id",
                limit=HOME_LIMIT,
            ),
            "contributions": contributions,
            "answers": contributions._get_read_answers(),
            "made": self._plpdma_describe_made(),
            "open_sessions": sessions._get_open_to_contributions(programs),
            "open_programs": programs.filtered(
                lambda program: not program._get_contribution_obstacle()
            ),
        }

    def _plpdma_describe_made(self):
        """What the user's own contributions changed, as their author is told."""
        contributions = request.env["plpdma.contribution"]
        own = search(contributions._name, Domain("is_mine", "=", True))
        return own._describe_own_made()
