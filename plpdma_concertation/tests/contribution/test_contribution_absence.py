"""What is handled in somebody's absence, and comes back."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import format_date

from ..program.test_absence import AbsenceCase

TODO = "mail.mail_activity_data_todo"


@tagged("post_install", "-at_install", "plpdma")
class TestContributionAbsence(AbsenceCase):
    def _build_world(self):
        self.mine, self.done, self.other = self._create_contributions(
            {"user_id": self.user_agent.id},
            {"user_id": self.user_agent.id},
            {"user_id": self.user_manager.id},
        )
        self.done.sudo().write({"response_expected": False, "state": "closed"})

    def _later(self, days):
        """The work of the scheduled action, some days later."""
        with freeze_time(self._day(days)):
            self.env["plpdma.absence"]._cron_settle()
            self.env.flush_all()

    def _handlers(self, *contributions):
        return [contribution.sudo().user_id for contribution in contributions]

    def test_goes_and_comes_back(self):
        absence = self._absence()
        agent, colleague = self.user_agent, self.user_colleague
        self.assertEqual(
            self._handlers(self.mine, self.done, self.other),
            [colleague, agent, self.user_manager],
        )
        self.assertEqual(
            self.mine.covered_notice,
            f"For {agent.name}, absent until {format_date(self.env, absence.date_end)}",
        )
        self._later(9)
        self.assertEqual(self._handlers(self.mine), [colleague])
        self._later(10)
        self.assertEqual(self._handlers(self.mine), [agent])
        self.assertFalse(self.mine.sudo().covered_user_id)
        self.assertFalse(self.mine.covered_notice)

    def test_waits_for_the_first_day(self):
        self._absence(date_start=self._day(2))
        self._later(1)
        self.assertEqual(self._handlers(self.mine), [self.user_agent])
        self._later(2)
        self.assertEqual(self._handlers(self.mine), [self.user_colleague])

    def test_safe_to_repeat(self):
        self._absence()
        for _again in range(2):
            self._later(1)
        self.assertEqual(self._handlers(self.mine), [self.user_colleague])
        self.assertEqual(self.mine.sudo().covered_user_id, self.user_agent)

    def test_what_was_done_or_given_on_does_not_come_back(self):
        given, taken, closed = self._create_contributions(
            *[{"user_id": self.user_agent.id}] * 3
        )
        self._absence()
        given.with_user(self.user_colleague).user_id = self.user_third
        taken.with_user(self.user_colleague).user_id = self.user_colleague
        closed.sudo().write({"response_expected": False, "state": "closed"})
        self._later(10)
        self.assertEqual(
            self._handlers(given, taken, closed),
            [self.user_third, self.user_colleague, self.user_colleague],
        )

    def test_shortened_extended_removed(self):
        for change, back in (
            (lambda absence: absence.action_end(), 0),
            (lambda absence: absence.unlink(), 0),
            (lambda absence: absence.write({"date_end": self._day(12)}), 13),
        ):
            with self.cr.savepoint() as point:
                absence = self._absence()
                self.assertEqual(self._handlers(self.mine), [self.user_colleague])
                change(absence)
                if back:
                    self._later(back - 1)
                    self.assertEqual(self._handlers(self.mine), [self.user_colleague])
                    self._later(back)
                self.assertEqual(self._handlers(self.mine), [self.user_agent])
                self.env.flush_all()
                point.rollback()
                self.env.invalidate_all()

    def test_another_substitute(self):
        absence = self._absence()
        absence.substitute_id = self.user_third
        self.assertEqual(self._handlers(self.mine), [self.user_third])
        self._later(10)
        self.assertEqual(self._handlers(self.mine), [self.user_agent])

    def test_substitute_absent_too(self):
        (theirs,) = self._create_contributions({"user_id": self.user_colleague.id})
        self._absence()
        self._absence(
            self.user_colleague,
            substitute_id=self.user_third.id,
            date_start=self._day(3),
            date_end=self._day(5),
        )
        expected = {
            1: [self.user_colleague, self.user_colleague],
            3: [self.user_third, self.user_third],
            6: [self.user_colleague, self.user_colleague],
            10: [self.user_agent, self.user_colleague],
        }
        for day, handlers in expected.items():
            self._later(day)
            self.assertEqual(self._handlers(self.mine, theirs), handlers, day)

    def test_what_is_given_meanwhile_goes_to_the_substitute(self):
        self._absence()
        manager = self.user_manager
        (created,) = self._create_contributions({"user_id": self.user_agent.id})
        # The agent is the one who creates here, and keeps it.
        self.assertEqual(self._handlers(created), [self.user_agent])
        self.other.with_user(manager).user_id = self.user_agent
        self.assertEqual(self._handlers(self.other), [self.user_colleague])
        created = created.with_user(manager)
        created._assign({self.user_third: created})
        created._assign({self.user_agent: created})
        self.assertEqual(self._handlers(created), [self.user_colleague])
        self._later(10)
        self.assertEqual(
            self._handlers(self.other, created), [self.user_agent, self.user_agent]
        )

    def test_dialog_says_who_is_away(self):
        dialog = (
            self.env["plpdma.contribution.assign"]
            .with_user(self.user_manager)
            .create({"contribution_ids": self.other.ids, "user_id": self.user_agent.id})
        )
        self.assertFalse(dialog.absent_notice)
        self._absence()
        dialog.invalidate_recordset()
        self.assertIn(
            f"{self.user_agent.name}: {self.user_colleague.name}", dialog.absent_notice
        )

    def test_what_one_takes_while_away_stays(self):
        self._absence()
        self.other.with_user(self.user_agent).user_id = self.user_agent
        self._later(1)
        self.assertEqual(self._handlers(self.other), [self.user_agent])
        self.assertFalse(self.other.covered_notice)
        self._later(10)
        self.assertEqual(self._handlers(self.other), [self.user_agent])
        self.assertFalse(self.other.sudo().covered_user_id)

    def test_assignment_can_still_be_undone(self):
        manager = self.other.with_user(self.user_manager)
        manager._assign({self.user_agent: manager})
        self._absence()
        self.assertEqual(self._handlers(self.other), [self.user_colleague])
        manager.action_unassign()
        self.assertEqual(self._handlers(self.other), [self.user_manager])
        self._later(10)
        self.assertEqual(self._handlers(self.other), [self.user_manager])

    def test_undone_assignment_is_held_for_whoever_is_absent(self):
        self._absence()
        given = (self.mine | self.other).with_user(self.user_manager)
        given._assign({self.user_third: given})
        self.assertFalse(self.mine.sudo().covered_user_id)
        given.action_unassign()
        self.assertEqual(
            self._handlers(self.mine, self.other),
            [self.user_colleague, self.user_manager],
        )
        self.assertEqual(self.mine.sudo().covered_user_id, self.user_agent)
        self.assertFalse(self.other.sudo().covered_user_id)
        self._later(10)
        self.assertEqual(self._handlers(self.mine), [self.user_agent])

    def test_undone_assignment_after_the_absence(self):
        absence = self._absence()
        given = self.mine.with_user(self.user_manager)
        given._assign({self.user_third: given})
        absence.unlink()
        self.assertEqual(self._handlers(self.mine), [self.user_third])
        given.action_unassign()
        self.assertEqual(self._handlers(self.mine), [self.user_agent])
        self.assertFalse(self.mine.sudo().covered_user_id)

    def test_nobody_claims_a_replacement(self):
        claim = {"covered_user_id": self.user_third.id}
        with self.assertRaises(AccessError):
            self.mine.write(claim)
        with self.assertRaises(AccessError):
            self.mine.create(
                {"verbatim": "Oui.", "program_id": self.program.id} | claim
            )
        with self.assertRaises(AccessError):
            self.mine.with_context(default_covered_user_id=self.user_third.id).create(
                {"verbatim": "Oui.", "program_id": self.program.id}
            )

    def test_reminders_follow(self):
        before = self.mine.activity_schedule(TODO, user_id=self.user_agent.id)
        foreign = self.partners[0].activity_schedule(TODO, user_id=self.user_agent.id)
        self._absence()
        manager = self.mine.with_user(self.user_manager)
        during = manager.activity_schedule(TODO, user_id=self.user_agent.id)
        own = self.other.activity_schedule(TODO, user_id=self.user_agent.id)
        self.assertEqual(
            self._handlers(before, during, own, foreign),
            [self.user_colleague, self.user_colleague] + [self.user_agent] * 2,
        )
        self._later(10)
        self.assertEqual(
            self._handlers(before, during, own, foreign), [self.user_agent] * 4
        )

    def test_rejected_preparer_is_replaced(self):
        """An answer to rework is a reminder like another."""
        response = self._create_response(self.mine)
        response.action_submit()
        self._absence()
        response.with_user(self.user_manager).action_return("Plus court.")
        self.assertEqual(response.activity_ids.user_id, self.user_colleague)
        self.assertEqual(response.author_id, self.user_agent)

    def test_back_at_once_from_a_substitute_who_is_gone(self):
        self._absence()
        self.assertEqual(self._handlers(self.mine), [self.user_colleague])
        self.user_colleague.sudo().active = False
        self.assertEqual(self._handlers(self.mine), [self.user_agent])
        self.user_colleague.sudo().active = True
        self.assertEqual(self._handlers(self.mine), [self.user_colleague])
        staff = self.env.ref("plpdma_concertation.group_user")
        self.user_colleague.sudo().group_ids -= staff
        self.assertEqual(self._handlers(self.mine), [self.user_agent])
