"""What an élu's home counts."""

from ..program.mandate_common import MandateCase


class HomeCase(MandateCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mandate = cls._mandate(
            cls, territory_ids=cls.north.ids, can_arbitrate=True
        ).with_user(cls.user_mayor)

    def _submitted(self, **vals):
        contribution = self._create_contributions(
            {"contributor_email": "camille@p.example", **vals}
        )
        return self._create_response(contribution, state="submitted")

    def _read(self, *names, mandate=None):
        """What the mayor reads, one request later."""
        self.env.flush_all()
        self.env.invalidate_all()
        return [(mandate or self.mandate)[name] for name in names]

    def _home(self, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        mandates = self.env["plpdma.mandate"].with_user(user or self.user_mayor)
        return mandates.action_home()

    def _open_app(self, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        programs = self.env["plpdma.program"].with_user(user or self.user_mayor)
        return programs.action_home()
