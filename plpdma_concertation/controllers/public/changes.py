"""What the contributions changed: the figures, and each action with what made it."""

from odoo import http
from odoo.fields import Domain
from odoo.http import request, route

from ..pages import get_labels
from .layout import HOME, find_program, render, render_unknown

# Observations told of each action where all the actions stand; its own page tells all.
SHOWN = 3


class PublicChanges(http.Controller):
    """Pages under ``/concertation/<programme>/changes``."""

    @route(
        f"{HOME}/<int:program_id>/changes",
        type="http",
        auth="public",
        website=True,
        readonly=True,
    )
    def changes(self, program_id, **_query):
        """The page of what the contributions to a programme changed."""
        program = find_program(program_id)
        if not program:
            return render_unknown()
        measures = program._find_public_measures()
        return render(
            "public_changes",
            request.env._("What your contributions changed"),
            program,
            measures=measures._get_public_descriptions(SHOWN),
            **self._describe_figures(program, measures),
        )

    @route(
        f"{HOME}/<int:program_id>/changes/<int:measure_id>",
        type="http",
        auth="public",
        website=True,
        readonly=True,
    )
    def measure(self, program_id, measure_id, **_query):
        """The page of one action, with all the observations that made it."""
        program = find_program(program_id)
        found = program._find_public_measures(Domain("id", "=", measure_id))
        if not found:
            return render_unknown()
        measure = found._get_public_description()
        return render("public_measure", measure["title"], program, measure=measure)

    def _describe_figures(self, program, measures):
        """What the page says of how many: ``counts``, and the labels of what is told
        apart with their numbers, those that count nothing left out.

        :param program: and ``measures``: published, in superuser mode
        """
        # sudo: of what was not confided to the staff, only how many there are.
        figures = request.env["plpdma.figures"].sudo()
        counts = figures._count_changes(program, measures)
        decisions = get_labels("plpdma.response", "decision")
        states = [
            *get_labels("plpdma.measure", "state"),
            ("elsewhere", request.env._("Something else follows")),
            (False, request.env._("No action noted yet")),
        ]
        by_state = measures.grouped("state")
        return {
            "counts": counts,
            "decisions": [
                (label, counts["decisions"].get(decision, 0))
                for decision, label in decisions
                if counts["decisions"].get(decision)
            ],
            "retained": [
                (label, counts["retained"][state])
                for state, label in states
                if counts["retained"][state]
            ],
            "states": [
                (label, len(by_state[state]))
                for state, label in states
                if state in by_state
            ],
        }
