"""Observations name actions: on the public form, on the portal, while splitting."""

from lxml import html

from odoo.fields import Command
from odoo.tests import tagged

from ..contribution.split_common import SplitCase, quote
from ..public.public_common import PublicCase

TEXT = (
    "L'action 7 est trop timide. La fiche n° 12 et l'action 7 se contredisent. "
    "L'action 99 n'existe pas. Bravo pour les composteurs partagés du quartier. "
    "Merci pour tout."
)


@tagged("post_install", "-at_install", "plpdma")
class TestMeasureSplit(SplitCase):
    def _build_world(self):
        super()._build_world()
        self.compost, self.shredding = self.agent_env["plpdma.measure"].create(
            [
                {"program_id": self.program.id, "code": code, "name": name}
                for code, name in (("7", "Composteurs partagés"), ("12", "Broyage"))
            ]
        )
        elsewhere = self._create_program(state="open")
        self.stranger = self.compost.copy({"program_id": elsewhere.id, "code": "99"})
        self.letter = self._create_letter(verbatim=TEXT)

    def _propose(self, words):
        start = TEXT.index(words)
        proposal = self.letter.get_split_proposal(start, start + len(words))
        return self.env["plpdma.measure"].browse(proposal["measure_ids"])

    def test_what_a_passage_names_is_proposed(self):
        for words, expected in (
            ("L'action 7 est trop timide.", self.compost),
            ("La fiche n° 12 et l'action 7", self.compost | self.shredding),
            ("L'action 99 n'existe pas.", self.compost.browse()),
            ("Bravo pour les composteurs partagés du quartier.", self.compost),
            ("Merci pour tout.", self.compost.browse()),
        ):
            with self.subTest(words):
                self.assertEqual(self._propose(words), expected)
        self.letter.measure_ids = self.shredding
        self.assertEqual(self._propose("Merci pour tout."), self.shredding)
        self.assertEqual(self._propose("L'action 7 est"), self.compost)

    def test_the_screen_offers_those_of_the_programme(self):
        offered = {one["id"] for one in self.letter.get_split()["measures"]}
        self.assertEqual(offered, set((self.compost | self.shredding).ids))

    def test_each_point_says_its_own(self):
        self.letter.measure_ids = self.shredding
        shown = self.letter.save_split(
            [
                quote(
                    "L'action 7 est trop timide.", TEXT, measure_ids=self.compost.ids
                ),
                quote("Merci pour tout.", TEXT),
            ]
        )
        first, second = self.letter.part_ids.sorted("part_number")
        self.assertEqual(first.measure_ids, self.compost)
        self.assertEqual(second.measure_ids, self.shredding)
        self.assertEqual(shown["parts"][0]["measure_ids"], self.compost.ids)
        second.theme_ids = self.themes[0]
        taken_away = {"measure_ids": [], "theme_ids": []}
        self.letter.save_split([{"id": second.id, **taken_away}])
        self.assertFalse(second.measure_ids)
        self.assertFalse(second.theme_ids)
        self.assertEqual(first.measure_ids, self.compost)

    def test_no_action_of_another_programme(self):
        with self.assertRefused():
            self.letter._split(
                [
                    quote(
                        "Merci pour tout.",
                        TEXT,
                        measure_ids=[Command.set(self.stranger.ids)],
                    )
                ]
            )

    def test_only_observations_are_counted(self):
        self.letter.measure_ids = self.compost
        self.assertEqual(self.compost.contribution_count, 1)
        self.letter._split(
            [quote("Merci pour tout.", TEXT), quote("L'action 7 est", TEXT)]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.compost.contribution_count, 2)


@tagged("post_install", "-at_install", "plpdma")
class TestMeasureForm(PublicCase):
    def _build_world(self):
        super()._build_world()
        self.shown, self.kept, self.dropped = self.agent_env["plpdma.measure"].create(
            [
                {
                    "program_id": self.program.id,
                    "code": code,
                    "name": name,
                    "is_published": published,
                    "state": state,
                    "explanation": "Aucun lieu.",
                }
                for code, name, published, state in (
                    ("7", "Composteurs partagés", True, "proposed"),
                    ("8", "Action gardée", False, "proposed"),
                    ("9", "Action abandonnée", True, "dropped"),
                )
            ]
        )

    def _get_options(self, path=None):
        page = html.fromstring(self.url_open(path or self.path).text)
        return page.xpath("//select[@name='measure_id']/option")

    def test_the_form_offers_what_is_published(self):
        options = self._get_options()
        self.assertEqual(
            [option.get("value") for option in options], ["", str(self.shown.id)]
        )
        self.assertIn("7 · Composteurs partagés", options[1].text)
        [chosen] = [
            option
            for option in self._get_options(f"{self.path}?measure_id={self.shown.id}")
            if "selected" in option.attrib
        ]
        self.assertEqual(chosen.get("value"), str(self.shown.id))

    def test_no_action_no_choice(self):
        self.shown.is_published = False
        self.env.flush_all()
        self.assertFalse(self._get_options())

    def test_what_is_sent_names_it(self):
        self._fill_in(measure_id=str(self.shown.id))
        self.assertEqual(self._get_new().measure_ids, self.shown)

    def test_what_is_not_offered_is_refused(self):
        for measure in (self.kept, self.dropped):
            with self.subTest(measure.code):
                response = self._fill_in(measure_id=str(measure.id))
                self._assertRefused(response, "Choose among what the form offers.")
