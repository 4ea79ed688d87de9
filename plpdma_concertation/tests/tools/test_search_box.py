"""What is typed in a search box, without a database."""

import re

from odoo.tests import BaseCase, tagged

from ...tools.search_box import list_words, make_synonyms, make_words, read_box

EMPTY = {"le", "la", "les", "l", "de", "des", "du", "pour", "a"}
LEXEME = re.compile(r"'(?:[^']|'')*'(?::\*?[ABC]*)?")


def stem(words):
    """Stems, as PostgreSQL gives them: none of the usual words."""
    return {word: None if word in EMPTY else word.rstrip("s") for word in words}


def read(text, synonyms=(), labels=""):
    """The queries of what was typed."""
    terms = read_box(text)
    words = [word for group in synonyms for one in group for word in one.split()]
    stems = stem([*list_words(terms), *words])
    return make_words(terms, stems, make_synonyms(synonyms, stems), labels)


@tagged("post_install", "-at_install", "plpdma")
class TestSearchBox(BaseCase):
    def _list(self, text):
        return [
            (" ".join(term.words), term.is_excluded, term.is_exact, term.is_beginning)
            for term in read_box(text)
        ]

    def test_words_quotes_and_exclusions(self):
        self.assertEqual(
            self._list("Déchets « près de l’École » -vrac compo*"),
            [
                ("dechets", False, False, False),
                ("pres de l ecole", False, True, False),
                ("vrac", True, False, False),
                ("compo", False, False, True),
            ],
        )
        for text in ('"tri sélectif"', "“tri sélectif”", "«tri sélectif»"):
            self.assertEqual(
                self._list(text), [("tri selectif", False, True, False)], text
            )
        self.assertEqual(
            self._list("-« tri sélectif »"), [("tri selectif", True, True, False)]
        )

    def test_a_hyphen_inside_a_word_excludes_nothing(self):
        self.assertEqual(
            self._list("porte-à-porte - Stop-Pub"),
            [
                ("porte a porte", False, False, False),
                ("stop pub", False, False, False),
            ],
        )

    def test_what_is_not_closed_goes_to_the_end(self):
        self.assertEqual(
            self._list('vrac "tri sélectif'),
            [("vrac", False, False, False), ("tri selectif", False, True, False)],
        )

    def test_nothing_is_nothing(self):
        for text in (None, "", "   ", "-", "*", "« »", '""', "&|!()<->:*'\\", "\0"):
            self.assertEqual(self._list(text), [], text)
            self.assertTrue(read(text).is_empty, text)

    def test_a_box_is_bounded(self):
        self.assertEqual(len(read_box("mot " * 500)), 20)
        self.assertEqual(len(read_box("m" * 5_000)[0].words[0]), 200)

    def test_words_are_wanted_by_their_beginnings(self):
        self.assertEqual(
            read("les composteurs").wanted, ("('composteur' | 'composteurs':*)",)
        )
        # Too short to tell what it begins.
        self.assertEqual(read("tri").wanted, ("'tri'",))
        self.assertEqual(read("tr*").wanted, ("'tr':*",))

    def test_phrases_keep_the_distance_of_what_says_nothing(self):
        self.assertEqual(read("« tri des déchets »").wanted, ("('tri' <2> 'dechet')",))
        self.assertEqual(read("« bac vert »").wanted, ("('bac' <1> 'vert')",))

    def test_what_is_excluded_is_all_that_the_word_finds(self):
        groups = [["compost", "composteurs"], ["vrac compost", "sac"]]
        for typed in ("composteurs", "tri", "compos*", "stop-pub", "pour"):
            wanted, left_out = read(typed, groups), read(f"-{typed}", groups)
            self.assertTrue(wanted.wanted, typed)
            self.assertEqual(left_out.excluded, wanted.wanted)
            self.assertEqual(left_out.every, f"!{wanted.every}")
        self.assertNotIn("sac", read("vrac -compost", groups).every)

    def test_a_phrase_is_said_as_it_is_written(self):
        words = read("« Le Tri des déchets » vrac")
        self.assertEqual(words.said, ((words.wanted[0], "le tri des dechets"),))
        words = read("vrac -« déchets »")
        self.assertEqual(words.unsaid, (("'dechet'", "dechets"),))
        self.assertEqual((words.every, words.said), (words.wanted[0], ()))
        self.assertFalse(read("-« déchets »").is_empty)

    def test_function_words_are_not_wanted(self):
        """Whether PostgreSQL keeps them or not."""
        for typed in ("dont tri", "tri sans", "l'tri", "quand -leurs tri"):
            self.assertEqual(read(typed).every, "'tri'", typed)
        self.assertEqual(read("« sans tri »").wanted, ("('san' <1> 'tri')",))
        self.assertEqual(read("sans").every, "('san' | 'sans':*)")

    def test_synonyms_stand_for_one_another(self):
        groups = [["compost", "composteur", "compost au jardin"]]
        words = read("Composteurs", synonyms=groups)
        self.assertIn("'compost'", words.wanted[0])
        self.assertIn("('compost' <2> 'jardin')", words.wanted[0])
        # Typed together, a phrase is one; what is sorted first is what was typed.
        words = read("vrac compost au jardin", synonyms=groups)
        self.assertEqual(len(words.wanted), 2)
        self.assertIn("'composteur'", words.wanted[1])
        self.assertNotIn("composteur", words.ranking)
        for exact in ("« composteur »", "compos*"):
            self.assertNotIn("jardin", read(exact, synonyms=groups).every, exact)

    def test_words_that_say_nothing_alone(self):
        self.assertEqual(read("pour").every, "'pour':*")
        self.assertEqual(read("-pour").every, "!'pour':*")
        self.assertEqual(read("pour le tri").wanted, ("'tri'",))

    def test_labels_are_on_each_lexeme(self):
        words = read("déchets « tri pub » -vrac eau*", [["dechet", "ordure"]], "AB")
        found = LEXEME.findall(f"{words.every} {words.any_wanted} {words.ranking}")
        self.assertGreater(len(found), 8)
        for lexeme in found:
            self.assertRegex(lexeme, r":\*?AB$")

    def test_nothing_typed_is_an_operator(self):
        for text in (
            "a & b | !c",
            "tri:*A <-> vrac",
            "'; DROP TABLE x; --",
            "\\'tri\\' :C",
            "(((tri",
            "l'eau' | 'secret':C",
        ):
            words = read(text)
            rest = LEXEME.sub("", words.every)
            self.assertRegex(rest, r"^[\s&|!()<>\d]*$", text)
            self.assertNotIn(":C", words.every)
            for lexeme in LEXEME.findall(words.every):
                self.assertRegex(lexeme, r"^'\w+'(:\*)?$", text)
