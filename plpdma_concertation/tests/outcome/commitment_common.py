"""A promise of the authority, and an action of a partner."""

from datetime import timedelta

from ..common import ConcertationCase


class CommitmentCase(ConcertationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._plpdma_get_today()
        cls.yesterday = cls.today - timedelta(days=1)
        cls.tomorrow = cls.today + timedelta(days=1)

    def _create_promise(self, **vals):
        return self.agent_env["plpdma.commitment"].create(
            {
                "name": "Dix composteurs",
                "program_id": self.program.id,
                "date_due": self.tomorrow,
                **vals,
            }
        )

    def _create_action(self, **vals):
        return self.agent_env["plpdma.commitment"].create(
            {
                "name": "Prêter une remorque",
                "program_id": self.program.id,
                "kind": "partner",
                "stakeholder_id": self.actors[0].id,
                **vals,
            }
        )
