"""The legal thread: its deadlines, and what it warns of."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .milestone_common import ADDRESSEES, MilestoneCase


@tagged("post_install", "-at_install", "plpdma")
class TestMilestoneWarnings(MilestoneCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Identities are kept until then: it is not warned of.
        cls.program.date_end = cls.today + timedelta(days=2000)

    # ------------------------------------------------------------------
    # Deadlines
    # ------------------------------------------------------------------
    def test_two_months_and_six_years_after_the_deliberation(self):
        transmission = self._create_milestone("transmission")
        evaluation = self._create_milestone("evaluation")
        self.program.date_start = "2024-02-29"
        self.assertFalse(transmission.deadline)
        self.assertEqual(evaluation.deadline, date(2030, 2, 28))
        deliberation = self._create_milestone("deliberation")
        for done, two_months, six_years in (
            (date(2023, 12, 31), date(2024, 2, 29), date(2029, 12, 31)),
            (date(2024, 12, 31), date(2025, 2, 28), date(2030, 12, 31)),
            (date(2024, 2, 29), date(2024, 4, 29), date(2030, 2, 28)),
        ):
            with self.subTest(done=done):
                deliberation.date_done = done
                self.assertEqual(transmission.deadline, two_months)
                self.assertEqual(evaluation.deadline, six_years)
        deliberation.active = False
        self.assertFalse(transmission.deadline)
        self.assertEqual(evaluation.deadline, date(2030, 2, 28))

    def test_annual_report_is_due_the_following_year(self):
        report = self._create_milestone("annual_report", year=2027)
        self.assertEqual(report.deadline, date(2028, 12, 31))
        with Form(report) as form:
            form.year = 2029
            self.assertEqual(form.deadline, date(2030, 12, 31))
            self.assertIn("2029", form.name)

    def test_near_and_passed_deadlines_are_told(self):
        evaluation = self._create_milestone("evaluation")
        six_years = relativedelta(years=6)
        for days, words in ((31, None), (30, "is due by"), (0, "is due by")):
            self.program.date_start = self._day(days) - six_years
            # The 29th of February has no anniversary six years away.
            if evaluation.deadline != self._day(days):
                continue
            with self.subTest(days=days):
                if words:
                    self.assertWarns(evaluation, words)
                else:
                    self.assertQuiet(evaluation)
        self.program.date_start = self.today - six_years - timedelta(days=3)
        self.assertWarns(evaluation, "was due by", "Six-year evaluation")
        self.assertWarns(self.program, "Six-year evaluation")
        evaluation.skip_reason = "Programme prolongé"
        self.assertQuiet(evaluation)

    def test_passed_plan_is_told(self):
        milestone = self._create_milestone("draft_adoption", date_planned=self.today)
        self.assertQuiet(milestone)
        with Form(milestone) as form:
            form.date_planned = self._day(-1)
            self.assertIn("was planned on", form.warnings)
        self.assertWarns(milestone, "was planned on")
        milestone.action_mark_done()
        self.assertQuiet(milestone, "was planned on")

    # ------------------------------------------------------------------
    # Warnings
    # ------------------------------------------------------------------
    def test_draft_adopted_without_the_opinion(self):
        draft = self._create_milestone("draft_adoption")
        self.assertQuiet(draft)
        with Form(draft) as form:
            form.date_done = self._day(-5)
            self.assertIn("no opinion of the CCES", form.warnings)
        self.assertWarns(self.program, "no opinion of the CCES")
        opinion = self._create_milestone("cces_opinion", date_done=self._day(-4))
        self.assertWarns(draft, "before the opinion of the CCES")
        opinion.date_done = self._day(-5)
        self.assertQuiet(draft)
        self.assertQuiet(self.program)

    def test_availability_to_the_public_too_short(self):
        milestone = self._create_milestone("public_availability")
        opening = date(2026, 3, 2)
        for stop, days in (
            (date(2026, 3, 2), 0),
            (date(2026, 3, 3), 0),
            (date(2026, 3, 23), 20),
            (date(2026, 3, 24), 21),
        ):
            with self.subTest(stop=stop):
                milestone.write({"date_start": opening, "date_stop": stop})
                self.assertEqual(milestone.public_days, days)
                if days < 21:
                    self.assertWarns(milestone, f"lasts {days} clear days", "of 21")
                else:
                    self.assertQuiet(milestone)
        self.program.public_days_min = 30
        self.assertWarns(milestone, "for a minimum of 30")
        with Form(milestone) as form:
            form.date_stop = date(2026, 4, 2)
            self.assertFalse(form.warnings)
        self.assertQuiet(milestone)

    def test_availability_to_the_public_without_dates(self):
        milestone = self._create_milestone("public_availability")
        self.assertQuiet(milestone)
        milestone.date_done = self._day(-1)
        self.assertWarns(milestone, "opening and closing dates")
        milestone.skip_reason = "Sans objet"
        milestone.date_done = False
        self.assertQuiet(milestone)

    @mute_logger("odoo.sql_db")
    def test_availability_closes_after_it_opens(self):
        milestone = self._create_milestone("public_availability")
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            milestone.write({"date_start": "2026-03-02", "date_stop": "2026-03-01"})

    def test_availability_follows_its_session(self):
        session = self._create_public_session("2026-03-02", "2026-03-24")
        with Form(self._create_milestone("public_availability")) as form:
            form.session_id = session
            self.assertEqual(form.date_start, date(2026, 3, 2))
        milestone = form.record
        self.assertEqual(milestone.public_days, 21)
        self.assertEqual(milestone.date_planned, date(2026, 3, 24))
        self.assertFalse(self._public_warnings(session))
        # In Paris, the evening of the 22nd in universal time is already the 23rd.
        session.date_stop = "2026-03-22 23:30:00"
        self.assertEqual(milestone.date_stop, date(2026, 3, 23))
        self.assertWarns(milestone, "lasts 20 clear days")
        self.assertIn("lasts 20 clear days", self._public_warnings(session)[0])
        self.assertIn("lasts 20 clear days", session.warnings)
        session.action_plan()
        session.action_hold()
        self.assertEqual(milestone.date_done, date(2026, 3, 23))

    def _public_warnings(self, session):
        return self.agent_env["plpdma.milestone"]._get_public_session_warnings(session)

    def test_only_a_session_open_to_the_public_is_too_short(self):
        self.assertFalse(self._public_warnings(self._create_session()))
        session = self._create_public_session("2026-03-02", "2026-03-05")
        session.date_stop = False
        self.assertFalse(self._public_warnings(session))

    def test_modified_draft_goes_back_to_the_cces(self):
        self.assertQuiet(self.program)
        self._create_milestone("draft_adoption")
        with Form(self.program) as form:
            form.draft_modified = True
            self.assertIn("consult the CCES again", form.warnings)
        self.assertWarns(self.program, "consult the CCES again")
        opinion = self._create_milestone("second_opinion")
        self.assertWarns(opinion, "consult the CCES again")
        self.assertEqual(self.program.warnings.count("consult the CCES again"), 1)
        opinion.skip_reason = "Non nécessaire"
        self.assertWarns(opinion, "not applicable")
        opinion.write({"skip_reason": False, "date_done": self._day(-3)})
        self.assertQuiet(opinion)
        deliberation = self._create_milestone("deliberation", date_done=self._day(-3))
        self.assertQuiet(opinion)
        opinion.date_done = self._day(-2)
        self.assertWarns(opinion, "after the deliberation")
        opinion.date_done = False
        self.assertWarns(opinion, "no second opinion")
        deliberation.date_done = False
        self.program.draft_modified = False
        self.assertQuiet(opinion)

    def test_deliberation_leaves_time_to_read(self):
        self._create_milestone(
            "public_availability", date_start=self._day(-60), date_stop=self._day(-10)
        )
        deliberation = self._create_milestone("deliberation")
        for days, is_hasty in ((-12, True), (-7, True), (-6, False)):
            with self.subTest(days=days):
                deliberation.date_done = self._day(days)
                if is_hasty:
                    self.assertWarns(deliberation, "less than 4 days after")
                else:
                    self.assertQuiet(deliberation)
        self.program.adoption_days_min = 5
        self.assertWarns(deliberation, "less than 5 days after")
        with Form(deliberation) as form:
            form.date_done = self._day(-5)
            self.assertFalse(form.warnings)

    def test_planned_deliberation_is_told_too(self):
        self._create_milestone(
            "public_availability", date_start=self._day(-25), date_stop=self._day(10)
        )
        deliberation = self._create_milestone("deliberation")
        with Form(deliberation) as form:
            form.date_planned = self._day(9)
            self.assertIn("less than 4 days after", form.warnings)
            form.date_planned = self._day(14)
            self.assertFalse(form.warnings)

    def test_publication_follows_the_deliberation(self):
        publication = self._create_milestone("publication")
        self.assertQuiet(publication)
        self._create_milestone("deliberation", date_done=self._day(-1))
        self.assertWarns(publication, "is not noted yet")
        self.assertWarns(self.program, "is not noted yet")
        publication.action_mark_done()
        self.assertQuiet(publication)

    def test_transmission_names_who_still_waits(self):
        transmission = self._create_milestone("transmission")
        self._attach(transmission)
        self.assertQuiet(transmission)
        deliberation = self._create_milestone("deliberation", date_done=self._day(-10))
        names = ("Prefect of the Region", "Regional Council", "ADEME")
        self.assertWarns(transmission, "due by", *names)
        with Form(transmission) as form:
            form.date_region = self._day(-5)
            self.assertNotIn("Regional Council", form.warnings)
        self.assertEqual(transmission.state, "todo")
        with Form(transmission) as form:
            form.date_prefect = self._day(-5)
            form.date_ademe = self._day(-4)
            self.assertEqual(form.date_done, self._day(-4))
        self.assertEqual(transmission.state, "done")
        self.assertQuiet(transmission)
        deliberation.date_done = self._day(-100)
        self.assertWarns(transmission, "Informed after the deadline", *names)
        transmission.date_ademe = False
        self.assertEqual(transmission.state, "todo")
        self.assertWarns(transmission, "has been late since", "Still to inform: ADEME")
        self.assertWarns(self.program, "Still to inform: ADEME")

    def test_transmission_is_not_done_before_its_addressees(self):
        transmission = self._create_milestone("transmission")
        with self.assertRefused("ADEME", exception=ValidationError):
            transmission.date_done = self.today
        with self.assertRaises(AssertionError, msg="Read-only on the form"):
            Form(transmission).date_done = self.today
        with self.assertRefused("attach the programme", exception=ValidationError):
            with self.env.cr.savepoint():
                transmission.date_prefect = self._day(-3)
        transmission.invalidate_recordset()
        self._attach(transmission)
        transmission.date_prefect = self._day(-3)
        transmission.action_mark_done()
        self.assertEqual(transmission.date_prefect, self._day(-3))
        self.assertEqual(transmission.date_ademe, self.today)
        transmission.action_reopen()
        self.assertFalse(any(transmission[name] for name in ADDRESSEES))

    def test_cces_meets_once_a_year(self):
        self.assertQuiet(self.program)
        self.program.date_start = self.today - relativedelta(years=1, days=1)
        self.assertWarns(self.program, "since the programme began")
        self._create_cces_session(days=-400)
        self.assertWarns(self.program, "has not met for a year")
        recent = self._create_cces_session(days=-30, state="planned")
        self.assertWarns(self.program, "has not met for a year")
        with self.mock_mail_gateway():
            recent.action_hold()
        self.assertQuiet(self.program)
        self.assertEqual(self.program.last_cces_date, self._day(-30))
        recent.body_id = self.agent_env["plpdma.body"].create(
            {
                "name": "Groupe cantines",
                "kind": "working_group",
                "program_id": self.program.id,
                "justification": "Les cuisiniers",
            }
        )
        self.assertEqual(self.program.last_cces_date, self._day(-400))
        self.assertWarns(self.program, "has not met for a year")
        with Form(self.program) as form:
            form.date_start = self.today
            self.assertIn("has not met for a year", form.warnings)
        self.program.action_close()
        self.assertQuiet(self.program)

    def test_day_of_a_meeting_is_that_of_the_authority(self):
        # 23:30 on 9 March in Guadeloupe, the 10th for an agent who reads in Paris.
        self.company.partner_id.tz = "America/Guadeloupe"
        session = self._create_session(
            date_start="2026-03-10 03:30:00", body_id=self.body.id
        )
        with self.mock_mail_gateway():
            session.action_plan()
            session.action_hold()
        program = self.program.with_context(tz="Europe/Paris")
        self.assertEqual(program.last_cces_date, date(2026, 3, 9))

    def test_closed_programme_is_not_watched(self):
        draft = self._create_milestone("draft_adoption", date_done=self._day(-5))
        search = self.agent_env["plpdma.milestone"].search
        domain = [("program_id", "=", self.program.id)]
        self.assertEqual(search([*domain, ("has_warnings", "=", True)]), draft)
        self.assertFalse(search([*domain, ("has_warnings", "=", False)]))
        self.program.action_close()
        self.assertQuiet(draft)
        self.assertQuiet(self.program)
        self.assertFalse(search([*domain, ("has_warnings", "=", True)]))
