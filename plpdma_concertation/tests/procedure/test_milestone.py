"""The legal thread: its steps, their states, their sessions, and who reads them."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .milestone_common import ADDRESSEES, MilestoneCase

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
        self._attach(milestones.filtered(lambda one: one.kind == "transmission"))
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
