"""What somebody who means harm tries, over HTTP: nothing leaks, nothing is made twice,
nothing breaks, and a sentence says why."""

import tracemalloc
from datetime import timedelta
from unittest.mock import patch
from urllib.parse import urlencode, urlsplit

from lxml import html

from odoo import fields
from odoo.tests import tagged

from ...controllers.portal import contribute as portal_contribute
from ...controllers.public import contribute, follow
from ...tools.limits import MAX_FILE_SIZE
from ..portal.portal_common import HIDDEN, HOME
from .public_common import PDF, PublicCase, SecurityCase

HOSTILE = "<script>alert('vol')</script>\"'><img src=x onerror=alert(1)> {{7*7}}"
MEGABYTE = 1024**2


@tagged("post_install", "-at_install", "plpdma")
class TestPortalSecurity(SecurityCase):
    """The form of a participant."""

    def setUp(self):
        super().setUp()
        self.path = f"{HOME}/programs/{self.program.id}/contribute"
        self.form = {"verbatim": "Un composteur.", "form_key": "a" * 32}

    def _contribute(self, files=None, **form):
        return self._send(self.path, self.user_speaker, files, **{**self.form, **form})

    def test_scripts_come_out_as_text(self):
        response = self._contribute(verbatim=HOSTILE)
        contribution = self._get_new()
        self.assertEqual(contribution.verbatim, HOSTILE)
        self._assertEscaped(response.text)
        for path in (HOME, self._path(contribution), f"{HOME}/contributions"):
            self._assertEscaped(self.url_open(path).text)

    def test_scripts_come_back_as_text(self):
        response = self._contribute(verbatim=HOSTILE, theme_ids="999999999")
        self._assertRefused(response)
        self._assertEscaped(response.text)

    def test_form_sent_twice(self):
        self._contribute()
        again = self._send_again(self.path, **self.form)
        self.assertEqual(again.status_code, 200)
        self.assertEqual(len(self._get_new()), 1)

    def test_without_token_of_the_form(self):
        self.authenticate(self.user_speaker.login, self.user_speaker.login)
        response = self.url_open(self.path, data=self.form)
        self.assertIn("Nothing was sent yet", response.text)
        self.assertFalse(self._get_new())

    def test_choices_that_were_not_offered(self):
        _company, other = self._create_other_company()
        for forged in (
            {"theme_ids": "999999999"},
            {"theme_ids": "9" * 40},
            {"theme_ids": "-1"},
            {"territory_id": "x"},
            {"kind": "administrator"},
            {"confidentiality": "members"},
        ):
            with self.subTest(forged=forged):
                self._assertRefused(self._contribute(**forged))
        self.path = f"{HOME}/programs/{other.id}/contribute"
        self._contribute()
        self.assertFalse(self._get_new())

    def test_fields_that_are_not_in_the_form(self):
        self._contribute(
            moderation="accepted", state="closed", user_id="2", partner_id="1"
        )
        contribution = self._get_new()
        self.assertEqual(contribution.moderation, "pending")
        self.assertEqual(contribution.state, "received")
        self.assertFalse(contribution.user_id)
        self.assertEqual(contribution.partner_id, self.user_speaker.partner_id)

    def test_what_is_no_text(self):
        file = {"verbatim": ("texte.txt", b"Bonjour", "text/plain")}
        del self.form["verbatim"]
        self._assertRefused(self._contribute(file))
        self._contribute(verbatim="Un\0 composteur")
        self.assertEqual(self._get_new().verbatim, "Un composteur")

    def test_files_that_are_not_taken(self):
        for name, content in (
            ("page.pdf", b"<html><script>alert(1)</script></html>"),
            ("image.svg", b"<svg xmlns='http://www.w3.org/2000/svg'></svg>"),
            ("programme.pdf", b"MZ\x90\x00"),
            ("lourd.pdf", PDF + b"0" * MAX_FILE_SIZE),
        ):
            with self.subTest(name=name):
                file = {"files": (name, content)}
                self._assertRefused(self._contribute(file), name)

    def test_file_of_100_megabytes(self):
        file = {"files": ("film.pdf", PDF + b"0" * 100 * MEGABYTE)}
        response = self._contribute(file)
        self.assertEqual(response.status_code, 413)
        self.assertIn("10 MB", self._text(response.text))
        self.assertFalse(self._get_new())

    def test_too_many_forms(self):
        with patch.object(portal_contribute, "CONTRIBUTIONS_PER_HOUR", 2):
            for number in range(2):
                self._contribute(form_key=f"{number:032}")
            self.assertEqual(len(self._get_new()), 2)
            self.first |= self._get_new()
            self._assertRefused(self._contribute(form_key="b" * 32))

    def test_code_that_is_forged(self):
        contributions = self.env["plpdma.contribution"].sudo()
        right = self.contribution.sudo()._get_follow_code()
        reference = self.contribution.reference
        find = contributions._find_followed
        self.assertEqual(find(reference, right).id, self.contribution.id)
        for code in ("", None, "ÉÈ-ÀÇ", "A" * 5000, right[:-1], right + "A", "\0"):
            self.assertFalse(find(reference, code), code)
        other = self.other.sudo()._get_follow_code()
        self.assertFalse(find(reference, other))
        self.assertFalse(find("\0", right))


