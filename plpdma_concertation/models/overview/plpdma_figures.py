"""The figures, counted once for all: the workbook, the documents and the pages ask
here, each for the scope that its reader may count."""

from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

# How somebody may have taken part in a session held, and how an actor was heard.
ATTENDANCES = ("in_person", "proxy", "others")
HEARINGS = ("heard", "represented", "unheard")


class PlpdmaFigures(models.AbstractModel):
    """The figures of what looks at everything: contributions, sessions, attendances,
    actors. What each of them counts is a domain that their own model says.

    Nothing is stored. What is archived does not count: the scope leaves it out.
    """

    _name = "plpdma.figures"
    _description = "Definitions of the Figures"

    # ------------------------------------------------------------------
    # Contributions
    # ------------------------------------------------------------------
    @api.model
    def _get_standing_labels(self):
        """:return: ``{standing: label}``, those that wait first"""
        return {
            "awaiting": self.env._("Awaiting an answer"),
            "merged": self.env._("To be answered with the one it repeats"),
            "not_expected": self.env._("No answer expected"),
            "answered": self.env._("Answered"),
        }

    @api.model
    def _sort_contributions(self, contributions):
        """:return: ``{contribution: standing}``"""
        return {
            contribution: standing
            for standing, domain in contributions._get_standing_domains().items()
            for contribution in contributions.filtered_domain(domain)
        }

    @api.model
    def _count_contributions(self, domain):
        """Contributions received, of a scope, as the user may count them; beside them,
        the observations made, which are never added to them.

        :param Domain domain: the scope
        :return: ``{"received": number, "overdue": number, standing: number}``;
            ``overdue`` counts the answers that are late, one for each observation
        """
        contributions = self.env["plpdma.contribution"]
        counts = self._count_standings(domain & contributions._get_received_domain())
        return {
            "received": sum(counts.values()),
            "overdue": contributions.search_count(
                domain & contributions._get_overdue_domain()
            ),
            **counts,
        }

    @api.model
    def _count_observations(self, domain):
        """Observations of a scope, as the user may count them.

        :param Domain domain: the scope
        :return: ``{"made": number, standing: number}``; no repeat is an observation
        """
        observed = self.env["plpdma.contribution"]._get_observation_domain()
        counts = self._count_standings(domain & observed)
        return {"made": sum(counts.values()), **counts}

    @api.model
    def _count_standings(self, domain):
        contributions = self.env["plpdma.contribution"]
        return {
            standing: contributions.search_count(domain & condition)
            for standing, condition in contributions._get_standing_domains().items()
        }

    @api.model
    def _count_decisions(self, domain):
        """What was decided on the observations that were answered.

        :return: ``{decision: number}``, ``False`` for an answer without a recorded
            decision; the sum is that of the answered ones
        """
        contributions = self.env["plpdma.contribution"]
        answered = (
            domain
            & contributions._get_observation_domain()
            & contributions._get_standing_domains()["answered"]
        )
        return dict(contributions._read_group(answered, ["decision"], ["__count"]))

    @api.model
    def _count_delays(self, domain):
        """How long the answers took: days from the reception of each contribution to
        the day on which its author was answered, on all of it.

        :return: ``{days: number of contributions}``; the sum is that of the answered
            ones among those received
        """
        contributions = self.env["plpdma.contribution"]
        counts = defaultdict(int)
        for received, answered, count in contributions._read_group(
            domain
            & contributions._get_received_domain()
            & contributions._get_standing_domains()["answered"],
            ["date_received:day", "date_answered:day"],
            ["__count"],
        ):
            counts[max((answered - received).days, 0)] += count
        return dict(counts)

    # ------------------------------------------------------------------
    # Sessions
    # ------------------------------------------------------------------
    @api.model
    def _count_sessions(self, domain):
        """:return: ``{standing: number}`` of the sessions of a scope"""
        sessions = self.env["plpdma.session"]
        return {
            standing: sessions.search_count(domain & condition)
            for standing, condition in sessions._get_standing_domains().items()
        }

    # ------------------------------------------------------------------
    # Attendances
    # ------------------------------------------------------------------
    @api.model
    def _count_attendances(self, domain):
        """Attendances of a scope, by college.

        :return: ``{college: {attendance: number}}``
        """
        lines = self.env["plpdma.participation"]
        counts = defaultdict(lambda: dict.fromkeys(ATTENDANCES, 0))
        for attendance, condition in lines._get_attendance_domains().items():
            for college, count in lines._read_group(
                domain & condition, ["college_id"], ["__count"]
            ):
                counts[college][attendance] = count
        return dict(counts)

    # ------------------------------------------------------------------
    # Actors
    # ------------------------------------------------------------------
    @api.model
    def _sort_actors(self, program, contribution_domain):
        """The actors of a programme that the user may know of, and how each of them
        was heard, in what the user may count: the sessions and the contributions that
        they read.

        Staff knows all the actors; an élu, those who were invited to a session that
        they read, and the authors of the contributions that they read. The number of
        those heard is the same for both, where both read the same.

        :param Domain contribution_domain: contributions that count
        :return: ``{actor in superuser mode: one of HEARINGS}``
        """
        env = program.env
        in_program = Domain("program_id", "=", program.id)
        participations = env["plpdma.participation"]
        came = participations._get_attendance_domains()
        lines = {
            attendance: participations._search(in_program & condition)
            for attendance, condition in came.items()
        }
        announced = env["plpdma.session"]._get_invited_domain()
        invited = participations._search(
            in_program & Domain("session_id", "any", announced)
        )
        authored = env["plpdma.contribution"]._search(in_program & contribution_domain)
        # sudo: élus read no actor; of those behind what they read, the caller tells the
        # number and what may be said of them everywhere.
        actors = env["plpdma.stakeholder"].sudo().with_context(active_test=False)

        def find(path, query):
            return actors.search(Domain(path, "any!", Domain("id", "in", query)))

        heard = find("participation_ids", lines["in_person"])
        heard |= find("contribution_ids", authored)
        represented = find("participation_ids", lines["proxy"])
        if env["plpdma.stakeholder"].has_access("read"):
            # Actors who only spoke in confidence are said neither to be heard nor
            # unheard.
            confided = actors.search(in_program & actors._get_heard_domain())
            known = actors.search(in_program) - confided
        else:
            known = find("participation_ids", invited)
        # Those who left without having been heard are no longer waited for.
        known = known.filtered("active") | heard | represented
        return {
            **dict.fromkeys(known, "unheard"),
            **dict.fromkeys(represented, "represented"),
            **dict.fromkeys(heard, "heard"),
        }
