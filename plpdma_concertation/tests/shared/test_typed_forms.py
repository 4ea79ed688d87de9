"""Forms that are filled by the keyboard alone: what is typed is what is kept."""

import unittest

from odoo.tests import tagged

from ..accessibility_common import AXE, DESK
from ..contribution.typing_keyboard import KeyboardCase
from ..session.vote_common import VoteCase

BOX = ".o_selected_row [name=choice] input"
SAVED = "!document.querySelector('.o_form_status_indicator_buttons:not(.invisible)')"


@tagged("post_install", "-at_install", "plpdma_browser")
@unittest.skipUnless(AXE, "PLPDMA_AXE does not name the script of axe-core")
class TestTypedForms(VoteCase, KeyboardCase):
    def _open_page(self, browser, path):
        self.env.flush_all()
        self.browser = browser
        browser.resize(*DESK)
        browser.open(f"{self.base_url()}/odoo/{path}")
        self._wait("!!document.querySelector('.o_form_view')")

    def test_a_vote_by_name(self):
        """Somebody who votes against is not among « The others: for »."""
        lines = self._hold("present", "present", "present")
        vote = self._vote(lines[0].session_id)
        vote.action_call_roll()
        with self._browse(self.user_agent) as browser:
            self._open_page(browser, f"m-plpdma.session.vote/{vote.id}")
            self._wait("!!document.querySelector('.o_data_row [name=choice]')")
            self._click_at(".o_data_row [name=choice]")
            self._wait(f"!!document.querySelector('{BOX}')")
            self._focus(BOX)
            self._type("aga⇥")
            self._click("button[name=action_others_for]")
            self._wait("!document.querySelector('button[name=action_others_for]')")
            browser.settle()
        self.env.invalidate_all()
        self.assertEqual(
            sorted(vote.ballot_ids.mapped("choice")), ["against", "for", "for"]
        )

    def test_why_it_is_not_published(self):
        """Tab leads from the criterion to the reason, where one goes on writing."""
        criterion = self.env["plpdma.moderation.criterion"].sudo().search([], limit=1)
        criterion.name = "Zone interdite"
        [one] = self._create_contributions({"moderation": "pending"})
        name = ".modal [name=moderation_criterion_id] input"
        with self._browse(self.user_agent) as browser:
            self._open_page(browser, f"m-plpdma.contribution/{one.id}")
            self._click("button[name=action_open_refusal]")
            self._wait(f"document.activeElement.matches('{name}')")
            # What is asked is marked once one confirms without it.
            marked = ".modal .o_field_widget.o_field_invalid"
            invalid = f"document.querySelectorAll('{marked}').length"
            self.assertEqual(browser.evaluate(invalid), 0)
            self._click(".modal button[name=action_refuse_publication]")
            self._wait(f"{invalid} === 2")
            self._focus(name)
            self._type("zone")
            self._wait(
                "!!document.querySelector('.modal .o-autocomplete--dropdown-item')"
            )
            self._type("⇥Un voisin.")
            self._wait(f"document.querySelector('{name}').value === 'Zone interdite'")
            self._click(".modal button[name=action_refuse_publication]")
            self._wait("!document.querySelector('.modal')")
            browser.settle()
        self.env.invalidate_all()
        self.assertEqual(
            (one.moderation, one.moderation_criterion_id, one.moderation_reason),
            ("refused", criterion, "Un voisin."),
        )

    def test_the_last_day_of_an_absence(self):
        action = self.env.ref("plpdma_concertation.action_plpdma_absence")
        field = "[name=date_end]"
        with self._browse(self.user_agent) as browser:
            self._open_page(browser, f"action-{action.id}/new")
            self._click_at(f"{field} input")
            self._wait(f"document.activeElement.matches('{field} input')")
            self._type("12/31/2099⇥")
            self._wait(f"document.querySelector('{field}').innerText.includes('2099')")
            browser.settle()

    def test_a_colleague_whom_nobody_is_called_is_not_left_out(self):
        """The absence is not saved without them, as if nobody had been named."""
        absences = self.env["plpdma.absence"]
        before = absences.search_count([])
        action = self.env.ref("plpdma_concertation.action_plpdma_absence")
        field = "[name=substitute_id]"
        with self._browse(self.user_agent) as browser:
            self._open_page(browser, f"action-{action.id}/new")
            self._click_at("[name=date_end] input")
            self._type("12/31/2099⇥")
            self._focus(f"{field} input")
            self._type("zzz⇥")
            reason = f"{field} .o_plpdma_typed_reason"
            self._wait(f"!!document.querySelector('{reason}')")
            self.assertIn("zzz", self._read(reason))
            self._click(".o_form_button_save")
            self._wait("!!document.querySelector('.o_notification')")
            # And not that a required field is missing.
            self.assertIn("zzz", self._read(".o_notification"))
            self.assertEqual(self._read(f"{field} input"), "zzz")
            browser.settle()
        self.env.invalidate_all()
        self.assertEqual(absences.search_count([]), before)

    def test_a_theme_typed_and_left_at_once(self):
        """Whatever one leaves the form by: a menu, or what one came from."""
        theme = self.env["plpdma.theme"].sudo().create({"name": "Réemploi des vélos"})
        mandate = self.env["plpdma.mandate"].search([], limit=1)
        field = "[name=theme_ids] input"
        path = f"action-plpdma_concertation.action_plpdma_mandate/{mandate.id}"
        with self._browse(self.user_manager) as browser:
            self._open_page(browser, path)
            self._focus(field)
            self._type("réemploi des v")
            self._click_at(".o_breadcrumb .o_back_button a, .o_back_button")
            self._wait("!!document.querySelector('.o_list_view')")
            browser.settle()
        self.env.invalidate_all()
        self.assertIn(theme, mandate.theme_ids)

    def test_enter_makes_what_nothing_is_called(self):
        action = self.env.ref("plpdma_concertation.action_plpdma_facilitator")
        field = "[name=partner_id] input"
        with self._browse(self.user_manager) as browser:
            self._open_page(browser, f"action-{action.id}/new")
            self._focus(field)
            self._type("Zoé Toute-Neuve⏎")
            self._wait(
                f"document.querySelector('{field}').value === 'Zoé Toute-Neuve'"
                " && !document.querySelector('.o_plpdma_typed_reason')"
            )
            browser.settle()
        self.assertTrue(
            self.env["res.partner"].search([("name", "=", "Zoé Toute-Neuve")])
        )
