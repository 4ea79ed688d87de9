"""What the record rules name: each rule has one home, and follows the clock."""

import base64
import re
from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command, Domain
from odoo.tests import tagged

from ...tools.shipped_rules import get_present
from ..program.test_mandate import MandateCase

# What is written out in no rule, as it has a name.
WRITTEN_OUT = re.compile(
    "date_|mandate_ids|can_arbitrate|moderation|'published'"
    "|facilitator_id|commercial_partner_id'|i_take_part"
)
# The models that élus read by their mandate.
READ_BY_MANDATE = {
    "plpdma.adaptation",
    "plpdma.body",
    "plpdma.commitment",
    "plpdma.contribution",
    "plpdma.mandate",
    "plpdma.measure",
    "plpdma.milestone",
    "plpdma.milestone.recipient",
    "plpdma.notice",
    "plpdma.participation",
    "plpdma.program",
    "plpdma.program.authority",
    "plpdma.question",
    "plpdma.response",
    "plpdma.seal",
    "plpdma.session",
    "plpdma.session.agenda",
    "plpdma.session.ballot",
    "plpdma.session.document",
    "plpdma.session.vote",
    "plpdma.timeline",
}
# Those that belong to a session.
OF_A_SESSION = (
    "plpdma.participation",
    "plpdma.question",
    "plpdma.session.agenda",
    "plpdma.session.ballot",
)


