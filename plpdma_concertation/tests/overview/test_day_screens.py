"""What one opens each day, on a screen, as axe-core and a phone see it."""

import json
import unittest
from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from ..accessibility_common import (
    AXE,
    DESK,
    PHONE,
    STANDARDS,
    AccessibilityCase,
)

# What of each view is Odoo's own.
ODOO = {
    "list": (
        ".o_optional_columns_dropdown",
        ".o_list_record_selector",
        ".o_avatar",
        "td .badge",
    ),
    "kanban": (".o_avatar", ".badge"),
    "form": (".o_form_label", ".o_field_widget", ".o_statusbar_status"),
}
PARTS = {
    "list": (".o_list_renderer", ".o_list_view .o_data_row"),
    "kanban": (
        ".o_kanban_record:not(.o_kanban_ghost)",
        ".o_kanban_record:not(.o_kanban_ghost)",
    ),
    "form": (".o_form_sheet_bg", ".o_form_view .o_form_sheet"),
}


@tagged("post_install", "-at_install", "plpdma", "plpdma_browser")
@unittest.skipUnless(AXE, "PLPDMA_AXE does not name the script of axe-core")
class TestDayScreens(AccessibilityCase):
    def _build_world(self):
        super()._build_world()
        colleague = self._create_user("colleague_axe", "group_user")
        today = self.program._get_today()
        self.absence = self.agent_env["plpdma.absence"].create(
            {
                "user_id": self.user_agent.id,
                "substitute_id": colleague.id,
                "date_start": today,
                "date_end": today + timedelta(days=9),
                "note": "Urgent : les réponses aux communes",
            }
        )
        brought = self._create_contributions({}, {})
        # As an import writes it: nobody does by hand.
        self.log = self.env["plpdma.import"].create(
            {
                "file_name": "avis.csv",
                "model": "plpdma.contribution",
                "user_id": self.user_agent.id,
                "company_id": self.company.id,
                "created_count": len(brought),
                "line_ids": [
                    Command.create({"model": one._name, "res_id": one.id})
                    for one in brought
                ],
            }
        )

    def _check_screens(self, record, views):
        action = self.env.ref(
            f"plpdma_concertation.action_{record._name.replace('.', '_')}"
        )
        base = f"{self.base_url()}/odoo/action-{action.id}"
        with self._browse(self.user_agent) as browser:
            for view in views:
                part, ready = PARTS[view]
                path = f"/{record.id}" if view == "form" else ""
                browser.open(f"{base}{path}?view_type={view}")
                browser._wait_ready(f"!!document.querySelector('{ready}')")
                self._audit(browser, part, ODOO[view], has_width=view != "list")

    def _audit(self, browser, part, others, has_width=True):
        """:param others: what of the part is Odoo's own
        :param has_width: a phone is given the cards, and no list
        """
        browser.evaluate(f"{self.axe};0")
        context = {"include": [[part]], "exclude": [[one] for one in others]}
        for size in (DESK, PHONE):
            browser.resize(*size)
            with self.subTest(part=part, size=size):
                audit = browser.evaluate(
                    f"""axe.run({json.dumps(context)}, {{
                        runOnly: {{type: "tag", values: {list(STANDARDS)}}},
                    }}).then((results) => ({{
                        violations: results.violations,
                        passes: results.passes.length,
                        width: document.documentElement.scrollWidth,
                    }}))"""
                )
                self._check_violations(audit, size)
                self.assertGreater(audit["passes"], 1)
                if has_width or size == DESK:
                    self.assertLessEqual(audit["width"], size[0], "Scrolls sideways.")
        browser.settle()

    def test_absences(self):
        self._check_screens(self.absence, ("list", "kanban", "form"))

    def test_imports(self):
        self._check_screens(self.log, ("list", "kanban", "form"))

    def test_who_handles_what(self):
        self._check_screens(self.env["plpdma.workload"], ("list",))

    def test_what_an_import_takes_with_it(self):
        """The dialog that asks before an import is cancelled."""
        action = self.env.ref("plpdma_concertation.action_plpdma_import")
        url = f"{self.base_url()}/odoo/action-{action.id}/{self.log.id}"
        with self._browse(self.user_agent) as browser:
            browser.open(url)
            button = ".o_form_view button[name=action_preview_undo]"
            browser._wait_ready(f"!!document.querySelector('{button}')")
            browser.evaluate(f"document.querySelector('{button}').click();0")
            browser._wait_ready(
                "!!document.querySelector('.modal [name=undo_preview]')"
            )
            self._audit(browser, ".modal-content", (".o_field_char",))
