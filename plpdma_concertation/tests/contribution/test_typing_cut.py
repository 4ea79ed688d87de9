"""The connection is cut while one types: what was typed stays, and is said."""

import unittest

from odoo.tests import tagged

from ..accessibility_common import AXE
from .typing_keyboard import AHEAD, LIST, SHIFT, TEXT, KeyboardCase

TOLD = "!!document.querySelector('.o_notification')"
ONCHANGE = "plpdma.contribution/onchange"
SAVE = "/web_save"
SAVED = "!!document.querySelector('.o_form_status_indicator_buttons.invisible')"
TITLE = ".o_form_view [name=name] input, .o_form_view [name=name] textarea"


@tagged("post_install", "-at_install", "plpdma", "plpdma_browser")
@unittest.skipUnless(AXE, "PLPDMA_AXE does not name the script of axe-core")
class TestTypingCut(KeyboardCase):
    # ------------------------------------------------------------------
    # A text is left
    # ------------------------------------------------------------------
    def _assert_kept(self, text):
        self._wait(TOLD)
        self.assertIn("not saved yet", self._read(".o_notification"))
        self.browser.settle()
        self.assertIn(text, self._read(f"{TEXT}, {LIST} .o_data_row"))
        self._cut(False)

    def test_a_new_line_is_left_by_a_key(self):
        for lines, modifiers in ((1, 0), (2, SHIFT)):
            with self._browse(self.user_agent) as browser:
                self._open(browser)
                self._go_to_text()
                self._type("Un bac")
                self._cut(ONCHANGE)
                self._press("Tab", modifiers)
                self._assert_kept("Un bac")
                self._go_to_text()
                self._type(" vert⏎")
                self._wait_free(lines)
                self.assertNotIn("not saved", self._read(".o_notification"))
                browser.settle()
        self.assertEqual(self._get_noted().mapped("verbatim"), ["Un bac vert"] * 2)

    def test_a_line_that_was_noted_is_left_by_a_click(self):
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            self._go_to_text()
            self._type("Un bac⏎")
            self._wait_free(1)
            self._click_at(f"{LIST} .o_data_row:nth-child(1) [name=verbatim]")
            self._wait("document.activeElement.value === 'Un bac'")
            self._type(" vert")
            self._cut("/onchange")
            self._click_at(TITLE)
            self._assert_kept("Un bac vert")
            self._click(".o_form_button_save")
            self._wait(SAVED)
            browser.settle()
        self.assertEqual(self._get_noted().mapped("verbatim"), ["Un bac vert"])

    def test_the_form_is_saved(self):
        """Nothing arrives; then it does."""
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            self._go_to_text()
            self._type("Un bac")
            self._cut("/plpdma.")
            self._click_at(".o_form_button_save")
            self._wait(TOLD)
            browser.settle()
            self.assertIn("Un bac", self._read(f"{TEXT}, {LIST} .o_data_row"))
            self._cut(False)
            self._click(".o_form_button_save")
            self._wait(SAVED)
            browser.settle()
        self.assertEqual(self._get_noted().mapped("verbatim"), ["Un bac"])

    # ------------------------------------------------------------------
    # What was typed meanwhile
    # ------------------------------------------------------------------
    def test_enter_tries_again_where_one_types_on(self):
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            self._cut(SAVE)
            self._go_to_text()
            self._type("Une⏎Deux")
            self._wait(f"!!document.querySelector('{AHEAD}.o_plpdma_kept')")
            self.assertEqual(self._read(f"{AHEAD} textarea:focus"), "Deux")
            self.assertIn("Enter saves the line above", self._read(f"{AHEAD} p"))
            self._type("⏎Trois")
            self._wait(f"!!document.querySelector('{AHEAD}.o_plpdma_kept li')")
            self.assertEqual(self._read(f"{AHEAD} li"), "Deux")
            self.assertEqual(self._read(f"{AHEAD} textarea:focus"), "Trois")
            self._cut(False)
            self._press("Enter")
            self._wait_free(3)
            browser.settle()
        self.assertEqual(self._get_noted().mapped("verbatim"), ["Une", "Deux", "Trois"])

    def test_a_button_tries_again(self):
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            self._cut(SAVE)
            self._go_to_text()
            self._type("Une⏎Deux")
            self._wait(f"!!document.querySelector('{AHEAD}.o_plpdma_kept')")
            self._cut(False)
            self._click_at(f"{AHEAD} p button")
            self._wait_free(1)
            self.assertEqual(self._read(TEXT), "Deux")
            browser.settle()
        self.assertEqual(self._get_noted().mapped("verbatim"), ["Une"])
