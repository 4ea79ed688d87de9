"""Searching the register: what is published, and nothing else."""

from lxml import html

from odoo.tests import tagged

from .public_common import PublicCase


@tagged("post_install", "-at_install", "plpdma")
class TestSearchRegister(PublicCase):
    def _build_world(self):
        super()._build_world()
        self.published = self._create_contribution(
            verbatim="Un bac jaune, dit Camille.",
            public_text="Un bac <orange>, deux végétaux.",
            summary="Un hippocampe",
            contributor_name="Hilarion Dupré",
            name_consent=True,
            confidentiality="public",
            transcription="Un axolotl",
        )
        self.answered = self._create_contribution(
            verbatim="Du broyage.",
            contributor_name="Camille Essai",
            contributor_email="camille@p.example",
            confidentiality="public",
        )
        self.response = self._create_response(
            self.answered,
            state="sent",
            motivation='<p class="indigo">Le règlement l\'interdit.</p>',
            follow_up_terms="<p>Le calendrier.</p>",
        )
        self.hidden = self._create_contributions(
            {"verbatim": "Le zygomatique.", "moderation": "pending"},
            {"verbatim": "Le zygomatique.", "confidentiality": "staff"},
            {"verbatim": "Le zygomatique.", "confidentiality": "members"},
            {"verbatim": "Le zygomatique.", **self._refusal("Hors sujet")},
        )

    def _search(self, text):
        """References of what a search shows, and how many it counts."""
        page = self.url_open(self.register, params={"search": text})
        self.assertEqual(page.status_code, 200)
        known = (self.published | self.answered | self.hidden).mapped("reference")
        words = " ".join(html.fromstring(page.text).itertext())
        return {reference for reference in known if reference in words}

    def _find(self, text):
        contributions = self.env["plpdma.contribution"].sudo()
        domain = self.program.sudo()._get_published_contributions_domain()
        domain &= contributions._get_register_domain(text, None, None)
        return contributions.search(domain).with_env(self.agent_env)

    def test_a_box_of_signs_looks_for_nothing(self):
        shown = {self.published.reference, self.answered.reference}
        for typed in ("🌱", '"', "%", "';--", "« »"):
            response = self.url_open(self.register, params={"search": typed})
            page = html.fromstring(response.text)
            words = " ".join(" ".join(page.itertext()).split())
            self.assertIn("type a word to look for", words, typed)
            self.assertNotIn("Contributions found", words, typed)
            self.assertNotIn("Show them all", words, typed)
            self.assertEqual(self._search(typed), shown)
            self.assertEqual(page.xpath("//input[@name='search']/@value"), [typed])
        page = self.url_open(self.register, params={"search": "broyage"}).text
        self.assertIn("Contributions found", page)
        self.assertNotIn("type a word to look for", page)

    def test_what_is_published(self):
        for typed in ("bac orange", "vegetal", "« deux végétaux »", "BACS"):
            self.assertEqual(self._search(typed), {self.published.reference}, typed)
        number = self.published.reference
        self.assertEqual(self._search(number), {number})

    def test_nothing_by_what_is_not_published(self):
        for typed in (
            "jaune",
            "camille",
            "hippocampe",
            "axolotl",
            "hilarion",
            "p.example",
            "règlement",
            "zygomatique",
            "calendrier",
            self.hidden[0].reference,
        ):
            self.assertEqual(self._search(typed), set(), typed)
            self.assertFalse(self._find(typed), typed)

    def test_what_is_hidden_is_not_told_by_what_is_excluded(self):
        number = self.published.reference
        for typed in ("jaune", "hippocampe", "axolotl", "hilarion"):
            self.assertEqual(self._search(f"orange -{typed}"), {number}, typed)
        self.assertEqual(self._search("broyage -règlement"), {self.answered.reference})

    def test_the_answer_once_it_is_published(self):
        self.response.action_publish_knowingly()
        self.assertEqual(self._search("reglements"), {self.answered.reference})
        self.assertEqual(self._search("broyage règlement"), {self.answered.reference})
        self.assertEqual(self._search("broyage -règlement"), set())
        # Never by the marks of its text, nor by what the register does not show of it.
        for typed in ("indigo", "class", "p", "strong", "calendrier"):
            self.assertEqual(self._search(typed), set(), typed)
        self.response.action_unpublish()
        self.assertEqual(self._search("reglements"), set())

    def test_best_answers_come_first(self):
        low = self._create_contribution(
            verbatim="Un bac, dit une fois. " + "Autre chose. " * 40,
            confidentiality="public",
        )
        high = self._create_contribution(
            verbatim="Des bacs, encore des bacs.", confidentiality="public"
        )
        (self.published | self.answered | high).date_received = "2020-01-01"
        contributions = self.env["plpdma.contribution"].sudo()
        domain = self.program.sudo()._get_published_contributions_domain()
        domain &= contributions._get_register_domain("bac", None, None)
        found = contributions._fetch_entries(domain, "bac", 10, 0)
        self.assertEqual(found.ids[0], high.id)
        self.assertEqual(found.ids[-1], low.id)
        found = contributions._fetch_entries(domain, "", 10, 0)
        self.assertEqual(found.ids[0], low.id)

    def test_synonyms_of_the_themes(self):
        self.assertEqual(self._search("broyeur"), {self.answered.reference})

    def test_odd_searches(self):
        for typed in ("'", "& | !", "((", ":*", "%", "\\", "a" * 500, "-", "«", "\0"):
            self.assertEqual(
                self.url_open(self.register, params={"search": typed}).status_code,
                200,
                typed,
            )

    def test_words_stand_for_one_another_as_the_authority_says(self):
        """Whatever the authority of the site, and of whoever reads."""
        company, program = self._create_other_company()
        themes = self.env["plpdma.theme"].sudo()
        themes.create(
            [
                {
                    "name": "Essai ici",
                    "company_id": self.company.id,
                    "keywords": "bac / zygomatique",
                },
                {
                    "name": "Essai ailleurs",
                    "company_id": company.id,
                    "keywords": "broyage / axolotl",
                },
            ]
        )
        # sudo: the site of this test is that of another authority.
        public = self.env.ref("base.public_user").sudo()
        public.write({"company_ids": [(4, company.id)], "company_id": company.id})
        self.env.registry.clear_cache()
        self.assertIn(self.published, self._find("bac"))
        here = self.program.sudo().company_id
        contributions = self.env["plpdma.contribution"].sudo()
        contributions = contributions.with_company(company)
        published = self.program.sudo()._get_published_contributions_domain()
        for typed, expected in (
            ("zygomatique", self._find("bac")),
            ("axolotl", self.env["plpdma.contribution"]),
        ):
            with self.subTest(typed):
                found = contributions.search(
                    published
                    & contributions._get_register_domain(
                        typed, None, None, company=here
                    )
                )
                self.assertEqual(found.ids, expected.ids)
                self.assertEqual(
                    self._search(typed) & {self.published.reference},
                    set((expected & self.published).mapped("reference")),
                )
