"""The themes that the figures read with each contribution: always those that it has."""

import importlib.util

from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tests import tagged
from odoo.tools.misc import file_path

from ..common import ConcertationCase


@tagged("post_install", "-at_install", "plpdma")
class TestContributionCounted(ConcertationCase):
    def setUp(self):
        super().setUp()
        self.themes = self.env["plpdma.theme"].create(
            [{"name": f"Thème compté {number}"} for number in range(3)]
        )

    def _receive(self, *themes):
        ids = [theme.id for theme in themes]
        return self._create_contribution(theme_ids=[Command.set(ids)])

    def _read_keys(self, contributions):
        """What the figures read of each, and what the list of its themes holds."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT COALESCE(string_to_array(theme_key, ',')::int[], '{}'),
                   ARRAY(SELECT plpdma_theme_id
                           FROM plpdma_contribution_plpdma_theme_rel
                          WHERE plpdma_contribution_id = contribution.id
                          ORDER BY 1)
              FROM plpdma_contribution contribution
             WHERE id IN %s
             ORDER BY id
            """,
            [tuple(contributions.ids)],
        )
        return self.env.cr.fetchall()

    def _check(self, *expected):
        """The themes of each contribution, in the order in which they came in; the
        figures by theme are the lists that they open."""
        domain = Domain("id", "in", self.contributions.ids)
        wanted = [sorted(theme.id for theme in themes) for themes in expected]
        for known, listed in self._read_keys(self.contributions):
            self.assertEqual(known, listed)
        keys = [known for known, _listed in self._read_keys(self.contributions)]
        self.assertEqual(keys, wanted)
        figures = self.agent_env["plpdma.figures"]
        tally = figures._tally_contributions(domain, [("theme",)])
        counts = tally.table(("theme",), "received")
        contributions = self.agent_env["plpdma.contribution"]
        for theme_id in {False, *sum(wanted, [])}:
            listed = contributions.search_count(
                tally.domain("received", theme=theme_id)
            )
            self.assertEqual(counts.pop((theme_id,), 0), listed)
        self.assertFalse(counts)

    def test_as_they_are_given_and_taken(self):
        first, second, third = self.themes
        self.contributions = contributions = (
            self._receive(second, first) | self._receive() | self._receive(first)
        )
        self._check((first, second), (), (first,))
        contributions[1].theme_ids = [Command.link(third.id), Command.link(second.id)]
        contributions[0].theme_ids = [Command.unlink(first.id)]
        contributions[2].theme_ids = [Command.clear()]
        self._check((second,), (second, third), ())
        self.assertEqual(len(set(contributions.mapped("theme_key"))), 3)
        copy = contributions[1].copy()
        self.contributions |= copy
        self._check((second,), (second, third), (), (second, third))

    def test_linked_while_they_are_noted(self):
        first, second, third = self.themes
        self.contributions = self._create_contribution(
            theme_ids=[Command.link(t.id) for t in (third, first, third)]
        ) | self._create_contribution(
            theme_ids=[Command.link(first.id), Command.set(second.ids)]
        )
        self.contributions |= self._create_contribution(theme_ids=second.ids)
        self._check((first, third), (second,), (second,))

    def test_those_that_are_put_away_stay_and_none_is_deleted(self):
        first, second, _third = self.themes
        self.contributions = self._receive(first, second) | self._receive(first)
        first.active = False
        self._check((first, second), (first,))
        self.contributions[1].verbatim = "Autre chose."
        self._check((first, second), (first,))
        with self.assertRefused(second.name, exception=UserError):
            second.unlink()
        self._check((first, second), (first,))

    def test_the_points_of_a_letter_have_their_own(self):
        first, second, third = self.themes
        letter = self._create_contribution(
            verbatim="Un banc. Un composteur.",
            theme_ids=[Command.set(first.ids)],
        )
        points = letter._split(
            [
                {"quote_start": 0, "quote_stop": 8, "theme_ids": second.ids},
                {"quote_start": 9, "quote_stop": 23, "theme_ids": third.ids},
            ]
        )
        for known, listed in self._read_keys(letter | points):
            self.assertEqual(known, listed)
            self.assertTrue(known)

    def test_no_export_offers_it(self):
        known = self.agent_env["plpdma.contribution"].fields_get()
        self.assertTrue(known["theme_ids"]["exportable"])
        self.assertFalse(known["theme_key"]["exportable"])

    def test_upgrade_writes_them(self):
        first, second, third = self.themes
        self.contributions = (
            self._receive(third, first) | self._receive() | self._receive(second)
        )
        self.env.flush_all()
        self.env.cr.execute("ALTER TABLE plpdma_contribution DROP COLUMN theme_key")
        path = file_path("plpdma_concertation/migrations/19.0.1.9.0/pre-theme_key.py")
        spec = importlib.util.spec_from_file_location("plpdma_pre_theme_key", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        script.migrate(self.env.cr, "19.0.1.8.0")
        self.env.invalidate_all()
        self._check((first, third), (), (second,))

    # ------------------------------------------------------------------
    # How it is read
    # ------------------------------------------------------------------
    def test_the_contrary_of_a_comparison_is_not_made(self):
        figures = self.agent_env["plpdma.figures"]
        model = self.agent_env["plpdma.contribution"]
        name = Domain("state", "=", "received")
        conditions = {
            "received": name,
            "others": ~name,
            "waiting": ~name & Domain("date_answered", "=", False),
            "answered": Domain("date_answered", "!=", False),
        }
        query = model._search(Domain.TRUE)
        sql, read = figures._get_bits(model, conditions, query)
        self.assertEqual(sql.code.count("CASE WHEN"), 2)
        self.assertEqual(
            [bin(read(number)) for number in range(4)],
            ["0b1010", "0b1001", "0b110", "0b1"],
        )
