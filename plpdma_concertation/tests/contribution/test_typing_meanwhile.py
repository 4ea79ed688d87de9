"""Somebody else changes, or takes back, the line that one is writing."""

import unittest
from unittest.mock import patch

from odoo.exceptions import MissingError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..accessibility_common import AXE
from .typing_common import TypingCase
from .typing_keyboard import LIST, TEXT, KeyboardCase

SAVED = "!!document.querySelector('.o_form_status_indicator_buttons.invisible')"


@tagged("post_install", "-at_install", "plpdma")
class TestLineGone(TypingCase):
    def setUp(self):
        super().setUp()
        self.session = self.session.with_user(self.user_agent)
        self.before = {
            "verbatim": "Un bac",
            "kind": "proposal",
            "stakeholder_id": self.actors[0].id,
            "theme_ids": [Command.set(self.theme.ids)],
        }
        self.session.with_user(self.user_manager).contribution_ids = [
            Command.create(self.before)
        ]
        self.gone_id = self.session.contribution_ids.id
        self.session.contribution_ids.sudo().unlink()
        self.told = []

    def _save(self, loaded=None, **changes):
        known = self.before if loaded is None else loaded
        loaded = {"contribution_ids": {str(self.gone_id): known}}
        users = self.env.registry["res.users"]
        tell = lambda _user, _kind, message: self.told.append(message)  # noqa: E731
        with patch.object(users, "_bus_send", tell):
            self.session.with_context(plpdma_loaded=loaded).web_save(
                {"contribution_ids": [Command.update(self.gone_id, changes)]}, {}
            )

    def test_what_was_added_is_a_line_of_whoever_did(self):
        self._save(verbatim="Un bac jaune", kind="opinion")
        [line] = self.session.contribution_ids
        self.assertEqual((line.verbatim, line.kind), ("Un bac jaune", "opinion"))
        self.assertEqual(line.stakeholder_id, self.actors[0])
        self.assertEqual(line.theme_ids, self.theme)
        self.assertEqual(line.create_uid, self.user_agent)
        self.assertTrue(line.is_noted_here)
        [told] = self.told
        self.assertIn("Un bac", told["message"])
        # No answer came, and it is sent again.
        self._save(verbatim="Un bac jaune", kind="opinion")
        self.assertEqual(self.session.contribution_ids, line)

    def test_what_nobody_wrote_does_not_come_back(self):
        self._save(kind="opinion")
        self._save(verbatim="Un bac", kind="opinion")
        self.assertFalse(self.session.contribution_ids)
        self.assertEqual(len(self.told), 2)

    def test_a_line_of_which_nothing_is_known_is_missing(self):
        with self.assertRaises(MissingError):
            self.session.web_save(
                {"contribution_ids": [Command.update(self.gone_id, {"verbatim": "a"})]},
                {},
            )


@tagged("post_install", "-at_install", "plpdma", "plpdma_browser")
@unittest.skipUnless(AXE, "PLPDMA_AXE does not name the script of axe-core")
class TestTypingMeanwhile(KeyboardCase):
    def setUp(self):
        super().setUp()
        self.workshop.with_user(self.user_manager).contribution_ids = [
            Command.create(
                {
                    "verbatim": "Un bac",
                    "kind": "proposal",
                    "stakeholder_id": self.actors[1].id,
                }
            )
        ]
        self.line = self.workshop.contribution_ids

    def _add_words(self, browser):
        """In the line of a colleague."""
        self._open(browser)
        self._press("Escape")
        self._write(" vert")

    def _write(self, words):
        self._click_at(f"{LIST} .o_data_row:nth-child(1) [name=verbatim]")
        self._wait(f"!!document.querySelector('{TEXT}:focus')")
        self._type(words)

    # ------------------------------------------------------------------
    # It is deleted
    # ------------------------------------------------------------------
    def _delete(self):
        self.line.sudo().unlink()
        self.env.flush_all()

    def test_words_added_to_a_line_that_is_deleted(self):
        with mute_logger("odoo.http"), self._browse(self.user_agent) as browser:
            self._add_words(browser)
            self._delete()
            self._type("⏎")
            self._wait_free(1)
            self.assertIn("Somebody has deleted", self._read(".o_notification"))
            self.assertFalse(browser.evaluate("!!document.querySelector('.modal')"))
            browser.settle()
        [noted] = self._get_noted()
        self.assertEqual((noted.verbatim, noted.kind), ("Un bac vert", "proposal"))
        self.assertEqual(noted.stakeholder_id, self.actors[1])
        self.assertEqual(noted.create_uid, self.user_agent)

    def test_a_line_that_is_deleted_is_left_then_saved(self):
        with mute_logger("odoo.http"), self._browse(self.user_agent) as browser:
            self._add_words(browser)
            self._delete()
            self._type("⇥")
            self._wait("!!document.querySelector('.o_notification')")
            browser.settle()
            self.assertEqual(self._read(TEXT), "Un bac vert")
            self._click(".o_form_button_save")
            self._wait(SAVED)
            browser.settle()
        self.assertEqual(self._get_noted().mapped("verbatim"), ["Un bac vert"])

    # ------------------------------------------------------------------
    # It is changed
    # ------------------------------------------------------------------
    def test_what_is_given_up_shows_what_stands(self):
        with mute_logger("odoo.http"), self._browse(self.user_agent) as browser:
            self._add_words(browser)
            self.line.with_user(self.user_manager).verbatim = "Deux bacs"
            self.env.flush_all()
            self._type("⏎")
            self._wait(
                "document.body.innerText.includes('was changed by')"
                f" && document.querySelector('{TEXT}')?.value === 'Un bac vert'"
                " && !document.querySelector('.o_plpdma_held')"
            )
            # Beside: one may be typing on.
            self.assertFalse(browser.evaluate("!!document.querySelector('.modal')"))
            self._click(".o_form_button_cancel")
            self._wait(SAVED)
            self._wait(
                f"document.querySelector('{LIST} .o_data_row').innerText"
                ".includes('Deux bacs')"
            )
            self._write(" verts")
            self._type("⏎")
            self._wait_free(1)
            browser.settle()
        self.assertEqual(self._get_noted().mapped("verbatim"), ["Deux bacs verts"])

    def test_a_box_ticked_beside_a_text_that_is_no_longer_there(self):
        box = f"{LIST} .o_selected_row [name=is_publishable] input"
        with mute_logger("odoo.http"), self._browse(self.user_agent) as browser:
            self._open(browser)
            self._press("Escape")
            self.line.with_user(self.user_manager).verbatim = "Deux bacs"
            self.line.moderation = "pending"
            self.env.flush_all()
            self._click_at(f"{LIST} .o_data_row:nth-child(1) [name=is_publishable]")
            self._wait(f"document.querySelector('{box}')?.checked")
            self._click(".o_form_button_save")
            self._wait(SAVED)
            self._wait(
                f"document.querySelector('{LIST} .o_data_row').innerText"
                ".includes('Deux bacs')"
            )
            browser.settle()
        self.env.invalidate_all()
        self.assertEqual(self.line.moderation, "pending")
