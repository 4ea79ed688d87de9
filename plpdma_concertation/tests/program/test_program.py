"""The programme: its frame, its life, what it counts."""

from lxml import etree
from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from ..common import FRAME, ConcertationCase


@tagged("post_install", "-at_install", "plpdma")
class TestProgram(ConcertationCase):
    # ------------------------------------------------------------------
    # Frame
    # ------------------------------------------------------------------
    def test_not_open_before_each_text_of_its_frame_is_written(self):
        for name in FRAME:
            label = self.program._fields[name]._description_string(self.env)
            for empty in (False, "<p><br></p>", "<p> </p>"):
                with self.subTest(field=name, empty=empty):
                    program = self._create_program(**{name: empty})
                    self.assertEqual(program.frame_missing, label)
                    with self.assertRefused(label):
                        program.action_open()
                    with self.assertRefused(label):
                        program.write({"state": "open"})
                    program[name] = "<p>Écrit.</p>"
                    program.action_open()
                    self.assertEqual(program.state, "open")
                    self.assertFalse(program.frame_missing)

    def test_all_that_is_missing_is_named_at_once(self):
        program = self.agent_env["plpdma.program"].create({"name": "Vide"})
        self.assertTrue(program.notice, "A notice is proposed")
        with self.assertRaises(ValidationError) as refusal:
            program.action_open()
        for name in FRAME.keys() - {"notice"}:
            label = program._fields[name]._description_string(self.env)
            self.assertIn(label, str(refusal.exception))

    def test_another_text_of_the_frame_has_its_place_on_the_page(self):
        """A text is told to everybody under its label, until it has a title."""
        model = self.env.registry["plpdma.program"]
        self.patch(model, "_frame_fields", (*FRAME, "name"))
        told = self.program._describe_frame()
        self.assertEqual(told[-1]["name"], "name")
        self.assertEqual(
            told[-1]["title"], model._fields["name"]._description_string(self.env)
        )

    def test_screens_show_each_text_of_the_frame(self):
        fields = self.program._frame_fields
        form = etree.fromstring(self.agent_env["plpdma.program"].get_view()["arch"])
        buttons = form.findall(".//button[@name='action_write_frame']")
        self.assertEqual(
            [safe_eval(button.get("context")) for button in buttons],
            [{"plpdma_frame_field": name} for name in fields],
        )
        for name, button in zip(fields, buttons, strict=True):
            label = self.program._fields[name]._description_string(self.agent_env)
            self.assertEqual(button.get("string"), label)
            self.assertTrue(form.findall(f".//page//field[@name='{name}']"), name)
        dialog = self.env.ref("plpdma_concertation.plpdma_program_view_form_frame")
        shown = etree.fromstring(dialog.arch).findall(".//div/field")
        self.assertEqual([field.get("name") for field in shown], list(fields))

    def test_frame_stays_written_while_open(self):
        with self.assertRaises(ValidationError):
            self.program.objective = "<p><br></p>"
        program = self._create_program()
        program.objective = "<p><br></p>"
        self.assertEqual(program.state, "draft")

    def test_created_open_needs_its_frame_too(self):
        with self.assertRaises(ValidationError):
            self.agent_env["plpdma.program"].create({"name": "Vide", "state": "open"})
        self.assertEqual(self._create_program(state="open").state, "open")

    def test_changed_notice_is_a_new_version(self):
        program = self._create_program()
        self.assertEqual(program.notice_version, 1)
        program.notice = program.notice
        program.name = "Autre nom"
        self.assertEqual(program.notice_version, 1)
        program.notice = "<p>Votre participation est libre et consultative.</p>"
        self.assertEqual(program.notice_version, 2)
        other = self._create_program()
        (program | other).write({"notice": "<p>Nouveau rappel.</p>"})
        self.assertEqual((program | other).mapped("notice_version"), [3, 2])

    def test_copy_begins_anew(self):
        self.program.notice = "<p>Deuxième version.</p>"
        copy = self.program.copy()
        self.assertEqual(copy.state, "draft")
        self.assertEqual(copy.notice_version, 1)
        self.assertNotEqual(copy.name, self.program.name)
        self.assertFalse(copy.stakeholder_ids)
        self.assertEqual(self.program.copy({"name": "PLPDMA 2"}).name, "PLPDMA 2")

    # ------------------------------------------------------------------
    # Life
    # ------------------------------------------------------------------
    def test_not_closed_while_an_answer_is_awaited(self):
        contribution = self._create_contribution()
        with self.assertRefused("1 contributions"):
            self.program.action_close()
        contribution.response_expected = False
        self.program.action_close()
        self.assertEqual(self.program.state, "closed")
        self.program.action_open()
        self.assertEqual(self.program.state, "open")
        self.program.action_draft()
        self.assertEqual(self.program.state, "draft")

    def test_end_follows_start(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._create_program(date_start="2026-01-02", date_end="2026-01-01")
        program = self._create_program(date_start="2026-01-02", date_end="2026-01-02")
        self.assertTrue(program)

    def test_silence_is_a_month_at_least(self):
        for months in (0, -1):
            with self.assertRefused("one month at least", exception=ValidationError):
                with self.env.cr.savepoint():
                    self.program.silence_months = months
            self.program.invalidate_recordset()
        self.assertEqual(self.program.silence_months, 2)

    def test_what_was_said_keeps_its_programme(self):
        """In words, not in those of the database."""
        program = self.program.with_user(self.user_manager)
        self._create_contribution()
        model = self.env["ir.model"]._get("plpdma.contribution").sudo().name
        with self.assertRefused(model, "Archive the programme"):
            with self.env.cr.savepoint():
                program.unlink()
        self.assertTrue(program.exists())
        empty = self._create_program().with_user(self.user_manager)
        empty.unlink()
        self.assertFalse(empty.exists())

    def test_delay_is_not_negative(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._create_program(response_delay_days=-1)
        self.assertEqual(
            self._create_program(response_delay_days=0).response_delay_days, 0
        )

    def test_only_open_programme_is_proposed(self):
        Contribution = self.agent_env["plpdma.contribution"]
        self.assertEqual(
            Contribution.create({"verbatim": "Texte"}).program_id, self.program
        )
        body = self.agent_env["plpdma.body"].create({"name": "CCES"})
        self.assertEqual(body.program_id, self.program)
        response = self.agent_env["plpdma.response"].create({})
        self.assertEqual(response.program_id, self.program)

    def test_no_programme_is_proposed_among_two(self):
        self._create_program().action_open()
        for model in ("plpdma.body", "plpdma.stakeholder", "plpdma.session"):
            with self.subTest(model=model):
                defaults = self.agent_env[model].default_get(["program_id"])
                self.assertFalse(defaults.get("program_id"))
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.agent_env["plpdma.contribution"].create({"verbatim": "Texte"})

    # ------------------------------------------------------------------
    # Counts
    # ------------------------------------------------------------------
    def test_counts(self):
        session = self._create_session(self.actors[0])
        self._create_session(state="draft").action_cancel()
        session.participation_ids.attendance = "present"
        session.action_plan()
        session.action_hold()
        today = self.company._plpdma_get_today()
        contributions = self._create_contributions(
            {"stakeholder_id": self.actors[1].id},
            {"contributor_name": "Zoé", "date_received": "2020-01-01"},
            {"response_expected": False},
            {"date_received": today},
        )
        self._create_response(contributions[0], state="submitted")
        self._create_response(contributions[3], state="sent")
        program = self.program
        self.assertRecordValues(
            program,
            [
                {
                    "stakeholder_count": 3,
                    "unheard_count": 1,
                    "session_count": 1,
                    "contribution_count": 4,
                    "to_answer_count": 2,
                    "overdue_count": 1,
                    "response_count": 2,
                    "awaiting_arbitration_count": 1,
                }
            ],
        )

    def test_counts_of_several_programmes_stay_apart(self):
        other = self._create_program(state="open")
        self._create_contributions({}, {}, {"program_id": other.id})
        programs = self.program | other
        self.assertEqual(programs.mapped("contribution_count"), [2, 1])
        self.assertEqual(programs.mapped("stakeholder_count"), [3, 0])

    def test_counts_do_not_tell_what_is_hidden(self):
        """An élu's counts leave out the contributions kept to the staff."""
        self._create_contributions({}, {"confidentiality": "staff"})
        as_elected = self.program.with_user(self.user_elected)
        self.assertEqual(as_elected.contribution_count, 1)
        self.assertEqual(as_elected.to_answer_count, 1)
        self.env.invalidate_all()
        self.assertEqual(self.program.contribution_count, 2)

    def test_smart_buttons_open_what_they_count(self):
        self._create_session()
        late, _other = self._create_contributions(
            {"date_received": "2020-01-01", "stakeholder_id": self.actors[0].id}, {}
        )
        self._create_response(late, state="submitted")
        # Something of another programme, which must not appear.
        other = self._create_program(state="open")
        self._create_contributions(
            {"program_id": other.id, "date_received": "2020-01-01"}
        )
        register = "plpdma_concertation.action_plpdma_program_register"
        unnumbered = {"contribution_count": register}
        for shown, count in (
            ("stakeholder_count", 3),
            ("unheard_count", 2),
            ("session_count", 1),
            ("contribution_count", 2),
            ("to_answer_count", 2),
            ("overdue_count", 1),
            ("response_count", 1),
            ("awaiting_arbitration_count", 1),
        ):
            with self.subTest(shown=shown):
                self.assertEqual(self.program[shown], count)
                action = self._press(self.program, unnumbered.get(shown, shown))
                records = self._get_listed(action)
                self.assertEqual(len(records), count)
                self.assertEqual(records.program_id, self.program)
                self.assertEqual(
                    action["context"]["default_program_id"], self.program.id
                )
