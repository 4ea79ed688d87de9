"""One answer to all who sent the same, and every author receives it."""

from odoo.tests import tagged

from ..contribution.campaign_common import CampaignCase


@tagged("post_install", "-at_install", "plpdma")
class TestCampaignAnswer(CampaignCase):
    def _build_world(self):
        self.members = self._send_campaign(5)
        self.campaign = self._detect()

    def _answer(self):
        action = self.campaign.action_answer()
        self.assertEqual(action["res_model"], "plpdma.response")
        return self.agent_env["plpdma.response"].browse(action["res_id"])

    def test_confirmed_first(self):
        with self.assertRefused("Confirm"):
            self.campaign.action_answer()

    def test_one_draft_for_all(self):
        self.campaign.action_confirm()
        response = self._answer()
        self.assertEqual(response.state, "draft")
        self.assertEqual(response.contribution_ids, self.members)
        self.assertEqual(self._answer(), response)

    def test_of_what_was_split_all_but_what_its_author_added(self):
        addition = "Et ma rue est sans trottoir depuis la tempête de novembre dernier."
        member = self.members[0]
        # sudo: as it was received.
        member.sudo().verbatim = f"{member.verbatim}\n\n{addition}"
        self.campaign.action_confirm()
        start = member.verbatim.index(addition)
        said, added = member._split(
            [
                {"quote_start": 0, "quote_stop": start - 2},
                {"quote_start": start, "quote_stop": len(member.verbatim)},
            ]
        )
        response = self._answer()
        self.assertEqual(response.contribution_ids, self.members[1:] | said)
        self.assertFalse(added.response_ids)
        self.assertTrue(added.is_to_answer, "On the list, to be answered on its own")
        self.assertEqual(self._answer(), response)

    def test_later_ones_join_the_draft(self):
        self.campaign.action_confirm()
        response = self._answer()
        more = self._send_campaign(2)
        self._detect()
        self.campaign.action_join_proposed()
        self.assertEqual(self._answer(), response)
        self.assertEqual(response.contribution_ids, self.members | more)

    def test_everybody_is_told_once(self):
        self.campaign.action_confirm()
        response = self._answer()
        response.write({"decision": "information", "motivation": "<p>Vu.</p>"})
        response.action_submit()
        response.with_user(self.user_manager).action_validate()
        with self.mock_mail_gateway():
            response.action_send()
        self._deliver(response)
        self.assertEqual(set(self.members.mapped("state")), {"answered"})
        emails = self.members.mapped("contributor_email")
        told = self.members.delivery_ids.filtered(lambda one: one.purpose == "answer")
        self.assertEqual(sorted(told.mapped("email")), sorted(emails))
        self.assertEqual(self._answer(), response, "Nobody is left")
        more = self._send_campaign(2)
        self._detect()
        self.campaign.action_join_proposed()
        second = self._answer()
        self.assertNotEqual(second, response)
        self.assertEqual(second.contribution_ids, more)

    def test_what_was_answered_alone_stays_so(self):
        alone = self._create_response(self.members[0])
        self.campaign.action_confirm()
        response = self._answer()
        self.assertEqual(alone.contribution_ids, self.members[0])
        self.assertEqual(response.contribution_ids, self.members[1:])

    def test_an_answer_that_is_quoted_is_no_campaign(self):
        other = self._send_texts("Une demande.")
        words = (
            "La collectivité a étudié votre demande avec les services concernés et la "
            "retient pour le prochain budget, sous réserve du vote du conseil."
        )
        self._create_response(other, motivation=f"<p>{words}</p>", state="sent")
        quoting = self._send_texts(
            *(f"{words} Merci, dit le numéro {n}." for n in range(4))
        )
        self._detect()
        self.assertFalse(quoting.campaign_id)
