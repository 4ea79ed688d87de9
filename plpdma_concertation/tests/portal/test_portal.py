"""The portal: what each profile reads and does there, and what never reaches them."""

from datetime import timedelta
from urllib.parse import urlsplit

from freezegun import freeze_time
from lxml import html

from odoo.tests import tagged
from odoo.tools import SQL

from .portal_common import HOME, PortalCase

LISTS = ("sessions", "contributions", "responses")


@tagged("post_install", "-at_install", "plpdma")
class TestPortalPages(PortalCase):
    def test_profiles_open_their_pages(self):
        for user, records in (
            (
                self.user_councillor,
                self.meeting | self.meeting,
            ),
            (self.user_host, self.meeting),
            (self.user_speaker, self.meeting),
            (self.user_elected, self.meeting),
            (self.user_facilitator, self.meeting.browse()),
        ):
            with self.subTest(user=user.login):
                if user == self.user_facilitator:
                    self._assertSentAway(HOME, user)
                    continue
                self._read(HOME, user)
                for name in LISTS:
                    self._read(f"{HOME}/{name}", user)
                for session in records:
                    self.assertIn("Salle d'essai", self._read_text(session, user))

    def _read_text(self, record, user):
        return self._text(self._read(self._path(record), user))

    def test_councillor_reads_what_the_mandate_covers(self):
        user = self.user_councillor
        words = self._read_text(self.contribution, user)
        self.assertIn("Des bacs <près> de l'école.", words)
        self.assertIn("Ressourcerie", words)
        self.assertIn("La loi ne le permet pas.", words)
        inhabitant = self._read_text(self.other, user)
        self.assertIn("Individual", inhabitant)
        self.assertIn("La loi ne le permet pas.", self._read_text(self.sent, user))
        self.assertNotIn("en préparation", self._read_text(self.meeting, user))
        self.meeting.minutes_state = "circulated"
        self.assertIn("en préparation", self._read_text(self.meeting, user))

    def test_speaker_reads_their_own(self):
        user = self.user_speaker
        home = self._text(self._read(HOME, user))
        self.assertIn("Bacs à l'école", home)
        self.assertIn("Not retained", home)
        self.assertIn("La loi ne le permet pas.", self._read_text(self.sent, user))
        self.assertIn(
            "La loi ne le permet pas.", self._read_text(self.contribution, user)
        )
        session = self._read_text(self.meeting, user)
        self.assertIn("Ressourcerie", session)
        self.assertNotIn("Bailleur", session)
        for record in (self.other, self.submitted, self.draft, self.confidence):
            self._assertSentAway(self._path(record), user)

    def test_merged_author_reads_the_answer(self):
        """It is given to the contribution into which theirs was merged."""
        twin, main = self._create_contributions(
            {"stakeholder_id": self.actors[0].id}, {"stakeholder_id": self.actors[1].id}
        )
        twin._merge_into(main)
        response = self._create_response(main, state="sent")
        self.env.flush_all()
        page = self._read_text(twin, self.user_speaker)
        self.assertIn(response.reference, page)
        page = self._read_text(response, self.user_speaker)
        self.assertIn(twin.verbatim, page)
        self.assertNotIn(main.verbatim, page)

    def test_lists_are_searched_filtered_and_sorted(self):
        user, path = self.user_councillor, f"{HOME}/contributions"
        for query, found in (
            ("", self.contribution | self.other),
            ("?search=école", self.contribution),
            (f"?search={self.other.reference}", self.other),
            ("?filterby=answered", self.contribution),
            ("?filterby=to_answer", self.other),
            ("?filterby=overdue", self.other.browse()),
            (
                "?filterby=unknown&sortby=unknown&theme=x",
                self.contribution | self.other,
            ),
            (f"?theme={self.axis.id}&sortby=due", self.contribution),
        ):
            self.program.theme_ids = self.axis | self.theme
            self.env.flush_all()
            page = self._read(path + query, user)
            with self.subTest(query=query):
                for contribution in self.contribution | self.other:
                    self.assertEqual(
                        contribution.reference in page, contribution in found
                    )
        page = self._read(f"{HOME}/responses?filterby=to_arbitrate", user)
        self.assertIn(self.submitted.reference, page)
        self.assertNotIn(self.sent.reference, page)
        page = self._read(f"{HOME}/sessions?filterby=past", user)
        self.assertNotIn("Atelier compostage", page)
        page = self._read(f"{HOME}/contributions?sortby=reference", user)
        self.assertLess(
            page.index(self.contribution.reference), page.index(self.other.reference)
        )

    def test_pages_of_a_long_list(self):
        self._create_contributions(*({"summary": f"Idée {n:02}"} for n in range(30)))
        self.env.flush_all()
        path = f"{HOME}/contributions"
        first = self._read(f"{path}?sortby=reference", self.user_councillor)
        second = self._read(f"{path}/page/2?sortby=reference", self.user_councillor)
        self.assertNotIn("Idée 29", first)
        self.assertIn("Idée 29", second)
        self.assertIn("/page/2?sortby=reference", first)

    def test_many_contributions_in_one_session(self):
        self._create_contributions(
            *(
                {"session_id": self.meeting.id, "summary": f"Idée {n:02}"}
                for n in range(24)
            )
        )
        self.env.flush_all()
        page = self._read(self._path(self.meeting), self.user_councillor)
        self.assertIn("See the 25 contributions", self._text(page))
        path = f"{HOME}/contributions?session={self.meeting.id}"
        self.assertIn(path, page)
        page = self._read(path, self.user_councillor)
        self.assertNotIn(self.other.reference, page)
        self.assertIn(f"/page/2?session={self.meeting.id}", page)

    def test_hidden_and_missing_are_answered_alike(self):
        """A changed number tells nothing: not even that the record exists."""
        records = {
            self.user_councillor: (self.confidence, self.draft),
            self.user_host: (self.other, self.submitted, self.draft),
            self.user_stranger: (self.meeting, self.contribution, self.sent),
            self.user_employee: (self.meeting, self.contribution, self.sent),
            self.user_agent: (self.meeting,),
        }
        for user, hidden in records.items():
            for record in hidden:
                missing = self._path(record.browse(2**31 - 1))
                for path in (self._path(record), missing, f"{missing}0000"):
                    with self.subTest(user=user.login, path=path):
                        self._assertSentAway(path, user)

    def test_no_right_no_page(self):
        for user in (self.user_stranger, self.user_employee, self.user_agent):
            for path in (HOME, *(f"{HOME}/{name}" for name in LISTS)):
                with self.subTest(user=user.login, path=path):
                    self._assertSentAway(path, user)

    def test_public_signs_in_first(self):
        for path in (HOME, self._path(self.meeting), self._path(self.sent)):
            response = self._get(path, None)
            self.assertEqual(urlsplit(response.url).path, "/web/login")

    def test_cards_of_the_portal(self):
        counters = ["plpdma_program_count", "plpdma_arbitration_count"]
        for user, expected in (
            (self.user_councillor, [1, 1]),
            (self.user_host, [1, 0]),
            (self.user_speaker, [1, 0]),
            (self.user_stranger, [0, 0]),
            (self.user_employee, [0, 0]),
        ):
            self.authenticate(user.login, user.login)
            counts = self.make_jsonrpc_request("/my/counters", {"counters": counters})
            with self.subTest(user=user.login):
                self.assertEqual([counts[name] for name in counters], expected)
        self.assertIn(f'href="{HOME}"', self._get("/my", self.user_councillor).text)

    def test_news_lead_to_what_changed(self):
        self._read(HOME, self.user_councillor)
        mandate = self.mandate.with_env(self.env)
        mandate.date_visited -= timedelta(days=2)
        self.contribution.sudo().write({"create_date": mandate.date_visited})
        self.env.cr.execute(
            "UPDATE plpdma_contribution SET create_date = create_date - interval '9 d'"
            " WHERE id = %s",
            [self.contribution.id],
        )
        self.env.invalidate_all()
        page = self._read(HOME, self.user_councillor)
        self.assertIn(f"{HOME}/contributions?filterby=new", page)
        page = self._read(f"{HOME}/contributions?filterby=new", self.user_councillor)
        self.assertIn(self.other.reference, page)
        self.assertNotIn(self.contribution.reference, page)

    def test_pages_say_their_language_and_title(self):
        for record in (self.meeting, self.contribution, self.sent):
            page = html.fromstring(
                self._get(self._path(record), self.user_councillor).content
            )
            self.assertEqual(page.get("lang"), "en-US")
            (heading,) = page.xpath("//h1")
            self.assertEqual(
                page.findtext(".//title").strip(), heading.text_content().strip()
            )

    def test_each_field_of_a_form_has_its_label(self):
        for path, user in (
            (f"{HOME}/contributions", self.user_councillor),
            (self._path(self.submitted), self.user_councillor),
            (f"{self._path(self.meeting)}/minutes", self.user_host),
            (f"{self._path(self.meeting)}/note", self.user_host),
        ):
            page = html.fromstring(self._get(path, user).content)
            names = page.xpath(
                "//main//form//*[self::input[not(@type='hidden')] or self::select"
                " or self::textarea]/@id"
            )
            self.assertTrue(names, path)
            labelled = page.xpath("//main//form//label/@for")
            self.assertEqual(sorted(names), sorted(labelled), path)


