"""The pages of the links: reply, minutes, feedback."""

import re
from unittest.mock import patch
from urllib.parse import urlsplit

from lxml import html

from odoo.exceptions import UserError
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from ...controllers.links import feedback as feedback_controller
from ...tools.addresses import MAX_EMAIL
from ...tools.names import MAX_NAME
from .reply_common import ReplyCase

QUESTIONS = ("neutrality", "listening", "trust")


@tagged("post_install", "-at_install", "plpdma")
class TestReplyPages(ReplyCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def _path(self, line=None, scope="reply"):
        return urlsplit((line or self.line)._get_link(scope)).path

    def _post(self, path, **form):
        response = self.url_open(
            path, data={"csrf_token": Request.csrf_token(self), **form}
        )
        self.env.invalidate_all()
        return response

    def _state(self):
        self.env.invalidate_all()
        return self.line.rsvp, self.line.write_date, self._guest(self.line).state

    def _assertUnknown(self, path):
        response = self.url_open(path)
        self.assertEqual(response.status_code, 404, path)
        self.assertIn("This link opens nothing", response.text)
        self.assertIn(self.company.email, response.text)
        for words in ("Atelier", *self.partners.mapped("name"), "Test agent"):
            self.assertNotIn(words, response.text)
        return response.text

    # ------------------------------------------------------------------
    # Reply
    # ------------------------------------------------------------------
    def test_opening_the_link_changes_nothing(self):
        before = self._state()
        for reply in ("accepted", "declined", "represented", "<script>", ""):
            response = self.url_open(f"{self._path()}?reply={reply}")
            self.assertEqual(response.status_code, 200)
            self.assertNotIn("<script>alert", response.text)
        self.assertEqual(self._state(), before)
        self.assertFalse(self._receipts(self.line))
        response = self.url_open(f"{self._path()}?reply=declined", method="HEAD")
        self.assertEqual(self._state(), before)

    def test_page_tells_the_essentials_and_holds_the_choice(self):
        response = self.url_open(f"{self._path()}?reply=declined")
        page = html.fromstring(response.text)
        text = self._text(response.text)
        for words in (
            self.company.name,
            "Atelier <compost>",
            "Salle des fêtes",
            "Où composter ?",
            "Votre participation est consultative.",
            "Test agent",
            "04 00 00 00 01",
        ):
            self.assertIn(words, text)
        for name in (*self.partners.mapped("name"), *self.partners.mapped("email")):
            self.assertNotIn(name, response.text)
        self.assertEqual(
            page.xpath("//input[@name='reply'][@checked]/@value"), ["declined"]
        )
        self.assertEqual(
            page.xpath("//form/@data-plpdma-chosen"), ["declined"], "Sent at once"
        )
        for name, value in (
            ("Cache-Control", "no-store"),
            ("X-Robots-Tag", "noindex, nofollow"),
        ):
            self.assertEqual(response.headers[name], value)
        page = html.fromstring(self.url_open(self._path()).text)
        self.assertFalse(page.xpath("//form[@data-plpdma-chosen]"))
        for name, length in (
            ("stand_in_name", MAX_NAME),
            ("stand_in_email", MAX_EMAIL),
        ):
            self.assertEqual(
                page.xpath(f"//input[@name='{name}']/@maxlength"), [str(length)]
            )

    def test_reply_then_change_it(self):
        response = self._post(self._path(), reply="accepted")
        self.assertEqual(urlsplit(response.url).path, self._path())
        self.assertIn(
            "Thank you, your reply is noted: you are coming.", self._text(response.text)
        )
        self.assertEqual(self.line.rsvp, "accepted")
        self.assertEqual(self._guest(self.line).state, "accepted")
        self.assertEqual(self._receipts(self.line).version, 1)
        self.assertIn(f"{self._path()}/calendar.ics", response.text)

        response = self._post(self._path(), reply="accepted")
        self.assertIn("already noted: you are coming.", self._text(response.text))
        response = self._post(self._path(), reply="declined")
        text = self._text(response.text)
        self.assertIn("Your reply has changed: you are not coming.", text)
        self.assertNotIn("calendar.ics", response.text)
        self.assertEqual(self.line.rsvp, "declined")
        text = self._text(self.url_open(self._path()).text)
        self.assertIn("Your reply so far: you are not coming.", text)

    def test_stand_in_is_escaped(self):
        name = "<script>alert(1)</script>"
        response = self._post(self._path(), reply="represented", stand_in_name=name)
        self.assertIn("&lt;script&gt;alert(1)", response.text)
        self.assertNotIn(name, response.text)
        self.assertFalse(self.line.stand_in_name, "It is no name")
        name = "Camille & Martin"
        response = self._post(self._path(), reply="represented", stand_in_name=name)
        self.assertIn("Camille &amp; Martin", response.text)
        self.assertEqual(self.line.stand_in_name, name)

    def test_what_was_typed_is_kept(self):
        response = self._post(
            self._path(), reply="represented", stand_in_name="", stand_in_email="<b>"
        )
        page = html.fromstring(response.text)
        self.assertEqual(len(page.xpath("//div[@role='alert']//li")), 2)
        for name in ("stand_in_name", "stand_in_email"):
            (field,) = page.xpath(f"//input[@id='{name}'][@aria-invalid='true']")
            error = page.get_element_by_id(field.get("aria-describedby"))
            self.assertTrue(error.text_content().strip())
            self.assertTrue(page.xpath(f"//a[@href='#{name}']"))
        self.assertEqual(field.get("value"), "<b>")
        self.assertEqual(
            page.xpath("//input[@name='reply'][@checked]/@value"), ["represented"]
        )
        self.assertEqual(self.line.rsvp, "pending")

    def test_form_without_a_choice_or_with_a_file(self):
        self.assertIn("Choose one", self._post(self._path()).text)
        response = self.url_open(
            self._path(),
            data={"csrf_token": Request.csrf_token(self), "reply": "represented"},
            files={"stand_in_name": ("a.txt", b"Camille")},
        )
        self.assertIn("Write the name", response.text)
        self.assertEqual(self._state()[0], "pending")

    def test_form_from_elsewhere_is_refused(self):
        response = self.url_open(self._path(), data={"reply": "accepted"})
        self.assertIn("Nothing was sent", response.text)
        self.assertEqual(self._state()[0], "pending")

    def test_altered_link(self):
        path = self._path()
        token = path.rpartition("/")[2]
        pages = {
            self._assertUnknown(altered)
            for altered in (
                f"{path[:-1]}x",
                f"/concertation/reply/{self.other.id}/{token}",
                f"/concertation/reply/999999999/{token}",
                f"/concertation/reply/99999999999999999999/{token}",
                f"/concertation/minutes/{self.line.id}/{token}",
                f"/concertation/feedback/{self.meeting.id}/{token}",
                f"{path[:-1]}x/calendar.ics",
            )
        }
        # The token against forged forms changes each second.
        masked = {re.subn(r'csrf_token: "\w+"', "", page) for page in pages}
        self.assertEqual({count for _page, count in masked}, {1})
        self.assertEqual(
            len({self._text(page) for page, _count in masked}),
            1,
            "They tell nothing apart",
        )
        response = self._post(f"{path[:-1]}x", reply="accepted")
        self.assertEqual(response.status_code, 404)
        self.assertEqual(self._state()[0], "pending")

    def test_past_or_cancelled(self):
        def cancel():
            with self.mock_mail_gateway():
                self.meeting.write({"state": "draft"})
                self.meeting.write({"state": "cancelled"})

        for change, words in (
            (self._end, "This session is over. Replies were taken until"),
            (cancel, "This session was cancelled"),
        ):
            change()
            before = self._state()
            for response in (
                self.url_open(f"{self._path()}?reply=accepted"),
                self._post(self._path(), reply="accepted"),
            ):
                self.assertEqual(response.status_code, 200)
                self.assertIn(words, response.text)
                self.assertIn("04\u00a000\u00a000\u00a000\u00a001", response.text)
                self.assertNotIn("<form", response.text)
            self.assertEqual(self._state(), before)

    def test_add_to_the_calendar(self):
        response = self.url_open(f"{self._path()}/calendar.ics")
        self.assertEqual(response.status_code, 200)
        self.assertIn("text/calendar", response.headers["Content-Type"])
        self.assertIn("BEGIN:VEVENT", response.text)
        self.assertIn("Atelier <compost>", response.text)
        for partner in self.partners:
            self.assertNotIn(partner.email, response.text)
        self.env.invalidate_all()
        self.assertEqual(len(self.meeting.calendar_event_id.attendee_ids), 4)
        with self.mock_mail_gateway():
            self.meeting.action_cancel()
        self._assertUnknown(f"{self._path()}/calendar.ics")

    # ------------------------------------------------------------------
    # Minutes
    # ------------------------------------------------------------------
    def test_minutes(self):
        path = self._path(scope="minutes")
        self.meeting.minutes = "<p>Ce qui fut <b>dit</b></p>"
        self.assertNotIn("Ce qui fut", self.url_open(path).text)
        self._report()
        response = self.url_open(path)
        self.assertIn("Ce qui fut <b>dit</b>", response.text)
        self.assertNotIn("not final yet", response.text)
        self.meeting.minutes_state = "circulated"
        self.assertIn("not final yet", self.url_open(path).text)
        self.meeting.minutes_state = "draft"
        self.assertIn("not available", self.url_open(path).text)

    # ------------------------------------------------------------------
    # Feedback
    # ------------------------------------------------------------------
    def _feedback_path(self):
        return urlsplit(self.meeting.feedback_url).path

    def _answer(self, **scores):
        return self._post(
            self._feedback_path(), **{**dict.fromkeys(QUESTIONS, "4"), **scores}
        )

    def test_feedback_is_anonymous_and_given_once(self):
        self._end()
        page = html.fromstring(self.url_open(self._feedback_path()).text)
        self.assertEqual(len(page.xpath("//fieldset[legend]")), 3)
        self.assertEqual(len(page.xpath("//input[@type='radio']")), 15)
        response = self._answer(trust="2")
        self.assertIn("Thank you: your opinion is noted", self._text(response.text))
        feedback = self.meeting.sudo().feedback_ids
        self.assertRecordValues(
            feedback, [{"neutrality": 4, "listening": 4, "trust": 2}]
        )
        self.assertNotIn("create_uid", feedback._fields)
        for _time in range(2):
            response = self._answer()
            self.assertIn("once from each", self._text(response.text))
        self.assertEqual(self.meeting.feedback_count, 1)
        self.authenticate(None, None)
        self._answer()
        self.assertEqual(self.meeting.feedback_count, 2, "From another browser")

    def test_incomplete_feedback(self):
        self._end()
        response = self._answer(trust="", listening="6")
        page = html.fromstring(response.text)
        self.assertEqual(len(page.xpath("//div[@role='alert']//li")), 2)
        self.assertEqual(page.xpath("//input[@checked]/@id"), ["neutrality_4"], "Kept")
        self.assertEqual(self.meeting.feedback_count, 0)

    def test_feedback_before_and_long_after(self):
        for change, words in (
            (lambda: None, "has not begun yet"),
            (lambda: self._end(days=61), "Feedback is closed"),
            (self.meeting.action_cancel, "No feedback is asked"),
        ):
            with self.mock_mail_gateway():
                change()
            for response in (self.url_open(self._feedback_path()), self._answer()):
                self.assertIn(words, self._text(response.text))
                self.assertNotIn("<form", response.text)
        self.assertEqual(self.meeting.feedback_count, 0)
        with self.assertRaises(UserError):
            self.meeting._give_feedback(dict.fromkeys(QUESTIONS, 3))

    def test_many_answers_from_one_place(self):
        self._end()
        self.startPatcher(patch.object(feedback_controller, "ANSWERS_PER_HOUR", 2))
        for _time in range(3):
            self.authenticate(None, None)
            response = self._answer()
        self.assertEqual(response.status_code, 429)
        self.assertIn("Try again later", self._text(response.text))
        self.assertEqual(self.meeting.feedback_count, 2)
