"""The figures, counted once for all: the workbook, the documents and the pages ask
here, each for the scope that its reader may count."""

from collections import Counter, defaultdict

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
        """``{standing: label}``, those that wait first."""
        return {
            "awaiting": self.env._("Awaiting an answer"),
            "merged": self.env._("To be answered with the one it repeats"),
            "not_expected": self.env._("No answer expected"),
            "answered": self.env._("Answered"),
        }

    @api.model
    def _sort_contributions(self, contributions):
        """``{contribution: standing}``"""
        return {
            contribution: standing
            for standing, domain in contributions._get_standing_domains().items()
            for contribution in contributions.filtered_domain(domain)
        }

    @api.model
    def _count_contributions(self, domain):
        """``{"received": number, "overdue": number, standing: number}`` of the
        contributions received in a scope, as the user may count them: those of which
        they read a point, too; ``overdue`` counts the answers that are late, one for
        each observation.

        :param Domain domain: the scope
        """
        contributions = self.env["plpdma.contribution"]
        counts = self._count_standings(domain & contributions._get_received_domain())
        partly_read = contributions._find_partly_read(domain)
        for standing in self._sort_contributions(partly_read).values():
            counts[standing] += 1
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
    def _count_published(self, domain):
        """``{"entries": number, "received": number, "made": number}`` of what everybody
        reads in a scope: the entries of the register; the contributions of which at
        least a point is published; the observations, without the repeats.

        :param Domain domain: the scope, as the user may count it
        """
        counts, _campaigns = self._count_register(domain)
        return counts

    @api.model
    def _count_register(self, domain):
        """As ``_count_published``, with how many there are of each campaign.

        :return: the counts, and a list of ``(campaign or none, number, id of the
            first)``
        """
        contributions = self.env["plpdma.contribution"]
        readable = contributions._search(domain & contributions._get_published_domain())
        # sudo: which points are of one letter, what repeats what, and who says the same
        # is the staff's to read; how many there are is told.
        [(whole,), campaigns] = (
            contributions.sudo()
            .with_context(active_test=False)
            ._read_grouping_sets(
                Domain("id", "in", readable),
                [[], ["campaign_id"]],
                [
                    "__count",
                    "id:min",
                    "whole_id:count",
                    "whole_id:count_distinct",
                    "duplicate_of_id:count",
                ],
            )
        )
        entries, _first, points, letters, repeats = whole
        counts = {
            "entries": entries,
            "received": entries - points + letters,
            "made": entries - repeats,
        }
        return counts, [row[:3] for row in campaigns]

    @api.model
    def _count_told(self, domain):
        """What everybody reads of what became of the entries of the register.

        :param Domain domain: the scope, as the user may count it
        :return: ``{"answered": number, "unpublished": number of answers that are not
            published, "decisions": {decision: number of entries}}``; answered =
            unpublished + the sum of the decisions
        """
        contributions = self.env["plpdma.contribution"]
        domain &= contributions._get_published_domain()
        answered, decisions = 0, Counter()
        for decision, is_published, count in contributions._read_group(
            domain & contributions._get_standing_domains()["answered"],
            ["decision", "sent_response_id.published"],
            ["__count"],
        ):
            answered += count
            if is_published:
                decisions[decision] += count
        return {
            "answered": answered,
            "unpublished": answered - decisions.total(),
            "decisions": dict(decisions),
        }

    @api.model
    def _count_standings(self, domain):
        contributions = self.env["plpdma.contribution"]
        return {
            standing: contributions.search_count(domain & condition)
            for standing, condition in contributions._get_standing_domains().items()
        }

    @api.model
    def _count_decisions(self, domain):
        """``{decision: number}`` of the observations of a scope that were answered,
        ``False`` for an answer without a recorded decision: they add up to the answered
        ones.

        :param Domain domain: the scope
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
        """``{days: number of contributions}`` from the reception to the day on which
        the author was answered, on all of it: they add up to the answered ones among
        those received.

        :param Domain domain: the scope
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
        for letter in contributions._find_partly_read(domain):
            if letter.date_answered:
                delay = (letter.date_answered - letter.date_received).days
                counts[max(delay, 0)] += 1
        return dict(counts)

    @api.model
    def _count_received_by(self, domain, name):
        """``{value: number}`` of the contributions received in a scope, as
        ``_count_contributions`` counts them.

        :param Domain domain: the scope
        :param str name: the field by which they are told apart
        """
        contributions = self.env["plpdma.contribution"]
        counts = Counter(
            dict(
                contributions._read_group(
                    domain & contributions._get_received_domain(), [name], ["__count"]
                )
            )
        )
        counts.update(
            letter[name] for letter in contributions._find_partly_read(domain)
        )
        return counts

    # ------------------------------------------------------------------
    # Sessions
    # ------------------------------------------------------------------
    @api.model
    def _count_sessions(self, domain):
        """``{standing: number}`` of the sessions of a scope.

        :param Domain domain: the scope
        """
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
        """``{college: {attendance: number}}`` of a scope.

        :param Domain domain: the scope
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
        """``{actor in superuser mode: one of HEARINGS}``: the actors of a programme
        that the user may know of, and how each of them was heard, in the sessions and
        the contributions that the user reads.

        Staff knows all the actors; an élu, those who were invited to a session that
        they read, and the authors of the contributions that they read. The number of
        those heard is the same for both, where both read the same.

        :param Domain contribution_domain: contributions that count
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
