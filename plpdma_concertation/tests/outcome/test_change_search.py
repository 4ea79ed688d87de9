"""What an answer changes is found as the answer is, and taken over with it."""

from odoo.tests import tagged

from ..common import ConcertationCase
from ..contribution.search_common import SearchCase
from ..response.test_near import NearCase


@tagged("post_install", "-at_install", "plpdma")
class TestChangeSearch(SearchCase):
    def _change(self, state="sent", **vals):
        one = self._create_contribution(
            verbatim="Un bac jaune.", contributor_email="camille@p.example"
        )
        return one, self._create_response(
            one, "retained", state=state, change="Quarante zygomatiques.", **vals
        )

    def _find_responses(self, text, user):
        responses = self.env["plpdma.response"].with_user(user)
        domain = [("text_search", "ilike", text), ("program_id", "=", self.program.id)]
        return responses.search(domain).with_env(self.agent_env)

    def test_staff_and_elus_find_what_they_read(self):
        one, response = self._change()
        for user in (self.user_agent, self.user_manager, self.user_elected):
            with self.subTest(user.login):
                self.assertEqual(self._find("zygomatique", user), one)
                self.assertEqual(self._find("jaunes zygomatiques", user), one)
                self.assertEqual(self._find("« quarante zygomatiques »", user), one)
                self.assertFalse(self._find("jaune -zygomatiques", user))
                self.assertEqual(self._find_responses("zygomatique", user), response)
        self.assertFalse(self._find("zygomatique", self.user_facilitator))

    def test_what_was_not_sent_finds_nothing(self):
        _one, response = self._change("draft")
        self.assertFalse(self._find("zygomatique"))
        self.assertEqual(self._find_responses("zygomatique", self.user_agent), response)
        self.assertFalse(self._find_responses("zygomatique", self.user_elected))
        response.change = "Quarante masséters."
        self.assertFalse(self._find_responses("zygomatique", self.user_agent))

    def test_the_public_register_once_it_is_published(self):
        one, response = self._change()
        contributions = self.env["plpdma.contribution"].sudo()
        domain = self.program.sudo()._get_published_contributions_domain()

        def find():
            found = contributions._get_register_domain(
                "zygomatique", None, None, company=self.company
            )
            return contributions.search(domain & found)

        self.assertFalse(find())
        response.published = True
        self.env.flush_all()
        self.assertEqual(find(), one)


@tagged("post_install", "-at_install", "plpdma")
class TestChangeTakenOver(NearCase):
    def _take(self):
        # sudo: what was sent changes no more; it is the sentence that is looked at.
        self.earlier.sudo().with_context(tracking_disable=True)._write(
            {"change": "À Villefictive, l'action 7 prévoit 18 composteurs."}
        )
        self.env.invalidate_all()
        self._open().action_take_over()
        return self.draft

    def test_bracketed_and_adapted(self):
        draft = self._take()
        self.assertEqual(
            draft.change,
            "À [to adapt: Villefictive], l'action [to adapt: 7] prévoit "
            "[to adapt: 18] composteurs.",
        )
        self.assertFalse(draft.measure_ids)
        draft.write(
            {
                "motivation": "<p>Le budget est voté.</p>",
                "follow_up_terms": "<p>Réunion.</p>",
            }
        )
        with self.assertRefused("[to adapt: 18]", "cannot leave the draft"):
            draft.action_submit()
        draft.change = "L'action 9 prévoit vingt composteurs."
        draft.action_submit()
        self.assertEqual(draft.state, "submitted")
        self.assertIn("vingt", draft.inspired_difference)
        self.assertIn("prévoit", draft.inspired_difference)

    def test_what_was_written_stays_in_the_discussion(self):
        self.draft.change = "Mes propres mots."
        draft = self._take()
        kept = draft.message_ids.filtered(lambda m: "Mes propres mots" in m.body)
        self.assertEqual(len(kept), 1)

    def test_its_words_are_near(self):
        self.earlier.sudo()._write({"change": "Des lombrics en abondance."})
        self.env.invalidate_all()
        [words] = self.earlier._get_words_answered().values()
        self.assertIn("lombric", {word[:7] for word in words})


@tagged("post_install", "-at_install", "plpdma")
class TestChangeRepeated(ConcertationCase):
    def test_the_same_answer_changes_the_same(self):
        measure = self.agent_env["plpdma.measure"].create(
            {"program_id": self.program.id, "code": "7", "name": "Composteurs"}
        )
        response = self._create_response(
            decision="retained",
            change="Dix-huit composteurs.",
            measure_ids=measure.ids,
            state="sent",
        )
        draft = response._repeat_for(self._create_contribution())
        self.assertEqual(draft.change, response.change)
        self.assertEqual(draft.measure_ids, measure)
