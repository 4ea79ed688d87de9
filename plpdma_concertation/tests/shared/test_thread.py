"""Discussion and followers of our records: among the staff."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import ConcertationCase


@tagged("post_install", "-at_install", "plpdma")
class TestFollowers(ConcertationCase):
    def test_agents_follow_what_they_enter(self):
        contribution = self._create_contribution()
        self.assertEqual(contribution.message_partner_ids, self.user_agent.partner_id)

    def test_elu_asked_to_arbitrate_does_not_follow(self):
        """The notes that agents write would reach them by e-mail."""
        response = self._create_response(state="submitted")
        self.assertEqual(response.activity_ids.user_id, self.user_elected)
        self.assertNotIn(self.user_elected.partner_id, response.message_partner_ids)
        with self.mock_mail_gateway():
            response.message_post(
                body="Attention, sujet sensible.", subtype_xmlid="mail.mt_note"
            )
        self.assertNotSentEmail(self.user_elected.partner_id)

    def test_facilitator_does_not_follow_what_they_note(self):
        session = self._create_session(
            facilitator_id=self.user_facilitator.partner_id.id
        )
        noted = (
            self.env["plpdma.contribution"]
            .with_user(self.user_facilitator)
            .create({"session_id": session.id, "verbatim": "Plus près des immeubles."})
        )
        noted = noted.with_user(self.user_agent)
        self.assertFalse(noted.message_partner_ids)
        self.assertFalse(noted.user_id, "Nobody of the staff handles it yet")

    def test_none_can_be_added_by_mistake(self):
        contribution = self._create_contribution()
        outsiders = (
            self.user_elected | self.user_facilitator | self.user_employee
        ).partner_id
        contribution.message_subscribe(
            (outsiders | self.user_manager.partner_id | self.partners[0]).ids
        )
        self.assertEqual(
            contribution.message_partner_ids,
            (self.user_agent | self.user_manager).partner_id | self.partners[0],
        )

    def test_who_reads_a_record_posts_nothing_in_its_discussion(self):
        session = self._create_session(
            facilitator_id=self.user_facilitator.partner_id.id
        )
        for user in (self.user_elected, self.user_facilitator):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                session.with_user(user).message_post(body="Bonjour.")
