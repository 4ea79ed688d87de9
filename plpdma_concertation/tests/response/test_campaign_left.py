"""What leaves a campaign is not answered with it."""

from odoo.tests import tagged

from ..contribution.campaign_common import CampaignCase

OTHER = "Merci de réparer le banc cassé de la place du marché avant le printemps."


@tagged("post_install", "-at_install", "plpdma")
class TestCampaignLeft(CampaignCase):
    def _build_world(self):
        self.members = self._send_campaign(5)
        self.campaign = self._detect()
        self.campaign.action_confirm()
        action = self.campaign.action_answer()
        self.response = self.agent_env["plpdma.response"].browse(action["res_id"])
        self.assertEqual(self.response.contribution_ids, self.members)
        self.response.write({"decision": "information", "motivation": "<p>Vu.</p>"})
        self.out = self.members[1]

    def _check_taken_out(self):
        self.env.invalidate_all()
        self.assertFalse(self.out.campaign_id)
        self.assertFalse(self.out.response_ids)
        self.assertTrue(self.out.is_to_answer)
        self.assertEqual(self.response.contribution_ids, self.members - self.out)

    def test_taken_out_of_the_draft(self):
        self.out.action_leave_campaign()
        self._check_taken_out()
        self.response.action_submit()
        self.response.with_user(self.user_manager).action_validate()
        with self.mock_mail_gateway():
            self.response.action_send()
        self._deliver(self.response)
        self.assertEqual(
            self.members.filtered("date_answered"), self.members - self.out
        )

    def test_by_an_empty_field_too(self):
        self.out.campaign_id = False
        self._check_taken_out()

    def test_not_the_same(self):
        alone = self._send_texts(OTHER)
        self.response.contribution_ids |= alone
        self.campaign.action_refuse()
        self.env.invalidate_all()
        self.assertEqual(self.response.contribution_ids, alone)
        self.assertEqual(set(self.members.mapped("is_to_answer")), {True})

    def test_answered_alone(self):
        more = self._send_campaign(1)
        self._detect()
        own = self._create_response(more)
        more.action_join_campaign()
        more.action_leave_campaign()
        self.assertEqual(more.response_ids, own, "It is its own answer")

    def test_what_left_the_draft_is_returned_first(self):
        self.response.action_submit()
        for step in ("submitted", "validated"):
            self.assertEqual(self.response.state, step)
            with self.subTest(step), self.assertRefused(self.response.reference):
                self.out.action_leave_campaign()
            with self.subTest(step), self.assertRefused(self.response.reference):
                self.campaign.action_refuse()
            self.assertEqual(self.response.contribution_ids, self.members)
            self.assertEqual(self.members.campaign_id, self.campaign)
            if step == "submitted":
                self.response.with_user(self.user_manager).action_validate()
        with self.mock_mail_gateway():
            self.response.action_send()
        self._deliver(self.response)
        self.out.action_leave_campaign()
        self.assertFalse(self.out.campaign_id, "It was told already")
        self.assertEqual(self.response.contribution_ids, self.members)

    def test_another_text(self):
        # sudo: as it was received.
        self.out.sudo().verbatim = OTHER
        self._check_taken_out()
        self.assertFalse(self.campaign.excluded_ids, "Nobody judged it")
        self._detect()
        self.assertFalse(self.out.campaign_id | self.out.proposed_campaign_id)

    def test_nearly_the_same_text(self):
        self.out.sudo().verbatim = f"{self.out.verbatim} Merci."
        self.assertEqual(self.out.campaign_id, self.campaign)
        self.assertEqual(self.response.contribution_ids, self.members)

    def test_another_text_under_a_response_that_left_the_draft(self):
        self.response.action_submit()
        self.out.sudo().verbatim = OTHER
        self.assertFalse(self.out.campaign_id)
        self.assertEqual(self.response.contribution_ids, self.members)
        told = self.response.message_ids.mapped("body")
        self.assertEqual(sum(self.out.reference in body for body in told), 1)
