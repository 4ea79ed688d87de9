"""The register begins with its figures, and is searched by what an entry is about."""

from odoo.fields import Command
from odoo.tests import tagged

from .test_public import PublicPageCase

# Odoo's own queries and those of the page; the whole register is counted besides.
FILTERED_QUERIES = 12


@tagged("post_install", "-at_install", "plpdma")
class TestRegisterFigures(PublicPageCase):
    def _build_world(self):
        super()._build_world()
        self.commune, self.elsewhere = self.env["plpdma.territory"].create(
            [{"name": "Valmont"}, {"name": "Ailleurs"}]
        )
        self.program.territory_ids = self.commune
        self.measure, self.kept = self.agent_env["plpdma.measure"].create(
            [
                {"program_id": self.program.id, "code": code, "name": name}
                for code, name in (("7", "Composteurs"), ("8", "Action gardée"))
            ]
        )
        self.measure.is_published = True
        self.said, self.second, self.hidden = self._create_contributions(
            {
                "verbatim": "Un premier texte.",
                "kind": "proposal",
                "territory_id": self.commune.id,
                "summary": "Un résumé d'agent",
                "measure_ids": [Command.set((self.measure | self.kept).ids)],
            },
            {"verbatim": "Un second texte.", "kind": "objection"},
            {
                "verbatim": "Un texte tu.",
                "confidentiality": "staff",
                "kind": "proposal",
                "territory_id": self.commune.id,
                "measure_ids": [Command.set(self.measure.ids)],
            },
        )
        self.env.flush_all()

    def _references(self, query=""):
        tree = self._tree(f"{self.register}?{query}")
        return {
            one.text_content().strip() for one in tree.find_class("o_plpdma_reference")
        }

    def test_filters(self):
        first, second = self.said.reference, self.second.reference
        every = self._references()
        self.assertLessEqual({first, second}, every)
        for query, found in (
            ("kind=proposal", {first}),
            (f"territory={self.commune.id}", {first}),
            (f"measure={self.measure.id}", {first}),
            (f"kind=proposal&territory={self.commune.id}&search=premier", {first}),
            (f"kind=objection&measure={self.measure.id}", set()),
        ):
            with self.subTest(query):
                self.assertEqual(self._references(query), found)
                words = self._words(f"{self.register}?{query}")
                self.assertIn(f"Contributions found: {len(found)},", words)
                self.assertIn("Clear all", words)
        self.assertNotIn("Clear all", self._words(self.register))

    def test_a_filter_that_is_no_more_is_told(self):
        """An old link says that it shows the whole register."""
        told = "This filter no longer exists"
        every = self._references()
        for query in (
            f"measure={self.kept.id}",
            "measure=999999999",
            "kind=poem",
            "territory=x",
            "theme=0",
            "outcome=perhaps",
            "similar=999999999",
            f"measure={self.kept.id}&page=2",
        ):
            with self.subTest(query):
                self.assertIn(told, self._words(f"{self.register}?{query}"))
                self.assertEqual(self._references(query), every)
        for query in ("", "measure=&kind=", f"measure={self.measure.id}", "unknown=1"):
            with self.subTest(query):
                self.assertNotIn(told, self._words(f"{self.register}?{query}"))
        query = f"measure={self.kept.id}&kind=objection"
        self.assertEqual(self._references(query), {self.second.reference})
        self.assertIn(told, self._words(f"{self.register}?{query}"))

    def test_what_an_answer_changed_is_found_once_published(self):
        response = self._create_response(
            self.second, "retained", state="sent", measure_ids=self.measure.ids
        )
        self.env.flush_all()
        query = f"measure={self.measure.id}"
        self.assertNotIn(self.second.reference, self._references(query))
        response.published = True
        self.env.flush_all()
        self.assertIn(self.second.reference, self._references(query))

    def test_what_is_not_offered_counts_for_nothing(self):
        every = self._references()
        for query in (
            f"measure={self.kept.id}",
            f"territory={self.elsewhere.id}",
            "kind=poem",
            "kind=%27",
            "territory=x",
            "measure=-1",
            "theme=9" + "9" * 30,
        ):
            with self.subTest(query):
                self.assertEqual(self._references(query), every)
        page = self._read_page(self.register)
        self.assertNotIn("Action gardée", page)
        self.kept.is_published = True
        self.assertIn("Action gardée", self._read_page(self.register))
        self.kept.active = False
        self.assertNotIn("Action gardée", self._read_page(self.register))

    def test_figures(self):
        figures = self.env["plpdma.figures"].sudo()
        domain = self.program.sudo()._get_published_contributions_domain()
        before = figures._count_register(domain)[0]["unpublished"]
        self._answer(self.said)
        unpublished = self._create_response(self.second, state="sent")
        self.env.flush_all()
        told, _campaigns = figures._count_register(domain)
        self.assertEqual(told["answered"], before + 2)
        self.assertEqual(told["unpublished"], before + 1)
        self.assertEqual(told["decisions"], {"not_retained": 1})
        self.assertEqual(
            told["answered"],
            self.env["plpdma.contribution"].search_count(
                domain
                & self.env["plpdma.contribution"]._get_standing_domains()["answered"]
            ),
        )
        tree = self._tree(f"{self.register}?kind=objection")
        [section] = tree.xpath("//section[@aria-labelledby='figures']")
        counts = figures._count_published(domain)
        # Those received and not published are told by the page of what changed.
        self.assertEqual(
            [one.text_content() for one in section.xpath(".//dt")],
            ["Contributions published", "Observations published", "Answers given"],
        )
        shown = [int(one.text_content()) for one in section.xpath(".//dd")]
        self.assertEqual(shown, [counts["received"], counts["made"], before + 2])
        [link] = section.xpath(".//a/@href")
        self.assertTrue(link.endswith("?outcome=not_retained"))
        self.assertEqual(
            self._references(link.partition("?")[2]), {self.said.reference}
        )
        self.assertTrue(unpublished)

    def test_headed_by_its_subject(self):
        response = self._create_response(
            self.said, state="sent", name="Le compost au lavoir"
        )
        self.env.flush_all()
        page = self._read_page(self.register)
        self.assertNotIn("Le compost au lavoir", page)
        self.assertIn("Un premier texte.", self._heads(self.register))
        response.published = True
        self.env.flush_all()
        self.assertIn("Le compost au lavoir", self._heads(self.register))
        path = f"{self.register}/{self.said.id}"
        [head] = self._tree(path).xpath("//h1")
        self.assertIn("Le compost au lavoir", head.text_content())
        self.assertIn(self.said.reference, head.text_content())
        # Nobody read it for publication.
        self.assertNotIn("résumé d'agent", self._read_page(path))

    def _heads(self, path):
        links = self._tree(path).xpath("//article//h2/a")
        return [link.text_content().strip() for link in links]

    def test_files_are_offered(self):
        links = self._tree(self.register).xpath(
            "//section[@aria-labelledby='files']//li/a/@href"
        )
        self.assertEqual(len(links), 5)
        for link in links:
            self._read_page(link)
        self.measure.is_published = False
        links = self._tree(self.register).xpath(
            "//section[@aria-labelledby='files']//li/a/@href"
        )
        self.assertEqual(len(links), 3)
        [calendar] = self._tree(self.home).xpath("//a[contains(@href, '.ics')]/@href")
        self._read_page(calendar)

    def test_queries(self):
        counts = []
        for count in (2, 12):
            self._fill_register(count)
            for query in ("", "kind=opinion", f"measure={self.measure.id}"):
                path = f"{self.register}?{query}"
                for _time in range(2):
                    self._read_page(path)
                before = self.cr.sql_log_count
                self._read_page(path)
                counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(max(counts), FILTERED_QUERIES, counts)
