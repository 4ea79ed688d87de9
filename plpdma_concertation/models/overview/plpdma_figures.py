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
        names = ("received", "overdue", *self._get_standing_labels())
        tally = self._tally_contributions(domain, names=names)
        return {
            "received": tally.count("received"),
            "overdue": tally.count("overdue"),
            **{
                standing: tally.count("received", standing)
                for standing in self._get_standing_labels()
            },
        }

    @api.model
    def _count_observations(self, domain):
        """Observations of a scope, as the user may count them.

        :param Domain domain: the scope
        :return: ``{"made": number, standing: number}``; no repeat is an observation
        """
        names = ("made", *self._get_standing_labels())
        tally = self._tally_contributions(domain, names=names)
        return {name: tally.count("made", name) for name in names}

    @api.model
    def _count_published(self, domain):
        """``{"entries": number, "received": number, "made": number}`` of what everybody
        reads in a scope: the entries of the register; the contributions of which at
        least a point is published; the observations, without the repeats.

        :param Domain domain: the scope, as the user may count it
        """
        counts, _campaigns = self._count_register(domain)
        return {name: counts[name] for name in ("entries", "received", "made")}

    @api.model
    def _count_register(self, domain):
        """As ``_count_published``, with what everybody reads of what became of them,
        and how many there are of each campaign, in one query.

        :return: the counts, among them ``answered``, ``unpublished`` (the answers that
            are not published) and ``decisions``, ``{decision: number of entries}``:
            answered = unpublished + the sum of the decisions; and a list of ``(campaign
            or none, number, id of the first)``
        """
        contributions = self.env["plpdma.contribution"]
        readable = contributions._search(domain & contributions._get_published_domain())
        # sudo: which points are of one letter, what repeats what, and who says the same
        # is the staff's to read; how many there are is told.
        [(whole,), campaigns, outcomes] = (
            contributions.sudo()
            .with_context(active_test=False)
            ._read_grouping_sets(
                Domain("id", "in", readable),
                [[], ["campaign_id"], ["decision", "sent_response_id.published"]],
                [
                    "__count",
                    "id:min",
                    "whole_id:count",
                    "whole_id:count_distinct",
                    "duplicate_of_id:count",
                    # The answered ones: see _get_standing_domains.
                    "date_answered:count",
                ],
            )
        )
        entries, _first, points, letters, repeats, answered = whole
        decisions = Counter()
        for decision, is_published, *_others, number in outcomes:
            if is_published and number:
                decisions[decision] += number
        counts = {
            "entries": entries,
            "received": entries - points + letters,
            "made": entries - repeats,
            "answered": answered,
            "unpublished": answered - decisions.total(),
            "decisions": dict(decisions),
        }
        return counts, [row[:3] for row in campaigns]

    @api.model
    def _count_decisions(self, domain):
        """``{decision: number}`` of the observations of a scope that were answered,
        ``False`` for an answer without a recorded decision: they add up to the answered
        ones.

        :param Domain domain: the scope
        """
        tally = self._tally_contributions(
            domain, [("decision",)], names=("made", "answered")
        )
        decided = tally.table(("decision",), "made", "answered")
        return {decision: count for (decision,), count in decided.items()}

    @api.model
    def _count_delays(self, domain):
        """``{days: number of contributions}`` from the reception to the day on which
        the author was answered, on all of it: they add up to the answered ones among
        those received.

        :param Domain domain: the scope
        """
        tally = self._tally_contributions(
            domain, [("days",)], names=("received", "answered")
        )
        answered = tally.table(("days",), "received", "answered")
        return {days: count for (days,), count in answered.items()}

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
        standings = self.env["plpdma.session"]._get_standing_domains()
        tally = self._tally("plpdma.session", domain, standings)
        return {standing: tally.count(standing) for standing in standings}

    # ------------------------------------------------------------------
    # Attendances
    # ------------------------------------------------------------------
    @api.model
    def _count_attendances(self, domain):
        """``{college: {attendance: number}}`` of a scope.

        :param Domain domain: the scope
        """
        tally = self._tally_attendances(domain)
        counts = defaultdict(dict)
        for attendance in ATTENDANCES:
            for (college_id,), count in tally.table(("college",), attendance).items():
                counts[college_id][attendance] = count
        colleges = self.env["plpdma.college"]
        empty = dict.fromkeys(ATTENDANCES, 0)
        return {colleges.browse(id_ or ()): {**empty, **c} for id_, c in counts.items()}

    @api.model
    def _tally_attendances(self, domain):
        """:class:`~...tools.tally.Tally` of the participants of a scope, by college,
        and by actor.

        :param Domain domain: the scope
        """
        return self._tally(
            "plpdma.participation",
            domain,
            self.env["plpdma.participation"]._get_attendance_domains(),
            {"college": "college_id", "author": "stakeholder_id"},
            [("college",), ("college", "author")],
        )

    # ------------------------------------------------------------------
    # Actors
    # ------------------------------------------------------------------
    @api.model
    def _sort_actors(
        self,
        program,
        contribution_domain,
        session_domain=Domain.TRUE,
        said=None,
        authors=None,
    ):
        """``{actor in superuser mode: one of HEARINGS}``: the actors of a programme
        that the user may know of, and how each of them was heard, in the sessions and
        the contributions that the user reads.

        Staff knows all the actors; an élu, those who were invited to a session that
        they read, and the authors of the contributions that they read. The number of
        those heard is the same for both, where both read the same.

        :param Domain contribution_domain: contributions that count
        :param Domain session_domain: sessions that count, all of them by default
        :param Domain said: all the contributions by which somebody was heard, those
            that do not count included; whatever was said anywhere, by default
        :param set authors: the ids of the authors of the contributions that count,
            where they were counted already
        """
        env = program.env
        in_program = Domain("program_id", "=", program.id)
        in_sessions = in_program & Domain("session_id", "any", session_domain)
        participations = env["plpdma.participation"]
        came = participations._get_attendance_domains()
        lines = {
            attendance: participations._search(in_sessions & condition)
            for attendance, condition in came.items()
        }
        announced = env["plpdma.session"]._get_invited_domain()
        invited = participations._search(
            in_sessions & Domain("session_id", "any", announced)
        )
        # sudo: élus read no actor; of those behind what they read, the caller tells the
        # number and what may be said of them everywhere.
        actors = env["plpdma.stakeholder"].sudo().with_context(active_test=False)

        def met(path, query):
            return Domain(path, "any!", Domain("id", "in", query))

        if authors is None:
            authored = in_program & contribution_domain
            authored = env["plpdma.contribution"]._search(authored)
            wrote = met("contribution_ids", authored)
        else:
            wrote = Domain("id", "in", authors)
        conditions = {
            "heard": met("participation_ids", lines["in_person"]) | wrote,
            "represented": met("participation_ids", lines["proxy"]),
            "invited": met("participation_ids", invited),
            # Those who left without having been heard are no longer waited for.
            "active": Domain("active", "=", True),
            # Actors who only spoke in confidence are said neither to be heard nor
            # unheard.
            "confided": actors._get_heard_domain()
            if said is None
            else Domain("contribution_ids", "any", said),
        }
        tally = self.with_env(actors.env)._tally(
            actors._name, in_program, conditions, {"id": "id"}, [("id",)]
        )

        def find(*names):
            return {id_ for (id_,) in tally.table(("id",), *names)}

        heard, represented = find("heard"), find("represented")
        if env["plpdma.stakeholder"].has_access("read"):
            known = find("active") - find("confided")
        else:
            known = find("active", "invited")
        hearings = {
            **dict.fromkeys(sorted(known), "unheard"),
            **dict.fromkeys(sorted(represented), "represented"),
            **dict.fromkeys(sorted(heard), "heard"),
        }
        return dict(zip(actors.browse(hearings), hearings.values(), strict=True))
