"""Bodies and actors: who is in, in which capacity, and who was heard."""

from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import ConcertationCase


@tagged("post_install", "-at_install", "plpdma")
class TestBody(ConcertationCase):
    def test_body_other_than_the_cces_is_justified(self):
        kinds = dict(self.body._fields["kind"].selection)
        for kind in kinds.keys() - {"cces"}:
            vals = {"name": kind, "kind": kind, "program_id": self.program.id}
            for empty in (False, "", "  \n "):
                with self.subTest(kind=kind, justification=empty):
                    with self.assertRaises(ValidationError):
                        self.body.create({**vals, "justification": empty})
            body = self.body.create({**vals, "justification": "Demande du conseil."})
            with self.assertRaises(ValidationError):
                body.justification = " "
        self.assertFalse(self.body.justification, "The CCES needs no justification")

    def test_cces_is_the_default_kind(self):
        body = self.body.create({"name": "CCES", "program_id": self.program.id})
        self.assertEqual(body.kind, "cces")

    def test_members_belong_to_the_programme_from_both_sides(self):
        other = self._create_program()
        stranger = self.actors.create(
            {"partner_id": self.partners[0].id, "program_id": other.id}
        )
        with self.assertRaises(ValidationError):
            self.body.stakeholder_ids = [Command.link(stranger.id)]
        with self.assertRaises(ValidationError):
            stranger.body_ids = [Command.link(self.body.id)]
        with self.assertRaises(ValidationError):
            self.body.program_id = other

    def test_counts(self):
        self._create_session()
        self.assertEqual(self.body.member_count, 3)
        self.assertEqual(self.body.session_count, 1)
        self.actors[0].body_ids = [Command.clear()]
        self.assertEqual(self.body.member_count, 2)

    def test_smart_button_opens_the_sessions_of_the_body(self):
        session = self._create_session()
        self._create_session(body_id=False, format="individual")
        action = self._press(self.body, "session_count")
        self.assertEqual(self._get_listed(action), session)
        self.assertEqual(action["context"]["default_body_id"], self.body.id)


