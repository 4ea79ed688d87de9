"""What is typed in « Split » is chosen as one leaves, as on all our forms, or said."""

import unittest

from odoo.tests import tagged

from ..accessibility_common import AXE, DESK
from .typing_keyboard import KeyboardCase

TEXT = ".o_plpdma_split_text"
THEME = ".o_plpdma_pick[data-name=theme] input"
REASON = ".o_plpdma_pick .o_plpdma_typed_reason"


@tagged("post_install", "-at_install", "plpdma_browser")
@unittest.skipUnless(AXE, "PLPDMA_AXE does not name the script of axe-core")
class TestSplitTyped(KeyboardCase):
    def setUp(self):
        super().setUp()
        values = {"name": "Compostage d'essai", "company_id": self.company.id}
        self.theme = self.env["plpdma.theme"].create(values)
        self.letter = self._create_contribution(
            verbatim="Un bac près du lac. Des ateliers le soir.", channel="letter"
        )
        self.env.flush_all()

    def _open_point(self, browser):
        """The first point of the letter, in whose themes one writes."""
        self.browser = browser
        browser.resize(*DESK)
        action = self.env.ref("plpdma_concertation.action_plpdma_contribution")
        browser.open(f"{self.base_url()}/odoo/action-{action.id}/{self.letter.id}")
        self._click("button[name=action_split]")
        self._wait(f"!!document.querySelector('{TEXT}')")
        self._focus(TEXT)
        self._press("ArrowRight")
        self._press("Enter")
        self._wait(f"document.activeElement === document.querySelector('{THEME}')")

    def _get_themes(self):
        self.env.invalidate_all()
        self.assertEqual(len(self.letter.part_ids), 1)
        return self.letter.part_ids.theme_ids

    def test_a_theme_that_one_leaves(self):
        with self._browse(self.user_agent) as browser:
            self._open_point(browser)
            self._type("compostage d⇥")
            self._click(".o_plpdma_split_save")
            self._wait(f"!document.querySelector('{TEXT}')")
            browser.settle()
        self.assertEqual(self._get_themes(), self.theme)

    def test_a_theme_that_is_saved_at_once(self):
        with self._browse(self.user_agent) as browser:
            self._open_point(browser)
            self._type("compostage d⌃")
            self._wait(f"!document.querySelector('{TEXT}')")
            browser.settle()
        self.assertEqual(self._get_themes(), self.theme)

    def test_a_theme_that_is_none(self):
        with self._browse(self.user_agent) as browser:
            self._open_point(browser)
            self._type("zzz⇥")
            self._wait(f"!!document.querySelector('{REASON}')")
            self.assertIn("zzz", self._read(REASON))
            self.assertEqual(self._read(THEME), "zzz")
            browser.settle()
        self.assertFalse(self.letter.part_ids)
