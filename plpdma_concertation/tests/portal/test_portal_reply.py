"""What participants reply on the portal, and the pages of their sessions."""

from urllib.parse import urlsplit

from lxml import html

from odoo.tests import tagged

from ...tools.addresses import MAX_EMAIL
from ...tools.names import MAX_NAME
from .participant_common import ParticipantCase
from .portal_common import HOME


@tagged("post_install", "-at_install", "plpdma")
class TestPortalReply(ParticipantCase):
    def _reply(self, user=None, line=None, session=None, **form):
        line = line or self.invitation
        return self._post(
            f"{self._path(session or line.session_id)}/reply",
            user or self.user_speaker,
            participation_id=line.id,
            **form,
        )

    def test_invitation_awaits_on_the_home(self):
        home = self._read(HOME, self.user_speaker)
        self.assertIn(f"{self._path(self.coming)}#reply", home)
        self.assertIn("Awaiting your reply 1", self._text(home))
        self.authenticate(self.user_speaker.login, self.user_speaker.login)
        name = "plpdma_invitation_count"
        counts = self.make_jsonrpc_request("/my/counters", {"counters": [name]})
        self.assertEqual(counts[name], 1)

        self._reply(reply="accepted")
        home = self._read(HOME, self.user_speaker)
        self.assertNotIn("Awaiting your reply", self._text(home))
        sessions = self._text(self._read(f"{HOME}/sessions", self.user_speaker))
        self.assertIn("Your reply: you are coming.", sessions)

    def test_reply_and_change_it(self):
        for reply, words, notice in (
            ("accepted", "you are coming", "is noted"),
            ("declined", "you are not coming", "is changed"),
            ("declined", "you are not coming", "was your reply already"),
        ):
            answer = self._reply(reply=reply)
            with self.subTest(reply=reply, notice=notice):
                self.assertEqual(answer.status_code, 200)
                self.assertIn(words, self._text(answer.text))
                self.assertIn(notice, self._text(answer.text))
                self.assertEqual(self.invitation.rsvp, reply)
        self.assertEqual(self.other_invitation.rsvp, "pending")

    def test_colleague_replies_for_the_organisation(self):
        answer = self._reply(self.user_colleague, reply="accepted")
        self.assertIn("you are coming", self._text(answer.text))
        self.assertEqual(self.invitation.rsvp, "accepted")

    def test_stand_in_is_named(self):
        answer = self._reply(
            reply="represented", stand_in_name="Sacha & Cie", stand_in_email=""
        )
        self.assertIn("Sacha &amp; Cie", answer.text)
        self.assertEqual(self.invitation.rsvp, "accepted")
        self.assertEqual(self.invitation.stand_in_name, "Sacha & Cie")

        self.assertIn("Sacha & Cie will stand in for you", self._text(answer.text))

        for form, name in (
            ({"stand_in_name": "  "}, "name"),
            ({"stand_in_name": "Noa", "stand_in_email": "noa"}, "email"),
        ):
            answer = self._reply(reply="represented", **form)
            page = html.fromstring(answer.text)
            self.assertTrue(page.xpath("//div[@role='alert'][normalize-space()]"))
            (field,) = page.xpath("//details[@open]//input[@aria-invalid='true']")
            self.assertEqual(field.get("name"), f"stand_in_{name}")
            self.assertEqual(field.get("value"), form[f"stand_in_{name}"])
            length = {"name": MAX_NAME, "email": MAX_EMAIL}[name]
            self.assertEqual(field.get("maxlength"), str(length))
            described = f"plpdma_{name}_{self.invitation.id}_error"
            self.assertEqual(field.get("aria-describedby"), described)
            self.assertTrue(page.xpath(f"//*[@id='{described}']"))
        self.assertEqual(self.invitation.stand_in_name, "Sacha & Cie")

    def test_only_their_own_invitation(self):
        for user, line in (
            (self.user_speaker, self.other_invitation),
            (self.user_rival, self.invitation),
            (self.user_stranger, self.invitation),
            (self.user_councillor, self.invitation),
            (self.user_employee, self.invitation),
        ):
            with self.subTest(user=user.login):
                answer = self._reply(user, line, reply="accepted")
                self.assertEqual(urlsplit(answer.url).path, "/my")
                self.assertEqual(line.rsvp, "pending")
        answer = self._reply(session=self.meeting, reply="accepted")
        self.assertEqual(urlsplit(answer.url).path, "/my", "Of another session")
        self.assertEqual(self.invitation.rsvp, "pending")

    def test_unknown_reply(self):
        for reply in ("pending", "tentative", "<script>"):
            answer = self._reply(reply=reply)
            self.assertIn("Choose one of the three", self._text(answer.text))
        self.assertEqual(self.invitation.rsvp, "pending")

    def test_past_and_cancelled(self):
        past = self.meeting.participation_ids.filtered(
            lambda line: line.stakeholder_id == self.actors[0]
        )
        answer = self._reply(line=past, reply="accepted")
        self.assertIn("This session is over", self._text(answer.text))
        self.assertEqual(past.rsvp, "pending")
        page = self._read(self._path(self.meeting), self.user_speaker)
        self.assertNotIn('name="reply"', page)

        self.coming.action_cancel()
        self.env.flush_all()
        answer = self._reply(reply="accepted")
        self.assertIn("This session was cancelled", self._text(answer.text))
        self.assertEqual(self.invitation.rsvp, "pending")
        home = self._text(self._read(HOME, self.user_speaker))
        self.assertNotIn("Awaiting your reply", home)

    def test_page_of_a_session(self):
        page = self._text(self._read(self._path(self.coming), self.user_speaker))
        for words in (
            "Mairie d'essai",
            "Où composter ?",
            "Participants work together towards a proposal.",
            "Votre participation est consultative.",
            "You have not replied yet.",
            "You have not contributed here yet.",
        ):
            self.assertIn(words, page)
        self.assertNotIn("Bailleur", page)

    def test_attendance_is_told(self):
        line = self.meeting.participation_ids.filtered(
            lambda line: line.stakeholder_id == self.actors[0]
        )
        line.attendance = "present"
        self.env.flush_all()
        page = self._text(self._read(self._path(self.meeting), self.user_speaker))
        self.assertIn("You were there.", page)

    def test_minutes_are_printed_once_shared(self):
        path = f"{self._path(self.meeting)}/print"
        page = self._read(self._path(self.meeting), self.user_speaker)
        self.assertNotIn("/print", page)
        self._assertSentAway(path, self.user_speaker)
        self.meeting.minutes_state = "final"
        self.env.flush_all()
        page = self._read(self._path(self.meeting), self.user_speaker)
        self.assertIn(path, page)
        self.assertIn("en</b> préparation", self._read(path, self.user_colleague))
        self._assertSentAway(path, self.user_rival)

    def test_minutes_of_an_individual_meeting(self):
        """They are for the actor who was met, and for nobody who came along."""
        alone = self._create_session(self.actors[:1], format="individual")
        alone.write({"minutes": "<p>Dit seul.</p>", "minutes_state": "final"})
        alone.action_plan()
        self.env.flush_all()
        path = f"{self._path(alone)}/print"
        self.assertIn("Dit seul.", self._read(path, self.user_speaker))
        self._assertSentAway(path, self.user_rival)
