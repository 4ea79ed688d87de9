"""A line that was not saved: what one types next is of the next line, never of it."""

import time
import unittest

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..accessibility_common import AXE
from .typing_keyboard import ADD, AHEAD, LIST, SHIFT, TEXT, KeyboardCase

SAVE = "/web_save"
AGAIN = f"{AHEAD}.o_plpdma_kept p button"
KIND = ".o_selected_row [name=kind] input"
TITLE = ".o_form_view [name=name] input, .o_form_view [name=name] textarea"
# Seconds after which whoever listens goes on typing.
LISTENING = 1


@tagged("post_install", "-at_install", "plpdma", "plpdma_browser")
@unittest.skipUnless(AXE, "PLPDMA_AXE does not name the script of axe-core")
class TestTypingRefused(KeyboardCase):
    def _type_refused(self, text):
        """A line that is not saved, and nothing typed since."""
        self._go_to_text()
        self._type(f"{text}⏎")
        self._wait_asked()

    def _wait_asked(self):
        self._wait(f"!!document.querySelector('{AGAIN}')")
        self._wait(f"!!document.querySelector('{AHEAD} textarea:focus')")

    def _wait_line(self, text):
        """One writes in the line that was not saved, at its end."""
        self._wait(f"document.querySelector('{TEXT}:focus')?.value === '{text}'")
        place = self.browser.evaluate("document.activeElement.selectionStart")
        self.assertEqual(place, len(text))

    def _assert_kept(self, line, text):
        # It is out of sight for a frame, while one leaves a choice.
        self._wait(f"!!document.querySelector('{AHEAD}.o_plpdma_kept li')")
        self.assertEqual(self._read(TEXT), line)
        self.assertEqual(self._read(f"{AHEAD}.o_plpdma_kept li"), text)
        self.assertTrue(self.browser.evaluate(f"!!document.querySelector('{AGAIN}')"))

    def _click_line(self, number):
        self._click_at(f"{LIST} .o_data_row:nth-child({number}) [name=verbatim]")
        self._wait(f"!!document.querySelector('{TEXT}:focus')")
        self._wait("!document.querySelector('.o_plpdma_held')")

    # ------------------------------------------------------------------
    # Nothing was typed yet
    # ------------------------------------------------------------------
    def test_what_follows_a_pause_is_of_the_next_line(self):
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            self._cut(SAVE)
            self._type_refused("Une")
            time.sleep(LISTENING)
            self._type("Deux")
            self.assertEqual(self._read(TEXT), "Une")
            self.assertEqual(self._read(f"{AHEAD} textarea:focus"), "Deux")
            self._cut(False)
            self._press("Enter")
            self._wait_free(2)
            browser.settle()
        self.assertEqual(self._get_noted().mapped("verbatim"), ["Une", "Deux"])

    def test_enter_in_the_empty_box_tries_again(self):
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            self._cut(SAVE)
            self._type_refused("Une")
            self._press("Enter")
            self._wait_asked()
            self._cut(False)
            self._press("Enter")
            self._wait_free(1)
            self.assertFalse(self._read(f"{AHEAD} p"))
            browser.settle()
        self.assertEqual(self._get_noted().mapped("verbatim"), ["Une"])

    def test_keys_lead_back_to_the_line(self):
        """What the server finds wrong is mended without a mouse."""
        self.refused.add("Non")
        keys = [("Escape", 0), ("Backspace", 0), ("ArrowUp", 0), ("Tab", SHIFT)]
        with mute_logger("odoo.http"), self._browse(self.user_agent) as browser:
            self._open(browser)
            self._type_refused("Non")
            self.assertIn("Pas celle-ci", self._read(".o_notification"))
            self.assertFalse(browser.evaluate("!!document.querySelector('.modal')"))
            for key, modifiers in keys:
                with self.subTest(key=key, modifiers=modifiers):
                    self._press(key, modifiers)
                    self._wait_line("Non")
                    # One writes there as before: nothing waits any more.
                    self._wait(f"!document.querySelector('{AGAIN}')")
                    self._press("Enter")
                    self._wait_asked()
            # However often it is refused, it is said once.
            said = "document.querySelectorAll('.o_notification').length"
            self._wait(f"{said} === 1")
            self._press("Escape")
            self._wait_line("Non")
            self._type(" merci⏎")
            self._wait_free(1)
            browser.settle()
        self.assertEqual(self._get_noted().mapped("verbatim"), ["Non merci"])

    def test_a_click_leads_back_to_the_line(self):
        self.refused.add("Non")
        with mute_logger("odoo.http"), self._browse(self.user_agent) as browser:
            self._open(browser)
            self._type_refused("Non")
            self._click_at(TEXT)
            self._type(" merci⏎")
            self._wait_free(1)
            browser.settle()
        self.assertEqual(self._get_noted().mapped("verbatim"), ["Non merci"])

    def test_a_word_that_is_no_choice_is_where_one_goes_back(self):
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            self._focus(KIND)
            browser.evaluate(f"document.querySelector('{KIND}').select()")
            self._type("zz⇥")
            self._wait("!!document.querySelector('.o_plpdma_typed_reason')")
            self._wait("!document.querySelector('.o_plpdma_held')")
            self._type_refused("Une")
            self._press("Escape")
            self._wait(f"document.activeElement.matches('{KIND}')")
            browser.evaluate(f"document.querySelector('{KIND}').select()")
            self._type("prop⇥⏎")
            self._wait_free(1)
            browser.settle()
        [noted] = self._get_noted()
        self.assertEqual((noted.verbatim, noted.kind), ("Une", "proposal"))

    # ------------------------------------------------------------------
    # Something waits for the next line
    # ------------------------------------------------------------------
    def _correct(self, browser, *actors):
        """The first of two lines, while the connection is cut; more is typed."""
        authors = [{"stakeholder_id": actor} for actor in actors] or [{}, {}]
        self.workshop.with_user(self.user_agent).contribution_ids = [
            Command.create({"verbatim": text, "kind": "opinion", **author})
            for text, author in zip(("Ligne A", "Ligne B"), authors, strict=True)
        ]
        self.env.flush_all()
        self._open(browser)
        self._press("Escape")
        self._wait(f"!document.querySelector('{LIST} .o_selected_row')")
        self._click_line(1)
        self._type(" bis")

    def _type_ahead(self):
        self._type("⏎Suite⏎")
        self._wait(f"!!document.querySelector('{AHEAD}.o_plpdma_kept li')")
        self._assert_kept("Ligne A bis", "Suite")

    def _try_again(self):
        self._click_at(AGAIN)
        self.browser.settle()
        self._wait(f"!!document.querySelector('{AHEAD}.o_plpdma_kept')")
        time.sleep(0.5)

    def _assert_noted(self):
        self.assertEqual(
            self._get_noted().mapped("verbatim"), ["Ligne A bis", "Ligne B", "Suite"]
        )

    def test_trying_again_in_vain_changes_nothing(self):
        with self._browse(self.user_agent) as browser:
            self._correct(browser)
            self._cut(SAVE)
            self._type_ahead()
            for _time in range(2):
                self._try_again()
                self._assert_kept("Ligne A bis", "Suite")
            self._click_line(1)
            self._assert_kept("Ligne A bis", "Suite")
            self._cut(False)
            self._click_at(AGAIN)
            self._wait_free(3)
            browser.settle()
        self._assert_noted()

    def test_a_colleague_changed_it(self):
        with mute_logger("odoo.http"), self._browse(self.user_agent) as browser:
            self._correct(browser)
            line = self._get_noted()[0]
            line.with_user(self.user_manager).verbatim = "Ligne A autrement"
            self.env.flush_all()
            self._type("⏎Suite")
            self._wait_asked()
            self._try_again()
            self.assertEqual(self._read(TEXT), "Ligne A bis")
            self._click_line(1)
            self.assertEqual(self._read(TEXT), "Ligne A bis")
            self.assertEqual(self._read(f"{AHEAD} textarea"), "Suite")
            self._type(" et plus")
            self._try_again()
            self.assertEqual(self._read(TEXT), "Ligne A bis et plus")
            self.assertEqual(self._read(f"{AHEAD} textarea"), "Suite")
            browser.settle()

    def test_the_line_is_left_meanwhile(self):
        """One comes back to it, or to another one: nothing is glued to either."""
        with self._browse(self.user_agent) as browser:
            self._correct(browser)
            self._cut(SAVE)
            self._type_ahead()
            self._click_at(TITLE)
            self._wait(f"!document.querySelector('{LIST} .o_selected_row')")
            self._click_line(2)
            self._assert_kept("Ligne B", "Suite")
            self._click_line(1)
            self._assert_kept("Ligne A bis", "Suite")
            self._click_at(TITLE)
            self._wait(f"!document.querySelector('{LIST} .o_selected_row')")
            self._try_again()
            self._assert_kept("Ligne A bis", "Suite")
            self._cut(False)
            self._press("Enter")
            self._wait_free(3)
            browser.settle()
        self._assert_noted()

    def _assert_both_said(self, first, second):
        """Each said a line, and one more after it."""
        said = [(one.verbatim, one.stakeholder_id.id) for one in self._get_noted()]
        self.assertEqual(
            said,
            [
                ("Ligne A bis", first),
                ("Ligne B ter", second),
                ("Fin", second),
                ("Suite", first),
            ],
        )

    def test_somebody_else_speaks_meanwhile(self):
        """What the first said next is not theirs."""
        first, second = (actor.id for actor in self.actors[:2])
        with self._browse(self.user_agent) as browser:
            self._correct(browser, first, second)
            self._cut(SAVE)
            self._type_ahead()
            self._cut(False)
            self._click_line(2)
            self._type(" ter⏎")
            self._wait(f"!!document.querySelector('{TEXT}:focus')")
            self._wait(f"document.querySelector('{TEXT}').value === ''")
            self._wait("!document.querySelector('.o_plpdma_held')")
            self._assert_kept("", "Suite")
            self._type("Fin⏎")
            self._wait(f"document.querySelector('{TEXT}').value === ''")
            self._wait("!document.querySelector('.o_plpdma_held')")
            self._assert_kept("", "Suite")
            self._click_at(AGAIN)
            self._wait_free(4)
            browser.settle()
        self._assert_both_said(first, second)

    def test_two_lines_that_are_not_saved(self):
        """Each is followed by what was typed after it."""
        first, second = (actor.id for actor in self.actors[:2])
        with self._browse(self.user_agent) as browser:
            self._correct(browser, first, second)
            self._cut(SAVE)
            self._type_ahead()
            self._click_line(2)
            self._type(" ter⏎")
            self._wait_asked()
            self._wait("!document.querySelector('.o_plpdma_held')")
            self._type("Fin")
            self._cut(False)
            self._press("Enter")
            self._wait_free(4)
            browser.settle()
        self._assert_both_said(first, second)

    def test_somebody_else_is_typed_while_it_is_tried_again(self):
        bailleur = self.actors[1]
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            self._cut(SAVE)
            self._type_refused("Une")
            self._type("Deux⏎Trois")
            self._cut(False)
            self._click_at(AGAIN)
            self._type(" quatre⌃bail⇥⇥prop⇥Cinq⏎")
            self._wait_free(4)
            self.assertFalse(self._read(f"{AHEAD}.o_plpdma_kept"))
            browser.settle()
        noted = self._get_noted()
        self.assertEqual(
            noted.mapped("verbatim"), ["Une", "Deux", "Trois quatre", "Cinq"]
        )
        self.assertEqual(noted.stakeholder_id, bailleur)
        self.assertEqual(noted[-1:].stakeholder_id, bailleur)
        self.assertEqual(noted[-1:].kind, "proposal")

    def test_rows_pasted_while_the_connection_is_cut(self):
        """Nothing is pasted then; what waits is glued to nothing."""
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            self._cut("/web/dataset/")
            self._type_refused("Une")
            self._type("Suite")
            self._paste("Un bac\tIci\nDeux bacs\tLà")
            browser.settle()
            self._wait("!document.querySelector('.o_plpdma_held')")
            time.sleep(LISTENING)
            self.assertEqual(self._read(TEXT), "Une")
            kept = f"{AHEAD}.o_plpdma_kept li, {AHEAD} textarea"
            self.assertEqual(self._read(kept).strip(), "Suite")
            self._cut(False)
            self._click_at(AGAIN)
            self._wait(f"document.querySelector('{TEXT}')?.value === 'Suite'")
            self._type("⏎")
            self._wait_free(2)
            browser.settle()
        self.assertEqual(self._get_noted().mapped("verbatim"), ["Une", "Suite"])

    def test_a_line_is_given_up(self):
        """What was begun in it goes on in no other."""
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            self._type("zz⇥prop⇥Perdu⏎Suite")
            self._wait(f"!!document.querySelector('{AHEAD}.o_plpdma_kept')")
            self._wait("!document.querySelector('.o_plpdma_held')")
            self._click(".o_form_button_cancel")
            self._wait(f"!document.querySelector('{LIST} .o_selected_row')")
            self._click(ADD)
            self._wait(f"!!document.querySelector('{TEXT}')")
            self._go_to_text()
            self._type("Parole⏎")
            self._wait_free(1)
            self.assertEqual(self._read(TEXT), "")
            kept = self._read(f"{AHEAD}.o_plpdma_kept li, {AHEAD} textarea")
            self.assertEqual(kept.split(), ["prop", "Perdu", "Suite"])
            browser.settle()
        self.assertEqual(self._get_noted().mapped("verbatim"), ["Parole"])

    def test_its_kind_is_corrected_meanwhile(self):
        """What waits for the next line does not follow the choice."""
        for typed in ("prop⇥", "zz⇥", "zz⇥⇥ ter"):
            with self.subTest(typed=typed):
                self._get_noted().sudo().unlink()
                with self._browse(self.user_agent) as browser:
                    self._correct_kind(browser, typed)
                # What the page still asks is answered by then.
                first, *others = self._get_noted().mapped("verbatim")
                self.assertEqual(first, f"Ligne A bis{typed.partition('⇥⇥')[2]}")
                self.assertEqual(others, ["Ligne B", "Suite"])

    def _correct_kind(self, browser, typed):
        self._correct(browser)
        self._cut(SAVE)
        self._type_ahead()
        self._write_kind(typed)
        if "zz" in typed:
            self._wait("!!document.querySelector('.o_plpdma_typed_reason')")
            self._wait("!document.querySelector('.o_plpdma_held')")
            self._cut(False)
            self._write_kind("prop⇥")
        else:
            self._wait(f"!!document.querySelector('{TEXT}:focus')")
            self._assert_kept("Ligne A bis", "Suite")
            self._cut(False)
            self._click_at(AGAIN)
        self._wait_free(3)
        browser.settle()

    def _write_kind(self, typed):
        self._focus(KIND)
        self.browser.evaluate(f"document.querySelector('{KIND}').select()")
        self._type(typed)
