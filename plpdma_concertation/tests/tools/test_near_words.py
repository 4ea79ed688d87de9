"""Texts that use nearly the same words, found without comparing all of them."""

import random

from odoo.tests import BaseCase, tagged

from ...tools.near_words import find_near, get_likeness, get_words, spell


@tagged("post_install", "-at_install", "plpdma")
class TestNearWords(BaseCase):
    def test_words_however_they_are_written(self):
        self.assertEqual(
            get_words("Des COMPOSTEURS partagés, s'il vous plaît !"),
            get_words("un composteur partagé plait"),
        )
        self.assertNotIn("pour", get_words("pour tous"))
        self.assertEqual(get_words(False), frozenset())

    def test_politeness_tells_nothing(self):
        for text in (
            "Veuillez agréer, Monsieur le Maire, mes salutations distinguées.",
            "En vous remerciant par avance, cordialement",
            "Madame, Monsieur, bonjour, je vous prie de croire à mes sentiments",
        ):
            with self.subTest(text):
                self.assertLessEqual(get_words(text), {"croire", "remerciant"})

    def test_words_as_they_are_written(self):
        text = "La DÉCHÈTERIE, les branchages d'été"
        words = sorted(get_words(text))
        self.assertEqual(words, ["branchage", "decheterie"])
        self.assertEqual(spell(words, text), ["branchages", "déchèterie"])
        self.assertEqual(spell(["autre"], text), ["autre"])
        self.assertFalse(get_words("quelqu'un jusqu'ici lorsqu'il"))

    def test_likeness(self):
        one, other = frozenset("abc"), frozenset("bcd")
        self.assertEqual(get_likeness(one, other), 0.5)
        self.assertEqual(get_likeness(one, one), 1)
        self.assertEqual(get_likeness(one, frozenset("xyz")), 0)
        self.assertEqual(get_likeness(frozenset(), frozenset()), 0)

    def test_none_is_missed(self):
        """Against the comparison of each with each."""
        chance = random.Random(15)
        words = [f"mot{number:03}" for number in range(60)]
        compared = 0
        for share in (0.5, 0.6, 0.7, 0.8, 1.0):
            for _turn in range(60):
                texts = {
                    key: frozenset(chance.sample(words, chance.randint(1, 12)))
                    for key in range(12)
                }
                others = {
                    key: frozenset(
                        [
                            *chance.choice([*texts.values()]),
                            *chance.sample(words, chance.randint(0, 3)),
                        ]
                    )
                    for key in range(12)
                }
                expected = [
                    (one, other)
                    for one in texts
                    for other in others
                    if get_likeness(texts[one], others[other]) >= share
                ]
                compared += len(expected)
                self.assertEqual(sorted(find_near(texts, others, share)), expected)
        self.assertGreater(compared, 1_000)
