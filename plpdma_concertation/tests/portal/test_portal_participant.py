"""What participants do on the portal: reply, contribute, follow what comes of it."""

import base64
from datetime import timedelta
from unittest.mock import patch
from urllib.parse import urlsplit

from lxml import html

from odoo import fields
from odoo.exceptions import AccessError
from odoo.http import Request
from odoo.tests import tagged

from ..common import ConcertationCase
from .portal_common import HOME, PortalCase

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


class ParticipantCase(PortalCase):
    """The speaker and a colleague of theirs are invited to a coming meeting."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_colleague = cls._create_portal_user(
            "colleague", parent_id=cls.partners[0].id
        )
        cls.user_rival = cls._create_portal_user("rival", parent_id=cls.partners[2].id)

    def _build_world(self):
        super()._build_world()
        self.coming = self._create_session(
            self.actors[:2], days=7, name="Atelier à venir", location="Mairie d'essai"
        )
        self.coming.action_plan()
        self.invitation, self.other_invitation = self.coming.participation_ids.sorted(
            lambda line: line.stakeholder_id != self.actors[0]
        )
        self.program.theme_ids = self.axis | self.theme
        self.program.territory_ids = self.north
        self.env.flush_all()

    def _consultation(self, days=-2, length=9, **vals):
        """A proposal put to the public, open now unless told otherwise."""
        start = fields.Datetime.now() + timedelta(days=days)
        session = self._create_session(
            name="Avis sur le projet",
            nature="consultation",
            format="public",
            proposal="<p>Le projet de programme.</p>",
            date_start=start,
            date_stop=start + timedelta(days=length),
            **vals,
        )
        session.action_plan()
        self.env.flush_all()
        return session

    def _sent_by(self, user):
        return self.agent_env["plpdma.contribution"].search(
            [("create_uid", "=", user.id)]
        )

    def _files(self, contribution):
        return self.env["ir.attachment"].search(
            [("res_model", "=", contribution._name), ("res_id", "=", contribution.id)]
        )

    def _path_to(self, place):
        name = place._name.removeprefix("plpdma.")
        return f"{HOME}/{name}s/{place.id}/contribute"

    def _contribute(self, place, user=None, files=(), **form):
        """Send the form, with as many files."""
        user = user or self.user_speaker
        self.authenticate(user.login, user.login)
        answer = self.url_open(
            self._path_to(place),
            data={
                "csrf_token": Request.csrf_token(self),
                "form_key": "k1",
                "verbatim": "Un broyeur partagé.",
                "kind": "proposal",
                "confidentiality": "public",
                **form,
            },
            files=[("files", file) for file in files],
        )
        self.env.invalidate_all()
        return answer


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


@tagged("post_install", "-at_install", "plpdma")
class TestPortalContribute(ParticipantCase):
    def test_contribute_to_a_session(self):
        path = self._path_to(self.coming)
        page = self._read(self._path(self.coming), self.user_speaker)
        self.assertIn(path, page)
        form = self._read(path, self.user_speaker)
        self.assertIn("You speak on behalf of Ressourcerie.", self._text(form))

        answer = self._contribute(
            self.coming,
            verbatim="  Un <script>alert(1)</script> broyeur. ",
            question_id=self.coming.question_ids.id,
            theme_ids=self.theme.id,
            territory_id=self.north.id,
            name_consent="1",
            files=[("plan.pdf", PDF), ("photo.gif", GIF)],
        )
        sent = self._sent_by(self.user_speaker)
        self.assertEqual(urlsplit(answer.url).path, self._path(sent))
        self.assertIn(sent.reference, self._text(answer.text))
        self.assertIn("&lt;script&gt;alert", answer.text)
        self.assertNotIn("<script>alert", answer.text)
        self.assertRecordValues(
            sent,
            [
                {
                    "verbatim": "Un <script>alert(1)</script> broyeur.",
                    "session_id": self.coming.id,
                    "program_id": self.program.id,
                    "question_id": self.coming.question_ids.id,
                    "territory_id": self.north.id,
                    "theme_ids": self.theme.ids,
                    "kind": "proposal",
                    "channel": "web",
                    "moderation": "pending",
                    "confidentiality": "public",
                    "name_consent": True,
                    "partner_id": self.user_speaker.partner_id.id,
                    "stakeholder_id": self.actors[0].id,
                    "organisation_name": "Ressourcerie",
                    "author_label": "Ressourcerie",
                }
            ],
        )
        page = self._text(answer.text)
        self.assertIn("The team reads it before it is published", page)
        self.assertIn("plan.pdf", page)
        page = self._text(self._read(self._path(self.coming), self.user_speaker))
        self.assertIn("Your contributions here", page)
        self.assertIn(sent.reference, page)

    def test_contribute_to_a_programme(self):
        home = self._read(HOME, self.user_speaker)
        self.assertIn(self._path_to(self.program), home)
        self.assertIn(self._path_to(self.coming), home)
        self._contribute(self.program, confidentiality="staff")
        sent = self._sent_by(self.user_speaker)
        self.assertEqual(sent.program_id, self.program)
        self.assertFalse(sent.session_id)
        self.assertEqual(sent.confidentiality, "staff")
        self.assertFalse(sent.name_consent)
        page = self._text(self._read(self._path(sent), self.user_speaker))
        self.assertIn("Only the team reads it.", page)
        for user in (self.user_colleague, self.user_rival):
            self._assertSentAway(self._path(sent), user)

    def test_page_that_stayed_open_too_long(self):
        """Signed out, or signed in anew: what was typed comes back, to be sent."""
        words = "Un broyeur partagé, près de l'école, pour toute la rue & ses voisins."
        path = self._path_to(self.program)
        typed = {"verbatim": words, "kind": "proposal", "confidentiality": "public"}
        known = self._sent_by(self.user_speaker)
        for user in (None, self.user_speaker):
            login = user and user.login
            self.authenticate(login, login)
            page = self.url_open(path, data={**typed, "csrf_token": "x"})
            with self.subTest(user=login):
                self.assertEqual(page.status_code, 200)
                self.assertEqual(urlsplit(page.url).path, path)
                form = html.fromstring(page.text).xpath("//form[@method='post']")[-1]
                given = dict(form.form_values())
                self.assertEqual(given.pop("csrf_token")[:1].isalnum(), True)
                self.assertEqual(given, typed)
                self.assertEqual(form.action, path)
                self.assertEqual(self._sent_by(self.user_speaker), known)
        self._post(path, self.user_speaker, **given)
        sent = self._sent_by(self.user_speaker) - known
        self.assertEqual(sent.verbatim, words)

    def test_who_is_signed_out_signs_in_first(self):
        self.authenticate(None, None)
        answer = self.url_open(self._path_to(self.program), allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.assertIn("/web/login?redirect=", answer.headers["Location"])

    def test_consultation_of_the_public(self):
        """They are not invited to it, and find it all the same."""
        session = self._consultation()
        path = self._path_to(session)
        self.assertIn(path, self._read(HOME, self.user_speaker))
        page = self._text(self._read(path, self.user_speaker))
        self.assertIn("Le projet de programme.", page)

        answer = self._contribute(session)
        self.assertIn("Give your opinion", self._text(answer.text))
        self.assertFalse(self._sent_by(self.user_speaker))
        self._contribute(session, stance="reserved")
        sent = self._sent_by(self.user_speaker)
        self.assertEqual(sent.stance, "reserved")
        self.assertFalse(sent.is_late)

    def test_individual_meeting_stays_with_the_team(self):
        alone = self._create_session(
            self.actors[:1], days=3, format="individual", name="Rencontre"
        )
        alone.action_plan()
        self.env.flush_all()
        page = self._read(self._path_to(alone), self.user_speaker)
        self.assertNotIn('name="confidentiality"', page)
        self._contribute(alone, confidentiality="public", name_consent="1")
        sent = self._sent_by(self.user_speaker)
        self.assertEqual(sent.confidentiality, "staff")
        self.assertFalse(sent.name_consent)

    def test_same_form_makes_one_contribution(self):
        for _time in range(2):
            answer = self._contribute(self.coming, files=[("plan.pdf", PDF)])
            self.assertIn("registered under the number", self._text(answer.text))
        sent = self._sent_by(self.user_speaker)
        self.assertEqual(len(sent), 1)
        self.assertEqual(len(self._files(sent)), 1)
        self._contribute(self.coming, form_key="k2")
        self.assertEqual(len(self._sent_by(self.user_speaker)), 2)

    def test_form_of_somebody_else(self):
        """The number of a form gives nothing of what another account sent."""
        self._contribute(self.coming)
        other = self._sent_by(self.user_speaker)
        session = self._consultation()
        answer = self._contribute(session, self.user_rival, stance="no_opinion")
        self.assertNotIn(other.reference, answer.text)
        self.assertEqual(len(self._sent_by(self.user_rival)), 1)

    def test_closed_places(self):
        over = self._consultation(days=-20)
        later = self._consultation(days=5)
        self.meeting.action_hold()
        self.meeting.participation_ids.attendance = "present"
        self.meeting.action_report()
        self.program.sudo().contribution_ids.response_expected = False
        self.env.flush_all()
        for session, words in (
            (over, "Contributions have been closed since"),
            (later, "Contributions open on"),
            (self.meeting, "when the session was reported"),
        ):
            with self.subTest(words=words):
                page = self._read(self._path_to(session), self.user_speaker)
                self.assertIn(words, self._text(page))
                self.assertNotIn("<textarea", page)
                answer = self._contribute(session, stance="favourable")
                page = self._text(answer.text)
                self.assertIn("Contributions are not open here", page)
                self.assertIn("Un broyeur partagé.", page, "What was typed is kept")
        page = self._read(self._path(self.meeting), self.user_speaker)
        self.assertIn("when the session was reported", self._text(page))
        self.assertNotIn(self._path_to(self.meeting), page)
        self.assertFalse(self._sent_by(self.user_speaker))

    def test_closed_programme(self):
        self.env["plpdma.contribution"].search(
            [("program_id", "=", self.program.id)]
        ).response_expected = False
        self.program.sudo().state = "closed"
        self.env.flush_all()
        page = self._read(self._path_to(self.program), self.user_speaker)
        self.assertIn("The programme is closed", self._text(page))
        self._contribute(self.program)
        self.assertFalse(self._sent_by(self.user_speaker))
        self.assertNotIn(
            self._path_to(self.program), self._read(HOME, self.user_speaker)
        )

    def test_strangers_find_no_form(self):
        consultation = self._consultation()
        draft = self._create_session(self.actors[:1], days=4)
        self.env.flush_all()
        for user, places in (
            (self.user_stranger, (self.coming, self.program, consultation)),
            (self.user_employee, (self.coming, self.program, consultation)),
            (self.user_rival, (self.coming,)),
            (self.user_speaker, (draft,)),
        ):
            for place in places:
                with self.subTest(user=user.login, place=place.display_name):
                    self._assertSentAway(self._path_to(place), user)
                    answer = self._contribute(place, user)
                    self.assertEqual(urlsplit(answer.url).path, "/my")
            self.assertFalse(self._sent_by(user))

    def test_elu_reads_without_contributing(self):
        page = self._read(self._path(self.coming), self.user_councillor)
        self.assertNotIn(self._path_to(self.coming), page)
        self._contribute(self.coming, self.user_councillor)
        self.assertFalse(self._sent_by(self.user_councillor))

    def test_forged_choices(self):
        other = self._create_session(self.actors[:1], days=3)
        self.env.flush_all()
        for form in (
            {"question_id": other.question_ids.id},
            {"theme_ids": self.other_theme.id},
            {"territory_id": self.south.id},
            {"territory_id": "x"},
            {"theme_ids": 2**70},
            {"kind": "secret"},
            {"stance": "always"},
        ):
            with self.subTest(form=form):
                answer = self._contribute(self.coming, **form)
                self.assertEqual(answer.status_code, 200)
                self.assertIn("Choose among what the form", self._text(answer.text))
                self.assertIn("Un broyeur partagé.", answer.text)
        answer = self._contribute(self.coming, confidentiality="members")
        self.assertIn("Choose who may read", self._text(answer.text))
        self.assertFalse(self._sent_by(self.user_speaker))

    def test_other_fields_are_not_filled_in(self):
        self._contribute(
            self.coming,
            state="closed",
            moderation="accepted",
            partner_id=self.partners[1].id,
            session_id=self.meeting.id,
            user_id=self.user_speaker.id,
        )
        self.assertRecordValues(
            self._sent_by(self.user_speaker),
            [
                {
                    "state": "received",
                    "moderation": "pending",
                    "partner_id": self.user_speaker.partner_id.id,
                    "session_id": self.coming.id,
                    "user_id": False,
                }
            ],
        )

    def test_what_is_wrong_is_told_beside_the_field(self):
        too_big = ("plan.pdf", PDF + b"0" * (10 * 1024 * 1024))
        program = ("outil.pdf", b"MZ\x90\x00" + b"\x00" * 60)
        for form, name, words in (
            ({"verbatim": "  "}, "verbatim", "Write your contribution"),
            ({"verbatim": "a" * 20_001}, "verbatim", "20000 at most"),
            ({"files": [too_big]}, "files", "is too heavy"),
            ({"files": [program]}, "files", "is not taken"),
            ({"files": [("a.pdf", PDF)] * 6}, "files", "5 files at most"),
        ):
            with self.subTest(words=words):
                answer = self._contribute(self.coming, **form)
                page = html.fromstring(answer.text)
                self.assertIn(words, page.xpath("//*[@role='alert']")[0].text_content())
                (field,) = page.xpath(f"//*[@id='plpdma_{name}']")
                self.assertEqual(field.get("aria-invalid"), "true")
                described = field.get("aria-describedby").split()
                self.assertIn(f"plpdma_{name}_error", described)
                (told,) = page.xpath(f"//*[@id='plpdma_{name}_error']")
                self.assertIn(words, told.text_content())
        self.assertFalse(self._sent_by(self.user_speaker))

    def test_too_many(self):
        path = "odoo.addons.plpdma_concertation.controllers.portal.contribute"
        with patch(f"{path}.CONTRIBUTIONS_PER_HOUR", 2):
            for number in range(3):
                answer = self._contribute(self.coming, form_key=f"k{number}")
            self.assertIn("Wait an hour", self._text(answer.text))
            self.assertIn("Un broyeur partagé.", answer.text)
        self.assertEqual(len(self._sent_by(self.user_speaker)), 2)

    def test_csrf_token_is_required(self):
        self.authenticate(self.user_speaker.login, self.user_speaker.login)
        for path in (
            self._path_to(self.coming),
            f"{self._path(self.coming)}/reply",
            f"{self._path(self.contribution)}/message",
        ):
            answer = self.url_open(path, data={"verbatim": "Non", "text": "Non"})
            self.assertIn("Nothing was sent yet", self._text(answer.text))
        self.assertFalse(self._sent_by(self.user_speaker))

    def test_each_field_has_its_label(self):
        for session in (self.coming, self._consultation()):
            page = html.fromstring(
                self._read(self._path_to(session), self.user_speaker)
            )
            names = page.xpath(
                "//main//form//*[self::input[not(@type='hidden')] or self::select"
                " or self::textarea]/@id"
            )
            labelled = page.xpath("//main//form//label/@for")
            self.assertIn("plpdma_verbatim", names)
            self.assertEqual(sorted(names), sorted(labelled))


@tagged("post_install", "-at_install", "plpdma")
class TestPortalFollow(ParticipantCase):
    def setUp(self):
        super().setUp()
        self._contribute(self.coming, files=[("plan.pdf", PDF)])
        self.sent_one = self._sent_by(self.user_speaker)
        self.file = self._files(self.sent_one)
        self.path = self._path(self.sent_one)

    def test_state_in_words(self):
        other = self._create_contribution()
        for change, words in (
            (lambda: self.sent_one.action_review(), "The team is studying it."),
            (lambda: self.sent_one._merge_into(other), "Others said the same"),
        ):
            change()
            self.env.flush_all()
            page = self._text(self._read(self.path, self.user_speaker))
            self.assertIn(words, page)

    def test_link_to_the_published_register(self):
        path = f"/concertation/{self.program.id}/register/{self.sent_one.id}"
        self.sent_one.action_accept_publication()
        self.env.flush_all()
        page = self._read(self.path, self.user_speaker)
        self.assertIn("It may be published in the register.", self._text(page))
        self.assertNotIn(path, page)
        self.program.is_published = True
        self.env.flush_all()
        self.assertIn(f'href="{path}"', self._read(self.path, self.user_speaker))

    def test_answer_and_its_correction(self):
        response = self._create_response(
            self.sent_one,
            decision="deferred",
            state="sent",
            follow_up_terms="<p>Bilan chaque année.</p>",
        )
        self.env.flush_all()
        page = self._text(self._read(self.path, self.user_speaker))
        for words in (
            "The authority answered you.",
            "Une étude est en cours.",
            "30 June 2099",
            "Bilan chaque année.",
        ):
            self.assertIn(words, page)
        self.assertNotIn("corrected", page)
        self.assertIn(response.reference, page)
        response.action_correct()
        correction = response.superseded_by_ids
        correction.motivation = "<p>L'étude est finie.</p>"
        correction.action_submit()
        correction.with_user(self.user_manager).action_validate()
        with self.mock_mail_gateway():
            correction.action_send()
        self._deliver(correction)
        self.env.flush_all()
        page = self._text(self._read(self.path, self.user_speaker))
        self.assertIn("This answer corrects the one that was sent before.", page)
        self.assertIn("This answer was corrected since.", page)
        self.assertLess(page.index("L'étude est finie"), page.index("est en cours"))

    def test_refusal_is_told_to_its_author_alone(self):
        self.sent_one.write(
            {"moderation": "refused", "moderation_reason": "Propos injurieux."}
        )
        self.env.flush_all()
        for user in (self.user_speaker, self.user_colleague):
            page = self._text(self._read(self.path, user))
            self.assertIn("It is not published in the register: Propos", page)
        page = self._get(self.path, self.user_councillor).text
        self.assertNotIn("Propos injurieux", page)
        with self.assertRaises(AccessError):
            self.sent_one.with_user(self.user_rival)._get_told_refusal()

    def test_files_are_for_who_sent_them(self):
        path = f"{self.path}/files/{self.file.id}"
        self.assertIn(path, self._read(self.path, self.user_speaker))
        answer = self._get(path, self.user_speaker)
        self.assertEqual(answer.content, PDF)
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        staff_file = self.env["ir.attachment"].create(
            {
                "name": "scan.pdf",
                "raw": PDF,
                "res_model": self.sent_one._name,
                "res_id": self.sent_one.id,
            }
        )
        foreign = f"{self._path(self.contribution)}/files/{self.file.id}"
        self.env.flush_all()
        for user, hidden in (
            (self.user_speaker, f"{self.path}/files/{staff_file.id}"),
            (self.user_speaker, f"{self.path}/files/{2**31 - 1}"),
            (self.user_speaker, foreign),
            (self.user_colleague, path),
            (self.user_rival, path),
            (self.user_councillor, path),
        ):
            with self.subTest(user=user.login, path=hidden):
                self._assertSentAway(hidden, user)
        page = self._read(self.path, self.user_speaker)
        self.assertNotIn("scan.pdf", page)
        self.assertNotIn("plan.pdf", self._read(self.path, self.user_colleague))

    def _message(self, user=None, **form):
        return self._post(f"{self.path}/message", user or self.user_speaker, **form)

    def test_message_reaches_the_staff(self):
        self.sent_one.message_post(body="Entre nous", subtype_xmlid="mail.mt_comment")
        for _time in range(2):
            answer = self._message(text="Près de <b>l'école</b>.\n\nMerci.")
            self.assertIn("is sent to the team", self._text(answer.text))
        self.assertIn("Près de &lt;b&gt;l'école&lt;/b&gt;.", answer.text)
        self.assertNotIn("Entre nous", answer.text)
        self.assertNotIn("Entre nous", self._get(self.path, self.user_colleague).text)
        message = self.sent_one.message_ids.filtered(lambda m: "école" in m.body)
        self.assertEqual(len(message), 1, "Sent twice, it is said once")
        self.assertEqual(message.author_id, self.user_speaker.partner_id)
        self.assertEqual(message.subtype_id, self.env.ref("mail.mt_comment"))
        author = self.user_speaker.partner_id
        self.assertNotIn(author, self.sent_one.message_partner_ids)
        activity = self.sent_one.activity_ids
        self.assertEqual(activity.user_id, self.program.manager_id)
        self.assertEqual(activity.summary, "The author wrote again")

    def test_bad_messages(self):
        messages = self.sent_one.message_ids
        for text, words in (("  ", "Write your message"), ("a" * 5001, "5000 at most")):
            answer = self._message(text=text)
            page = html.fromstring(answer.text)
            self.assertIn(words, self._text(answer.text))
            (field,) = page.xpath("//*[@id='plpdma_message']")
            self.assertEqual(field.get("aria-invalid"), "true")
            self.assertEqual((field.text or "").strip(), text.strip())
        for user in (self.user_rival, self.user_stranger, self.user_councillor):
            self._message(user, text="Intrus")
        path = "odoo.addons.plpdma_concertation.controllers.portal.contribution"
        with patch(f"{path}.MESSAGES_PER_HOUR", 2):
            answer = self._message(text="Encore")
        self.assertIn("Wait an hour", self._text(answer.text))
        self.assertEqual(self.sent_one.message_ids, messages)


@tagged("post_install", "-at_install", "plpdma")
class TestAuthorsActor(ConcertationCase):
    """The actor behind a contribution: the person, else their organisation."""

    def test_organisation_of_the_author(self):
        organisation = self.partners[0].sudo()
        organisation.is_company = True
        person = self.env["res.partner"].create(
            {"name": "Sacha Essai", "parent_id": organisation.id}
        )
        contribution = self._create_contribution(partner_id=person.id)
        self.assertEqual(contribution.stakeholder_id, self.actors[0])
        self.assertEqual(contribution.partner_id, person)
        self.assertEqual(contribution.role_id, self.role)

    def test_the_person_comes_first(self):
        organisation = self.partners[0].sudo()
        organisation.is_company = True
        self.partners[1].sudo().parent_id = organisation
        contribution = self._create_contribution(partner_id=self.partners[1].id)
        self.assertEqual(contribution.stakeholder_id, self.actors[1])

    def test_organisation_of_another_programme(self):
        other = self._create_program(name="Autre programme")
        contribution = self._create_contribution(
            partner_id=self.partners[0].id, program_id=other.id
        )
        self.assertFalse(contribution.stakeholder_id)


@tagged("post_install", "-at_install", "plpdma_browser")
class TestPortalParticipantTour(ParticipantCase):
    def test_reply_contribute_and_read_the_answer(self):
        self.start_tour(
            HOME,
            "plpdma_portal_reply_and_contribute",
            login=self.user_speaker.login,
        )
        self.assertEqual(self.invitation.rsvp, "accepted")
        sent = self._sent_by(self.user_speaker)
        self.assertEqual(sent.verbatim, "Un broyeur partagé entre voisins.")
        self.assertEqual(sent.question_id, self.coming.question_ids)
        self.assertEqual(sent.kind, "proposal")
        self.assertTrue(sent.name_consent)
        self.assertIn("Près de l'école.", sent.message_ids[0].body)


@tagged("post_install", "-at_install", "plpdma")
class TestPortalQueries(ParticipantCase):
    """The home stays light, whatever awaits on it."""

    # With what signing in and the layout of the portal ask.
    HOME_QUERIES = 90

    def _count(self, user):
        """Queries of the home, once everything that can be cached is."""
        self.env.flush_all()
        self._read(HOME, user)
        before = self.env.cr.sql_log_count
        self.url_open(HOME)
        return self.env.cr.sql_log_count - before

    def _add(self, count):
        for number in range(count):
            self._create_session(
                self.actors[:2], days=number + 3, name=f"Rencontre {number}"
            ).action_plan()
            self._create_response(
                self._create_contribution(partner_id=self.partners[0].id),
                state="submitted",
            )

    def test_home(self):
        users = (self.user_councillor, self.user_speaker, self.user_host)
        self._add(2)
        before = [self._count(user) for user in users]
        self._add(6)
        after = [self._count(user) for user in users]
        for user, first, second in zip(users, before, after, strict=True):
            with self.subTest(user=user.login):
                self.assertLessEqual(second, first)
                self.assertLessEqual(second, self.HOME_QUERIES)
