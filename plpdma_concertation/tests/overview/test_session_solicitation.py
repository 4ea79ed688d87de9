"""A session that meets somebody once too often says so, and names who could come."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .solicitation_common import SolicitationCase


@tagged("post_install", "-at_install", "plpdma")
class TestSessionSolicitation(SolicitationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Two who could come instead, and nobody else.
        cls.second, cls.third = cls.actors[1:]
        cls.axis = cls.env["plpdma.theme"].create({"name": "Axe d'essai"})
        cls.theme, cls.other_theme = cls.env["plpdma.theme"].create(
            [
                {"name": "Thème d'essai", "parent_id": cls.axis.id},
                {"name": "Tout autre chose"},
            ]
        )

    def _prepare(self, actors=None, days=1, **vals):
        session = self._meet(
            self.actor if actors is None else actors, days, state="draft", **vals
        )
        self._forget()
        return session

    def assertSaid(self, session, *words):
        self._forget()
        self.assertTrue(session.has_warnings)
        for word in words:
            self.assertIn(word, session.warnings)

    def assertSilent(self, session):
        self._forget()
        self.assertFalse(session.solicitation_warning)
        self.assertNotIn("Met too often", session.warnings or "")

    def test_the_fourth_time_is_said(self):
        self._meet(self.actor, -20, -10)
        session = self._prepare()
        self.assertSilent(session)
        self._serve(self.actor, -5)
        self.assertSaid(
            session,
            "Met too often within 90 days",
            "at most 3",
            f"{self.actor.display_name} (4 times)",
        )
        session.with_context(no_mail_to_attendees=True).state = "planned"
        self.assertSaid(session, "(4 times)")
        self.assertIn(session, session.search([("has_warnings", "=", True)]))

    def test_within_the_ninety_days_of_the_session(self):
        self._meet(self.actor, -59, -50, -40)
        for days, is_said in ((30, True), (31, False)):
            session = self._prepare(days=days)
            with self.subTest(days=days):
                if is_said:
                    self.assertSaid(session, "(4 times)")
                else:
                    self.assertSilent(session)

    def test_those_planned_later_count(self):
        self._meet(self.actor, 10, 20, 30)
        self.assertSaid(self._prepare(), "(4 times)")

    def test_without_a_date_today_is_meant(self):
        self._meet(self.actor, -89, -50, -40)
        session = self._prepare()
        session.write({"date_start": False, "date_stop": False})
        self.assertSaid(session, "(4 times)")

    def test_what_is_past_is_not_said(self):
        self._meet(self.actor, -20, -10, -9)
        session = self._meet(self.actor, -1)
        self.assertSaid(session, "(4 times)")
        session.action_hold()
        self.assertSilent(session)

    def test_the_limit_is_the_programme_s(self):
        self._meet(self.actor, -20, -10, -9)
        session = self._prepare()
        self.program.solicitation_limit = 4
        self.assertSilent(session)
        self.program.solicitation_limit = 0
        self.assertSilent(session)
        self.program.solicitation_limit = 1
        self.assertSaid(session, "at most 1", "(4 times)")

    def test_an_organisation_is_named_once(self):
        self.actor.partner_id.is_company = True
        one = self._create_actor("Camille", parent=self.actor.partner_id)
        self._meet(self.actor, -20, -10, -9)
        session = self._prepare(self.actor | one)
        self.assertSaid(session, "(4 times)")
        self.assertEqual(session.solicitation_warning.count("times)"), 1)

    def test_a_facilitator_is_at_work(self):
        self._meet(self.actor, -20, -10, -9)
        self.assertSilent(self._prepare(capacity="facilitator"))

    def test_who_could_come(self):
        self._meet(self.actor, -20, -10, -9)
        session = self._prepare()
        # Heard, and so after those who never were.
        self._create_contribution(stakeholder_id=self.second.id)
        self.assertSaid(
            session,
            "Could come instead, those never heard first: "
            f"{self.third.display_name}, {self.second.display_name}.",
        )

    def _assert_could_come(self, session, *actors):
        self._forget()
        found = session._find_instead({session: {self.actor: 4}})[session]
        self.assertEqual(set(found), set(actors))

    def test_of_the_same_category_or_college(self):
        session = self._prepare()
        self._assert_could_come(session, self.second, self.third)
        self.second.role_ids = False
        self._assert_could_come(session, self.third)
        college = self.env["plpdma.college"].create({"name": "Collège d'essai"})
        (self.actor | self.second).college_id = college
        self._assert_could_come(session, self.second, self.third)
        self.third.role_ids = False
        self.third.college_id = self.env["plpdma.college"].create({"name": "Autre"})
        self._assert_could_come(session, self.second)

    def test_not_met_often(self):
        session = self._prepare()
        self._meet(self.second, -20, -10)
        self._assert_could_come(session, self.second, self.third)
        self._meet(self.second, -9)
        self._assert_could_come(session, self.third)

    def test_not_invited_already(self):
        self.second.partner_id.is_company = True
        colleague = self._create_actor(
            "Collègue",
            parent=self.second.partner_id,
            role_ids=[Command.set(self.role.ids)],
        )
        session = self._prepare(self.actor | colleague)
        self._assert_could_come(session, self.third)

    def test_one_of_each_organisation(self):
        self.second.partner_id.is_company = True
        self._create_actor(
            "Collègue",
            parent=self.second.partner_id,
            role_ids=[Command.set(self.role.ids)],
            influence="low",
        )
        self.second.influence = "high"
        self._assert_could_come(self._prepare(), self.second, self.third)

    def test_on_the_same_theme(self):
        session = self._prepare(theme_ids=[Command.set(self.theme.ids)])
        self._assert_could_come(session, self.second, self.third)
        contribution = self._create_contribution(
            stakeholder_id=self.second.id,
            theme_ids=[Command.set(self.other_theme.ids)],
        )
        self._assert_could_come(session, self.third)
        contribution.theme_ids = self.axis
        self._assert_could_come(session, self.second, self.third)
        # What they came for tells it as well.
        came = self._meet(
            self.third,
            -3,
            state="held",
            theme_ids=[Command.set(self.other_theme.ids)],
        )
        self._assert_could_come(session, self.second, self.third)
        came.participation_ids.attendance = "present"
        self._assert_could_come(session, self.second)

    def test_archived_actors_do_not_come(self):
        self.second.active = False
        self._assert_could_come(self._prepare(), self.third)

    def test_it_is_said_while_one_invites(self):
        self._meet(self.actor, -20, -10, -9)
        form = Form(self.agent_env["plpdma.session"])
        form.name = "CCES"
        form.program_id = self.program
        with form.participation_ids.new() as line:
            line.stakeholder_id = self.actor
        self.assertIn("(4 times)", form.warnings)
        form.save()

    def test_for_the_staff_alone(self):
        self._meet(self.actor, -20, -10, -9)
        session = self._prepare()
        self.assertSaid(session, "(4 times)")
        checked = 0
        for user in (self.user_elected, self.user_facilitator):
            session.facilitator_id = user.partner_id
            as_user = session.with_user(user)
            self.assertTrue(as_user.has_access("read"))
            for name in ("solicitation_warning", "warnings", "has_warnings"):
                with self.assertRaises(AccessError):
                    as_user.read([name])
                checked += 1
        self.assertEqual(checked, 6)

    def test_costs_the_same_for_more_actors_and_sessions(self):
        actors = self.actors
        for number in range(200):
            actors |= self._create_actor(
                f"Organisation {number}", role_ids=[Command.set(self.role.ids)]
            )
        self._meet(actors[:100], -20, -10, -9)
        sessions = self.agent_env["plpdma.session"]
        for days in range(1, 7):
            sessions |= self._prepare(actors[:5], days=days)
        few = sessions[:1]
        many = sessions | self._prepare(actors[:100], days=8)
        counts = []
        for some in (many, few, many):
            self._forget()
            before = self.cr.sql_log_count
            said = some.mapped("solicitation_warning")
            counts.append(self.cr.sql_log_count - before)
            self.assertTrue(all(said))
        self.assertLessEqual(counts[2], counts[1])
