"""A keyboard, in the lines of a session."""

import time

from ..accessibility_common import DESK
from ..contribution.typing_keyboard import SLOW, KeyboardCase

SAVED = "!document.querySelector('.o_form_status_indicator_buttons:not(.invisible)')"
AHEAD = ".o_plpdma_ahead"


class LinesCase(KeyboardCase):
    def _slow_down_new(self, model_name):
        model = self.env.registry[model_name]
        onchange = model.onchange

        def slowly(self, values, field_names, fields_spec):
            time.sleep(SLOW)
            return onchange(self, values, field_names, fields_spec)

        self.patch(model, "onchange", slowly)

    def _open_page(self, browser, page):
        """The session, at one of its pages."""
        self.browser = browser
        browser.resize(*DESK)
        action = self.env.ref("plpdma_concertation.action_plpdma_session")
        browser.open(f"{self.base_url()}/odoo/action-{action.id}/{self.workshop.id}")
        self._click(f".o_notebook .nav-link[name={page}]")

    def _add(self, browser, page, name):
        """The first line of a list of the session, which one does not wait for."""
        self._open_page(browser, page)
        self._click(f"[name={name}] .o_field_x2many_list_row_add a")

    def _save(self, browser):
        self._click(".o_form_button_save")
        self._wait(SAVED)
        browser.settle()
        self.env.invalidate_all()
