"""Two people decide on publishing the same contribution."""

from odoo.tests import tagged

from ..common import ConcertationCase


@tagged("post_install", "-at_install", "plpdma")
class TestModeratedMeanwhile(ConcertationCase):
    def test_what_a_colleague_decided_meanwhile_stands(self):
        """The page still shows what they had not decided yet."""
        criterion = self.env["plpdma.moderation.criterion"].sudo().search([], limit=1)
        [one] = self._create_contributions(
            {"verbatim": "Un bac.", "moderation": "pending"}
        )
        page = one.with_context(plpdma_seen_moderation="pending")
        one.with_user(self.user_manager).write(
            {
                "moderation": "refused",
                "moderation_reason": "Hors sujet.",
                "moderation_criterion_id": criterion.id,
            }
        )
        action = page.action_accept_knowingly()
        self.assertIn(one.reference, action["params"]["message"])
        self.assertEqual(one.moderation_reason, "Hors sujet.")
        # Both decided the same; and whoever sees it decides on it knowingly.
        self.assertNotIn("params", page.action_open_refusal())
        self.assertFalse(
            one.with_context(plpdma_seen_moderation="refused").action_accept_knowingly()
        )
        self.assertEqual(one.moderation, "accepted")
        self.assertIn("params", page.action_open_refusal())

    def test_what_is_accepted_while_the_dialog_is_open_stands(self):
        criterion = self.env["plpdma.moderation.criterion"].sudo().search([], limit=1)
        [one] = self._create_contributions(
            {"verbatim": "Un bac.", "moderation": "pending"}
        )
        opened = one.action_open_refusal()
        dialog = one.with_context(**opened["context"])
        one.with_user(self.user_manager).action_accept_knowingly()
        # Its button saves it first.
        dialog.write(
            {"moderation_criterion_id": criterion.id, "moderation_reason": "Non."}
        )
        told = dialog.action_refuse_publication()
        self.assertIn(one.reference, told["params"]["message"])
        self.assertEqual(one.moderation, "accepted")
        self.assertFalse(one.moderation_reason or one.moderation_criterion_id)
