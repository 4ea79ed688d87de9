"""Several drafts decided and sent in one go; those that cannot be are named."""

from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import email_normalize

from .response_sending_common import ResponseSendingCase


@tagged("post_install", "-at_install", "plpdma")
class TestResponseReleaseTogether(ResponseSendingCase):
    def _draft(self, name, **vals):
        contribution = self._create_contribution(
            contributor_name=f"Habitante {name}",
            contributor_email=f"{name}@p.example",
        )
        return self._create_response(contribution, name=f"Sujet {name}", **vals)

    def _open(self, responses, user=None):
        user = user or self.user_manager
        with self.mock_mail_gateway():
            action = responses.with_user(user).action_open_release()
        return self.env[action["res_model"]].with_user(user).browse(action["res_id"])

    def _release(self, dialog):
        with self.mock_mail_gateway():
            return dialog.action_decide_and_send()

    def _authors_told(self):
        """Those written to, but for the colleague whose response was validated."""
        written = self._new_mails.filtered("email_to")
        return sorted(email_normalize(mail.email_to) for mail in written)

    def test_all_that_can_leave(self):
        one, other = self._draft("a"), self._draft("b")
        dialog = self._open(one | other)
        self.assertEqual(dialog.response_ids, one | other)
        self.assertEqual(dialog.response_count, 2)
        self.assertEqual(dialog.email_count, 2)
        self.assertFalse(dialog.left_out_text)
        for line, response, name in zip(
            dialog.told_text.splitlines(), one | other, "ab", strict=True
        ):
            self.assertIn(response._get_title(), line)
            self.assertIn(f"Habitante {name}", line)
        self.assertEqual(set((one | other).mapped("state")), {"draft"})
        self._release(dialog)
        self.assertEqual(set((one | other).mapped("state")), {"sent"})
        self.assertEqual(self._authors_told(), ["a@p.example", "b@p.example"])

    def test_those_that_cannot_are_named_with_the_reason_and_stay(self):
        ready, poor, empty, unknown = map(self._draft, ("a", "b", "c", "d"))
        copied = self._draft("g")
        copied.motivation = "<p>Le budget de [to adapt: 60 €].</p>"
        poor.motivation = False
        empty.contribution_ids = False
        unknown.contribution_ids.sudo().author_to_confirm = True
        submitted = self._draft("e", state="submitted")
        sent = self._draft("f", state="sent")
        left = poor | empty | unknown | submitted | sent | copied
        dialog = self._open(left | ready)
        self.assertEqual(dialog.response_ids, ready)
        lines = dialog.left_out_text.splitlines()
        for line, response, reason in zip(
            lines,
            left,
            (
                "Motivation",
                "answers no contribution",
                "is not confirmed",
                "left the draft",
                "left the draft",
                "[to adapt: 60 €]",
            ),
            strict=True,
        ):
            self.assertIn(response.reference, line)
            self.assertIn(reason, line)
        states = left.mapped("state")
        self._release(dialog)
        self.assertEqual(ready.state, "sent")
        self.assertEqual(left.mapped("state"), states)
        self.assertEqual(self._authors_told(), ["a@p.example"])

    def test_none_of_them(self):
        poor, submitted = self._draft("a"), self._draft("b", state="submitted")
        poor.motivation = False
        with self.assertRaises(UserError) as caught:
            self._open(poor | submitted)
        for response in poor | submitted:
            self.assertIn(response.reference, str(caught.exception))

    def test_by_the_programme_of_each(self):
        """An agent sends where nobody arbitrates; the others are told why not."""
        free = self.program.sudo().copy({"needs_arbitration": False, "name": "Libre"})
        contribution = self._create_contribution(
            program_id=free.id, contributor_email="libre@p.example"
        )
        mine = self._create_response(contribution, program_id=free.id)
        theirs = self._draft("a")
        dialog = self._open(mine | theirs, self.user_agent)
        self.assertEqual(dialog.response_ids, mine)
        self.assertIn(theirs.reference, dialog.left_out_text)
        self.assertIn("arbitration", dialog.left_out_text)
        self._release(dialog)
        self.assertEqual((mine.state, theirs.state), ("sent", "draft"))

    def test_one_that_changed_since_keeps_them_all(self):
        one, other = self._draft("a"), self._draft("b")
        dialog = self._open(one | other)
        other.motivation = "<p>Tout autre chose.</p>"
        with self.assertRaises(UserError) as caught:
            self._release(dialog)
        self.assertIn(other.reference, str(caught.exception))
        self.assertEqual(set((one | other).mapped("state")), {"draft"})

    def test_long_lists_are_counted(self):
        contributions = self._create_contributions(
            *({"contributor_email": f"n{number}@p.example"} for number in range(8))
        )
        response = self._create_response(contributions)
        dialog = self._open(response | self._draft("a"))
        self.assertIn("others: 3", dialog.told_text)

    def test_no_query_for_each(self):
        """What keeps them back is read of all of them at once."""
        few = self.env["plpdma.response"].union(*map(self._draft, "abc"))
        many = self.env["plpdma.response"].union(*map(self._draft, "defghijkl"))
        counts = []
        for responses in (few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            responses = responses.with_user(self.user_manager)
            before = self.cr.sql_log_count
            self.assertFalse(responses._find_release_obstacles())
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)

    def test_the_dialog_opens(self):
        poor = self._draft("a")
        poor.motivation = False
        dialog = self._open(poor | self._draft("b") | self._draft("c"))
        with Form(dialog) as form:
            self.assertIn(poor.reference, form.left_out_text)
            self.assertEqual(form.response_count, 2)
