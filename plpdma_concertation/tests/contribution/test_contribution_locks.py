"""Contributions: what keeps them once a response stands on them."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .contribution_common import ContributionCase


@tagged("post_install", "-at_install", "plpdma")
class TestContributionLocks(ContributionCase):
    def test_text_is_locked_by_a_validated_response(self):
        for state, locked in (
            ("draft", False),
            ("submitted", False),
            ("validated", True),
            ("sent", True),
        ):
            with self.subTest(state=state):
                contribution = self._create_contribution(verbatim="Avant.")
                self._create_response(contribution, state=state)
                if locked:
                    with self.assertRaises(UserError):
                        contribution.verbatim = "Après."
                    self.assertEqual(contribution.verbatim, "Avant.")
                else:
                    contribution.verbatim = "Après."
                    self.assertEqual(contribution.verbatim, "Après.")

    def test_text_is_locked_for_everyone_and_everywhere(self):
        contribution = self._create_contribution()
        self._create_response(contribution, state="validated")
        before = contribution.verbatim
        with self.assertRaises(UserError):
            contribution.sudo().verbatim = "Après."
        with self.assertRaises(UserError):
            contribution.with_user(self.user_manager).write({"verbatim": "Après."})
        with self.assertRaises(UserError):
            contribution.web_save({"verbatim": "Après."}, {"verbatim": {}})
        result = contribution.load(
            [".id", "verbatim"], [[str(contribution.id), "Après."]]
        )
        self.assertFalse(result["ids"])
        self.assertIn("locked", result["messages"][0]["message"])
        self.assertEqual(contribution.verbatim, before)
        contribution.write({"verbatim": before, "summary": "Composteur"})
        self.assertEqual(contribution.summary, "Composteur", "The rest stays open")

    def test_text_of_a_merged_one_is_locked_with_its_target(self):
        target, merged = self._create_contributions({}, {})
        merged._merge_into(target)
        response = self._create_response(target, state="validated")
        with self.assertRaises(UserError):
            merged.verbatim = "Après."
        response.action_return()
        merged.verbatim = "Après."
        self.assertEqual(merged.verbatim, "Après.")

    def test_text_that_was_answered_stays_locked_once_unmerged(self):
        target, merged = self._create_contributions({}, {})
        merged._merge_into(target)
        self._create_response(target, state="sent")
        merged.action_unmerge()
        self.assertEqual(merged.state, "answered")
        with self.assertRaises(UserError):
            merged.verbatim = "Après."
        with self.assertRaises(UserError):
            merged.with_user(self.user_manager).unlink()

    def test_answered_one_is_not_deleted(self):
        target, merged, free = self._create_contributions({}, {}, {})
        merged._merge_into(target)
        self._create_response(target, state="validated")
        for contribution in (target, merged):
            with self.assertRaises(UserError):
                contribution.with_user(self.user_manager).unlink()
            with self.assertRaises(AccessError):
                contribution.unlink()
        free.with_user(self.user_manager).unlink()
        self.assertEqual((target | merged | free).exists(), target | merged)
        target.action_archive()
        self.assertFalse(target.active)

    # ------------------------------------------------------------------
    # The response seen from the contribution
    # ------------------------------------------------------------------
    def test_response_of_the_contribution(self):
        contribution = self._create_contribution()
        self.assertFalse(contribution.response_id)
        response = self._create_response(contribution)
        self.assertEqual(contribution.response_id, response)
        self.assertFalse(contribution.decision, "Nothing is decided in a draft")
        response.action_submit()
        response.with_user(self.user_manager).action_validate()
        self.assertFalse(contribution.decision, "Nor told before it is sent")
        response.action_send()
        self.assertFalse(contribution.decision, "Nor claimed before it has left")
        self._deliver(response)
        self.assertEqual(contribution.decision, "not_retained")
        self.assertEqual(contribution.response_motivation, response.motivation)

    def test_choosing_a_response_leaves_the_other_draft(self):
        contribution, other = self._create_contributions({}, {})
        first = self._create_response(contribution)
        second = self._create_response(other)
        contribution.response_id = second
        self.assertFalse(first.contribution_ids)
        self.assertEqual(second.contribution_ids, contribution | other)
        contribution.response_id = False
        self.assertEqual(second.contribution_ids, other)

    def test_one_response_is_made_for_all(self):
        contributions = self._create_contributions({}, {})
        action = contributions.action_answer()
        response = contributions.response_id
        self.assertEqual(action["res_id"], response.id)
        self.assertEqual(response.contribution_ids, contributions)
        self.assertEqual(response.follow_up_terms, self.program.follow_up_terms)
        self.assertEqual(contributions.action_answer()["res_id"], response.id)
        third = self._create_contribution()
        with self.assertRaises(UserError):
            (contributions | third).action_answer()
        self.assertFalse(third.response_id)

    def test_one_response_is_for_one_programme(self):
        other = self._create_program(state="open")
        contributions = self._create_contributions({}, {"program_id": other.id})
        with self.assertRaises(UserError):
            contributions.action_answer()
        with self.assertRaises(ValidationError):
            self._create_response(contributions)

    def test_contribution_has_one_response_from_both_sides(self):
        contribution, other = self._create_contributions({}, {})
        first = self._create_response(contribution)
        with self.assertRaises(ValidationError):
            self._create_response(contribution)
        second = self._create_response(other)
        with self.assertRaises(ValidationError):
            contribution.response_ids = [Command.link(second.id)]
        with self.assertRaises(ValidationError):
            self._create_contribution(response_ids=[Command.set((first | second).ids)])
        self.assertEqual(contribution.response_ids, first)
