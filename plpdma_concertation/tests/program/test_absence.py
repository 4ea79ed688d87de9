"""Absences: who may replace whom, and when."""

from datetime import timedelta

import psycopg2
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import ConcertationCase


class AbsenceCase(ConcertationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_colleague = cls._create_user("colleague", "group_user")
        cls.user_third = cls._create_user("third", "group_user")
        cls.today = fields.Date.context_today(cls.program)

    def _day(self, days):
        return self.today + timedelta(days=days)

    def _absence(self, user=None, **vals):
        """Of the agent, today and the nine days that follow, noted by themself."""
        user = user or self.user_agent
        return (
            self.env["plpdma.absence"]
            .with_user(user)
            .create(
                {
                    "user_id": user.id,
                    "substitute_id": self.user_colleague.id,
                    "date_start": self.today,
                    "date_end": self._day(9),
                    **vals,
                }
            )
        )


@tagged("post_install", "-at_install", "plpdma")
class TestAbsence(AbsenceCase):
    def test_state_is_what_the_dates_say(self):
        absence = self._absence(date_start=self._day(2), date_end=self._day(3))
        states = []
        for days in (0, 2, 3, 4):
            with freeze_time(self._day(days)):
                absence.invalidate_recordset()
                states.append(absence.state)
        self.assertEqual(states, ["coming", "running", "running", "past"])

    def test_nobody_replaces_themself_nor_backwards(self):
        for vals in (
            {"substitute_id": self.user_agent.id},
            {"date_end": self._day(-1)},
        ):
            with (
                self.subTest(vals),
                self.assertRaises(psycopg2.IntegrityError),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                self._absence(**vals)

    def test_absences_of_one_person_do_not_overlap(self):
        self._absence()
        with (
            self.assertRaises(psycopg2.IntegrityError),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self._absence(date_start=self._day(9), date_end=self._day(12))
        self._absence(date_start=self._day(10), date_end=self._day(12))

    def test_substitute_has_the_rights(self):
        inactive = self._create_user("gone", "group_user")
        inactive.active = False
        elsewhere = self._create_user("elsewhere", "group_user")
        company = self.env["res.company"].sudo().create({"name": "Autre d'essai"})
        elsewhere.write(
            {"company_ids": [Command.set(company.ids)], "company_id": company.id}
        )
        for person in (
            self.user_employee,
            self.user_facilitator,
            self.user_elected,
            inactive,
            elsewhere,
        ):
            with self.subTest(person.login), self.assertRaises(ValidationError):
                self._absence(substitute_id=person.id)
        with self.assertRaisesRegex(ValidationError, "rights"):
            self._absence(self.user_manager)
        self._absence(substitute_id=self.user_manager.id)

    def test_who_handles_nothing_is_not_replaced(self):
        with self.assertRaises(ValidationError):
            self._absence(self.user_agent, user_id=self.user_employee.id)

    def test_whoever_is_alone_is_absent_too(self):
        """There is no colleague to name: nothing is handed over, and nobody is told."""
        company = self.env["res.company"].create({"name": "Syndicat d'un seul agent"})
        alone = self._create_user(
            "alone",
            "group_manager",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        absences = self.env["plpdma.absence"].with_user(alone)
        absences = absences.with_context(allowed_company_ids=company.ids)
        self.assertFalse(absences.new({"user_id": alone.id}).colleague_ids)
        notified = self.env["mail.message"].search_count([])
        absence = absences.create({"date_start": self.today, "date_end": self._day(9)})
        self.assertEqual(absence.state, "running")
        self.assertEqual(self.env["mail.message"].search_count([]), notified)
        self.assertIn("replaced by nobody", absence.display_name)
        self.assertEqual(absences._get_absent(company), {alone: absence})
        self.assertFalse(absences._get_stand_ins(company))
        self.assertEqual(absences._get_present(alone, company), alone)
        with self.assertRaises(ValidationError):
            absence.user_id = self.user_employee

    def test_what_nobody_replaces_waits(self):
        kept = self._create_contribution(user_id=self.user_agent.id)
        absence = self._absence(substitute_id=False)
        new = self._create_contribution(user_id=self.user_agent.id)
        self.assertEqual((kept | new).user_id, self.user_agent)
        absence.substitute_id = self.user_colleague
        self.assertEqual((kept | new).user_id, self.user_colleague)
        # Whoever replaces is absent in turn, and nobody replaces them.
        following = self._absence(self.user_colleague, substitute_id=False)
        self.assertEqual((kept | new).user_id, self.user_agent)
        following.unlink()
        self.assertEqual((kept | new).user_id, self.user_colleague)
        absence.substitute_id = False
        self.assertEqual((kept | new).user_id, self.user_agent)

    def test_no_circle(self):
        self._absence()
        self._absence(self.user_colleague, substitute_id=self.user_third.id)
        for start, end in ((0, 3), (9, 20)):
            with self.subTest(start), self.assertRaises(ValidationError):
                self._absence(
                    self.user_third,
                    substitute_id=self.user_agent.id,
                    date_start=self._day(start),
                    date_end=self._day(end),
                )
        self._absence(
            self.user_third,
            substitute_id=self.user_agent.id,
            date_start=self._day(10),
            date_end=self._day(20),
        )

    def test_no_circle_by_changing_dates(self):
        self._absence()
        late = self._absence(
            self.user_colleague,
            substitute_id=self.user_agent.id,
            date_start=self._day(10),
            date_end=self._day(20),
        )
        with self.assertRaises(ValidationError):
            late.date_start = self._day(9)

    def test_stand_in_of_the_stand_in(self):
        absences = self.env["plpdma.absence"]
        self._absence()
        self._absence(self.user_colleague, substitute_id=self.user_third.id)
        found = absences._get_stand_ins(self.company)
        self.assertEqual(
            found,
            {
                self.user_agent: self.user_third,
                self.user_colleague: self.user_third,
            },
        )

    def test_nobody_stands_in_without_the_rights_any_more(self):
        absences = self.env["plpdma.absence"]
        self._absence()
        self.assertTrue(absences._get_stand_ins(self.company))
        self.user_colleague.sudo().active = False
        self.assertFalse(absences._get_stand_ins(self.company))

    def test_elected_are_noted_by_managers(self):
        vals = {
            "user_id": self.user_elected.id,
            "substitute_id": self.user_colleague.id,
        }
        with self.assertRaises(AccessError):
            self._absence(self.user_elected, **vals)
        with self.assertRaisesRegex(ValidationError, "rights"):
            self._absence(self.user_manager, **vals)

    def test_colleagues_offered(self):
        absence = self._absence()
        self.assertIn(self.user_colleague, absence.colleague_ids)
        self.assertIn(self.user_manager, absence.colleague_ids)
        self.assertFalse(
            absence.colleague_ids
            & (self.user_agent | self.user_employee | self.user_elected)
        )

    def test_substitute_is_told_what_changes(self):
        with self.mock_mail_gateway(), self.mock_mail_app():
            absence = self._absence(date_start=self._day(3))
            absence.date_end = self._day(12)
            absence.substitute_id = self.user_third
            absence.unlink()
        told = [
            (message.notified_partner_ids, message.subject)
            for message in self._new_msgs.sorted("id")
        ]
        colleague, third = self.user_colleague.partner_id, self.user_third.partner_id
        self.assertEqual(
            told,
            [
                (colleague, "You replace somebody"),
                (colleague, "A replacement by you has changed"),
                (colleague, "A replacement by you is cancelled"),
                (third, "You replace somebody"),
                (third, "A replacement by you is cancelled"),
            ],
        )
