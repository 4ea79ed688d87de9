"""The day on which a mandate is held is that of the authority."""

from datetime import datetime, time, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .mandate_common import MandateCase


@tagged("post_install", "-at_install", "plpdma")
class TestMandateClock(MandateCase):
    def _day(self, days):
        return self.today + timedelta(days=days)

    def _held_at(self, mandate, zone):
        """Whether the mayor holds it, wherever their call says that they are."""
        self.env.invalidate_all()
        mandates = mandate.with_user(self.user_mayor).with_context(tz=zone)
        held = {
            bool(mandates.search([("id", "=", mandate.id), (name, "=", True)]))
            for name in ("is_mine", "is_in_force")
        }
        reads = self.program.with_user(self.user_mayor).with_context(tz=zone)
        held.add(reads.has_access("read"))
        self.assertEqual(len(held), 1, held)
        return held.pop()

    def test_the_authority_says_what_day_it_is(self):
        """Whatever clock a call from outside brings."""
        noon = datetime.combine(self.today, time(10, 30))
        zones = ("Pacific/Midway", "Pacific/Kiritimati", False)
        for start, end, holds in ((-8, -1, False), (1, 9, False), (0, 0, True)):
            mandate = self._mandate(
                date_start=self._day(start), date_end=self._day(end)
            )
            for zone in zones:
                with self.subTest(start=start, zone=zone), freeze_time(noon):
                    self.assertEqual(self._held_at(mandate, zone), holds)
            mandate.unlink()
        self.company.partner_id.tz = "Pacific/Kiritimati"
        mandate = self._mandate(date_start=self._day(1), date_end=self._day(1))
        with freeze_time(noon):
            for zone in zones:
                self.assertTrue(self._held_at(mandate, zone))
            mandate.with_context(tz="Pacific/Midway")._end()
            self.assertFalse(mandate.exists(), "It began today, where the authority is")

    def test_begins_on_the_day_of_the_authority(self):
        self.company.partner_id.tz = "Pacific/Kiritimati"
        with freeze_time(datetime.combine(self.today, time(10, 30))):
            mandate = (
                self.env["plpdma.mandate"]
                .with_user(self.user_manager)
                .create(
                    {
                        "program_id": self.program.id,
                        "partner_id": self.user_mayor.partner_id.id,
                    }
                )
            )
            self.assertEqual(mandate.date_start, self._day(1))
            self.assertTrue(mandate.is_in_force)
