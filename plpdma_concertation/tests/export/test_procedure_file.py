"""The file of the procedure: what it holds, what it names, what it leaves out."""

import hashlib
import io
import zipfile

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

from ...tools.procedure_file import FOLDERS, INTERNAL, PUBLIC
from .documents_common import INHABITANT, SECRET
from .procedure_file_common import ProcedureFileCase


@tagged("post_install", "-at_install", "plpdma")
class TestProcedureFile(ProcedureFileCase, TransactionCase):
    def _build_world(self):
        super()._build_world()
        self.actors.sudo().membership = "member"
        self.body.write({"founding_act": "Délibération n° 12", "quorum": 1})
        self.program.sudo().public_document_ids = [
            Command.create(
                {
                    "name": "Projet de programme.pdf",
                    "raw": b"%PDF-1.4 le projet",
                    "res_model": "plpdma.program",
                    "res_id": self.program.id,
                }
            )
        ]
        with self.mock_mail_gateway():
            self.meeting.action_plan()
            self.meeting.participation_ids.attendance = "present"
            self.meeting.action_hold()
            self.consultation.action_plan()
        votes = self.env["plpdma.session.vote"].with_user(self.user_agent)
        vote = votes.create(
            {
                "session_id": self.meeting.id,
                "name": "Avis sur le projet",
                "count_for": 2,
                "opinion": "Avis favorable.",
            }
        )
        vote.action_call_roll()
        vote.action_others_for()
        self.meeting.write({"minutes": "<p>Dit.</p>", "minutes_state": "final"})
        milestones = self.agent_env["plpdma.milestone"]
        self.opinion, self.deliberation = milestones.create(
            [
                {
                    "program_id": self.program.id,
                    "kind": "cces_opinion",
                    "session_id": self.meeting.id,
                },
                {
                    "program_id": self.program.id,
                    "kind": "deliberation",
                    "date_done": "2026-01-15",
                    "document_ids": [
                        Command.create({"name": "Délibération.txt", "raw": b"Adopte."})
                    ],
                },
            ]
        )
        self.agent_env["plpdma.adaptation"].create(
            {
                "program_id": self.program.id,
                "need": f"{INHABITANT} ne peut venir le jour",
                "new_modality": "Le soir.",
            }
        )
        # On the internal papers.
        self.person = self.agent_env["res.partner"].create({"name": "Zoé Membre"})
        self.agent_env["plpdma.stakeholder"].create(
            {
                "program_id": self.program.id,
                "partner_id": self.person.id,
                "membership": "member",
                "body_ids": [Command.set(self.body.ids)],
            }
        )
        self.consultation.action_seal()

    def test_the_list_names_each_piece(self):
        for audience in (INTERNAL, PUBLIC):
            archive = self._make(audience)
            self.assertIsNone(archive.testzip())
            names = set(archive.namelist())
            self.assertEqual(len(names), len(archive.namelist()))
            there, _missing = self._read_list(archive)
            self.assertEqual(names - {"index.html", "index.pdf"}, set(there))
            self.assertEqual(self.count, len(there))
            self.assertGreater(len(there), 12)
            for path, digest in there.items():
                content = archive.read(path)
                self.assertTrue(content, path)
                self.assertEqual(hashlib.sha256(content).hexdigest(), digest, path)
                self.assertRegex(path, r"^\d\d_[a-z0-9-]+/\d\d_[a-z0-9-]+\.[a-z0-9]+$")

    def test_folders_are_numbered_in_their_order(self):
        archive = self._make(INTERNAL)
        folders = sorted({path.split("/")[0] for path in archive.namelist()})
        numbers = [int(folder[:2]) for folder in folders if folder[:2].isdigit()]
        self.assertEqual(numbers, sorted(set(numbers)))
        self.assertLessEqual(max(numbers), len(FOLDERS))
        for told in (
            "01_frame/01_frame-of-the-concertation.html",
            "01_frame/02_notice-on-the-consultative-nature-version-1.html",
            "02_body/01_founding-act-cces-d-essai.html",
            "02_body/02_composition-cces-d-essai.csv",
            "04_draft/01_projet-de-programme.pdf",
            "09_adoption/01_deliberation.txt",
        ):
            self.assertIn(told, archive.namelist())
        kinds = {path.rpartition("/")[2][3:] for path in archive.namelist()}
        for told in (
            "minutes-atelier-compostage.pdf",
            "closing-minutes-avis-sur-le-projet.pdf",
            "synthesis-avis-sur-le-projet.pdf",
            "public-register.csv",
            "public-register.json",
            "public-register-observations-and-responses.pdf",
            "register-of-the-concertation-internal.xlsx",
            "cces-opinion-opinion.html",
            "log-of-the-adaptations.csv",
            "dates-of-the-legal-thread.csv",
            "messages-sent-or-not.csv",
        ):
            self.assertIn(told, kinds)

    def test_what_is_missing(self):
        _there, missing = self._read_list(self._make(INTERNAL))
        for title in (
            "Draft adopted by the executive",
            "Transmission",
            "Publication",
            "Attendance sheet: Atelier compostage",
            "Convocations: Atelier compostage",
        ):
            self.assertIn(title, missing)
        self.assertTrue(all(missing.values()))
        self.assertNotIn("Deliberation", missing)

    def test_a_programme_with_nothing(self):
        program = self.agent_env["plpdma.program"].create({"name": "Vide"})
        archive = self._make(INTERNAL, program)
        there, missing = self._read_list(archive)
        self.assertEqual(
            set(there) | {"index.html", "index.pdf"}, set(archive.namelist())
        )
        for title in (
            "CCES",
            "Meetings of the CCES",
            "Draft of the programme, and note that presents it",
            "Availability to the public",
            "CCES opinion",
            "Deliberation",
            "Transmission",
            "Public register",
            "Messages sent or not",
        ):
            self.assertIn(title, missing)
        self.assertTrue(all(missing.values()))

    def test_nothing_personal_in_the_public_one(self):
        program = self.program
        words = (
            INHABITANT,
            "Sacha Secret",
            SECRET,
            "Entre membres seulement.",
            self.person.name,
            self.user_agent.name,
            self.user_manager.name,
            self.user_facilitator.name,
            "Adopte.",
        )
        seen = self._read_all(PUBLIC, program)
        self.assertGreater(len(seen), 8)
        for path, text in seen.items():
            for word in words:
                self.assertNotIn(word, text, path)
        # It does hold what it is for.
        together = "\n".join(seen.values())
        for word in ("Avis favorable.", "Oui à l'école élémentaire.", "reached: 2"):
            self.assertIn(word, together)
        # What the words look for is there to be found.
        internal = "\n".join(self._read_all(INTERNAL, program).values())
        for word in (INHABITANT, self.person.name, "Adopte."):
            self.assertIn(word, internal)

    def test_for_the_staff_alone(self):
        for user in (self.user_elected, self.user_facilitator, self.user_employee):
            for audience in (INTERNAL, PUBLIC):
                with self.assertRaises(AccessError):
                    self._get_file(audience, user=user)
            with self.assertRaises(AccessError):
                self.program.with_user(user).action_export_procedure()
        other = self._create_other_company()[1]
        with self.assertRaises(AccessError):
            self._get_file(INTERNAL, other.with_user(self.user_agent))

    def test_what_cannot_be_printed_is_missing(self):
        """A piece that is refused does not stop the others."""
        mixin = self.registry["report.plpdma_concertation.report_bilan"]

        def refuse(report, docids, data=None):
            raise UserError("Pas maintenant.")

        self.patch(mixin, "_get_report_values", refuse)
        archive = self._make(INTERNAL)
        there, missing = self._read_list(archive)
        self.assertEqual(missing["Report of the concertation"], "Pas maintenant.")
        self.assertEqual(
            set(there) | {"index.html", "index.pdf"}, set(archive.namelist())
        )

    def test_the_list_alone(self):
        report = self.env["report.plpdma_concertation.report_procedure_file"]
        values = report.with_user(self.user_agent)._get_report_values(self.program.ids)
        [sheet] = values["sheets"]
        self.assertFalse(sheet["is_made"])
        self.assertTrue(sheet["missing"])

    def test_the_job_makes_it(self):
        for name, audience in (
            ("action_export_procedure", "internal"),
            ("action_export_procedure_public", "public"),
        ):
            action = getattr(self.program, name)()
            job = self.env["plpdma.export.job"].sudo().browse(action["res_id"])
            cron = self.env.ref("plpdma_concertation.ir_cron_export").sudo()
            with self.enter_registry_test_mode():
                self.assertIs(cron.method_direct_trigger(), True)
            self.assertEqual(job.state, "done", job.error)
            self.assertIn(audience, job.attachment_id.name)
            self.assertTrue(job.attachment_id.name.endswith(".zip"))
            archive = zipfile.ZipFile(io.BytesIO(job.attachment_id.raw))
            self.assertIn("index.html", archive.namelist())
            self.assertEqual(job.row_count + 2, len(archive.namelist()))
            line = self.env["plpdma.export.log"].sudo().search([], limit=1)
            self.assertEqual((line.format, line.row_count), ("zip", job.row_count))
            self.assertIn("01_", line.fields_text)
