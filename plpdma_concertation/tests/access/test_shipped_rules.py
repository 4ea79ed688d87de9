"""Updates replace the rules that nobody adapted, and name the others."""

from pathlib import Path

from odoo.modules.module import load_script
from odoo.tests import TransactionCase, tagged

from ...tools.shipped_rules import get_mark, get_marks, get_present

ADDON = Path(__file__).parents[2]
LOGGER = "post-rules"
# As 19.0.1.0.0 to 19.0.1.4.0 shipped it.
NAME = "rule_response_facilitator"
OLD = "[('published', '=', True)]"


@tagged("post_install", "-at_install", "plpdma")
class TestShippedRules(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.script = load_script(
            str(ADDON / "migrations" / "0.0.0" / "post-rules.py"), LOGGER
        )

    def _rule(self, name=NAME):
        return self.env.ref(f"plpdma_concertation.{name}")

    def _update(self):
        self.script.migrate(self.env.cr, "19.0.1.4.0")
        self.env.invalidate_all()

    def test_rules_are_those_of_the_files(self):
        data = self.env["ir.model.data"].search(
            [("module", "=", "plpdma_concertation"), ("model", "=", "ir.rule")]
        )
        present = get_present()
        self.assertEqual(set(data.mapped("name")), set(present))
        self.assertGreater(len(present), 90)
        self.assertTrue(all(data.mapped("noupdate")))
        for name, shipped in present.items():
            with self.subTest(rule=name):
                rule = self._rule(name)
                self.assertEqual((rule.name, rule.domain_force), shipped)

    def test_update_of_what_is_up_to_date(self):
        rules = self.env["ir.rule"].search([])
        before = rules.read(["name", "domain_force", "active", "groups"])
        with self.assertNoLogs(LOGGER):
            self._update()
        self.assertEqual(
            rules.read(["name", "domain_force", "active", "groups"]), before
        )

    def test_untouched_rule_is_replaced(self):
        self.assertIn(get_mark(OLD), get_marks()[NAME].values())
        shipped = get_present()[NAME]
        self.assertNotEqual(shipped.domain, OLD)
        rule = self._rule()
        for text in (OLD, f"\n  {OLD.replace(', ', ',  ', 1)}\n"):
            rule.write({"domain_force": text, "name": "Before", "active": False})
            groups = rule.groups
            with self.subTest(text=text), self.assertNoLogs(LOGGER):
                self._update()
                self.assertEqual((rule.name, rule.domain_force), shipped)
                self.assertFalse(rule.active, "That it is off is the authority's")
                self.assertEqual(rule.groups, groups)

    def test_adapted_rule_is_left_and_named(self):
        own = "[('published', '=', True), ('id', '>', 0)]"
        rule, other = self._rule(), self._rule("rule_response_portal")
        for domain in (own, False):
            rule.write({"domain_force": domain, "name": "Our own"})
            wanted = other.domain_force
            with (
                self.subTest(domain=domain),
                self.assertLogs(LOGGER, "WARNING") as said,
            ):
                self._update()
            self.assertEqual(rule.domain_force, domain)
            self.assertEqual(rule.name, "Our own")
            self.assertEqual(len(said.output), 1)
            for words in ("Our own", NAME, get_present()[NAME].domain):
                self.assertIn(words, said.output[0])
            self.assertEqual(other.domain_force, wanted)

    def test_marks_are_of_rules_that_are_here(self):
        """One that is withdrawn has to be unlinked by the migration that does it."""
        self.assertLessEqual(set(get_marks()), set(get_present()))
        for marks in get_marks().values():
            self.assertEqual(len(marks), len(set(marks.values())))
