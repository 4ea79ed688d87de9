"""What one does often from the list, with its gestures counted in a browser."""

import time
import unittest
from datetime import timedelta

from odoo import api
from odoo.tests import tagged

from ..accessibility_common import (
    AXE,
    DESK,
    STANDARDS,
    AccessibilityCase,
)
from ..common import ConcertationCase
from ..tour_common import TourCase

READY = "!!document.querySelector('.o_data_row .o_plpdma_mark')"
MENUS = ".o_selection_container .o_cp_action_menus button"
ITEM = ".o-dropdown--menu .o-dropdown-item"
SHOWN = "!!document.querySelector('.o_plpdma_preview .o_form_sheet')"


def say(number):
    return f"Texte n° {number} ! Des composteurs au pied des immeubles."


class ListCase(ConcertationCase):
    def _receive(self, count, **vals):
        """So many, received one a day, the first long ago."""
        today = self.company._plpdma_get_today()
        return self._create_contributions(
            *(
                {
                    "verbatim": say(number),
                    "date_received": today - timedelta(days=count - number),
                    "contributor_name": f"Habitante {number}",
                    "contributor_email": f"habitante{number}@val.example",
                    "user_id": False,
                    **vals,
                }
                for number in range(1, count + 1)
            )
        )


@tagged("post_install", "-at_install", "plpdma_browser")
class TestListTours(ListCase, TourCase):
    def _start(self, tour, user, path="action-plpdma_concertation.{}"):
        path = path.format("action_plpdma_contribution")
        self.start_tour(f"/odoo/{path}", tour, login=user.login)

    def test_moderate_twenty(self):
        """In 22 gestures at most, each text being read, those with a name too."""
        given = self._receive(20, moderation="pending")
        given[4].verbatim = f"{say(5)} Appelez le 06 12 34 56 78."
        self.assertTrue(given[4].has_publication_warning)
        action = self.env.ref("plpdma_concertation.action_plpdma_program")
        self._start(
            "plpdma_gestures_moderate",
            self.user_agent,
            f"action-{action.id}/{self.program.id}",
        )
        self.assertEqual(set(given.mapped("moderation")), {"accepted"})

    def test_assign_a_hundred_among_three(self):
        """In 4 gestures at most."""
        agents = self.env["res.users"].union(
            *(
                self._create_user(name, "group_user", company_id=self.company.id)
                for name in ("anne", "bilal", "chloe")
            )
        )
        given = self._receive(100)
        # Those who handle something of the programme, which the list does not show.
        for user in agents:
            self._create_contribution(user_id=user.id)._merge_into(given[0])
        self._start("plpdma_gestures_assign", self.user_agent)
        counts = [
            len(given.filtered(lambda c, user=user: c.user_id == user))
            for user in agents
        ]
        self.assertEqual(sorted(counts), [33, 33, 34])

    def test_answer_ten(self):
        """In 9 gestures at most, validation and sending included."""
        given = self._receive(12)
        with self.mock_mail_gateway():
            self._start("plpdma_gestures_answer", self.user_manager)
        response = given.response_id
        self.assertEqual(response.state, "sent")
        self.assertEqual(response.contribution_ids, given[:10])
        self.assertEqual(response.arbiter_id, self.user_manager.partner_id)
        self.assertEqual(set(given[:10].mapped("delivery")), {"queued"})
        self.assertFalse(given[10:].response_id)

    def test_preview_by_the_keys(self):
        theme = self.env["plpdma.theme"].create(
            {
                "name": "Essai de compost",
                "company_id": self.company.id,
                "keywords": "compost / composteur",
            }
        )
        self.program.theme_ids = theme
        given = self._receive(3, moderation="pending")
        given[0].date_received = self.company._plpdma_get_today() - timedelta(days=200)
        self._slow_themes()
        self._start("plpdma_preview_keys", self.user_agent)
        self.assertEqual(given[2].theme_ids, theme)
        self.assertFalse((given - given[2]).theme_ids)
        self.assertEqual(set(given.mapped("moderation")), {"pending"})

    def _slow_themes(self):
        """Their names are read more slowly than one goes on to the next."""
        themes = self.env.registry["plpdma.theme"]
        web_read = themes.web_read

        @api.readonly
        def slowly(self, specification):
            time.sleep(1)
            return web_read(self, specification)

        self.patch(themes, "web_read", slowly)

    def test_what_is_found_comes_best_first_and_empty_columns_are_folded(self):
        given = self._receive(2)
        given[0].verbatim = "Texte n° 1 ! " + "Un banc, un arbre. " * 30 + "Composteur."
        given[1].verbatim = "Texte n° 2 ! Composteur, composteur, composteur."
        given[0].date_received = self.company._plpdma_get_today() - timedelta(days=200)
        self._start("plpdma_list_found_and_cards", self.user_agent)

    def test_an_elu_reads_beside_the_list(self):
        given = self._receive(2)
        self.assertTrue(given.with_user(self.user_elected).has_access("read"))
        self._start("plpdma_preview_elu", self.user_elected)


