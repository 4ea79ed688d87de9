"""The mouse, which goes on clicking where it stands."""

import json
import time
import unittest

from odoo.tests import tagged

from ..accessibility_common import AXE, DESK
from .typing_keyboard import SLOW, KeyboardCase

SHOWN = ".o_plpdma_preview_form [name=reference]"
ACCEPT = ".o_plpdma_preview_form button[name=action_accept_knowingly]"
ONE = f"{ACCEPT}:not(.o_plpdma_knowingly)"
ITEM = (
    "[...document.querySelectorAll('.o-dropdown--menu .o_menu_item')]"
    ".find((one) => one.innerText.includes('Read, May Be Published'))"
)


@tagged("post_install", "-at_install", "plpdma_browser")
@unittest.skipUnless(AXE, "PLPDMA_AXE does not name the script of axe-core")
class TestSecondClick(KeyboardCase):
    def setUp(self):
        super().setUp()
        # Each is read slowly: what is left stands there for a while.
        contributions = self.env.registry["plpdma.contribution"]
        web_read = contributions.web_read

        def slowly(self, specification):
            time.sleep(SLOW)
            return web_read(self, specification)

        self.patch(contributions, "web_read", slowly)

    def _find_middle(self, selector):
        return self.browser.evaluate(
            f"""(() => {{
                const one = document.querySelector({json.dumps(selector)});
                const {{left, top, width, height}} = one.getBoundingClientRect();
                return [left + width / 2, top + height / 2];
            }})()"""
        )

    def _click_there(self, place):
        x, y = place
        for kind in ("mousePressed", "mouseReleased"):
            event = {"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1}
            self.browser._websocket_request("Input.dispatchMouseEvent", params=event)

    def test_a_second_click_refuses_nothing(self):
        """« Do Not Publish » slides to where the button was that accepted."""
        both = self._create_contributions(
            *({"moderation": "pending", "verbatim": f"Bac {n}"} for n in range(2))
        )
        self.env.flush_all()
        with self._browse(self.user_agent) as browser:
            self._open_preview(browser)
            first = self._read(SHOWN)
            place = self._find_middle(ONE)
            self._click_there(place)
            # It is being left, and stands there still.
            self._wait("document.querySelector('.o_plpdma_preview_form').inert")
            self.assertEqual(self._read(SHOWN), first)
            self._click_there(place)
            self._wait(
                f"!!document.querySelector('{ONE}') && "
                f"document.querySelector('{SHOWN}').innerText !== '{first}'"
            )
            self.assertFalse(self._read(".modal-title"))
            browser.settle()
        self.env.invalidate_all()
        self.assertEqual(sorted(both.mapped("moderation")), ["accepted", "pending"])

    def _open_preview(self, browser):
        self.browser = browser
        browser.resize(*DESK)
        action = self.env.ref("plpdma_concertation.action_plpdma_contribution")
        browser.open(f"{self.base_url()}/odoo/action-{action.id}")
        self._click(".o_plpdma_toggle_preview")
        self._wait(f"!!document.querySelector('{ONE}')")

    def test_a_key_that_is_kept_pressed_accepts_one(self):
        some = self._create_contributions(
            *({"moderation": "pending", "verbatim": f"Bac {n}"} for n in range(3))
        )
        self.env.flush_all()
        event = {"type": "keyDown", "key": "Enter", "code": "Enter", "text": "\r"}
        event["windowsVirtualKeyCode"] = 13
        with self._browse(self.user_agent) as browser:
            self._open_preview(browser)
            first = self._read(SHOWN)
            self._focus(ONE)
            self._send_key(event)
            self._wait(
                f"document.activeElement.matches('{ONE}') && "
                f"document.querySelector('{SHOWN}').innerText !== '{first}'"
            )
            second = self._read(SHOWN)
            for _again in range(4):
                self._send_key({**event, "autoRepeat": True})
            browser.settle()
            self.assertEqual(self._read(SHOWN), second)
            self._send_key({"type": "keyUp", "key": "Enter", "code": "Enter"})
            self._press("Enter")
            self._wait(f"document.querySelector('{SHOWN}').innerText !== '{second}'")
            browser.settle()
        self.env.invalidate_all()
        self.assertEqual(
            sorted(some.mapped("moderation")), ["accepted", "accepted", "pending"]
        )

    def test_what_was_changed_since_it_was_read_is_read_again(self):
        [one] = self._create_contributions(
            {"moderation": "pending", "verbatim": "Un bac."}
        )
        self.env.flush_all()
        changed = "Appelez Zoé VRAC au 06 12 34 56 78."
        with self._browse(self.user_agent) as browser:
            self._open_preview(browser)
            browser.settle()
            one.with_user(self.user_manager).verbatim = changed
            self.env.flush_all()
            self._click(ONE)
            self._wait("!!document.querySelector('.o_notification')")
            self.assertIn(one.reference, self._read(".o_notification"))
            self._wait(f"!document.querySelector('{ONE}')")
            self.assertIn(changed, self._read(".o_plpdma_preview_form"))
            browser.settle()
        self.env.invalidate_all()
        self.assertEqual(one.moderation, "pending")

    def _open_list(self, browser):
        self.browser = browser
        browser.resize(*DESK)
        action = self.env.ref("plpdma_concertation.action_plpdma_contribution")
        browser.open(f"{self.base_url()}/odoo/action-{action.id}")
        self._wait("!!document.querySelector('.o_data_row')")
        browser.settle()

    def test_several_of_a_list_that_shows_another_text(self):
        one, other = both = self._create_contributions(
            *({"moderation": "pending", "verbatim": f"Bac {n}"} for n in range(2))
        )
        self.env.flush_all()
        with self._browse(self.user_agent) as browser:
            self._open_list(browser)
            one.with_user(self.user_manager).verbatim = "Tout autre chose"
            self.env.flush_all()
            self._click(".o_list_renderer thead .o_list_record_selector input")
            self._wait("!!document.querySelector('.o_selection_box')")
            self._click(".o_cp_action_menus .dropdown-toggle:has(.fa-cog)")
            self._wait(f"!!({ITEM})")
            browser.evaluate(f"({ITEM}).click()")
            self._wait(
                "document.querySelector('.o_list_view').innerText"
                ".includes('Tout autre chose')"
                " && !document.querySelector('.o_selection_box')"
            )
            browser.settle()
        self.env.invalidate_all()
        self.assertEqual(one.moderation, "pending")
        self.assertEqual((both - one).moderation, "accepted")
        self.assertEqual(other, both - one)

    def test_the_text_to_publish_is_what_the_preview_shows(self):
        [one] = self._create_contributions(
            {"moderation": "pending", "verbatim": "Un bac.", "public_text": "Des bacs."}
        )
        self.env.flush_all()
        shown = ".o_plpdma_preview_form div[name=register_text]"
        with self._browse(self.user_agent) as browser:
            self._open_preview(browser)
            browser.settle()
            self.assertIn("Des bacs.", self._read(shown))
            self.assertIn(one.verbatim, self._read(".o_plpdma_preview_form"))
            one.with_user(self.user_manager).public_text = False
            self.env.flush_all()
            self._click(ONE)
            self._wait(f"!document.querySelector('{shown}')")
            browser.settle()
        self.env.invalidate_all()
        self.assertEqual(one.moderation, "pending")

    def test_the_box_of_ticked_rows_leaves_what_tells(self):
        """Odoo skips the rows whose box is locked, and says how many it keeps."""
        texts = ("Un bac.", "Un local.", "Appelez Zoé VRAC au 06 12 34 56 78.")
        each = self._create_contributions(
            *({"moderation": "pending", "verbatim": text} for text in texts)
        )
        self.env.flush_all()
        box = ".o_data_row [name=is_publishable]:not(.o_readonly_modifier) input"
        with self._browse(self.user_agent) as browser:
            self._open_list(browser)
            self._click(".o_optional_columns_dropdown button")
            self._click(".o-dropdown--menu input[name=is_publishable]")
            self._wait("!!document.querySelector('.o_data_row [name=is_publishable]')")
            self._click(".o_list_renderer thead .o_list_record_selector input")
            self._wait("!!document.querySelector('.o_selection_box')")
            self._click_at(box)
            self._wait("!!document.querySelector('.modal .btn-primary')")
            self._click(".modal .btn-primary")
            self._wait("!document.querySelector('.modal')")
            browser.settle()
        self.env.invalidate_all()
        self.assertEqual(each.mapped("moderation"), ["accepted", "accepted", "pending"])

    def test_cards_publish_nothing_unread(self):
        """They show no whole text: what was ticked is listed with it."""
        each = self._create_contributions(
            *({"moderation": "pending", "verbatim": f"Bac {n}"} for n in range(2))
        )
        self.env.flush_all()
        with self._browse(self.user_agent) as browser:
            self._open_list(browser)
            self._click(".o_switch_view.o_kanban")
            self._wait("document.querySelectorAll('.o_kanban_record').length >= 2")
            browser.settle()
            browser.evaluate(
                "document.querySelectorAll('.o_kanban_record[data-id]').forEach("
                "(one) => one.dispatchEvent(new MouseEvent('click',"
                " {altKey: true, bubbles: true, cancelable: true})))"
            )
            self._wait("!!document.querySelector('.o_selection_box')")
            self._click(".o_cp_action_menus .dropdown-toggle:has(.fa-cog)")
            self._wait(f"!!({ITEM})")
            browser.evaluate(f"({ITEM}).click()")
            self._wait("document.querySelectorAll('.o_data_row').length === 2")
            self.assertIn("Bac 1", self._read(".o_list_renderer"))
            browser.settle()
        self.env.invalidate_all()
        self.assertEqual(each.mapped("moderation"), ["pending"] * 2)
