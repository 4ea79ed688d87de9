"""Actions of a programme: one that is worked on, and another one."""

from odoo.fields import Command

from ..common import ConcertationCase


class MeasureCase(ConcertationCase):
    def _build_world(self):
        super()._build_world()
        self.measure = self._create_measure("7", "Composteurs partagés")
        self.other = self._create_measure("12", "Broyage des déchets verts")

    def _create_measure(self, code, name="Une action", **vals):
        return self.agent_env["plpdma.measure"].create(
            {"program_id": self.program.id, "code": code, "name": name, **vals}
        )

    def _name(self, *measures):
        """Commands of the contributions, responses… that name some actions."""
        return [Command.set([measure.id for measure in measures])]
