"""Noting what is said, in a browser, gestures counted."""

import json
import unittest

from odoo.fields import Command
from odoo.tests import tagged

from ...tools.words import find_typed, fold
from ..accessibility_common import (
    AXE,
    DESK,
    PHONE,
    STANDARDS,
    AccessibilityCase,
)
from ..common import ConcertationCase
from ..tour_common import TourCase

LABELS = ("Besoin", "Intérêt", "Proposition", "Objection", "Vrac et réemploi", "Œuvre")
TYPED = (
    "prop",
    "INT",
    "e",
    "vrac-et",
    "réem",
    "REEMPLOI",
    "zz",
    " ",
    "o",
    "œu",
    "oeuvre",
)
SAME = """
const {findTyped} = odoo.loader.modules.get("@plpdma_concertation/typing/typed_match");
const [labels, expected] = %s;
for (const [typed, meanings] of expected) {
    const found = findTyped(labels, typed, (label) => label).sort();
    if (JSON.stringify(found) !== JSON.stringify(meanings)) {
        console.error(`${typed}: ${JSON.stringify(found)}, not ${meanings}`);
    }
}
console.log("test successful");
"""


@tagged("post_install", "-at_install", "plpdma_browser")
class TestTypingTours(ConcertationCase, TourCase):
    """In French, as those who note."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        (cls.user_agent | cls.user_facilitator).lang = "fr_FR"

    def _start(self, session, tour, user=None, **kwargs):
        self.env.flush_all()
        action = self.env.ref("plpdma_concertation.action_plpdma_session")
        self.start_tour(
            f"/odoo/action-{action.id}/{session.id}",
            tour,
            login=(user or self.user_agent).login,
            **kwargs,
        )

    def test_letters_mean_the_same_typed_and_pasted(self):
        known = {fold(label): {label} for label in LABELS}
        expected = [(typed, sorted(find_typed(typed, known))) for typed in TYPED]
        self.assertEqual(dict(expected)["o"], ["Objection", "Œuvre"])
        self.browser_js(
            "/odoo",
            SAME % json.dumps([LABELS, expected]),
            "odoo.loader.modules.has('@plpdma_concertation/typing/typed_match')",
            login=self.user_agent.login,
        )

    def test_contributions_typed_one_after_the_other(self):
        session = self._create_session(self.actors)
        self._start(session, "plpdma_note_by_keyboard")
        first, second, third = self.actors[0], self.actors[0], self.actors[1]
        self.assertEqual(
            [
                (one.verbatim, one.kind, one.stakeholder_id)
                for one in session.contribution_ids.sorted("id")
            ],
            [
                ("Un broyeur par quartier.", "proposal", first),
                ("Et un gardien.", "proposal", second),
                ("Nous prêtons un local.", "interest", third),
            ],
        )

    def test_a_name_that_may_be_several_is_not_left(self):
        """It stays on its line with its reason, whatever is pressed; an address that
        begins so is nobody's name."""
        people = self.env["res.partner"].create(
            [
                {"name": "Anne Dumoulin", "email": "anne@p.example"},
                {"name": "Luc Dumoulin", "email": "luc@p.example"},
                {"name": "Ali Seul", "email": "du.seul@p.example"},
                *(
                    {"name": f"Personne {letter}", "email": f"du.{letter}@p.example"}
                    for letter in "abcdefghij"
                ),
            ]
        )
        actors = self.agent_env["plpdma.stakeholder"].create(
            [
                {"program_id": self.program.id, "partner_id": person.id}
                for person in people
            ]
        )
        session = self._create_session(actors)
        self._start(session, "plpdma_note_unsure_name")
        one, other = session.contribution_ids.sorted("id")
        self.assertEqual(one.stakeholder_id, actors[1])
        self.assertEqual(other.stakeholder_id, actors[2])

    def test_rows_pasted(self):
        session = self._create_session(self.actors)
        self._start(session, "plpdma_paste_lines")
        one, other, third = session.contribution_ids.sorted("id")
        self.assertEqual(third.verbatim.split("\n"), ["Un mur.", "Et un toit."])
        self.assertEqual(third.stakeholder_id, self.actors[1])
        self.assertIn("bail", third.internal_note)
        self.assertEqual((one.kind, one.stakeholder_id), ("proposal", self.actors[0]))
        self.assertEqual(
            (other.kind, other.stakeholder_id), ("opinion", self.actors[1])
        )
        self.assertIn("bidule", other.internal_note)

    def test_attendance_of_twenty(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Invité {number:02}"} for number in range(20)]
        )
        actors = self.agent_env["plpdma.stakeholder"].create(
            [
                {"program_id": self.program.id, "partner_id": partner.id}
                for partner in partners
            ]
        )
        session = self._create_session(actors)
        session.action_plan()
        self._start(session, "plpdma_note_attendance")
        lines = session.participation_ids
        attendances = lines.mapped("attendance")
        self.assertEqual(
            [attendances.count(one) for one in ("present", "absent", "excused")],
            [17, 2, 1],
        )

    def test_facilitator_notes_in_a_row(self):
        session = self._create_session(
            self.actors, facilitator_id=self.user_facilitator.partner_id.id
        )
        session.action_plan()
        self._start(session, "plpdma_note_in_a_row", self.user_facilitator)
        self.assertEqual(session.contribution_ids.verbatim, "Une première.")
        self.assertEqual(session.contribution_ids.kind, "proposal")


@tagged("post_install", "-at_install", "plpdma", "plpdma_browser")
@unittest.skipUnless(AXE, "PLPDMA_AXE does not name the script of axe-core")
class TestTypingScreens(AccessibilityCase):
    """What is ours on these screens, as axe-core and a phone see it."""

    def test_paste_dialog(self):
        session = self._create_session(
            self.actors, question_ids=[Command.create({"name": "Où ?"})]
        )
        dialog = self.env["plpdma.session.paste"].browse(
            session.action_paste("Ressourcerie\tbidule\tUn broyeur")["res_id"]
        )
        self.env.flush_all()
        url = f"{self.base_url()}/odoo/{dialog._name}/{dialog.id}"
        with self._browse(self.user_agent) as browser:
            browser.open(url)
            browser._wait_ready(
                "!!document.querySelector('[name=line_ids] :is(.o_data_row, article)')"
            )
            browser.evaluate(f"{self.axe};0")
            for size in (DESK, PHONE):
                browser.resize(*size)
                with self.subTest(size=size):
                    audit = browser.evaluate(
                        f"""axe.run({{
                            include: [[".o_form_view"]],
                            exclude: [
                                [".o_field_x2many_list"], [".o_field_widget"],
                                [".o_form_label"], [".o_control_panel"],
                            ],
                        }}, {{
                            runOnly: {{type: "tag", values: {list(STANDARDS)}}},
                        }}).then((results) => ({{
                            violations: results.violations,
                            passes: results.passes.length,
                            width: document.documentElement.scrollWidth,
                        }}))"""
                    )
                    self._check_violations(audit, size)
                    self.assertGreater(audit["passes"], 1)
                    self.assertLessEqual(audit["width"], size[0], "Scrolls sideways.")
            browser.settle()
