"""What is typed beside the list is kept, however fast one goes on; and two people who
act on the same contribution are told."""

import time
import unittest

from odoo import api
from odoo.tests import tagged

from ..accessibility_common import AXE, DESK
from ..contribution.typing_keyboard import SLOW, KeyboardCase

FORM = ".o_plpdma_preview_form"
SHOWN = f"{FORM} [name=reference]"
THEMES = f"{FORM} [name=theme_ids]"
USER = f"{FORM} [name=user_id]"
NEXT = ".o_plpdma_preview_next"
LINE = ".o_plpdma_shown .o_data_cell"


@tagged("post_install", "-at_install", "plpdma_browser")
@unittest.skipUnless(AXE, "PLPDMA_AXE does not name the script of axe-core")
class TestTypedPreview(KeyboardCase):
    def setUp(self):
        super().setUp()
        values = {"name": "Compostage d'essai", "company_id": self.company.id}
        self.theme = self.env["plpdma.theme"].create(values)
        self.records = self._create_contributions(
            *({"verbatim": f"Bac {n}", "user_id": False} for n in range(2))
        )
        # Read now: the server uses the same connection while the browser works.
        self.by_reference = {one.reference: one for one in self.records}
        self.names = {user: user.name for user in (self.user_agent, self.user_manager)}
        self.env.flush_all()

    def _open_preview(self, browser):
        self.browser = browser
        browser.resize(*DESK)
        action = self.env.ref("plpdma_concertation.action_plpdma_contribution")
        browser.open(f"{self.base_url()}/odoo/action-{action.id}")
        self._click(".o_plpdma_toggle_preview")
        self._wait(f"!!document.querySelector('{THEMES} input')")
        return self._read(SHOWN)

    def _leave(self, shown):
        """Go on to the next.

        :param str shown: reference of the one that is left, which is returned
        """
        self._click_at(NEXT)
        self._wait(
            f"!!document.querySelector('{SHOWN}') && "
            f"document.querySelector('{SHOWN}').innerText !== '{shown}'"
        )
        self.browser.settle()
        self.env.invalidate_all()
        return self.by_reference[shown]

    def test_a_theme_and_a_colleague_typed_and_left_at_once(self):
        with self._browse(self.user_agent) as browser:
            shown = self._open_preview(browser)
            self._focus(f"{THEMES} input")
            self._type("compostage d⇥")
            self._focus(f"{USER} input")
            self._type(self.names[self.user_manager])
            left = self._leave(shown)
        self.assertEqual(left.theme_ids, self.theme)
        self.assertEqual(left.user_id, self.user_manager)

    def test_a_theme_typed_and_left_without_a_key(self):
        with self._browse(self.user_agent) as browser:
            shown = self._open_preview(browser)
            self._focus(f"{THEMES} input")
            self._type("compostage d")
            left = self._leave(shown)
        self.assertEqual(left.theme_ids, self.theme)

    def _sort(self):
        self._click_at("th[data-name=reference]")
        self._wait("!!document.querySelector('th[data-name=reference].table-active')")

    def test_a_theme_typed_before_the_list_is_sorted(self):
        """Others come first then: what was typed is kept."""
        for typed in ("compostage d⇥", "compostage d"):
            with self.subTest(typed), self._browse(self.user_agent) as browser:
                self.records.theme_ids = False
                shown = self._open_preview(browser)
                self._focus(f"{THEMES} input")
                self._type(typed)
                self._sort()
                browser.settle()
                self.env.invalidate_all()
                self.assertEqual(self.by_reference[shown].theme_ids, self.theme)

    def test_what_is_asked_stays_while_the_list_is_sorted(self):
        with self._browse(self.user_agent) as browser:
            shown = self._open_preview(browser)
            self._focus(f"{THEMES} input")
            self._type("zzz")
            self._sort()
            reason = f"{THEMES} .o_plpdma_typed_reason"
            self._wait(f"!!document.querySelector('{reason}')")
            self.assertEqual(self._read(SHOWN), shown)
            self.assertIn("zzz", self._read(reason))
            browser.settle()

    def test_what_is_asked_stays_while_others_are_searched(self):
        """Though it is none of those that are found."""
        with self._browse(self.user_agent) as browser:
            shown = self._open_preview(browser)
            self._focus(f"{USER} input")
            browser.evaluate(f"document.querySelector('{USER} input').select()")
            self._type("zzz")
            self._focus(".o_searchview_input")
            self._type("introuvable⏎")
            self._wait("!!document.querySelector('.o_searchview_facet')")
            browser.settle()
            reason = f"{USER} .o_plpdma_typed_reason"
            self._wait(f"!!document.querySelector('{reason}')")
            self.assertEqual(self._read(SHOWN), shown)
            self.assertEqual(self._read(f"{USER} input"), "zzz")

    def test_the_keys_go_on_from_the_line_that_is_shown(self):
        with self._browse(self.user_agent) as browser:
            shown = self._open_preview(browser)
            self._press("ArrowDown")
            self._wait(f"document.querySelector('{SHOWN}').innerText !== '{shown}'")
            following = self._read(SHOWN)
            self._press("Enter")
            self._wait("!!document.querySelector('.o_form_view .o_form_statusbar')")
            self.assertIn(following, self._read(".o_form_view"))
            browser.settle()

    def _slow_list(self):
        contributions = self.env.registry["plpdma.contribution"]
        search = contributions.web_search_read

        @api.model
        @api.readonly
        def slowly(self, *args, **kwargs):
            time.sleep(SLOW)
            return search(self, *args, **kwargs)

        self.patch(contributions, "web_search_read", slowly)

    def test_the_keys_go_on_though_the_list_was_still_being_read(self):
        self._slow_list()
        with self._browse(self.user_agent) as browser:
            shown = self._open_preview(browser)
            self._wait(f"!!document.querySelector('{LINE}:focus')")
            self._press("ArrowDown")
            self._wait(f"document.querySelector('{SHOWN}').innerText !== '{shown}'")
            browser.settle()

    def test_a_colleague_is_found_without_the_accents(self):
        self.user_manager.name = "Zoé Ménager"
        with self._browse(self.user_agent) as browser:
            shown = self._open_preview(browser)
            self._focus(f"{USER} input")
            self._type("zoe men⇥")
            left = self._leave(shown)
        self.assertEqual(left.user_id, self.user_manager)

    def test_leaving_while_a_colleague_is_looked_for(self):
        users = self.env.registry["res.users"]
        search = users.web_name_search

        @api.model
        @api.readonly
        def slowly(self, *args, **kwargs):
            time.sleep(2 * SLOW)
            return search(self, *args, **kwargs)

        self.patch(users, "web_name_search", slowly)
        with self._browse(self.user_agent) as browser:
            self._open_preview(browser)
            browser.settle()
            self._focus(f"{USER} input")
            self._type(f"{self.names[self.user_manager]}⇥")
            self.assertTrue(self._reload(False), "One is asked first")
            browser.settle()

    def test_a_theme_that_is_none_is_not_left(self):
        with self._browse(self.user_agent) as browser:
            shown = self._open_preview(browser)
            self._focus(f"{THEMES} input")
            self._type("zzz")
            self._click_at(NEXT)
            reason = f"{THEMES} .o_plpdma_typed_reason"
            self._wait(f"!!document.querySelector('{reason}')")
            self.assertIn("zzz", self._read(reason))
            self.assertEqual(self._read(SHOWN), shown)
            self._focus(f"{THEMES} input")
            browser.evaluate(f"document.querySelector('{THEMES} input').select()")
            self._type("compostage d⏎")
            self._wait(f"!document.querySelector('{reason}')")
            left = self._leave(shown)
        self.assertEqual(left.theme_ids, self.theme)

    def test_a_colleague_chose_somebody_meanwhile(self):
        with self._browse(self.user_agent) as browser:
            shown = self._open_preview(browser)
            browser.settle()
            changed = self.by_reference[shown].with_user(self.user_manager)
            changed.user_id = self.user_manager
            self.env.flush_all()
            self._focus(f"{USER} input")
            self._type(self.names[self.user_agent])
            self._click_at(NEXT)
            self._wait("!!document.querySelector('.modal')")
            self.assertIn(self.names[self.user_manager], self._read(".modal"))
            browser.settle()
        self.env.invalidate_all()
        shown = self.by_reference[shown]
        self.assertEqual(shown.user_id, self.user_manager)
