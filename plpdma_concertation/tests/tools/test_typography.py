"""French typography: times, telephone numbers, spaces, agreement, articles."""

from odoo.tests import BaseCase, tagged

from ...tools.articles import guess_article, join_article
from ...tools.typography import (
    NO_BREAK,
    add_sign,
    is_french,
    set_phone,
    set_spaces,
    set_time,
    takes_singular,
)


def plain(text):
    return text.replace(NO_BREAK, " ")


@tagged("post_install", "-at_install", "plpdma")
class TestTypography(BaseCase):
    def test_times(self):
        for moment, text in (
            ((17, 30), "17 h 30"),
            ((17, 0), "17 h"),
            ((9, 5), "9 h 05"),
            ((0, 0), "0 h"),
        ):
            self.assertEqual(plain(set_time(*moment)), text)
            self.assertNotIn(" ", set_time(*moment), "it does not break")

    def test_telephone_numbers(self):
        for typed in (
            "0199000010",
            "01 99 00 00 10",
            "01.99.00.00.10",
            "01-99-00-00-10",
            "+33199000010",
            "+33 1 99 00 00 10",
            "+33 (0)1 99 00 00 10",
            "0033 1 99000010",
            " 01 99 00 00 10 ",
        ):
            with self.subTest(typed=typed):
                self.assertEqual(plain(set_phone(typed)), "01 99 00 00 10")
                self.assertNotIn(" ", set_phone(typed))
        for typed in ("3631", "+32 2 123 45 67", "poste 12", "01 99 00 00 10 ou 12"):
            self.assertEqual(set_phone(typed), typed)
        self.assertEqual(set_phone(False), "")

    def test_spaces(self):
        for typed, text in (
            ("Objet : avis", "Objet\u00a0: avis"),
            (
                "« Le tri » ; quoi ? oui !",
                "«\u00a0Le tri\u00a0»\u00a0; quoi\u00a0? oui\u00a0!",
            ),
            ("(« non »).", "(«\u00a0non\u00a0»)."),
            ("Déjà\u00a0: bon", "Déjà\u00a0: bon"),
            ("http://a :b", "http://a :b"),
        ):
            self.assertEqual(set_spaces(typed), text)

    def test_a_sign_after_a_text(self):
        self.assertEqual(add_sign("Suites", ":", "fr_FR"), "Suites\u00a0:")
        self.assertEqual(add_sign("Next", ":", "en_US"), "Next:")

    def test_agreement(self):
        self.assertEqual(
            [takes_singular("fr_FR", count) for count in (0, 1, 2)], [True, True, False]
        )
        self.assertEqual(
            [takes_singular("en_US", count) for count in (0, 1, 2)],
            [False, True, False],
        )
        self.assertTrue(is_french("fr_BE"))
        self.assertFalse(is_french("fry_NL"))
        self.assertFalse(is_french(None))

    def test_articles(self):
        for name, direct, of, to in (
            (
                "Communauté de communes du Val",
                "la Communauté de communes du Val",
                "de la Communauté de communes du Val",
                "à la Communauté de communes du Val",
            ),
            (
                "Syndicat du Val",
                "le Syndicat du Val",
                "du Syndicat du Val",
                "au Syndicat du Val",
            ),
            (
                "SICTOM du Val",
                "le SICTOM du Val",
                "du SICTOM du Val",
                "au SICTOM du Val",
            ),
            (
                "Agglomération du Val",
                "l'Agglomération du Val",
                "de l'Agglomération du Val",
                "à l'Agglomération du Val",
            ),
            (
                "Communes du Val",
                "les Communes du Val",
                "des Communes du Val",
                "aux Communes du Val",
            ),
            ("Val Métropole", "Val Métropole", "de Val Métropole", "à Val Métropole"),
            (
                "Angers Métropole",
                "Angers Métropole",
                "d'Angers Métropole",
                "à Angers Métropole",
            ),
        ):
            with self.subTest(name=name):
                article = guess_article(name)
                self.assertEqual(join_article("", article, name), direct)
                self.assertEqual(join_article("de", article, name), of)
                self.assertEqual(join_article("a", article, name), to)
        self.assertEqual(guess_article(""), "none")
