"""The figures of the register and of the documents, ready to be written and drawn."""

from dataclasses import dataclass
from functools import cached_property

from .register import TABLES

# Highest number of days of each class of answer delays; longer ones come last.
DELAYS = (15, 30, 60)


@dataclass(frozen=True)
class Block:
    """Figures that a chart draws: a label, then a number for each series."""

    title: str
    headings: tuple
    rows: list
    stacked: bool = False
    # What they add up to, in words.
    note: str = ""
    # How many of its series are drawn, all of them by default.
    drawn: int | None = None
    # What the dashboard calls it, where it has it too.
    key: str = ""

    @property
    def drawn_count(self):
        """How many of its series are drawn."""
        return len(self.headings) - 1 if self.drawn is None else self.drawn


class Summary:
    """The figures of the rows that the tables hold, as the user may count them;
    ``plpdma.figures`` says what each of them counts."""

    def __init__(self, env, domains):
        """:param env: environment of the user who counts
        :param domains: ``{table: domain}`` of what counts"""
        self.env = env(context=dict(env.context, active_test=False))
        self.figures = self.env["plpdma.figures"]
        self.domains = domains

    def _is_readable(self, key):
        return self.env[TABLES[key].model_name].has_access("read")

    @cached_property
    def contributions(self):
        """``{standing: number}`` of contributions received, with ``received`` and
        ``overdue``."""
        return self.figures._count_contributions(self.domains["contributions"])

    @cached_property
    def observations(self):
        """Numbers of observations made, by where they stand."""
        return self.figures._count_observations(self.domains["contributions"])

    @cached_property
    def attendances(self):
        """``{college: {attendance: number}}``; empty for a user who reads no
        participant."""
        if not self._is_readable("participations"):
            return {}
        return self.figures._count_attendances(self.domains["participations"])

    @cached_property
    def delays(self):
        """``{days: number}`` of contributions answered, by how many days it took."""
        return self.figures._count_delays(self.domains["contributions"])

    def get_figures(self):
        """Yield ``(label, number, style)`` of each figure that sums the concertation
        up; the style says how to write it."""
        env = self.env
        for label, number in (
            *self._get_session_figures(),
            (env._("Attendances in person"), self._sum_attendances("in_person")),
            (env._("Attendances by proxy"), self._sum_attendances("proxy")),
            *self._get_contribution_figures(),
        ):
            yield label, number, "integer"
        if answered := self.contributions["answered"]:
            days = sum(delay * count for delay, count in self.delays.items())
            label = env._("Mean delay of the answers (days)")
            yield label, days / answered, "decimal"

    def _get_session_figures(self):
        env = self.env
        counts = self.figures._count_sessions(self.domains["sessions"])
        yield env._("Sessions held, or open to the public"), counts["held"]
        yield env._("Sessions planned, not held yet"), counts["to_come"]
        if counts["in_preparation"]:
            yield env._("Sessions in preparation"), counts["in_preparation"]
        if counts["cancelled"]:
            yield env._("Sessions cancelled"), counts["cancelled"]

    def _get_contribution_figures(self):
        """Yield ``(label, number)``: the contributions received, then where they stand;
        the observations made in them, which are not added to them."""
        env, counts = self.env, self.contributions
        yield env._("Contributions received"), counts["received"]
        yield env._("– answered"), counts["answered"]
        yield env._("– awaiting an answer"), counts["awaiting"]
        yield env._("– without an answer expected"), counts["not_expected"]
        if counts["merged"]:
            yield (
                env._("– to be answered with another that they repeat"),
                counts["merged"],
            )
        yield env._("Observations made"), self.observations["made"]
        yield env._("Answers overdue"), counts["overdue"]

    def _sum_attendances(self, attendance):
        return sum(counts[attendance] for counts in self.attendances.values())

    def get_blocks(self):
        """Yield the :class:`Block` of each chart that has figures."""
        env = self.env
        made, answered = self.observations["made"], self.contributions["answered"]
        for key, title, headings, rows, note in (
            (
                "",
                env._("Observations by theme"),
                (env._("Theme"), env._("Observations")),
                self._get_theme_rows(),
                env._("An observation about several themes counts in each."),
            ),
            (
                "",
                env._("Observations by decision"),
                (env._("Decision"), env._("Observations")),
                self._get_decision_rows(),
                env._("All of them together: the observations made, %s.", made),
            ),
            (
                "delays",
                env._("Answer delays"),
                (env._("Delay"), env._("Contributions")),
                self._get_delay_rows(),
                env._(
                    "All of them together: the contributions answered, %s.", answered
                ),
            ),
        ):
            if rows:
                yield Block(title, headings, rows, note=note, key=key)
        if rows := self._get_college_rows():
            headings = (
                env._("College"),
                env._("In person"),
                env._("By proxy"),
                env._("Excused, absent or not noted"),
            )
            yield Block(
                env._("Participation by college"),
                headings,
                rows,
                stacked=True,
                note=env._("At the sessions held."),
                key="attendance",
            )

    def _get_theme_rows(self):
        contributions = self.env["plpdma.contribution"]
        rows = [
            (theme.display_name or self.env._("No theme"), count)
            for theme, count in contributions._read_group(
                self.domains["contributions"] & contributions._get_observation_domain(),
                ["theme_ids"],
                ["__count"],
            )
        ]
        return sorted(rows, key=lambda row: (-row[1], row[0]))

    def _get_decision_rows(self):
        """``[(label, number)]`` of the decisions in the order of their list, then of
        what has none: they add up to the observations made."""
        contributions = self.env["plpdma.contribution"]
        field = contributions._fields["decision"]
        if not contributions._has_field_access(field, "read"):
            return []
        decided = self.figures._count_decisions(self.domains["contributions"])
        labels = {
            **dict(field._description_selection(self.env)),
            False: self.env._("Answered, without a recorded decision"),
        }
        rows = [(label, decided.get(key)) for key, label in labels.items()]
        rows += [
            (label, self.observations[standing])
            for standing, label in self.figures._get_standing_labels().items()
            if standing != "answered"
        ]
        return [(label, count) for label, count in rows if count]

    def _get_delay_rows(self):
        rows, start = [], 0
        for stop in DELAYS:
            label = self.env._("%(start)s to %(stop)s days", start=start, stop=stop)
            rows.append((label, self._count_between(start, stop)))
            start = stop + 1
        label = self.env._("More than %s days", DELAYS[-1])
        rows.append((label, self._count_between(start, float("inf"))))
        return rows if self.delays else []

    def _count_between(self, start, stop):
        return sum(n for delay, n in self.delays.items() if start <= delay <= stop)

    def _get_college_rows(self):
        rows = [
            (college.display_name or self.env._("No college"), *counts.values())
            for college, counts in self.attendances.items()
        ]
        return sorted(rows)
