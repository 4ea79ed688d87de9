from odoo.fields import Command
from odoo.tests import tagged

from ..common import ConcertationCase
from ..tour_common import TourCase


@tagged("post_install", "-at_install", "plpdma_browser")
class TestProfileTours(ConcertationCase, TourCase):
    """What each profile comes for, in a browser."""

    def _start(self, tour, user, path="/odoo"):
        self.env.flush_all()
        self.start_tour(path, tour, login=user.login)

    def test_elu_arbitrates(self):
        """Two clicks and a note to validate, a reason to return."""
        returned, validated = (
            self._create_response(
                self._create_contribution(summary=summary), state="submitted"
            )
            for summary in ("To return", "To validate")
        )
        self._start("plpdma_elected_arbitrates", self.user_elected)
        self.assertEqual(validated.state, "validated")
        self.assertEqual(validated.arbitration_note, "Good work.")
        self.assertEqual(validated.arbiter_id, self.user_elected.partner_id)
        self.assertEqual(returned.state, "draft")
        self.assertEqual(returned.return_reason, "Say when.")
        mandate = self.program.mandate_ids
        self.assertTrue(mandate.date_visited)

    def test_facilitator_writes(self):
        """The minutes, then a contribution heard in the session."""
        session = self._create_session(
            self.actors[:2], facilitator_id=self.user_facilitator.partner_id.id
        )
        session.action_plan()
        self._start("plpdma_facilitator_writes", self.user_facilitator)
        self.assertIn("Everybody spoke.", session.minutes)
        contribution = session.contribution_ids
        self.assertEqual(contribution.verbatim, "A composter in each street.")
        self.assertEqual(contribution.stakeholder_id.partner_id, self.partners[0])

    def test_employee_sees_nothing(self):
        self._start("plpdma_employee_sees_nothing", self.user_employee)

    def test_manager_ends_a_mandate(self):
        mandate = self.env["plpdma.mandate"].create(
            {
                "program_id": self.program.id,
                "partner_id": self.user_facilitator.partner_id.id,
                "territory_ids": [Command.clear()],
                "date_start": "2020-01-01",
            }
        )
        self._start(
            "plpdma_manager_ends_a_mandate",
            self.user_manager,
            "/odoo/action-plpdma_concertation.action_plpdma_mandate",
        )
        self.assertTrue(mandate.date_end)
        self.assertFalse(mandate.is_in_force)
