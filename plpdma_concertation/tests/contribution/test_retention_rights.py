"""What has identities erased is for those who may erase them."""

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .privacy_common import NAME, PrivacyCase


@tagged("post_install", "-at_install", "plpdma")
class TestRetentionRights(PrivacyCase):
    def setUp(self):
        super().setUp()
        self.today = self.company._plpdma_get_today()
        # sudo: as the programme was framed.
        self.program.sudo().write(
            {
                "date_start": "2020-01-01",
                "date_end": self.today + timedelta(days=2000),
                "retention_months": 24,
            }
        )
        self.contribution = self._create_contribution(contributor_name=NAME)
        self.env.flush_all()

    def _erase(self):
        self._run_as_cron(
            "ir_cron_anonymise",
            lambda env: env["plpdma.contribution"]._cron_anonymise(),
        )
        self.env.invalidate_all()

    def test_an_agent_has_nobody_erased(self):
        past = self.today - timedelta(days=300)
        kept = self.program.date_retention
        doors = {
            AccessError: (
                {"retention_months": 1},
                {"retention_from": "consultation"},
                {"date_end": past, "retention_months": 1},
            ),
            None: (
                {"date_end": past},
                {"date_end": self.today + timedelta(days=100)},
                {"date_end": past, "state": "draft"},
            ),
        }
        for error, tried in doors.items():
            for vals in tried:
                with self.subTest(vals=vals):
                    words = ("only a manager",)
                    more = {"exception": error} if error else {}
                    with self.assertRefused(*words, **more), self.env.cr.savepoint():
                        self.program.write(vals)
                    self.program.invalidate_recordset()
                    self.assertEqual(self.program.date_retention, kept)
        self._erase()
        self.assertEqual(self.contribution.contributor_name, NAME)

    def test_what_an_agent_still_writes(self):
        self.program.write(
            {
                "date_end": self.today + timedelta(days=2500),
                "retention_months": 24,
                "retention_from": "program",
            }
        )
        self.contribution.with_user(self.user_manager).sudo().unlink()
        self.program.date_end = self.today + timedelta(days=10)
        self.assertEqual(self.program.date_end, self.today + timedelta(days=10))

    def test_a_manager_reads_first_whom_it_forgets(self):
        program = self.program.with_user(self.user_manager)
        spec = {"date_end": {}, "date_retention": {}, "retention_months": {}}

        def change(day):
            values = {"retention_months": 24, "date_end": day}
            return program.onchange(values, ["date_end"], spec)

        warning = change("2021-01-01")["warning"]
        self.assertIn("Identities to be erased: 1", warning["title"])
        self.assertIn("tonight", warning["message"])
        self.assertNotIn("warning", change("2090-01-01"))
        program.write({"date_end": "2021-01-01", "retention_months": 1})
        self._erase()
        self.assertFalse(self.contribution.contributor_name)
