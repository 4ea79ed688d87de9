"""Contributions: the same one twice, and what a merge keeps."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .contribution_common import ContributionCase


@tagged("post_install", "-at_install", "plpdma")
class TestContributionDuplicates(ContributionCase):
    def test_same_text_in_the_programme_is_a_possible_duplicate(self):
        other = self._create_program(state="open")
        contributions = self._create_contributions(
            {"verbatim": "Un composteur par rue."},
            {"verbatim": " un  composteur PAR\n rue. \n"},
            {"verbatim": "Un composteur par quartier."},
            {"verbatim": "Un composteur par rue.", "program_id": other.id},
        )
        self.assertSearchIs("is_possible_duplicate", contributions[:2], contributions)

    def test_accents_and_words_make_another_text(self):
        contributions = self._create_contributions(
            {"verbatim": "Le tri côté rue"},
            {"verbatim": "Le tri cote rue"},
            {"verbatim": "Le tri"},
        )
        none = contributions.browse()
        self.assertSearchIs("is_possible_duplicate", none, contributions)

    def test_merged_one_is_no_longer_a_possible_duplicate(self):
        contributions = self._create_contributions(
            {"verbatim": "Oui."}, {"verbatim": "oui."}
        )
        self.assertSearchIs("is_possible_duplicate", contributions, contributions)
        contributions[1]._merge_into(contributions[0])
        none = contributions.browse()
        self.assertSearchIs("is_possible_duplicate", none, contributions)

    def test_duplicates_do_not_tell_what_is_hidden(self):
        contributions = self._create_contributions(
            {"verbatim": "Oui."}, {"verbatim": "Oui.", "confidentiality": "staff"}
        )
        shown = contributions[0].with_user(self.user_elected)
        with self.assertRaises(AccessError):
            shown.search([("is_possible_duplicate", "=", True)])

    # ------------------------------------------------------------------
    # Merging
    # ------------------------------------------------------------------
    def test_merging_loses_nothing(self):
        target, merged = self._create_contributions(
            {"contributor_name": "Zoé", "date_received": "2026-01-01"},
            {
                "contributor_name": "Max",
                "contributor_email": "max@p.example",
                "date_received": "2026-01-02",
            },
        )
        kept = (
            "verbatim",
            "contributor_name",
            "contributor_email",
            "date_received",
            "reference",
            "partner_id",
            "program_id",
        )
        merged.message_post(body="Relue par le service.")
        before = merged.read(kept)
        merged._merge_into(target)
        self.assertEqual(merged.read(kept), before)
        self.assertEqual(merged.state, "merged")
        self.assertEqual(merged.duplicate_of_id, target)
        self.assertEqual(target.duplicate_ids, merged)
        self.assertEqual(target.duplicate_count, 1)
        self.assertEqual(target.state, "received")
        self.assertIn("Relue", "".join(merged.message_ids.mapped("body")))
        self.assertIn(merged.reference, "".join(target.message_ids.mapped("body")))
        action = self._press(target, "duplicate_count")
        self.assertEqual(self._get_listed(action), merged)

    def test_unmerging_gives_back_what_was(self):
        target, merged = self._create_contributions({}, {})
        merged._merge_into(target)
        (target | merged).action_unmerge()
        self.assertFalse(merged.duplicate_of_id)
        self.assertEqual((target | merged).mapped("state"), ["received", "received"])

    def test_unmerged_one_stands_where_it_stood(self):
        first, target, studied, closed = self._create_contributions(
            {}, {}, {}, {"response_expected": False}
        )
        studied.action_review()
        closed.action_close()
        (first | studied | closed)._merge_into(target)
        # What was merged goes on into the next one, and remembers where it stood.
        last = self._create_contribution()
        target._merge_into(last)
        (first | studied | closed).action_unmerge()
        self.assertEqual(
            (first | studied | closed).mapped("state"),
            ["received", "in_review", "closed"],
        )

    def test_unmerged_one_stands_again_in_what_answers_it(self):
        both = self._create_contributions({}, {})
        target, merged = both
        response = self._create_response(both)
        for _again in range(2):
            merged._merge_into(target)
            self.assertEqual(response.contribution_ids, target)
            self.assertFalse(merged.action_unmerge())
            self.assertEqual(response.contribution_ids, both)
        # What was decided without it stays as it was decided, which is told.
        merged._merge_into(target)
        response.action_submit()
        response.with_user(self.user_manager).action_validate()
        told = merged.action_unmerge()
        self.assertIn(merged.reference, told["params"]["message"])
        self.assertEqual(response.contribution_ids, target)
        self.assertFalse(merged.response_id | merged.draft_before_merge_id)
        self.assertFalse(merged.action_unmerge())

    def test_unmerged_one_that_awaits_an_answer_since_is_not_closed(self):
        closed, target = self._create_contributions({"response_expected": False}, {})
        closed.action_close()
        closed._merge_into(target)
        closed.response_expected = True
        closed.action_unmerge()
        self.assertEqual(closed.state, "received")

    def test_merged_ones_follow_into_the_next_merge(self):
        first, second, third = self._create_contributions({}, {}, {})
        first._merge_into(second)
        (second | third)._merge_into(third)
        self.assertEqual((first | second).duplicate_of_id, third)
        self.assertEqual(third.duplicate_count, 2)

    def test_not_merged_into_a_merged_one_nor_into_itself(self):
        first, second, third = self._create_contributions({}, {}, {})
        first._merge_into(second)
        with self.assertRaises(ValidationError):
            third._merge_into(first)
        with self.assertRaises(ValidationError):
            third.sudo().write({"state": "merged", "duplicate_of_id": third.id})

    def test_state_merged_names_the_target(self):
        contribution, other = self._create_contributions({}, {})
        with self.assertRaises(ValidationError):
            contribution.sudo().state = "merged"
        with self.assertRaises(ValidationError):
            contribution.sudo().duplicate_of_id = other

    def test_not_merged_into_another_programme(self):
        other = self._create_program(state="open")
        first, second = self._create_contributions({}, {"program_id": other.id})
        with self.assertRaises(ValidationError):
            first._merge_into(second)

    def test_answered_one_is_not_merged(self):
        first, second = self._create_contributions({}, {})
        self._create_response(first, state="validated")
        with self.assertRaises(UserError):
            first._merge_into(second)
        second._merge_into(first)
        self.assertEqual(second.duplicate_of_id, first, "The other way is possible")

    def test_merged_one_leaves_its_draft_response(self):
        first, second = self._create_contributions({}, {})
        response = self._create_response(first | second)
        first._merge_into(second)
        self.assertEqual(response.contribution_ids, second)
        self.assertFalse(first.response_id)
        self.assertEqual(response.contribution_count, 2, "Both authors are answered")
