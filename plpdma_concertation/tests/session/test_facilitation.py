"""Facilitation: contract, charter and neutrality, each said and none blocking."""

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import ConcertationCase


@tagged("post_install", "-at_install", "plpdma")
class TestFacilitation(ConcertationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.agent_env["res.partner"].create({"name": "Ana Neutre"})

    def _list(self, **vals):
        return self.agent_env["plpdma.facilitator"].create(
            {"program_id": self.program.id, "partner_id": self.person.id, **vals}
        )

    def _session(self, actors=None, **vals):
        return self._create_session(
            actors, days=2, facilitator_id=self.person.id, **vals
        )

    def assertWarns(self, session, words):
        self.assertIn(words, session.warnings or "")

    def assertQuiet(self, session, words):
        self.assertNotIn(words, session.warnings or "")

    def test_session_planned_without_facilitator(self):
        session = self._create_session(days=2)
        self.assertQuiet(session, "Nobody is named")
        session.action_plan()
        self.assertWarns(session, "Nobody is named")
        session.facilitator_id = self.person
        self.assertQuiet(session, "Nobody is named")

    def test_unlisted_facilitator_joins_the_programme_in_one_click(self):
        session = self._session()
        self.assertWarns(session, "not among the facilitators")
        self.assertFalse(session.facilitation_summary)
        session.action_add_facilitator()
        session.action_add_facilitator()
        self.assertEqual(self.program.facilitator_ids.partner_id, self.person)
        self.assertQuiet(session, "not among the facilitators")
        self.assertEqual(session.facilitation_summary, "External")
        self.program.facilitator_ids.action_archive()
        self.assertWarns(session, "not among the facilitators")
        session.action_add_facilitator()
        self.assertEqual(self.program.facilitator_ids.partner_id, self.person)

    def test_charter_is_signed_in_batch_and_once(self):
        facilitator = self._list()
        session = self._session()
        self.assertWarns(session, "has not signed the facilitation charter")
        earlier = self._list(partner_id=self.partners[0].id, charter_date="2026-01-05")
        (facilitator | earlier).action_sign_charter()
        today = self.company._plpdma_get_today()
        self.assertEqual(facilitator.charter_date, today)
        self.assertEqual(str(earlier.charter_date), "2026-01-05")
        self.assertQuiet(session, "charter")

    def test_external_facilitator_has_a_contract(self):
        facilitator = self._list()
        session = self._session()
        missing = "Still to note: Contract, Contract Start, Contract End."
        for record in (facilitator, session):
            self.assertWarns(record, missing)
        facilitator.contract_reference = "Marché 2026-12"
        self.assertWarns(session, "Still to note: Contract Start, Contract End.")
        self.assertIn("Marché 2026-12", session.facilitation_summary)
        facilitator.write({"date_start": "2026-01-01", "date_end": "2099-12-31"})
        for record in (facilitator, session):
            self.assertQuiet(record, "Still to note")
        facilitator.write({"contract_reference": False, "kind": "internal"})
        self.assertQuiet(session, "Still to note")

    def test_facilitators_to_watch_are_found(self):
        facilitator = self._list(kind="internal")
        watched = [("program_id", "=", self.program.id), ("has_warnings", "=", True)]
        self.assertEqual(facilitator.search(watched), facilitator)
        facilitator.action_sign_charter()
        self.assertFalse(facilitator.search(watched))

    def test_contract_in_the_form(self):
        view = "plpdma_concertation.plpdma_facilitator_view_form"
        model = self.agent_env["plpdma.facilitator"]
        with Form(model, view=view) as form:
            form.program_id = self.program
            form.partner_id = self.person
            self.assertEqual(form.kind, "external")
            self.assertIn("Still to note: Contract, ", form.warnings)
            self.assertIn("has not signed", form.warnings)
            form.contract_reference = "Marché 2026-12"
            form.date_start = "2026-01-01"
            form.date_end = "2026-12-31"
            form.charter_date = "2026-01-02"
            self.assertFalse(form.warnings)

    def test_contract_on_the_programme(self):
        with Form(self.program) as form:
            with form.facilitator_ids.new() as line:
                line.partner_id = self.person
                self.assertEqual(line.kind, "external")
                self.assertTrue(line.has_warnings)
                line.kind = "internal"
                line.charter_date = "2026-01-02"
                self.assertFalse(line.has_warnings)
        self.assertEqual(self.program.facilitator_ids.partner_id, self.person)

    @mute_logger("odoo.sql_db")
    def test_contract_ends_after_it_starts(self):
        with self.assertRaises(IntegrityError) as refusal:
            self._list(date_start="2026-02-01", date_end="2026-01-01")
        self.assertIn("plpdma_facilitator_dates_check", str(refusal.exception))

    @mute_logger("odoo.sql_db")
    def test_facilitator_is_listed_once(self):
        self._list()
        with self.assertRaises(IntegrityError) as refusal:
            self._list()
        self.assertIn("partner_program_uniq", str(refusal.exception))

    def test_session_within_the_contract(self):
        day = (fields.Datetime.now() + timedelta(days=2)).date()
        facilitator = self._list(date_start=day, date_end=day)
        session = self._session(date_start=f"{day} 10:00:00")
        self.assertQuiet(session, "outside the contract")
        facilitator.write(
            {
                "date_start": day - timedelta(days=9),
                "date_end": day - timedelta(days=1),
            }
        )
        self.assertWarns(session, "outside the contract")
        facilitator.write({"date_end": False, "date_start": day + timedelta(days=1)})
        self.assertWarns(session, "outside the contract")

    def test_internal_facilitator_has_no_contract(self):
        day = (fields.Datetime.now() + timedelta(days=2)).date()
        facilitator = self._list(kind="internal", date_end=day - timedelta(days=9))
        session = self._session()
        self.assertQuiet(session, "outside the contract")
        facilitator.kind = "external"
        self.assertWarns(session, "outside the contract")

    def test_kind_is_proposed(self):
        self.assertEqual(self._list().kind, "external")
        provider = self.user_facilitator.partner_id
        self.assertEqual(self._list(partner_id=provider.id).kind, "external")
        colleague = self.user_agent.partner_id
        self.assertEqual(self._list(partner_id=colleague.id).kind, "internal")
        self.person.parent_id = self.company.partner_id
        other = self._create_program()
        self.assertEqual(self._list(program_id=other.id).kind, "internal")
        chosen = self._list(partner_id=self.partners[0].id, kind="internal")
        self.assertEqual(chosen.kind, "internal")

    def test_facilitator_is_not_the_elected_referent(self):
        session = self._session()
        self.assertQuiet(session, "elected referent")
        session.facilitator_id = self.user_elected.partner_id
        self.assertWarns(session, "is the elected referent, who decides")

    def test_facilitator_is_not_an_elu_of_the_session(self):
        session = self._session(self.actors[:1])
        session.participation_ids.capacity = "elected"
        self.assertQuiet(session, "as an élu")
        session.facilitator_id = self.partners[0]
        self.assertWarns(session, "takes part in it as an élu")

    def test_facilitator_does_not_chair_the_body(self):
        session = self._session()
        self.body.chair_id = self.person
        self.assertWarns(session, "chairs CCES d'essai")

    def test_facilitator_is_not_a_participant(self):
        session = self._session(self.actors[:1])
        self.assertQuiet(session, "takes part in it")
        session.facilitator_id = self.partners[0]
        self.assertWarns(session, "defends no interest")
        session.participation_ids.capacity = "facilitator"
        self.assertQuiet(session, "defends no interest")

    def test_facilitator_is_not_of_a_participating_organisation(self):
        self.person.parent_id = self.partners[0]
        session = self._session(self.actors[1:2])
        self.assertQuiet(session, "belongs to an organisation")
        session.participation_ids = [
            Command.create({"stakeholder_id": self.actors[0].id})
        ]
        self.assertWarns(session, "belongs to an organisation")

    def test_elected_referent_is_invited_as_an_elu(self):
        referent = self.agent_env["plpdma.stakeholder"].create(
            {
                "program_id": self.program.id,
                "partner_id": self.user_elected.partner_id.id,
            }
        )
        session = self._session(referent)
        self.assertWarns(session, "invite them as an élu")
        session.participation_ids.capacity = "elected"
        self.assertQuiet(session, "invite them as an élu")

    def test_warns_in_the_form_without_blocking(self):
        session = self._session(self.actors[:1])
        self.body.chair_id = self.partners[1]
        neutral = self._list(
            partner_id=self.partners[2].id, kind="internal", charter_date="2026-01-05"
        )
        with Form(session) as form:
            for person, words in (
                (self.person, "not among the facilitators"),
                (self.user_elected.partner_id, "is the elected referent"),
                (self.partners[1], "chairs CCES d'essai"),
                (self.partners[0], "defends no interest"),
            ):
                form.facilitator_id = person
                self.assertIn(words, form.warnings)
            form.facilitator_id = neutral.partner_id
            self.assertNotIn("facilitat", form.warnings or "")
            self.assertIn("charter signed", form.facilitation_summary)
            form.facilitator_id = self.partners[0]
        session.action_plan()
        self.assertEqual(session.state, "planned")

    def test_charter_is_proposed_and_kept_to_the_staff(self):
        program = self.agent_env["plpdma.program"].create({"name": "Neuf"})
        for words in ("Neutral", "Benevolent", "Open", "speaking time", "promise"):
            self.assertIn(words, program.facilitation_charter)
        self._list()
        seen = self.program.with_user(self.user_elected)
        for name in ("facilitation_charter", "facilitator_ids"):
            with self.subTest(field=name), self.assertRaises(UserError):
                seen.read([name])
        for user in (self.user_elected, self.user_facilitator, self.user_employee):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["plpdma.facilitator"].with_user(user).search([])
