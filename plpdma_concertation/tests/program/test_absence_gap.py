"""Whoever would replace is absent too: it is shown, and the managers are told."""

from lxml import etree

from odoo.tests import tagged

from ...tools.moments import describe_day
from .test_absence import AbsenceCase


@tagged("post_install", "-at_install", "plpdma")
class TestAbsenceGap(AbsenceCase):
    def _told(self):
        self.flush_tracking()
        return [(m.notified_partner_ids, m.subject) for m in self._new_msgs]

    def test_managers_are_told_and_both_say_so(self):
        first = self._absence()
        self.assertFalse(first.gap_notice)
        with self.mock_mail_gateway(), self.mock_mail_app():
            second = self._absence(self.user_colleague, substitute_id=False)
        subject = "Somebody absent is replaced no longer"
        self.assertEqual(self._told(), [(self.user_manager.partner_id, subject)])
        body = self._new_msgs.body
        self.assertIn(first._describe(), body)
        self.assertIn(f"{self.user_colleague.name} is absent too", body)
        first.invalidate_recordset()
        self.assertIn("is absent too", first.gap_notice)
        self.assertIn(f"replaces {self.user_agent.name}", second.gap_notice)
        # Whoever stands in for the second does so for the first.
        second.substitute_id = self.user_third
        (first | second).invalidate_recordset()
        self.assertFalse(first.gap_notice or second.gap_notice)
        # The chain breaks further on.
        self._absence(self.user_third, substitute_id=False)
        first.invalidate_recordset()
        self.assertIn(f"{self.user_third.name} is absent too", first.gap_notice)

    def test_other_days_are_no_gap(self):
        first = self._absence()
        with self.mock_mail_gateway(), self.mock_mail_app():
            second = self._absence(
                self.user_colleague,
                substitute_id=False,
                date_start=self._day(10),
                date_end=self._day(12),
            )
        self.assertEqual(self._told(), [])
        first.invalidate_recordset()
        self.assertFalse(first.gap_notice or second.gap_notice)
        with self.mock_mail_gateway(), self.mock_mail_app():
            second.date_start = self._day(9)
        self.assertEqual(len(self._told()), 1)

    def test_one_day_is_that_day(self):
        days = {"date_start": self.today, "date_end": self.today}
        first = self._absence(**days)
        day = f" on {describe_day(first.env, self.today)}"
        self.assertIn(day, first.display_name)
        second = self._absence(self.user_colleague, substitute_id=False, **days)
        self.assertIn(f"{day}, replaced by nobody", second.display_name)
        first.invalidate_recordset()
        self.assertIn(f"too,{day}, and", first.gap_notice)
        second.date_end = self._day(1)
        self.assertRegex(second.display_name, "absent from .{6,} to .{6,},")

    def test_many_are_looked_at_together(self):
        first = self._absence()
        others = self.env["plpdma.absence"]
        for user in (self.user_colleague, self.user_third):
            others |= self._absence(user, substitute_id=False)
        both = first | others
        both.invalidate_recordset()
        first.gap_notice  # noqa: B018 (read alone first: what is known is known)
        both.invalidate_recordset(["gap_notice"])
        with self.assertQueryCount(1):
            both.mapped("gap_notice")

    def test_the_list_says_why_a_line_is_coloured(self):
        """Without a click: a colour alone tells nothing."""
        arch = self.env["plpdma.absence"].get_view(view_type="list")["arch"]
        notice = etree.fromstring(arch).find(".//field[@name='gap_notice']")
        self.assertEqual(notice.get("optional"), "show")
