"""One contribution after the other in the dialog of a phone, whose server is slower
than one types."""

import unittest

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..accessibility_common import AXE, DESK, PHONE
from ..common import ConcertationCase
from .typing_keyboard import KeyboardCase

ALT = 1
TEXTAREA = ".modal [name=verbatim] textarea"
NEXT = ".modal-footer button[name=action_note_next]"
READ = f"document.querySelector('{TEXTAREA}')?.value"


@tagged("post_install", "-at_install", "plpdma_browser")
@unittest.skipUnless(AXE, "PLPDMA_AXE does not name the script of axe-core")
class TestNoteNext(KeyboardCase):
    def _open_dialog(self, browser, size=PHONE):
        self.browser = browser
        browser.resize(*size)
        path = f"m-plpdma.session/{self.workshop.id}"
        browser.open(f"{self.base_url()}/odoo/{path}")
        self._click(".o_notebook .nav-link[name=contributions]")
        self._click("button[name=action_note_contribution]")
        self._wait(f"document.activeElement.matches('{TEXTAREA}')")

    def _note_next(self):
        self._wait(f"!document.querySelector('{NEXT}').disabled")
        event = {"key": "q", "code": "KeyQ", "windowsVirtualKeyCode": 81}
        for kind in ("rawKeyDown", "keyUp"):
            self._send_key({"type": kind, "modifiers": ALT, **event})

    def _wait_next(self):
        self._wait(f"{READ} === '' && document.activeElement.matches('{TEXTAREA}')")

    def _get_texts(self):
        self.env.invalidate_all()
        return self.workshop.contribution_ids.sorted("id").mapped("verbatim")

    def test_nothing_is_shown_that_is_not_kept(self):
        """A dialog that is saved and goes takes no letter that would go with it."""
        with self._browse(self.user_agent) as browser:
            self._open_dialog(browser)
            self._type("Un premier.")
            self._click(NEXT)
            self._focus(TEXTAREA)
            self._type("Dans le vide")
            self.assertIn(browser.evaluate(READ), ("Un premier.", ""))
            self._wait_next()
            self._type("Un second.")
            self._note_next()
            self._wait_next()
            browser.settle()
        self.assertEqual(self._get_texts(), ["Un premier.", "Un second."])

    def test_a_theme_typed_before_the_key(self):
        """It is chosen, though the cursor was still in its box."""
        theme = self.env["plpdma.theme"].create(
            {"name": "Zone de réemploi", "company_id": self.company.id}
        )
        self.workshop.facilitator_id = self.user_facilitator.partner_id
        with self._browse(self.user_facilitator) as browser:
            self._open_dialog(browser, DESK)
            self._type("Un premier.")
            self._focus(".modal [name=theme_ids] input")
            self._type("zone")
            self._note_next()
            self._wait_next()
            browser.settle()
        self.assertEqual(self._get_texts(), ["Un premier."])
        self.assertEqual(self.workshop.contribution_ids.theme_ids, theme)

    def test_one_that_is_refused_goes_on(self):
        self.refused.add("Un premier.")
        with self._browse(self.user_agent) as browser:
            self._open_dialog(browser)
            self._type("Un premier.")
            with mute_logger("odoo.http"):
                self._note_next()
                self._wait("!!document.querySelector('.o_error_dialog')")
            self._press("Escape")
            self._wait("!document.querySelector('.o_error_dialog')")
            self._focus(TEXTAREA)
            self._type(" Autrement.")
            self._note_next()
            self._wait_next()
            browser.settle()
        self.assertEqual(self._get_texts(), ["Un premier. Autrement."])


@tagged("post_install", "-at_install")
class TestNoteAlone(ConcertationCase):
    def test_whoever_is_met_alone_speaks(self):
        facilitator = self.user_facilitator
        meeting = self._create_session(
            self.actors[0],
            format="individual",
            facilitator_id=facilitator.partner_id.id,
        )
        guest = meeting.participation_ids
        for user, name, known in (
            (self.user_agent, "default_stakeholder_id", self.actors[0]),
            (facilitator, "default_participation_id", guest),
        ):
            with self.subTest(user=user.login):
                context = meeting.with_user(user).action_note_contribution()["context"]
                self.assertEqual(context.get(name), known.id)

    def test_a_collective_session_is_asked_who_speaks(self):
        for actors in (self.actors[0], self.actors[:2]):
            session = self._create_session(actors, format="collective")
            context = session.action_note_contribution()["context"]
            with self.subTest(actors=len(actors)):
                self.assertNotIn("default_stakeholder_id", context)
                self.assertNotIn("default_participation_id", context)
