"""Codes of actions, as people write them."""

from odoo.tests import BaseCase, tagged

from ...tools.measure_codes import find_codes, fold_code, get_rank, read_code


@tagged("post_install", "-at_install", "plpdma")
class TestMeasureCodes(BaseCase):
    def test_one_code_however_it_is_written(self):
        for written, code in (
            ("7", "7"),
            (" 07 ", "7"),
            ("A-2", "a-2"),
            ("3 b", "3b"),
            ("1.10", "1.10"),
            ("000", "0"),
            ("9" * 5_000, "9" * 5_000),
            ("", ""),
            (None, ""),
        ):
            self.assertEqual(fold_code(written), code, written)

    def test_sorted_as_one_counts(self):
        codes = ["A12", "10", "1.10", "2", "10b", "A3", "1.2"]
        self.assertEqual(
            sorted(codes, key=get_rank), ["1.2", "1.10", "2", "10", "10b", "A3", "A12"]
        )

    def test_a_cell(self):
        for text, code in (
            ("Action 7", "7"),
            ("fiche-action n°07", "7"),
            ("Mesure A-2", "a-2"),
            ("7 · Composteurs", "7"),
            ("n° 12", "12"),
            ("Broyage", "broyage"),
            ("", ""),
        ):
            self.assertEqual(read_code(text), code, text)

    def test_named_in_a_text(self):
        known = {"3", "4b", "5", "7", "12", "a-2"}
        for text, codes in (
            ("Sur l'action 7, rien à dire.", {"7"}),
            ("L’ACTION N°7 !", {"7"}),
            ("Fiches-actions 3, 4b et 5", {"3", "4b", "5"}),
            ("la fiche n° 12 et la mesure A-2.", {"12", "a-2"}),
            ("action 7 et 99", {"7"}),
            ("action 07", {"7"}),
            ("une réaction 7 fois plus forte", set()),
            ("7 actions en 2027", set()),
            ("action 77", set()),
            ("", set()),
            (None, set()),
        ):
            self.assertEqual(find_codes(text, known), codes, text)
