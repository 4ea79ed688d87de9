"""The public file of a procedure: each of its pieces is public by the rule that says so
for the pages."""

import re

from odoo import fields
from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

from ...tools.procedure_file import PUBLIC
from .procedure_file_common import ProcedureFileCase

VOTED = "Avis favorable du collège."
FILES = {
    "public": b"Le projet publie.",
    "kept": b"La deliberation, gardee.",
    "online": b"Le bilan annuel.",
}


@tagged("post_install", "-at_install", "plpdma")
class TestProcedurePublic(ProcedureFileCase, TransactionCase):
    def _build_world(self):
        super()._build_world()
        self.actors.sudo().membership = "member"
        self.body.founding_act = "Délibération n° 12"
        self.program.sudo().public_document_ids = [
            Command.create(
                {
                    "name": "projet.txt",
                    "raw": FILES["public"],
                    "res_model": "plpdma.program",
                    "res_id": self.program.id,
                }
            )
        ]
        self.opened = self._create_session(
            name="Ouverte bientôt",
            format="public",
            nature="consultation",
            proposal="<p>Le projet.</p>",
            days=5,
            date_stop=fields.Datetime.add(fields.Datetime.now(), days=40),
        )
        with self.mock_mail_gateway():
            self.meeting.action_plan()
            self.meeting.participation_ids.attendance = "present"
            self.meeting.action_hold()
            (self.consultation | self.opened).action_plan()
        self.env["plpdma.session.vote"].with_user(self.user_agent).create(
            {
                "session_id": self.meeting.id,
                "name": "Avis sur le projet",
                "count_for": 2,
                "opinion": VOTED,
            }
        )
        milestones = self.agent_env["plpdma.milestone"]
        program = {"program_id": self.program.id}
        self.report = milestones.create(
            [
                {
                    **program,
                    "kind": "cces_opinion",
                    "session_id": self.meeting.id,
                },
                {
                    **program,
                    "kind": "deliberation",
                    "date_done": "2026-01-15",
                    "document_ids": [
                        Command.create({"name": "délib.txt", "raw": FILES["kept"]})
                    ],
                },
                {
                    **program,
                    "kind": "annual_report",
                    "year": 2025,
                    "date_done": "2026-01-20",
                    "date_assembly": "2026-01-25",
                    "opinion": "<p>La CCES approuve.</p>",
                    "online_document_ids": [
                        Command.create(
                            {
                                "name": "annuel.txt",
                                "raw": FILES["online"],
                                "res_model": "plpdma.milestone",
                            }
                        )
                    ],
                },
            ]
        )[-1]
        self.measure = self.env["plpdma.measure"].create(
            {"program_id": self.program.id, "name": "Une action", "code": "A1"}
        )

    def _get_rules(self):
        """``{pattern of the path: whether it is public, by the rule of the pages}``."""
        program = self.program.sudo()
        contributions = program.env["plpdma.contribution"]
        published = contributions.search_count(
            program._get_published_contributions_domain()
        )
        everybody = True
        return {
            # What the programme says of itself, and how it is governed, without names.
            r"01_frame/": everybody,
            r"02_body/": everybody,
            r"\d_session-": everybody,
            r"dates-of-the-legal-thread\.csv": everybody,
            r"04_draft/\d\d_projet\.txt": FILES["public"]
            in program.public_document_ids.mapped("raw"),
            r"(draft-of-the-programme|presentation-note)-version-1.*-avis-sur-le"
            r"|documents-put-to-the-public-avis": self.consultation._has_opened(),
            r"(draft-of-the-programme|presentation-note)-version-1.*-ouverte"
            r"|documents-put-to-the-public-ouverte": self.opened._has_opened(),
            r"(closing-minutes|synthesis)-avis-sur": (
                self.consultation.sudo()._has_public_documents()
            ),
            r"public-register": bool(published),
            r"actions-of-the-programme": bool(
                program.env["plpdma.measure"].search_count(
                    program._get_public_measures_domain()
                )
            ),
            r"cces-opinion-opinion": self.meeting.minutes_state == "final",
            r"annual-report-2025-opinion|annuel\.txt": bool(self.report.date_online),
            r"public-pages-and-until": program._is_online(),
        }

    def assertPublic(self):
        """Each piece stands under one rule, which says that it is public; what the
        rules say to be public is there.

        :return: the patterns of what is there
        """
        rules = self._get_rules()
        archive = self._make(PUBLIC)
        found = set()
        paths = set(archive.namelist()) - {"index.html", "index.pdf"}
        for path in sorted(paths):
            told = [pattern for pattern in rules if re.search(pattern, path)]
            self.assertEqual(len(told), 1, f"{path}: no rule, or several")
            self.assertTrue(rules[told[0]], f"{path} is not public")
            found.add(told[0])
        self.assertEqual(found, {one for one, public in rules.items() if public})
        together = "\n".join(self._read_all(PUBLIC, self.program).values())
        self.assertNotIn(FILES["kept"].decode(), together)
        self.assertEqual(VOTED in together, self.meeting.minutes_state == "final")
        self.assertEqual(
            FILES["online"].decode() in together, bool(self.report.date_online)
        )
        return found

    def test_each_piece_is_public(self):
        before = self.assertPublic()
        self.consultation.sudo().minutes_state = "final"
        self.meeting.write({"minutes": "<p>Dit.</p>", "minutes_state": "final"})
        self.program.with_user(self.user_manager).is_published = True
        self.report.action_put_online()
        self.measure.sudo().is_published = True
        after = self.assertPublic()
        self.assertGreaterEqual(len(after - before), 5)
        self.response.action_unpublish()
        self.answered.with_user(self.user_manager).write(self._refusal())
        self.assertPublic()

    def test_nothing_tells_when_whom_was_written_to(self):
        self.assertTrue(self.env["plpdma.delivery"].search_count([]))
        archive = self._make(PUBLIC)
        self.assertFalse([path for path in archive.namelist() if "messages" in path])

    def test_what_is_not_public_yet_is_named(self):
        _there, missing = self._read_list(self._make(PUBLIC))
        for kind in ("Closing minutes", "Synthesis"):
            title = f"{kind}: {self.consultation.name}"
            self.assertIn("not public yet", missing[title])
        self.assertIn("not public yet", missing["CCES opinion: opinion"])
