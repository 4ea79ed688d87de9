"""A new response that one leaves."""

import unittest

from odoo.tests import tagged

from ..accessibility_common import AXE, AccessibilityCase

NAME = ".o_field_widget[name=name] :is(input, textarea)"
READY = f"!!document.querySelector('.o_form_view {NAME}')"
LISTED = "!!document.querySelector('.o_list_view')"
WRITE = f"""(() => {{
    const name = document.querySelector("{NAME}");
    name.focus();
    name.value = "Ce que j'écris";
    name.dispatchEvent(new InputEvent("input", {{bubbles: true}}));
}})()"""


@tagged("post_install", "-at_install", "plpdma", "plpdma_browser")
@unittest.skipUnless(AXE, "PLPDMA_AXE does not name the script of axe-core")
class TestResponseNew(AccessibilityCase):
    def _leave(self, script=None):
        """Open a new response, do what the script does, go to another page; how many
        there are more."""
        responses = self.env["plpdma.response"]
        count = responses.search_count([])
        action = self.env.ref("plpdma_concertation.action_plpdma_response")
        base = f"{self.base_url()}/odoo/action-{action.id}"
        with self._browse(self.user_agent) as browser:
            browser.open(f"{base}/new")
            browser._wait_ready(READY)
            browser.settle()
            if script:
                browser.evaluate(f"{script};0")
            browser.open(base)
            browser._wait_ready(LISTED)
            browser.settle()
        self.env.invalidate_all()
        return responses.search_count([]) - count

    def test_nothing_is_kept_of_what_nobody_wrote(self):
        self.assertEqual(self._leave(), 0)

    def test_what_is_being_written_is_kept(self):
        self.assertGreaterEqual(self._leave(WRITE), 1)
        latest = self.env["plpdma.response"].search([], order="id desc", limit=1)
        self.assertEqual(latest.name, "Ce que j'écris")
