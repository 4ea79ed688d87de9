"""A form sent again: the same words are one contribution, other words are not claimed
to be received."""

from lxml import html

from odoo.tests import tagged

from .public_common import PDF, PublicCase

FIRST = "Texte un avec faute."
SECOND = "Texte un corrigé, bien plus long et important."


@tagged("post_install", "-at_install", "plpdma")
class TestFormAgain(PublicCase):
    def _read_key(self, text):
        [key] = html.fromstring(text).xpath("//input[@name='form_key']/@value")
        return key

    def _assertGivenBack(self, response, key, words):
        """What was typed comes back, under another number, and nothing is claimed."""
        [first] = self._get_new()
        page = html.fromstring(response.text)
        [alert] = page.xpath("//*[@role='alert']")
        self.assertIn(first.reference, alert.text_content())
        self.assertIn("is not registered", alert.text_content())
        self.assertEqual(page.xpath("//textarea")[0].text.strip(), words)
        self.assertNotEqual(self._read_key(response.text), key)
        return first

    def test_other_words(self):
        key = self._read_key(self._read_page(self.path))
        form = {"form_key": key, "verbatim": FIRST}
        self._send_again(self.path, **form)
        answer = self._send_again(self.path, **{**form, "verbatim": SECOND})
        first = self._assertGivenBack(answer, key, SECOND)
        self.assertEqual(first.verbatim, FIRST)
        self._send_again(
            self.path, verbatim=SECOND, form_key=self._read_key(answer.text)
        )
        self.assertEqual(set(self._get_new().mapped("verbatim")), {FIRST, SECOND})

    def test_other_address_or_file(self):
        for change in (
            {"contributor_email": "zoe@p.example"},
            {"files": {"files": ("plan.pdf", PDF + b"plan")}},
        ):
            with self.subTest(change):
                self.first = self._get_contributions()
                key = self._read_key(self._read_page(self.path))
                form = {"form_key": key, "verbatim": FIRST}
                self._send_again(self.path, **form)
                answer = self._send_again(self.path, **form, **change)
                self._assertGivenBack(answer, key, FIRST)

    def test_same_words_whatever_became_of_them(self):
        """Sent again by reloading, without the files that a browser forgets, or once
        the staff has sorted it: it is the same contribution."""
        key = self._read_key(self._read_page(self.path))
        form = {"form_key": key, "verbatim": f" {FIRST}\r\nOui "}
        file = {"files": ("plan.pdf", PDF + b"plan")}
        self._send_again(self.path, file, **form)
        [contribution] = self._get_new()
        contribution.territory_id = self.env["plpdma.territory"].search([], limit=1)
        self.env.flush_all()
        for files in (file, None):
            answer = self._send_again(self.path, files, **form)
            self.assertIn(contribution._get_follow_code(), answer.text)
        self.assertEqual(self._get_new(), contribution)

    def test_portal(self):
        path = f"/my/concertation/programs/{self.program.id}/contribute"
        form = {"form_key": "a" * 32, "verbatim": FIRST}
        self._send(path, self.user_speaker, **form)
        answer = self._send_again(path, **{**form, "verbatim": SECOND})
        first = self._assertGivenBack(answer, "a" * 32, SECOND)
        again = self._send_again(path, **form)
        self.assertIn(first.reference, again.text)
        self.assertEqual(self._get_new(), first)

    def test_nothing_of_it_stays_of_who_is_forgotten(self):
        self._fill_in(verbatim=FIRST, contributor_email="zoe@p.example")
        contribution = self._get_new().sudo()
        self.assertTrue(contribution.submission_digest)
        self.assertNotIn(FIRST, contribution.submission_digest)
        contribution._anonymise()
        self.assertFalse(contribution.submission_digest)
