"""Contributions, and what is searched of them."""

from ..common import ConcertationCase


class ContributionCase(ConcertationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Contribution = cls.agent_env["plpdma.contribution"]

    def assertSearchIs(self, field, expected, among):
        """The search on a computed boolean finds what its compute says, both ways."""
        self.env.invalidate_all()
        self.assertEqual(among.filtered(field), expected)
        for operator, value, found in (
            ("=", True, expected),
            ("=", False, among - expected),
            ("!=", True, among - expected),
            ("!=", False, expected),
            ("in", [True, False], among),
        ):
            with self.subTest(field=field, operator=operator, value=value):
                domain = [("id", "in", among.ids), (field, operator, value)]
                self.assertEqual(set(among.search(domain)), set(found))
