"""Responses: what was sent is corrected by another one."""

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .response_sending_common import ResponseSendingCase


@tagged("post_install", "-at_install", "plpdma")
class TestResponseCorrection(ResponseSendingCase):
    def _correct(self, response, **vals):
        action = response.action_correct()
        correction = response.browse(action["res_id"])
        correction.write(vals)
        return correction

    def test_correction_supersedes_and_both_stay_readable(self):
        response = self._create_response(state="sent")
        contribution = response.contribution_ids
        before = response.read(["motivation", "decision", "date_sent", "arbiter_id"])
        correction = self._correct(response, motivation="<p>Mieux expliqué.</p>")
        self.assertEqual(correction.state, "draft")
        self.assertEqual(correction.supersedes_id, response)
        self.assertEqual(correction.contribution_ids, contribution)
        self.assertEqual(correction.decision, response.decision)
        self.assertNotEqual(correction.reference, response.reference)
        self.assertFalse(correction.date_sent or correction.arbiter_id)
        self.assertEqual(contribution.response_id, response, "Still the one in force")
        correction.action_submit()
        correction.with_user(self.user_manager).action_validate()
        self.assertEqual(response.state, "sent")
        self._send(correction)
        self.assertEqual(response.state, "superseded")
        self.assertEqual(correction.state, "sent")
        self.assertEqual(contribution.response_id, correction)
        self.assertEqual(contribution.response_ids, response | correction)
        self.assertEqual(
            response.read(["motivation", "decision", "date_sent", "arbiter_id"]), before
        )

    def test_authors_are_told_of_the_correction(self):
        contributions = self._create_contributions(
            {"contributor_email": "a@p.example"}, {"contributor_email": "b@p.example"}
        )
        contributions[1]._merge_into(contributions[0])
        response = self._create_response(contributions[0], state="sent")
        answered_on = contributions.mapped("date_answered")
        correction = self._correct(response, motivation="<p>Mieux expliqué.</p>")
        correction.action_submit()
        correction.with_user(self.user_manager).action_validate()
        with freeze_time("2099-01-01"):
            self._send(correction)
        self.assertEqual(self._recipients(), ["a@p.example", "b@p.example"])
        for mail in self._new_mails:
            self.assertIn("Mieux expliqué.", mail.body_html)
            self.assertIn("corrects and replaces", mail.body_html)
        self.assertEqual(contributions.sent_response_id, response, "Not left yet")
        self._deliver(correction)
        self.assertEqual(contributions.sent_response_id, correction)
        self.assertEqual(contributions.mapped("date_answered"), answered_on)
        self._send(correction)
        self.assertFalse(self._new_mails)

    def test_superseded_one_never_changes(self):
        response = self._create_response(state="sent")
        correction = self._correct(response)
        correction.action_submit()
        correction.with_user(self.user_manager).action_validate()
        self._send(correction)
        manager_view = response.with_user(self.user_manager)
        for vals in (
            {"motivation": "<p>Autre</p>"},
            {"state": "sent"},
            {"state": "draft"},
            {"arbiter_id": False},
        ):
            with self.subTest(**vals), self.assertRaises(UserError):
                manager_view.write(vals)
        with self.assertRaises(UserError):
            self._send(response)
        with self.assertRaises(UserError):
            response.action_correct()

    def test_correction_begun_is_opened_again(self):
        response = self._create_response(state="sent")
        first = self._correct(response)
        self.assertEqual(self._correct(response), first)

    def test_only_a_sent_one_is_corrected(self):
        for state in ("draft", "submitted", "validated"):
            response = self._create_response(state=state)
            with self.subTest(state=state), self.assertRaises(UserError):
                response.action_correct()

    def test_response_does_not_correct_itself(self):
        response = self._create_response()
        with self.assertRaises(ValidationError):
            response.sudo().supersedes_id = response
        other = self._create_response()
        other.sudo().supersedes_id = response
        with self.assertRaises(ValidationError):
            response.sudo().supersedes_id = other

    def test_superseded_by_nobody_is_refused(self):
        response = self._create_response(state="sent")
        with self.assertRaises(ValidationError):
            response.sudo().write({"state": "superseded"})

    def test_copy_begins_anew(self):
        copy = self._create_response(state="sent").copy()
        self.assertEqual(copy.state, "draft")
        self.assertFalse(copy.contribution_ids)
        self.assertFalse(copy.supersedes_id)
        self.assertFalse(copy.arbiter_id or copy.date_sent or copy.date_validated)
