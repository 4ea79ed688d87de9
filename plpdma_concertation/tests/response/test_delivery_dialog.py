"""What is shown before anything leaves."""

from odoo.tests import tagged
from odoo.tools import email_normalize, html2plaintext

from ..platform.delivery_common import DeliveryCase
from ..platform.mail_words import read_words


@tagged("post_install", "-at_install", "plpdma")
class TestBeforeSending(DeliveryCase):
    """What is shown before anything leaves."""

    def _open(self, responses):
        action = responses.action_open_send()
        return self.agent_env[action["res_model"]].browse(action["res_id"])

    def test_who_is_told_how(self):
        contributions = self._create_contributions(
            {"contributor_email": "a@p.example"},
            {"contributor_email": "a@p.example"},
            {"contributor_email": "b@p.example"},
            {"contributor_name": "Max Essai"},
            {"anonymous": True},
            {"anonymous": True, "confidentiality": "staff", "channel": "letter"},
        )
        response = self._create_response(contributions, state="validated")
        dialog = self._open(response)
        self.assertEqual(dialog.email_count, 2)
        self.assertEqual(dialog.letter_count, 1)
        self.assertIn("Max Essai", dialog.letter_names)
        self.assertEqual(dialog.register_count, 2)
        never, later = dialog.nothing_text.splitlines()
        self.assertIn("not in the published register", never)
        self.assertIn(contributions[-1].reference, never)
        self.assertIn("are published", later)
        self.assertIn(contributions[-2].reference, later)
        self.assertEqual(set(contributions.mapped("delivery")), {"none"})
        self.assertEqual(response.state, "validated")
        self.assertFalse(contributions.delivery_ids)

    def test_whom_the_dialog_did_not_show_receives_nothing(self):
        """Somebody joins those who are answered while it is open."""
        shown, joining = self._create_contributions(
            {"contributor_email": "a@p.example"}, {"contributor_email": "b@p.example"}
        )
        response = self._create_response(shown, state="validated")
        dialog = self._open(response)
        joining.with_user(self.user_manager)._merge_into(shown)
        with self.assertRefused(response.reference, "changed since"):
            dialog.action_send()
        self.assertFalse((shown | joining).delivery_ids)
        again = self._open(response)
        self.assertEqual(again.email_count, 2)
        again.action_send()
        self.assertEqual(response.state, "sent")

    def test_preview_is_what_leaves(self):
        contributions = self._create_contributions(
            {"contributor_email": "a@p.example", "verbatim": "Le mot de A."},
            {"contributor_email": "b@p.example", "verbatim": "Le mot de B."},
        )
        response = self._create_response(contributions, state="validated")
        dialog = self._open(response)
        shown = {}
        for _author in contributions:
            shown[dialog.preview_to] = (dialog.preview_subject, dialog.preview_body)
            dialog.action_next()
        self.assertEqual(set(shown), {"a@p.example", "b@p.example"})
        self.assertEqual(dialog.position, 0, "Round again")
        dialog.action_previous()
        self.assertEqual(dialog.position, 1)
        with self.mock_mail_gateway():
            action = dialog.action_send()
        self.assertIn("2", action["params"]["message"])
        self.assertEqual(len(self._new_mails), 2)
        for mail in self._new_mails:
            subject, body = shown[email_normalize(mail.email_to)]
            self.assertEqual(mail.subject, subject)
            self.assertEqual(html2plaintext(body).strip(), read_words(mail.body_html))
            self.assertIn("La loi ne le permet pas.", body)

    def test_preview_of_a_correction(self):
        contribution = self._authors("a@p.example")
        response = self._create_response(contribution, state="sent")
        correction = response.browse(response.action_correct()["res_id"])
        correction.motivation = "<p>Mieux expliqué.</p>"
        correction.action_submit()
        correction.with_user(self.user_manager).action_validate()
        dialog = self._open(correction)
        self.assertIn("Mieux expliqué.", dialog.preview_body)
        self.assertIn("corrects and replaces", dialog.preview_body)
        self.assertEqual(contribution.delivery_response_id, response)

    def test_several_responses_at_once(self):
        one = self._create_response(self._authors("a@p.example"), state="validated")
        two = self._create_response(
            self._authors("b@p.example", "c@p.example"), state="validated"
        )
        dialog = self._open(one | two)
        self.assertEqual(dialog.email_count, 3)
        dialog.action_send()
        self.assertEqual((one | two).mapped("state"), ["sent", "sent"])
        self.assertEqual(
            set((one | two).contribution_ids.mapped("delivery")), {"queued"}
        )
        again = self._open(one)
        self.assertEqual(again.email_count, 0)
        self.assertIn("1", again.nothing_text)

    def test_not_before_it_is_validated(self):
        response = self._create_response(state="submitted")
        with self.assertRefused("not validated"):
            response.action_open_send()
