"""The actions of the programme on a screen, as axe-core and a phone see them."""

import json
import unittest

from odoo.tests import tagged

from ..accessibility_common import (
    AXE,
    DESK,
    PHONE,
    STANDARDS,
    AccessibilityCase,
)

# Each view, what says that it is there, and what of it is Odoo's own.
VIEWS = {
    "list": (
        ".o_list_renderer",
        ".o_list_view .o_data_row, .o_list_view .o_group_header",
        (
            ".o_optional_columns_dropdown",
            ".o_list_record_selector",
            # Check boxes without a label, and white on light blue.
            "td .o-checkbox",
            "td .badge",
        ),
    ),
    "kanban": (".o_kanban_record:not(.o_kanban_ghost)", ".o_kanban_record", ()),
    "form": (
        ".o_form_sheet",
        ".o_form_view .o_field_widget[name=difference] ins",
        (
            ".o_form_label",
            ".o_notebook_headers",
            ".o_field_widget:not(.o_plpdma_differences)",
        ),
    ),
}


@tagged("post_install", "-at_install", "plpdma", "plpdma_browser")
@unittest.skipUnless(AXE, "PLPDMA_AXE does not name the script of axe-core")
class TestMeasureScreens(AccessibilityCase):
    def _build_world(self):
        super()._build_world()
        self.measure, _other = self.agent_env["plpdma.measure"].create(
            [
                {
                    "program_id": self.program.id,
                    "code": "7",
                    "name": "Composteurs partagés en pied d'immeuble",
                    "theme_ids": self.theme.ids,
                    "text_before": "Douze composteurs la première année.",
                    "text_after": "Dix-huit composteurs la première année.",
                    "state": "running",
                    "date_stop": "2020-01-01",
                    "is_published": True,
                },
                {
                    "program_id": self.program.id,
                    "code": "8",
                    "name": "Broyeur",
                    "state": "dropped",
                    "explanation": "Aucun terrain n'est disponible.",
                },
            ]
        )

    def _check_screens(self, user):
        action = self.env.ref("plpdma_concertation.action_plpdma_measure")
        base = f"{self.base_url()}/odoo/action-{action.id}"
        with self._browse(user) as browser:
            for view, (part, ready, others) in VIEWS.items():
                path = f"/{self.measure.id}" if view == "form" else ""
                query = f"?view_type={view}"
                browser.open(base + path + query)
                browser._wait_ready(f"!!document.querySelector('{ready}')")
                browser.evaluate(f"{self.axe};0")
                for size in (DESK, PHONE):
                    browser.resize(*size)
                    with self.subTest(user.login, view=view, size=size):
                        audit = browser.evaluate(self._get_audit(part, others))
                        self._check_violations(audit, size)
                        self.assertGreater(audit["passes"], 1)
                        # A phone is given the cards, and no list.
                        if view != "list" or size == DESK:
                            self.assertLessEqual(
                                audit["width"], size[0], "It scrolls sideways."
                            )
                browser.settle()

    def _get_audit(self, part, others):
        context = {"include": [[part]], "exclude": [[one] for one in others]}
        return f"""axe.run({json.dumps(context)}, {{
            runOnly: {{type: "tag", values: {list(STANDARDS)}}},
        }}).then((results) => ({{
            violations: results.violations,
            passes: results.passes.length,
            width: document.documentElement.scrollWidth,
        }}))"""

    def test_for_an_agent(self):
        self._check_screens(self.user_agent)

    def test_for_an_elu(self):
        self._check_screens(self.user_elected)
