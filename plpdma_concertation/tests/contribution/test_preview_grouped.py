"""The preview beside a list whose groups share some of their lines."""

import unittest

from odoo.fields import Command
from odoo.tests import tagged

from ..accessibility_common import AXE, DESK
from .typing_keyboard import KeyboardCase

SHOWN = ".o_plpdma_preview_form [name=reference]"
NEXT = ".o_plpdma_preview_next"
GROUP = ".o_group_header"
CLOSED = f"{GROUP}:not(.o_group_open)"


@tagged("post_install", "-at_install", "plpdma_browser")
@unittest.skipUnless(AXE, "PLPDMA_AXE does not name the script of axe-core")
class TestPreviewGrouped(KeyboardCase):
    def test_one_that_stands_in_two_groups_is_read_once(self):
        themes = self.env["plpdma.theme"].create(
            [{"name": name, "company_id": self.company.id} for name in ("Bacs", "Vrac")]
        )
        told = self._create_contributions(
            *(
                {"verbatim": f"Bac {n}", "theme_ids": [Command.set(some.ids)]}
                for n, some in enumerate((themes[0], themes, themes[1], themes[1]))
            )
        )
        action = self.env.ref("plpdma_concertation.action_plpdma_contribution").copy(
            {
                "context": {"group_by": ["theme_ids"]},
                "domain": [("id", "in", told.ids)],
            }
        )
        self.env.flush_all()
        with self._browse(self.user_agent) as browser:
            self.browser = browser
            browser.resize(*DESK)
            browser.open(f"{self.base_url()}/odoo/action-{action.id}")
            for count in (1, 2):
                self._click(CLOSED)
                self._wait(
                    f"document.querySelectorAll('{GROUP}.o_group_open').length"
                    f" === {count}"
                )
            self._click(".o_plpdma_toggle_preview")
            self._wait(f"!!document.querySelector('{SHOWN}')")
            read = [self._read(SHOWN)]
            while not browser.evaluate(f"document.querySelector('{NEXT}').disabled"):
                self.assertLess(len(read), len(told), read)
                self._click(NEXT)
                self._wait(
                    f"document.querySelector('{SHOWN}').innerText !== '{read[-1]}'"
                )
                read.append(self._read(SHOWN))
            browser.settle()
        self.assertEqual(sorted(read), sorted(told.mapped("reference")))
