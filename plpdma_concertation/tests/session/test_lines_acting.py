"""Lines of a session in which one types while a button of the form acts, or beside a
number that is none."""

import time
import unittest
from datetime import timedelta

from odoo.tests import tagged

from ..accessibility_common import AXE
from ..contribution.typing_keyboard import SLOW
from .lines_keyboard import AHEAD, SAVED, LinesCase

LINES = "[name=participation_ids]"
NUMBER = ".o_selected_row [name=duration] input"


@tagged("post_install", "-at_install", "plpdma_browser")
@unittest.skipUnless(AXE, "PLPDMA_AXE does not name the script of axe-core")
class TestLinesActing(LinesCase):
    def _slow_button(self):
        """« Tous présents », after which the form is read again."""
        sessions = self.env.registry["plpdma.session"]
        mark = sessions.action_mark_present

        def slowly(self):
            time.sleep(2 * SLOW)
            return mark(self)

        self.patch(sessions, "action_mark_present", slowly)
        self.workshop.date_start -= timedelta(days=30)
        self.env.flush_all()

    def _wait_played(self):
        """What waited is in the lines, and is still to be saved."""
        self._wait(f"!document.querySelector('{AHEAD}.o_plpdma_held')")
        self._wait(f"!({SAVED})")

    def test_an_exception_typed_while_all_are_noted(self):
        lines = self.workshop.participation_ids
        self.assertGreater(len(lines), 1)
        self._slow_button()
        with self._browse(self.user_agent) as browser:
            self._open_page(browser, "participants")
            self._click("button[name=action_mark_present]")
            self._click_at(f"{LINES} tr.o_data_row:nth-child(2) td[name=attendance]")
            self._type("exc⇥")
            self._wait_played()
            self._save(browser)
        self.assertEqual(
            sorted(lines.mapped("attendance")),
            ["excused"] + ["present"] * (len(lines) - 1),
        )

    def test_a_line_added_while_all_are_noted(self):
        contact = self.env["res.partner"].create({"name": "Zoé Tardive"})
        other = self.env["plpdma.stakeholder"].create(
            {"program_id": self.program.id, "partner_id": contact.id}
        )
        lines = self.workshop.participation_ids
        self._slow_button()
        with self._browse(self.user_agent) as browser:
            self._open_page(browser, "participants")
            self._click("button[name=action_mark_present]")
            self._click(f"{LINES} .o_field_x2many_list_row_add a")
            self._type("zoé tard⇥")
            self._wait_played()
            self._save(browser)
        added = self.workshop.participation_ids - lines
        self.assertEqual(added.stakeholder_id, other)
        self.assertEqual(set(lines.mapped("attendance")), {"present"})

    def test_a_button_that_leads_to_another_page(self):
        """It is not waited for by what waits for it."""
        with self._browse(self.user_agent) as browser:
            self._open_page(browser, "participants")
            self._click("button[name=action_view_calendar_event]")
            self._wait(f"!document.querySelector('{LINES}')")
            self._wait("!!document.querySelector('.o_form_view, .o_calendar_view')")
            browser.settle()

    def test_a_click_on_a_field_beside_the_lines(self):
        """What is typed after it goes there, though the line is read meanwhile."""
        place = "[name=location] input"
        for number in ("15", "0:15"):
            with self.subTest(number), self._browse(self.user_agent) as browser:
                self._add(browser, "agenda", "agenda_ids")
                self._wait("!!document.activeElement.closest('.o_selected_row')")
                self._type(f"Accueil⇥{number}")
                self._click_at(place)
                time.sleep(0.3)
                self._type("Salle bleue")
                self._wait(f"document.querySelector('{place}').value === 'Salle bleue'")
                self.assertNotIn("Salle", self._read("[name=agenda_ids] input"))
                browser.settle()

    def test_a_number_that_is_none_is_not_left(self):
        """However long one waits before typing on: the next line is no part of it."""
        for pause, key in ((0, "⇥"), (1, "⇥"), (0, "⏎")):
            with self.subTest(pause, key=key):
                self.workshop.agenda_ids.unlink()
                self.env.flush_all()
                self._type_a_number_that_is_none(pause, key)
                self.assertEqual(
                    self.workshop.agenda_ids.mapped(
                        lambda line: (line.name, line.duration, line.speaker)
                    ),
                    [
                        ("Accueil", 15, "Le président" if key == "⇥" else False),
                        ("Débat", 20, "Moi"),
                    ],
                )

    def _type_a_number_that_is_none(self, pause, key):
        """Mend it once more is typed, and save."""
        with self._browse(self.user_agent) as browser:
            self._add(browser, "agenda", "agenda_ids")
            self._wait("!!document.activeElement.closest('.o_selected_row')")
            speaker = "⇥Le président⇥" if key == "⇥" else "⏎"
            self._type(f"Accueil⇥0:15{speaker}")
            time.sleep(pause)
            self._type("Débat⇥20⇥Moi⇥")
            self._wait(f"!!document.querySelector('{AHEAD}.o_plpdma_kept')")
            self.assertIn("Accueil\n0:15", self._read(".o_selected_row input"))
            self.assertIn("0:15", self._read(".o_notification"))
            self._focus(NUMBER)
            browser.evaluate(f"document.querySelector('{NUMBER}').select()")
            self._type("15⇥")
            self._wait(f"!document.querySelector('{AHEAD}.o_plpdma_kept')")
            rows = "document.querySelectorAll('[name=agenda_ids] .o_data_row')"
            self._wait(f"{rows}.length === 3")
            self._save(browser)
