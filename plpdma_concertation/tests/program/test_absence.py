"""Absences: who may replace whom, and when."""

from datetime import datetime, time, timedelta

import psycopg2
from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...tools.groups import STAFF
from ..common import ConcertationCase


class AbsenceCase(ConcertationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_colleague = cls._create_user("colleague", "group_user")
        cls.user_third = cls._create_user("third", "group_user")
        cls.today = cls.company._plpdma_get_today()

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

    # ------------------------------------------------------------------
    # Who is told
    # ------------------------------------------------------------------
    def _told(self):
        """``[(who, subject)]`` of what was written since the mail was mocked."""
        return [
            (message.notified_partner_ids, message.subject)
            for message in self._new_msgs.sorted("id")
        ]

    def test_the_absent_are_told_what_a_colleague_noted(self):
        agent = self.user_agent.partner_id
        with self.mock_mail_gateway(), self.mock_mail_app():
            absence = self._absence(self.user_colleague, user_id=self.user_agent.id)
        self.assertEqual(self._told(), [(agent, "Your absence is noted")])
        body = self._new_msgs.body
        for said in (self.user_colleague.name, absence._describe()):
            self.assertIn(said, body)
        with self.mock_mail_gateway(), self.mock_mail_app():
            absence.substitute_id = self.user_third
        self.assertEqual(
            self._told(),
            [
                (self.user_third.partner_id, "You replace somebody"),
                (agent, "Your absence was changed"),
            ],
        )
        with self.mock_mail_gateway(), self.mock_mail_app():
            absence.note = "Appeler le standard."
        self.assertEqual(self._told(), [])
        with self.mock_mail_gateway(), self.mock_mail_app():
            absence.unlink()
        self.assertEqual(
            self._told(),
            [
                (self.user_third.partner_id, "A replacement by you is cancelled"),
                (agent, "Your absence was removed"),
            ],
        )

    def test_who_notes_their_own_is_told_nothing(self):
        with self.mock_mail_gateway(), self.mock_mail_app():
            self._absence()
        self.assertEqual(
            self._told(), [(self.user_colleague.partner_id, "You replace somebody")]
        )

    # ------------------------------------------------------------------
    # Back, and gone
    # ------------------------------------------------------------------
    def test_back_on_the_first_day_says_that_nothing_is_left(self):
        absence = self._absence()
        with self.mock_mail_gateway(), self.mock_mail_app():
            action = absence.action_end()
        self.assertFalse(absence.exists())
        self.assertEqual(
            self._told(),
            [(self.user_colleague.partner_id, "A replacement by you is cancelled")],
        )
        self.assertIn("removed", action["params"]["message"])
        # The record is gone: nothing leads back to it.
        self.assertEqual(action["params"]["next"]["target"], "main")

    def test_back_later_says_when_it_ended(self):
        absence = self._absence(date_start=self._day(-3))
        with self.mock_mail_gateway(), self.mock_mail_app():
            action = absence.action_end()
        self.assertEqual(absence.date_end, self._day(-1))
        self.assertEqual(
            self._told(),
            [(self.user_colleague.partner_id, "A replacement by you has changed")],
        )
        self.assertNotIn("removed", action["params"]["message"])

    def test_the_buttons_ask_first(self):
        for kind in ("list", "form"):
            arch = self.env["plpdma.absence"].get_view(view_type=kind)["arch"]
            button = etree.fromstring(arch).find(".//button[@name='action_end']")
            self.assertTrue(button.get("confirm"), kind)

    def test_nobody_of_another_authority_is_absent_here(self):
        company, _program = self._create_other_company()
        manager = self.env["res.users"].search([("login", "=", "plpdma_other")])
        colleague = self._create_user(
            "other_colleague",
            "group_manager",
            company_id=company.id,
            company_ids=company.ids,
        )
        absences = (
            self.env["plpdma.absence"]
            .with_user(manager)
            .with_context(allowed_company_ids=company.ids)
        )
        vals = {
            "substitute_id": colleague.id,
            "date_start": self.today,
            "date_end": self._day(2),
        }
        for user in (self.user_agent, self.user_employee):
            with self.assertRaises(ValidationError) as refusal:
                absences.create({**vals, "user_id": user.id})
            # The same, whatever their rights over there.
            self.assertIn("does not work for", str(refusal.exception))
        self.assertTrue(absences.create({**vals, "user_id": manager.id}))

    def test_managers_are_told_that_nobody_replaces_any_more(self):
        manager = self.user_manager.partner_id
        changes = {
            "archived": {"active": False},
            "without rights": {
                "group_ids": [Command.unlink(self.env.ref(STAFF).id)],
            },
            "elsewhere": {},
        }
        other, _program = self._create_other_company()
        changes["elsewhere"] = {"company_ids": other.ids, "company_id": other.id}
        for number, (name, change) in enumerate(changes.items()):
            start = self._day(number * 20)
            absence = self._absence(
                date_start=start, date_end=start + timedelta(days=9)
            )
            user = self.user_colleague.with_env(self.env)
            before = {key: user[key] for key in ("active", "company_id")}
            groups, companies = user.group_ids, user.company_ids
            with self.subTest(name):
                with self.mock_mail_gateway(), self.mock_mail_app():
                    user.write(change)
                self.assertEqual(
                    self._told(), [(manager, "Somebody absent is replaced no longer")]
                )
                self.assertIn(absence._describe(), self._new_msgs.body)
                with self.mock_mail_gateway(), self.mock_mail_app():
                    user.write({"name": "Un autre nom"})
                self.assertEqual(self._told(), [])
            user.write(
                {
                    "active": before["active"],
                    "group_ids": [Command.set(groups.ids)],
                    "company_ids": [Command.set(companies.ids)],
                    "company_id": before["company_id"].id,
                }
            )
            absence.unlink()

    # ------------------------------------------------------------------
    # Whose clock
    # ------------------------------------------------------------------
    def test_the_authority_says_what_day_it_is(self):
        """Whatever clock a call from outside brings."""
        past = self._absence(date_start=self._day(-8), date_end=self._day(-1))
        running = self._absence()
        coming = self._absence(date_start=self._day(10), date_end=self._day(11))
        absences = past | running | coming
        noon = datetime.combine(self.today, time(10, 30))
        for zone in ("Pacific/Midway", "Pacific/Kiritimati", False):
            with self.subTest(zone), freeze_time(noon):
                seen = absences.with_context(tz=zone)
                seen.invalidate_recordset()
                self.assertEqual(seen.mapped("state"), ["past", "running", "coming"])
                for name, found in (("is_running", running), ("is_past", past)):
                    domain = [("id", "in", absences.ids), (name, "=", True)]
                    self.assertEqual(seen.search(domain), found, name)
        self.company.partner_id.tz = "Pacific/Kiritimati"
        with freeze_time(datetime.combine(self._day(9), time(10, 30))):
            absences.invalidate_recordset()
            self.assertEqual(absences.mapped("state"), ["past", "past", "running"])
