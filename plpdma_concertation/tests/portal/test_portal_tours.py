from odoo.tests import tagged

from ..tour_common import TourCase
from .portal_common import HOME, PortalCase


@tagged("post_install", "-at_install", "plpdma_browser")
class TestPortalTours(PortalCase, TourCase):
    """The portal in a browser, as those who have no other access."""

    def test_elu_arbitrates_in_two_clicks(self):
        self.other.verbatim = "Un composteur près du marché."
        self.env.flush_all()
        self.start_tour(
            HOME, "plpdma_portal_arbitrate", login=self.user_councillor.login
        )
        self.assertEqual(self.submitted.state, "validated")
        self.assertEqual(self.submitted.arbiter_id, self.user_councillor.partner_id)
        self.assertEqual(self.submitted.sudo().arbitration_note, "Avec le bailleur.")

    def test_facilitator_writes_minutes_and_notes_a_contribution(self):
        self.start_tour(HOME, "plpdma_portal_facilitate", login=self.user_host.login)
        self.assertIn("Trois tables, vingt personnes.", self.meeting.minutes)
        noted = self.meeting.contribution_ids - self.contribution
        self.assertEqual(noted.verbatim, "Un bac fermé près du marché.")
        self.assertEqual(noted.kind, "proposal")
        self.assertEqual(noted.stakeholder_id, self.actors[1])

    def test_what_was_typed_outlives_the_page(self):
        before = self.env["plpdma.contribution"].sudo().search([])
        self.start_tour(
            f"{HOME}/programs/{self.program.id}/contribute",
            "plpdma_portal_draft",
            login=self.user_speaker.login,
        )
        sent = self.env["plpdma.contribution"].sudo().search([]) - before
        self.assertEqual(sent.verbatim, "Un broyeur partagé entre voisins.")

    def test_participant_reads_the_answer(self):
        self.start_tour(
            HOME, "plpdma_portal_participate", login=self.user_speaker.login
        )
