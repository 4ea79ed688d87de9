"""A form is sent as often as its limit says, never once more."""

from threading import Thread

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, TransactionCase, tagged
from odoo.tests.common import get_db_name

SCOPE, LIMIT, MINUTES = "essai", 3, 60


@tagged("post_install", "-at_install", "plpdma")
class TestRateLimit(TransactionCase):
    def _ask(self, identity="192.0.2.1"):
        uses = self.env["plpdma.rate.limit"]
        if uses._is_used_up(SCOPE, identity, LIMIT, MINUTES):
            return False
        return uses._hit(SCOPE, identity, LIMIT, MINUTES)

    def test_as_many_as_the_limit(self):
        asked = [self._ask() for _time in range(LIMIT + 2)]
        self.assertEqual(asked, [True] * LIMIT + [False] * 2)
        self.assertEqual(
            self.env["plpdma.rate.limit"].search_count([("scope", "=", SCOPE)]), LIMIT
        )
        self.assertTrue(self._ask("192.0.2.2"), "Another place has its own")

    def test_each_of_a_batch(self):
        uses = self.env["plpdma.rate.limit"]
        batch = ["a", "b", "a", "a", "a", "b"]
        allowed = uses._hit_each(SCOPE, batch, LIMIT, MINUTES)
        self.assertEqual(allowed, [True, True, True, True, False, True])
        self.assertFalse(uses._hit(SCOPE, "a", LIMIT, MINUTES))
        self.assertTrue(uses._hit(SCOPE, "b", LIMIT, MINUTES))
        self.assertFalse(uses._hit(SCOPE, "b", LIMIT, MINUTES))


@tagged("post_install", "-at_install", "plpdma", "plpdma_concurrency")
class TestRateLimitAtOnce(BaseCase):
    """Real transactions: two forms that are sent at the same moment."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self._remove)
        with self._open() as uses:
            for _time in range(LIMIT - 1):
                self.assertTrue(self._hit(uses))

    def _open(self):
        return _Uses(self.registry)

    def _remove(self):
        with self._open() as uses:
            uses.search([("scope", "=", SCOPE)]).unlink()

    def _is_used_up(self, uses):
        return uses._is_used_up(SCOPE, "192.0.2.1", LIMIT, MINUTES)

    def _hit(self, uses):
        return uses._hit(SCOPE, "192.0.2.1", LIMIT, MINUTES)

    def test_the_last_one_is_for_one_of_them(self):
        refused = []
        with self._open() as mine, self._open() as theirs:
            # Both have begun to read.
            for uses in (mine, theirs):
                self.assertEqual(uses.search_count([("scope", "=", SCOPE)]), LIMIT - 1)
            self.assertFalse(self._is_used_up(mine))

            other = Thread(target=lambda: refused.append(self._is_used_up(theirs)))
            other.start()
            other.join(0.5)
            self.assertTrue(other.is_alive(), "They wait for the first")
            self.assertTrue(self._hit(mine))
            mine.env.cr.commit()
            other.join(10)
            self.assertEqual(refused, [True])
            self.assertFalse(self._hit(theirs))
        with self._open() as uses:
            self.assertEqual(uses.search_count([("scope", "=", SCOPE)]), LIMIT)

    def test_who_gives_up_takes_nothing(self):
        with self._open() as mine:
            self.assertTrue(self._hit(mine))
            mine.env.cr.rollback()
        with self._open() as theirs:
            self.assertFalse(self._is_used_up(theirs))


class _Uses:
    """The log of the uses in a transaction of its own."""

    def __init__(self, registry):
        self.cr = registry.cursor()

    def __enter__(self):
        self.cr.__enter__()
        return api.Environment(self.cr, SUPERUSER_ID, {})["plpdma.rate.limit"]

    def __exit__(self, *error):
        return self.cr.__exit__(*error)
