"""What somebody deletes while another has it on the screen."""

import unittest

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..accessibility_common import AXE, DESK, AccessibilityCase

BUTTON = "button[name=action_review]"
DIALOG = ".modal .modal-body"


@tagged("post_install", "-at_install", "plpdma_browser")
@unittest.skipUnless(AXE, "PLPDMA_AXE does not name the script of axe-core")
class TestMissing(AccessibilityCase):
    def test_what_was_deleted_meanwhile(self):
        contribution = self._create_contribution(verbatim="Trop de bruit")
        path = f"m-plpdma.contribution/{contribution.id}"
        with self._browse(self.user_agent) as browser:
            browser.resize(*DESK)
            browser.open(f"{self.base_url()}/odoo/{path}")
            button = f"document.querySelector('{BUTTON}')"
            self.assertTrue(browser._wait_ready(f"!!{button}"))
            browser.settle()
            contribution.with_user(self.user_manager).unlink()
            self.env.flush_all()
            with mute_logger("odoo.http"):
                browser.evaluate(f"{button}.click()")
                dialog = f"document.querySelector('{DIALOG}')"
                self.assertTrue(browser._wait_ready(f"!!{dialog}"))
            told = browser.evaluate(f"{dialog}.innerText")
        self.assertIn("Somebody has deleted this in the meantime.", told)
