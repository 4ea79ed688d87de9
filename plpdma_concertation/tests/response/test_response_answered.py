"""How much a response answers, and whom, is counted in the database: as exactly as if
each contribution were read."""

import random

from odoo.tests import tagged

from ...tools.full_text import UNREADABLE
from ...tools.personal_clues import split_names
from ..common import ConcertationCase

LETTERS = "abcdeéèêçïôzABCÉÈÇŒœæßłñÑ' ’-._,;0189 ªʼ–"


@tagged("post_install", "-at_install", "plpdma")
class TestResponseAnswered(ConcertationCase):
    def assertCounted(self, response, is_in_force=True):
        """For each reader, what the form counts is what the response answers."""
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(response.is_in_force_for_all, is_in_force)
        for user in (self.user_agent, self.user_manager, self.user_elected):
            seen = response.with_user(user)
            answered = seen.contribution_ids.with_context(active_test=False)
            if user != self.user_elected:
                answered |= answered.duplicate_ids
            self.assertEqual(seen.contribution_count, len(answered), user.login)

    def test_in_force_and_not(self):
        contributions = self._create_contributions(*[{"stance": "favourable"}] * 7)
        response = self._create_response(contributions[:5])
        self.assertCounted(response)
        contributions[4].active = False
        self.assertCounted(response)
        merged, main = contributions[6], contributions[0]
        # sudo: merging is not what is tried here.
        merged.sudo().write({"state": "merged", "duplicate_of_id": main.id})
        self.assertCounted(response)
        self.assertEqual(response.contribution_count, 6)
        response.contribution_ids -= contributions[1]
        self.assertCounted(response)
        self.assertEqual(response.contribution_count, 5)
        self.assertIn("Favourable 5", response.answered_in_short)

    def test_a_correction_counts_as_what_it_corrects(self):
        contributions = self._create_contributions(
            *[
                {"contributor_email": f"habitant{number}@p.example"}
                for number in range(3)
            ]
        )
        sent = self._create_response(contributions, state="sent")
        self.assertCounted(sent)
        correction = sent.browse(sent.action_correct()["res_id"])
        self.assertEqual(correction.contribution_count, 3)
        self.assertCounted(correction, is_in_force=False)
        self.assertCounted(sent)
        correction.action_submit()
        correction.sudo().action_validate()
        correction.action_send()
        self.assertEqual(sent.state, "superseded")
        self.assertCounted(correction)
        self.assertCounted(sent, is_in_force=False)

    def test_an_author_is_told_of_from_either(self):
        """Of whom a text tells, whether the response is in force or superseded."""
        contribution = self._create_contribution(
            contributor_name="Zénobie Œuvrard", contributor_email="zeno@p.example"
        )
        sent = self._create_response(
            contribution, state="sent", motivation="<p>Zénobie a raison.</p>"
        )
        self.assertIn("Zénobie", sent.publication_warning)
        correction = sent.browse(sent.action_correct()["res_id"])
        self.assertFalse(correction.is_in_force_for_all)
        for words, is_found in (
            ("zenobie a raison", True),
            ("madame ŒUVRARD", True),
            ("écrivez à zeno@p.example", True),
            ("le composteur est posé", False),
        ):
            correction.motivation = f"<p>{words}</p>"
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertEqual(correction.has_publication_warning, is_found, words)

    def test_names_are_folded_in_the_database_as_elsewhere(self):
        rng = random.Random(15)
        names = [
            "".join(rng.choices(LETTERS, k=rng.randint(1, 14))) for _time in range(3000)
        ]
        self.env.cr.execute(
            "SELECT plpdma_name_words(name) FROM unnest(%s) WITH ORDINALITY"
            " AS known(name, place) ORDER BY place",
            [names],
        )
        found = [set(words) - {""} for (words,) in self.env.cr.fetchall()]
        unreadable = 0
        for name, words, expected in zip(names, found, split_names(names), strict=True):
            if UNREADABLE in words:
                unreadable += 1
                continue
            self.assertEqual(words, set(expected), name)
        self.assertGreater(len(names) - unreadable, 500)
        self.assertGreater(unreadable, 500)
