"""The portal: what each profile reads there, and what never reaches them."""

from datetime import timedelta
from urllib.parse import urlsplit

from lxml import html

from odoo.tests import tagged

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

    def test_the_first_day_of_a_month(self):
        """« 1er », as our messages write it."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.user_speaker.lang = "fr_FR"
        today = self.program.company_id._plpdma_get_today()
        self.contribution.sudo().date_received = today.replace(day=1)
        for path in (f"{HOME}/contributions", self._path(self.contribution)):
            path = f"/fr{path}"
            with self.subTest(path):
                words = self._text(self._read(path, self.user_speaker))
                self.assertRegex(words, rf"\b1er \w+ {today.year}\b")
                self.assertNotRegex(words, rf"\b1 \w+ {today.year}\b")

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

    def test_a_repeat_is_not_answered_twice(self):
        """It is listed, and counted with what it repeats: as the back office does."""
        [twin] = self._create_contributions({"stakeholder_id": self.actors[0].id})
        twin._merge_into(self.contribution)
        self.env.flush_all()
        path = f"{HOME}/contributions"
        for query, is_found in (("", True), ("?filterby=answered", False)):
            page = self._read(path + query, self.user_councillor)
            self.assertIn(self.contribution.reference, page)
            self.assertEqual(twin.reference in page, is_found, query)

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

    def test_any_words_may_be_looked_for(self):
        pages = 0
        for name in ("contributions", "sessions", "responses"):
            for words in ("%00", "é" * 5_000, "%25", "'; --", "a&search=b"):
                with self.subTest(page=name, words=words[:10]):
                    self._read(f"{HOME}/{name}?search={words}", self.user_councillor)
                    pages += 1
        self.assertEqual(pages, 15)

    def test_a_box_of_signs_looks_for_nothing(self):
        told = "type a word to look for"
        for typed, is_told in (("🌱", True), ("%25", True), ("école", False)):
            page = self._read(
                f"{HOME}/contributions?search={typed}", self.user_councillor
            )
            self.assertEqual(told in page, is_told, typed)
            self.assertEqual(self.other.reference in page, is_told, typed)
            self.assertNotEqual("Best answers first" in page, is_told, typed)

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

    def test_news_of_several_mandates_are_told_apart(self):
        mandate = self.mandate.with_env(self.env)
        other = mandate.copy({"function": "cces_chair", "theme_ids": False})
        self._read(HOME, self.user_councillor)
        for one in mandate | other:
            one.date_visited -= timedelta(days=2)
        self.env.invalidate_all()
        page = html.fromstring(self._read(HOME, self.user_councillor))
        [news] = page.xpath("//section[@aria-labelledby='plpdma_news']")
        told = [part.text_content().split("·")[0].strip() for part in news.xpath("p")]
        labels = dict(mandate._fields["function"].selection)
        self.assertEqual(
            sorted(told), sorted(labels[one.function] for one in mandate | other)
        )
        self.assertEqual(len(news.xpath("ul")), 2)

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

    def test_each_programme_says_how_long_it_keeps_data(self):
        """Its own date, under its name: one was told for all."""
        self.program.sudo().date_end = "2031-12-31"
        other = self._create_program(
            state="open", name="Déchets du bâtiment", date_end="2035-12-31"
        )
        self.mandate.with_env(self.env).copy({"program_id": other.id})
        page = html.fromstring(self._read(HOME, self.user_councillor))
        [section] = page.xpath("//section[@aria-labelledby='plpdma_data']")
        told = " ".join(section.text_content().split())
        for program in self.program | other:
            program = program.with_context(lang="en_US")
            self.assertIn(program.name, told)
            self.assertIn(program._describe_retention(), told)
