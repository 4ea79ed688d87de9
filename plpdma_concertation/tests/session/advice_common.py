"""What advice rests on: reasons, techniques, and actors who were met."""

from ..common import ConcertationCase


class AdviceCase(ConcertationCase):
    """Reasons and techniques of the tests' own, whatever becomes of those delivered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["plpdma.technique"].search([]).action_archive()
        purposes = cls.env["plpdma.purpose"].create(
            [
                {"name": "Écouter un acteur", "format": "individual"},
                {"name": "Écrire à plusieurs", "format": "collective"},
            ]
        )
        techniques = cls.env["plpdma.technique"].create(
            [
                {"name": "Grand cercle", "size_min": 3},
                {"name": "Duo", "size_min": 1, "size_max": 2},
                {"name": "Carrousel", "size_min": 2, "size_max": 6},
                {"name": "Formulaire"},
            ]
        )
        cls.alone, cls.together = purposes.with_env(cls.agent_env)
        cls.circle, cls.duo, cls.carousel, cls.form = techniques.with_env(cls.agent_env)
        cls.competitors = cls.env["plpdma.competitor.group"].create(
            {"name": "Commerces d'essai"}
        )
        # Nothing to learn from them first, unless a test says otherwise.
        cls.actors.needs = "De la place."

    def _meet_alone(self, actor, **vals):
        """An individual meeting that the actor attended."""
        session = self._create_session(actor, format="individual", **vals)
        session.action_plan()
        session.action_hold()
        session.participation_ids.attendance = "present"
        return session

    def assertSameCost(self, names, few, many):
        """Reading these fields takes as many queries for a few records as for many."""
        counts = []
        for records in (many, few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            for name in names:
                records.mapped(name)
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])

    def _create_actors(self, count):
        partners = self.agent_env["res.partner"].create(
            [{"name": f"Organisation {number}"} for number in range(count)]
        )
        return self.agent_env["plpdma.stakeholder"].create(
            [
                {
                    "program_id": self.program.id,
                    "partner_id": partner.id,
                    "needs": "Du temps.",
                }
                for partner in partners
            ]
        )
