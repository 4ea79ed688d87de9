"""A line that was saved, and of which no answer came: it is sent again."""

import unittest

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..accessibility_common import AXE
from ..common import ConcertationCase
from .typing_keyboard import LIST, KeyboardCase

KIND = ".o_selected_row [name=kind] input"
# The first saving arrives, and its answer does not.
LOSE_ANSWER = """(() => {
    const {open, send} = XMLHttpRequest.prototype;
    let isLost = false;
    XMLHttpRequest.prototype.open = function (_method, url) {
        this.isToLose = !isLost && url.includes("/web_save");
        return open.apply(this, arguments);
    };
    XMLHttpRequest.prototype.send = function () {
        if (this.isToLose) {
            isLost = true;
            Object.defineProperty(this, "status", {value: 502});
        }
        return send.apply(this, arguments);
    };
})()"""


@tagged("post_install", "-at_install", "plpdma")
class TestLineSentAgain(ConcertationCase):
    def setUp(self):
        super().setUp()
        self.session = self._create_session(self.actors)
        self.sent = {"verbatim": "Un bac", "kind": "need", "typed_key": "a1"}
        self.session.web_save({"contribution_ids": [self._create_command()]}, {})
        self.line = self.session.contribution_ids

    def _create_command(self, **changes):
        return Command.create({**self.sent, **changes})

    def _send_again(self, **changes):
        loaded = {"contribution_ids": {"a1": self.sent}}
        self.session.with_context(plpdma_loaded=loaded).web_save(
            {"contribution_ids": [self._create_command(**changes)]}, {}
        )
        self.assertEqual(self.session.contribution_ids, self.line)

    def test_what_was_corrected_since_is_written(self):
        speaker = self.actors[1]
        self._send_again(kind="question", stakeholder_id=speaker.id)
        self.assertEqual(
            (self.line.kind, self.line.stakeholder_id), ("question", speaker)
        )

    def test_the_themes_are_those_that_it_says_now(self):
        themes = self.env["plpdma.theme"].search([], limit=2)
        self._send_again(theme_ids=[Command.link(id_) for id_ in themes.ids])
        self.assertEqual(self.line.theme_ids, themes)
        self._send_again(theme_ids=[Command.link(themes[0].id)])
        self.assertEqual(self.line.theme_ids, themes[0])

    def test_what_a_colleague_changed_stands(self):
        manager = self.line.with_user(self.user_manager)
        manager.write({"verbatim": "Deux bacs", "kind": "opinion"})
        self._send_again()
        self.assertEqual((self.line.verbatim, self.line.kind), ("Deux bacs", "opinion"))
        with self.assertRefused(self.line.reference, "Deux bacs"):
            self._send_again(verbatim="Trois bacs")
        self.assertEqual(self.line.verbatim, "Deux bacs")

    def test_nothing_is_known_of_what_was_sent_first(self):
        self.session.contribution_ids = [self._create_command(kind="question")]
        self.assertEqual(self.line.kind, "question")
        self.line.with_user(self.user_manager).verbatim = "Deux bacs"
        with self.assertRefused(self.line.reference, "Deux bacs"):
            self.session.contribution_ids = [self._create_command()]
        self.assertEqual(self.line.verbatim, "Deux bacs")

    def test_the_dialog_saved_twice_is_noted_once(self):
        """The answer of the first time was lost, and the button is pressed again."""
        action = self.session.action_note_contribution()
        dialog = self.agent_env["plpdma.contribution"].with_context(**action["context"])
        names = ("typed_key", "session_id", "kind")
        opened = dialog.onchange({}, [], {name: {} for name in names})["value"]
        self.assertTrue(opened["typed_key"])
        other = dialog.onchange({}, [], {"typed_key": {}})["value"]
        self.assertNotEqual(other["typed_key"], opened["typed_key"])
        values = {
            "verbatim": "Un bac vert",
            "kind": "need",
            "typed_key": opened["typed_key"],
        }
        for kind in ("need", "question"):
            dialog.browse().web_save({**values, "kind": kind}, {"kind": {}})
        again = self.session.contribution_ids - self.line
        self.assertEqual(
            (again.verbatim, again.kind), ("Un bac vert", "question"), again
        )


@tagged("post_install", "-at_install", "plpdma_browser")
@unittest.skipUnless(AXE, "PLPDMA_AXE does not name the script of axe-core")
class TestAnswerLost(KeyboardCase):
    def _mute_browser(self):
        """Whose console says that no answer came."""
        return mute_logger(self._logger.getChild("browser").name)

    def _lose_answer(self, browser):
        self._open(browser)
        self._mute_page()
        browser.evaluate(LOSE_ANSWER)
        self._go_to_text()
        self._type("Un bac⏎")
        self._wait("!!document.querySelector('.o_notification')")
        browser.settle()
        [line] = self._get_noted()
        self.assertEqual(line.verbatim, "Un bac")
        return line

    def test_its_kind_is_corrected(self):
        with self._mute_browser(), self._browse(self.user_agent) as browser:
            line = self._lose_answer(browser)
            self._focus(KIND)
            self._type("ques⇥")
            self._go_to_text()
            self._type("⏎")
            self._wait_free(1)
            browser.settle()
        self.assertEqual(self._get_noted(), line)
        self.assertEqual((line.verbatim, line.kind), ("Un bac", "question"))

    def test_a_colleague_corrects_it(self):
        with self._mute_browser(), self._browse(self.user_agent) as browser:
            line = self._lose_answer(browser)
            line.with_user(self.user_manager).verbatim = "Deux bacs"
            self.env.flush_all()
            self._go_to_text()
            self._type("⏎")
            self._wait_free(1)
            self.assertIn("Deux bacs", self._read(f"{LIST} .o_data_row"))
            browser.settle()
        self.assertEqual(self._get_noted().mapped("verbatim"), ["Deux bacs"])
