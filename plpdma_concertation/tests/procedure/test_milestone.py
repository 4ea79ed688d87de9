"""The legal thread: its steps, what it warns of, and the timeline that shows them."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import ConcertationCase

KINDS = [
    "cces_opinion",
    "draft_adoption",
    "public_availability",
    "second_opinion",
    "deliberation",
    "publication",
    "transmission",
    "annual_report",
    "evaluation",
]
ADDRESSEES = ("date_prefect", "date_region", "date_ademe")


class MilestoneCase(ConcertationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.program)
        cls.program.date_start = cls.today - timedelta(days=30)

    def _day(self, days):
        return self.today + timedelta(days=days)

    def _create_milestone(self, kind, **vals):
        return self.agent_env["plpdma.milestone"].create(
            {"program_id": self.program.id, "kind": kind, **vals}
        )

    def _create_cces_session(self, days=-10, state="held", **vals):
        session = self._create_session(days=days, body_id=self.body.id, **vals)
        with self.mock_mail_gateway():
            session.action_plan()
            if state == "held":
                session.action_hold()
        return session

    def _create_public_session(self, start, stop, **vals):
        """Open from the morning of a day to the evening of another."""
        return self._create_session(
            format="public",
            nature="consultation",
            proposal="<p>Le projet.</p>",
            date_start=f"{start} 08:00:00",
            date_stop=f"{stop} 16:00:00",
            **vals,
        )

    def assertWarns(self, record, *words):
        self.assertTrue(record.has_warnings)
        for word in words:
            self.assertIn(word, record.warnings)

    def assertQuiet(self, record, word=""):
        self.assertNotIn(word, record.warnings or "") if word else self.assertFalse(
            record.warnings
        )


@tagged("post_install", "-at_install", "plpdma")
class TestMilestone(MilestoneCase):
    # ------------------------------------------------------------------
    # What is prepared
    # ------------------------------------------------------------------
    def test_prepared_in_their_order_and_only_once(self):
        self.program.action_prepare_milestones()
        milestones = self.program.milestone_ids
        year = self.program.date_start.year
        self.assertEqual(list(dict.fromkeys(milestones.mapped("kind"))), KINDS)
        self.assertEqual(
            milestones.filtered(lambda m: m.kind == "annual_report").mapped("year"),
            list(range(year, self.today.year + 1)),
        )
        for milestone in milestones:
            self.assertTrue(milestone.name and milestone.requirements)
            self.assertIn("R541-41-2", milestone.legal_reference)
        self.assertEqual(set(milestones.mapped("state")), {"todo"})
        self.program.action_prepare_milestones()
        self.assertEqual(self.program.milestone_ids, milestones)

    def test_prepared_around_what_is_there(self):
        kept = self._create_milestone("deliberation", name="Délibération du 3 mars")
        archived = self._create_milestone("second_opinion", active=False)
        other = self._create_program()
        (self.program | other).action_prepare_milestones()
        self.assertIn(kept, self.program.milestone_ids)
        self.assertEqual(kept.name, "Délibération du 3 mars")
        self.assertNotIn("second_opinion", self.program.milestone_ids.mapped("kind"))
        self.assertFalse(archived.active)
        self.assertEqual(list(dict.fromkeys(other.milestone_ids.mapped("kind"))), KINDS)

    def test_annual_reports_follow_the_period(self):
        year = self.today.year
        for start, end, expected in (
            (f"{year - 3}-05-01", False, range(year - 3, year + 1)),
            (f"{year - 3}-05-01", f"{year - 2}-12-31", (year - 3, year - 2)),
            (f"{year + 1}-01-01", f"{year + 6}-12-31", (year + 1,)),
            (False, False, (year,)),
        ):
            with self.subTest(start=start, end=end):
                program = self._create_program(date_start=start, date_end=end)
                program.action_prepare_milestones()
                reports = program.milestone_ids.filtered("year")
                self.assertEqual(reports.mapped("year"), list(expected))
                self.assertIn(str(reports[0].year), reports[0].name)

    def test_form_proposes_the_texts_of_its_kind(self):
        milestones = self.agent_env["plpdma.milestone"]
        with Form(milestones.with_context(default_program_id=self.program.id)) as form:
            form.kind = "transmission"
            self.assertIn("two months", form.requirements)
            form.kind = "deliberation"
            self.assertEqual(form.name, "Deliberation")
            self.assertIn("R541-41-25", form.legal_reference)
            form.name = "Délibération du conseil"
            form.legal_reference = "Art. R541-41-25, version de 2027"
        self.assertEqual(form.record.name, "Délibération du conseil")
        self.assertIn("2027", form.record.legal_reference)
        form.record.date_planned = self._day(20)
        self.assertEqual(form.record.name, "Délibération du conseil")

    def test_next_annual_report_is_proposed_in_the_programme(self):
        self._create_milestone("annual_report", year=2027)
        with Form(self.program) as form:
            with form.milestone_ids.new() as line:
                self.assertIn("2028", line.name)
                line.name = "Bilan 2028"
        report = self.program.milestone_ids.filtered(lambda m: m.name == "Bilan 2028")
        self.assertEqual((report.kind, report.year), ("annual_report", 2028))

    # ------------------------------------------------------------------
    # One of each kind
    # ------------------------------------------------------------------
    @mute_logger("odoo.sql_db")
    def test_each_kind_once_and_a_report_a_year(self):
        for kind in KINDS:
            vals = {"year": 2027} if kind == "annual_report" else {}
            first = self._create_milestone(kind, **vals)
            for active in (True, False):
                first.active = active
                with self.subTest(kind=kind, active=active):
                    with self.assertRaises(IntegrityError), self.cr.savepoint():
                        self._create_milestone(kind, **vals)
        self._create_milestone("annual_report", year=2028)
        other = self._create_program()
        other.action_prepare_milestones()
        self.assertIn("deliberation", other.milestone_ids.mapped("kind"))

    @mute_logger("odoo.sql_db")
    def test_each_kind_once_in_the_form(self):
        self._create_milestone("deliberation")
        milestones = self.agent_env["plpdma.milestone"]
        form = Form(milestones.with_context(default_program_id=self.program.id))
        form.kind = "deliberation"
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            form.save()

    @mute_logger("odoo.sql_db")
    def test_only_a_report_has_a_year(self):
        report = self._create_milestone("annual_report", year=2027)
        for year in (0, 27, 20270):
            with self.subTest(year=year):
                with self.assertRaises(IntegrityError), self.cr.savepoint():
                    report.year = year
                    report.flush_recordset()
        opinion = self._create_milestone("cces_opinion")
        for year in (27, 2027):
            with self.assertRaises(IntegrityError), self.cr.savepoint():
                opinion.year = year
                opinion.flush_recordset()
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            with Form(report) as form:
                form.year = 27

    # ------------------------------------------------------------------
    # State
    # ------------------------------------------------------------------
    def test_state_follows_what_is_noted(self):
        milestone = self._create_milestone("draft_adoption")
        self.assertEqual(milestone.state, "todo")
        milestone.skip_reason = "  "
        self.assertEqual(milestone.state, "todo", "An empty reason is none")
        with Form(milestone) as form:
            form.skip_reason = "Programme repris d'un autre syndicat"
            self.assertEqual(form.state, "skipped")
        self.assertEqual(milestone.state, "skipped")
        with Form(milestone) as form:
            form.date_done = self.today
        self.assertEqual(milestone.state, "done")

    def test_done_and_reopened_in_batch_and_again(self):
        self.program.action_prepare_milestones()
        milestones = self.program.milestone_ids
        before = milestones[0]
        skipped = milestones[3]
        before.date_done = self._day(-3)
        skipped.skip_reason = "Projet non modifié"
        for _ in range(2):
            milestones.action_mark_done()
            self.assertEqual(before.date_done, self._day(-3))
            self.assertEqual(skipped.state, "skipped")
            self.assertEqual(set((milestones - skipped).mapped("state")), {"done"})
            rest = milestones - skipped - before
            self.assertEqual(set(rest.mapped("date_done")), {self.today})
        for _ in range(2):
            milestones.action_reopen()
            self.assertEqual(set(milestones.mapped("state")), {"todo"})
        self.assertFalse(skipped.skip_reason)

    def test_programme_says_what_comes_next(self):
        self.program.action_prepare_milestones()
        milestones = self.program.milestone_ids
        milestones[:2].action_mark_done()
        self.assertEqual(self.program.next_milestone_id, milestones[2])
        self.assertEqual(self.program.milestone_todo_count, len(milestones) - 2)

    def test_not_done_in_the_future(self):
        milestone = self._create_milestone("draft_adoption")
        with self.assertRefused("future", exception=ValidationError):
            milestone.date_done = self._day(1)
        with self.assertRefused("future", exception=ValidationError):
            with Form(milestone) as form:
                form.date_done = self._day(1)
        transmission = self._create_milestone("transmission")
        for name in ADDRESSEES:
            with self.assertRefused("future", exception=ValidationError):
                transmission[name] = self._day(1)

    # ------------------------------------------------------------------
    # Sessions
    # ------------------------------------------------------------------
    def test_opinion_follows_its_meeting(self):
        session = self._create_cces_session(days=-10, state="planned")
        with Form(self._create_milestone("cces_opinion")) as form:
            form.session_id = session
        opinion = form.record
        self.assertEqual(opinion.date_planned, self._day(-10))
        self.assertEqual(opinion.state, "todo")
        session.action_hold()
        self.assertEqual((opinion.state, opinion.date_done), ("done", self._day(-10)))
        session.action_back()
        self.assertEqual(opinion.state, "todo")
        opinion.action_mark_done()
        self.assertEqual(opinion.date_done, self._day(-10), "The day of the meeting")

    def test_presented_report_is_not_done_yet(self):
        session = self._create_cces_session()
        report = self._create_milestone("annual_report", session_id=session.id)
        self.assertEqual(report.state, "todo", "The assembly is still to be told")

    def test_session_suits_its_milestone(self):
        meeting = self._create_cces_session()
        public = self._create_public_session("2026-03-02", "2026-04-02")
        workshop = self._create_session(body_justification="Un atelier")
        workshop.body_id = False
        suitable = {
            "cces_opinion": meeting,
            "second_opinion": meeting,
            "annual_report": meeting,
            "evaluation": meeting,
            "public_availability": public,
        }
        for kind in KINDS:
            milestone = self._create_milestone(kind)
            for session in (meeting, public, workshop):
                with self.subTest(kind=kind, session=session.format):
                    if session == suitable.get(kind):
                        milestone.session_id = session
                        continue
                    with self.assertRefused(session.name, exception=ValidationError):
                        milestone.session_id = session
        with self.assertRefused(workshop.name, exception=ValidationError):
            with Form(
                self.program.milestone_ids.filtered(lambda m: m.kind == "evaluation")
            ) as form:
                form.session_id = workshop

    def test_session_of_another_programme(self):
        other = self._create_program()
        milestone = self._create_milestone("cces_opinion")
        session = self._create_session(program_id=other.id)
        with self.assertRefused("another one", exception=ValidationError):
            milestone.session_id = session

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
        session = self._create_cces_session(days=-400)
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
        self.assertEqual(self.program.last_cces_date, session.date_start.date())
        self.assertWarns(self.program, "has not met for a year")
        with Form(self.program) as form:
            form.date_start = self.today
            self.assertIn("has not met for a year", form.warnings)
        self.program.action_close()
        self.assertQuiet(self.program)

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

    # ------------------------------------------------------------------
    # Parameters
    # ------------------------------------------------------------------
    @mute_logger("odoo.sql_db")
    def test_parameters_are_not_negative(self):
        for name in ("public_days_min", "adoption_days_min"):
            with self.subTest(field=name):
                with self.assertRaises(IntegrityError), self.cr.savepoint():
                    self.program[name] = -1
                    self.program.flush_recordset()
                with self.assertRaises(IntegrityError), self.cr.savepoint():
                    with Form(self.program) as form:
                        form[name] = -1

    # ------------------------------------------------------------------
    # Documents and access
    # ------------------------------------------------------------------
    def test_documents_are_read_with_their_milestone(self):
        file = self.agent_env["ir.attachment"].create(
            {"name": "arrete.txt", "raw": b"Le projet est adopte."}
        )
        draft = self._create_milestone(
            "draft_adoption", document_ids=[Command.set(file.ids)]
        )
        self.assertEqual((file.res_model, file.res_id), (draft._name, draft.id))
        self.env.invalidate_all()
        as_elected = draft.with_user(self.user_elected).document_ids
        self.assertEqual(as_elected.raw, b"Le projet est adopte.")
        for user in (self.user_facilitator, self.user_employee):
            with self.assertRaises(AccessError):
                file.with_user(user).read(["raw"])
        other = self.agent_env["ir.attachment"].create({"name": "b.txt", "raw": b"B"})
        draft.document_ids = [Command.link(other.id)]
        self.assertEqual(other.res_id, draft.id)

    def test_elected_referent_reads_and_changes_nothing(self):
        draft = self._create_milestone("draft_adoption", date_done=self._day(-5))
        self.env.invalidate_all()
        as_elected = draft.with_user(self.user_elected)
        self.assertEqual(as_elected.state, "done")
        with self.assertRaises(AccessError):
            as_elected.action_reopen()
        with self.assertRaises(AccessError):
            as_elected.write({"date_done": False})
        program = self.program.with_user(self.user_elected)
        self.assertEqual(program.milestone_ids, as_elected)
        with self.assertRaises(AccessError):
            program.action_prepare_milestones()
        with self.assertRaises(AccessError):
            as_elected.warnings  # noqa: B018
        with Form(program) as form:
            self.assertEqual(len(form.milestone_ids), 1)

    def test_facilitator_reads_the_programme_without_its_legal_thread(self):
        self._create_milestone("draft_adoption")
        self._create_session(facilitator_id=self.user_facilitator.partner_id.id)
        program = self.program.with_user(self.user_facilitator)
        self.assertNotIn("milestone_ids", program.fields_get())
        with self.assertRaises(AccessError):
            program.milestone_ids  # noqa: B018
        with Form(program) as form:
            self.assertEqual(form.name, program.name)

    def test_other_company_sees_and_prepares_nothing_here(self):
        milestone = self._create_milestone("draft_adoption")
        _company, program = self._create_other_company()
        program.action_prepare_milestones()
        self.assertNotIn(milestone, program.milestone_ids.search([]))
        with self.assertRaises(AccessError):
            milestone.with_env(program.env).read(["name"])
        with self.assertRaises(AccessError):
            self.program.with_env(program.env).action_prepare_milestones()


@tagged("post_install", "-at_install", "plpdma")
class TestTimeline(MilestoneCase):
    def _search(self, user=None, domain=()):
        timeline = self.agent_env["plpdma.timeline"]
        if user:
            timeline = timeline.with_user(user)
        return timeline.search([("program_id", "=", self.program.id), *domain])

    def test_everything_that_has_a_date_in_its_order(self):
        self.program.date_end = self._day(2000)
        held = self._create_cces_session(days=-9)
        planned = self._create_session(days=9)
        self._create_session(days=5).action_cancel()
        self._create_session(days=5, active=False)
        undated = self._create_session()
        undated.date_start = undated.date_stop = False
        done = self._create_milestone("draft_adoption", date_done=self._day(-8))
        todo = self._create_milestone("deliberation", date_planned=self._day(20))
        due = self._create_milestone("evaluation")
        public = self._create_milestone(
            "public_availability", date_start=self._day(-5), date_stop=self._day(5)
        )
        self._create_milestone("publication")
        self._create_milestone(
            "second_opinion", date_planned=self._day(12), skip_reason="Non modifié"
        )
        rows = [
            (item.kind, item.session_id, item.milestone_id, item.date, item.state)
            for item in self._search()
        ]
        no_session = self.agent_env["plpdma.session"]
        no_step = self.agent_env["plpdma.milestone"]
        self.assertEqual(
            rows,
            [
                ("program_start", no_session, no_step, self._day(-30), False),
                ("session", held, no_step, self._day(-9), "held"),
                ("milestone", no_session, done, self._day(-8), "done"),
                ("milestone", no_session, public, self._day(-5), "todo"),
                ("session", planned, no_step, self._day(9), "draft"),
                ("milestone", no_session, todo, self._day(20), "todo"),
                ("program_end", no_session, no_step, self._day(2000), False),
                ("milestone", no_session, due, due.deadline, "deadline"),
            ],
        )
        self.assertEqual(
            self._search().mapped("moment"),
            ["past"] * 3 + ["today"] + ["upcoming"] * 4,
        )
        self.assertEqual(self._search().mapped("is_done"), [True] * 3 + [False] * 5)
        self.assertEqual(
            self._search(domain=[("moment", "=", "today")]).milestone_id, public
        )

    def test_identifiers_are_distinct_and_stay(self):
        self.program.action_prepare_milestones()
        self.program.milestone_ids.date_planned = self._day(3)
        self._create_session()
        ids = self._search().ids
        self.assertEqual(len(ids), len(set(ids)))
        session = self._search(domain=[("kind", "=", "session")])
        self.program.milestone_ids.date_planned = self._day(-40)
        self.assertEqual(set(self._search().ids), set(ids))
        self.assertEqual(self._search(domain=[("kind", "=", "session")]), session)

    def test_days_are_those_of_the_authority(self):
        self.company.partner_id.tz = "Indian/Reunion"
        session = self._create_session(date_start="2026-03-02 20:30:00")
        item = self._search(domain=[("session_id", "=", session.id)])
        self.assertEqual(item.date, date(2026, 3, 3))
        self.company.partner_id.tz = False
        item.invalidate_recordset()
        self.assertEqual(item.date, date(2026, 3, 2))

    def test_changes_show_at_once(self):
        session = self._create_cces_session(state="planned")
        item = self._search(domain=[("session_id", "=", session.id)])
        self.assertEqual((item.state, item.is_done), ("planned", False))
        session.action_hold()
        item.invalidate_recordset()
        self.assertEqual((item.state, item.is_done), ("held", True))

    def test_item_opens_what_it_stands_for(self):
        session = self._create_session()
        milestone = self._create_milestone("draft_adoption", date_done=self.today)
        items = self._search()
        self.assertLessEqual({"session", "milestone"}, set(items.mapped("kind")))
        for item in items:
            action = item.action_open_item()
            expected = {
                "session": session,
                "milestone": milestone,
                "program_start": self.program,
            }[item.kind]
            self.assertEqual(
                (action["res_model"], action["res_id"]), (expected._name, expected.id)
            )

    def test_opened_from_the_programme(self):
        other = self._create_program(date_start=self.today)
        self._create_session()
        action = self.program.action_view_timeline()
        found = self.agent_env[action["res_model"]].search(action["domain"])
        self.assertEqual(found.program_id, self.program)
        self.assertNotIn(other, found.program_id)

    def test_each_sees_their_own(self):
        mine = self._create_session(facilitator_id=self.user_facilitator.partner_id.id)
        self._create_session()
        self._create_milestone("draft_adoption", date_done=self._day(-5))
        self.assertEqual(len(self._search()), 4)
        self.assertEqual(self._search(self.user_elected), self._search())
        self.assertEqual(self._search(self.user_facilitator).session_id, mine)
        self.assertEqual(len(self._search(self.user_facilitator)), 1)
        with self.assertRaises(AccessError):
            self._search(self.user_employee)
        _company, program = self._create_other_company()
        elsewhere = program.env["plpdma.timeline"].search([])
        self.assertTrue(elsewhere)
        self.assertNotIn(self.program.id, elsewhere.program_id.ids)
        self.program.sudo().elected_referent_id = False
        self.assertFalse(self._search(self.user_elected))

    def test_nothing_is_written(self):
        self._create_session()
        item = self._search()[0]
        for user in (self.user_agent, self.user_manager, self.user_elected):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                item.with_user(user).write({"name": "Autre"})
