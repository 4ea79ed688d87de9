"""Phrases as they are written, and what is left out, for each who searches."""

from odoo.fields import Domain
from odoo.tests import tagged

from ...models.shared.plpdma_text_search_mixin import LABELS
from ..contribution.search_common import SearchCase


@tagged("post_install", "-at_install", "plpdma")
class TestSearchExact(SearchCase):
    def _build_world(self):
        self.env["plpdma.mandate"].sudo().create(
            {
                "program_id": self.program.id,
                "partner_id": self.user_elected.partner_id.id,
            }
        )

    def _find_as(self, text, audience):
        """What is found by those of one of ``LABELS``."""
        if audience == "public":
            # sudo: as the register, which tells nothing but what is published.
            contributions = self.env["plpdma.contribution"].sudo()
            words = contributions._get_words_domain(text, "public")
            mine = Domain("program_id", "=", self.program.id)
            return contributions.search(words & mine).with_env(self.agent_env)
        return self._find(
            text, self.user_agent if audience == "staff" else self.user_elected
        )

    def _answer(self, contribution, words, **vals):
        response = self._create_response(
            contribution, state="sent", motivation=f"<p>{words}</p>"
        )
        response.sudo().write(vals)
        return response

    def test_a_phrase_is_as_it_is_written(self):
        one, two, three, four = self._say(
            "Voici LE  compost : bon.",
            "Un compost, l'été.",
            "Du compost. Des composts.",
            "Un composteur.",
        )
        for audience in LABELS:
            for typed, expected in (
                ("« le compost »", one),
                ('"un compost"', two),
                ("“Du Compost”", three),
                ("« composts »", three),
                ("« compost »", three | two | one),
                ("« compost l’ete »", two),
                ("« composteur »", four),
                ("« du composts »", one.browse()),
                ("« omposts »", one.browse()),
                ("« un compost » été", two),
                ("« un compost » « du compost »", one.browse()),
                ("compost -« un compost »", four | three | one),
                ("-« compost »", four),
                ("-« compost » -« un composteur »", one.browse()),
            ):
                with self.subTest(typed, audience=audience):
                    self.assertEqual(self._find_as(typed, audience), expected)

    def test_phrases_of_answers(self):
        said = self._say("Un bac.", "Un sac.", contributor_email="c@p.example")
        self._answer(said[0], "Le <b>bud</b>get national.", published=True)
        self._answer(said[1], "Les budgets nationaux.", published=True)
        for audience in LABELS:
            for typed, expected in (
                ("« budget national »", said[0]),
                ("« budgets »", said[1]),
                ("« le budget » « un bac »", said[0]),
                ("« les budgets » « un bac »", said.browse()),
                ("bac -« budget national »", said.browse()),
                ("-« budgets »", said[0]),
                ("budget -« un bac »", said[1]),
            ):
                with self.subTest(typed, audience=audience):
                    self.assertEqual(self._find_as(typed, audience), expected)

    def test_a_phrase_of_words_that_say_nothing(self):
        """No index holds them: it is read as it is written, and never left aside."""
        one, two, three = self._say(
            "Ne pas brûler le bois.",
            "On ne veut   PAS : de compost.",
            # An accent that follows its letter.
            "Du compost a\u0300 LA maison, où il était une fois.",
            contributor_email="c@p.example",
        )
        self._answer(three, "Ce n'est pas pour nous.", published=True)
        for audience in LABELS:
            for typed, expected in (
                ("« ne pas »", one),
                ("« pas de »", two),
                ("« à la »", three),
                ("« la à »", one.browse()),
                ("« ou il etait »", three),
                ("« pas pour nous »", three),
                ("compost « pas de »", two),
                ("compost « ne pas »", one.browse()),
                # What is wanted stands in the words, the phrase in the answer.
                ("maison « pas pour »", three),
                ("compost -« pas de »", three),
                ("-« pas pour » -« ne pas »", two),
            ):
                with self.subTest(typed, audience=audience):
                    self.assertEqual(self._find_as(typed, audience), expected)

    def test_a_phrase_tells_nothing_that_is_hidden(self):
        [one] = self._say(
            "Mon voisin brûle.",
            public_text="Quelqu'un brûle.",
            summary="Les feux",
            transcription="Un hippocampe bleu",
            contributor_name="Camille Essai",
        )
        response = self._answer(one, "Le bac vert.")
        self.assertFalse(response.published)
        texts = {
            "« quelqu'un brule »": ("staff", "readers", "public"),
            "« mon voisin »": ("staff", "readers"),
            "« les feux »": ("staff", "readers"),
            "« camille essai »": ("staff",),
            "« un hippocampe bleu »": ("staff",),
            "« bac vert »": ("staff", "readers"),
        }
        for typed, allowed in texts.items():
            for audience in LABELS:
                with self.subTest(typed, audience=audience):
                    is_told = audience in allowed
                    found = self._find_as(typed, audience)
                    self.assertEqual(found, one if is_told else one.browse())
                    found = self._find_as(f"-{typed}", audience)
                    self.assertEqual(found, one.browse() if is_told else one)

    def test_a_word_and_what_leaves_it_out_make_all(self):
        said = self._say(
            "Un composteur et du vrac.",
            "Le compostage.",
            "La déchèterie, sans bac.",
            "La déchetterie du tribunal.",
            "Le tri des déchets.",
            "Rien de tel.",
            "Encore un bac.",
            contributor_email="c@p.example",
        )
        said[4].public_text = "Un mot."
        self._answer(said[5], "Le compost et les budgets.", published=True)
        self._answer(said[6], "Une déchèterie.")
        checked = 0
        for audience in LABELS:
            everything = set(self._find_as("", audience))
            self.assertEqual(everything, set(said))
            for typed in (
                "compost",
                "composteurs",
                "déchèterie",
                "déchet",
                "tri",
                "tri*",
                "« tri des déchets »",
                "« compost »",
                "budget",
                "bac",
                "sans",
                "les",
                "zygomatique",
            ):
                with self.subTest(typed, audience=audience):
                    found = set(self._find_as(typed, audience))
                    left = set(self._find_as(f"-{typed}", audience))
                    self.assertEqual(found | left, everything)
                    self.assertFalse(found & left)
                    checked += bool(found)
        self.assertGreater(checked, 25)
