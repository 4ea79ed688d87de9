"""Commitments: the authority's promises, and what actors do of their own accord."""

from odoo.tests import Form, tagged
from odoo.tools import SQL

from .commitment_common import CommitmentCase


@tagged("post_install", "-at_install", "plpdma")
class TestCommitment(CommitmentCase):
    # ------------------------------------------------------------------
    # The two kinds
    # ------------------------------------------------------------------
    def test_a_promise_has_a_due_date(self):
        with self.assertRefused("say for when", "Dix composteurs"):
            self._create_promise(date_due=False)
        promise = self._create_promise()
        with self.assertRefused("say for when"):
            promise.date_due = False
        with self.assertRaises(AssertionError), Form(promise) as form:
            form.date_due = False
        with Form(self.agent_env["plpdma.commitment"]) as form:
            form.name = "Une tournée de broyage"
            form.date_due = self.tomorrow
        self.assertEqual(form.record.kind, "authority")
        self.assertEqual(form.record.program_id, self.program)
        self.assertEqual(form.record.user_id, self.user_agent)

    def test_an_action_is_never_due(self):
        with self.assertRefused("the actor stays free"):
            self._create_action(date_due=self.tomorrow)
        action = self._create_action(date_planned="au printemps")
        for date in (self.yesterday, self.tomorrow):
            with self.assertRefused("the actor stays free"):
                action.date_due = date
        with Form(self.agent_env["plpdma.commitment"]) as form:
            form.name = "Prêter une remorque"
            form.date_due = self.yesterday
            form.kind = "partner"
            form.stakeholder_id = self.actors[0]
            form.date_planned = "au printemps"
        self.assertFalse(form.record.date_due, "No date is left behind the scenes")

    def test_an_action_has_its_actor(self):
        with self.assertRefused("say which actor"):
            self._create_action(stakeholder_id=False)
        action = self._create_action()
        with self.assertRefused("say which actor"):
            action.write({"stakeholder_id": False})
        with self.assertRaises(AssertionError), Form(action) as form:
            form.stakeholder_id = self.agent_env["plpdma.stakeholder"]

    def test_a_promise_made_an_action_is_no_more_due(self):
        promise = self._create_promise(stakeholder_id=self.actors[0].id)
        with self.assertRefused("the actor stays free"):
            promise.kind = "partner"
        promise.write({"kind": "partner", "date_due": False})
        with self.assertRefused("say for when"):
            promise.kind = "authority"

    def test_written_on_the_actor(self):
        with Form(self.actors[0]) as form, form.commitment_ids.new() as line:
            line.name = "Ouvrir l'atelier un samedi par mois"
        commitment = self.actors[0].commitment_ids
        self.assertEqual(commitment.kind, "partner")
        self.assertEqual(commitment.program_id, self.program)

    def test_stays_in_the_programme(self):
        other = self._create_program(state="open")
        session = self._create_session(program_id=other.id)
        response = self._create_response(
            self._create_contribution(program_id=other.id), program_id=other.id
        )
        actor = self.actors.create(
            {"partner_id": self.partners[0].id, "program_id": other.id}
        )
        for name, linked in (
            ("session_id", session),
            ("response_id", response),
            ("stakeholder_id", actor),
        ):
            with self.subTest(field=name), self.assertRefused("another one"):
                self._create_promise(**{name: linked.id})

    # ------------------------------------------------------------------
    # Overdue
    # ------------------------------------------------------------------
    def test_overdue(self):
        dates = {
            "late": self.yesterday,
            "today": self.today,
            "early": self.tomorrow,
        }
        promises = {
            name: self._create_promise(date_due=date) for name, date in dates.items()
        }
        self.assertEqual(
            [promise.is_overdue for promise in promises.values()],
            [True, False, False],
        )
        self.assertEqual(self._search_overdue(), promises["late"])
        everything = sum(promises.values(), self.agent_env["plpdma.commitment"])
        self.assertEqual(self._search_overdue(False), everything - promises["late"])
        Commitment = self.agent_env["plpdma.commitment"]
        mine = [("program_id", "=", self.program.id)]
        for value in ([True, False], [False, True]):
            found = Commitment.search([*mine, ("is_overdue", "in", value)])
            self.assertEqual(found, everything)
        late = promises["late"]
        late.action_start()
        self.assertTrue(late.is_overdue)
        late.action_done()
        self.assertFalse(late.is_overdue)
        late.action_reopen()
        self.assertTrue(late.is_overdue)
        late.write({"state": "abandoned", "explanation": "Le budget a changé."})
        self.assertFalse(late.is_overdue)
        self.assertFalse(self._search_overdue())

    def _search_overdue(self, value=True):
        return self.agent_env["plpdma.commitment"].search(
            [("program_id", "=", self.program.id), ("is_overdue", "=", value)]
        )

    def test_an_action_is_never_overdue(self):
        """Whatever its status, and even with a date forced into the database."""
        actions = self._create_action()
        for state in ("in_progress", "done", "abandoned"):
            actions |= self._create_action(state=state)
        self.env.flush_all()
        Commitment = self.agent_env["plpdma.commitment"]
        for date in (None, "1999-01-01", self.yesterday, self.today, self.tomorrow):
            self.env.cr.execute(
                SQL(
                    "UPDATE plpdma_commitment SET date_due = %s WHERE id IN %s",
                    date,
                    tuple(actions.ids),
                )
            )
            self.env.invalidate_all()
            with self.subTest(date=date):
                self.assertFalse(any(actions.mapped("is_overdue")))
                self.assertFalse(self._search_overdue())
                self.assertEqual(self._search_overdue(False), actions)
                groups = Commitment.formatted_read_group(
                    [("program_id", "=", self.program.id), ("is_overdue", "=", True)],
                    ["kind"],
                    ["__count"],
                )
                self.assertEqual(groups, [])
                self.assertEqual(self.program.commitment_overdue_count, 0)

    def test_no_screen_reproaches_an_action(self):
        """All that is red or says “overdue” hangs on the authority's promises, and
        no due date of an actor is shown."""
        views = self.env["ir.ui.view"].search([("model", "=", "plpdma.commitment")])
        alarming = 0
        for view in views.filtered(lambda view: view.type != "search"):
            arch = view._get_combined_arch()
            for node in arch.iter():
                condition = node.get("decoration-danger")
                if condition is not None:
                    self.assertEqual(condition, "is_overdue", view.name)
                    alarming += 1
                if "danger" in node.get("class", "") or node.text == "Overdue":
                    self.assertEqual(node.get("invisible"), "not is_overdue")
                    alarming += 1
                if node.get("name") == "date_due":
                    hidden = (node, node.getparent())
                    self.assertIn(
                        "kind != 'authority'", [n.get("invisible") for n in hidden]
                    )
        self.assertGreaterEqual(alarming, 3)
        activities = self._create_action().activity_ids
        self.assertFalse(activities, "Nobody is told to press an actor")

    # ------------------------------------------------------------------
    # States
    # ------------------------------------------------------------------
    def test_steps(self):
        commitments = self._create_promise() | self._create_action()
        for step, state in (
            ("action_start", "in_progress"),
            ("action_done", "done"),
            ("action_reopen", "in_progress"),
        ):
            for _again in range(2):
                getattr(commitments, step)()
                self.assertEqual(set(commitments.mapped("state")), {state})

    def test_done_has_its_date(self):
        promise, action = commitments = self._create_promise() | self._create_action()
        commitments.write({"state": "done"})
        self.assertEqual(commitments.mapped("date_done"), [self.today] * 2)
        promise.date_done = self.yesterday
        promise.action_done()
        self.assertEqual(promise.date_done, self.yesterday, "Done again: the same day")
        with self.assertRefused("goes with the status"):
            promise.date_done = False
        with self.assertRefused("a date to come"):
            promise.date_done = self.tomorrow
        with self.assertRefused("a date to come"), Form(promise) as form:
            form.date_done = self.tomorrow
        with self.assertRefused("a date to come"):
            self._create_action(state="done", date_done=self.tomorrow)
        action.action_reopen()
        self.assertFalse(action.date_done)
        with self.assertRefused("goes with the status"):
            action.date_done = self.yesterday
        past = self._create_action(state="done", date_done=self.yesterday)
        self.assertEqual(past.date_done, self.yesterday)

    def test_a_stopped_promise_is_explained(self):
        promise = self._create_promise()
        for explanation in (False, "", " \n\t", "\u00a0"):
            with self.subTest(explanation=explanation):
                with self.assertRefused("explain why it stops"):
                    promise.write({"state": "abandoned", "explanation": explanation})
                with self.assertRefused("explain why it stops"):
                    self._create_promise(state="abandoned", explanation=explanation)
        with self.assertRefused("explain why it stops"):
            promise.action_abandon()
        dialog = promise.action_open_abandon()
        view = self.env["ir.ui.view"].browse(dialog["views"][0][0])
        self.assertEqual((dialog["res_id"], dialog["target"]), (promise.id, "new"))
        with self.assertRaises(AssertionError), Form(promise, view=view) as form:
            form.explanation = False
        with Form(promise, view=view) as form:
            form.explanation = "Le terrain n'est plus disponible."
        for _again in range(2):
            promise.action_abandon()
            self.assertEqual(promise.state, "abandoned")
        with self.assertRefused("explain why it stops"):
            promise.explanation = "  "
        promise.action_reopen()
        self.assertFalse(promise.explanation)
        self.flush_tracking()
        self.assertIn(
            "Le terrain n'est plus disponible.",
            promise.sudo().message_ids.tracking_value_ids.mapped("old_value_text"),
        )
        with self.assertRefused("explain why it stops"):
            promise.action_abandon()

    def test_an_actor_explains_nothing(self):
        actions = self._create_action() | self._create_action()
        for _again in range(2):
            actions.action_abandon()
            self.assertEqual(set(actions.mapped("state")), {"abandoned"})
        actions.action_reopen()
        actions.write({"state": "abandoned"})
        with Form(actions[0]) as form:
            form.date_planned = "plus tard, peut-être"
        with self.assertRefused("say for when"):
            actions[0].kind = "authority"

    def test_batch_is_all_or_nothing(self):
        promise, action = commitments = self._create_promise() | self._create_action()
        with self.assertRefused("explain why it stops"), self.env.cr.savepoint():
            commitments.action_abandon()
        self.env.invalidate_all()
        self.assertEqual({promise.state, action.state}, {"announced"})
