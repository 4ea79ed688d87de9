"""What a procedure is proved by, in its file: deliberations, documents of the public,
moderation, transmission, synthesis, annual reports."""

import hashlib

from odoo import fields
from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

from ...tools.procedure_file import INTERNAL, PUBLIC
from .procedure_file_common import ProcedureFileCase

PREFECT = "Claude Préfet"
ADDRESSES = ("prefecture@etat.example", "region@region.example")
REPORT = b"Le bilan annuel."
NORTH = b"Le Nord adopte."


@tagged("post_install", "-at_install", "plpdma")
class TestProcedureFilePieces(ProcedureFileCase, TransactionCase):
    def _build_world(self):
        super()._build_world()
        self.today = self.company._plpdma_get_today()
        with self.mock_mail_gateway():
            self.consultation.action_plan()
        self.motives = self.agent_env["plpdma.session.document"].create(
            {
                "session_id": self.consultation.id,
                "kind": "motives",
                "file": "TGVzIG1vdGlmcy4=",
                "file_name": "motifs.txt",
            }
        )
        self.program.sudo().moderation_charter = "<p>Tout est relu en deux jours.</p>"
        self.env["plpdma.moderation.criterion"].sudo().create(
            {"name": "Propos injurieux", "description": "Ils ne sont pas publiés."}
        )
        self.north, self.south = self._create_authorities("Nord", "Sud")
        self.north.write(
            {
                "deliberation_date": self._day(-9),
                "deliberation_reference": "N-12",
                "document_ids": [Command.create({"name": "nord.txt", "raw": NORTH})],
            }
        )
        milestones = self.agent_env["plpdma.milestone"]
        create = {"program_id": self.program.id}
        self.availability, self.second, self.deliberation = milestones.create(
            [
                {
                    **create,
                    "kind": "public_availability",
                    "session_id": self.consultation.id,
                },
                {**create, "kind": "second_opinion"},
                {**create, "kind": "deliberation"},
            ]
        )

    def _day(self, days):
        return fields.Date.add(self.today, days=days)

    def _create_authorities(self, *names):
        partners = self.env["res.partner"].create(
            [{"name": name, "is_company": True} for name in names]
        )
        return self.agent_env["plpdma.program.authority"].create(
            [
                {"program_id": self.program.id, "partner_id": partner.id}
                for partner in partners
            ]
        )

    def _create_milestone(self, kind, **vals):
        return self.agent_env["plpdma.milestone"].create(
            {"program_id": self.program.id, "kind": kind, **vals}
        )

    def _transmit(self):
        """To two recipients, of whom one is written to by letter, the other not yet."""
        self.south.deliberation_date = self._day(-8)
        transmission = self._create_milestone(
            "transmission",
            document_ids=[Command.create({"name": "programme.pdf", "raw": b"%PDF"})],
        )
        partners = self.env["res.partner"].create(
            [
                {"name": name, "email": email}
                for name, email in zip(
                    (PREFECT, "Camille Région"), ADDRESSES, strict=True
                )
            ]
        )
        recipients = self.agent_env["plpdma.milestone.recipient"].create(
            [
                {
                    "milestone_id": transmission.id,
                    "addressee": addressee,
                    "partner_id": partner.id,
                }
                for addressee, partner in zip(
                    ("prefect", "region"), partners, strict=True
                )
            ]
        )
        recipients[0].action_note_posted()
        return recipients

    def _report(self, **vals):
        # As the form drops it.
        file = self.agent_env["ir.attachment"].create(
            {"name": "bilan-2026.txt", "raw": REPORT, "res_model": "plpdma.milestone"}
        )
        return self._create_milestone(
            "annual_report",
            year=2026,
            date_done=self._day(-3),
            opinion="<p>La CCES approuve le bilan.</p>",
            online_document_ids=[Command.link(file.id)],
            **vals,
        )

    def assertListed(self, archive):
        """All the files are named, with their digests; nothing missing is there."""
        there, missing = self._read_list(archive)
        self.assertEqual(
            set(archive.namelist()) - {"index.html", "index.pdf"}, set(there)
        )
        for path, digest in there.items():
            self.assertEqual(
                hashlib.sha256(archive.read(path)).hexdigest(), digest, path
            )
        return there, missing

    def _find(self, archive, words):
        """The content of the only file of which the path has these words."""
        [path] = [path for path in archive.namelist() if words in path]
        return archive.read(path).decode()

    def test_deliberations(self):
        archive = self._make(INTERNAL)
        _there, missing = self.assertListed(archive)
        self.assertEqual(self._find(archive, "deliberation-nord"), NORTH.decode())
        table = self._find(archive, "deliberations-of-the-authorities")
        for word in ("Nord", "Sud", "N-12"):
            self.assertIn(word, table)
        self.assertIn("its day", missing["Deliberation: Sud"])
        self.assertIn("Sud", missing["Deliberation"])
        self.assertNotIn("Deliberation: Nord", missing)
        self.south.deliberation_date = self._day(-8)
        _there, missing = self.assertListed(self._make(INTERNAL))
        self.assertIn("Attach", missing["Deliberation: Sud"])
        self.assertNotIn("Deliberation", missing)

    def test_deliberations_for_everybody(self):
        """The file that is published, and no other one."""
        archive = self._make(PUBLIC)
        _there, missing = self.assertListed(archive)
        self.assertIn("documents to publish", missing["Deliberation: Nord"])
        self.assertFalse(
            any("deliberation-nord" in path for path in archive.namelist())
        )
        self.program.sudo().public_document_ids = [
            Command.create(
                {
                    "name": "Délibération du Nord.txt",
                    "raw": NORTH,
                    "res_model": "plpdma.program",
                    "res_id": self.program.id,
                }
            )
        ]
        archive = self._make(PUBLIC)
        _there, missing = self.assertListed(archive)
        self.assertEqual(self._find(archive, "deliberation-nord"), NORTH.decode())
        self.assertNotIn("Deliberation: Nord", missing)

    def test_documents_put_to_the_public(self):
        """Each version, with its dates and the digest that its screen shows."""
        opened = self._create_session(
            name="Ouverte",
            format="public",
            nature="consultation",
            proposal="<p>Le projet.</p>",
            days=-2,
            date_stop=fields.Datetime.add(fields.Datetime.now(), days=30),
        )
        with self.mock_mail_gateway():
            opened.action_plan()
        self.agent_env["plpdma.session.document"].create(
            {
                "session_id": opened.id,
                "kind": "draft",
                "file": "TGUgcHJvamV0IGNvcnJpZ8OpLg==",
                "file_name": "projet.txt",
                "reason": "Une page manquait.",
            }
        )
        for audience in (INTERNAL, PUBLIC):
            archive = self._make(audience)
            there, missing = self.assertListed(archive)
            documents = (opened | self.consultation).document_ids
            self.assertEqual(len(documents), 6)
            self.assertLessEqual(set(documents.mapped("digest")), set(there.values()))
            table = self._find(archive, "documents-put-to-the-public-ouverte")
            self.assertIn("Une page manquait.", table)
            self.assertEqual(table.count("Draft of the programme"), 4)
            for digest in opened.document_ids.mapped("digest"):
                self.assertIn(digest, table)
            titles = [path for path in there if "reasons-for-the-decision" in path]
            self.assertEqual([path.split("_")[1][:7] for path in titles], ["answers"])
            # Once it is over, and not before.
            self.assertFalse([title for title in missing if "Reasons" in title])

    def test_documents_that_are_missing(self):
        self._create_session(
            name="Vide",
            format="public",
            nature="consultation",
            document_ids=[],
            days=-40,
            date_stop=fields.Datetime.subtract(fields.Datetime.now(), days=10),
        ).sudo()._write({"state": "planned"})
        _there, missing = self.assertListed(self._make(INTERNAL))
        for kind in (
            "Draft of the programme",
            "Presentation note",
            "Reasons for the decision",
        ):
            self.assertIn("Put to the Public", missing[f"{kind}: Vide"])

    def test_moderation(self):
        for audience in (INTERNAL, PUBLIC):
            archive = self._make(audience)
            _there, missing = self.assertListed(archive)
            self.assertIn("deux jours", self._find(archive, "moderation-charter"))
            criteria = self._find(archive, "moderation-criteria")
            self.assertIn("Propos injurieux", criteria)
            self.assertIn("Ils ne sont pas publiés.", criteria)
            self.assertNotIn("Moderation charter", missing)
        self.program.sudo().moderation_charter = False
        _there, missing = self.assertListed(self._make(INTERNAL))
        self.assertIn("Moderation charter", missing)

    def test_transmission(self):
        recipients = self._transmit()
        self.assertEqual(recipients.mapped("delivery"), ["sent", "none"])
        archive = self._make(INTERNAL)
        _there, missing = self.assertListed(archive)
        proofs = self._find(archive, "proofs-of-the-transmission")
        for word in (PREFECT, "Prefect of the region", "Left", "Letter"):
            self.assertIn(word, proofs)
        self.assertEqual(len(proofs.splitlines()), 3)
        self.assertIn("Transmission: Regional council, Camille Région", missing)
        self.assertFalse([title for title in missing if PREFECT in title])
        self.assertIn("ADEME", missing["Transmission"])

    def test_transmission_for_everybody(self):
        self._transmit()
        archive = self._make(PUBLIC)
        _there, missing = self.assertListed(archive)
        self.assertIn("Transmission: Regional council", missing)
        table = self._find(archive, "proofs-of-the-transmission")
        self.assertIn(f"Prefect of the region;{self.today}", table)
        together = "\n".join(self._read_all(PUBLIC, self.program).values())
        for word in (PREFECT, "Camille Région", *ADDRESSES):
            self.assertNotIn(word, together)
        # They are there to be found.
        together = "\n".join(self._read_all(INTERNAL, self.program).values())
        self.assertIn(PREFECT, together)

    def test_synthesis_to_the_cces(self):
        title = "Synthesis given to the CCES"
        _there, missing = self.assertListed(self._make(INTERNAL))
        self.assertNotIn(title, missing)
        self.program.sudo().draft_modified = True
        _there, missing = self.assertListed(self._make(INTERNAL))
        self.assertIn(title, missing)
        meeting = self._create_session(
            self.actors[:1], body_id=self.body.id, name="CCES bis"
        )
        with self.mock_mail_gateway():
            meeting.action_plan()
        self.second.session_id = meeting
        self.second.action_note_synthesis_given()
        archive = self._make(INTERNAL)
        _there, missing = self.assertListed(archive)
        self.assertNotIn(title, missing)
        page = self._find(archive, "synthesis-given-to-the-cces.html")
        self.assertIn("handed over: 1.", page)

    def test_annual_report(self):
        self._report()
        archive = self._make(INTERNAL)
        _there, missing = self.assertListed(archive)
        self.assertIn("approuve le bilan", self._find(archive, "2026-opinion"))
        self.assertEqual(self._find(archive, "bilan-2026"), REPORT.decode())
        self.assertIn("Annual report 2026: told to the assembly", missing)
        self.assertIn("Annual report 2026: put online", missing)
        # Everybody reads it once it is online.
        together = "\n".join(self._read_all(PUBLIC, self.program).values())
        for word in ("approuve le bilan", REPORT.decode()):
            self.assertNotIn(word, together)

    def test_annual_report_online(self):
        report = self._report(date_assembly=self._day(-1))
        report.action_put_online()
        archive = self._make(PUBLIC)
        _there, missing = self.assertListed(archive)
        self.assertIn("approuve le bilan", self._find(archive, "2026-opinion"))
        self.assertEqual(self._find(archive, "bilan-2026"), REPORT.decode())
        self.assertFalse([title for title in missing if "Annual report 2026" in title])

    def test_pages(self):
        """The addresses of the pages stand in the list, while they are online, with the
        day until which they stay."""
        title = "Public pages, and until when they stay online"
        archive = self._make(INTERNAL)
        _there, missing = self.assertListed(archive)
        self.assertIn("is not noted yet", missing[title])
        self.assertFalse(self._read_pages(archive))
        self.program.with_user(self.user_manager).is_published = True
        self.consultation.sudo().minutes_state = "final"
        self.program.with_user(self.user_manager).action_publish_bilan()
        published = self._create_milestone("publication", date_done=self._day(-2))
        for audience in (INTERNAL, PUBLIC):
            archive = self._make(audience)
            _there, missing = self.assertListed(archive)
            self.assertNotIn(title, missing)
            pages = self._read_pages(archive)
            home = self.program.public_url
            self.assertEqual(pages[title], home)
            values = set(pages.values())
            session = f"{home}/sessions/{self.consultation.id}"
            wanted = {home, f"{home}/bilan", f"{home}/observations"}
            self.assertLessEqual(wanted | {f"{session}/synthesis"}, values)
            page = self._find(archive, "public-pages-and-until-when")
            self.assertIn(f"{home}/observations", page)
            self.assertIn(str(published.date_online_until.year), page)
