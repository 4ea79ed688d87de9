"""Several contributions changed in a list, while a colleague acts on one of them."""

import json
import unittest

from odoo.tests import tagged

from ...models.shared.plpdma_conflict_mixin import RewrittenError
from ..accessibility_common import AXE, DESK
from .typing_keyboard import KeyboardCase

COUNT = """async (domain) => {
    const params = {model: "plpdma.contribution", method: "search_count"};
    const response = await fetch("/web/dataset/call_kw", {
        method: "POST",
        headers: {"Content-Type": "application/json"},
        body: JSON.stringify({params: {...params, args: [domain], kwargs: {}}}),
    });
    return (await response.json()).result;
}"""
CELL = ".o_data_row td[name=user_id]"
TICKED = ".o_data_row_selected"


@tagged("post_install", "-at_install", "plpdma_browser")
@unittest.skipUnless(AXE, "PLPDMA_AXE does not name the script of axe-core")
class TestSeveralAtOnce(KeyboardCase):
    def setUp(self):
        super().setUp()
        self.records = self._create_contributions(
            *({"verbatim": f"Bac à vélos {n}", "user_id": False} for n in range(3))
        )
        self.agent_name = self.user_agent.name
        self.ids = self.records.ids
        self.env.flush_all()

    def _choose(self, browser):
        """The contributions, all ticked, and somebody typed for all of them."""
        self.browser = browser
        browser.resize(*DESK)
        action = self.env.ref("plpdma_concertation.action_plpdma_contribution")
        browser.open(f"{self.base_url()}/odoo/action-{action.id}")
        self._wait(f"document.querySelectorAll('{CELL}').length > 3")
        browser.evaluate(
            "for (const row of document.querySelectorAll('.o_data_row'))"
            " if (row.innerText.includes('Bac à vélos'))"
            " row.querySelector('.o_list_record_selector input').click()"
        )
        self._wait(f"document.querySelectorAll('{TICKED}').length === 3")
        browser.settle()

    def _type_agent(self):
        self._click_at(f"{TICKED} td[name=user_id]")
        self._wait("!!document.activeElement.closest('td[name=user_id]')")
        self._type(f"{self.agent_name}⇥")

    def test_each_of_them_is_given(self):
        with self._browse(self.user_agent) as browser:
            self._choose(browser)
            self._type_agent()
            self._wait("!!document.querySelector('.modal .btn-primary')")
            browser.settle()
            self._click(".modal .btn-primary")
            # The list shows them at once: whether they are saved is asked.
            domain = [["id", "in", self.ids], ["user_id", "=", self.user_agent.id]]
            self._wait(f"({COUNT})({json.dumps(domain)}).then((count) => count === 3)")
            browser.settle()
        self.env.invalidate_all()
        self.assertEqual(self.records.mapped("user_id"), self.user_agent)
        self.assertEqual(len(self.records.filtered("user_id")), 3)

    def test_one_that_was_given_meanwhile_is_not_taken(self):
        with self._browse(self.user_agent) as browser:
            self._choose(browser)
            self._type_agent()
            self._wait("!!document.querySelector('.modal .btn-primary')")
            browser.settle()
            given = self.records[1].with_user(self.user_manager)
            given.user_id = self.user_manager
            reference = given.reference
            self.env.flush_all()
            self._click(".modal .btn-primary")
            self._wait("!!document.querySelector('.o_error_dialog')")
            self.assertIn(reference, self._read(".o_error_dialog"))
            self._click(".o_error_dialog .modal-footer button")
            self._wait("!document.querySelector('.modal')")
            browser.settle()
        self.env.invalidate_all()
        self.assertEqual(self.records.mapped("user_id"), self.user_manager)
        self.assertEqual(self.records.filtered("user_id"), self.records[1])

    def test_what_was_seen_is_what_is_judged(self):
        """By whatever client; what is said there can only add a refusal."""
        one, other, _third = self.records
        both = (one | other).with_user(self.user_manager)
        vals = {"user_id": self.user_manager.id}
        seen = {str(one.id): False, str(other.id): self.user_agent.id}

        def save(told):
            both.with_context(plpdma_seen_handlers=told).web_save(vals, {})

        with self.assertRefused(other.reference, exception=RewrittenError):
            save(seen)
        self.assertFalse(both.user_id)
        other.user_id = self.user_agent
        save(seen)
        self.assertEqual(both.user_id, self.user_manager)
        for told in ("?", 3, [], None):
            save(told)
