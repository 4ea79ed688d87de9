"""How often an organisation was met, whichever the programme."""

from datetime import datetime

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .solicitation_common import SolicitationCase, at


@tagged("post_install", "-at_install", "plpdma")
class TestSolicitation(SolicitationCase):
    def assertMet(self, actor, count, is_enough=None):
        """The number shown is that by which it is found."""
        self._forget()
        self.assertEqual(actor.solicitation_count, count)
        is_enough = count >= 3 if is_enough is None else is_enough
        self.assertEqual(actor.is_solicited_enough, is_enough)
        for wanted in (True, False):
            found = actor.search(
                [("is_solicited_enough", "=", wanted), ("id", "=", actor.id)]
            )
            self.assertEqual(bool(found), wanted == is_enough)

    def test_nobody_was_met(self):
        self.assertMet(self.actor, 0)

    def test_invitations_visits_services_and_letters(self):
        self._meet(self.actor, -10, format="collective", state="held")
        self.assertMet(self.actor, 1)
        self._meet(self.actor, -5, format="individual", state="held")
        self.assertMet(self.actor, 2)
        self._serve(self.actor, -3)
        self.assertMet(self.actor, 3)
        self.actor.action_notice_letter()
        self.assertMet(self.actor, 4)
        self.assertMet(self.actors[1], 0)

    def test_an_absent_guest_was_invited(self):
        session = self._meet(self.actor, -10, state="held")
        session.participation_ids.attendance = "absent"
        self.assertMet(self.actor, 1)

    def test_what_asks_nothing_does_not_count(self):
        self._meet(self.actor, -10, -9, state="draft")
        self._meet(self.actor, 5).action_cancel()
        self._meet(self.actor, -8, capacity="facilitator")
        self._meet(self.actor, -7, capacity="secretary")
        self._create_response(self._create_contribution(stakeholder_id=self.actor.id))
        self.assertMet(self.actor, 0)
        self._meet(self.actor, -6, capacity="expert")
        self._meet(self.actor, -5, capacity="elected")
        self.assertMet(self.actor, 2)

    def test_within_ninety_days(self):
        for offset, count in ((-90, 0), (-89, 1), (0, 2), (89, 2), (90, 2)):
            self._meet(self.actor, offset)
            with self.subTest(offset=offset):
                self.assertMet(self.actor, count)

    def test_services_and_letters_within_ninety_days(self):
        self._serve(self.actor, -90)
        self.assertMet(self.actor, 0)
        self._serve(self.actor, -89)
        self.assertMet(self.actor, 1)
        receipts = self.agent_env["plpdma.notice.receipt"]
        notice = self.program._get_notices_in_force()[self.program]
        # The last instant of the day before the period, then its first one, by the
        # clock of the authority.
        for moment, count in (("2026-03-17 22:59:59", 1), ("2026-03-17 23:00:00", 2)):
            receipts.create(
                {
                    "stakeholder_id": self.actor.id,
                    "notice_id": notice.id,
                    "channel": "letter",
                    "date": moment,
                }
            )
            with self.subTest(moment=moment):
                self.assertMet(self.actor, count)

    def test_invitations_to_come_count(self):
        self._meet(self.actor, 10, 20, 30)
        self.assertMet(self.actor, 3)

    def test_only_what_stands_in_one_period(self):
        self._meet(self.actor, -80, -70, 40, 50)
        self.assertMet(self.actor, 2)

    def test_by_organisation(self):
        parent = self.actor.partner_id
        parent.is_company = True
        one = self._create_actor("Camille", parent=parent)
        two = self._create_actor("Dominique", parent=parent)
        self._meet(one | two, -10)
        self._meet(two, -9)
        self._serve(self.actor, -8)
        (one | two).action_notice_letter()
        for actor in (self.actor, one, two):
            # One invitation for two, another one, a service, a letter.
            self.assertMet(actor, 4)
        self.assertMet(self.actors[1], 0)

    def test_over_the_programmes(self):
        other = self._create_program(state="open")
        there = self.agent_env["plpdma.stakeholder"].create(
            {"program_id": other.id, "partner_id": self.actor.partner_id.id}
        )
        self._meet(self.actor, -10, -9)
        self._meet(there, -8)
        self.assertMet(self.actor, 3)
        self.assertMet(there, 3)

    def test_the_limit_is_the_programme_s(self):
        other = self._create_program(state="open", solicitation_limit=2)
        there = self.agent_env["plpdma.stakeholder"].create(
            {"program_id": other.id, "partner_id": self.actor.partner_id.id}
        )
        self._meet(self.actor, -10, -9)
        self.assertMet(self.actor, 2, is_enough=False)
        self.assertMet(there, 2, is_enough=True)
        other.solicitation_limit = 0
        self.assertMet(there, 2, is_enough=False)
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.Error):
            other.solicitation_limit = -1
            self.env.flush_all()

    def test_those_of_the_authority_are_at_home(self):
        partner = self.agent_env["res.partner"].create(
            {"name": "Service prévention", "parent_id": self.company.partner_id.id}
        )
        actor = self.agent_env["plpdma.stakeholder"].create(
            {"program_id": self.program.id, "partner_id": partner.id}
        )
        self._meet(actor | self.actor, -10, -9, -8)
        self.assertMet(actor, 0)
        self.assertMet(self.actor, 3)

    def test_archived_sessions_took_place(self):
        self._meet(self.actor, -10, state="held").active = False
        self.assertMet(self.actor, 1)

    def test_a_day_is_the_authority_s(self):
        """The period begins with the day where the authority is."""
        for place, count in (
            ("Europe/Paris", 1),
            ("Pacific/Kiritimati", 0),
            ("Pacific/Niue", 1),
        ):
            session = self._meet(self.actor, -89)
            self.company.partner_id.sudo().tz = place
            with self.subTest(place=place), freeze_time("2026-06-15 10:30:00"):
                self.assertMet(self.actor, count)
            session.with_context(no_mail_to_attendees=True).state = "draft"

    def test_another_authority_tells_nothing(self):
        """What an agent does not read is not counted; who reads both counts both."""
        company, program = self._create_other_company()
        # sudo: what the others do, each in their own authority.
        there = (
            self.env["plpdma.stakeholder"]
            .sudo()
            .create({"program_id": program.id, "partner_id": self.actor.partner_id.id})
        )
        sessions = self.env["plpdma.session"].sudo()
        for offset in (-10, -9, -8):
            sessions |= sessions.create(
                {
                    "name": "Chez les voisins",
                    "program_id": program.id,
                    "date_start": datetime.combine(at(offset), datetime.min.time()),
                    "question_ids": [Command.create({"name": "Où ?"})],
                    "participation_ids": [Command.create({"stakeholder_id": there.id})],
                }
            )
        sessions.with_context(no_mail_to_attendees=True).write({"state": "planned"})
        self._meet(self.actor, -7)
        self.assertMet(self.actor, 1)
        self.user_agent.sudo().write({"company_ids": [Command.link(company.id)]})
        self.assertMet(self.actor, 1)
        both = self.actor.with_context(allowed_company_ids=(self.company | company).ids)
        self.assertMet(both, 4)
        self.assertMet(there.with_user(self.user_agent).with_env(both.env), 4)

    def test_not_for_the_others(self):
        checked = 0
        for user in (self.user_elected, self.user_facilitator, self.user_employee):
            actors = self.env["plpdma.stakeholder"].with_user(user)
            for name in ("solicitation_count", "is_solicited_enough", "visit_priority"):
                with self.assertRaises(AccessError):
                    self.actor.with_user(user)[name]
                with self.assertRaises(AccessError):
                    actors.search([], order=f"{name} desc")
                checked += 1
            with self.assertRaises(AccessError):
                actors.search([("is_solicited_enough", "=", True)])
            with self.assertRaises(AccessError):
                self.program.with_user(user).read(["solicitation_limit"])
        self.assertEqual(checked, 9)

    def test_costs_the_same_for_more_actors(self):
        actors = self.actors
        for number in range(200):
            actors |= self._create_actor(f"Organisation {number}")
        self._meet(actors, -10, -9, 5)
        self._serve(actors[5], -1)
        names = ("solicitation_count", "is_solicited_enough", "visit_priority")
        counts = []
        for some in (actors, actors[:10], actors):
            self._forget()
            before = self.cr.sql_log_count
            for name in names:
                some.mapped(name)
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])
        self.assertGreater(counts[1], 3)
        self.assertEqual(set(actors[10:].mapped("solicitation_count")), {3})
