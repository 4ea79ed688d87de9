"""Whom to see next: those never heard first, and who counts among them."""

from lxml import etree

from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .solicitation_common import SolicitationCase

ORDER = "is_heard, visit_priority desc, partner_id, id"


@tagged("post_install", "-at_install", "plpdma")
class TestWhoNext(SolicitationCase):
    def _search(self):
        self._forget()
        return self.actors.search([("program_id", "=", self.program.id)], order=ORDER)

    def _ask(self, role=None, **vals):
        """A question put to a category, in a session to come."""
        return self.agent_env["plpdma.question"].create(
            {
                "name": "Où composter ?",
                "session_id": self._create_session(days=5).id,
                "role_ids": [Command.set((role or self.role).ids)],
                **vals,
            }
        )

    def test_never_heard_come_first(self):
        heard, second, third = self.actors
        self._create_contribution(stakeholder_id=heard.id)
        heard.influence = "high"
        second.influence = "low"
        third.influence = "medium"
        self.assertEqual(self._search().ids, [third.id, second.id, heard.id])
        reverse = self.actors.search(
            [("program_id", "=", self.program.id)],
            order="is_heard desc, visit_priority, partner_id",
        )
        self.assertEqual(reverse.ids, [heard.id, second.id, third.id])

    def test_influence_times_what_depends(self):
        first, second, third = self.actors
        first.influence = "medium"
        third.influence = "high"
        second.influence = False
        self.assertEqual(self.actors.mapped("visit_priority"), [2, 1, 3])
        self.agent_env["plpdma.commitment"].create(
            [
                {
                    "program_id": self.program.id,
                    "stakeholder_id": first.id,
                    "name": "Un rayon vrac",
                    "kind": "partner",
                    **vals,
                }
                for vals in ({}, {"state": "in_progress"}, {"state": "done"})
            ]
        )
        self._forget()
        self.assertEqual(first.visit_priority, 6, "2 × (1 + 2)")
        self.assertEqual(self._search().ids, [first.id, third.id, second.id])

    def test_a_promise_to_them_does_not_depend_on_them(self):
        self.agent_env["plpdma.commitment"].create(
            {
                "program_id": self.program.id,
                "stakeholder_id": self.actor.id,
                "name": "Dix composteurs",
                "kind": "authority",
                "date_due": "2027-01-01",
            }
        )
        self.assertEqual(self.actor.visit_priority, 1)

    def test_questions_put_to_their_categories(self):
        other = self.env["plpdma.role"].create({"name": "Autre catégorie"})
        stranger = self._create_actor("Autre", role_ids=[Command.set(other.ids)])
        both = self._create_actor(
            "Les deux", role_ids=[Command.set((self.role | other).ids)]
        )
        question = self._ask(self.role | other)
        self._ask(self.role)
        self._forget()
        self.assertEqual(self.actor.dependent_summary, "Questions: 2")
        self.assertEqual(
            (self.actor | stranger | both).mapped("visit_priority"), [3, 2, 3]
        )
        # Somebody answers: nothing depends on them any more.
        contribution = self._create_contribution(
            session_id=question.session_id.id, question_id=question.id
        )
        self._forget()
        self.assertEqual(
            (self.actor | stranger | both).mapped("visit_priority"), [2, 1, 2]
        )
        contribution.question_id = False
        question.session_id.action_cancel()
        self._forget()
        self.assertEqual(
            (self.actor | stranger | both).mapped("visit_priority"), [2, 1, 2]
        )

    def test_questions_of_another_programme(self):
        program = self._create_program(state="open")
        session = self._create_session(days=5, program_id=program.id)
        self.agent_env["plpdma.question"].create(
            {
                "name": "Ailleurs ?",
                "session_id": session.id,
                "role_ids": [Command.set(self.role.ids)],
            }
        )
        self.assertEqual(self.actor.visit_priority, 1)

    def test_the_order_is_that_of_the_numbers_shown(self):
        for number in range(30):
            actor = self._create_actor(
                f"Organisation {number}",
                influence=("low", "medium", "high", False)[number % 4],
                role_ids=[Command.set(self.role.ids if number % 3 else [])],
            )
            if number % 5 == 0:
                self._create_contribution(stakeholder_id=actor.id)
        self._ask()
        found = self._search()
        self.assertEqual(len(found), 33)
        self.assertGreater(len(set(found.mapped("visit_priority"))), 4)
        self.assertEqual(
            found.ids,
            found.sorted(
                lambda a: (a.is_heard, -a.visit_priority, a.partner_id.name)
            ).ids,
        )

    def test_influence_changes_the_form_at_once(self):
        form = Form(self.actor)
        form.influence = "high"
        self.assertEqual(form.save().visit_priority, 3)

    def test_the_button_of_the_programme_opens_it(self):
        self._create_contribution(stakeholder_id=self.actor.id)
        closed = self._create_program()
        self._create_actor("Ailleurs", closed)
        action = self._press(self.program, "unheard_count")
        listed = self._get_listed(action)
        self.assertEqual(listed, self.actors[1:])
        self.assertEqual(len(listed), self.program.unheard_count)
        view = self.actors.get_view(action["views"][0][0], "list")
        arch = etree.fromstring(view["arch"])
        self.assertEqual(arch.get("default_order"), ORDER)
        self.assertTrue(arch.xpath("//button[@name='action_prepare_meeting']"))

    def test_the_menu_leaves_closed_programmes_out(self):
        closed = self._create_program()
        there = self._create_actor("Ailleurs", closed)
        action = self.env.ref("plpdma_concertation.action_plpdma_who_next").sudo()
        action = {
            **action._get_action_dict(),
            "context": {},
            "domain": safe_eval(action.domain),
        }
        listed = self._get_listed(action)
        self.assertIn(there, listed)
        closed.action_close()
        listed = self._get_listed(action)
        self.assertNotIn(there, listed)
        self.assertLessEqual(self.actors, listed)

    def test_the_list_costs_the_same_for_more_actors(self):
        for number in range(200):
            self._create_actor(f"Organisation {number}")
        self._meet(self._search(), -10, -9)
        view = self.env.ref("plpdma_concertation.plpdma_stakeholder_view_list_who_next")
        arch = etree.fromstring(self.actors.get_view(view.id, "list")["arch"])
        names = {node.get("name"): {} for node in arch.iterchildren("field")}
        names = {name: spec for name, spec in names.items() if name != "activity_ids"}
        self.assertIn("next_session_id", names)
        counts = []
        for limit in (200, 10, 200):
            self._forget()
            before = self.cr.sql_log_count
            found = self.actors.web_search_read(
                [("program_id", "=", self.program.id)], names, limit=limit, order=ORDER
            )
            counts.append(self.cr.sql_log_count - before)
            self.assertEqual(len(found["records"]), limit)
        self.assertLessEqual(counts[2], counts[1] + 1)
        self.assertLess(counts[1], 40)