@tagged("post_install", "-at_install", "plpdma")
class TestRuleNames(MandateCase):
    def _written_out(self, *more):
        """A mandate held today, as the rules spelled it before it had a name."""
        return [
            *more,
            ("partner_id", "=", self.user_mayor.partner_id.id),
            ("date_start", "<=", "today"),
            "|",
            ("date_end", "=", False),
            ("date_end", ">=", "today"),
        ]

    def _samples(self):
        """A record of each model, all in the mandate."""
        program = {"program_id": self.program.id}
        actor = self._actor(self.env["res.partner"].create({"name": "Collectif"}))
        agenda = [Command.create({"name": "Accueil"})]
        session = self._create_session(actor, agenda_ids=agenda)
        contribution = self._create_contribution()
        response = self._create_response(contribution, state="validated")
        env = self.env
        env["plpdma.adaptation"].create(
            {**program, "need": "Des horaires.", "new_modality": "Le soir."}
        )
        env["plpdma.commitment"].create(
            {**program, "name": "Un composteur", "date_due": self.today}
        )
        env["plpdma.measure"].create({**program, "code": "7", "name": "Composteurs"})
        env["plpdma.milestone"].create(
            {**program, "name": "Avis", "kind": "cces_opinion"}
        )
        with self.mock_mail_gateway():
            session.action_plan()
            session.action_hold()
        session.participation_ids.write({"attendance": "present", "has_vote": True})
        vote = env["plpdma.session.vote"].create(
            {"session_id": session.id, "name": "Avis"}
        )
        vote.action_call_roll()
        env["plpdma.seal"].create(
            {"session_id": session.id, "date": "2026-01-01 18:00:00", "digest": "0"}
        )
        transmission = env["plpdma.milestone"].create(
            {**program, "kind": "transmission"}
        )
        env["plpdma.milestone.recipient"].create(
            {"milestone_id": transmission.id, "partner_id": actor.partner_id.id}
        )
        env["plpdma.program.authority"].create(
            {**program, "partner_id": actor.partner_id.id}
        )
        env["plpdma.session.document"].create(
            {"session_id": session.id, "file": base64.b64encode(b"Le projet.")}
        )
        self.assertTrue(session and response and vote.ballot_ids)
        self.env.flush_all()

    def _actor(self, partner):
        return self.agent_env["plpdma.stakeholder"].create(
            {"program_id": self.program.id, "partner_id": partner.id}
        )

    def _found(self, model):
        field = "id" if model == "plpdma.program" else "program_id"
        if model in OF_A_SESSION:
            field = "session_id.program_id"
        model = self.env[model].with_user(self.user_mayor)
        return model.search([(field, "=", self.program.id)])

    def test_all_that_is_read_ends_with_the_mandate(self):
        """With the domains of the rules kept from before: the clock alone moves on."""
        self._mandate(date_end=self.today)
        self._samples()
        elected = {
            rule.model_id.model
            for rule in self.env["ir.rule"].search([])
            if rule.groups == self.env.ref("plpdma_concertation.group_elected")
        }
        self.assertEqual(elected, READ_BY_MANDATE)
        rules = self.env["ir.rule"].with_user(self.user_mayor)
        before = {name: self._found(name) for name in READ_BY_MANDATE}
        kept = {name: rules._compute_domain(name, "read") for name in READ_BY_MANDATE}
        for name, records in before.items():
            with self.subTest(model=name):
                self.assertTrue(records)
                self.assertTrue(records.has_access("read"))
        # Another request: what it computed is gone, what the server keeps is not.
        self.env.invalidate_all()
        with freeze_time(self.today + timedelta(days=1)):
            for name, records in before.items():
                with self.subTest(model=name):
                    self.assertFalse(self._found(name))
                    self.assertFalse(
                        any(record.has_access("read") for record in records)
                    )
                    domain = rules._compute_domain(name, "read")
                    self.assertIs(domain, kept[name], "It was not kept")
        self.env.invalidate_all()
        for name, records in before.items():
            with self.subTest(model=name):
                self.assertEqual(self._found(name), records)

    def test_changes_within_one_request(self):
        """What was computed follows the mandate."""
        mandate = self._mandate(can_arbitrate=True)
        response = self._create_response(self._create_contribution(), state="submitted")
        theirs = response.with_user(self.user_mayor)
        self.assertTrue(theirs.is_in_my_mandate)
        self.assertTrue(theirs.is_mine_to_arbitrate)
        mandate.can_arbitrate = False
        self.assertTrue(theirs.is_in_my_mandate)
        self.assertFalse(theirs.is_mine_to_arbitrate)
        mandate.can_arbitrate = True
        self.assertTrue(theirs.is_mine_to_arbitrate)
        mandate.date_start = self.today + timedelta(days=1)
        self.assertFalse(mandate.with_user(self.user_mayor).sudo().is_mine)
        for name in ("is_in_my_mandate", "is_mine_to_arbitrate"):
            self.assertFalse(theirs.sudo()[name])
        with self.assertRaises(AccessError):
            theirs.check_access("read")
        mandate.date_start = self.today
        self.assertTrue(theirs.is_in_my_mandate)
        mandate.partner_id = self.user_elected.partner_id
        self.assertFalse(theirs.sudo().is_in_my_mandate)
        mandate.with_user(self.user_manager).unlink()
        self.assertFalse(theirs.sudo().is_in_my_mandate)

    def test_each_name_means_what_was_written_out(self):
        """For the record rules, down to the query."""
        held, arbitrating = (
            ("mandate_ids", "any", self._written_out(*more))
            for more in ((), [("can_arbitrate", "=", True)])
        )
        partner = self.user_mayor.partner_id
        takes_part = ("participation_ids.stakeholder_id.partner_id", "=", partner.id)
        public = [("read_by", "=", "public"), ("moderation", "=", "accepted")]
        told = [("published", "=", True), ("told_contribution_ids", "any", public)]
        for model, name, domain in (
            ("plpdma.mandate", "is_mine", self._written_out()),
            ("plpdma.program", "is_in_my_mandate", [held]),
            ("plpdma.session", "is_in_my_mandate", [held]),
            ("plpdma.contribution", "is_in_my_mandate", [held]),
            ("plpdma.response", "is_in_my_mandate", [held]),
            ("plpdma.response", "is_mine_to_arbitrate", [arbitrating]),
            ("plpdma.session", "i_take_part", [takes_part]),
            ("plpdma.response", "is_published_answer", told),
            (
                "plpdma.body",
                "program_id.is_in_my_mandate",
                [("program_id", "any", [held])],
            ),
        ):
            with self.subTest(model=model, name=name):
                # sudo: record rules are evaluated as superuser.
                records = self.env[model].with_user(self.user_mayor).sudo()
                named = records._search([(name, "=", True)])
                written_out = records._search(domain)
                self.assertEqual(named.select().code, written_out.select().code)
                self.assertEqual(named.select().params, written_out.select().params)

    def test_searched_and_read_alike(self):
        """By whoever may read the name, both ways, whatever is archived."""
        self._mandate(territory_ids=self.north.ids, can_arbitrate=True)
        contributions = self._spread()
        published, confided, other = self._create_contributions(
            {"territory_id": self.north.id, "moderation": "accepted"},
            {"territory_id": self.north.id, "confidentiality": "members"},
            {"territory_id": self.south.id},
        )
        sessions = self._create_session(territory_ids=self.north.ids)
        sessions |= self._create_session(self._actor(self.user_mayor.partner_id))
        sessions[0].active = False
        responses = self.env["plpdma.response"]
        for one in (published, confided, other):
            response = self._create_response(one, state="sent")
            one.sudo().sent_response_id = response
            response.sudo().published = True
            responses |= response
        self.env.flush_all()
        checked = 0
        for records, name in (
            (contributions, "is_in_my_mandate"),
            (sessions, "is_in_my_mandate"),
            (sessions, "i_take_part"),
            (responses, "is_in_my_mandate"),
            (responses, "is_mine_to_arbitrate"),
            (responses, "is_published_answer"),
        ):
            self.env.invalidate_all()
            theirs = records.with_user(self.user_mayor)
            theirs = theirs.with_context(active_test=False)
            for asking in (theirs, theirs.sudo()):
                checked += self._check_alike(asking, name)
        self.assertGreater(checked, 20)
        as_mayor = responses.with_user(self.user_mayor).sudo()
        self.assertEqual(as_mayor.mapped("is_published_answer"), [True, False, True])
        as_mayor = contributions.with_user(self.user_mayor).sudo()
        self.assertEqual(
            as_mayor.mapped("is_in_my_mandate"), [True, True, False, False]
        )

    def _check_alike(self, records, name):
        """:return: the number of records that the user reads"""
        readable = records._filtered_access("read")
        named = readable.filtered(name)
        for wanted, expected in ((True, named), (False, readable - named)):
            domain = Domain("id", "in", records.ids) & Domain(name, "=", wanted)
            with self.subTest(name=name, wanted=wanted, su=records.env.su):
                found = records.search(domain)
                self.assertEqual(set(found.ids), set(expected.ids))
        return len(readable)

    def test_answer_withdrawn_is_read_no_more(self):
        contribution = self._create_contribution(moderation="accepted")
        response = self._create_response(contribution, state="sent")
        contribution.sudo().sent_response_id = response
        self.assertFalse(response.is_published_answer)
        response.sudo().published = True
        self.assertTrue(response.is_published_answer)
        contribution.sudo().confidentiality = "members"
        self.assertFalse(response.is_published_answer)

    def test_nothing_that_has_a_name_is_written_out(self):
        rules = get_present()
        self.assertGreater(len(rules), 90)
        for name, rule in rules.items():
            with self.subTest(rule=name):
                self.assertFalse(WRITTEN_OUT.search(rule.domain))

    def test_names_of_others_mandates_stay_theirs(self):
        """A name tells of the user's own mandates, and only of those."""
        self._mandate()
        contribution = self._create_contribution()
        self.env.flush_all()
        self.assertTrue(contribution.with_user(self.user_mayor).is_in_my_mandate)
        self.program.elected_referent_id = False
        theirs = contribution.with_user(self.user_elected)
        self.assertFalse(theirs.sudo().is_in_my_mandate)
        self.assertFalse(theirs.search([("is_in_my_mandate", "=", True)]))
        with self.assertRaises(AccessError):
            contribution.with_user(self.user_agent).read(["is_in_my_mandate"])
        with self.assertRaises(AccessError):
            contribution.with_user(self.user_agent).search(
                [("is_in_my_mandate", "=", True)]
            )
