"""What needs the reader now, the sessions, the commitments, and the next dates."""

from collections import Counter

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from .plpdma_figures import ATTENDANCES

NEXT_DATES = 8


class PlpdmaDashboard(models.AbstractModel):
    """What was held and promised, and what comes."""

    _inherit = "plpdma.dashboard"

    # ------------------------------------------------------------------
    # Now
    # ------------------------------------------------------------------
    @api.model
    def _get_now(self, scope):
        """What awaits the reader; whatever is at zero is not told."""
        figures = self._get_staff_now(scope) if scope.is_staff else []
        figures += self._get_responses_now(scope)
        if scope.is_staff:
            figures.append(self._get_milestones_now(scope))
        figures.append(
            {
                "label": self.env._("Promises of the authority past their day"),
                **scope.figure(scope.commitment_tally, "overdue"),
            }
        )
        return {
            "key": "now",
            "title": self.env._("What needs you now"),
            "figures": [figure for figure in figures if figure["count"]],
            "tables": [],
        }

    @api.model
    def _get_staff_now(self, scope):
        env, tally = self.env, scope.tally
        mine = {"user": env.uid}
        return [
            {
                "label": env._("Late, and yours to handle"),
                **scope.figure(tally, "made", "overdue", **mine),
            },
            {
                "label": env._("To answer, and yours to handle"),
                **scope.figure(tally, "made", "awaiting", **mine),
            },
            {
                "label": env._("To moderate"),
                **scope.figure(tally, "to_moderate"),
            },
            {
                "label": env._("Sessions held of which you owe the report"),
                **scope.figure(scope.session_tally, "to_report"),
            },
        ]

    @api.model
    def _get_responses_now(self, scope):
        """Those that await the reader's decision, or their sending."""
        env = self.env
        responses = env["plpdma.response"]
        if scope.is_staff:
            conditions = {
                "awaiting": responses._get_awaiting_domain(),
                "validated": Domain("state", "=", "validated"),
            }
            labels = {
                "awaiting": env._("Responses that await arbitration"),
                "validated": env._("Responses decided, to be sent"),
            }
        else:
            mine = Domain("is_mine_to_arbitrate", "=", True)
            conditions = {"awaiting": responses._get_awaiting_domain() & mine}
            labels = {"awaiting": env._("Responses that await your decision")}
        tally = env["plpdma.figures"]._tally(
            responses._name, scope.in_program, conditions
        )
        return [
            {"label": label, **scope.figure(tally, name)}
            for name, label in labels.items()
        ]

    @api.model
    def _get_milestones_now(self, scope):
        env = self.env
        today = scope.program._get_today().isoformat()
        late = scope.in_program & Domain("active", "=", True)
        late &= Domain("state", "=", "todo") & Domain("deadline", "<", today)
        count = env["plpdma.milestone"].search_count(late)
        return {
            "label": env._("Legal milestones past their deadline"),
            **scope.make(count, "plpdma.milestone", late),
        }

    # ------------------------------------------------------------------
    # Sessions
    # ------------------------------------------------------------------
    @api.model
    def _get_sessions(self, scope):
        env, tally = self.env, scope.session_tally
        labels = {
            "held": env._("Sessions held, or open to the public"),
            "to_come": env._("Sessions planned, not held yet"),
            "in_preparation": env._("Sessions in preparation"),
            "cancelled": env._("Sessions cancelled"),
        }
        return {
            "key": "sessions",
            "title": env._("Sessions, and who came"),
            "figures": [
                {"label": label, **scope.figure(tally, "counted", name)}
                for name, label in labels.items()
            ],
            "tables": [self._get_attendance_table(scope)],
        }

    @api.model
    def _get_attendance_table(self, scope):
        env = self.env
        tally = env["plpdma.figures"]._tally_attendances(scope.participations)
        counts = {name: tally.table(("college",), name) for name in ATTENDANCES}
        ids = {id_ for found in counts.values() for (id_,) in found}
        people = {
            name: self._count_attending(scope, tally, name) for name in ATTENDANCES
        }
        rows = [
            {
                "label": label,
                "cells": [
                    scope.make(
                        counts[name][id_,],
                        tally.model_name,
                        tally.domain(name, college=id_),
                        people=people[name][id_],
                    )
                    for name in ATTENDANCES
                ],
            }
            for id_, label in self._get_group_names(scope, "college", ids).items()
        ]
        return {
            "key": "attendance",
            "title": env._("Attendance at the sessions held, by college"),
            "headings": [
                env._("College"),
                env._("In person"),
                env._("By proxy"),
                env._("Excused, absent or not noted"),
            ],
            "rows": rows,
            "chart": "stacked",
        }

    @api.model
    def _count_attending(self, scope, tally, name):
        """``{college: number}`` of the inhabitants of an attendance, each once."""
        attending = tally.table(("college", "author"), name)
        return Counter(
            college for college, actor in attending if actor in scope.inhabitant_ids
        )

    # ------------------------------------------------------------------
    # Commitments
    # ------------------------------------------------------------------
    @api.model
    def _get_commitments(self, scope):
        env = self.env
        tally = scope.commitment_tally
        kinds = self._get_labels("plpdma.commitment", "kind")
        states = self._get_labels("plpdma.commitment", "state")
        counts = tally.table(("kind", "state"), "all")
        rows = [
            {
                "label": label,
                "cells": [
                    scope.cell(
                        tally, counts[kind, state], "all", kind=kind, state=state
                    )
                    for state in states
                ],
            }
            for kind, label in kinds.items()
        ]
        return {
            "key": "commitments",
            "title": env._("Commitments"),
            "note": env._("An actor's action is voluntary: it is never late."),
            "figures": [
                {
                    "label": env._("Promises of the authority past their day"),
                    **scope.figure(tally, "overdue"),
                }
            ],
            "tables": [
                {
                    "key": "commitment",
                    "title": env._("Commitments, by status"),
                    "headings": [env._("Kind"), *states.values()],
                    "rows": rows,
                    "chart": "stacked",
                }
            ],
        }

    # ------------------------------------------------------------------
    # Dates
    # ------------------------------------------------------------------
    @api.model
    def _get_dates(self, scope):
        coming = self.env["plpdma.timeline"].search_fetch(
            scope.in_program & Domain("moment", "in", ("today", "upcoming")),
            ["date", "kind", "name", "session_id", "milestone_id", "program_id"],
            order="date, id",
            limit=NEXT_DATES,
        )
        kinds = self._get_labels("plpdma.timeline", "kind")
        today = scope.program._get_today()
        return {
            "key": "dates",
            "title": self.env._("Next dates"),
            "figures": [],
            "tables": [],
            "dates": [
                {
                    "date": self._word_date(line.date, today),
                    "kind": kinds[line.kind],
                    "label": line.name,
                    **self._get_item(line),
                }
                for line in coming
            ],
        }

    @api.model
    def _word_date(self, date, today):
        """A date in words: what began already is under way."""
        text = format_date(self.env, date)
        return text if date >= today else self.env._("since %s", text)

    @api.model
    def _get_item(self, line):
        """The record behind a line of the timeline, which the reader opens."""
        item = line.session_id or line.milestone_id or line.program_id
        return {"model": item._name, "id": item.id}
