"""Responses: explained before they leave the draft."""

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common import EXPLAINED, ConcertationCase

EMPTY_HTML = (False, "<p><br></p>", "<div><p> </p><br/></div>")


@tagged("post_install", "-at_install", "plpdma")
class TestResponseReasons(ConcertationCase):
    """No response without its reasons, through each door by which it may change."""

    @staticmethod
    def _through_write(response, vals):
        response.write(vals)

    @staticmethod
    def _through_screen(response, vals):
        response.web_save(vals, {"state": {}})

    @staticmethod
    def _through_import(response, vals):
        values = [value or "" for value in vals.values()]
        result = response.load([".id", *vals], [[str(response.id), *values]])
        if not result["ids"]:
            raise ValidationError(result["messages"][0]["message"])

    @property
    def doors(self):
        return (self._through_write, self._through_screen, self._through_import)

    def assertDoorShut(self, door, response, vals, *words):
        before = response.read(list(vals))
        with self.assertRefused(*words):
            door(response, vals)
        self.env.invalidate_all()
        self.assertEqual(response.read(list(vals)), before)

    def assertStaysDraft(self, response, *words):
        """Only submitting takes it out of the draft, and says what is missing."""
        for door in self.doors:
            with self.subTest(door=door.__name__):
                self.assertDoorShut(door, response, {"state": "submitted"}, "Status")
        with self.assertRefused(*words, exception=ValidationError):
            response.action_submit()
        self.assertEqual(response.state, "draft")

    def test_no_decision_leaves_the_draft_without_what_it_requires(self):
        for decision, required in EXPLAINED.items():
            for name in required:
                label = self.env["plpdma.response"]._fields[name].string
                empties = EMPTY_HTML if name != "review_date" else (False,)
                for empty in empties:
                    response = self._create_response(decision=decision)
                    response[name] = empty
                    with self.subTest(decision=decision, field=name, empty=empty):
                        self.assertStaysDraft(response, label)

    def test_each_decision_leaves_the_draft_with_no_more_than_it_requires(self):
        self.assertEqual(
            EXPLAINED.keys(),
            dict(self.env["plpdma.response"]._fields["decision"].selection).keys(),
        )
        for decision in EXPLAINED:
            with self.subTest(decision=decision):
                response = self._create_response(decision=decision)
                response.action_submit()
                self.assertEqual(response.state, "submitted")

    def test_no_response_leaves_the_draft_without_a_decision(self):
        response = self._create_response(
            decision=False, motivation="<p>Motif.</p>", effect="<p>Suite.</p>"
        )
        self.assertStaysDraft(response, "Decision")

    def test_no_response_leaves_the_draft_without_a_contribution(self):
        response = self._create_response()
        response.contribution_ids = [Command.clear()]
        self.assertStaysDraft(response, response.reference)

    def test_submitted_response_stays_explained(self):
        for decision, required in EXPLAINED.items():
            for name in required:
                response = self._create_response(decision=decision, state="submitted")
                for door in self.doors:
                    with self.subTest(decision=decision, door=door.__name__):
                        self.assertDoorShut(door, response, {name: False})
        response = self._create_response(state="submitted")
        for door in self.doors:
            self.assertDoorShut(door, response, {"decision": "deferred"})
        with self.assertRaises(UserError):
            response.contribution_ids = [Command.clear()]

    def test_emptying_shells_in_the_form(self):
        response = self._create_response()
        form = Form(response)
        form.motivation = "<p><br></p>"
        form.save()
        with self.assertRaises(ValidationError):
            response.action_submit()
        form.motivation = "<p>Un autre motif.</p>"
        form.save()
        self.assertIn("Un autre motif.", response.motivation)
        response.action_submit()
        with self.assertRaises(AssertionError):
            Form(response).motivation = "<p>Encore un autre.</p>"

    def test_form_says_what_the_decision_requires(self):
        """As soon as it is chosen, until it is written."""
        response = self._create_response()
        response.write({"decision": False, "motivation": False, "effect": False})
        with Form(response) as form:
            self.assertFalse(form.missing_notice)
            form.decision = "retained"
            self.assertIn("Effect", form.missing_notice)
            self.assertNotIn("Motivation", form.missing_notice)
            form.decision = "partial"
            self.assertIn("Motivation", form.missing_notice)
            form.motivation = "<p>Le budget est voté.</p>"
            form.effect = "<p>Dix composteurs.</p>"
            self.assertFalse(form.missing_notice)
            form.effect = "<p><br></p>"
            self.assertIn("Effect", form.missing_notice)
            form.decision = "information"
            self.assertFalse(form.missing_notice)

    def test_form_makes_an_explained_response(self):
        contribution = self._create_contribution()
        Model = self.agent_env["plpdma.response"].with_context(
            default_contribution_ids=contribution.ids
        )
        with Form(Model) as form:
            form.decision = "not_retained"
        response = form.record
        self.assertEqual(response.contribution_ids, contribution)
        self.assertEqual(response.follow_up_terms, self.program.follow_up_terms)
        with self.assertRaises(ValidationError):
            response.action_submit()
        with Form(response) as form:
            form.motivation = "<p>La loi ne le permet pas.</p>"
        response.action_submit()
        self.assertEqual(response.state, "submitted")

    def test_response_begins_as_a_draft(self):
        contribution = self._create_contribution()
        vals = {
            "contribution_ids": [Command.set(contribution.ids)],
            "decision": "information",
        }
        Model = self.agent_env["plpdma.response"]
        states = dict(Model._fields["state"].selection).keys() - {"draft"}
        for state in states:
            with self.subTest(state=state):
                with self.assertRaises(UserError):
                    Model.create({**vals, "state": state})
                result = Model.load(
                    ["contribution_ids/.id", "decision", "state"],
                    [[str(contribution.id), "information", state]],
                )
                self.assertFalse(result["ids"])
        self.assertFalse(contribution.response_ids)
        result = Model.load(
            ["contribution_ids/.id", "decision"],
            [[str(contribution.id), "information"]],
        )
        self.assertTrue(result["ids"], result["messages"])
        self.assertEqual(contribution.response_id.state, "draft")

    def test_bad_row_of_an_import_changes_nothing(self):
        good = self._create_response()
        bad = self._create_response(state="submitted")
        before = (good | bad).mapped("motivation")
        result = good.load(
            [".id", "motivation"],
            [[str(good.id), "<p>Mieux dit.</p>"], [str(bad.id), "<p>Autre.</p>"]],
        )
        self.assertFalse(result["ids"])
        self.assertIn(bad.reference, str(result["messages"]))
        self.env.invalidate_all()
        self.assertEqual((good | bad).mapped("motivation"), before)

    def test_data_files_meet_the_rule_too(self):
        contribution = self._create_contribution()
        with self.assertRaises(ValidationError):
            self.env["plpdma.response"].create(
                {
                    "contribution_ids": [Command.set(contribution.ids)],
                    "decision": "not_retained",
                    "state": "submitted",
                }
            )