@tagged("post_install", "-at_install", "plpdma")
class TestPortalArbitration(PortalCase):
    def _decide(self, decision, user=None, **form):
        path = f"{self._path(self.submitted)}/{decision}"
        return self._post(path, user or self.user_councillor, **form)

    def test_validate(self):
        page = self._read(HOME, self.user_councillor)
        self.assertIn(f"{self._path(self.submitted)}#arbitration", page)
        answer = self._decide("validate", note="  D'accord.  ")
        self.assertEqual(urlsplit(answer.url).path, HOME)
        self.assertIn("was validated by Test councillor", self._text(answer.text))
        self.assertEqual(self.submitted.state, "validated")
        self.assertEqual(self.submitted.arbiter_id, self.user_councillor.partner_id)
        self.assertEqual(self.submitted.sudo().arbitration_note, "D'accord.")
        decided = self.submitted.date_validated

        for decision in ("validate", "return"):
            answer = self._decide(decision, note="Encore", reason="Encore")
            self.assertIn("was validated by Test councillor", self._text(answer.text))
            self.assertEqual(self.submitted.state, "validated")
            self.assertEqual(self.submitted.date_validated, decided)
            self.assertEqual(self.submitted.sudo().arbitration_note, "D'accord.")

    def test_return(self):
        answer = self._decide("return", reason="Préciser le calendrier.")
        told = "was returned by Test councillor"
        self.assertIn(told, self._text(answer.text))
        self.assertEqual(self.submitted.state, "draft")
        self.assertEqual(self.submitted.return_reason, "Préciser le calendrier.")
        self._assertGone(self._path(self.submitted))

        answer = self._post_again(
            f"{self._path(self.submitted)}/return", reason="Encore une fois."
        )
        self.assertIn(told, self._text(answer.text), "Told again, not done again")
        self.assertEqual(self.submitted.return_reason, "Préciser le calendrier.")

    def _assertGone(self, path):
        self.assertEqual(urlsplit(self.url_open(path).url).path, "/my")

    def test_reason_is_required(self):
        answer = self._decide("return", reason="   ")
        self.assertIn("Write what must be reworked", self._text(answer.text))
        self.assertEqual(self.submitted.state, "submitted")

    def test_csrf_token_is_required(self):
        self.authenticate(self.user_councillor.login, self.user_councillor.login)
        for decision in ("validate", "return"):
            answer = self.url_open(
                f"{self._path(self.submitted)}/{decision}", data={"reason": "Non"}
            )
            self.assertIn("Nothing was sent yet", self._text(answer.text))
        self.assertEqual(self.submitted.state, "submitted")

    def test_only_a_form_decides(self):
        answer = self._get(
            f"{self._path(self.submitted)}/validate", self.user_councillor
        )
        self.assertEqual(answer.status_code, 405)
        self.assertEqual(self.submitted.state, "submitted")

    def test_not_theirs(self):
        """The same sentence for a response that is hidden and for none at all."""
        gone = "no longer awaits your arbitration"
        for response_id in (self.draft.id, 2**31 - 1):
            for decision in ("validate", "return"):
                answer = self._post(
                    f"{HOME}/responses/{response_id}/{decision}",
                    self.user_councillor,
                    reason="Non",
                )
                self.assertIn(gone, self._text(answer.text))
        for user in (
            self.user_host,
            self.user_speaker,
            self.user_stranger,
            self.user_employee,
        ):
            with self.subTest(user=user.login):
                answer = self._decide("validate", user)
                self.assertNotIn(self.submitted.reference, answer.text)
                self.assertEqual(self.submitted.state, "submitted")
        path = f"{self._path(self.sent)}/validate"
        answer = self._post(path, self.user_speaker)
        self.assertNotIn("was validated by", answer.text, "Not the author's to know")

    def test_without_the_right_to_arbitrate(self):
        self.mandate.can_arbitrate = False
        self.env.flush_all()
        self._assertSentAway(self._path(self.submitted), self.user_councillor)
        self._decide("validate")
        self.assertEqual(self.submitted.state, "submitted")

    def test_mandate_that_ended(self):
        self._read(self._path(self.submitted), self.user_councillor)
        self.mandate.date_end = self.today
        self.env.flush_all()
        self._read(self._path(self.submitted), self.user_councillor)
        with freeze_time(self.today + timedelta(days=1, hours=12)):
            for path in (HOME, self._path(self.submitted), self._path(self.meeting)):
                self._assertSentAway(path, self.user_councillor)
            self._decide("validate")
        self.assertEqual(self.submitted.state, "submitted")

    def test_what_changed_since_the_page_opened_is_read_again(self):
        def read():
            page = html.fromstring(
                self._get(self._path(self.submitted), self.user_councillor).content
            )
            return page.xpath("//input[@name='seen']/@value")

        for decision in ("return", "validate"):
            seen, same = read()
            self.assertEqual(seen, same, "One for each of the two forms")
            self.submitted.action_take_back()
            self.submitted.motivation = f"<p>Un autre motif : {decision}.</p>"
            self.submitted.action_submit()
            form = {"note": "Ma remarque", "reason": "Ma remarque"}
            answer = self._decide(decision, seen=seen, **form)
            self.assertIn("Read it again", self._text(answer.text))
            self.assertIn("Un autre motif", self._text(answer.text))
            self.assertIn("Ma remarque", self._text(answer.text))
            self.assertEqual(self.submitted.state, "submitted")
        self._decide("validate", seen=read()[0])
        self.assertEqual(self.submitted.state, "validated")

    def test_refusal_is_told_and_keeps_what_was_typed(self):
        # As an import of another time could leave it: refused once it is written.
        self.env.cr.execute(
            SQL(
                "UPDATE plpdma_response SET motivation = NULL WHERE id = %s",
                self.submitted.id,
            )
        )
        self.env.invalidate_all()
        answer = self._decide("validate", note="Ma remarque")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Still to write", self._text(answer.text))
        self.assertIn("Ma remarque", self._text(answer.text))
        self.assertEqual(self.submitted.state, "submitted")
        self.assertFalse(self.submitted.arbiter_id)


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
