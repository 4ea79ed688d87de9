"""The dashboard on a screen: a tour, and what axe-core and a phone see."""

import unittest

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ..accessibility_common import (
    AXE,
    DESK,
    PHONE,
    STANDARDS,
    AccessibilityCase,
)
from ..common import ConcertationCase
from ..tour_common import TourCase
from .dashboard_common import DashboardCase

BOARD = ".o_plpdma_dashboard"
READY = f"!!document.querySelector('{BOARD} canvas')"
LONG_PHONE = (390, 844)


@tagged("post_install", "-at_install", "plpdma_browser")
class TestDashboardTour(ConcertationCase, TourCase):
    def test_open_filter_and_count(self):
        theme, other = self.env["plpdma.theme"].create(
            [
                {"name": name, "company_id": self.company.id}
                for name in ("Biodéchets T", "Réemploi T")
            ]
        )
        self.program.theme_ids = theme | other
        self._create_contributions(
            *(
                {
                    "theme_ids": [Command.set((theme if n < 2 else other).ids)],
                    "stakeholder_id": self.actors[0].id,
                }
                for n in range(5)
            )
        )
        action = self.env.ref("plpdma_concertation.action_plpdma_program")
        self.env.flush_all()
        self.start_tour(
            f"/odoo/action-{action.id}/{self.program.id}",
            "plpdma_dashboard",
            login=self.user_agent.login,
        )


@tagged("post_install", "-at_install", "plpdma", "plpdma_browser")
@unittest.skipUnless(AXE, "PLPDMA_AXE does not name the script of axe-core")
class TestDashboardAccessibility(AccessibilityCase):
    """Its own part of the page: the rest is Odoo's."""

    def _check_board(self, user):
        path = f"/odoo/concertation-dashboard?active_id={self.program.id}"
        with self._browse(user) as browser:
            browser.open(self.base_url() + path)
            browser._wait_ready(READY)
            browser.evaluate(
                "document.querySelectorAll('.o_plpdma_dashboard details')"
                ".forEach((one) => { one.open = true; });0"
            )
            browser.evaluate(f"{self.axe};0")
            for size in (DESK, LONG_PHONE, PHONE):
                browser.resize(*size)
                audit = browser.evaluate(self._get_audit())
                self._check_violations(audit, size)
                self.assertGreater(audit["passes"], 10)
                self.assertEqual(audit["titles"], 1)
                self.assertLessEqual(audit["width"], size[0], "It scrolls sideways.")
            browser.settle()

    def _get_audit(self):
        return f"""axe.run(".o_plpdma_dashboard", {{
            runOnly: {{type: "tag", values: {list(STANDARDS)}}},
        }}).then((results) => ({{
            violations: results.violations,
            passes: results.passes.length,
            width: document.querySelector(".o_plpdma_dashboard").scrollWidth,
            titles: document.querySelectorAll(".o_plpdma_dashboard h1").length,
        }}))"""

    def test_for_an_agent(self):
        self._check_board(self.user_agent)

    def test_for_an_elu(self):
        self._check_board(self.user_elected)


@tagged("post_install", "-at_install", "plpdma_browser")
class TestDashboardBars(DashboardCase, HttpCase):
    def test_a_bar_that_is_not_told_apart_is_marked(self):
        """The élu reads that a few inhabitants are not told, and not that there is
        nobody; the staff read them all."""
        self.everybody[::6].partner_id.is_company = False
        self.env.flush_all()
        path = f"/odoo/concertation-dashboard?active_id={self.program.id}"
        for user, is_marked in ((self.user_elected, True), (self.user_agent, False)):
            code = f"""
                const labels = [...document.querySelectorAll("{BOARD} canvas")].flatMap(
                    (canvas) => window.Chart.getChart(canvas).data.labels
                );
                const texts = labels.map((label) => [label].flat().join(" "));
                const marked = texts.filter((text) => text.endsWith(" •"));
                const isMarked = marked.length > 0;
                if (texts.length < 10 || isMarked !== {str(is_marked).lower()}) {{
                    throw new Error(texts.join(", "));
                }}
                console.log("test successful");"""
            self.browser_js(path, code, READY, login=user.login)
