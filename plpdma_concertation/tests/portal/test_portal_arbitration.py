"""The portal: élus decide there."""

from datetime import timedelta
from urllib.parse import urlsplit

from freezegun import freeze_time
from lxml import html

from odoo.tests import tagged
from odoo.tools import SQL

from .portal_common import HOME, PortalCase


@tagged("post_install", "-at_install", "plpdma")
class TestPortalArbitration(PortalCase):
    def _decide(self, decision, user=None, **form):
        """What the page posts: what was read goes back with the decision."""
        path = f"{self._path(self.submitted)}/{decision}"
        form = {"seen": self.submitted._get_fingerprint(), **form}
        return self._post(path, user or self.user_councillor, **form)

    def test_not_validated_unread(self):
        """A form that is made without the page says nothing of what was read."""
        path = f"{self._path(self.submitted)}/validate"
        answer = self._post(path, self.user_councillor, note="Bien.")
        self.assertIn("whoever has read it", self._text(answer.text))
        self.assertIn("Bien.", answer.text)
        self.assertEqual(self.submitted.state, "submitted")
        page = html.fromstring(
            self._read(self._path(self.submitted), self.user_councillor)
        )
        [seen] = {field.get("value") for field in page.xpath("//input[@name='seen']")}
        self._decide("validate", seen=seen)
        self.assertEqual(self.submitted.state, "validated")

    def test_validate(self):
        page = self._read(HOME, self.user_councillor)
        self.assertIn(f"{self._path(self.submitted)}#arbitration", page)
        answer = self._decide("validate", note="  D'accord.  ")
        self.assertEqual(urlsplit(answer.url).path, HOME)
        self.assertIn("was validated by Test councillor", self._text(answer.text))
        self.assertEqual(self.submitted.state, "validated")
        self.assertEqual(self.submitted.arbiter_id, self.user_councillor.partner_id)
        self.assertEqual(self.submitted.sudo().arbitration_note, "D'accord.")
        decided = self.submitted.date_validated

        for decision in ("validate", "return"):
            answer = self._decide(decision, note="Encore", reason="Encore")
            self.assertIn("was validated by Test councillor", self._text(answer.text))
            self.assertEqual(self.submitted.state, "validated")
            self.assertEqual(self.submitted.date_validated, decided)
            self.assertEqual(self.submitted.sudo().arbitration_note, "D'accord.")

    def test_return(self):
        answer = self._decide("return", reason="Préciser le calendrier.")
        told = "was returned by Test councillor"
        self.assertIn(told, self._text(answer.text))
        self.assertEqual(self.submitted.state, "draft")
        self.assertEqual(self.submitted.return_reason, "Préciser le calendrier.")
        self._assertGone(self._path(self.submitted))

        answer = self._post_again(
            f"{self._path(self.submitted)}/return", reason="Encore une fois."
        )
        self.assertIn(told, self._text(answer.text), "Told again, not done again")
        self.assertEqual(self.submitted.return_reason, "Préciser le calendrier.")

    def _assertGone(self, path):
        self.assertEqual(urlsplit(self.url_open(path).url).path, "/my")

    def test_reason_is_required(self):
        answer = self._decide("return", reason="   ")
        self.assertIn("Write what must be reworked", self._text(answer.text))
        self.assertEqual(self.submitted.state, "submitted")

    def test_csrf_token_is_required(self):
        self.authenticate(self.user_councillor.login, self.user_councillor.login)
        for decision in ("validate", "return"):
            answer = self.url_open(
                f"{self._path(self.submitted)}/{decision}", data={"reason": "Non"}
            )
            self.assertIn("Nothing was sent yet", self._text(answer.text))
        self.assertEqual(self.submitted.state, "submitted")

    def test_only_a_form_decides(self):
        answer = self._get(
            f"{self._path(self.submitted)}/validate", self.user_councillor
        )
        self.assertEqual(answer.status_code, 405)
        self.assertEqual(self.submitted.state, "submitted")

    def test_not_theirs(self):
        """The same sentence for a response that is hidden and for none at all."""
        gone = "no longer awaits your arbitration"
        for response_id in (self.draft.id, 2**31 - 1):
            for decision in ("validate", "return"):
                answer = self._post(
                    f"{HOME}/responses/{response_id}/{decision}",
                    self.user_councillor,
                    reason="Non",
                )
                self.assertIn(gone, self._text(answer.text))
        for user in (
            self.user_host,
            self.user_speaker,
            self.user_stranger,
            self.user_employee,
        ):
            with self.subTest(user=user.login):
                answer = self._decide("validate", user)
                self.assertNotIn(self.submitted.reference, answer.text)
                self.assertEqual(self.submitted.state, "submitted")
        path = f"{self._path(self.sent)}/validate"
        answer = self._post(path, self.user_speaker)
        self.assertNotIn("was validated by", answer.text, "Not the author's to know")

    def test_without_the_right_to_arbitrate(self):
        self.mandate.can_arbitrate = False
        self.env.flush_all()
        self._assertSentAway(self._path(self.submitted), self.user_councillor)
        self._decide("validate")
        self.assertEqual(self.submitted.state, "submitted")

    def test_mandate_that_ended(self):
        self._read(self._path(self.submitted), self.user_councillor)
        self.mandate.date_end = self.today
        self.env.flush_all()
        self._read(self._path(self.submitted), self.user_councillor)
        with freeze_time(self.today + timedelta(days=1, hours=12)):
            for path in (HOME, self._path(self.submitted), self._path(self.meeting)):
                self._assertSentAway(path, self.user_councillor)
            self._decide("validate")
        self.assertEqual(self.submitted.state, "submitted")

    def test_what_changed_since_the_page_opened_is_read_again(self):
        def read():
            page = html.fromstring(
                self._get(self._path(self.submitted), self.user_councillor).content
            )
            return page.xpath("//input[@name='seen']/@value")

        for decision in ("return", "validate"):
            seen, same = read()
            self.assertEqual(seen, same, "One for each of the two forms")
            self.submitted.action_take_back()
            self.submitted.motivation = f"<p>Un autre motif : {decision}.</p>"
            self.submitted.action_submit()
            form = {"note": "Ma remarque", "reason": "Ma remarque"}
            answer = self._decide(decision, seen=seen, **form)
            self.assertIn("Read it again", self._text(answer.text))
            self.assertIn("Un autre motif", self._text(answer.text))
            self.assertIn("Ma remarque", self._text(answer.text))
            self.assertEqual(self.submitted.state, "submitted")
        self._decide("validate", seen=read()[0])
        self.assertEqual(self.submitted.state, "validated")

    def test_refusal_is_told_and_keeps_what_was_typed(self):
        # As an import of another time could leave it: refused once it is written.
        self.env.cr.execute(
            SQL(
                "UPDATE plpdma_response SET motivation = NULL WHERE id = %s",
                self.submitted.id,
            )
        )
        self.env.invalidate_all()
        answer = self._decide("validate", note="Ma remarque")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Still to write", self._text(answer.text))
        self.assertIn("Ma remarque", self._text(answer.text))
        self.assertEqual(self.submitted.state, "submitted")
        self.assertFalse(self.submitted.arbiter_id)
