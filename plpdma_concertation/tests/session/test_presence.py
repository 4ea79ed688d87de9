"""Who came is noted on the day, and who said no is not made to have come."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..common import ConcertationCase


@tagged("post_install", "-at_install", "plpdma")
class TestPresence(ConcertationCase):
    def _plan(self, days):
        session = self._create_session(self.actors, days=days)
        session.action_plan()
        return session

    def test_nobody_came_to_what_is_to_come(self):
        session = self._plan(days=3)
        line = session.participation_ids[0]
        line.rsvp = "accepted"
        doors = (
            session.action_mark_present,
            session.participation_ids.action_mark_present,
            line.action_mark_absent,
            lambda: line.write({"attendance": "present"}),
        )
        for door in doors:
            with self.assertRefused("Atelier", exception=ValidationError):
                door()
        self.assertEqual(
            set(session.participation_ids.mapped("attendance")), {"invited"}
        )

    def test_a_sheet_says_nobody_came_to_what_is_to_come(self):
        session = self._plan(days=3)
        line = session.participation_ids[0]
        result = self.agent_env["plpdma.participation"].load(
            [".id", "attendance"], [[str(line.id), "present"]]
        )
        self.assertIn("before", str(result["messages"]))
        self.assertEqual(line.attendance, "invited")

    def test_nobody_left_to_mark_and_the_day_to_come(self):
        session = self._plan(days=3)
        session.participation_ids.rsvp = "declined"
        with self.assertRefused("Atelier", exception=ValidationError):
            session.action_mark_present()

    def test_an_excuse_is_given_in_advance_a_stand_in_comes_on_the_day(self):
        line = self._plan(days=3).participation_ids[0]
        line.action_mark_excused()
        self.assertEqual(line.attendance, "excused")
        stand_in = self.env["res.partner"].create({"name": "Sam Remplaçant"})
        with self.assertRefused("Atelier", exception=ValidationError):
            line.write({"attendance": "represented", "represented_by_id": stand_in.id})

    def test_on_the_day_from_the_hour_at_which_one_may_sign(self):
        session = self._plan(days=3)
        session.date_start = fields.Datetime.now() + timedelta(hours=1)
        session.action_mark_present()
        self.assertEqual(
            set(session.participation_ids.mapped("attendance")), {"present"}
        )
        with self.assertRefused("Atelier", exception=ValidationError):
            session.date_start += timedelta(days=3)

    def test_who_said_no_stays_and_is_named(self):
        session = self._plan(days=-2)
        refusing = session.participation_ids[0]
        refusing.rsvp = "declined"
        told = session.action_mark_present()
        self.assertEqual((refusing.rsvp, refusing.attendance), ("declined", "invited"))
        self.assertEqual(
            set((session.participation_ids - refusing).mapped("attendance")),
            {"present"},
        )
        self.assertIn(refusing.display_name, told["params"]["message"])

    def test_who_is_chosen_is_marked_whatever_they_said(self):
        session = self._plan(days=-2)
        line = session.participation_ids[0]
        line.rsvp = "declined"
        line.action_mark_present()
        self.assertEqual((line.rsvp, line.attendance), ("declined", "present"))
