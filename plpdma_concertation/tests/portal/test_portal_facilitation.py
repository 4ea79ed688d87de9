"""The portal: facilitators write minutes and note contributions there."""

from lxml import html

from odoo.tests import tagged

from .portal_common import PortalCase


@tagged("post_install", "-at_install", "plpdma")
class TestPortalFacilitation(PortalCase):
    def _minutes(self, user=None, version=None, session=None, **form):
        path = f"{self._path(session or self.meeting)}/minutes"
        if version is None:
            page = html.fromstring(self._get(path, user or self.user_host).content)
            version = "".join(page.xpath("//input[@name='version']/@value"))
        return self._post(path, user or self.user_host, version=version, **form)

    def test_minutes_are_completed(self):
        page = self._read(self._path(self.meeting), self.user_host)
        self.assertIn("en</b> préparation", page)
        answer = self._minutes(text="Trois tables.\n\nFin à 20 h <tard>.")
        self.assertIn("The minutes are saved.", self._text(answer.text))
        self.assertIn("<b>en</b> préparation", self.meeting.minutes)
        self.assertIn("<p>Trois tables.</p>", self.meeting.minutes)
        self.assertIn("&lt;tard&gt;", self.meeting.minutes)

    def test_same_form_sent_again_adds_nothing(self):
        path = f"{self._path(self.meeting)}/minutes"
        page = html.fromstring(self._get(path, self.user_host).content)
        (version,) = page.xpath("//input[@name='version']/@value")
        for _time in range(2):
            answer = self._minutes(version=version, text="Trois tables.")
            self.assertIn("The minutes are saved.", self._text(answer.text))
        self.assertEqual(self.meeting.minutes.count("Trois tables."), 1)

    def test_minutes_are_rewritten_knowingly(self):
        path = f"{self._path(self.meeting)}/minutes?mode=rewrite"
        page = html.fromstring(self._get(path, self.user_host).content)
        self.assertIn("Compte rendu *en* préparation", page.xpath("//textarea")[0].text)
        self._minutes(mode="rewrite", text="Tout autre chose.")
        self.assertEqual(self.meeting.minutes, "<p>Tout autre chose.</p>")

    def test_what_others_wrote_meanwhile_is_kept(self):
        for mode in ("append", "rewrite"):
            answer = self._minutes(mode=mode, version="stale", text="Mon texte.")
            self.assertIn("changed meanwhile", self._text(answer.text))
            self.assertIn("Mon texte.", answer.text)
            self.assertNotIn("Mon texte.", self.meeting.minutes)

    def test_empty_minutes_are_refused(self):
        answer = self._minutes(text="  ")
        self.assertIn("Write the minutes before", self._text(answer.text))
        self.assertIn("en</b> préparation", self.meeting.minutes)

    def test_final_minutes_stay(self):
        self.meeting.minutes_state = "final"
        self.env.flush_all()
        page = self._read(self._path(self.meeting), self.user_host)
        self.assertNotIn("/minutes", page)
        answer = self._minutes(text="Trop tard.")
        self.assertIn("are final", self._text(answer.text))
        self.assertIn("Trop tard.", answer.text, "What was typed is not lost")
        self.assertNotIn("Trop tard.", self.meeting.minutes)

    def test_only_who_runs_the_session(self):
        other = self._create_session(self.actors[:1], name="Autre atelier")
        self.env.flush_all()
        for user, session in (
            (self.user_host, other),
            (self.user_councillor, self.meeting),
            (self.user_speaker, self.meeting),
            (self.user_employee, self.meeting),
        ):
            minutes = session.minutes
            with self.subTest(user=user.login):
                for page in ("minutes", "note"):
                    self._assertSentAway(f"{self._path(session)}/{page}", user)
                    self._post(
                        f"{self._path(session)}/{page}",
                        user,
                        version="",
                        text="Intrus",
                        verbatim="Intrus",
                    )
                self.assertEqual(session.minutes, minutes)
        self.assertFalse(
            self.env["plpdma.contribution"].search([("verbatim", "=", "Intrus")])
        )

    def _note(self, **form):
        return self._post(f"{self._path(self.meeting)}/note", self.user_host, **form)

    def _noted(self):
        return self.agent_env["plpdma.contribution"].search(
            [("create_uid", "=", self.user_host.id)]
        )

    def test_note_a_contribution(self):
        participation = self.meeting.participation_ids[1]
        form = {
            "verbatim": "Un bac <fermé>.",
            "kind": "request",
            "participation_id": participation.id,
            "question_id": self.meeting.question_ids.id,
            "theme_id": self.theme.id,
            "form_key": "k1",
        }
        answer = self._note(**form)
        noted = self._noted()
        self.assertIn(f"{noted.reference} is noted.", self._text(answer.text))
        self.assertEqual(noted.verbatim, "Un bac <fermé>.")
        self.assertEqual(noted.kind, "request")
        self.assertEqual(noted.stakeholder_id, participation.stakeholder_id)
        self.assertEqual(noted.question_id, self.meeting.question_ids)
        self.assertEqual(noted.theme_ids, self.theme)
        self.assertEqual(noted.session_id, self.meeting)
        self._read(self._path(noted), self.user_host)

        self.authenticate(self.user_host.login, self.user_host.login)
        for _time in range(2):
            answer = self._post_again(
                f"{self._path(self.meeting)}/note", **{**form, "form_key": "k2"}
            )
        self.assertIn("already noted", self._text(answer.text))
        self.assertEqual(len(self._noted()), 2)

    def test_bad_contribution_is_explained(self):
        other = self._create_session(self.actors[:1])
        self.env.flush_all()
        for form, words in (
            ({"verbatim": "  "}, "words"),
            ({"kind": "secret"}, "Choose among"),
            ({"participation_id": other.participation_ids.id}, "Choose among"),
            ({"question_id": "x"}, "Choose among"),
            ({"theme_id": "0"}, "Choose among"),
        ):
            with self.subTest(form=form):
                answer = self._note(**{"verbatim": "Un mot gardé", **form})
                self.assertEqual(answer.status_code, 200)
                self.assertIn(words, self._text(answer.text))
                if "verbatim" not in form:
                    self.assertIn("Un mot gardé", answer.text)
        self.assertFalse(self._noted())

    def test_other_fields_are_not_filled_in(self):
        self._note(
            verbatim="Un mot",
            state="closed",
            internal_note="Intrus",
            user_id=self.user_host.id,
        )
        noted = self._noted()
        self.assertEqual(noted.state, "received")
        self.assertFalse(noted.internal_note)
        self.assertFalse(noted.user_id)

    def test_consultation_notes_the_opinion(self):
        self.meeting.write({"state": "draft"})
        self.meeting.write({"nature": "consultation", "proposal": "<p>Projet.</p>"})
        self.env.flush_all()
        page = self._read(f"{self._path(self.meeting)}/note", self.user_host)
        self.assertIn('name="stance"', page)
        self._note(verbatim="Pour.", stance="favourable")
        self.assertEqual(self._noted().stance, "favourable")
