"""Contributions found by the answer that their authors received, and the answers."""

from odoo.tests import tagged

from ..contribution.search_common import SearchCase


@tagged("post_install", "-at_install", "plpdma")
class TestSearchAnswers(SearchCase):
    def _answer(self, words, state="sent", verbatim="Un bac jaune.", **vals):
        contribution = self._create_contribution(
            verbatim=verbatim,
            contributor_name="Camille Essai",
            contributor_email="camille@p.example",
        )
        response = self._create_response(
            contribution, state=state, motivation=f"<p>{words}</p>", **vals
        )
        return contribution, response

    def _find_responses(self, text, user=None):
        responses = self.agent_env["plpdma.response"]
        responses = responses.with_user(user or self.user_agent)
        domain = [("text_search", "ilike", text), ("program_id", "=", self.program.id)]
        found = responses.search(domain)
        self.assertEqual(responses.search_count(domain), len(found))
        return found.with_env(self.agent_env)

    def test_the_answer_that_was_sent(self):
        one, _response = self._answer("Le règlement national l'interdit.")
        self.assertEqual(self._find("règlement"), one)
        # The two are read as one text.
        self.assertEqual(self._find("reglements jaunes"), one)
        self.assertEqual(self._find("« règlement national »"), one)
        self.assertFalse(self._find("jaune -règlement"))
        self.assertFalse(self._find("-national"))
        self.assertEqual(self._find("jaune -local"), one)
        self.assertEqual(self._find("national -vert"), one)
        self.assertFalse(self._find("national -jaune"))

    def test_an_answer_that_was_not_sent_finds_nothing(self):
        for state in ("draft", "submitted", "validated"):
            with self.subTest(state):
                _one, response = self._answer("Le zygomatique.", state)
                self.assertFalse(self._find("zygomatique"))
                self.assertEqual(self._find_responses("zygomatique"), response)
                response.sudo().state = "draft"
                response.sudo().unlink()

    def test_words_of_a_response(self):
        _one, response = self._answer(
            "Le <b>bud</b>get&nbsp;est limité&amp;voté.",
            "draft",
            effect='<p class="orange" title="violet > mauve">Des bacs<br>verts</p>',
            follow_up_terms="<p>Voir le <a href='https://indigo.example'>site</a></p>",
        )
        for typed in ("budget", "limite", "vote", "verts", "site", response.reference):
            self.assertEqual(self._find_responses(typed), response, typed)
        self.assertFalse(self._find_responses("« bacsverts »"))
        for typed in "class orange mauve violet indigo href amp br nbsp".split():
            self.assertFalse(self._find_responses(typed), typed)

    def test_best_answers_come_first(self):
        one, response = self._answer("Un seul bac.", verbatim="Des sacs.")
        two, _other = self._answer("Rien.", verbatim="Le bac, le bac, le bac.")
        self.assertEqual(set(self._find("bac")), {one, two})
        names = self.agent_env["plpdma.response"].name_search("bac")
        self.assertEqual([key for key, _name in names], response.ids)

    def test_a_correction_takes_the_place_of_what_it_corrects(self):
        one, response = self._answer("Le zygomatique.")
        correction = response.browse(response.action_correct()["res_id"])
        correction.motivation = "<p>Le masséter.</p>"
        self.assertEqual(self._find("zygomatique"), one)
        self.assertFalse(self._find("masséter"))
        correction.action_submit()
        correction.with_user(self.user_manager).action_validate()
        with self.mock_mail_gateway():
            correction.action_send()
        self._deliver(correction)
        self.assertEqual(self._find("masséter"), one)
        self.assertFalse(self._find("zygomatique"))

    def test_elected_search_what_they_read(self):
        self.env["plpdma.mandate"].sudo().search(
            [("partner_id", "=", self.user_elected.partner_id.id)]
        ) or self.env["plpdma.mandate"].sudo().create(
            {
                "program_id": self.program.id,
                "partner_id": self.user_elected.partner_id.id,
            }
        )
        one, response = self._answer("Le règlement.")
        one.write(
            {
                "summary": "En bref",
                "internal_note": "<p>Un rhinocéros</p>",
                "transcription": "Un hippocampe",
                "public_text": "Un bac rouge.",
            }
        )
        for typed in ("jaune", "rouge", "bref", "règlement", "jaune règlement"):
            self.assertEqual(self._find(typed, self.user_elected), one, typed)
        for typed in ("Camille", "p.example", "hippocampe", "rhinocéros"):
            self.assertFalse(self._find(typed, self.user_elected), typed)
        # Nor is what they do not read told by what it excludes, or by the order.
        for typed in ("jaune -camille", "jaune -hippocampe"):
            self.assertEqual(self._find(typed, self.user_elected), one, typed)
        self.assertEqual(self._find_responses("règlement", self.user_elected), response)

    def test_the_order_tells_nothing_of_what_is_hidden(self):
        first = self._create_contribution(verbatim="Le bac.", contributor_name="Lou")
        second = self._create_contribution(
            verbatim="Le bac.", contributor_name="Bac Bac Bac"
        )
        self.assertEqual(list(self._find("bac", self.user_elected)), [second, first])
        third = self._create_contribution(verbatim="Le bac.", contributor_name="Rose")
        self.assertEqual(
            list(self._find("bac", self.user_elected)), [third, second, first]
        )
        self.assertEqual(self._find("bac")[0], second)
        # A context from outside is no order.
        contributions = first.with_user(self.user_elected).with_context(
            plpdma_ranking={"words": "bac", "audience": "staff"}
        )
        found = contributions.search([("text_search", "ilike", "bac")], order="id")
        self.assertEqual(found.ids, (first | second | third).ids)
        contributions.search([], order="text_search desc, id")
