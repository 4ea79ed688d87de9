"""Noting what is said with the keys of a keyboard, faster than the server saves."""

import unittest

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..accessibility_common import AXE
from .typing_keyboard import AHEAD, NAME, TEXT, KeyboardCase

KIND = ".o_selected_row [name=kind] input"


@tagged("post_install", "-at_install", "plpdma", "plpdma_browser")
@unittest.skipUnless(AXE, "PLPDMA_AXE does not name the script of axe-core")
class TestTypingKeys(KeyboardCase):
    # ------------------------------------------------------------------
    # What is typed while a line is saved
    # ------------------------------------------------------------------
    def test_nothing_is_merged_nor_swallowed(self):
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            self._go_to_text()
            self._type("Plus de bacs⏎Oui⏎Non merci⏎a⇧c é⏎⏎D'acc")
            self._wait_free(4)
            self._type("ord")
            self.assertEqual(self._read(TEXT), "D'accord")
            self._type("⏎")
            self._wait_free(5)
            browser.settle()
        self.assertEqual(
            self._get_noted().mapped("verbatim"),
            ["Plus de bacs", "Oui", "Non merci", "a\nc é", "D'accord"],
        )

    def test_somebody_else_goes_on(self):
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            self._type("ressour⇥⇥prop⇥Un local⌃bail⇥⇥int⇥Un broyeur⏎Et un gardien⏎")
            self._wait_free(3)
            browser.settle()
        first, second, third = self._get_noted()
        self.assertEqual(
            [(one.verbatim, one.kind) for one in (first, second, third)],
            [
                ("Un local", "proposal"),
                ("Un broyeur", "interest"),
                ("Et un gardien", "interest"),
            ],
        )
        self.assertEqual(first.stakeholder_id, self.actors[0])
        self.assertEqual((second | third).stakeholder_id, self.actors[1])

    def test_a_refused_line_stays_with_what_followed(self):
        self.refused.add("Non")
        with mute_logger("odoo.http"), self._browse(self.user_agent) as browser:
            self._open(browser)
            self._go_to_text()
            self._type("Non⏎La suite⏎Fin")
            # Beside: a dialog would take the keys.
            self._wait("!!document.querySelector('.o_notification')")
            self._wait(f"!!document.querySelector('{AHEAD}.o_plpdma_kept')")
            self.assertEqual(self._read(TEXT), "Non")
            self.assertIn("Pas celle-ci", self._read(".o_notification"))
            self.assertEqual(self._read(f"{AHEAD} li"), "La suite")
            self.assertEqual(self._read(f"{AHEAD} textarea"), "Fin")
            self.assertFalse(self._get_noted())
            self.refused.clear()
            self._go_to_text()
            self._type("⏎")
            self._wait_free(2)
            self.assertEqual(self._read(TEXT), "Fin")
            self.assertFalse(self._read(f"{AHEAD} li, {AHEAD} textarea"))
            self._type("⏎")
            self._wait_free(3)
            browser.settle()
        self.assertEqual(
            self._get_noted().mapped("verbatim"), ["Non", "La suite", "Fin"]
        )

    def test_a_name_that_nobody_bears_is_not_left(self):
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            self._type("zzz⇥⇥⇥Le texte")
            self._wait("!!document.querySelector('.o_plpdma_kept')")
            self.assertEqual(self._read(f"{NAME} input"), "zzz")
            self.assertIn("zzz", self._read(f"{NAME} .o_plpdma_typed_reason"))
            # Nothing is offered: no list covers what is said.
            self.assertFalse(self._read(f"{NAME} .o-autocomplete--dropdown-item"))
            self.assertEqual(self._read(f"{AHEAD} textarea:focus"), "Le texte")
            self.assertFalse(self._read(TEXT))
            self._press("Escape")
            self.assertEqual(self._read(f"{NAME} input:focus"), "zzz")
            browser.evaluate(f"document.querySelector('{NAME} input').select()")
            self._type("bail⇥")
            self._wait(f"document.querySelector('{TEXT}').value === 'Le texte'")
            self._type(" entier⏎")
            self._wait_free(1)
            browser.settle()
        [noted] = self._get_noted()
        self.assertEqual(noted.verbatim, "Le texte entier")
        self.assertEqual(noted.stakeholder_id, self.actors[1])

    def test_keys_pressed_again_after_a_pause_lead_as_far(self):
        """Whoever does not look presses on: the column is the one that they meant."""
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            self._type("zzz⇥")
            self._wait(
                "!!document.querySelector('.o_plpdma_typed_reason')"
                f" && document.activeElement.matches('{NAME} input')"
            )
            self._type("⇥⇥Le texte")
            self._wait("!!document.querySelector('.o_plpdma_kept')")
            self._press("Escape")
            browser.evaluate(f"document.querySelector('{NAME} input').select()")
            self._type("bail⇥")
            self._wait(f"document.querySelector('{TEXT}').value === 'Le texte'")
            self._go_to_text()
            self._type("⏎")
            self._wait_free(1)
            browser.settle()
        [noted] = self._get_noted()
        self.assertEqual(noted.verbatim, "Le texte")
        self.assertEqual(noted.stakeholder_id, self.actors[1])

    def _correct_kind(self, browser, number):
        """« zzz » is no kind: what comes after it waits; « prop » is typed there."""
        self._open(browser)
        self._type(f"bail⇥⇥zzz⇥Le texte {number}⏎La suite {number}")
        self._wait("!!document.querySelector('.o_plpdma_kept')")
        browser.evaluate(f"document.querySelector('{KIND}').focus()")
        browser.evaluate(f"document.querySelector('{KIND}').select()")
        self._type("prop")

    def _note_last(self, browser, number):
        self._wait(f"document.querySelector('{TEXT}')?.value === 'La suite {number}'")
        self._go_to_text()
        self._type("⏎")
        self._wait_free(2)
        self.assertFalse(self._read(f"{AHEAD} li, {AHEAD} textarea"))
        browser.settle()

    def _assert_noted(self, number):
        noted = self._get_noted()
        self.assertEqual(
            noted.mapped("verbatim"), [f"Le texte {number}", f"La suite {number}"]
        )
        self.assertEqual(set(noted.mapped("kind")), {"proposal"})

    def test_a_kind_that_is_corrected_with_the_mouse(self):
        """What was typed meanwhile follows, as after Tab."""
        with self._browse(self.user_agent) as browser:
            self._correct_kind(browser, 1)
            option = ".o-dropdown--menu .o_select_menu_item"
            self._wait(f"document.querySelectorAll('{option}').length === 1")
            self._click_at(option)
            self._note_last(browser, 1)
        self._assert_noted(1)

    def test_a_kind_that_is_corrected_and_left_for_the_text(self):
        with self._browse(self.user_agent) as browser:
            self._correct_kind(browser, 2)
            self._click_at(TEXT)
            self._note_last(browser, 2)
        self._assert_noted(2)

    # ------------------------------------------------------------------
    # A line half typed
    # ------------------------------------------------------------------
    def test_a_half_line_stays_when_rows_are_pasted(self):
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            self._type("bail⇥")
            self._wait(f"document.querySelector('{NAME} input').value === 'Bailleur'")
            self._go_to_text()
            self._paste("Ressourcerie\tproposition\tUn local\nZoé\tavis\tUn gardien")
            self._wait("!!document.querySelector('.modal .o_data_row')")
            self.assertFalse(self._get_noted())
            self._click(".modal-footer button[name=action_note]")
            self._wait("!document.querySelector('.modal')")
            self._wait_free(2)
            self.assertEqual(self._read(f"{NAME} input"), "Bailleur")
            self._go_to_text()
            self._type("avant")
            self._click("button[name=action_undo_noted]")
            self._wait_free(0)
            self.assertEqual(self._read(TEXT), "avant")
            self._type("⏎")
            self._wait_free(1)
            browser.settle()
        noted = self._get_noted()
        self.assertEqual(noted.mapped("verbatim"), ["avant"])
        self.assertEqual(noted.stakeholder_id, self.actors[1])

    def test_rows_pasted_while_a_line_is_saved(self):
        """They are shown before any is noted, once the line is there."""
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            self._go_to_text()
            self._type("Avant⏎")
            self._paste("Ressourcerie\tproposition\tUn local\nZoé\tavis\tUn gardien")
            self._wait("!!document.querySelector('.modal .o_data_row')")
            self._click(".modal-footer button[name=action_note]")
            self._wait("!document.querySelector('.modal')")
            self._wait_free(3)
            browser.settle()
        self.assertEqual(
            self._get_noted().mapped("verbatim"), ["Avant", "Un local", "Un gardien"]
        )
