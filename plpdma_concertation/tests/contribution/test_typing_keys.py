"""Noting what is said with the keys of a keyboard, faster than the server saves."""

import json
import time
import unittest

from odoo import api
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..public.test_accessibility import AXE, DESK, AccessibilityCase

KEYS = {"Tab": 9, "Enter": 13, "Escape": 27, "Backspace": 8}
CONTROL, SHIFT = 2, 8
LIST = ".o_field_widget[name=contribution_ids]"
ADD = f"{LIST} .o_field_x2many_list_row_add a"
NAME = ".o_selected_row [name=stakeholder_id]"
TEXT = ".o_selected_row [name=verbatim] textarea"
AHEAD = ".o_plpdma_ahead"
# Seconds that the server takes to save one line: longer than one types the next.
SLOW = 0.6


@tagged("post_install", "-at_install", "plpdma", "plpdma_browser")
@unittest.skipUnless(AXE, "PLPDMA_AXE does not name the script of axe-core")
class TestTypingKeys(AccessibilityCase):
    def setUp(self):
        super().setUp()
        self.workshop = self._create_session(
            self.actors, question_ids=[Command.create({"name": "Où ?"})]
        )
        self.workshop.action_plan()
        self.refused = set()
        self._slow_down()

    def _slow_down(self):
        contributions = self.env.registry["plpdma.contribution"]
        create, refused = contributions.create, self.refused

        @api.model_create_multi
        def slowly(self, vals_list):
            time.sleep(SLOW)
            if any(vals.get("verbatim") in refused for vals in vals_list):
                raise ValidationError("Pas celle-ci.")
            return create(self, vals_list)

        self.patch(contributions, "create", slowly)

    # ------------------------------------------------------------------
    # A keyboard
    # ------------------------------------------------------------------
    def _open(self, browser):
        self.browser = browser
        browser.resize(*DESK)
        action = self.env.ref("plpdma_concertation.action_plpdma_session")
        browser.open(f"{self.base_url()}/odoo/action-{action.id}/{self.workshop.id}")
        self._click(".o_notebook .nav-link[name=contributions]")
        self._click(ADD)
        self._wait(f"!!document.querySelector('{LIST} .o_selected_row input:focus')")

    def _wait(self, condition):
        self.assertTrue(self.browser._wait_ready(condition, timeout=20), condition)

    def _click(self, selector):
        self._wait(f"!!document.querySelector('{selector}')")
        self.browser.evaluate(f"document.querySelector('{selector}').click()")

    def _press(self, key, modifiers=0):
        event = {"key": key, "code": key, "modifiers": modifiers}
        event["windowsVirtualKeyCode"] = KEYS[key]
        text = {"text": "\r"} if key == "Enter" else {}
        kind = "keyDown" if text else "rawKeyDown"
        self._send_key({"type": kind, **event, **text})
        self._send_key({"type": "keyUp", **event})

    def _send_key(self, event):
        self.browser._websocket_request("Input.dispatchKeyEvent", params=event)

    def _type(self, text):
        """« ⏎ » ends a line, « ⇧ » breaks it, « ⌃ » goes on with somebody else,
        « ⇥ » to the next column."""
        for letter in text:
            if letter == "⏎":
                self._press("Enter")
            elif letter == "⇧":
                self._press("Enter", SHIFT)
            elif letter == "⌃":
                self._press("Enter", CONTROL)
            elif letter == "⇥":
                self._press("Tab")
            else:
                self._send_key({"type": "keyDown", "text": letter, "key": letter})
                self._send_key({"type": "keyUp", "key": letter})
            time.sleep(0.02)

    def _go_to_text(self):
        self.browser.evaluate(f"document.querySelector('{TEXT}').focus()")

    def _wait_free(self, lines):
        """So many lines are saved, and one is being written."""
        self._wait(
            f"document.querySelectorAll('{LIST} .o_data_row').length === {lines + 1}"
            " && !document.querySelector('.o_plpdma_held')"
            f" && !!document.querySelector('{LIST} .o_selected_row :focus')"
        )

    def _get_noted(self):
        self.env.invalidate_all()
        return self.workshop.contribution_ids.sorted("id")

    def _paste(self, text):
        self.browser.evaluate(
            f"""(() => {{
                const clipboardData = new DataTransfer();
                clipboardData.setData("text/plain", {json.dumps(text)});
                document.activeElement.dispatchEvent(new ClipboardEvent("paste", {{
                    bubbles: true, cancelable: true, clipboardData,
                }}));
            }})()"""
        )

    def _read(self, selector):
        return self.browser.evaluate(
            f"[...document.querySelectorAll('{selector}')]"
            ".map((one) => one.value || one.innerText).join('\\n')"
        )

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
            self._wait("!!document.querySelector('.modal')")
            self.assertEqual(self._read(TEXT), "Non")
            self.assertIn("Pas celle-ci", self._read(".modal"))
            self.assertEqual(self._read(f"{AHEAD} li"), "La suite")
            self.assertEqual(self._read(f"{AHEAD} textarea"), "Fin")
            self.assertFalse(self._get_noted())
            self.refused.clear()
            self._click(".modal .btn-primary")
            self._wait("!document.querySelector('.modal')")
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
