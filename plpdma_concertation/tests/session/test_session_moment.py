"""When a session takes place: its end follows its start, and everybody reads the same
hours."""

from datetime import timedelta

from odoo import fields
from odoo.tests import Form, HttpCase, new_test_user, tagged

from ..common import ConcertationCase


@tagged("post_install", "-at_install", "plpdma")
class TestSessionMove(ConcertationCase):
    def _moved(self, format_="collective"):
        session = self._create_session(
            format=format_,
            date_start="2036-07-03 12:00:00",
            date_stop="2036-07-03 15:00:00",
        )
        return session, session.date_start, session.date_stop

    def test_end_follows(self):
        for delta in (-timedelta(days=3), timedelta(minutes=90), -timedelta(hours=1)):
            for format_ in ("individual", "collective"):
                session, start, stop = self._moved(format_)
                session.write({"date_start": start + delta})
                self.assertEqual(session.date_start, start + delta)
                self.assertEqual(session.date_stop, stop + delta)

    def test_both_are_written_as_they_are(self):
        session, start, stop = self._moved()
        session.write({"date_start": start - timedelta(days=1), "date_stop": stop})
        self.assertEqual(session.date_stop, stop)
        session.date_stop = stop + timedelta(hours=1)
        self.assertEqual(session.date_start, start - timedelta(days=1))
        session.date_start += timedelta(days=1)
        self.assertEqual(session.date_stop, stop + timedelta(days=1, hours=1))

    def test_several_at_once(self):
        first, start, _stop = self._moved()
        second, _start, _stop = self._moved()
        second.date_stop += timedelta(hours=2)
        (first | second).write({"date_start": start - timedelta(days=1)})
        self.assertEqual(first.date_stop - first.date_start, timedelta(hours=3))
        self.assertEqual(second.date_stop - second.date_start, timedelta(hours=5))

    def test_first_date_and_another_after_none(self):
        session = self._create_session(date_start=False)
        self.assertFalse(session.date_stop)
        session.date_start = "2036-07-03 12:00:00"
        self.assertEqual(session.date_stop - session.date_start, timedelta(hours=2))
        session.write({"date_start": False, "date_stop": False})
        session.date_start = "2036-01-03 12:00:00"
        self.assertEqual(session.date_stop - session.date_start, timedelta(hours=2))

    def test_closing_date_announced_to_the_public_stays(self):
        session, start, stop = self._moved("public")
        session.date_start = start - timedelta(days=2)
        self.assertEqual(session.date_stop, stop)

    def test_in_the_form(self):
        session, start, stop = self._moved()
        with Form(session) as form:
            form.date_start = start - timedelta(days=2)
            self.assertEqual(form.date_stop, stop - timedelta(days=2))
            form.date_start = start - timedelta(days=4)
            self.assertEqual(form.date_stop, stop - timedelta(days=4))
            form.date_stop = stop
            form.date_start = start - timedelta(days=5)
            self.assertEqual(form.date_stop, stop - timedelta(days=1))
        self.assertEqual(session.date_start, start - timedelta(days=5))
        self.assertEqual(session.date_stop, stop - timedelta(days=1))

    def test_in_the_calendar(self):
        session, start, stop = self._moved()
        with self.mock_mail_gateway():
            session.action_plan()
        event = session.calendar_event_id.with_user(self.user_agent)
        self.env.flush_all()
        event.start = start - timedelta(days=1)
        self.assertEqual(session.date_start, start - timedelta(days=1))
        self.assertEqual(session.date_stop, stop - timedelta(days=1))
        event.duration = 1
        self.assertEqual(session.date_stop - session.date_start, timedelta(hours=1))


