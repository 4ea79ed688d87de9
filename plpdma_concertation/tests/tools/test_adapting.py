"""What of an earlier answer is to be adapted, and what differs once it was."""

from odoo.tests import BaseCase, tagged

from ...tools.adapting import bracket_html, bracket_text, find_left, find_places
from ...tools.difference import compare_texts, mark_difference


def mark(words):
    return f"[{words}]"


@tagged("post_install", "-at_install", "plpdma")
class TestAdapting(BaseCase):
    def test_what_holds_for_one_case(self):
        for text, expected in (
            ("le 12 mai 2026", "le [12 mai 2026]"),
            ("dès juin 2027", "dès [juin 2027]"),
            ("le 1er juin", "le [1er juin]"),
            ("le 12/05/2026", "le [12/05/2026]"),
            ("voir REP/2025/0012", "voir [REP/2025/0012]"),
            ("l'article L. 541-15-1 du code", "l'article [L. 541-15-1] du code"),
            ("délibération n° 2026-114", "délibération [n° 2026-114]"),
            ("12 500 € et 30 %", "[12 500 €] et [30 %]"),
            ("trois composteurs", "trois composteurs"),
            ("au 02 40 11 22 33", "au [02 40 11 22 33]"),
            ("dechets@essai.fr", "[dechets@essai.fr]"),
            ("rue de la Gare", "[rue de la Gare]"),
            ("la déchèterie de Saint-Aubin", "la [déchèterie de Saint-Aubin]"),
            ("la salle des fêtes", "la salle des fêtes"),
            ("à Vertou", "à [Vertou]"),
            ("M. Dupont a écrit", "[M. Dupont] a écrit"),
            ("à Madame DE LA TOUR,", "à [Madame DE LA TOUR],"),
            ("M.\u00a0Jean-Paul d’Été demande", "[M.\u00a0Jean-Paul d’Été] demande"),
            ("Mme de Brétigny", "[Mme de Brétigny]"),
            ("M. et Mme J. Le Goff", "[M. et Mme J. Le Goff]"),
            ("MM. Dupont et Durand ont écrit", "[MM. Dupont et Durand] ont écrit"),
            (
                "Mmes Noël, Le Goff et de Brétigny",
                "[Mmes Noël, Le Goff et de Brétigny]",
            ),
            (
                "à Messieurs J. Dupont et P. Durand, élus",
                "à [Messieurs J. Dupont et P. Durand], élus",
            ),
            (
                "MM. Dupont et les autres, Vertou",
                "[MM. Dupont] et les autres, [Vertou]",
            ),
            ("Mme Noël et Pays de Retz", "[Mme Noël] et Pays de Retz"),
            ("le Dr Lenoir", "le [Dr Lenoir]"),
            ("Madame, Monsieur, vous", "Madame, Monsieur, vous"),
            ("Monsieur le maire", "Monsieur le maire"),
            ("Maîtres composteurs", "Maîtres composteurs"),
            ("[déjà 12]", "[déjà 12]"),
        ):
            with self.subTest(text):
                self.assertEqual(bracket_text(text, mark, ["Vertou"]), expected)

    def test_what_is_left(self):
        words = ("to adapt", "à adapter\u00a0")
        for text, left in (
            ("Il [à adapter\u00a0: le 3 mai] va", ["[à adapter : le 3 mai]"]),
            ("Il [A ADAPTER: le 3 mai] va", ["[A ADAPTER: le 3 mai]"]),
            ("(à adapter : M. X)", ["(à adapter : M. X)"]),
            ("(  A\u202fadapter: M. X)", ["( A adapter: M. X)"]),
            ("{to adapt: 3}", ["{to adapt: 3}"]),
            ("« à adapter : 3 »", ["« à adapter : 3 »"]),
            ("[A\u0300 adapter 3]", ["[A\u0300 adapter 3]"]),
            ("[à adapter : 3] [À Adapter: 3]", ["[à adapter : 3]"]),
            ("[à adapter : 3\nfin]", ["[à adapter …"]),
            ("[à adap\u00adter : 3", ["[à adap ter …"]),
            ("un horaire à adapter : le matin", []),
            ("(à adapter selon la saison)", []),
            ("le budget [voté]", []),
            (False, []),
        ):
            with self.subTest(text):
                self.assertEqual(find_left(text, words), left)

    def test_places_are_whole_words(self):
        names = ("Vertou", "Ver", "Saint-Jean", "Saint-Jean-le-Vieux", "Le")
        text = "À Saint-Jean-le-Vieux puis à Vertou."
        found = find_places(text, names)
        self.assertEqual(found[0], "Saint-Jean-le-Vieux", "The longest first")
        self.assertIn("Vertou", found)
        self.assertNotIn("Ver", found)
        self.assertEqual(
            bracket_text(text, mark, found),
            "À [Saint-Jean-le-Vieux] puis à [Vertou].",
        )

    def test_tags_stay(self):
        html = '<p>En 2027 <a href="https://x.example/2027">ici</a>, 3 &amp; 4</p>'
        self.assertEqual(
            bracket_html(html, mark),
            '<p>En [2027] <a href="https://x.example/2027">ici</a>, [3] &amp; [4]</p>',
        )
        for empty in (False, "", "<p><br></p>"):
            self.assertEqual(bracket_html(empty, mark), empty)


@tagged("post_install", "-at_install", "plpdma")
class TestDifference(BaseCase):
    def test_pieces_make_both_texts(self):
        old = "La collecte aura lieu en 2026\nà Vertou."
        new = "La collecte aura lieu en 2027\nà Rezé, enfin."
        pieces = compare_texts(old, new)
        for kinds, text in ((("same", "removed"), old), (("same", "added"), new)):
            words = " ".join(piece for kind, piece in pieces if kind in kinds).split()
            self.assertEqual(words, text.split())
        self.assertIn(("added", "2027\n"), pieces)

    def test_told_without_colour(self):
        marked = mark_difference(
            compare_texts("un <b>", "un deux"), "Retiré :", "Dit :"
        )
        self.assertIn("<del>", marked)
        self.assertIn("<ins>", marked)
        self.assertIn("Retiré : ", marked)
        self.assertIn("&lt;b&gt;", marked, "Words are text")

    def test_too_long(self):
        self.assertEqual(compare_texts("mot " * 5_000, "mot"), [])
