"""What a stranger meets at the doors: pages that stayed open, addresses mistyped,
pictures that unfold, other sites that frame ours."""

import io
import struct
import zlib
from unittest.mock import patch

from PIL import Image

from odoo.exceptions import ValidationError
from odoo.tests import BaseCase, tagged
from odoo.tools import mute_logger

from ...controllers.public import contribute
from ...tools.addresses import has_possible_domain, suggest_email
from ...tools.codes import is_same_code, make_code
from ...tools.images import count_pixels
from ...tools.remote import drop_remote_sources
from ...tools.texts import disarm
from .public_common import PublicCase


def make_bomb(width, height):
    """A picture whose header announces a size that nobody unfolds.

    :return: content of a PNG
    """

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


# What says that it is a picture, and cannot be measured.
UNREADABLE = {
    "plan.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00",
    "plan.gif": b"GIF89a\xff\xff\xff\xff\x00\x00\x00;",
    "plan.png": make_bomb(10, 10).replace(b"IHDR\0", b"IHDR\1"),
    "plan.webp": b"RIFF\x16\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00" + b"\xff" * 10,
}


@tagged("post_install", "-at_install", "plpdma")
class TestPlainTools(BaseCase):
    def test_addresses(self):
        for email, is_possible, meant in (
            ("jean@gmial", False, "jean@gmail.com"),
            ("jean@gmail", False, "jean@gmail.com"),
            ("zoe@exemple", False, None),
            ("zoe@exemple.f", False, None),
            ("zoe@-exemple.fr", False, None),
            ("zoe@exemple..fr", False, None),
            ("jean@gmial.com", True, "jean@gmail.com"),
            ("jean@orange.com", True, None),
            ("jean@gmail.com", True, None),
            ("zoe@mairie.p.example", True, None),
            ("zoe@été.fr", True, None),
        ):
            with self.subTest(email):
                self.assertEqual(has_possible_domain(email), is_possible)
                self.assertEqual(suggest_email(email), meant)

    def test_codes(self):
        code = make_code("5f" * 20)
        self.assertRegex(code, r"^([A-Z2-7]{4}-){2}[A-Z2-7]{4}$")
        letters = make_code("73a10f" * 7)
        lookalike = letters.translate(str.maketrans("OIB", "018"))
        self.assertNotEqual(letters, lookalike)
        for given in (letters, lookalike, lookalike.lower().replace("-", " ")):
            self.assertTrue(is_same_code(given, letters), given)
        # Copied by hand, or read aloud: each is taken for any of its look-alikes.
        for digest in ("5f" * 20, "73a10f" * 7, "0123456789abcdef" * 3, "d6b5ad" * 7):
            code_of = make_code(digest)
            for one, other in ("1I", "1L", "lI", "iL", "5S", "s5", "2Z", "z2", "8B"):
                given = code_of.replace(other, one)
                self.assertTrue(is_same_code(given, code_of), given)
        for given in ("", None, code, letters[:-1], letters + "A", "É" * 12, "\0"):
            self.assertFalse(is_same_code(given, letters), given)

    def test_pictures_are_measured_and_not_unfolded(self):
        plain = io.BytesIO()
        Image.new("1", (30, 20)).save(plain, "PNG")
        self.assertEqual(count_pixels(plain.getvalue()), 600)
        self.assertEqual(count_pixels(make_bomb(10_000, 10_000)), 100_000_000)
        self.assertGreater(count_pixels(make_bomb(100_000, 100_000)), 40_000_000)
        self.assertEqual(count_pixels(b"%PDF-1.4"), 0)

    def test_nothing_is_fetched_from_elsewhere(self):
        for source in (
            '<img src="http://10.0.0.1/x">',
            '<img src="//p.example/x.png" alt="Plan">',
            '<img srcset="https://p.example/x.png 2x">',
            '<img src="file:///etc/passwd">',
            '<img src=" HTTP://p.example/x">',
            '<p style="background:url(http://p.example)">Oui</p>',
            '<iframe src="http://p.example"></iframe>',
            '<svg><image href="http://p.example/x"></image></svg>',
            "<style>@import url(http://p.example)</style>",
        ):
            with self.subTest(source):
                kept = drop_remote_sources(f"a &lt; b{source}<p>Après &amp; fin</p>")
                self.assertNotIn("p.example", kept)
                self.assertNotIn("10.0.0.1", kept)
                self.assertNotIn("passwd", kept)
                self.assertTrue(kept.startswith("a &lt; b"))
                self.assertTrue(kept.endswith("<p>Après &amp; fin</p>"))
        for plain in ('<a href="https://p.example">Lien</a>', "<p>10:30</p>"):
            self.assertEqual(drop_remote_sources(plain), plain)
        inline = '<img src="data:image/png;base64,AAAA">'
        self.assertEqual(drop_remote_sources(inline), inline)

    def test_formulas_are_disarmed(self):
        for cell in ("=1+1", "+33 6", "-2", "@SUM(A1)", "\t=1", "\r=1"):
            self.assertEqual(disarm(cell), f"'{cell}")
        # After what is not seen, and in full width, some programs run it too.
        for start in ("  ", "\n", "\u200b", "\ufeff", "\u00a0", "\u200b \n"):
            for sign in "=+-@\t\r＝＋－＠":
                cell = f"{start}{sign}2+2"
                self.assertEqual(disarm(cell), f"'{cell}")
        self.assertEqual(disarm("＝4+4"), "'＝4+4")
        self.assertEqual(disarm("Bacs;\u200b＝1+1"), "Bacs;\u200b'＝1+1")
        # Read by a program that takes semicolons for its own.
        self.assertEqual(disarm("Bacs ;=1+1;oui"), "Bacs ;'=1+1;oui")
        self.assertEqual(disarm("a;  -2+3;\t@x"), "a;  '-2+3;\t'@x")
        self.assertEqual(disarm("Un\n=1"), "Un\n'=1")
        for cell in (
            "Oui = non",
            "",
            None,
            12,
            -3,
            -2.5,
            "  Bacs",
            "\u200b",
            "a-b",
            "Un ; deux",
            "Oui :\n- bac\n+ 1",
        ):
            self.assertEqual(disarm(cell), cell)