@tagged("post_install", "-at_install", "plpdma")
class TestPeriod(ConcertationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")

    def test_one_day_is_no_period(self):
        session = self._create_session(
            format="public",
            date_start="2036-07-28 07:00:00",
            date_stop="2036-07-28 16:00:00",
        )
        session = session.with_context(lang="en_US")
        day = session._describe_day(session.date_start)
        self.assertIn("28", day)
        self.assertEqual(session._describe_moment(), day)
        self.assertEqual(session._describe_public()["moment"], day)
        session.date_stop += timedelta(days=2)
        self.assertIn("30", session._describe_moment())
        self.assertIn(f"From {day} to", session._describe_moment())

    def test_everywhere(self):
        """One home: an export, a programme of one month, a mandate of one day."""
        program = self.program.sudo().with_context(lang="en_US")
        program.write({"date_start": "2036-07-01", "date_end": "2036-07-31"})
        self.assertEqual(program._describe_period(), "July 2036")
        mandate = self.env["plpdma.mandate"].create(
            {
                "program_id": self.program.id,
                "partner_id": self.partners[0].id,
                "date_start": "2036-07-28",
                "date_end": "2036-07-28",
            }
        )
        summary = mandate.with_context(lang="en_US").scope_summary
        self.assertEqual(summary.count("2036"), 1, summary)


@tagged("post_install", "-at_install", "plpdma")
class TestSessionEntry(ConcertationCase):
    """What announces a planned session is changed by the session alone."""

    def setUp(self):
        super().setUp()
        with self.mock_mail_gateway():
            self.meeting = self._create_session(self.actors[:1], days=5)
            self.meeting.action_plan()
        self.event = self.meeting.calendar_event_id

    def test_reminders_are_those_of_who_organises(self):
        alarm = self.env["calendar.alarm"].create(
            {"name": "La veille", "alarm_type": "email", "duration": 24}
        )
        vals = {"alarm_ids": [(4, alarm.id)]}
        with self.assertRefused("announces a session"):
            self.event.with_user(self.user_employee).write(vals)
        self.event.with_user(self.user_agent).write(vals)
        self.assertEqual(self.event.alarm_ids, alarm)

    def test_nobody_changes_it_behind_the_session(self):
        guests = self.event.partner_ids
        changes = (
            {"name": "Autre"},
            {"active": False},
            {"privacy": "private"},
            {"location": "Ailleurs"},
            {"description": "<p>Autre</p>"},
            {"user_id": self.user_employee.id},
            {"partner_ids": [(4, self.user_employee.partner_id.id)]},
            {"partner_ids": [(3, self.partners[0].id)]},
            {"attendee_ids": [(5,)]},
            {"allday": True},
            {"recurrency": True, "rrule_type_ui": "daily"},
        )
        for user in (self.user_employee, self.user_agent, self.user_manager):
            event = self.event.with_user(user)
            for vals in changes:
                with self.subTest(user=user.login, vals=vals):
                    with self.assertRefused("announces a session", "Test agent"):
                        event.write(dict(vals))
            for act in (
                event.unlink,
                event.action_archive,
                event.attendee_ids.unlink,
                # No key of the context gives a right.
                event.with_context(plpdma_from_session=True).unlink,
                lambda event=event: event.action_join_meeting(
                    self.user_employee.partner_id.id
                ),
                event.action_sendmail,
                lambda event=event: event.attendee_ids[:1].write(
                    {"partner_id": self.user_elected.partner_id.id}
                ),
                lambda event=event: event.attendee_ids[:1].write(
                    {"event_id": self.env["calendar.event"].create({"name": "X"}).id}
                ),
                lambda event=event: event.attendee_ids.create(
                    {
                        "event_id": event.id,
                        "partner_id": self.user_employee.partner_id.id,
                    }
                ),
            ):
                with self.assertRefused("announces a session"):
                    act()
        self.assertTrue(self.event.active)
        self.assertEqual(self.event.partner_ids, guests)
        self.assertEqual(self.event.name, self.meeting.name)

    def test_what_is_not_changed_passes(self):
        """A calendar on screen writes back what it read, when an entry is dragged."""
        event = self.event.with_user(self.user_agent)
        start = event.start + timedelta(days=1)
        event.write(
            {
                "start": start,
                "stop": start + timedelta(hours=2),
                "name": event.name,
                "allday": False,
                "privacy": event.privacy,
            }
        )
        self.assertEqual(self.meeting.date_start, start)

    def test_other_meetings_are_as_before(self):
        event = self.env["calendar.event"].with_user(self.user_employee)
        event = event.create(
            {
                "name": "Réunion",
                "start": fields.Datetime.now() + timedelta(days=1),
                "stop": fields.Datetime.now() + timedelta(days=1, hours=1),
            }
        )
        event.write({"name": "Autre", "privacy": "private"})
        event.attendee_ids.unlink()
        event.action_archive()
        event.unlink()
        self.assertFalse(event.exists())

    def test_session_changes_it(self):
        self.meeting.write({"name": "Autre titre", "format": "individual"})
        self.assertEqual(self.event.name, "Autre titre")
        self.assertEqual(self.event.privacy, "private")
        with self.mock_mail_gateway():
            self.meeting.action_cancel()
        self.assertFalse(self.event.active)
        self.meeting.with_user(self.user_manager).unlink()
        self.assertFalse(self.event.exists())


@tagged("post_install", "-at_install", "plpdma")
class TestOneMoment(HttpCase, ConcertationCase):
    """Portal, documents, messages: one moment, by the clock of the authority."""

    def test_hours_in_french(self):
        """« de 14 h à 17 h 30 », which no line break cuts."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.company.partner_id.sudo().tz = "Europe/Paris"
        session = self._create_session(
            date_start="2036-07-03 12:00:00", date_stop="2036-07-03 15:30:00"
        )
        moment = session.with_context(lang="fr_FR")._describe_moment()
        self.assertIn("de 14\u00a0h à 17\u00a0h\u00a030", moment)

    def test_portal_says_the_hours_of_the_documents(self):
        self.env["res.lang"]._activate_lang("en_US")
        self.company.partner_id.sudo().tz = "Europe/Paris"
        user = new_test_user(
            self.env,
            login="portal_moment",
            password="portal_moment_1",
            groups="base.group_portal",
            tz="America/Guadeloupe",
            lang="en_US",
            partner_id=self.partners[0].id,
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        with self.mock_mail_gateway():
            session = self._create_session(
                self.actors[:1],
                date_start="2036-07-03 22:30:00",
                date_stop="2036-07-05 09:00:00",
            )
            session.action_plan()
        moment = session.with_user(user).with_context(lang="en_US")
        moment = moment._describe_moment()
        for words in ("July 4, 2036", "12:30", "July 5, 2036", "11:00"):
            self.assertIn(words, moment)
        self.authenticate("portal_moment", "portal_moment_1")
        seen = 0
        for path in (
            "/my/concertation",
            "/my/concertation/sessions",
            f"/my/concertation/sessions/{session.id}",
            session.participation_ids.sudo()._get_path("reply"),
        ):
            text = self.url_open(path).text.replace("\u202f", " ")
            with self.subTest(path=path):
                self.assertIn(moment.replace("\u202f", " "), text)
                seen += 1
        self.assertEqual(seen, 4)
        values = self.env["report.plpdma_concertation.report_convocation"]
        values = values.with_user(self.user_agent)._get_report_values(session.ids)
        [sheet] = values["sheets"]
        self.assertEqual(sheet["moment"], moment)
