from collections import Counter, defaultdict

from odoo import api, models

from ..export.summary import Block
from ..models.overview.plpdma_figures import HEARINGS
from ..tools.words import fold


class ReportBilan(models.AbstractModel):
    """The part of the report that says who was heard in the concertation, and who was
    not."""

    _inherit = "report.plpdma_concertation.report_bilan"

    @api.model
    def _get_colleges(self, program, domain):
        """Dictionary on the actors heard, represented only and not heard, by college:
        ``chart``, ``unheard`` as pairs of a college and the names, ``actor_count`` and
        ``heard_count``.

        :param Domain domain: the contributions that count
        """
        env = program.env
        actors = env["plpdma.figures"]._sort_actors(program, domain)
        colleges = defaultdict(lambda: {hearing: [] for hearing in HEARINGS})
        for actor, hearing in actors.items():
            name = actor.college_id.display_name or env._("No college")
            colleges[name][hearing].append(actor)
        names = sorted(colleges, key=fold)
        block = Block(
            env._("Actors heard, by college"),
            (
                env._("College"),
                env._("Heard"),
                env._("Represented only"),
                env._("Not heard"),
            ),
            [(name, *map(len, colleges[name].values())) for name in names],
            stacked=True,
        )
        return {
            "chart": self._draw(block),
            "unheard": [
                (name, self._name_actors(colleges[name]["unheard"]))
                for name in names
                if colleges[name]["unheard"]
            ],
            "actor_count": len(actors),
            "heard_count": sum(hearing == "heard" for hearing in actors.values()),
        }

    @api.model
    def _name_actors(self, actors):
        """Names of actors as one text: organisations by their name, people by their
        category."""
        # sudo: of actors that the reader knows to be invited, no more is told than
        # what may be said of them everywhere.
        counts = Counter(actor.sudo()._get_public_label() for actor in actors)
        return ", ".join(
            f"{label} ({count})" if count > 1 else label
            for label, count in sorted(counts.items(), key=lambda one: fold(one[0]))
        )
