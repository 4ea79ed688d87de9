"""Lines of a session that are typed faster than the next one is made."""

import json
import unittest
from datetime import timedelta

from odoo.tests import tagged

from ..accessibility_common import AXE, DESK
from .lines_keyboard import AHEAD, SAVED, LinesCase

KEPT = f"document.querySelector('{AHEAD} textarea')"


@tagged("post_install", "-at_install", "plpdma_browser")
@unittest.skipUnless(AXE, "PLPDMA_AXE does not name the script of axe-core")
class TestLinesTyped(LinesCase):
    def test_the_agenda(self):
        self._slow_down_new("plpdma.session.agenda")
        with self._browse(self.user_agent) as browser:
            self._add(browser, "agenda", "agenda_ids")
            self._type("Accueil⇥10⇥Le président⏎Débat⇥20⇥⇥Clôture⇥5")
            self._wait("document.activeElement.value === '5'")
            self._save(browser)
        self.assertEqual(
            self.workshop.agenda_ids.mapped(lambda line: (line.name, line.duration)),
            [("Accueil", 10), ("Débat", 20), ("Clôture", 5)],
        )
        self.assertEqual(self.workshop.agenda_ids[0].speaker, "Le président")

    def test_a_letter_that_two_keys_make(self):
        """« ^ » and « e » are « ê », in its place."""
        self._slow_down_new("plpdma.session.agenda")
        with self._browse(self.user_agent) as browser:
            self._add(browser, "agenda", "agenda_ids")
            self._type("T")
            for method, params in (
                ("imeSetComposition", {"selectionStart": 1, "selectionEnd": 1}),
                ("insertText", {}),
            ):
                text = "^" if params else "ê"
                browser._websocket_request(
                    f"Input.{method}", params={"text": text, **params}
                )
            self._type("te")
            self._wait("document.activeElement.value === 'Tête'")
            self._wait("!!document.activeElement.closest('.o_selected_row')")
            self._save(browser)
        self.assertEqual(self.workshop.agenda_ids.name, "Tête")

    def test_the_questions(self):
        self._slow_down_new("plpdma.question")
        before = self.workshop.question_ids.mapped("name")
        with self._browse(self.user_agent) as browser:
            self._add(browser, "questions", "question_ids")
            self._type("Quand ?⏎Comment ?⏎Avec qui ?")
            self._wait("document.activeElement.value === 'Avec qui ?'")
            self._save(browser)
        self.assertEqual(
            self.workshop.question_ids.mapped("name"),
            [*before, "Quand ?", "Comment ?", "Avec qui ?"],
        )

    def test_a_line_that_is_not_complete_is_not_left(self):
        """What was typed for the next one stays in sight, and goes on in it."""
        self._slow_down_new("plpdma.session.agenda")
        name = ".o_selected_row [name=name] input"
        with self._browse(self.user_agent) as browser:
            self._add(browser, "agenda", "agenda_ids")
            self._type("⇥10⇥Le maire⏎Débat")
            self._wait(f"!!document.querySelector('{AHEAD}.o_plpdma_kept')")
            self._focus(name)
            self._type("Accueil⏎")
            self._wait(f"document.querySelector('{name}')?.value === 'Débat'")
            self._save(browser)
        self.assertEqual(self.workshop.agenda_ids.mapped("name"), ["Accueil", "Débat"])

    def test_another_page_of_the_form_while_a_line_is_made(self):
        self._slow_down_new("plpdma.session.agenda")
        with self._browse(self.user_agent) as browser:
            self._add(browser, "agenda", "agenda_ids")
            self._type("Accueil⏎Débat")
            self._click(".o_notebook .nav-link[name=questions]")
            self._wait("!!document.querySelector('[name=question_ids] table')")
            self._save(browser)
        self.assertEqual(self.workshop.agenda_ids.mapped("name"), ["Accueil", "Débat"])

    def test_another_page_then_saved_while_lines_are_made(self):
        """Each click is made, however many wait."""
        self._slow_down_new("plpdma.session.agenda")
        with self._browse(self.user_agent) as browser:
            self._add(browser, "agenda", "agenda_ids")
            self._type("Accueil⏎Débat⏎Clôture")
            self._click(".o_notebook .nav-link[name=questions]")
            self._click(".o_form_button_save")
            self._wait("!!document.querySelector('[name=question_ids] table')")
            self._wait(SAVED)
            browser.settle()
            self.env.invalidate_all()
        self.assertEqual(
            self.workshop.agenda_ids.mapped("name"), ["Accueil", "Débat", "Clôture"]
        )

    def test_back_while_lines_are_made(self):
        """The page is left once they are noted, however one leaves it."""
        self._slow_down_new("plpdma.session.agenda")
        action = self.env.ref("plpdma_concertation.action_plpdma_session")
        with self._browse(self.user_agent) as browser:
            self.browser = browser
            browser.resize(*DESK)
            browser.open(f"{self.base_url()}/odoo/action-{action.id}")
            row = f"""[...document.querySelectorAll('.o_data_row')].find(
                (one) => one.innerText.includes({json.dumps(self.workshop.name)})
            )"""
            self._wait(f"!!{row}")
            browser.evaluate(f"{row}.querySelector('td[name=name]').click()")
            self._click(".o_notebook .nav-link[name=agenda]")
            self._click("[name=agenda_ids] .o_field_x2many_list_row_add a")
            self._type("Accueil⏎Débat⏎Clôture")
            browser.evaluate("history.back()")
            self._wait("!!document.querySelector('.o_list_view .o_data_row')")
            browser.settle()
            self.env.invalidate_all()
        self.assertEqual(
            self.workshop.agenda_ids.mapped("name"), ["Accueil", "Débat", "Clôture"]
        )

    def test_a_line_that_is_refused_takes_nothing_of_the_next(self):
        """However long one types on without looking."""
        name = ".o_selected_row [name=name] input"
        with self._browse(self.user_agent) as browser:
            self._add(browser, "agenda", "agenda_ids")
            self._type("Accueil⇥zz⏎Débat⇥20⇥Mme Éluard⏎Clôture")
            self._wait(f"!!document.querySelector('{AHEAD}.o_plpdma_kept')")
            self.assertEqual(self._read(name), "Accueil")
            self.assertIn("Débat", self._read(AHEAD))
            self.assertIn("Clôture", browser.evaluate(f"{KEPT}.value"))
            browser.settle()

    def test_one_line_after_the_other_with_the_mouse(self):
        """Each click comes after what was typed before it, without waiting."""
        lines = self.workshop.participation_ids
        self.workshop.date_start -= timedelta(days=30)
        self.env.flush_all()
        with self._browse(self.user_agent) as browser:
            self._open_page(browser, "participants")
            for place in range(1, len(lines) + 1):
                cell = (
                    f"[name=participation_ids] tr.o_data_row:nth-child({place})"
                    " td[name=attendance]"
                )
                self._wait(f"!!document.querySelector('{cell}')")
                self._click_at(cell)
                self._type("exc⇥")
            self._save(browser)
        self.assertEqual(lines.mapped("attendance"), ["excused"] * len(lines))

    def test_a_choice_that_opens_the_next_cell(self):
        """« Represented » asks by whom: Tab leads there."""
        self._slow_down_new("plpdma.participation")
        lines = self.workshop.participation_ids
        self.workshop.date_start -= timedelta(days=30)
        first = lines[0]
        first.stakeholder_id.partner_id.name = "Zoé Représentante"
        first.attendance = "present"
        self.env.flush_all()
        with self._browse(self.user_agent) as browser:
            self._open_page(browser, "participants")
            cell = "[name=participation_ids] tr:nth-child(2) td[name=attendance]"
            self._wait(f"!!document.querySelector('{cell}')")
            self._click_at(cell)
            self._wait("!!document.activeElement.closest('td[name=attendance]')")
            self._type("repr⇥zoé représentante")
            self._wait("document.activeElement.value === 'zoé représentante'")
            self._wait("!!document.activeElement.closest('[name=represented_by_id]')")
            self._save(browser)
        represented = lines.filtered(lambda one: one.attendance == "represented")
        self.assertEqual(represented.represented_by_id, first.stakeholder_id.partner_id)
