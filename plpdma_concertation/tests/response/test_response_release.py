"""Decided and sent in one go, by the rules of each step."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .response_sending_common import ResponseSendingCase


@tagged("post_install", "-at_install", "plpdma")
class TestResponseRelease(ResponseSendingCase):
    def _open(self, response, user):
        with self.mock_mail_gateway():
            action = response.with_user(user).action_open_release()
        dialog = self.env[action["res_model"]].with_user(user).browse(action["res_id"])
        return action, dialog

    def _release(self, dialog):
        with self.mock_mail_gateway():
            return dialog.action_decide_and_send()

    def test_a_manager_decides_and_sends(self):
        response = self._create_response()
        action, dialog = self._open(response, self.user_manager)
        self.assertEqual(action["target"], "new")
        self.assertEqual(response.state, "draft", "It is only shown")
        self.assertFalse(response.contribution_ids.delivery_response_id)
        self.assertEqual(dialog.email_count, 1)
        self.assertIn(response.motivation.striptags(), dialog.preview_body.striptags())
        self._release(dialog)
        self.assertEqual(response.state, "sent")
        self.assertEqual(response.arbiter_id, self.user_manager.partner_id)
        self.assertEqual(response.validated_by_id, self.user_manager)
        self.assertTrue(response.date_validated)
        self.assertTrue(response.date_submitted)
        self.assertEqual(response.contribution_ids.delivery, "queued")
        self.assertTrue(
            any("camille@p.example" in (one.email_to or "") for one in self._new_mails)
        )

    def test_nobody_is_asked_to_arbitrate_it(self):
        response = self._create_response()
        _action, dialog = self._open(response, self.user_manager)
        self._release(dialog)
        self.assertFalse(response.activity_ids)
        notified = self.env["mail.message"].search(
            [("notified_partner_ids", "in", self.user_elected.partner_id.ids)]
        )
        self.assertFalse(notified)

    def test_who_decided_is_noted_where_it_was_somebody_else(self):
        response = self._create_response()
        _action, dialog = self._open(response, self.user_manager)
        dialog.arbiter_id = self.user_elected.partner_id
        self._release(dialog)
        self.assertEqual(response.arbiter_id, self.user_elected.partner_id)
        self.assertEqual(response.validated_by_id, self.user_manager)
        self.assertEqual(response.state, "sent")

    def test_an_agent_does_where_nobody_arbitrates_and_not_elsewhere(self):
        response = self._create_response()
        with self.assertRaises(AccessError):
            self._open(response, self.user_agent)
        # Nor by the dialog of somebody who may.
        dialog = self.env["plpdma.response.send"].with_user(self.user_agent)
        dialog = dialog.create(
            {
                "response_ids": response.ids,
                "is_to_decide": True,
                "seen": response._get_fingerprint(),
            }
        )
        with self.assertRaises(AccessError):
            self._release(dialog)
        self.assertEqual(response.state, "draft")
        self.program.sudo().needs_arbitration = False
        _action, dialog = self._open(response, self.user_agent)
        self._release(dialog)
        self.assertEqual(response.state, "sent")

    def test_what_lacks_its_reasons_is_not_opened(self):
        response = self._create_response()
        response.motivation = False
        with self.assertRaises(ValidationError):
            self._open(response, self.user_manager)

    def test_what_changed_since_is_neither_decided_nor_sent(self):
        response = self._create_response()
        _action, dialog = self._open(response, self.user_manager)
        response.motivation = "<p>Tout autre chose.</p>"
        with self.assertRaises(UserError):
            self._release(dialog)
        self.assertEqual(response.state, "draft")

    def test_who_joined_since_is_not_written_to_unseen(self):
        """Another address, or somebody who signs with the author."""
        response = self._create_response()
        validated = self._create_response(
            self._create_contribution(contributor_email="jo@p.example"),
            state="validated",
        )
        _action, dialog = self._open(response, self.user_manager)
        action = validated.with_user(self.user_agent).action_open_send()
        sending = self.env[action["res_model"]].with_user(self.user_agent)
        sending = sending.browse(action["res_id"])
        for released, act in (
            (response, dialog.action_decide_and_send),
            (validated, sending.action_send),
        ):
            state, author = released.state, released.contribution_ids
            with self.subTest(state):
                for change in (
                    lambda author: author.write({"contributor_email": "b@p.example"}),
                    lambda author: author.co_author_ids.create(
                        {
                            "contribution_id": author.id,
                            "name": "Zoé",
                            "email": "zoe@p.example",
                        }
                    ).action_confirm(),
                ):
                    with self.env.cr.savepoint() as point:
                        change(author)
                        with self.mock_mail_gateway(), self.assertRefused("p.example"):
                            act()
                        self.assertFalse(self._new_mails)
                        self.assertEqual(released.state, state)
                        point.rollback()
                        self.env.invalidate_all()
                with self.mock_mail_gateway():
                    act()
                self.assertEqual(released.state, "sent")

    def test_what_left_the_draft_goes_its_own_way(self):
        for state in ("submitted", "validated", "sent"):
            response = self._create_response(
                self._create_contribution(contributor_email=f"{state}@p.example"),
                state=state,
            )
            with self.subTest(state=state), self.assertRaises(UserError):
                self._open(response, self.user_manager)

    def test_the_button_is_for_those_who_may(self):
        response = self._create_response()
        self.assertTrue(response.with_user(self.user_manager).can_validate)
        self.assertFalse(response.with_user(self.user_agent).can_validate)
