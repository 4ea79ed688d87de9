"""Milestones, and what they warn of."""

from datetime import timedelta

from odoo import fields

from ..common import ConcertationCase

ADDRESSEES = ("date_prefect", "date_region", "date_ademe")


class MilestoneCase(ConcertationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.program)
        cls.program.date_start = cls.today - timedelta(days=30)

    def _day(self, days):
        return self.today + timedelta(days=days)

    def _create_milestone(self, kind, **vals):
        return self.agent_env["plpdma.milestone"].create(
            {"program_id": self.program.id, "kind": kind, **vals}
        )

    def _create_cces_session(self, days=-10, state="held", **vals):
        session = self._create_session(days=days, body_id=self.body.id, **vals)
        with self.mock_mail_gateway():
            session.action_plan()
            if state == "held":
                session.action_hold()
        return session

    def _create_public_session(self, start, stop, **vals):
        """Open from the morning of a day to the evening of another."""
        return self._create_session(
            format="public",
            nature="consultation",
            proposal="<p>Le projet.</p>",
            date_start=f"{start} 08:00:00",
            date_stop=f"{stop} 16:00:00",
            **vals,
        )

    def assertWarns(self, record, *words):
        self.assertTrue(record.has_warnings)
        for word in words:
            self.assertIn(word, record.warnings)

    def assertQuiet(self, record, word=""):
        self.assertNotIn(word, record.warnings or "") if word else self.assertFalse(
            record.warnings
        )