@tagged("post_install", "-at_install", "plpdma")
class TestPublicSecurity(PublicCase):
    """The pages for everybody, and the form of a visitor."""

    def test_visitor_has_no_right(self):
        public_env = self.env(user=self.env.ref("base.public_user"))
        names = [name for name in self.env.registry if name.startswith("plpdma.")]
        self.assertGreater(len(names), 40)
        for name in names:
            self.assertFalse(public_env[name].has_access("read"), name)

    def test_nothing_personal_is_published(self):
        names = {
            "contributor_name": "Nom caché",
            "contributor_email": "adresse.cachee@p.example",
            "confidentiality": "public",
        }
        self._publish(self.other, **names)
        entry = f"{self.register}/{self.other.id}"
        for path in ("/concertation", self.home, self.register, entry, self.path):
            page = self._read_page(path)
            for words in (*HIDDEN, "actors.example", "portal.example"):
                self.assertNotIn(words, page, path)
        self.assertIn(self.other.verbatim, self._text(self._read_page(entry)))
        search = self._read_page(f"{self.register}?search=Nom+cach%C3%A9")
        self.assertNotIn(self.other.reference, search)

    def test_only_what_is_for_everybody_and_was_read(self):
        for vals in (
            {"confidentiality": "members"},
            {"confidentiality": "staff"},
            {"moderation": "pending"},
            self._refusal(),
            {"active": False},
        ):
            with self.subTest(vals=vals):
                hidden = self._create_contribution(
                    verbatim="Parole tenue", **{"confidentiality": "public", **vals}
                )
                self.env.flush_all()
                self.assertNotIn(hidden.reference, self._read_page(self.register))
                search = self._read_page(f"{self.register}?search=tenue")
                self.assertNotIn(hidden.reference, search)
                self._read_page(f"{self.register}/{hidden.id}", 404)

    def test_programme_that_is_not_published(self):
        company, other = self._create_other_company()
        self._read_page(f"/concertation/{other.id}", 404)
        self.program.with_user(self.user_manager).is_published = False
        self.env.flush_all()
        for path in (self.home, self.register, self.path):
            self._read_page(path, 404)
        home = self._read_page("/concertation")
        for name in (self.program.name, other.name, company.name):
            self.assertNotIn(name, home)

    def test_changed_numbers(self):
        _company, other = self._create_other_company()
        for path in (
            "/concertation/999999999",
            "/concertation/99999999999999999999",
            f"{self.register}/999999999",
            f"{self.home}/contribute/999999999",
            f"{self.home}/contribute/{self.meeting.id}",
            f"/concertation/{other.id}/contribute/{self.opened.id}",
            f"{self.home}/documents/1",
        ):
            with self.subTest(path=path):
                self._read_page(path, 404)
        for query in (
            "page/999999",
            "?search=%00",
            "?theme=x&outcome=y",
            "?search=%25",
        ):
            join = "" if query.startswith("?") else "/"
            self._read_page(f"{self.register}{join}{query}")

    def test_form_makes_one_contribution(self):
        page = html.fromstring(self._read_page(self.path))
        [key] = page.xpath("//input[@name='form_key']/@value")
        form = {"verbatim": "Un composteur.", "form_key": key}
        first = self._send_again(self.path, **form)
        again = self._send_again(self.path, **form)
        contribution = self._get_new()
        self.assertEqual(len(contribution), 1)
        self.assertEqual(contribution.moderation, "pending")
        for response in (first, again):
            self.assertIn(contribution.reference, self._text(response.text))
        self.assertNotIn(contribution.reference, self._read_page(self.register))

    def test_form_with_a_forged_number(self):
        page = html.fromstring(self._read_page(self.path))
        [key] = page.xpath("//input[@name='form_key']/@value")
        for forged in ("", "x", key[:-4] + "AAAA", "é" * 20):
            with self.subTest(forged=forged):
                self._assertRefused(self._fill_in(form_key=forged))

    def test_machine_that_fills_in_everything(self):
        self._assertRefused(self._fill_in(**{contribute.TRAP: "https://spam.example"}))
        with patch.object(contribute, "MIN_SECONDS", 60):
            self._assertRefused(self._fill_in())

    def test_out_of_dates(self):
        for days in (3, -30):
            start = fields.Datetime.now() + timedelta(days=days)
            page = html.fromstring(self._read_page(self.path))
            [key] = page.xpath("//input[@name='form_key']/@value")
            self.opened.write(
                {"date_start": start, "date_stop": start + timedelta(days=5)}
            )
            self.env.flush_all()
            response = self._send_again(self.path, verbatim="Trop tard ?", form_key=key)
            self._assertRefused(response)
            self.opened.write(
                {
                    "date_start": fields.Datetime.now() - timedelta(days=1),
                    "date_stop": fields.Datetime.now() + timedelta(days=1),
                }
            )
            self.env.flush_all()

    def test_scripts_come_out_as_text(self):
        response = self._fill_in(
            verbatim=HOSTILE, contributor_name=HOSTILE[:90], name_consent="1"
        )
        contribution = self._get_new()
        self.assertEqual(contribution.verbatim, HOSTILE)
        self._assertEscaped(response.text)
        self._assertEscaped(self._read_page(urlsplit(response.url).path))
        self._assertEscaped(self._read_page(contribution._get_follow_url()))
        self._publish(contribution)
        for path in (self.register, f"{self.register}/{contribution.id}"):
            page = self._read_page(path)
            self._assertEscaped(page)
            self.assertIn("alert('vol')", self._text(page))

    def test_scripts_in_what_is_looked_for(self):
        query = urlencode({"search": HOSTILE})
        self._assertEscaped(self._read_page(f"{self.register}?{query}"))
        follow = {"reference": HOSTILE, "code": HOSTILE}
        response = self._send_again("/concertation/follow", **follow)
        self._assertEscaped(response.text)

    def test_scripts_come_back_as_text(self):
        response = self._fill_in(verbatim=HOSTILE, contributor_email=HOSTILE)
        self._assertRefused(response)
        self._assertEscaped(response.text)
        self.assertIn("alert('vol')", self._text(response.text))

    def test_what_is_no_text(self):
        self._fill_in(verbatim="Un\0 composteur")
        self.assertEqual(self._get_new().verbatim, "Un composteur")
        self.first |= self._get_new()
        file = {"contributor_name": ("nom.txt", b"Nom", "text/plain")}
        self.assertEqual(self._fill_in(file, verbatim="").status_code, 200)
        self.assertFalse(self._get_new())

    def test_files_that_are_not_taken(self):
        for name, content in (
            ("page.pdf", b"<html><script>alert(1)</script></html>"),
            ("image.svg", b"<svg xmlns='http://www.w3.org/2000/svg'></svg>"),
            ("programme.pdf", b"MZ\x90\x00"),
            ("lourd.pdf", PDF + b"0" * MAX_FILE_SIZE),
        ):
            with self.subTest(name=name):
                self._assertRefused(self._fill_in({"files": (name, content)}), name)

    def test_file_of_100_megabytes(self):
        content = PDF + b"0" * 100 * MEGABYTE
        tracemalloc.start()
        self.addCleanup(tracemalloc.stop)
        response = self._fill_in({"files": ("film.pdf", content)}, verbatim="Voici.")
        _now, peak = tracemalloc.get_traced_memory()
        self.assertIn(response.status_code, (200, 413))
        self.assertIn("10 MB", self._text(response.text))
        self.assertFalse(self._get_new())
        # The body twice on the client's side, in the same process.
        self.assertLess(peak, 350 * MEGABYTE)

    def test_files_are_for_the_staff(self):
        self._fill_in({"files": ("plan.pdf", PDF)})
        contribution = self._get_new()
        file = self.env["ir.attachment"].search(
            [("res_model", "=", contribution._name), ("res_id", "=", contribution.id)]
        )
        self.assertEqual(file.name, "plan.pdf")
        self._publish(contribution)
        self.assertNotIn("plan.pdf", self._read_page(self.register))
        self._read_page(f"/web/content/{file.id}", 404)
        self._read_page(f"{self.home}/documents/{file.id}", 404)

    def test_beyond_the_limit_nothing_is_made(self):
        with patch.object(contribute, "CONTRIBUTIONS_PER_HOUR", 3):
            for _time in range(3):
                self._fill_in()
            self.assertEqual(len(self._get_new()), 3)
            self.first |= self._get_new()
            for _time in range(3):
                response = self._fill_in(verbatim="Encore une idée.")
                self._assertRefused(response, status=429)
                self.assertIn("Encore une idée.", response.text)

    def test_codes_that_are_guessed(self):
        right = urlsplit(self.contribution.sudo()._get_follow_url()).path
        self.assertIn(self.contribution.reference, self._read_page(right))
        wrong = f"/concertation/follow/{self.contribution.id}/AAAA-BBBB-CCCC"
        other = urlsplit(self.other.sudo()._get_follow_url()).path
        mixed = right.replace(f"/{self.contribution.id}/", f"/{self.other.id}/")
        self.assertNotEqual(mixed, other)
        with patch.object(follow, "WRONG_CODES", 3):
            for path in (wrong, mixed, "/concertation/follow/999999999/ÉÉ-%00"):
                page = self._read_page(path, 404)
                self.assertNotIn(self.contribution.reference, page)
            self._read_page(wrong, 429)
            form = {"reference": self.contribution.reference, "code": "AAAA"}
            response = self._send_again("/concertation/follow", **form)
            self.assertEqual(response.status_code, 429)
            # Many people share one address: the right code is nobody's guess.
            self.assertIn(self.contribution.reference, self._read_page(right))
            form["code"] = self.contribution.sudo()._get_follow_code()
            response = self._send_again("/concertation/follow", **form)
            self.assertIn(self.contribution.reference, response.text)

    def test_pages_of_an_author_are_not_kept_nor_indexed(self):
        response = self.url_open(self.contribution.sudo()._get_follow_url())
        self.assertIn("noindex", response.headers["X-Robots-Tag"])
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
        self.assertIn("no-store", response.headers["Cache-Control"])
