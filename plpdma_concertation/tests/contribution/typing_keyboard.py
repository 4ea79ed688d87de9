"""A keyboard, in a session whose server saves more slowly than one types."""

import json
import threading
import time
from contextlib import ExitStack

from odoo import api
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tools import mute_logger

from ..accessibility_common import DESK, AccessibilityCase

KEYS = {"Tab": 9, "Enter": 13, "Escape": 27, "Backspace": 8}
KEYS |= {"ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40}
CONTROL, SHIFT = 2, 8
LIST = ".o_field_widget[name=contribution_ids]"
ADD = f"{LIST} .o_field_x2many_list_row_add a"
NAME = ".o_selected_row [name=stakeholder_id]"
TEXT = ".o_selected_row [name=verbatim] textarea"
AHEAD = ".o_plpdma_ahead"
# Seconds that the server takes to save one line: longer than one types the next.
SLOW = 0.6

# What is asked of the server of which the address holds ``window.plpdmaCut`` never
# arrives.
CUT = """(() => {
    const {open, send} = XMLHttpRequest.prototype;
    XMLHttpRequest.prototype.open = function (_method, url) {
        this.isCut = Boolean(window.plpdmaCut) && url.includes(window.plpdmaCut);
        return open.apply(this, arguments);
    };
    XMLHttpRequest.prototype.send = function () {
        return this.isCut
            ? this.dispatchEvent(new ProgressEvent("error"))
            : send.apply(this, arguments);
    };
})()"""


class KeyboardCase(AccessibilityCase):
    """Somebody notes what is said with real keys, faster than lines are saved."""

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

    def _slow_opening(self):
        contributions = self.env.registry["plpdma.contribution"]
        onchange = contributions.onchange

        def slowly(self, values, field_names, fields_spec):
            time.sleep(SLOW)
            return onchange(self, values, field_names, fields_spec)

        self.patch(contributions, "onchange", slowly)

    # ------------------------------------------------------------------
    # A keyboard
    # ------------------------------------------------------------------
    def _open(self, browser, is_awaited=True):
        """The session, and its first line, which one waits for or not."""
        self.browser = browser
        browser.resize(*DESK)
        action = self.env.ref("plpdma_concertation.action_plpdma_session")
        browser.open(f"{self.base_url()}/odoo/action-{action.id}/{self.workshop.id}")
        self._click(".o_notebook .nav-link[name=contributions]")
        self._click(ADD)
        if is_awaited:
            self._wait(
                f"!!document.querySelector('{LIST} .o_selected_row input:focus')"
            )

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

    def _cut(self, part):
        """From now on, what is asked of such an address does not arrive.

        :param str|bool part: ``False`` once all of it does again
        """
        if part:
            self._mute_page()
        self.browser.evaluate(
            f"window.plpdmaCut === undefined && {CUT}; "
            f"window.plpdmaCut = {json.dumps(part)}"
        )

    def _mute_page(self):
        """A connection that is cut is an error in the console of the page."""
        muted = ExitStack()
        muted.enter_context(mute_logger(f"{self.browser._logger.name}.browser"))
        self.addCleanup(muted.close)

    def _focus(self, selector):
        self.browser.evaluate(f"document.querySelector('{selector}').focus()")

    def _go_to_text(self):
        self._focus(TEXT)

    def _click_at(self, selector, is_edge=False, number=1):
        """With the mouse, which also takes the cursor away; in the middle, or in the
        corner where nothing else stands. A double click is two, of which it is the
        second."""
        x, y = self.browser.evaluate(
            f"""(() => {{
                const one = document.querySelector({json.dumps(selector)});
                one.scrollIntoView({{block: "nearest"}});
                const {{left, top, width, height}} = one.getBoundingClientRect();
                return {json.dumps(is_edge)}
                    ? [left + 3, top + 3]
                    : [left + width / 2, top + height / 2];
            }})()"""
        )
        for kind in ("mousePressed", "mouseReleased"):
            event = {
                "type": kind,
                "x": x,
                "y": y,
                "button": "left",
                "clickCount": number,
            }
            self.browser._websocket_request("Input.dispatchMouseEvent", params=event)

    def _reload(self, is_leaving):
        """Press F5.

        :param bool is_leaving: what one answers if the browser asks
        :return: whether it asked
        """
        answered = threading.Event()

        def answer(**_params):
            params = {"accept": is_leaving}
            self.browser._websocket_send("Page.handleJavaScriptDialog", params=params)

        # What is typed or asked while the question still stands would be swallowed.
        self.browser._handlers["Page.javascriptDialogOpening"] = answer
        self.browser._handlers["Page.javascriptDialogClosed"] = (
            lambda **_params: answered.set()
        )
        self.browser.evaluate("window.plpdmaLeft = true; 0")
        self.browser._websocket_send("Page.reload")
        if is_leaving:
            self._wait("!window.plpdmaLeft && document.readyState === 'complete'")
            return answered.is_set()
        return answered.wait(10)

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
