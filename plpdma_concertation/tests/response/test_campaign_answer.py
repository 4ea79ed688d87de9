"""One answer to all who sent the same, and every author receives it."""

from odoo.exceptions import AccessError
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

    def _send_answer(self, **vals):
        self.campaign.action_confirm()
        response = self._answer()
        response.write(
            {
                "name": "Composteurs au pied des immeubles",
                "decision": "not_retained",
                "motivation": "<p>Le budget de 12 500 € est voté.</p>",
                "follow_up_terms": "<p>Réunion en juin 2026.</p>",
                **vals,
            }
        )
        response.action_submit()
        response.with_user(self.user_manager).action_validate()
        with self.mock_mail_gateway():
            response.action_send()
        self._deliver(response)
        return response

    def _join_later(self, count=2):
        more = self._send_campaign(count)
        self._detect()
        self.campaign.action_join_proposed()
        return more

    def test_late_ones_get_the_same_answer_in_one_click(self):
        self.assertFalse(self.campaign.is_answered)
        first = self._send_answer()
        self.assertFalse(self.campaign.late_count)
        self.assertTrue(self.campaign.is_answered)
        more = self._join_later()
        self.assertFalse(self.campaign.is_answered)
        self.assertEqual(more.campaign_id, self.campaign)
        self.assertEqual(self.campaign.late_count, 2)
        second = self._answer()
        self._deliver(second)
        self.assertNotEqual(second, first)
        self.assertEqual(second.contribution_ids, more)
        self.assertEqual(second.inspired_by_id, first)
        for name in ("name", "decision", "motivation", "effect", "follow_up_terms"):
            self.assertEqual(second[name], first[name], name)
        # Nothing is decided nor sent by itself.
        self.assertEqual(second.state, "draft")
        self.assertFalse(second.arbiter_id or second.validated_by_id)
        self.assertFalse(more.delivery_ids.filtered(lambda d: d.purpose == "answer"))
        self.assertEqual(set(more.mapped("state")), {"in_review"})
        self.assertFalse(self.campaign.late_count)
        self.assertEqual(self._answer(), second, "Once")
        second.action_submit()
        second.with_user(self.user_manager).action_validate()
        with self.mock_mail_gateway():
            second.action_send()
        self._deliver(second)
        self.assertEqual(set(more.mapped("state")), {"answered"})
        third = self._join_later()
        self.assertEqual(self._answer().contribution_ids, third)

    def _submit_answer(self):
        self.campaign.action_confirm()
        first = self._answer()
        first.write({"decision": "information", "motivation": "<p>Vu.</p>"})
        first.action_submit()
        return first

    def test_late_ones_of_what_is_not_decided_get_its_words(self):
        first = self._submit_answer()
        more = self._join_later(1)
        self.assertFalse(self.campaign.late_count, "It is not answered yet")
        second = self._answer()
        self.assertEqual(second.inspired_by_id, first)
        self.assertEqual(second.state, "draft")
        self.assertEqual(second.contribution_ids, more)
        for name in ("name", "decision", "motivation"):
            self.assertEqual(second[name], first[name], name)
        self.assertEqual(first.state, "submitted", "Whoever decides reads the same")
        self.assertEqual(first.contribution_ids, self.members)
        # Those who come after them join them.
        later = self._join_later(1)
        self.assertEqual(self._answer(), second)
        self.assertEqual(second.contribution_ids, more | later)

    def test_late_ones_join_what_was_returned(self):
        first = self._submit_answer()
        more = self._join_later()
        first.with_user(self.user_manager).action_return("À revoir")
        self.assertEqual(self._answer(), first)
        self.assertEqual(first.contribution_ids, self.members | more)

    def test_the_subject_is_the_name_of_the_campaign(self):
        self.campaign.action_confirm()
        made = self._answer()
        self.assertEqual(made.name, self.campaign.name, "Nothing else is known")
        made.unlink()
        self.members.theme_ids = self.env["plpdma.theme"].create({"name": "Collecte"})
        themes = self._answer()
        self.assertEqual(themes.name, "Collecte", "No first words of a letter")
        themes.unlink()
        self.campaign.name = "Le mercredi à la déchèterie"
        self.assertEqual(self._answer().name, "Le mercredi à la déchèterie")

    def test_half_a_sentence_is_no_subject(self):
        """What differs in each message was taken out before the first common words."""
        self.campaign.action_confirm()
        torn = "… du bourg, je demande un composteur partagé."
        self.campaign.sudo().write({"reference_text": torn, "name": torn})
        self.assertEqual(self.campaign.name, self.campaign._get_made_name())
        self.assertFalse(self._answer().name)

    def test_the_name_of_the_campaign_is_not_that_of_other_responses(self):
        self.campaign.name = "Le mercredi à la déchèterie"
        for together in (
            self.members[0],
            self.members[1] | self._create_contribution(),
        ):
            self.assertFalse(self._create_response(together).name)
        self.assertFalse(self._create_response(self.members[2:]).name, "Not confirmed")

    def test_what_one_author_was_told_is_not_said_to_all(self):
        self._create_response(self.members[0], state="sent")
        self.campaign.action_confirm()
        self.assertFalse(self.campaign.late_count)
        response = self._answer()
        self.assertFalse(response.inspired_by_id)

    def test_the_correction_is_what_is_said_again(self):
        first = self._send_answer()
        action = first.action_correct()
        correction = first.browse(action["res_id"])
        correction.motivation = "<p>Le budget est revu.</p>"
        correction.action_submit()
        correction.with_user(self.user_manager).action_validate()
        with self.mock_mail_gateway():
            correction.action_send()
        self._deliver(correction)
        self._join_later()
        self.assertIn("revu", self._answer().motivation)

    def test_whoever_reads_no_response_prepares_none(self):
        self._send_answer()
        self._join_later()
        for user in (self.user_elected, self.user_facilitator):
            with self.assertRaises(AccessError):
                self.campaign.with_user(user).action_answer()

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
