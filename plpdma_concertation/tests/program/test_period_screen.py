"""A period on the screen tells its years."""

from odoo.tests import HttpCase, tagged

from ..common import ConcertationCase

START = ".o_field_widget[name=date_start] [data-field=date_start]"
# The text of a button, or what stands in the box.
CHECK = """
const end = document.querySelector("%s");
const text = end.value || end.textContent;
if (text.includes("%s")) {
    console.log("test successful");
} else {
    console.error(`The year is missing: ${text}`);
}
"""


@tagged("post_install", "-at_install", "plpdma_browser")
class TestPeriodScreen(ConcertationCase, HttpCase):
    def test_a_period_without_end(self):
        """Core leaves out the current year."""
        year = self.program.company_id._plpdma_get_today().year
        self.program.sudo().write({"date_start": f"{year}-01-01", "date_end": False})
        self.env.flush_all()
        action = self.env.ref("plpdma_concertation.action_plpdma_program")
        self.browser_js(
            f"/odoo/action-{action.id}/{self.program.id}",
            CHECK % (START, year),
            f'!!document.querySelector("{START}")',
            login=self.user_agent.login,
        )
