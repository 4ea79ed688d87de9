"""What each figure counts, said once: the screens, the workbook, the documents and the
pages ask here, each for the scope that its reader may count."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

# How somebody may have taken part in a session held, and how an actor was heard.
ATTENDANCES = ("in_person", "proxy", "others")
HEARINGS = ("heard", "represented", "unheard")


class PlpdmaFigures(models.AbstractModel):
    """Definitions of the figures, as domains on the records that they count.

    Nothing is stored. What is archived does not count: the scope leaves it out.
    """

    _name = "plpdma.figures"
    _description = "Definitions of the Figures"

    # ------------------------------------------------------------------
    # Contributions
    # ------------------------------------------------------------------
    @api.model
    def _get_shared_domain(self):
        """Contributions that count outside the staff, for the élus and in what is
        given: all those that were not confided to the staff alone."""
        return Domain("confidentiality", "!=", "staff") & Domain("active", "=", True)

    @api.model
    def _get_contribution_domains(self):
        """What became of the contributions *received*: all that came in, repeats
        included, since each author is answered.

        - ``answered``: its author was answered (``date_answered``), by a response or
          otherwise;
        - ``awaiting``: an answer is expected, and was not given;
        - ``merged``: repeats another one, with which its author will be answered;
        - ``not_expected``: all the others, to which no answer is expected.

        :return: ``{standing: domain}``; received = the sum of the four
        """
        contributions = self.env["plpdma.contribution"]
        answered = Domain("date_answered", "!=", False)
        awaiting = contributions._to_answer_domain()
        merged = Domain("state", "=", "merged") & ~answered
        return {
            "answered": answered,
            "awaiting": awaiting,
            "not_expected": ~answered & ~awaiting & ~merged,
            "merged": merged,
        }

    @api.model
    def _get_overdue_domain(self):
        """Among those that await an answer, those whose day is past."""
        return Domain("is_overdue", "=", True)

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
            for standing, domain in self._get_contribution_domains().items()
            for contribution in contributions.filtered_domain(domain)
        }

    @api.model
    def _count_contributions(self, domain):
        """Contributions of a scope, as the user may count them.

        :param Domain domain: the scope
        :return: ``{"received": number, "overdue": number, standing: number}``
        """
        contributions = self.env["plpdma.contribution"]
        counts = {
            standing: contributions.search_count(domain & condition)
            for standing, condition in self._get_contribution_domains().items()
        }
        return {
            "received": sum(counts.values()),
            "overdue": contributions.search_count(domain & self._get_overdue_domain()),
            **counts,
        }

    @api.model
    def _count_decisions(self, domain):
        """What was decided on those that were answered.

        :return: ``{decision: number}``, ``False`` for an answer without a recorded
            decision; the sum is that of the answered ones
        """
        answered = domain & self._get_contribution_domains()["answered"]
        groups = self.env["plpdma.contribution"]._read_group(
            answered, ["decision"], ["__count"]
        )
        return dict(groups)

    @api.model
    def _count_delays(self, domain):
        """How long the answers took: days from the reception to the day on which the
        author was answered.

        :return: ``{days: number of contributions}``; the sum is that of the answered
            ones
        """
        counts = defaultdict(int)
        for received, answered, count in self.env["plpdma.contribution"]._read_group(
            domain & self._get_contribution_domains()["answered"],
            ["date_received:day", "date_answered:day"],
            ["__count"],
        ):
            counts[max((answered - received).days, 0)] += count
        return dict(counts)

    # ------------------------------------------------------------------
    # Sessions
    # ------------------------------------------------------------------
    @api.model
    def _get_session_domains(self):
        """Where the sessions stand.

        - ``held``: noted as held or reported; an availability to the public, as soon
          as it opened;
        - ``to_come``: planned, and not held yet, be its day past;
        - ``in_preparation``: not planned yet;
        - ``cancelled``.

        :return: ``{standing: domain}``
        """
        planned = Domain("state", "=", "planned")
        opened = (
            planned
            & Domain("format", "=", "public")
            & Domain("date_start", "<=", fields.Datetime.now())
        )
        return {
            "held": Domain("state", "in", ("held", "reported")) | opened,
            "to_come": planned & ~opened,
            "in_preparation": Domain("state", "=", "draft"),
            "cancelled": Domain("state", "=", "cancelled"),
        }

    @api.model
    def _get_held_domain(self):
        """The sessions held, archived ones left out, whatever the context."""
        return self._get_session_domains()["held"] & Domain("active", "=", True)

    @api.model
    def _count_sessions(self, domain):
        """:return: ``{standing: number}`` of the sessions of a scope"""
        sessions = self.env["plpdma.session"]
        return {
            standing: sessions.search_count(domain & condition)
            for standing, condition in self._get_session_domains().items()
        }

    # ------------------------------------------------------------------
    # Attendances
    # ------------------------------------------------------------------
    @api.model
    def _get_attendance_domains(self):
        """Who came to the sessions held.

        - ``in_person``: present, or replaced by a stand-in who came;
        - ``proxy``: absent, and gave a proxy to another participant;
        - ``others``: excused, absent, or not noted.

        :return: ``{attendance: domain}`` of participations; the sum is that of the
            lines of the sessions held
        """
        held = Domain("session_id", "any", self._get_held_domain())
        came = Domain("is_in_person", "=", True)
        proxy = Domain("is_proxy", "=", True)
        return {
            "in_person": held & came,
            "proxy": held & proxy,
            "others": held & ~came & ~proxy,
        }

    @api.model
    def _count_attendances(self, domain):
        """Attendances of a scope, by college.

        :return: ``{college: {attendance: number}}``
        """
        counts = defaultdict(lambda: dict.fromkeys(ATTENDANCES, 0))
        for attendance, condition in self._get_attendance_domains().items():
            for college, count in self.env["plpdma.participation"]._read_group(
                domain & condition, ["college_id"], ["__count"]
            ):
                counts[college][attendance] = count
        return dict(counts)

    # ------------------------------------------------------------------
    # Actors
    # ------------------------------------------------------------------
    @api.model
    def _get_heard_domain(self):
        """Actors who were *heard*: present at a session held, or replaced there by a
        stand-in, or the author of a contribution. A proxy is no voice that was heard.
        """
        came = self._get_attendance_domains()["in_person"]
        return Domain("participation_ids", "any", came) | Domain(
            "contribution_ids", "!=", False
        )

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
        lines = {
            attendance: env["plpdma.participation"]._search(in_program & condition)
            for attendance, condition in self._get_attendance_domains().items()
        }
        invited = env["plpdma.participation"]._search(
            in_program & Domain("session_id", "any", self._get_invited_domain())
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
            # Who spoke in confidence alone is not said to be heard, nor unheard.
            confided = actors.search(in_program & self._get_heard_domain())
            known = actors.search(in_program) - confided
        else:
            known = find("participation_ids", invited)
        # Who left without having been heard is not waited for any more.
        known = known.filtered("active") | heard | represented
        return {
            **dict.fromkeys(known, "unheard"),
            **dict.fromkeys(represented, "represented"),
            **dict.fromkeys(heard, "heard"),
        }

    @api.model
    def _get_invited_domain(self):
        """Sessions to which somebody is invited: announced, and not cancelled."""
        return Domain("state", "not in", ("draft", "cancelled")) & Domain(
            "active", "=", True
        )
