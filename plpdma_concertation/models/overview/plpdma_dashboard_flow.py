"""From the reception to the answer, what is late, and what was decided."""

from collections import Counter

from odoo import api, models

from ...tools.delays import get_median, get_slowest_tenth
from .plpdma_figures_tally import STAGES

# Highest number of days of each class of delays; longer ones come last.
DELAYS = (15, 30, 60)


class PlpdmaDashboard(models.AbstractModel):
    """Where the observations stand, how long the answers take, by whom and on what they
    are late, and the decisions."""

    _inherit = "plpdma.dashboard"

    # ------------------------------------------------------------------
    # The flow
    # ------------------------------------------------------------------
    @api.model
    def _get_flow(self, scope):
        env = self.env
        tables = [self._get_stage_table(scope), self._get_delay_table(scope)]
        if scope.is_staff:
            tables.append(self._get_late_table(scope, "user"))
        tables.append(self._get_late_table(scope, "theme"))
        return {
            "key": "flow",
            "title": env._("From what came in to the answer"),
            "note": env._(
                "Contributions are what authors sent; observations, the points made in "
                "them, each of which is answered. They are not added up."
            ),
            "figures": self._get_flow_figures(scope),
            "tables": tables,
        }

    @api.model
    def _get_flow_figures(self, scope):
        env, tally = self.env, scope.tally
        days = self._get_days(tally, ("days",), "received", "answered")[()]
        return [
            {"label": env._("Answers overdue"), **scope.figure(tally, "overdue")},
            {
                "label": env._("Contributions answered"),
                **scope.figure(tally, "received", "answered"),
            },
            *self._get_delay_figures(scope, tally, days, "received"),
        ]

    @api.model
    def _get_stage_table(self, scope):
        env = self.env
        labels = {
            "unread": env._("Received, not read yet"),
            "read": env._("Read, not taken up"),
            "study": env._("Under study"),
            "arbitration": env._("Response submitted or decided, not told yet"),
            "answered": env._("Answered"),
            "not_expected": env._("No answer expected"),
        }
        rows = [
            {
                "label": labels[name],
                "cells": [scope.figure(scope.tally, "made", *names)],
            }
            for name, names in STAGES.items()
        ]
        rows.append(
            {
                "label": env._("– answered, and something follows"),
                "cells": [scope.figure(scope.tally, "made", "answered", "changed")],
            }
        )
        return {
            "key": "stages",
            "title": env._("Where the observations stand"),
            "headings": [env._("Stage"), env._("Observations")],
            "rows": rows,
            "chart": "bar",
        }

    # ------------------------------------------------------------------
    # Delays
    # ------------------------------------------------------------------
    @api.model
    def _get_days(self, tally, keys, *names):
        """``{values: {days: number}}`` of what was answered.

        :param tuple keys: the last of which is ``days``
        """
        counts = {}
        for (*values, days), number in tally.table(keys, *names).items():
            counts.setdefault(tuple(values), Counter())[days] += number
        return counts or {(): Counter()}

    @api.model
    def _get_delay_figures(self, scope, tally, days, *names, **values):
        """The middle delay and the beginning of the slowest tenth, as figures that open
        the answers of which they are told, and those of that tenth."""
        env = self.env
        median, slowest = get_median(days), get_slowest_tenth(days)
        slow = sum(number for delay, number in days.items() if delay >= (slowest or 0))
        figures = []
        for label, value, count, start in (
            (env._("Median delay (days)"), median, days.total(), None),
            (env._("Slowest tenth: from (days)"), slowest, slow, slowest or 0),
        ):
            within = None if start is None else self._get_between(start)
            domain = tally.domain(*names, "answered", within=within, **values)
            people = self._count_delayed(scope, start or 0, None, *names, **values)
            figure = scope.make(
                count, tally.model_name, domain, people, value=value, unit="days"
            )
            figures.append({"label": label, **figure})
        return figures

    @api.model
    def _count_delayed(self, scope, start, stop, *names, **values):
        """Number of inhabitants who were answered within some days."""
        if not scope.is_outside:
            return None
        wanted = (*values.values(), True)
        found = scope.tally.people(
            (*values, "days"),
            *names,
            "answered",
            regroup=lambda *known: (
                *known[:-1],
                start <= known[-1] and (stop is None or known[-1] <= stop),
            ),
        )
        return found[wanted]

    @api.model
    def _get_between(self, start, stop=None):
        """What was answered within some days, as ``Tally.domain`` takes it."""
        contributions = self.env["plpdma.contribution"]
        domain = contributions._get_answered_after_domain(start)
        if stop is not None:
            domain &= ~contributions._get_answered_after_domain(stop + 1)
        return domain, lambda days: start <= days and (stop is None or days <= stop)

    @api.model
    def _get_delay_table(self, scope):
        """How many contributions were answered within which delay."""
        env, tally = self.env, scope.tally
        days = self._get_days(tally, ("days",), "received", "answered")[()]
        rows, start = [], 0
        for stop in (*DELAYS, None):
            label = (
                env._("More than %s days", DELAYS[-1])
                if stop is None
                else env._("%(start)s to %(stop)s days", start=start, stop=stop)
            )
            count = sum(
                number
                for delay, number in days.items()
                if start <= delay and (stop is None or delay <= stop)
            )
            within = self._get_between(start, stop)
            domain = tally.domain("received", "answered", within=within)
            people = self._count_delayed(scope, start, stop, "received")
            figure = scope.make(count, tally.model_name, domain, people)
            rows.append({"label": label, "cells": [figure]})
            start = (stop or 0) + 1
        return {
            "key": "delays",
            "title": env._("Answer delays"),
            "headings": [env._("Delay"), env._("Contributions")],
            "rows": rows,
            "chart": "bar",
        }

    @api.model
    def _get_late_table(self, scope, key):
        """What waits and what is late, and how long it took, by agent or by theme."""
        env, tally = self.env, scope.tally
        waiting, late = (
            {
                id_: number
                for (id_,), number in tally.table((key,), "made", name).items()
            }
            for name in ("awaiting", "overdue")
        )
        days = self._get_days(tally, (key, "days"), "made", "answered")
        days = {values[0]: found for values, found in days.items() if values}
        wanted = set(waiting) | set(days)
        if key == "user":
            names = self._get_agent_names(wanted)
        else:
            names = self._get_theme_names(scope)
        rows = []
        for id_, label in names.items():
            if id_ not in wanted:
                continue
            values = {key: id_}
            cells = [
                scope.cell(tally, late.get(id_, 0), "made", "overdue", **values),
                scope.cell(tally, waiting.get(id_, 0), "made", "awaiting", **values),
                *self._get_delay_figures(
                    scope, tally, days.get(id_, Counter()), "made", **values
                ),
            ]
            rows.append({"label": label, "cells": cells})
        rows.sort(key=lambda row: -(row["cells"][0]["count"] or 0))
        titles = {
            "user": (env._("What is late, by agent"), env._("Agent")),
            "theme": (env._("What is late, by theme"), env._("Theme")),
        }
        title, heading = titles[key]
        return {
            "key": f"late_{key}",
            "title": title,
            "note": env._("Observations."),
            "drops_empty": True,
            "headings": [
                heading,
                env._("Late"),
                env._("To answer"),
                env._("Median delay (days)"),
                env._("Slowest tenth: from (days)"),
            ],
            "rows": rows,
            "chart": "bar",
        }

    @api.model
    def _get_agent_names(self, ids):
        users = self.env["res.users"].browse(filter(None, ids))
        # sudo: the names of those who handle what the reader reads.
        names = {user.id: user.name for user in users.sudo()}
        names = dict(sorted(names.items(), key=lambda item: item[1]))
        return {**names, False: self.env._("Nobody in particular")}

    # ------------------------------------------------------------------
    # Decisions
    # ------------------------------------------------------------------
    @api.model
    def _get_decisions(self, scope):
        env, tally = self.env, scope.tally
        counts = tally.table(("theme", "decision"), "made", "answered")
        labels = {
            **self._get_labels("plpdma.contribution", "decision"),
            False: env._("Without a recorded decision"),
        }
        used = [
            decision
            for decision in labels
            if any(found == decision for _theme, found in counts)
        ]
        rows = []
        for theme, label in self._get_theme_names(scope).items():
            cells = [
                scope.cell(
                    tally,
                    counts[theme, decision],
                    "made",
                    "answered",
                    theme=theme,
                    decision=decision,
                )
                for decision in used
            ]
            if any(cell["count"] or cell.get("is_hidden") for cell in cells):
                rows.append({"label": label, "cells": cells})
        # What was answered most stands first.
        rows.sort(key=lambda row: -sum(cell["count"] or 0 for cell in row["cells"]))
        return {
            "key": "decisions",
            "title": env._("What was decided, and what it changed"),
            "figures": [
                {
                    "label": env._("Observations answered"),
                    **scope.figure(scope.tally, "made", "answered"),
                },
                {
                    "label": env._("Answered, and something follows"),
                    **scope.figure(scope.tally, "made", "answered", "changed"),
                },
            ],
            "tables": [
                {
                    "key": "theme_decision",
                    "title": env._("Decisions, by theme"),
                    "note": env._(
                        "Observations answered; one about several themes counts in "
                        "each."
                    ),
                    "headings": [env._("Theme"), *(labels[name] for name in used)],
                    "rows": rows,
                    "chart": "stacked",
                }
            ],
        }
