"""Wizards: merge contributions, return responses, invite actors."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common import ConcertationCase


@tagged("post_install", "-at_install", "plpdma")
class TestContributionMerge(ConcertationCase):
    def _wizard(self, contributions):
        action = contributions.action_merge()
        Wizard = self.agent_env[action["res_model"]].with_context(**action["context"])
        return Wizard

    def test_first_received_is_proposed(self):
        contributions = self._create_contributions(
            {"date_received": "2026-03-02"},
            {"date_received": "2026-03-01"},
            {"date_received": "2026-03-03"},
        )
        with Form(self._wizard(contributions)) as form:
            self.assertEqual(form.target_id, contributions[1])
        action = form.record.action_merge()
        self.assertEqual(action["res_id"], contributions[1].id)
        self.assertEqual(
            contributions.mapped("state"), ["merged", "received", "merged"]
        )

    def test_the_one_that_is_answered_is_proposed(self):
        contributions = self._create_contributions(
            {"date_received": "2026-03-01"}, {"date_received": "2026-03-02"}
        )
        self._create_response(contributions[1], state="validated")
        wizard = self._wizard(contributions).create({})
        self.assertEqual(wizard.target_id, contributions[1])

    def test_merged_one_is_not_proposed(self):
        first, second, third = self._create_contributions({}, {}, {})
        first._merge_into(second)
        wizard = self._wizard(first | second | third).create({})
        self.assertEqual(wizard.target_id, second)
        wizard.action_merge()
        self.assertEqual((first | third).duplicate_of_id, second)

    def test_another_may_be_kept(self):
        contributions = self._create_contributions({}, {})
        with Form(self._wizard(contributions)) as form:
            form.target_id = contributions[1]
        form.record.action_merge()
        self.assertEqual(contributions[0].duplicate_of_id, contributions[1])

    def test_two_contributions_of_one_programme(self):
        other = self._create_program(state="open")
        contributions = self._create_contributions({}, {"program_id": other.id})
        for refused in (contributions, contributions[0]):
            wizard = self._wizard(refused).create({})
            with self.subTest(number=len(refused)), self.assertRaises(UserError):
                wizard.action_merge()
        self.assertEqual(contributions.mapped("state"), ["received", "received"])


@tagged("post_install", "-at_install", "plpdma")
class TestResponseReturn(ConcertationCase):
    def test_returned_with_the_reason(self):
        responses = self._create_response(state="submitted")
        responses |= self._create_response(state="submitted")
        responses = responses.with_user(self.user_manager)
        action = responses.action_open_return()
        Wizard = self.env[action["res_model"]].with_user(self.user_manager)
        with Form(Wizard.with_context(**action["context"])) as form:
            form.reason = "Préciser le calendrier."
        form.record.action_return()
        self.assertEqual(responses.mapped("state"), ["draft", "draft"])
        self.assertEqual(set(responses.mapped("return_reason")), {form.record.reason})

    def test_reason_is_required(self):
        response = self._create_response(state="submitted")
        Wizard = self.agent_env["plpdma.response.return"].with_context(
            default_response_ids=response.ids
        )
        with self.assertRaises(AssertionError):
            Form(Wizard).save()
        self.assertEqual(response.state, "submitted")


@tagged("post_install", "-at_install", "plpdma")
class TestSessionInvite(ConcertationCase):
    def _form(self, session):
        return Form(
            self.agent_env["plpdma.session.invite"].with_context(
                default_session_id=session.id
            )
        )

    def test_actors_of_a_body_and_of_a_category(self):
        role = self.env["plpdma.role"].create({"name": "Autre catégorie"})
        self.actors[2].write(
            {
                "role_ids": [Command.set(role.ids)],
                "body_ids": [Command.clear()],
            }
        )
        session = self._create_session(self.actors[0])
        form = self._form(session)
        self.assertFalse(form.stakeholder_ids[:])
        form.body_ids.add(self.body)
        self.assertEqual(form.stakeholder_ids[:], self.actors[1])
        form.role_ids.add(role)
        self.assertEqual(set(form.stakeholder_ids[:]), set(self.actors[1:]))
        form.save().action_invite()
        self.assertEqual(
            set(session.participation_ids.stakeholder_id), set(self.actors)
        )

    def test_chosen_one_by_one(self):
        session = self._create_session()
        form = self._form(session)
        form.stakeholder_ids.add(self.actors[1])
        form.save().action_invite()
        self.assertEqual(session.participation_ids.stakeholder_id, self.actors[1])

    def test_category_takes_nobody_of_another_programme(self):
        other = self._create_program(state="open")
        stranger = self.actors.create(
            {
                "partner_id": self.user_employee.partner_id.id,
                "program_id": other.id,
                "role_ids": [Command.set(self.role.ids)],
            }
        )
        form = self._form(self._create_session())
        form.role_ids.add(self.role)
        self.assertEqual(set(form.stakeholder_ids[:]), set(self.actors))
        self.assertNotIn(stranger, form.stakeholder_ids[:])
