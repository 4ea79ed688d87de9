"""Who signs a contribution follows it, and asks to be told, by a code of their own."""

from odoo.tests import tagged

from ..public.public_common import PublicCase


@tagged("post_install", "-at_install", "plpdma")
class TestCoAuthorPage(PublicCase):
    def setUp(self):
        super().setUp()
        self.letter = self._create_contributions(
            {"verbatim": "Devant la gare.", "contributor_email": "a@p.example"}
        )
        self.signed, self.proposed = self.agent_env[
            "plpdma.contribution.author"
        ].create(
            [
                {"contribution_id": self.letter.id, "email": f"{name}@p.example"}
                for name in ("odette", "later")
            ]
        )
        with self.mock_mail_gateway():
            self.signed.action_confirm()
            self.receipt = self._new_mails
        self.own = self.signed.sudo()

    def _send(self, path, **form):
        answer = self.opener.post(self.base_url() + path, data=form)
        self.assertEqual(answer.status_code, 200)
        self.env.invalidate_all()
        return self._text(answer.text)

    def test_the_receipt_gives_their_own_code(self):
        [receipt] = self.receipt
        self.assertEqual(receipt.email_to, "odette@p.example")
        self.assertIn(self.own._get_follow_code(), receipt.body_html)
        self.assertIn(self.own._get_follow_path(), receipt.body_html)
        author = self.letter.sudo()
        self.assertNotIn(author._get_follow_code(), receipt.body_html)
        self.assertNotEqual(author._get_follow_code(), self.own._get_follow_code())

    def test_found_by_the_number_and_their_code(self):
        answer = self.opener.post(
            f"{self.base_url()}/concertation/follow",
            data={
                "reference": self.letter.reference,
                "code": self.own._get_follow_code(),
            },
        )
        self.assertTrue(answer.url.endswith(self.own._get_follow_path()))
        self.assertIn("Devant la gare.", self._text(answer.text))
        self.assertNotIn(self.letter.sudo()._get_follow_code(), answer.text)
        self.assertNotIn("a@p.example", answer.text)
        self._read_page(f"{self.own._get_follow_path()}/receipt.txt")
        receipt = self._read_page(f"{self.own._get_follow_path()}/receipt")
        self.assertIn(self.own._get_follow_code(), receipt)
        self.assertNotIn(self.letter.sudo()._get_follow_code(), receipt)

    def test_the_code_goes_with_them(self):
        path, asking = self.own._get_follow_path(), self.own._get_unfollow_path()
        self._read_page(self.proposed.sudo()._get_follow_path(), 404)
        self.own.unlink()
        self._read_page(path, 404)
        self._read_page(asking, 404)
        self._read_page(self.letter.sudo()._get_follow_path())

    def test_asked_for_and_withdrawn_for_oneself(self):
        author = self.letter.sudo()
        page = self._read_page(self.own._get_follow_path())
        path = self.own._get_unfollow_path()
        self.assertIn(f'href="{path}"', page)
        self.assertNotIn(author._get_unfollow_path(), page)
        self.assertIn("You did not ask", self._text(self._read_page(path)))
        self.assertFalse(self.own.follow_consent, "Reading changes nothing")
        text = self._send(path, follow="1")
        self.assertTrue(self.own.follow_consent)
        self.assertFalse(author.follow_consent, "Nobody asks for the author")
        self.assertIn(
            f"You asked to be told by e-mail what becomes of {author.reference}", text
        )
        self.assertIn(
            "Be told nothing more", self._read_page(self.own._get_follow_path())
        )
        author.follow_consent = True
        for _time in range(2):
            # As a mail program does.
            text = self._send(path, **{"List-Unsubscribe": "One-Click"})
            self.assertIn("It is noted", text)
            self.assertFalse(self.own.follow_consent)
            self.assertTrue(author.follow_consent)
        for altered in (
            path[:-1],
            f"{path}0",
            path.replace("/co-author/", "/co-author/9"),
            # The token of one is nobody else's.
            author._get_unfollow_path().replace("/unfollow/", "/unfollow/co-author/"),
        ):
            self._read_page(altered, 404)

    def test_the_author_asks_for_it_later(self):
        author = self.letter.sudo()
        path = author._get_unfollow_path()
        self.assertIn(path, self._read_page(author._get_follow_path()))
        self._send(path, follow="1")
        self.assertTrue(author.follow_consent)
        self.assertFalse(self.own.follow_consent)

    def test_who_cannot_be_told_is_not_asked(self):
        author = self.letter.sudo()
        path, asking = author._get_follow_path(), author._get_unfollow_path()
        author.contributor_email = False
        self.assertNotIn(asking, self._read_page(path))
        self.assertIn("told nothing", self._send(asking, follow="1"))
        self.assertFalse(author.follow_consent)
        # Whoever is told as the author is not told again.
        author.contributor_email = "odette@p.example"
        self.assertNotIn(
            self.own._get_unfollow_path(), self._read_page(self.own._get_follow_path())
        )
