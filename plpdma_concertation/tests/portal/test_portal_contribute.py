"""What participants contribute on the portal, and whose it is."""

from unittest.mock import patch
from urllib.parse import urlsplit

from lxml import html

from odoo.tests import tagged

from ..common import ConcertationCase
from .participant_common import GIF, PDF, ParticipantCase
from .portal_common import HOME


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

    def test_what_is_told_of_being_kept_informed(self):
        """Who is signed in gave an address already; the public form asks for one."""
        page = self._text(self._read(self._path_to(self.program), self.user_speaker))
        self.assertIn("Your address is kept for that until then.", page)
        self.assertNotIn("Give your e-mail address above", page)

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
