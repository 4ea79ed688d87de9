"""Reminders: one activity for each overdue contribution, however often it runs."""

from odoo.tests import tagged

from ..common import ConcertationCase

OVERDUE = {"date_received": "2020-01-01"}


@tagged("post_install", "-at_install", "plpdma")
class TestReminder(ConcertationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Superuser, as the scheduler is.
        cls.env["plpdma.contribution"].search([]).write({"date_reminded": "2020-01-01"})
        cls.activity_type = cls.env.ref(
            "plpdma_concertation.mail_activity_type_answer_due"
        )

    def _run(self, **kwargs):
        """Run as the scheduler does; return how many are done, and how many left."""
        return self._run_as_cron(
            "ir_cron_remind_overdue",
            lambda env: env["plpdma.contribution"]._cron_remind_overdue(**kwargs),
        )

    def _activities(self, contributions):
        return self.env["mail.activity"].search(
            [
                ("res_model", "=", contributions._name),
                ("res_id", "in", contributions.ids),
                ("activity_type_id", "=", self.activity_type.id),
            ]
        )

    def test_one_activity_however_often_it_runs(self):
        contributions = self._create_contributions(OVERDUE, OVERDUE)
        for _day in range(3):
            self._run()
            activities = self._activities(contributions)
            self.assertEqual(len(activities), 2)
            self.assertEqual(set(activities.mapped("res_id")), set(contributions.ids))

    def test_activity_done_does_not_come_back(self):
        contribution = self._create_contribution(**OVERDUE)
        self._run()
        self._activities(contribution).action_done()
        self._run()
        self.assertFalse(self._activities(contribution))
        self.assertTrue(contribution.is_overdue)
        self.assertEqual(contribution.date_reminded, self.company._plpdma_get_today())

    def test_only_what_is_overdue(self):
        recent, not_expected, answered, merged, target = self._create_contributions(
            {}, *([OVERDUE] * 4)
        )
        not_expected.response_expected = False
        self._create_response(answered, state="sent")
        merged._merge_into(target)
        self._run()
        silent = recent | not_expected | answered | merged
        self.assertFalse(self._activities(silent))
        self.assertFalse(any(silent.mapped("date_reminded")))
        self.assertEqual(len(self._activities(target)), 1)

    def test_batches(self):
        contributions = self._create_contributions(*([OVERDUE] * 5))
        steps = [(2, 3), (2, 1), (1, 0), (0, 0)]
        for step in steps:
            self.assertEqual(self._run(batch_size=2), step)
        self.assertEqual(len(self._activities(contributions)), 5)

    def test_who_is_reminded(self):
        session = self._create_session(user_id=self.user_employee.id)
        nobody = {**OVERDUE, "user_id": False}
        contributions = self._create_contributions(
            OVERDUE, {**nobody, "session_id": session.id}, nobody
        )
        self._run()
        users = [self._activities(c).user_id for c in contributions]
        self.assertEqual(
            users, [self.user_agent, self.user_employee, self.user_manager]
        )

    def test_scheduled_action_runs(self):
        contribution = self._create_contribution(**OVERDUE)
        cron = self.env.ref("plpdma_concertation.ir_cron_remind_overdue")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertEqual(len(self._activities(contribution)), 1)