@tagged("post_install", "-at_install", "plpdma")
class TestStakeholder(ConcertationCase):
    def test_contact_is_an_actor_once_in_a_programme(self):
        vals = {"partner_id": self.partners[0].id, "program_id": self.program.id}
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.actors.create(vals)
        other = self._create_program()
        actor = self.actors.create({**vals, "program_id": other.id})
        self.assertEqual(actor.partner_id, self.partners[0])

    def test_occasional_guest_has_an_end(self):
        actor = self.actors[0]
        with self.assertRaises(ValidationError):
            actor.membership = "occasional"
        actor.write({"membership": "occasional", "date_end": "2026-12-31"})
        with self.assertRaises(ValidationError):
            actor.date_end = False
        self.assertEqual(actor.membership, "occasional")

    def test_permanent_guest_follows_something(self):
        actor = self.actors[0]
        with self.assertRaises(ValidationError):
            actor.membership = "permanent"
        actor.write({"membership": "permanent", "follow_scope": "Compostage"})
        with self.assertRaises(ValidationError):
            actor.follow_scope = False
        self.assertEqual(actor.membership, "permanent")

    def test_membership_ends_after_it_starts(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.actors[0].write({"date_start": "2026-02-01", "date_end": "2026-01-01"})
            self.actors.flush_recordset()
        self.actors[0].write({"date_start": "2026-01-01", "date_end": "2026-01-01"})
        self.actors.flush_recordset()
        self.assertEqual(self.actors[0].date_start, self.actors[0].date_end)

    def test_heard_when_present_replaced_or_contributing(self):
        present, represented, silent = self.actors
        session = self._create_session(self.actors)
        session.action_plan()
        lines = session.participation_ids.grouped("stakeholder_id")
        self.assertFalse(any(self.actors.mapped("is_heard")), "Invited is not heard")
        lines[present].attendance = "present"
        proxy = {"attendance": "represented", "represented_by_id": self.partners[0].id}
        lines[represented].write(proxy)
        self.assertFalse(any(self.actors.mapped("is_heard")), "Not held yet")
        session.action_hold()
        self.assertEqual(self.actors.mapped("is_heard"), [True, False, False])
        self._check_heard_search(present)
        stand_in = self.agent_env["res.partner"].create({"name": "Sacha Suppléant"})
        lines[represented].represented_by_id = stand_in
        for attendance in ("excused", "absent"):
            lines[silent].attendance = attendance
            self.assertEqual(self.actors.mapped("is_heard"), [True, True, False])
            self._check_heard_search(present | represented)
        self._create_contribution(stakeholder_id=silent.id)
        self.assertTrue(silent.is_heard)
        self._check_heard_search(self.actors)

    def _check_heard_search(self, heard):
        domain = [("program_id", "=", self.program.id)]
        for operator, value, expected in (
            ("=", True, heard),
            ("=", False, self.actors - heard),
            ("!=", True, self.actors - heard),
            ("in", [True, False], self.actors),
        ):
            with self.subTest(operator=operator, value=value):
                found = self.actors.search([*domain, ("is_heard", operator, value)])
                self.assertEqual(found, expected)

    def test_new_actor_recovers_the_contributions_already_sent(self):
        partner = self.agent_env["res.partner"].create({"name": "Compost'air"})
        other = self._create_program(state="open")
        before, elsewhere = self._create_contributions(
            {"partner_id": partner.id},
            {"partner_id": partner.id, "program_id": other.id},
        )
        self.assertFalse(before.stakeholder_id)
        actor = self.actors.create(
            {"partner_id": partner.id, "program_id": self.program.id}
        )
        self.assertEqual(before.stakeholder_id, actor)
        self.assertFalse(elsewhere.stakeholder_id)
        self.assertTrue(actor.is_heard)
        self.assertEqual(actor.contribution_count, 1)

    def test_counts_and_smart_buttons(self):
        session = self._create_session(self.actors[0])
        self._create_session(self.actors[1])
        contribution, _other = self._create_contributions(
            {"stakeholder_id": self.actors[0].id},
            {"stakeholder_id": self.actors[1].id},
        )
        actor = self.actors[0]
        self.assertEqual(actor.session_count, 1)
        self.assertEqual(actor.contribution_count, 1)
        action = self._press(actor, "session_count")
        self.assertEqual(self._get_listed(action), session)
        action = self._press(actor, "contribution_count")
        self.assertEqual(self._get_listed(action), contribution)

    def test_typing_a_known_name_finds_the_contact(self):
        Actor = self.actors.with_context(default_program_id=self.program.id)
        self.assertEqual(Actor.name_create("ressourcerie")[0], self.actors[0].id)
        known = self.agent_env["res.partner"].create({"name": "Repair Café"})
        actor = self.actors.browse(Actor.name_create("Repair Café")[0])
        self.assertEqual(actor.partner_id, known)
        self.assertEqual(actor.program_id, self.program)

    def test_typing_a_new_name_makes_the_contact(self):
        Actor = self.actors.with_context(default_program_id=self.program.id)
        actor_id, name = Actor.name_create("Nouvel acteur <nouveau@p.example>")
        actor = self.actors.browse(actor_id)
        self.assertEqual(actor.partner_id.name, "Nouvel acteur")
        self.assertEqual(actor.email, "nouveau@p.example")
        self.assertEqual(name, actor.display_name)

    def test_typing_a_known_address_finds_the_contact(self):
        """A second contact of the same address would name nobody any more."""
        Actor = self.actors.with_context(default_program_id=self.program.id)
        typed = f"La ressourcerie <{self.partners[0].email}>"
        self.assertEqual(Actor.name_create(typed)[0], self.actors[0].id)

    def test_typing_a_name_takes_it_to_the_letter(self):
        """« % » and « _ » are letters of a name, not wildcards."""
        Actor = self.actors.with_context(default_program_id=self.program.id)
        actor = self.actors.browse(Actor.name_create("R_ssourcerie")[0])
        self.assertNotIn(actor, self.actors)
        self.assertEqual(actor.partner_id.name, "R_ssourcerie")

    def test_contact_of_record_is_not_deleted(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.partners[0].sudo().unlink()
        self.assertTrue(self.actors[0].exists())
