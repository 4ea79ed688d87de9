"""Themes that propose themselves, without a database."""

import csv
import io
import random
import re

from lxml import etree

from odoo.tests import BaseCase, tagged
from odoo.tools import file_open

from ...tools.theme_words import (
    MIN_AUTHORS,
    Learning,
    Themes,
    read_words,
    split_keywords,
)

MODULE = "plpdma_concertation"
SEEDS = range(1, 6)
SHARE = 0.8


def read_shipped_keywords():
    """:return: ``{French name of a theme: its keywords, as shipped}``"""
    with file_open(f"{MODULE}/data/plpdma_theme_data.xml", "rb") as file:
        records = etree.parse(file).iter("record")
        keywords = {
            record.get("id"): record.findtext("field[@name='name']")
            and eval(record.find("field[@name='keywords']").get("eval"))  # noqa: S307
            for record in records
        }
    with file_open(f"{MODULE}/i18n/fr.po") as file:
        blocks = file.read().split("\n\n")
    names = {}
    for block in blocks:
        for key in re.findall(r"name:plpdma_concertation\.(plpdma_theme_\w+)", block):
            told = block[block.index("msgstr") :]
            names[key] = "".join(re.findall(r'"(.*)"', told))
    return {names[key]: text for key, text in keywords.items()}


def read_rows():
    """The rows of the test file: text, themes, author."""
    with file_open(f"{MODULE}/tests/data/contributions.csv", "rb") as file:
        text = file.read().decode("utf-8-sig")
    return [
        (
            row["Texte reçu"],
            row["Thèmes"].split(","),
            row["E-mail du contributeur"] or row["Nom du contributeur"] or None,
        )
        for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    ]


@tagged("post_install", "-at_install", "plpdma")
class TestThemeWords(BaseCase):
    def _learn(self, *texts):
        learning = Learning()
        for text, theme_id, author in texts:
            learning.add(text, [theme_id], author)
        return learning.finish()

    def test_half_learned_half_tried(self):
        """The right theme is among the first three, four times in five at least."""
        keywords = read_shipped_keywords()
        ids = {name: number for number, name in enumerate(keywords, 1)}
        rows = read_rows()
        self.assertEqual(len(rows), 220)
        by_id = {ids[name]: f"{name}\n{text}" for name, text in keywords.items()}
        for seed in SEEDS:
            with self.subTest(seed=seed):
                shuffled = rows[:]
                random.Random(seed).shuffle(shuffled)
                learned, tried = shuffled[:110], shuffled[110:]
                learning = Learning()
                for text, names, author in learned:
                    learning.add(text, [ids[name] for name in names], author)
                themes = Themes(by_id, learning.finish())
                good = sum(
                    bool(
                        {ids[name] for name in names}
                        & {one.key for one in themes.propose(text)}
                    )
                    for text, names, _author in tried
                )
                self.assertGreaterEqual(good, SHARE * len(tried))

    def test_each_shipped_theme_has_keywords(self):
        keywords = read_shipped_keywords()
        self.assertGreater(len(keywords), 20)
        self.assertTrue(all(map(split_keywords, keywords.values())))

    def test_words_of_fewer_than_five_authors_are_not_kept(self):
        few = [("Un lombricomposteur, merci.", 1, f"a{n}") for n in range(4)]
        others = [("La cantine jette.", 2, f"b{n}") for n in range(9)]
        self.assertNotIn("lombricomposteur", str(self._learn(*few, *others)))
        more = [*few, ("Des lombricomposteurs.", 1, "a9")]
        kept = self._learn(*more, *others)
        self.assertEqual(kept["words"]["1"], {"lombricomposteur": 5})
        # One who writes ten times is one, and so are all those whom nobody knows.
        for author in ("a0", None):
            again = [("Un lombricomposteur.", 1, author) for _n in range(10)]
            self.assertNotIn("lombricomposteur", str(self._learn(*again, *others)))
        self.assertEqual(MIN_AUTHORS, 5)

    def test_a_proposal_says_the_words_of_the_text(self):
        themes = Themes({1: "compost / Composteur", 2: "pied d'immeuble", 3: ""})
        [one, two] = themes.propose("Des COMPOSTEURS au pied d’immeuble !")
        self.assertEqual({one.key, two.key}, {1, 2})
        words = {one.key: one.words, two.key: two.words}
        self.assertEqual(words, {1: ("composteurs",), 2: ("pied d'immeuble",)})
        self.assertEqual(themes.propose("Bonjour à tous"), [])
        self.assertEqual(themes.propose(""), [])
        self.assertEqual(themes.propose(None), [])

    def test_what_is_learned_proposes(self):
        texts = [("Le fusible de mon grille-pain.", 1, f"a{n}") for n in range(6)]
        texts += [("Le pain de la cantine.", 2, f"b{n}") for n in range(6)]
        themes = Themes({1: "", 2: ""}, self._learn(*texts))
        [best, *_others] = themes.propose("Mon fusible a sauté")
        self.assertEqual((best.key, best.words), (1, ("fusible",)))

    def test_usual_words_and_numbers_tell_nothing(self):
        self.assertEqual(
            read_words("Bonjour, nous voudrions 12 bacs ; merci à tous. L’eau d'ici"),
            {"bac": "bacs", "eau": "eau"},
        )

    def test_keywords_have_a_line_each(self):
        self.assertEqual(
            split_keywords("vrac\n bocal , consigne;\n\na / b / \n/"),
            [["vrac", "bocal", "consigne"], ["a", "b"]],
        )
        self.assertEqual(split_keywords(None), [])
