"""What left, what was adopted and what everybody reads is not written again."""

import importlib.util
from hashlib import sha256

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import file_path

from .milestone_common import MilestoneCase

ADDRESSES = {"prefect": "prefecture@etat.example", "region": "r@region.example"}


@tagged("post_install", "-at_install", "plpdma")
class TestProof(MilestoneCase):
    def setUp(self):
        super().setUp()
        self.deliberation = self._create_milestone(
            "deliberation", date_done=self._day(-10)
        )
        self.transmission = self._create_milestone("transmission")

    def _transmit(self):
        self.recipients = self._create_recipients(self.transmission, **ADDRESSES)
        self.recipients[0].partner_id.sudo().write(
            {"street": "1 place de la Préfecture", "city": "Chef-Lieu"}
        )
        file = self._attach(self.transmission)
        with self.mock_mail_gateway():
            self.transmission.action_transmit()
        self._let_leave(self.transmission)
        return file

    def _check_refused(self, doors, *words, kept):
        before = kept()
        for number, door in enumerate(doors):
            with self.subTest(door=number):
                with self.assertRefused(*words, exception=UserError):
                    with self.env.cr.savepoint():
                        door()
                self.env.invalidate_all()
                self.assertEqual(kept(), before)

    def test_whom_it_left_for_stays(self):
        self._transmit()
        prefect = self.recipients[0]
        other = self.partners[0]
        self._check_refused(
            (
                lambda: prefect.write({"partner_id": other.id}),
                lambda: prefect.write({"addressee": "other"}),
                lambda: prefect.sudo().write({"partner_id": other.id}),
                lambda: self.recipients.write({"addressee": "ademe"}),
                lambda: self.transmission.with_user(self.user_manager).unlink(),
            ),
            "the proof of it stays",
            kept=lambda: (prefect.partner_id, prefect.addressee),
        )
        prefect.write({"partner_id": prefect.partner_id.id, "sequence": 3})
        self.assertEqual(prefect.sequence, 3)
        # What came back may be corrected.
        prefect.delivery_ids.sudo()._settle("bounced", "unknown_address")
        prefect.partner_id = other
        self.assertEqual(prefect.partner_id, other)

    def test_the_files_that_left_stay(self):
        file = self._transmit()
        added = self._attach(self.transmission, "annexe.pdf")
        self._check_refused(
            (
                lambda: file.write({"raw": b"Autre."}),
                lambda: file.write({"res_id": 0}),
                file.unlink,
                lambda: self.transmission.write(
                    {"document_ids": [Command.unlink(file.id)]}
                ),
                lambda: self.transmission.write(
                    {"document_ids": [Command.set(added.ids)]}
                ),
            ),
            "stays as it was sent",
            kept=lambda: (file.raw, file in self.transmission.document_ids),
        )
        # What was added since did not leave.
        added.raw = b"%PDF-1.4 corrig"
        added.unlink()

    def test_the_ledger_keeps_what_left(self):
        file = self._transmit()
        line = self._get_lines(self.transmission)[0]
        self.assertEqual(line.attached_ids, file.sudo())
        self.assertIn(sha256(b"%PDF-1.4").hexdigest(), line.attached)
        self.assertIn("programme.pdf", line.attached)
        self.recipients[0].partner_id.sudo().write({"name": "Z", "street": "Z"})
        self.assertEqual(line.told_to, "Prefect, 1 place de la Préfecture, Chef-Lieu")

    def test_what_left_before_this_was_kept(self):
        """The files of an earlier transmission are those of its message."""
        path = file_path("plpdma_concertation/migrations/19.0.1.9.0/post-proof.py")
        spec = importlib.util.spec_from_file_location("plpdma_post_proof", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        file = self._transmit()
        lines = self._get_lines(self.transmission)
        lines.write({"attached_ids": [Command.clear()], "attached": False})
        self.env.flush_all()
        for _twice in range(2):
            script.migrate(self.env.cr, "19.0.1.8.0")
            self.env.invalidate_all()
            self.assertEqual(lines.attached_ids, file.sudo())
            self.assertFalse(any(lines.mapped("attached")))

    def test_the_dates_are_those_of_the_messages(self):
        self._transmit()
        # ADEME was told otherwise: its date is noted by hand.
        self.transmission.date_ademe = self._day(-2)
        self._check_refused(
            (
                lambda: self.transmission.write({"date_prefect": self._day(-3)}),
                lambda: self.transmission.write({"date_prefect": False}),
                self.transmission.action_reopen,
            ),
            "is that of the message",
            kept=lambda: self.transmission.date_prefect,
        )
        self.transmission.date_ademe = self._day(-3)
        self.assertEqual(self.transmission.state, "done")

    def test_before_the_adoption_is_said(self):
        self._attach(self.transmission)
        self.transmission.date_region = self._day(-12)
        self.assertWarns(self.transmission, "before the adoption", "Regional Council")
        self.transmission.date_region = self._day(-10)
        self.assertQuiet(self.transmission, "before the adoption")


@tagged("post_install", "-at_install", "plpdma")
class TestSharedAdoption(MilestoneCase):
    def test_a_noted_deliberation_is_not_dropped(self):
        deliberation = self._create_milestone("deliberation")
        transmission = self._create_milestone("transmission")
        north, south = self._create_authorities("Nord", "Sud")
        north.deliberation_date = self._day(-40)
        south.deliberation_date = self._day(-10)
        deadline = transmission.deadline
        for door in (
            south.unlink,
            (north | south).unlink,
            lambda: self.program.write({"authority_ids": [Command.clear()]}),
        ):
            with self.assertRefused("delays are counted"), self.env.cr.savepoint():
                door()
            self.env.invalidate_all()
            self.assertEqual(transmission.deadline, deadline)
        # Noted by mistake: emptied, then dropped; no day of it is left.
        (north | south).write({"deliberation_date": False})
        (north | south).unlink()
        self.assertFalse(deliberation.date_done)
        self.assertEqual(deliberation.state, "todo")

    def test_the_authority_itself_is_listed(self):
        deliberation = self._create_milestone("deliberation")
        [north] = self._create_authorities("Nord")
        self.assertWarns(deliberation, self.company.name, "is not among")
        self.agent_env["plpdma.program.authority"].create(
            {
                "program_id": self.program.id,
                "partner_id": self.company.partner_id.id,
            }
        )
        self.assertQuiet(deliberation, "is not among")
        north.deliberation_date = self._day(-2)
        self.assertFalse(deliberation.date_done)


@tagged("post_install", "-at_install", "plpdma")
class TestReportOnline(MilestoneCase):
    def _report(self, **vals):
        report = self._create_milestone(
            "annual_report",
            year=2025,
            **{"opinion": "<p>Favorable.</p>", "date_done": self._day(-3), **vals},
        )
        self.file = self._attach(report, "bilan.pdf", "online_document_ids")
        return report

    def test_not_before_it_was_presented(self):
        report = self._report(date_done=False)
        with self.assertRefused("is not presented yet"):
            report.action_put_online()
        self.assertFalse(report.date_online)
        report.action_mark_done()
        report.action_put_online()
        self.assertTrue(report.date_online)

    def test_what_everybody_reads_stays_whole(self):
        report = self._report()
        report.action_put_online()
        other = self._attach(report, "autre.pdf", "online_document_ids")
        doors = {
            "opinion": lambda: report.write({"opinion": "<p><br></p>"}),
            "presented": lambda: report.write({"date_done": False}),
            "reopened": report.action_reopen,
            "content": lambda: self.file.write({"raw": b"Autre."}),
            "deleted": self.file.unlink,
            "swapped": lambda: report.write(
                {"online_document_ids": [Command.set(other.ids)]}
            ),
            "dropped": lambda: report.with_user(self.user_manager).unlink(),
        }
        for name, door in doors.items():
            with self.subTest(door=name):
                with self.assertRefused("take", exception=UserError):
                    with self.env.cr.savepoint():
                        door()
                self.env.invalidate_all()
                self.assertEqual(self.file.raw, b"%PDF-1.4")
                self.assertIn(self.file, report.online_document_ids)
        report.action_take_off()
        self.file.raw = b"%PDF-1.4 corrig"
        report.write({"opinion": False, "date_done": False})
        self.assertEqual(report.state, "todo")

    def test_the_day_the_pages_were_taken_off(self):
        program = self.program.with_user(self.user_manager)
        program.is_published = True
        program.is_published = False
        self.assertEqual(program.date_pages_off, self.today)
        for value in (False, self._day(-400)):
            for user in (self.user_agent, self.user_manager):
                with self.assertRefused("not written by hand"):
                    with self.env.cr.savepoint():
                        program.with_user(user).date_pages_off = value
                program.invalidate_recordset()
                self.assertEqual(program.date_pages_off, self.today)
        program.is_published = True
        self.assertFalse(program.date_pages_off)
