"""One answer to a campaign of which a message was split: what it shares with the others
is answered with them, what its author added on its own."""

from collections import Counter

from odoo.tests import tagged

from ..contribution.campaign_common import CampaignCase
from ..contribution.split_common import quote
from ..tools.campaign_letters import ADDED, CAMPAIGNS


@tagged("post_install", "-at_install", "plpdma")
class TestCampaignSplitAnswer(CampaignCase):
    def _build_world(self):
        self.members = self._send_campaign(5)
        self.message = self._send_texts(f"{CAMPAIGNS[0]}\n\n{ADDED[0]}")
        self.campaign = self._detect()
        self.campaign.action_confirm()

    def _split_off(self):
        self.message._split([quote(ADDED[0], self.message.verbatim)])
        common = self.message.part_ids.filtered("campaign_id")
        return common, self.message.part_ids - common

    def _answer(self):
        action = self.campaign.action_answer()
        return self.agent_env["plpdma.response"].browse(action["res_id"])

    def _send(self, response):
        response.write({"decision": "information", "motivation": "<p>Vu.</p>"})
        response.action_submit()
        response.with_user(self.user_manager).action_validate()
        with self.mock_mail_gateway():
            response.action_send()
        self._deliver(response)

    def _count_messages(self):
        """How many messages with answers each address received."""
        lines = self.env["plpdma.delivery"].search(
            [("purpose", "=", "answer"), ("state", "=", "sent")]
        )
        emails = (self.members | self.message).mapped("contributor_email")
        received = {(line.email, line.mail_message_id) for line in lines}
        return Counter(email for email, _message in received if email in emails)

    def test_what_stands_for_an_answer(self):
        common, own = self._split_off()
        alone = self._create_response(self.members[0])
        self.members[1]._merge_into(self.members[2])
        response = self._answer()
        self.assertEqual(response.contribution_ids, self.members[2:] | common)
        self.assertFalse(alone.contribution_ids & response.contribution_ids)
        self.assertFalse(own.response_id)

    def test_a_letter_whose_point_was_put_back_is_not_answered(self):
        common, _own = self._split_off()
        common.action_join()
        self.assertEqual(self.message.campaign_id, self.campaign)
        response = self._answer()
        self.assertEqual(response.contribution_ids, self.members)
        common = self.message._split([quote(CAMPAIGNS[0], self.message.verbatim)])
        self.assertEqual(self._answer(), response)
        self.assertEqual(response.contribution_ids, self.members | common)

    def test_split_while_the_answer_is_written(self):
        response = self._answer()
        common, own = self._split_off()
        self.assertEqual(response.contribution_ids, self.members | common)
        self.assertFalse(own.response_ids)
        other = self._create_response(own)
        self.message.action_join()
        self.assertEqual(response.contribution_ids, self.members | self.message)
        self.assertFalse(other.contribution_ids)

    def test_a_draft_of_its_own_does_not_go_on(self):
        draft = self._create_response(self.message)
        common, own = self._split_off()
        self.assertFalse((common | own).response_ids)
        self.assertTrue(draft.exists())

    def test_split_once_the_answer_left_the_draft(self):
        response = self._answer()
        response.write({"decision": "information", "motivation": "<p>Vu.</p>"})
        for step in (
            response.action_submit,
            response.with_user(self.user_manager).action_validate,
        ):
            step()
            with self.assertRefused(), self.env.cr.savepoint():
                self._split_off()
            self.env.invalidate_all()
            self.assertEqual(self.message.campaign_id, self.campaign)
            self.assertFalse(self.message.part_ids)
        with self.mock_mail_gateway():
            response.action_send()
        with self.assertRefused(), self.env.cr.savepoint():
            self._split_off()
        self._deliver(response)
        with self.assertRefused("answered"), self.env.cr.savepoint():
            self._split_off()
        self.env.invalidate_all()
        self.assertEqual(self.campaign.contribution_count, 6)
        self.assertEqual(set(self._count_messages().values()), {1})

    def test_everybody_hears_once_and_the_letter_in_one_piece(self):
        common, own = self._split_off()
        self._send(self._answer())
        self.assertEqual(set(self.members.mapped("state")), {"answered"})
        self.assertEqual(common.delivery, "waiting")
        told = self._count_messages()
        self.assertEqual(told, Counter(self.members.mapped("contributor_email")))
        self._send(self._create_response(own))
        self.assertEqual(set((common | own).mapped("state")), {"answered"})
        self.assertTrue(self.message.date_answered)
        told = self._count_messages()
        self.assertEqual(len(told), 6)
        self.assertEqual(set(told.values()), {1})
        self.assertEqual(self.campaign.contribution_count, 6)
        with self.assertRefused():
            self.message.action_join()

    def test_the_letter_leaves_as_it_is_where_the_programme_says_so(self):
        self.program.sudo().letter_waits = False
        common, own = self._split_off()
        self._send(self._answer())
        everyone = Counter((self.members | self.message).mapped("contributor_email"))
        self.assertEqual(self._count_messages(), everyone)
        self.assertEqual(common.state, "answered")
        self.assertFalse(own.date_answered or self.message.date_answered)
        self._send(self._create_response(own))
        everyone[self.message.contributor_email] += 1
        self.assertEqual(self._count_messages(), everyone)
        self.assertTrue(self.message.date_answered)

    def test_a_repeat_merged_into_the_point_is_told_with_it(self):
        common, own = self._split_off()
        again = self._send_texts(CAMPAIGNS[0])
        again._merge_into(common)
        own.response_expected = False
        self._send(self._answer())
        self.env.invalidate_all()
        self.assertTrue(again.date_answered)
        self.assertEqual(self._answer().contribution_ids, self.members | common)
        self.assertEqual(self.campaign.contribution_count, 6)

    def test_refused_while_the_answer_is_written(self):
        response = self._answer()
        common, _own = self._split_off()
        self.campaign.action_refuse()
        self.assertFalse(common.campaign_id)
        self.assertFalse(response.contribution_ids, "They are not answered together")
        self.assertTrue(common.is_to_answer)
        self.message.action_join()
        self.assertFalse(self.message.response_ids)
        self.assertTrue(self.message.is_to_answer)

    def test_forgotten_once_it_was_answered(self):
        common, own = self._split_off()
        self._send(self._answer())
        self._send(self._create_response(own))
        everyone = self.members | self.message
        everyone.with_user(self.user_manager).action_anonymise()
        self.env.invalidate_all()
        self.assertEqual(self.campaign.contribution_count, 6)
        self.assertEqual(common.campaign_id, self.campaign)
        self.assertIn("mercredi", self.campaign.reference_text)

    # ------------------------------------------------------------------
    # Register
    # ------------------------------------------------------------------
    def test_the_register_counts_it_once(self):
        everyone = self.members | self.message
        everyone.action_accept_publication()
        common, own = self._split_off()
        self._send(self._answer())
        self._send(self._create_response(own))
        contributions = self.env["plpdma.contribution"]
        domain = self.program.sudo()._get_published_contributions_domain()
        # sudo: as the public page does.
        figures = self.env["plpdma.figures"].sudo()
        _counts, campaigns = figures._count_register(domain)
        _shown, total = contributions._gather_campaigns(domain, campaigns)
        self.assertEqual(total, 2, "The campaign, and what one author added")
        counts = (common | own | self.members[0]).sudo()._count_similar(domain)
        self.assertEqual(counts, {common.sudo(): 5, self.members[0].sudo(): 5})
