"""Signing in on the spot: the page, and what its forms may hold."""

from unittest.mock import patch

from lxml import html

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from ...tools.names import MAX_NAME
from ..tour_common import TourCase
from .attendance_common import AttendanceCase, draw


@tagged("post_install", "-at_install", "plpdma")
class TestAttendancePage(AttendanceCase, HttpCase):
    """The page, as somebody with a phone and no account."""

    def setUp(self):
        super().setUp()
        self.path = self._get_path()
        self.authenticate(None, None)

    def _get_path(self):
        code = self.meeting._get_sign_in_code()
        return f"/concertation/sign/{self.meeting.id}/{code}"

    def _get(self, path=None):
        response = self.url_open(path or self.path)
        return response, html.fromstring(response.text)

    def _post(self, path=None, **vals):
        data = {
            "name": "Camille Nouvelle",
            "organisation": "",
            "signature": draw(),
            "csrf_token": Request.csrf_token(self),
            **vals,
        }
        response = self.url_open(path or self.path, data=data)
        return response, html.fromstring(response.text)

    def _text(self, tree):
        return " ".join(tree.xpath("string(//main)").split())

    def test_the_page_tells_what_is_signed(self):
        response, tree = self._get()
        self.assertEqual(response.status_code, 200)
        self.assertEqual(tree.xpath("string(//h1)").strip(), "Atelier <b>compost</b>")
        self.assertIn("Votre participation est consultative.", self._text(tree))
        for name in ("name", "organisation"):
            self.assertEqual(len(tree.xpath(f"//label[@for='{name}']")), 1)
            length = tree.xpath(f"//input[@name='{name}']/@maxlength")
            self.assertEqual(length, [str(MAX_NAME)])
        self.assertIn("sign the paper sheet", tree.xpath("string(//noscript)"))

    def test_sign_then_sign_again(self):
        _response, tree = self._post(name="Émilie Lefèvre")
        self.assertIn("Thank you, Émilie Lefèvre", self._text(tree))
        self.assertFalse(tree.xpath("//form"))
        self.assertEqual(self.line_emilie.attendance, "present")
        # What was told once is not told to the next person.
        _response, tree = self._get()
        self.assertNotIn("Thank you", self._text(tree))
        _response, tree = self._post(name="emilie lefevre")
        self.assertIn("You have already signed", self._text(tree))
        self.assertEqual(self.meeting.signature_count, 1)

    def test_what_is_wrong_is_said_and_what_was_typed_stays(self):
        _response, tree = self._post(name=" ", organisation="Régie", signature=draw())
        self.assertIn("first and last name", tree.xpath("string(//*[@role='alert'])"))
        field = tree.xpath("//input[@id='name']")[0]
        self.assertEqual(field.get("aria-invalid"), "true")
        error = tree.get_element_by_id(field.get("aria-describedby"))
        self.assertIn("first and last name", error.text_content())
        self.assertEqual(tree.xpath("//input[@id='organisation']/@value"), ["Régie"])
        self.assertEqual(tree.xpath("//input[@name='signature']/@value"), [draw()])
        self.assertFalse(self.meeting.attendance_ids)

    def test_a_script_in_the_name_is_text(self):
        name = "<script>alert(1)</script>"
        response, tree = self._post(name=name)
        self.assertIn(f"Thank you, {name}", self._text(tree))
        self.assertNotIn(name, response.text)

    def test_forged_signatures_and_files_are_refused_in_words(self):
        heavy = "data:image/png;base64," + "A" * 7_000_000
        for signature in (heavy, "data:text/html;base64,PHNjcmlwdD4="):
            response, tree = self._post(signature=signature)
            self.assertEqual(response.status_code, 200)
            self.assertIn("could not be read", self._text(tree))
            self.assertFalse(tree.xpath("//input[@name='signature']/@value"))
        response = self.url_open(
            self.path,
            data={"csrf_token": Request.csrf_token(self), "signature": draw()},
            files={"name": ("name.txt", b"Camille")},
        )
        self.assertEqual(response.status_code, 200)
        self.assertIn("first and last name", response.text)
        self.assertFalse(self.meeting.attendance_ids)

    def test_forged_and_former_codes_open_nothing(self):
        self.meeting.action_renew_sign_in()
        for path in (
            self.path,
            f"/concertation/sign/{self.meeting.id}/AAAA-AAAA-AAAA",
            f"/concertation/sign/{self.meeting.id + 1000}/AAAA-AAAA-AAAA",
        ):
            for visit in (self._get, self._post):
                response, tree = visit(path)
                self.assertEqual(response.status_code, 404)
                self.assertIn("This code opens nothing", self._text(tree))
                self.assertNotIn("compost", response.text)
        self.assertFalse(self.meeting.attendance_ids)
        response, _tree = self._get(self._get_path())
        self.assertEqual(response.status_code, 200)

    def test_out_of_its_hours_the_page_says_so(self):
        self._start(hours=-8)
        for visit in (self._get, self._post):
            response, tree = visit()
            self.assertEqual(response.status_code, 200)
            self.assertIn("This session is over", self._text(tree))
            self.assertFalse(tree.xpath("//form"))
        self.assertFalse(self.meeting.attendance_ids)

    def test_too_many_signatures_wait(self):
        # Whatever the database holds already.
        self.env["plpdma.rate.limit"].search([]).unlink()
        with patch(
            "odoo.addons.plpdma_concertation.controllers.links.attendance"
            ".SIGNATURES_PER_HOUR",
            1,
        ):
            self._post(name="Camille Une")
            _response, tree = self._post(name="Camille Deux")
        self.assertIn("Many people are signing", self._text(tree))
        self.assertEqual(tree.xpath("//input[@id='name']/@value"), ["Camille Deux"])
        self.assertEqual(self.meeting.attendance_ids.mapped("name"), ["Camille Une"])

    def test_who_shows_the_code_and_who_renews_it(self):
        screen = f"/concertation/sign/{self.meeting.id}/screen"
        renew = f"/concertation/sign/{self.meeting.id}/renew"
        for user, shows, renews in (
            (self.user_agent, True, True),
            (self.user_host, True, False),
            (self.user_elected, False, False),
            (self.user_employee, False, False),
        ):
            with self.subTest(user=user.login):
                before = self.meeting.sudo().sign_in_version
                self.authenticate(user.login, user.login)
                response, tree = self._get(screen)
                self.assertEqual(response.status_code, 200 if shows else 404)
                code = self.meeting._get_sign_in_code()
                self.assertEqual(code in response.text, shows)
                self.assertEqual(bool(tree.xpath("//form")), renews)
                self._post(renew)
                self.meeting.invalidate_recordset()
                after = self.meeting.sudo().sign_in_version
                self.assertEqual(after - before, int(renews))

    def test_who_runs_the_session_sees_people_arrive(self):
        self._sign("Camille Nouvelle", "Régie")
        self.authenticate(self.user_host.login, self.user_host.login)
        _response, tree = self._get(f"/my/concertation/sessions/{self.meeting.id}")
        section = tree.get_element_by_id("sign_in")
        self.assertIn("Camille Nouvelle (Régie)", section.text_content())


@tagged("post_install", "-at_install", "plpdma_browser")
class TestAttendanceTour(AttendanceCase, TourCase):
    def test_sign_with_a_finger_then_with_a_name(self):
        path = f"/concertation/sign/{self.meeting.id}/"
        self.start_tour(path + self.meeting._get_sign_in_code(), "plpdma_sign_in")
        self.assertEqual(
            sorted(self.meeting.attendance_ids.mapped("name")),
            ["Camille Nouvelle", "Émilie Lefèvre"],
        )
        self.assertEqual(self.line_emilie.attendance, "present")

    def test_agent_recognises_who_arrived(self):
        self._sign("Camille Nouvelle")
        self._sign("Sacha Nouveau")
        self.start_tour(
            f"/odoo/plpdma-sessions/{self.meeting.id}",
            "plpdma_recognise_signers",
            login=self.user_agent.login,
        )
        lines = {a.name: a.participation_id for a in self.meeting.attendance_ids}
        self.assertEqual(lines["Camille Nouvelle"], self.line_emilie)
        self.assertEqual(
            lines["Sacha Nouveau"].stakeholder_id.partner_id.name, "Sacha Nouveau"
        )
