"""Searching contributions by their words, as each reader may."""

from odoo.tests import tagged

from ...tools.words import fold
from .search_common import SearchCase

# What people type around what they look for.
AROUND = (
    "le la les l' un une des du de d' au aux ce cet cette ces mon ma mes son sa ses "
    "notre nos votre vos leur leurs je tu il elle on nous vous ils elles lui y en qui "
    "que qu' quoi dont où à avec sans pour par sur sous dans chez entre vers dès "
    "depuis pendant et ou ni mais car donc or si quand lorsque comme puisque parce "
    "tout tous toutes même très plus moins aussi afin jusqu'à après"
).split()


@tagged("post_install", "-at_install", "plpdma")
class TestSearchFrench(SearchCase):
    """Words in French, however they are typed."""

    def test_accents_capitals_and_plurals(self):
        said = self._say(
            "Les déchets VÉGÉTAUX débordent.",
            "Un déchet végétal.",
            "Le tri à l'école.",
        )
        for typed in ("vegetaux", "VÉGÉTAL", "végétaux", "déchet vegetal"):
            with self.subTest(typed):
                self.assertEqual(self._find(typed), said[1] | said[0])
        for typed in ("ecole", "ECOLES", "l’école", "a l'ecole", "École"):
            with self.subTest(typed):
                self.assertEqual(self._find(typed), said[2])
        self.assertFalse(self._find("université"))

    def test_families_of_words(self):
        """What people write, and what others type for it."""
        pairs = (
            ("Il faut composter les épluchures.", "compost"),
            ("Des bacs à compost compostés.", "compost"),
            ("La déchèterie est loin.", "dechet"),
            ("Une tarification incitative.", "tarif"),
            ("Des réparateurs agréés.", "réparateur"),
            ("Les gobelets consignés.", "gobelet consigné"),
            ("Nos commerçants trient.", "commercant"),
            ("Des œufs cassés.", "OEUF"),
            ("Un bac de 120 litres.", "120 litre"),
            ("Du porte-à-porte.", "porte à porte"),
        )
        said = self._say(*(text for text, _typed in pairs))
        for (text, typed), one in zip(pairs, said, strict=True):
            with self.subTest(text, typed=typed):
                self.assertIn(one, self._find(typed))

    def test_folding_is_the_same_in_python_and_in_postgresql(self):
        for text in (
            "L’Été à Saint-Œuvre, ŒUVRE & Cie ; 12,5 % (près) d’« ici »",
            "e\u0301le\u0301ve… n° 42 — 1 000 €/t",
            "Straße ÆGIR naïve Ÿ ﬁn ½ m² 👍🏽fête",
            "camille.essai@p.example CTR/2026/0042-1",
            "plain ascii_words\tand\nlines",
        ):
            self.env.cr.execute("SELECT plpdma_fold(%s)", [text])
            [folded] = self.env.cr.fetchone()
            self.assertEqual(folded.split(), fold(text).split())

    def test_several_words_are_all_wanted(self):
        one, two = self._say("Du compost en ville.", "Du vrac en ville.")
        self.assertEqual(self._find("ville"), two | one)
        self.assertEqual(self._find("ville vrac"), two)
        self.assertFalse(self._find("compost vrac"))

    def test_function_words_are_not_wanted(self):
        said = self._say("Déchèterie fermée.", "Une déchetterie loin.", "Du vrac.")
        expected = self._find("déchèterie")
        self.assertEqual(expected, said[1] | said[0])
        self.assertGreater(len(AROUND), 60)
        for word in AROUND:
            typed = f"{word} déchèterie".replace("' ", "’")
            self.assertEqual(self._find(typed), expected, typed)
        # Alone, or as they stand together, they are.
        self.assertEqual(self._find("loin sans"), said[1])
        [one] = self._say("Vivre sans plastique, et quand même.")
        self.assertEqual(self._find("sans"), one)
        self.assertEqual(self._find("quand même"), one)
        self.assertEqual(self._find("« sans plastique »"), one)
        self.assertFalse(self._find("« avec plastique »"))

    def test_phrases_stand_as_they_are(self):
        one, two = self._say(
            "Le tri sélectif des déchets verts.", "Un tri des déchets, sélectif."
        )
        self.assertEqual(self._find("tri sélectif"), two | one)
        for typed in ("« tri sélectif »", '"tri selectif"', "“Tri Sélectif”"):
            self.assertEqual(self._find(typed), one, typed)
        self.assertEqual(self._find("« tri des déchets »"), two)
        self.assertFalse(self._find("« sélectif tri »"))

    def test_exclusions(self):
        one, two = self._say("Du compost.", "Du compost et du vrac.")
        self.assertEqual(self._find("compost -vrac"), one)
        self.assertEqual(self._find("-vrac"), one)
        self.assertEqual(self._find("compost -« et du vrac »"), one)
        self.assertEqual(self._find("-compost -vrac"), one.browse())
        self.assertEqual(self._find("-école"), two | one)

    def test_beginnings(self):
        one, two = self._say("Un lombricomposteur.", "Le tribunal.")
        self.assertEqual(self._find("lombri"), one)
        self.assertEqual(self._find("lombri*"), one)
        self.assertFalse(self._find("composteur"))
        # Three letters begin too many words.
        self.assertFalse(self._find("tri"))
        self.assertEqual(self._find("tri*"), two)

    def test_keywords_of_the_themes_are_synonyms(self):
        theme = self.env["plpdma.theme"].create(
            {"name": "Essai de tri", "company_id": self.company.id}
        )
        one, two, three = self._say(
            "La déchèterie ferme.", "La déchetterie ouvre.", "Un bac à ordures."
        )
        self.assertEqual(self._find("poubelle"), one.browse())
        theme.keywords = "poubelle\nbac à ordures"
        self.assertEqual(self._find("poubelle"), three)
        self.assertFalse(self._find("« poubelle »"))
        # Shipped with the themes.
        for typed in ("déchèterie", "dechetteries"):
            self.assertEqual(self._find(typed), two | one, typed)
        theme.keywords = False
        self.assertFalse(self._find("poubelle"))

    def test_shipped_synonyms(self):
        said = self._say("Un composteur.", "Du compost.", "Le compostage.")
        for typed in ("compost", "composteur", "compostages", "composter"):
            self.assertEqual(self._find(typed), said.sorted("id", reverse=True), typed)

    def test_keywords_of_another_authority_are_not(self):
        company, _program = self._create_other_company()
        self.env["plpdma.theme"].sudo().create(
            {"name": "Ailleurs", "company_id": company.id, "keywords": "cabas\nsac"}
        )
        self._say("Un sac en tissu.")
        self.assertFalse(self._find("cabas"))

    def test_an_empty_box_finds_all(self):
        said = self._say("Un.", "Deux.")
        for typed in ("", "  ", "-", "«  »"):
            self.assertEqual(self._find(typed), said.sorted("id", reverse=True))

    def test_numbers(self):
        [one] = self._say("Un bac.")
        one.reference = "CTR/2026/0042"
        one.register_number = "P-7"
        for typed in ("CTR/2026/0042", "0042", "42", "ctr/2026", "2026/0042", "P-7"):
            self.assertEqual(self._find(typed), one, typed)
        self.assertFalse(self._find("CTR/2025/0042"))
        self.assertFalse(self._find("43"))

    def test_nothing_typed_is_sql_nor_an_operator(self):
        [one] = self._say("Le tri.")
        for typed in (
            "tri'; DROP TABLE plpdma_contribution; --",
            "tri & | ! <-> ( ) : * \\ '",
            "tri:*A",
            "'tri':C",
            "%(tri)s %s",
            "tri\0",
        ):
            with self.subTest(typed):
                self._find(typed)
        self.assertEqual(self._find("tri & ( \\ '"), one)
        self.assertTrue(one.exists())

    def test_very_long_texts_are_kept(self):
        """Whatever their alphabet, they are saved, and found by their beginning."""
        letters = [chr(0x20000 + number) for number in range(40_000)]
        for text in (
            "tri " + "Mot différent " * 20_000,
            "tri " + " ".join(f"mot{number}" for number in range(60_000)),
            "tri " + " ".join(letters),
            "tri " + "".join(letters * 3),
        ):
            [one] = self._say(text, public_text=text, transcription=text)
            self.assertEqual(self._find("tri"), one)
            one.sudo().unlink()

    def test_best_answers_come_first(self):
        said = self._say(
            "Une verticale. " + "Autre chose encore. " * 30,
            "Des déchets verts, et le broyage des déchets verts.",
            "Le vert, dit une fois. " + "Autre chose encore. " * 30,
        )
        self.assertEqual(list(self._find("vert")), [said[1], said[2], said[0]])
        # Another order is kept when it is asked for.
        self.assertEqual(list(self._find("vert", order="id")), list(said))
        listed = self.agent_env["plpdma.contribution"].web_search_read(
            [("text_search", "ilike", "vert")], {"verbatim": {}}
        )
        self.assertEqual(
            [line["id"] for line in listed["records"]],
            [said[1].id, said[2].id, said[0].id],
        )

    def test_by_whom_it_is_found_is_not_written_by_hand(self):
        model = self.agent_env["plpdma.contribution"]
        vals = {
            "program_id": self.program.id,
            "verbatim": "Oui.",
            "contributor_name": "Camille Vrai",
        }
        plain = model.create(vals)
        self.assertEqual(plain.author_words, "Camille Vrai")
        with self.assertRefused("not written by hand"):
            plain.author_words = "Odette Faux"
        with self.assertRefused("not written by hand"):
            model.create({**vals, "author_words": "Odette Faux"})
        made = model.with_context(default_author_words="Odette Faux").create(vals)
        self.env.flush_all()
        self.assertEqual(made.author_words, "Camille Vrai")
        self.assertFalse(model.search([("text_search", "ilike", "Odette Faux")]))

    def test_names_of_lists_are_found_by_words(self):
        one, two = self._say("Du compost.", "Du vrac.")
        two.summary = "Le compost et lui"
        names = self.agent_env["plpdma.contribution"].name_search("composts")
        self.assertEqual({key for key, _name in names}, {one.id, two.id})
        names = self.agent_env["plpdma.contribution"].name_search(two.reference)
        self.assertEqual([key for key, _name in names], two.ids)

    def test_with_other_conditions(self):
        one, two, three = self._say("Du compost.", "Du compost.", "Du vrac.")
        two.kind = "request"
        model = self.agent_env["plpdma.contribution"]
        self.assertEqual(
            model.search(
                [("text_search", "ilike", "compost"), ("kind", "=", "request")]
            ),
            two,
        )
        self.assertEqual(
            model.search(
                ["|", ("text_search", "ilike", "vrac"), ("kind", "=", "request")]
            ),
            three | two,
        )
        self.assertEqual(model.search([("text_search", "not ilike", "compost")]), three)
