"""Passages of a text."""

from odoo.tests import BaseCase, tagged

from ...tools.passages import (
    get_gaps,
    get_uncovered_percent,
    merge_passages,
    subtract_passages,
)


@tagged("post_install", "-at_install", "plpdma")
class TestPassages(BaseCase):
    def test_merge(self):
        self.assertEqual(merge_passages([]), [])
        self.assertEqual(
            merge_passages([(5, 9), (0, 2), (1, 3), (9, 10)]), [(0, 3), (5, 10)]
        )

    def test_gaps(self):
        text = "Un 👋 deux  trois"
        self.assertEqual(get_gaps(text, []), [(0, len(text))])
        start = text.index("deux")
        self.assertEqual(
            get_gaps(text, [(start, start + 4)]), [(0, 4), (len(text) - 5, len(text))]
        )
        self.assertEqual(get_gaps(" \n ", []), [])

    def test_percent(self):
        text = "a" * 999 + " b"
        self.assertEqual(get_uncovered_percent(text, []), 100)
        self.assertEqual(get_uncovered_percent(text, [(0, len(text))]), 0)
        self.assertEqual(get_uncovered_percent(text, [(0, 999)]), 1)
        self.assertEqual(get_uncovered_percent(text, [(1000, 1001)]), 99)
        self.assertEqual(get_uncovered_percent("  ", []), 0)

    def test_subtract(self):
        self.assertEqual(
            subtract_passages([(0, 10)], [(2, 4), (8, 12)]), [(0, 2), (4, 8)]
        )
        self.assertEqual(subtract_passages([(3, 4)], [(0, 9)]), [])
        self.assertEqual(subtract_passages([(3, 4)], [(4, 9)]), [(3, 4)])
