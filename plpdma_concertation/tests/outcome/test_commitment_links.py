"""Commitments: where they are made, and who reads them."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .commitment_common import CommitmentCase


@tagged("post_install", "-at_install", "plpdma")
class TestCommitmentLinks(CommitmentCase):
    # ------------------------------------------------------------------
    # From the response, the session, the programme
    # ------------------------------------------------------------------
    def test_added_from_a_response(self):
        theme = self.env["plpdma.theme"].create({"name": "Compostage d'essai"})
        contribution = self._create_contribution(theme_ids=[Command.set(theme.ids)])
        response = self._create_response(
            contribution,
            "retained",
            "sent",
            effect="<p>Trente composteurs en 2027.</p><p>Budget : 9 000 €.</p>",
        )
        action = response.action_add_commitment()
        self.assertEqual(action["views"], [(False, "form")])
        model = self.agent_env["plpdma.commitment"].with_context(**action["context"])
        with Form(model) as form:
            self.assertEqual(form.name, "Trente composteurs en 2027.")
            form.date_due = self.tomorrow
        self.assertRecordValues(
            form.record,
            [
                {
                    "kind": "authority",
                    "program_id": self.program.id,
                    "response_id": response.id,
                    "theme_ids": theme.ids,
                }
            ],
        )
        self.assertEqual(response.commitment_count, 1)
        action = self._press(response, "commitment_count")
        self.assertEqual(self._get_listed(action), form.record)
        self.assertEqual(action["context"]["default_theme_ids"], theme.ids)
        self.assertEqual(response.state, "sent")

    def test_name_proposed_by_the_effect(self):
        for effect, name in (
            ("<p><br></p>", ""),
            (f"<p>{'Composter ' * 30}</p>", " ".join(["Composter"] * 12) + "…"),
        ):
            response = self._create_response(effect=effect)
            context = response.action_add_commitment()["context"]
            self.assertEqual(context["default_name"], name)

    def test_made_during_a_session(self):
        session = self._create_session(self.actors)
        action = self._press(session, "commitment_count")
        model = self.agent_env["plpdma.commitment"].with_context(**action["context"])
        commitment = model.create({"name": "Un bac", "date_due": self.tomorrow})
        self._create_promise()
        self.assertEqual(commitment.session_id, session)
        self.assertEqual(commitment.program_id, self.program)
        self.assertEqual(session.commitment_count, 1)
        self.assertEqual(model.search(action["domain"]), commitment)

    def test_counts_of_the_programme(self):
        late = self._create_promise(date_due=self.yesterday)
        self._create_action()
        for user in (self.user_agent, self.user_elected):
            program = self.program.with_user(user)
            self.assertEqual(program.commitment_count, 2)
            self.assertEqual(program.commitment_overdue_count, 1)
        action = self._press(self.program, "commitment_overdue_count")
        self.assertEqual(self._get_listed(action), late)
        late.action_done()
        self.assertEqual(self.program.commitment_overdue_count, 0)

    def test_who_reads(self):
        response = self._create_response()
        promise = self._create_promise(response_id=response.id)
        action = self._create_action()
        promise.message_post(body="Rappeler le bailleur, il traîne.")
        elected = promise.with_user(self.user_elected)
        self.assertEqual(elected.name, "Dix composteurs")
        self.assertEqual(
            action.with_user(self.user_elected).partner_id, self.partners[0]
        )
        with self.assertRaises(AccessError):
            elected.read(["response_id"])
        with self.assertRaises(AccessError):
            elected.search([("response_id.decision", "=", "not_retained")])
        self.assertFalse(
            self.env["mail.message"]
            .with_user(self.user_elected)
            .search([("model", "=", promise._name), ("res_id", "=", promise.id)])
        )
        for change in (
            lambda: elected.write({"name": "Vingt"}),
            lambda: elected.action_start(),
            lambda: elected.unlink(),
        ):
            with self.assertRaises(AccessError):
                change()
        for user in (self.user_facilitator, self.user_employee):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    promise.with_user(user).read(["name"])
                for record in (self.program, self._create_session()):
                    with self.assertRaises(AccessError):
                        record.with_user(user).read(["commitment_count"])
        with self.assertRaises(UserError):
            promise.unlink()

    def test_merged_contacts_bring_theirs(self):
        mine, theirs = (
            self._create_action(stakeholder_id=actor.id) for actor in self.actors[:2]
        )
        promise = self._create_promise(stakeholder_id=self.actors[1].id)
        partners = self.partners[:2].sudo()
        self.env["base.partner.merge.automatic.wizard"].create(
            {"dst_partner_id": partners[0].id, "partner_ids": partners.ids}
        ).action_merge()
        self.assertFalse(self.actors[1].exists())
        self.assertEqual(self.actors[0].commitment_ids, mine | theirs | promise)
