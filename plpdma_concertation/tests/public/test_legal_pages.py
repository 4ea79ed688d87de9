"""What each page leads to: accessibility, legal notice, personal data, contact; and no
dead end."""

from urllib.parse import urlsplit

from lxml import html

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .public_common import PublicCase

FOOT = ("accessibility", "legal-notice", "personal-data", "legal-notice#contact")


@tagged("post_install", "-at_install", "plpdma")
class TestLegalPages(PublicCase):
    def _get_foot(self, page):
        [foot] = html.fromstring(page).xpath("//footer[hasclass('o_plpdma_legal')]")
        return foot

    def _get_links(self, page):
        return self._get_foot(page).xpath(".//a/@href")

    def test_at_the_foot_of_each_page(self):
        contribution = self.contribution.sudo()
        line = self.meeting.participation_ids[:1].sudo()
        paths = [
            (self.home, 200),
            (self.register, 200),
            (self.path, 200),
            (f"{self.home}/changes", 200),
            *((f"{self.home}/{page}", 200) for page in FOOT[:3]),
            (contribution._get_follow_path(), 200),
            (f"{contribution._get_follow_path()}/receipt", 200),
            (contribution._get_unfollow_path(), 200),
            (line._get_path("reply"), 200),
            (line._get_path("minutes"), 200),
            (self.meeting.sudo()._get_feedback_path(), 200),
            (urlsplit(self.meeting.sudo()._get_sign_in_url()).path, 200),
        ]
        links = [f"{self.home}/{page}" for page in FOOT]
        for path, status in paths:
            with self.subTest(path=path):
                self.assertEqual(self._get_links(self._read_page(path, status)), links)

    def test_pages_of_no_programme(self):
        for path, status in (
            ("/concertation", 200),
            ("/concertation/follow", 200),
            ("/concertation/999999", 404),
            ("/concertation/sign/999999/AAAA", 404),
            ("/concertation/reply/999999/AAAA", 404),
        ):
            with self.subTest(path=path):
                foot = self._get_foot(self._read_page(path, status))
                self.assertEqual(len(foot.xpath(".//a")), 4)

    def test_on_the_portal(self):
        self.authenticate(self.user_speaker.login, self.user_speaker.login)
        for path in (
            "/my/concertation",
            "/my/concertation/sessions",
            f"/my/concertation/contributions/{self.contribution.id}",
            f"/my/concertation/programs/{self.program.id}/contribute",
        ):
            with self.subTest(path=path):
                links = self._get_links(self._read_page(path))
                self.assertEqual(links, [f"{self.home}/{page}" for page in FOOT])

    def test_accessibility_is_what_the_authority_says(self):
        def read():
            return self._text(self._read_page(self.home))

        self.assertIn("not filled in, statement to be published", read())
        self.assertNotIn("compliant", read())
        self.program.accessibility_status = "partial"
        self.assertIn("partially compliant", read())
        page = self._text(self._read_page(f"{self.home}/accessibility"))
        self.assertIn("partially compliant", page)
        self.assertIn("Défenseur des droits", page)
        self.program.accessibility_statement = "<p>Audit de mai.</p>"
        page = self._text(self._read_page(f"{self.home}/accessibility"))
        self.assertIn("Audit de mai.", page)
        self.program.accessibility_url = "https://site.example/accessibilite"
        self.assertEqual(
            self._get_links(self._read_page(self.home))[0],
            "https://site.example/accessibilite",
        )
        with self.assertRaises(ValidationError):
            self.program.accessibility_url = "javascript:alert(1)"

    def test_legal_notice(self):
        page = self._text(self._read_page(f"{self.home}/legal-notice"))
        self.assertIn(self.company.name, page)
        self.assertIn("still to be filled in", page)
        self.program.write(
            {
                "legal_notice": "<p>Directrice de la publication : la présidente.</p>",
                "service_phone": "01 99 00 00 10",
            }
        )
        page = self._text(self._read_page(f"{self.home}/legal-notice"))
        self.assertIn("la présidente", page)
        self.assertIn("01 99 00 00 10", page)
        self.assertNotIn("still to be filled in", page)

    def test_of_a_programme_that_is_not_published(self):
        """Its messages lead there; nothing else of it is told."""
        self.program.is_published = False
        page = self._text(self._read_page(f"{self.home}/personal-data"))
        self.assertIn("CNIL", page)
        self.assertNotIn(self.program.name, page)
        self.program.state = "draft"
        self._read_page(f"{self.home}/personal-data", 404)

    def test_what_is_still_missing_is_pointed_at(self):
        program = self.program.with_context(lang="fr_FR")
        self.assertIn("mentions légales", program.warnings)
        program.write(
            {
                "legal_notice": "<p>La présidente.</p>",
                "accessibility_status": "not",
                "dpo_email": "dpo@essai.example",
            }
        )
        self.assertNotIn("pages publiques", program.warnings or "")

    # ------------------------------------------------------------------
    # Article 13
    # ------------------------------------------------------------------
    def test_article_13_whole(self):
        self.program.with_user(self.user_manager).write(
            {
                "dpo_email": "dpo@essai.example",
                "data_recipients": "Le service prévention.",
                "data_details": "Registre n° 12.",
                "date_end": "2031-12-31",
            }
        )
        page = self._text(self._read_page(f"{self.home}/personal-data"))
        for words in (
            self.company.name,
            "dpo@essai.example",
            "acknowledge it",
            "article 6(1)(e)",
            "Le service prévention.",
            "24 months after the end of the programme",
            "December 31, 2033",
            "corrected",
            "object",
            "limited",
            "CNIL",
            "Your text alone",
            "Registre n° 12.",
        ):
            with self.subTest(words=words):
                self.assertIn(words, page)
        program = self.program.with_user(self.user_manager)
        program.retention_from = "consultation"
        page = self._text(self._read_page(f"{self.home}/personal-data"))
        self.assertIn("24 months after the end of the consultation", page)
        program.retention_months = 0
        page = self._text(self._read_page(f"{self.home}/personal-data"))
        self.assertNotIn("0 months", page)

    def test_article_13_in_short(self):
        """On the form, in the message and on the portal, with a link to the page."""
        self.program.dpo_email = "dpo@essai.example"
        form = self._read_page(self.path)
        self.authenticate(self.user_speaker.login, self.user_speaker.login)
        portal = self._read_page(
            f"/my/concertation/programs/{self.program.id}/contribute"
        )
        home = self._read_page("/my/concertation")
        self.contribution.sudo()._send_receipt()
        message = self.contribution.sudo().delivery_ids.mail_message_id[:1].body
        english = ("article 6(1)(e)", "dpo@essai.example", "CNIL", "24 months")
        for name, page, expected in (
            ("form", form, english),
            ("portal", portal, english),
            ("home", home, english),
            ("message", message, english),
        ):
            with self.subTest(page=name):
                text = self._text(page)
                for words in expected:
                    self.assertIn(words, text)
                links = html.fromstring(page).xpath("//a/@href")
                path = f"{self.home}/personal-data"
                self.assertTrue([link for link in links if link.endswith(path)])

    # ------------------------------------------------------------------
    # No dead end
    # ------------------------------------------------------------------
    def test_no_dead_end(self):
        for path in (
            "/concertation/nimporte/quoi",
            f"{self.home}/rien",
            "/my/concertation/rien",
        ):
            with self.subTest(path=path):
                page = self._read_page(path, 404)
                self.assertIn("This page does not exist", self._text(page))
                links = html.fromstring(page).xpath("//main//a/@href")
                self.assertIn("/concertation", links)
                self.assertTrue(html.fromstring(page).xpath("//section//address"))
        other = self._read_page("/nimporte-quoi", 404)
        self.assertNotIn("/concertation", other)

    # ------------------------------------------------------------------
    # The acknowledgement
    # ------------------------------------------------------------------
    def test_acknowledgement_on_the_pages(self):
        response = self._fill_in(verbatim="Rouvrez le dimanche.\r\nMerci.")
        [contribution] = self._get_new()
        self.assertEqual(contribution.verbatim, "Rouvrez le dimanche.\nMerci.")
        self.assertTrue(contribution.received_digest)
        contribution.kind = "request"
        told = contribution.with_context(lang="en_US")._describe_acknowledgement()
        self.env.flush_all()
        follow = contribution._get_follow_path()
        for page in (
            self._read_page(f"{follow}/receipt"),
            self._read_page(follow),
        ):
            text = self._text(page)
            for words in (
                told["reference"],
                told["received"],
                told["digest"],
                told["moment"],
                told["due"],
                told["request"]["date"],
                told["request"]["silence"],
                told["service"]["name"],
                "Rouvrez le dimanche.",
            ):
                self.assertIn(" ".join(words.split()), text)
        self.assertEqual(response.status_code, 200)
        file = self.url_open(f"{follow}/receipt.txt")
        self.assertEqual(file.content, contribution._get_digested())
        self.assertIn("no-store", file.headers["Cache-Control"])
        self._read_page(f"/concertation/follow/{contribution.id}/AAAA/receipt.txt", 404)
