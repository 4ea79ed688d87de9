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
        action = self.env.ref("plpdma_concertation.action_plpdma_contribution")
        with self._browse(self.user_agent) as browser:
            self.browser = browser
            browser.resize(*DESK)
            browser.open(f"{self.base_url()}/odoo/action-{action.id}")
            self._click(".o_plpdma_toggle_preview")
            self._wait(f"!!document.querySelector('{ONE}')")
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
