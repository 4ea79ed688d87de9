"""The papers of a meeting in the file of the procedure: as they were sent and signed,
or named as missing; and what is lost or cannot be printed."""

import io
import os
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import TransactionCase, tagged
from odoo.tools import format_date

from ...tools.procedure_file import INTERNAL, PUBLIC
from .procedure_file_common import ProcedureFileCase

SHEET = b"%PDF-1.4 la feuille signee"
# A picture of one pixel.
DRAWING = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAA"
    "AABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install", "plpdma")
class TestProcedurePapers(ProcedureFileCase, TransactionCase):
    def _build_world(self):
        super()._build_world()
        self.coming = self._create_session(
            self.actors[:2], days=5, name="CCES à venir", body_id=self.body.id
        )

    def _find_all(self, archive, words):
        return [path for path in archive.namelist() if words in path]

    def _read_one(self, archive, words):
        [path] = self._find_all(archive, words)
        return archive.read(path).decode()

    def _hold(self):
        with self.mock_mail_gateway():
            self.meeting.action_plan()
        self.meeting.participation_ids.attendance = "present"
        self.meeting.action_hold()

    def _sign(self, line):
        return (
            self.env["plpdma.attendance"]
            .sudo()
            .create(
                {
                    "session_id": line.session_id.id,
                    "participation_id": line.id,
                    "name": "Camille Signe",
                    "organisation": line.display_name,
                    "signature": DRAWING,
                    "date": fields.Datetime.now() - timedelta(days=2),
                }
            )
        )

    # ------------------------------------------------------------------
    # Convocations
    # ------------------------------------------------------------------
    def test_nothing_was_sent(self):
        """What is printed today proves no convocation."""
        self._hold()
        archive = self._make(INTERNAL)
        _there, missing = self._read_list(archive)
        title = f"Convocations: {self.meeting.name}"
        lines = self.meeting.participation_ids.delivery_ids
        self.assertFalse(lines.filtered(lambda line: line.state == "sent"))
        self.assertIn("Nothing says that they left", missing[title])
        self.assertFalse(self._find_all(archive, "convocations-atelier"))

    def test_what_left_by_e_mail(self):
        """The words, the day and the people are those of the messages, whatever the
        session became."""
        with self.mock_mail_gateway():
            self.coming.action_plan()
        lines = self.coming.participation_ids.sudo().delivery_ids
        self.assertEqual(len(lines), 2)
        lines._settle("sent")
        lines.date_done = fields.Datetime.now() - timedelta(days=30)
        self.coming.sudo()._write({"location": "Ailleurs, depuis"})
        archive = self._make(INTERNAL)
        page = self._read_one(archive, "convocations-cces-a-venir.html")
        for word in (*self.partners[:2].mapped("name"), "CCES à venir"):
            self.assertIn(word, page)
        self.assertNotIn("Ailleurs, depuis", page)
        # A signed address opens the page of one person.
        self.assertNotIn("/concertation/reply", page)
        index = archive.read("index.html").decode()
        day = format_date(
            self.env(context={"lang": "en_US"}), lines[0]._get_day(), "en_US"
        )
        [row] = [row for row in index.split("<tr") if "Convocations: CCES" in row]
        self.assertIn(day, row)
        # Their addresses erased, the words are no longer kept.
        lines._forget()
        _there, missing = self._read_list(self._make(INTERNAL))
        told = missing["Convocations: CCES à venir"]
        self.assertIn("left: 2", told)

    def test_letters_are_kept_as_they_are_posted(self):
        self.partners[1].sudo().email = False
        with self.mock_mail_gateway():
            self.coming.action_plan()
        self.coming.participation_ids.sudo().delivery_ids._settle("sent")
        before = self.coming.participation_ids.sudo().delivery_ids
        self.assertEqual(len(before), 1)
        told = self.coming.action_note_convocations_posted()["params"]["message"]
        self.assertIn("1 (", told)
        self.assertIn(self.partners[1].name, told)
        letter = self.coming.participation_ids.sudo().delivery_ids - before
        self.assertEqual(letter.mapped("channel"), ["letter"])
        self.assertEqual(letter.participation_id.partner_id, self.partners[1])
        kept = self.coming.convocation_ids
        self.assertEqual(len(kept), 1)
        content = kept.raw
        self.assertIn(b"Bailleur", content)
        self.assertNotIn(b"Ressourcerie", content)
        self.coming.location = "Ailleurs, depuis"
        archive = self._make(INTERNAL)
        paths = self._find_all(archive, "convocations-cces-a-venir")
        self.assertEqual(len(paths), 2)
        self.assertIn(content, map(archive.read, paths))
        with self.assertRaises(UserError):
            self.coming.action_note_convocations_posted()
        for user in (self.user_elected, self.user_facilitator):
            with self.assertRaises(UserError):
                self.coming.with_user(user).action_note_convocations_posted()

    def test_those_whose_letters_are_to_be_posted_are_named(self):
        """Whoever has no address, and whoever's message came back; then nobody."""
        self.partners[1].sudo().email = False
        with self.mock_mail_gateway():
            self.coming.action_plan()
        lines = self.coming.participation_ids
        called = lines.filtered("email")
        self.assertTrue(called and lines - called)
        self.assertEqual(
            self.coming.to_post_names,
            ", ".join((lines - called).mapped("display_name")),
        )
        called.sudo().delivery_ids._settle("failed")
        self.assertEqual(
            self.coming.to_post_names, "; ".join(lines.mapped("display_name"))
        )
        self.coming.action_note_convocations_posted()
        letters = lines.sudo().delivery_ids.filtered(
            lambda one: one.channel == "letter"
        )
        self.assertEqual(letters.participation_id, lines)
        self.assertFalse(self.coming.to_post_names)

    def test_a_meeting_that_was_held_prints_no_convocation(self):
        self._hold()
        with self.assertRefused("is not to come"):
            self.meeting.action_note_convocations_posted()
        self.assertFalse(self.meeting.convocation_ids)

    # ------------------------------------------------------------------
    # Signatures
    # ------------------------------------------------------------------
    def test_a_blank_sheet_is_no_piece(self):
        self._hold()
        archive = self._make(INTERNAL)
        _there, missing = self._read_list(archive)
        title = f"Attendance sheet: {self.meeting.name}"
        self.assertIn("Nothing signed is kept", missing[title])
        self.assertFalse(self._find_all(archive, "attendance-sheet"))

    def test_the_signed_sheet(self):
        self._hold()
        self.meeting.attendance_sheet_ids = [
            Command.create({"name": "emargement.pdf", "raw": SHEET})
        ]
        sheet = self.meeting.attendance_sheet_ids
        self.assertEqual(sheet.res_id, self.meeting.id)
        archive = self._make(INTERNAL)
        _there, missing = self._read_list(archive)
        self.assertEqual(self._read_one(archive, "attendance-sheet"), SHEET.decode())
        self.assertNotIn(f"Attendance sheet: {self.meeting.name}", missing)
        self.assertFalse(self._find_all(self._make(PUBLIC), "attendance-sheet"))
        # Kept no longer than the identities.
        self.program.sudo().write(
            {"date_start": "2019-01-01", "date_end": "2020-01-01"}
        )
        self.env["plpdma.session"]._gc_papers()
        self.assertFalse(sheet.exists())

    def test_signatures_on_screen(self):
        """Each with its date; who is noted as present and did not sign is named."""
        self._hold()
        first, second = self.meeting.participation_ids
        self._sign(first)
        archive = self._make(INTERNAL)
        _there, missing = self._read_list(archive)
        page = self._read_one(archive, "signatures-collected-on-screen")
        self.assertIn("Camille Signe", page)
        self.assertIn("data:image/png;base64,", page)
        told = missing[f"Attendance sheet: {self.meeting.name}"]
        self.assertIn(second.display_name, told)
        self.assertNotIn(first.display_name, told)
        self._sign(second).sudo().name = "Sacha Signe"
        _there, missing = self._read_list(self._make(INTERNAL))
        self.assertNotIn(f"Attendance sheet: {self.meeting.name}", missing)

    def test_other_files_of_the_session(self):
        self._hold()
        self.meeting.message_post(
            body="Le scan.", attachments=[("scan-de-la-feuille.pdf", SHEET)]
        )
        archive = self._make(INTERNAL)
        self.assertEqual(self._read_one(archive, "scan-de-la-feuille"), SHEET.decode())
        self.assertFalse(self._find_all(self._make(PUBLIC), "scan-de-la"))

    # ------------------------------------------------------------------
    # The register
    # ------------------------------------------------------------------
    def test_the_register_is_read_by_people(self):
        """Its headings are in the reader's language, with the session, the channel and
        the day of the answer."""
        with self.mock_mail_gateway():
            self.consultation.action_plan()
        for lang, headings in (
            ("en_US", ("Session", "Channel", "Answered on")),
            ("fr_FR", ("Temps de participation", "Canal", "Répondue le")),
        ):
            program = self.program.with_context(lang=lang)
            pieces = program._get_procedure_pieces(PUBLIC)
            [piece] = [
                one
                for one in pieces
                if (one.folder, one.extension) == ("register", "csv")
            ]
            file = io.BytesIO()
            piece.write(file)
            first, *rows = file.getvalue().decode("utf-8-sig").splitlines()
            for heading in headings:
                self.assertIn(heading, first.split(";"))
            [row] = [row for row in rows if "école élémentaire" in row]
            self.assertIn(self.consultation.name, row)
            self.assertNotIn("Dominique", row)

    # ------------------------------------------------------------------
    # What is printed now, lost, or cannot be printed
    # ------------------------------------------------------------------
    def test_what_is_printed_says_when(self):
        self._hold()
        self.meeting.write({"minutes": "<p>Dit.</p>", "minutes_state": "final"})
        index = self._make(INTERNAL).read("index.html").decode()
        [row] = [row for row in index.split("<tr") if ">Minutes: Atelier" in row]
        self.assertIn("printed on", row)

    def test_a_lost_file_is_named(self):
        with self.mock_mail_gateway():
            self.consultation.action_plan()
        document = self.consultation.document_ids[:1]
        file = document._get_files()[document]
        path = file._full_path(file.store_fname)
        os.rename(path, f"{path}.lost")
        self.addCleanup(os.rename, f"{path}.lost", path)
        archive = self._make(INTERNAL)
        self.assertIsNone(archive.testzip())
        there, missing = self._read_list(archive)
        self.assertGreater(len(there), 5)
        lost = [told for told in missing.values() if "was lost" in told]
        self.assertEqual(len(lost), 1)
        self.assertNotIn(path, archive.read("index.html").decode())

    def test_without_an_engine_the_rest_leaves(self):
        def refuse(reports, name, ids=None, data=None):
            raise UserError("Pas de moteur PDF.")

        self.patch(self.registry["ir.actions.report"], "_render_qweb_pdf", refuse)
        archive = self._make(INTERNAL)
        there, missing = self._read_list(archive)
        self.assertEqual(set(archive.namelist()), {"index.html", *there})
        self.assertEqual(missing["This list, as a PDF"], "Pas de moteur PDF.")
        self.assertEqual(missing["Report of the concertation"], "Pas de moteur PDF.")
        self.assertGreater(len(there), 5)
