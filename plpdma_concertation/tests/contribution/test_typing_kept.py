"""Nothing that was typed is lost, nor noted twice, whatever one does meanwhile."""

import time
import unittest

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..accessibility_common import AXE
from .typing_keyboard import ADD, AHEAD, LIST, SLOW, TEXT, KeyboardCase

KIND = ".o_selected_row [name=kind]"


@tagged("post_install", "-at_install", "plpdma", "plpdma_browser")
@unittest.skipUnless(AXE, "PLPDMA_AXE does not name the script of axe-core")
class TestTypingKept(KeyboardCase):
    # ------------------------------------------------------------------
    # The page is left
    # ------------------------------------------------------------------
    def test_leaving_while_a_line_is_saved(self):
        """It is asked first, and the line is noted once."""
        with mute_logger("odoo.http"), self._browse(self.user_agent) as browser:
            self._open(browser)
            self._go_to_text()
            self._type("Une⏎Deux")
            self.assertTrue(self._reload(is_leaving=True))
            browser.settle()
        self.assertEqual(self._get_noted().mapped("verbatim"), ["Une"])

    def test_staying_after_all(self):
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            self._go_to_text()
            self._type("Une⏎Deux")
            self.assertTrue(self._reload(is_leaving=False))
            self._type("⏎Trois")
            self.assertTrue(self._reload(is_leaving=False))
            self._wait_free(2)
            self._type("⏎")
            self._wait_free(3)
            browser.settle()
        self.assertEqual(self._get_noted().mapped("verbatim"), ["Une", "Deux", "Trois"])

    def test_leaving_a_line_that_nothing_follows(self):
        """What is written, and nowhere held, is saved without a question, once."""
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            self._go_to_text()
            self._type("Une⏎")
            self._wait_free(1)
            self._type("Deux")
            self.assertFalse(self._reload(is_leaving=True))
            browser.settle()
        self.assertEqual(self._get_noted().mapped("verbatim"), ["Une", "Deux"])

    def test_leaving_a_word_that_is_not_settled(self):
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            self._go_to_text()
            self._type("Une")
            self._focus(f"{KIND} input")
            self._type("prop")
            self.assertTrue(self._reload(is_leaving=False))
            self._type("⇥⏎")
            self._wait_free(1)
            browser.settle()
        self.assertEqual(self._get_noted().mapped("kind"), ["proposal"])

    # ------------------------------------------------------------------
    # The line is not there yet
    # ------------------------------------------------------------------
    def test_what_is_typed_before_the_line_is_there(self):
        self._slow_opening()
        with self._browse(self.user_agent) as browser:
            self._open(browser, is_awaited=False)
            self._type("⇥⇥int⇥Une⏎Deux⏎")
            self._wait_free(2)
            browser.settle()
        self.assertEqual(
            self._get_noted().mapped(lambda one: (one.kind, one.verbatim)),
            [("interest", "Une"), ("interest", "Deux")],
        )

    # ------------------------------------------------------------------
    # A word that is none of the choices
    # ------------------------------------------------------------------
    def test_a_word_that_is_no_choice_swallows_nothing(self):
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            self._focus(f"{KIND} input")
            self._type("obs⇥Une phrase entière⏎La suite")
            self._wait("!!document.querySelector('.o_plpdma_kept')")
            self.assertEqual(self._read(f"{KIND}.o_field_invalid input"), "obs")
            self.assertIn("obs", self._read(f"{KIND} .o_plpdma_typed_reason"))
            self.assertEqual(self._read(f"{AHEAD} li"), "Une phrase entière")
            self.assertEqual(self._read(f"{AHEAD} textarea:focus"), "La suite")
            self._click_at(TEXT)
            self.assertEqual(self._read(f"{KIND}.o_field_invalid input"), "obs")
            self.assertEqual(self._read(f"{AHEAD} li"), "Une phrase entière")
            self.assertFalse(self._read(TEXT))
            self._focus(f"{KIND} input")
            browser.evaluate(f"document.querySelector('{KIND} input').select()")
            self._type("prop⇥")
            self._wait_free(1)
            self.assertEqual(self._read(TEXT), "La suite")
            self._type("⏎")
            self._wait_free(2)
            browser.settle()
        self.assertEqual(
            self._get_noted().mapped(lambda one: (one.kind, one.verbatim)),
            [("proposal", "Une phrase entière"), ("proposal", "La suite")],
        )

    def test_a_choice_is_left_as_fast_as_one_types(self):
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            self._focus(f"{KIND} input")
            self._type("int⇥Une⏎Deux⏎")
            self._wait_free(2)
            browser.settle()
        self.assertEqual(self._get_noted().mapped("kind"), ["interest", "interest"])

    # ------------------------------------------------------------------
    # A click while a line is saved
    # ------------------------------------------------------------------
    def _note_one(self):
        self._go_to_text()
        self._type("Une⏎")
        self._wait_free(1)

    def test_what_follows_a_click_on_another_line_is_written_there(self):
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            self._note_one()
            self._type("Deux⏎Trois")
            self._click_at(f"{LIST} .o_data_row:nth-child(1) [name=verbatim]")
            self._type(" et plus")
            self._wait("!document.querySelector('.o_plpdma_held')")
            self._wait(f"document.querySelector('{TEXT}')?.value === 'Une et plus'")
            self._click(".o_form_button_save")
            self._wait(
                "!!document.querySelector('.o_form_status_indicator_buttons.invisible')"
            )
            browser.settle()
        self.assertEqual(
            self._get_noted().mapped("verbatim"), ["Une et plus", "Deux", "Trois"]
        )

    def test_what_follows_a_click_beside_waits(self):
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            self._note_one()
            self._type("Deux⏎Trois")
            self._click_at(f"{LIST} th[data-name=kind]")
            self._type(" et")
            self._click_at(".o_form_sheet_bg", is_edge=True)
            self._type(" plus")
            self._wait_free(2)
            self.assertEqual(self._read(TEXT), "Trois et plus")
            self._type("⏎")
            self._wait_free(3)
            browser.settle()
        self.assertEqual(
            self._get_noted().mapped("verbatim"), ["Une", "Deux", "Trois et plus"]
        )

    def test_what_follows_a_click_on_another_field_is_written_there(self):
        """Once what waits is noted: it was left in sight, and noted nowhere."""
        title = ".o_form_view [name=name] input, .o_form_view [name=name] textarea"
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            self._note_one()
            self._type("Deux⏎Trois⏎Quatre")
            # Not below the header, which stays in its place.
            field = f"document.querySelector('{title}')"
            browser.evaluate(f"{field}.scrollIntoView({{block: 'center'}})")
            self._click_at(title)
            self._type(" bis")
            self._wait("!document.querySelector('.o_plpdma_held')")
            self._wait(f"document.activeElement === document.querySelector('{title}')")
            self._click(".o_form_button_save")
            self._wait(
                "!!document.querySelector('.o_form_status_indicator_buttons.invisible')"
            )
            browser.settle()
        self.assertEqual(
            self._get_noted().mapped("verbatim"), ["Une", "Deux", "Trois", "Quatre"]
        )
        self.assertIn(" bis", self.workshop.name)

    @mute_logger("odoo.http")
    def test_a_reason_takes_nothing_of_what_is_typed(self):
        """A dialog would take the letters, and a space its button."""
        contributions = self.env.registry["plpdma.contribution"]

        def refuse(self, values, field_names, fields_spec):
            time.sleep(SLOW)
            raise UserError("Quelqu'un l'a supprimé.")

        with self._browse(self.user_agent) as browser:
            self._open(browser)
            self._note_one()
            self.patch(contributions, "onchange", refuse)
            self._type("Deux⏎Trois et la suite de la phrase, ou presque")
            self._wait("!!document.querySelector('.o_notification')")
            self._wait(f"!!document.querySelector('{AHEAD}.o_plpdma_kept')")
            kept = browser.evaluate(f"document.querySelector('{AHEAD} textarea').value")
            self.assertEqual(kept, "Trois et la suite de la phrase, ou presque")
            self.assertIn("supprimé", self._read(".o_notification"))
            self.assertFalse(browser.evaluate("!!document.querySelector('.modal')"))
            browser.settle()

    def test_taking_back_while_a_line_is_saved(self):
        """The line that was being saved is neither doubled nor left half way."""
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            self._note_one()
            self._type("Deux⏎Trois")
            self._click("button[name=action_undo_noted]")
            self._wait_free(1)
            self.assertEqual(self._read(TEXT), "Trois")
            self._type("⏎")
            self._wait_free(2)
            browser.settle()
        self.assertEqual(self._get_noted().mapped("verbatim"), ["Une", "Trois"])

    def test_what_is_kept_goes_on_in_a_new_line(self):
        self.refused.add("Non")
        with mute_logger("odoo.http"), self._browse(self.user_agent) as browser:
            self._open(browser)
            self._go_to_text()
            self._type("Non⏎La suite")
            self._wait("!!document.querySelector('.o_notification')")
            self._wait(f"!!document.querySelector('{AHEAD}.o_plpdma_kept')")
            self.refused.clear()
            self._click(".o_form_button_save")
            self._wait(f"!document.querySelector('{LIST} .o_selected_row')")
            self.assertEqual(self._read(f"{AHEAD} textarea"), "La suite")
            self._click(ADD)
            self._wait(f"!!document.querySelector('{TEXT}')")
            self._go_to_text()
            self.assertEqual(self._read(TEXT), "La suite")
            self._type("⏎")
            self._wait_free(2)
            browser.settle()
        self.assertEqual(self._get_noted().mapped("verbatim"), ["Non", "La suite"])

    # ------------------------------------------------------------------
    # What is seen
    # ------------------------------------------------------------------
    def test_what_waits_is_named_and_covers_nothing(self):
        with self._browse(self.user_agent) as browser:
            self._open(browser)
            self._note_one()
            self._type("Deux⏎Trois")
            seen = browser.evaluate(SEEN)
            self._wait_free(2)
            browser.settle()
        self.assertTrue(seen["caption"])
        self.assertLessEqual(seen["bottom"], seen["top"])


# Where the box stands once it is seen, without waiting for it.
SEEN = f"""(() => {{
    const box = document.querySelector("{AHEAD}.o_plpdma_held textarea");
    const about = box.closest("{AHEAD}");
    for (const one of about.getAnimations({{subtree: true}})) {{
        one.finish();
    }}
    const table = document.querySelector("{LIST} table");
    const label = document.querySelector(`label[for=${{box.id || "none"}}]`);
    return {{
        caption: label?.innerText || "",
        bottom: Math.round(table.getBoundingClientRect().bottom),
        top: Math.round(box.getBoundingClientRect().top),
    }};
}})()"""