@tagged("post_install", "-at_install", "plpdma", "plpdma_browser")
@unittest.skipUnless(AXE, "PLPDMA_AXE does not name the script of axe-core")
class TestListAccessibility(ListCase, AccessibilityCase):
    """Our own parts of the page: the rest is Odoo's."""

    def test_badges_and_preview(self):
        self._receive(3, moderation="pending")
        path = "/odoo/action-plpdma_concertation.action_plpdma_contribution"
        with self._browse(self.user_agent) as browser:
            browser.open(self.base_url() + path)
            browser._wait_ready(READY)
            browser.resize(*DESK)
            browser.evaluate(
                "document.querySelector('.o_plpdma_toggle_preview').click();0"
            )
            browser._wait_ready(SHOWN)
            browser.evaluate(f"{self.axe};0")
            audit = browser.evaluate(self._get_audit())
            self._check_violations(audit, DESK)
            self.assertGreater(audit["passes"], 5)
            self.assertGreater(audit["marks"], 3)
            self.assertEqual(audit["mains"], 1)
            browser.settle()

    def test_the_text_has_the_room_that_there_is(self):
        """On a laptop, of two badges only the icons show; on a wide screen names and
        themes are read too."""
        both, _other = self._receive(2, moderation="pending")
        both.campaign_id = self.agent_env["plpdma.campaign"].create(
            {"name": "Des composteurs", "program_id": self.program.id}
        )
        self.env.flush_all()
        path = "/odoo/action-plpdma_concertation.action_plpdma_contribution"
        found = {}
        with self._browse(self.user_agent) as browser:
            for size in (DESK, (1920, 1080)):
                browser.resize(*size)
                browser.open(self.base_url() + path)
                browser._wait_ready(READY)
                found[size] = browser.evaluate(
                    """({
                        author: document.querySelector("th[data-name=author_name]")
                            .offsetWidth,
                        words: [...document.querySelectorAll(
                            ".o_plpdma_mark[data-mark=unread] .o_plpdma_mark_words"
                        )].map((words) => words.offsetWidth > 1),
                    })"""
                )
            browser.settle()
        self.assertEqual(found[DESK]["words"], [False, True])
        self.assertEqual(found[1920, 1080]["words"], [True, True])
        self.assertLess(found[DESK]["author"], 150)
        self.assertGreater(found[1920, 1080]["author"], 200)

    def test_what_is_done_with_lines(self):
        """In one line, on a laptop; each thing in one place, where it is of use."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.user_manager.lang = "fr_FR"
        kept, lost = self._receive(2)
        self._create_response(lost, "retained", state="sent")
        # As the queue notes it, of a message that came back.
        lost.sudo().delivery = "bounced"
        # Read before the browser's requests share the cursor.
        kept, lost = (kept | lost).mapped("reference")
        self.env.flush_all()
        path = "/odoo/action-plpdma_concertation.action_plpdma_contribution"
        with self._browse(self.user_manager) as browser:
            browser.open(self.base_url() + path)
            browser._wait_ready("document.querySelectorAll('.o_data_row').length >= 2")
            browser.resize(*DESK)
            names, middles, is_all = self._choose(browser, kept)
            self.assertIn("Attribuer à…", names)
            self.assertNotIn("Renvoyer", names)
            self.assertFalse(is_all, "The spreadsheet of all the lines")
            self.assertLess(max(middles) - min(middles), 8, (names, middles))
            menu = self._open_actions(browser)
            self.assertIn("Exporter vers un tableur", menu)
            self.assertFalse(names & menu)
            names, middles, _is_all = self._choose(browser, lost)
            self.assertLess({"Attribuer à…", "Renvoyer", "Par courrier"}, names)
            self.assertLess(max(middles) - min(middles), 8, (names, middles))
            browser.settle()

    def test_who_only_reads_is_not_offered_to_archive(self):
        [given] = self._receive(1).mapped("reference")
        self.env.flush_all()
        path = "/odoo/action-plpdma_concertation.action_plpdma_contribution"
        for user, is_offered in ((self.user_agent, True), (self.user_elected, False)):
            with self.subTest(user.login), self._browse(user) as browser:
                browser.open(self.base_url() + path)
                browser._wait_ready("!!document.querySelector('.o_data_row')")
                browser.resize(*DESK)
                self._choose(browser, given)
                menu = self._open_actions(browser)
                self.assertIn("Export to a Spreadsheet", menu)
                self.assertEqual("Archive" in menu, is_offered)
                browser.settle()

    def _choose(self, browser, reference):
        """Tick a line: what the buttons say, how high each stands, and whether the one
        of all the lines is there too."""
        chosen = "document.querySelectorAll('.o_data_row_selected').length"
        before = browser.evaluate(chosen)
        browser.evaluate(
            f"""(() => {{
                const rows = [...document.querySelectorAll(".o_data_row")];
                const row = rows.find((each) => each.innerText.includes("{reference}"));
                row.querySelector(".o_list_record_selector input").click();
            }})()"""
        )
        # The line and the buttons change in one rendering.
        menus = f"!!document.querySelector('{MENUS}')"
        self.assertTrue(browser._wait_ready(f"{chosen} === {before + 1} && {menus}"))
        told = browser.evaluate(
            """(() => {
                const found = [...document.querySelectorAll(
                    ".o_selection_container button:not(.o_unselect_all)"
                )];
                const boxes = found.map((each) => each.getBoundingClientRect());
                return {
                    names: found.map((each) => each.innerText.trim()),
                    middles: boxes.map(({top, height}) => top + height / 2),
                    isAll: document.querySelector(".o_plpdma_of_all").offsetWidth > 0,
                };
            })()"""
        )
        return set(told["names"]), told["middles"], told["isAll"]

    def _open_actions(self, browser):
        toggle = f"[...document.querySelectorAll('{MENUS}')].at(-1).click();0"
        browser.evaluate(toggle)
        self.assertTrue(browser._wait_ready(f"!!document.querySelector('{ITEM}')"))
        names = browser.evaluate(
            f"[...document.querySelectorAll('{ITEM}')]"
            ".map((one) => one.innerText.trim())"
        )
        browser.evaluate(toggle)
        self.assertTrue(browser._wait_ready(f"!document.querySelector('{ITEM}')"))
        return set(names)

    def _get_audit(self):
        return f"""axe.run({{include: [
            [".o_plpdma_preview"], [".o_plpdma_line"], [".o_plpdma_toggle_preview"],
            [".o_plpdma_toggle_tall"],
        ], exclude: [[".o_field_badge"], [".o-autocomplete--input"]]}}, {{
            runOnly: {{type: "tag", values: {list(STANDARDS)}}},
        }}).then((results) => ({{
            violations: results.violations,
            passes: results.passes.length,
            marks: document.querySelectorAll(".o_plpdma_mark").length,
            mains: document.querySelectorAll("main").length,
        }}))"""