@tagged("post_install", "-at_install", "plpdma")
class TestStrangers(PublicCase):
    def test_page_that_stayed_open(self):
        """Signed out, or the day after: what was typed comes back with a new number,
        and is sent then."""
        response = self.url_open(
            self.path,
            data={"verbatim": "Mes mots.", "csrf_token": "x", "form_key": "y"},
        )
        self._assertRefused(response, "Nothing was sent")
        self.assertIn("Mes mots.", response.text)
        self._fill_in(verbatim="Mes mots.")
        self.assertEqual(self._get_new().verbatim, "Mes mots.")

    def test_disk_that_is_full(self):
        """What was typed comes back, and nothing is half registered."""
        attachments = self.env.registry["ir.attachment"]
        with (
            patch.object(
                attachments, "_file_write", side_effect=OSError(28, "No space left")
            ),
            mute_logger("odoo.addons.plpdma_concertation.controllers.forms"),
        ):
            response = self._fill_in(
                {"files": ("plan.pdf", b"%PDF-1.4 plan")}, verbatim="Mes mots."
            )
        self._assertRefused(response, "no room left")
        self.assertIn("Mes mots.", response.text)

    def test_only_what_is_accepted_counts(self):
        with patch.object(contribute, "CONTRIBUTIONS_PER_HOUR", 1):
            for _time in range(3):
                self._assertRefused(self._fill_in(contributor_email="jean@gmial"))
            response = self._fill_in(contributor_email="jean@gmial")
            self._assertRefused(response, "Did you mean jean@gmail.com?")
            self._fill_in(contributor_email="jean@gmail.com")
            self.assertEqual(self._get_new().contributor_email, "jean@gmail.com")

    def test_address_that_cannot_exist_at_every_door(self):
        self._assertRefused(self._fill_in(contributor_email="zoe@exemple"))
        with self.assertRaises(ValidationError):
            self._create_contribution(contributor_email="zoe@exemple")
        line = self.meeting.participation_ids[:1]
        self.assertIn(
            "stand_in_email",
            line._get_reply_errors("represented", "Zoé", "zoe@exemple"),
        )

    def test_opinion_is_asked_at_every_door(self):
        self.opened.sudo().write({"state": "draft"})
        self.opened.sudo().write(
            {
                "nature": "consultation",
                "proposal": "<p>Un composteur.</p>",
                "document_ids": self._consultation_documents(),
            }
        )
        self.opened.sudo().write({"state": "planned"})
        self.env.flush_all()
        self._assertRefused(self._fill_in(), "Give your opinion on the proposal.")
        self._fill_in(stance="no_opinion")
        self.assertEqual(self._get_new().stance, "no_opinion")

    def test_picture_that_unfolds(self):
        file = {"files": ("plan.png", make_bomb(13_000, 13_000))}
        self._assertRefused(self._fill_in(file), "too large a picture", "plan.png")

    def test_picture_that_cannot_be_read(self):
        """Its header says what it is, and nothing of its size."""
        for name, content in UNREADABLE.items():
            with self.subTest(name):
                self.assertEqual(count_pixels(content), 0)
                self._assertRefused(
                    self._fill_in({"files": (name, content)}), "cannot be read", name
                )
        plain = io.BytesIO()
        Image.new("RGB", (3, 2)).save(plain, "JPEG")
        self._fill_in({"files": ("plan.jpg", plain.getvalue())})
        self.assertEqual(len(self._get_new()), 1)

    def test_link_in_place_of_an_address(self):
        response = self._fill_in(contributor_email="mailto:jean@p.example")
        self._assertRefused(response, "Did you mean jean@p.example?")
        with self.assertRaises(ValidationError):
            self._create_contribution(contributor_email="mailto:jean@p.example")

    def test_nothing_printed_is_fetched_from_elsewhere(self):
        self.meeting.minutes = '<p>Oui<img src="http://10.0.0.1/x.png"/></p>'
        reports = self.env["ir.actions.report"].with_user(self.user_agent)
        content, _kind = reports._render_qweb_html(
            "plpdma_concertation.report_minutes", self.meeting.ids
        )
        self.assertIn(b"Oui", content)
        self.assertNotIn(b"10.0.0.1", content)
        self.assertIn(b"/web/assets/", content)

    def test_no_other_site_frames_ours(self):
        follow = self.contribution.sudo()._get_follow_url()
        for path in ("/concertation", self.register, self.path, follow):
            headers = self.url_open(path).headers
            self.assertEqual(headers["X-Frame-Options"], "SAMEORIGIN", path)
            self.assertIn("frame-ancestors 'self'", headers["Content-Security-Policy"])

    def test_secret_pages_say_the_same(self):
        line = self.meeting.participation_ids[:1].sudo()
        pages = (
            self.contribution.sudo()._get_follow_url(),
            line._get_link("reply"),
            self.meeting.sudo()._get_feedback_url(),
            self.meeting.sudo()._get_sign_in_url(),
        )
        for page in pages:
            headers = self.url_open(page).headers
            self.assertEqual(headers["Cache-Control"], "no-store", page)
            self.assertEqual(headers["Referrer-Policy"], "no-referrer", page)
            self.assertIn("noindex", headers["X-Robots-Tag"], page)

    def test_pages_of_who_is_signed_in(self):
        """Nothing of them stays on a shared computer once they have signed out."""
        login = self.user_speaker.login
        self.authenticate(login, login)
        home = "/my/concertation"
        for page in (
            home,
            f"/fr{home}",
            f"{home}/contributions",
            f"{home}/responses",
            f"{home}/sessions/{self.meeting.id}",
            f"{home}/programs/{self.program.id}/contribute",
        ):
            answer = self.url_open(page)
            self.assertEqual(answer.status_code, 200, page)
            self.assertEqual(answer.headers["Cache-Control"], "no-store", page)
            self.assertEqual(answer.headers["Referrer-Policy"], "no-referrer", page)
            self.assertIn("noindex", answer.headers["X-Robots-Tag"], page)
        headers = self.url_open(self.register).headers
        self.assertNotEqual(headers.get("Referrer-Policy"), "no-referrer")
