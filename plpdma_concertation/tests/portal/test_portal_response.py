"""A response on the portal: its subject, all that it answers, where it comes from."""

from odoo.tests import tagged

from .portal_common import HOME, PortalCase


@tagged("post_install", "-at_install", "plpdma")
class TestPortalResponse(PortalCase):
    def test_known_by_its_subject(self):
        self.env.flush_all()
        name = self.sent.name
        self.assertEqual(name, "Thème d'essai")
        for path in (
            f"{HOME}/responses",
            self._path(self.sent),
            self._path(self.contribution),
        ):
            with self.subTest(path):
                page = self._text(self._read(path, self.user_speaker))
                self.assertIn(name, page)
                self.assertLess(page.index(name), page.index(self.sent.reference))
        found = self._read(f"{HOME}/responses?search=themes", self.user_councillor)
        self.assertIn(self.sent.reference, found)
        found = self._read(f"{HOME}/responses?search=tunnels", self.user_councillor)
        self.assertNotIn(self.sent.reference, found)

    def test_all_that_it_answers_is_within_reach(self):
        self.submitted.action_take_back()
        self.submitted.contribution_ids |= self._create_contributions(
            *({"summary": f"Idée {number:02}"} for number in range(25))
        )
        self.submitted.action_submit()
        self.env.flush_all()
        page = self._read(self._path(self.submitted), self.user_councillor)
        path = f"{HOME}/contributions?response={self.submitted.id}"
        self.assertIn(path, page)
        self.assertRegex(self._text(page), r"See the \d+ others")
        page = self._read(path, self.user_councillor)
        self.assertNotIn(self.contribution.reference, page)
        self.assertIn(f"/page/2?response={self.submitted.id}", page)

    def test_an_answer_to_what_was_confided_is_for_its_author(self):
        """Colleagues read what their organisation was told, but not what one of them
        confided to the staff."""
        colleague = self._create_portal_user("colleague", parent_id=self.partners[0].id)
        author = self.user_speaker.partner_id
        vals = {"partner_id": author.id, "contributor_email": "a@portal.example"}
        told, confided = self._create_contributions(
            {**vals, "verbatim": "Des bacs."},
            {**vals, "verbatim": "Entre nous.", "confidentiality": "staff"},
        )
        answers = self._create_response(told, state="sent")
        answers |= self._create_response(confided, state="sent")
        later = self._create_contributions({**vals, "confidentiality": "staff"})
        repeat = self._create_contributions({**vals, "confidentiality": "staff"})
        repeat._merge_into(later)
        answers |= self._create_response(later, state="sent")
        self.env.flush_all()
        for user, read in (
            (self.user_speaker, answers),
            (colleague, answers[:1]),
            (self.user_stranger, answers.browse()),
        ):
            found = self.env["plpdma.response"].with_user(user)
            found = found.search([("id", "in", answers.ids)])
            with self.subTest(user.login):
                self.assertEqual(found.sudo(), read.sudo())
        self._assertSentAway(self._path(answers[1]), colleague)
        listed = self._read(f"{HOME}/responses", colleague)
        self.assertIn(answers[0].reference, listed)
        self.assertNotIn(answers[1].reference, listed)

    def test_what_a_draft_answers_is_not_told(self):
        own = self._create_contributions(
            {"stakeholder_id": self.actors[0].id, "verbatim": "Des bacs."}
        )
        draft = self._create_response(own)
        self.env.flush_all()
        everything = self._read(f"{HOME}/contributions", self.user_speaker)
        self.assertIn(own.reference, everything)
        page = self._read(
            f"{HOME}/contributions?response={draft.id}", self.user_speaker
        )
        self.assertNotIn(own.reference, page)

    def test_difference_is_for_whoever_decides(self):
        self.submitted.action_take_back()
        self.submitted._take_over(self.sent)
        self.submitted.motivation = "<p>La loi le permet.</p>"
        self.submitted.action_submit()
        self.env.flush_all()
        page = self._read(self._path(self.submitted), self.user_councillor)
        self.assertIn("<del>", page)
        self.assertIn(self.sent.name, self._text(page))
        places = [
            page.index(words)
            for words in ("Parole d&#39;habitant", "La loi le", "Your decision")
        ]
        self.assertEqual(places, sorted(places))

    def test_difference_is_for_nobody_else(self):
        self.submitted.action_take_back()
        self.submitted._take_over(self.sent)
        self.submitted.motivation = "<p>La loi le permet.</p>"
        self.submitted.action_submit()
        self.submitted.with_user(self.user_manager).action_validate()
        with self.mock_mail_gateway():
            self.submitted.action_send()
        self._deliver(self.submitted)
        # The speaker reads both, and is told nothing of how one came from the other.
        self.other.sudo().partner_id = self.user_speaker.partner_id
        self.env.flush_all()
        page = self._get(self._path(self.submitted), self.user_speaker).text
        self.assertIn("La loi le permet.", page)
        self.assertNotIn("<del>", page)
