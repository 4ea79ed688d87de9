"""Themes that propose themselves in the public form; the visitor chooses."""

from unittest.mock import patch

from lxml import html

from odoo.tests import tagged

from ...controllers.public import contribute
from .public_common import PublicCase


@tagged("post_install", "-at_install", "plpdma")
class TestThemeForm(PublicCase):
    def _build_world(self):
        super()._build_world()
        self.theme = self.env["plpdma.theme"].create(
            {
                "name": "Essai de compost",
                "company_id": self.company.id,
                "keywords": "compost / composteur",
            }
        )
        self.other = self.env["plpdma.theme"].create(
            {"name": "Essai de vrac", "company_id": self.company.id}
        )
        self.program.theme_ids = self.theme | self.other
        self.opened.theme_ids = False

    def _ask(self, **form):
        response = self._send(self.path, **form)
        self.assertEqual(response.status_code, 200)
        self.assertNotIn('role="alert"', response.text)
        self.assertFalse(self._get_new())
        return html.fromstring(response.text)

    def _get_proposed(self, page):
        return [
            (button.get("value"), " ".join(button.getparent().itertext()).split())
            for button in page.xpath("//button[@name='take_theme']")
        ]

    def test_nothing_is_proposed_unasked(self):
        page = html.fromstring(self.url_open(self.path).text)
        self.assertTrue(page.xpath("//button[@name='propose']"))
        self.assertFalse(self._get_proposed(page))

    def test_proposals_say_the_words_and_send_nothing(self):
        page = self._ask(verbatim="Des COMPOSTEURS !", propose="1")
        [(value, words)] = self._get_proposed(page)
        self.assertEqual(value, str(self.theme.id))
        self.assertIn("“composteurs”", words)
        # Nothing is chosen, and what was typed is there still.
        self.assertFalse(page.xpath("//select[@name='theme_id']/option[@selected]"))
        [text] = page.xpath("//textarea[@name='verbatim']/text()")
        self.assertIn("Des COMPOSTEURS !", text)

    def test_a_click_takes_it(self):
        page = self._ask(
            verbatim="Des composteurs.", take_theme=str(self.theme.id), stance=""
        )
        [chosen] = page.xpath("//select[@name='theme_id']/option[@selected]")
        self.assertEqual(chosen.get("value"), str(self.theme.id))

    def test_nothing_to_propose(self):
        page = self._ask(verbatim="Bonjour.", propose="1")
        self.assertFalse(self._get_proposed(page))
        self.assertTrue(page.xpath("//*[@id='proposals']//*[@role='status']//p"))

    def test_the_enter_key_sends(self):
        """The first button of the form is the one that sends."""
        page = html.fromstring(self.url_open(self.path).text)
        [form] = page.xpath("//form[.//textarea[@name='verbatim']]")
        first = form.xpath(".//button")[0]
        self.assertFalse(first.get("name"))

    def test_odd_values(self):
        for value in ("0", "-1", "abc", str(self.theme.id + 10**6), ""):
            page = self._ask(verbatim="Un bac.", take_theme=value)
            self.assertFalse(page.xpath("//select[@name='theme_id']/option[@selected]"))

    def test_one_address_asks_so_many_times(self):
        with patch.object(contribute, "PROPOSALS_PER_HOUR", 2):
            for expected in (1, 1, 0):
                page = self._ask(verbatim="Des composteurs.", propose="1")
                self.assertEqual(len(self._get_proposed(page)), expected)

    def test_the_page_of_another_site_learns_nothing(self):
        self.authenticate(None, None)
        response = self.url_open(
            self.path,
            data={"verbatim": "Des composteurs.", "propose": "1", "csrf_token": "x"},
        )
        self.assertFalse(self._get_proposed(html.fromstring(response.text)))

    def _range(self, count):
        self._create_contributions(
            *(
                {
                    "verbatim": f"Le réfectoire jette. {number}",
                    "contributor_email": f"habitante{number}@p.example",
                    "theme_ids": [(6, 0, self.other.ids)],
                }
                for number in range(count)
            ),
            *(
                {
                    "verbatim": f"Un bac jaune. {number}",
                    "contributor_email": f"habitante{number}@p.example",
                    "theme_ids": [(6, 0, self.theme.ids)],
                }
                for number in range(6)
            ),
        )
        self.env["plpdma.theme.vocabulary"].sudo()._learn(self.program)
        self.first |= self._get_new()

    def test_words_of_four_authors_are_not_told(self):
        self._range(4)
        page = self._ask(verbatim="Au réfectoire, tout part.", propose="1")
        self.assertFalse(self._get_proposed(page))
        self.assertNotIn("“réfectoire”", page.text_content())

    def test_words_of_five_authors_propose(self):
        self._range(5)
        page = self._ask(verbatim="Au réfectoire, tout part.", propose="1")
        [(value, words)] = self._get_proposed(page)
        self.assertEqual(value, str(self.other.id))
        self.assertIn("“réfectoire”", words)
