"""The cursor goes back where one types: after rows are pasted, or a word given up."""

import time
import unittest

from odoo.fields import Command
from odoo.tests import tagged

from ..accessibility_common import AXE
from .typing_keyboard import ADD, AHEAD, LIST, NAME, SLOW, TEXT, KeyboardCase

KIND = ".o_selected_row [name=kind] input"
QUESTION = ".o_selected_row [name=question_id] input"
UNDO = "button[name=action_undo_noted]"
ROWS = "Ressourcerie\tproposition\tUn local\nZoé\tavis\tUn gardien"


@tagged("post_install", "-at_install", "plpdma", "plpdma_browser")
@unittest.skipUnless(AXE, "PLPDMA_AXE does not name the script of axe-core")
class TestTypingBack(KeyboardCase):
    # ------------------------------------------------------------------
    # What is done beside the lines
    # ------------------------------------------------------------------
    def _leave_dialog(self, button):
        self._wait("!!document.querySelector('.modal .o_data_row')")
        self._click(f".modal-footer {button}")
        self._wait("!document.querySelector('.modal')")

    def _wait_in_text(self, lines):
        self._wait_free(lines)
        self._wait(f"document.activeElement === document.querySelector('{TEXT}')")

    def test_rows_pasted_into_an_empty_line(self):
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            self._type("bail⇥⇥prop⇥Avant⏎")
            self._wait_in_text(1)
            self._paste(ROWS)
            self._leave_dialog(".o_form_button_cancel, .modal-footer [special=cancel]")
            self._wait_in_text(1)
            self._paste(ROWS)
            self._leave_dialog("button[name=action_note]")
            self._wait_in_text(3)
            self._type("Après⏎")
            self._wait_free(4)
            browser.settle()
        noted = self._get_noted()
        self.assertEqual(
            noted.mapped("verbatim"), ["Avant", "Un local", "Un gardien", "Après"]
        )
        self.assertEqual(noted[3].stakeholder_id, self.actors[1], "Who was speaking")
        self.assertEqual(noted[3].kind, "proposal")

    def _type_half_a_line(self, browser):
        self._open(browser)
        self._go_to_text()
        for lines, text in enumerate(("Un⏎", "Deux⏎"), 1):
            self._type(text)
            self._wait_in_text(lines)
        self._type("Trois, à moitié")

    def test_a_button_clicked_twice_while_a_line_is_typed(self):
        with self._browse(self.user_agent) as browser:
            self._type_half_a_line(browser)
            browser.evaluate(
                f"{{ const one = document.querySelector('{UNDO}');"
                " one.click(); one.click(); }"
            )
            # One sees first what is taken back; the line that was begun stays.
            self._wait_in_text(1)
            self.assertEqual(self._read(TEXT), "Trois, à moitié")
            self._type(" fin⏎")
            self._wait_free(2)
            browser.settle()
        self.assertEqual(
            self._get_noted().mapped("verbatim"), ["Un", "Trois, à moitié fin"]
        )

    def test_a_double_click_takes_one_back(self):
        for pause in (0, 0.3):
            with self.subTest(pause), self._browse(self.user_agent) as browser:
                self._type_half_a_line(browser)
                self._click_at(UNDO)
                time.sleep(pause)
                self._click_at(UNDO, number=2)
                self._wait_in_text(1)
                browser.settle()
                self.assertEqual(self._get_noted().mapped("verbatim"), ["Un"])
                self._get_noted().sudo().unlink()

    def test_letters_typed_while_the_one_before_is_taken_back(self):
        """However fast one types, and wherever the lines are read again."""
        for pause in (0, 0.1, 0.3):
            with self.subTest(pause), self._browse(self.user_agent) as browser:
                self._type_half_a_line(browser)
                self._click_at(UNDO)
                time.sleep(pause)
                self._type(" plus tard⏎Quatre, cinq⏎")
                self._wait_in_text(3)
                browser.settle()
                self.assertEqual(
                    self._get_noted().mapped("verbatim"),
                    ["Un", "Trois, à moitié plus tard", "Quatre, cinq"],
                )
                self._get_noted().sudo().unlink()

    def test_a_line_half_typed_while_the_connection_is_cut(self):
        with self._browse(self.user_agent) as browser:
            self._type_half_a_line(browser)
            self._cut("/call_kw/")
            self._click_at(UNDO)
            self._wait(f"document.activeElement === document.querySelector('{TEXT}')")
            self._type(", encore")
            self._cut(False)
            self.assertEqual(self._read(TEXT), "Trois, à moitié, encore")
            self._click_at(UNDO)
            self._wait_in_text(1)
            self._type(" fin⏎")
            self._wait_in_text(2)
            browser.settle()
        self.assertEqual(
            self._get_noted().mapped("verbatim"), ["Un", "Trois, à moitié, encore fin"]
        )

    def test_a_line_half_typed_as_the_connection_is_cut_meanwhile(self):
        """Its words stay in sight, and follow in the next line."""
        with self._browse(self.user_agent) as browser:
            self._type_half_a_line(browser)
            self._cut("/onchange")
            self._click_at(UNDO)
            self._wait("!!document.querySelector('.o_plpdma_kept')")
            self.assertIn("Trois, à moitié", self._read(".o_plpdma_kept"))
            self._cut(False)
            self._click(ADD)
            self._wait(f"!!document.querySelector('{TEXT}')")
            self._go_to_text()
            self._wait_in_text(1)
            self._type(" fin⏎")
            self._wait_in_text(2)
            browser.settle()
        self.assertEqual(
            self._get_noted().mapped("verbatim"), ["Un", "Trois, à moitié fin"]
        )

    def test_a_line_ended_while_the_one_before_is_taken_back(self):
        sessions = self.env.registry["plpdma.session"]
        undo = sessions.action_undo_noted

        def slowly(self):
            time.sleep(SLOW)
            return undo(self)

        self.patch(sessions, "action_undo_noted", slowly)
        with self._browse(self.user_agent) as browser:
            self._type_half_a_line(browser)
            self._click(UNDO)
            time.sleep(SLOW / 2)
            self._type("⏎Quatre⏎")
            self._wait_free(3)
            browser.settle()
        self.assertEqual(
            self._get_noted().mapped("verbatim"), ["Un", "Trois, à moitié", "Quatre"]
        )

    def test_buttons_beside_while_no_line_is_open(self):
        self.workshop.with_user(self.user_agent).contribution_ids = [
            Command.create({"verbatim": "Une"})
        ]
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            self._press("Escape")
            self._wait(f"!document.querySelector('{LIST} .o_selected_row')")
            self._click(UNDO)
            self._wait_in_text(0)
            self._type("Deux⏎")
            self._wait_free(1)
            browser.settle()
        self.assertEqual(self._get_noted().mapped("verbatim"), ["Deux"])

    # ------------------------------------------------------------------
    # A word that is given up
    # ------------------------------------------------------------------
    def _wait_asked(self):
        self._wait("!!document.querySelector('.o_plpdma_typed_reason')")
        self._wait("!document.querySelector('.o_plpdma_held')")

    def _wait_kind(self, kind):
        self._wait(f"document.querySelector('{KIND}:focus')?.value === '{kind}'")

    def test_letters_of_a_kind_are_given_up(self):
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            before = self._read(KIND)
            for letters in ("bes", "zz", "zz⇥"):
                with self.subTest(letters=letters):
                    self._focus(KIND)
                    browser.evaluate(f"document.querySelector('{KIND}').select()")
                    self._type(letters)
                    if "⇥" in letters:
                        self._wait_asked()
                        self._focus(KIND)
                    self._press("Escape")
                    self._wait(
                        f"document.querySelector('{KIND}:focus').value === '{before}'"
                    )
                    self._wait("!document.querySelector('.o-dropdown--menu')")
                    self._wait("!document.querySelector('.o_plpdma_typed_reason')")
            self._type("⇥Une⏎")
            self._wait_free(1)
            browser.settle()
        [noted] = self._get_noted()
        kinds = dict(noted._fields["kind"]._description_selection(noted.env))
        self.assertEqual(kinds.get(noted.kind, ""), before)

    def test_a_name_and_a_question_are_given_up(self):
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            for field, typed in ((f"{NAME} input", "zzz⇥"), (QUESTION, "zzz⇥")):
                with self.subTest(field=field):
                    self._focus(field)
                    self._type(typed)
                    self._wait_asked()
                    self._focus(field)
                    self._press("Escape")
                    self._wait("!document.querySelector('.o_plpdma_typed_reason')")
                    self._wait(f"document.querySelector('{field}:focus')?.value === ''")
            self._go_to_text()
            self._type("Une⏎")
            self._wait_free(1)
            browser.settle()
        [noted] = self._get_noted()
        self.assertFalse(noted.stakeholder_id or noted.question_id)

    def test_what_waits_for_a_name_that_is_given_up(self):
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            self._focus(f"{NAME} input")
            self._type("zzz⇥⇥prop⇥Une⏎")
            self._wait_asked()
            self._wait(f"!!document.querySelector('{AHEAD}.o_plpdma_kept li')")
            self._focus(f"{NAME} input")
            self._press("Escape")
            self._wait(f"document.querySelector('{NAME} input:focus')?.value === ''")
            self._press("Tab")
            self._wait_free(1)
            browser.settle()
        [noted] = self._get_noted()
        self.assertEqual((noted.verbatim, noted.kind), ("Une", "proposal"))
        self.assertFalse(noted.stakeholder_id)

    def test_a_line_that_cannot_be_left_is_not_closed(self):
        """The key after it went nowhere, and was an error."""
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            self._go_to_text()
            self._type("Une⏎")
            self._wait_free(1)
            self._press("Escape")
            self._wait(f"!document.querySelector('{LIST} .o_selected_row')")
            self._click_at(f"{LIST} .o_data_row:nth-child(1) [name=verbatim]")
            self._wait(f"!!document.querySelector('{TEXT}:focus')")
            before = self._read(KIND)
            self._focus(KIND)
            browser.evaluate(f"document.querySelector('{KIND}').select()")
            self._type("zz⇥")
            self._wait_asked()
            self._go_to_text()
            self._press("Escape")
            self._wait(f"!!document.querySelector('{KIND}:focus')")
            self.assertEqual(self._read(KIND), "zz")
            self._press("Escape")
            self._wait_kind(before)
            self._wait(f"!document.querySelector('{LIST} .o_field_invalid')")
            self._press("Escape")
            self._wait(f"!document.querySelector('{LIST} .o_selected_row')")
            browser.settle()
        self.assertEqual(self._get_noted().mapped("verbatim"), ["Une"])
