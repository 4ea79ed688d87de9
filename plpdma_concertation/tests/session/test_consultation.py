"""The public is consulted with something to read, which stays as it was read."""

import base64
from datetime import date

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import format_date

from ...tools import working_days
from ..common import ConcertationCase

NOON = "2026-05-13 10:00:00"


def put(text):
    return base64.b64encode(text.encode())


class ConsultationCase(ConcertationCase):
    def _consult(self, state="planned", **vals):
        session = self._create_session(
            **{
                "name": "Le projet de plan",
                "format": "public",
                "nature": "consultation",
                "proposal": "<p>Le projet.</p>",
                "date_start": "2026-04-01 07:00:00",
                "date_stop": NOON,
                **vals,
            }
        )
        if state == "planned":
            with self.mock_mail_gateway():
                session.action_plan()
        return session

    def _add(self, session, kind="draft", text="Autre.", **vals):
        return self.agent_env["plpdma.session.document"].create(
            {
                "session_id": session.id,
                "kind": kind,
                "file": put(text),
                "file_name": "f.txt",
                **vals,
            }
        )

    def _say(self, day, style):
        return format_date(self.agent_env, day, date_format=style)

    def _of(self, session, kind):
        return session.document_ids.filtered(lambda one: one.kind == kind)


@tagged("post_install", "-at_install", "plpdma")
class TestConsultation(ConsultationCase):
    def test_documents_before_it_is_planned(self):
        with freeze_time("2026-03-01"):
            session = self._consult(state="draft", document_ids=[])
            self.assertIn("nothing to read", session.warnings)
            doors = (
                session.action_plan,
                lambda: session.write({"state": "planned"}),
                lambda: session.sudo().write({"state": "planned"}),
                lambda: self._consult(state="", document_ids=[]).write(
                    {"state": "planned"}
                ),
            )
            for number, door in enumerate(doors):
                with self.subTest(door=number), self.mock_mail_gateway():
                    with self.assertRefused(
                        "Draft of the programme, Presentation note",
                        exception=ValidationError,
                    ):
                        with self.env.cr.savepoint():
                            door()
                session.invalidate_recordset()
            self._add(session, "draft")
            with self.assertRefused("add: Presentation note"):
                with self.env.cr.savepoint(), self.mock_mail_gateway():
                    session.action_plan()
            session.invalidate_recordset()
            self._add(session, "note")
            with self.mock_mail_gateway():
                session.action_plan()
            self.assertEqual(session.state, "planned")
            # They are not taken away from what is announced.
            for door in (
                self._of(session, "note").unlink,
                lambda: self._of(session, "note").write({"kind": "draft"}),
                lambda: session.write({"document_ids": [Command.clear()]}),
            ):
                with self.assertRefused("Presentation note"):
                    with self.env.cr.savepoint():
                        door()
                session.invalidate_recordset()

    def test_a_concertation_of_the_public_has_its_questions(self):
        session = self._create_session(
            format="public", date_start="2026-04-01", date_stop="2026-05-01"
        )
        self.assertFalse(session._get_missing_documents())
        with self.mock_mail_gateway():
            session.action_plan()
        self.assertEqual(session.state, "planned")

    def test_a_file_is_a_file(self):
        session = self._consult(state="draft")
        for empty in (False, b"", None):
            with self.assertRefused("has no file", exception=ValidationError):
                with self.env.cr.savepoint():
                    self.agent_env["plpdma.session.document"].create(
                        {"session_id": session.id, "file": empty}
                    )
        with self.assertRefused("has no file", exception=ValidationError):
            session.document_ids[0].file = False

    def test_written_over_until_it_opens(self):
        with freeze_time("2026-03-01"):
            session = self._consult()
            draft = self._of(session, "draft")
            digest = draft.digest
            draft.write({"file": put("Le projet corrigé.")})
            self.assertFalse(draft.is_frozen)
            self.assertEqual(draft.version, 1)
            self.assertNotEqual(draft.digest, digest)

    def test_frozen_once_open(self):
        with freeze_time("2026-03-01"):
            session = self._consult()
        self.env.invalidate_all()
        draft = self._of(session, "draft")
        content = draft.file
        # sudo: the file behind the field, as a call from outside would name it.
        file = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", draft._name),
                    ("res_id", "=", draft.id),
                    ("res_field", "=", "file"),
                ]
            )
        )
        self.assertEqual(len(file), 1)
        with freeze_time("2026-04-02"):
            self.env.invalidate_all()
            self.assertTrue(draft.is_frozen)
            doors = (
                lambda: draft.write({"file": put("Autre.")}),
                lambda: draft.write({"name": "Autre"}),
                lambda: draft.sudo().write({"file": put("Autre.")}),
                lambda: session.document_ids.write({"kind": "note"}),
                lambda: session.write(
                    {"document_ids": [Command.update(draft.id, {"file": put("A")})]}
                ),
                draft.unlink,
                lambda: draft.with_user(self.user_manager).unlink(),
                lambda: session.write({"document_ids": [Command.clear()]}),
                lambda: file.write({"raw": b"Autre."}),
                lambda: file.write({"datas": put("Autre.")}),
                file.unlink,
                lambda: file.write({"res_id": 0}),
            )
            for number, door in enumerate(doors):
                with self.subTest(door=number):
                    with self.assertRefused("Add a new version"):
                        with self.env.cr.savepoint():
                            door()
                    self.env.invalidate_all()
                    self.assertEqual(draft.file, content)

    def test_facts_are_not_written(self):
        session = self._consult(state="draft")
        draft = self._of(session, "draft")
        for vals in ({"version": 7}, {"date_put": "2020-01-01"}, {"was_open": True}):
            with self.subTest(vals=vals), self.assertRefused("not written by hand"):
                with self.env.cr.savepoint():
                    draft.write(vals)
            with self.subTest(created=vals), self.assertRefused("not written by hand"):
                with self.env.cr.savepoint():
                    self._add(session, **vals)
            draft.invalidate_recordset()

    def test_a_new_version(self):
        with freeze_time("2026-03-01 09:00:00"):
            session = self._consult()
        first = self._of(session, "draft")
        with freeze_time("2026-04-10 09:00:00"):
            self.env.invalidate_all()
            for reason in (False, "  "):
                with self.assertRefused("say why"), self.env.cr.savepoint():
                    self._add(session, reason=reason)
            session.invalidate_recordset()
            second = self._add(session, reason="Une erreur de calcul page 4.")
            self.assertEqual(
                (first.version, second.version, second.create_uid),
                (1, 2, self.user_agent),
            )
            self.assertTrue(second.is_frozen)
            self.assertEqual(
                first.date_put, fields.Datetime.to_datetime("2026-03-01 09:00:00")
            )
            self.assertEqual(first.date_replaced, second.date_put)
            self.assertFalse(second.date_replaced)
            told = session.sudo()._describe_availability()
            self.assertEqual([one["version"] for one in told["documents"]], [2, 1])
            self.assertIn("erreur de calcul", told["documents"][0]["reason"])
            [earlier] = told["earlier"]
            self.assertEqual(earlier["put"], "1er mars 2026")
            self.assertEqual(earlier["replaced"], self._say(date(2026, 4, 10), "long"))

    def test_moved_dates_do_not_thaw(self):
        with freeze_time("2026-03-01"):
            session = self._consult()
        draft = self._of(session, "draft")
        for change in (
            {"date_start": "2026-05-01 07:00:00"},
            {"state": "draft"},
            {"format": "collective"},
        ):
            with self.subTest(change=change), freeze_time("2026-04-02"):
                with self.env.cr.savepoint() as savepoint, self.mock_mail_gateway():
                    self.env.invalidate_all()
                    session.write(change)
                    with self.assertRefused("Add a new version"):
                        draft.write({"file": put("Autre.")})
                    savepoint.rollback()

    def test_over(self):
        with freeze_time("2026-03-01"):
            session = self._consult()
            with self.assertRefused("is over"), self.env.cr.savepoint():
                self._add(session, "motives")
        session.invalidate_recordset()
        with freeze_time("2026-05-13 10:00:01"):
            self.env.invalidate_all()
            with self.assertRefused("is over"), self.env.cr.savepoint():
                self._add(session, reason="Modifié")
            session.invalidate_recordset()
            motives = self._add(session, "motives")
            self.assertTrue(motives.is_frozen)
            told = session.sudo()._describe_documents()
            self.assertEqual(len(told["motives"]), 1)
            self.assertEqual(len(told["documents"]), 2)

    def test_taken_over_afterwards(self):
        """A consultation of the past is entered with its documents."""
        session = self._consult(
            state="draft", date_start="2025-01-01", date_stop="2025-02-01"
        )
        with self.mock_mail_gateway():
            session.action_plan()
        session.action_hold()
        self.assertEqual(session.state, "held")
        self.assertTrue(all(session.document_ids.mapped("is_frozen")))

    def test_missing_one_is_kept_with_its_day(self):
        """What was held before documents were kept here is completed, truthfully."""
        with freeze_time("2026-03-01"):
            session = self._consult()
        note = self._of(session, "note")
        self.env.flush_all()
        self.env.cr.execute(
            "DELETE FROM plpdma_session_document WHERE id = %s", [note.id]
        )
        self.env.invalidate_all()
        with freeze_time("2026-06-01 09:00:00"):
            self.assertIn("not kept here: Presentation note", session.warnings)
            kept = self._add(session, "note")
            self.assertTrue(kept.is_frozen)
            self.assertEqual(str(kept.date_put), "2026-06-01 09:00:00")
            # With its own date, by those who take it over alone.
            kept = session.document_ids.sudo().create(
                {
                    "session_id": session.id,
                    "kind": "draft",
                    "file": put("Repris."),
                    "date_put": "2026-04-10 08:00:00",
                }
            )
            self.assertEqual((kept.version, kept.is_frozen), (2, True))
            with self.assertRefused("not written by hand"):
                self._add(session, "draft", date_put="2026-04-11 08:00:00")

    # ------------------------------------------------------------------
    # On paper and by post
    # ------------------------------------------------------------------
    def test_working_days(self):
        day = working_days.count_back
        # The 8th is a Friday and a public holiday.
        self.assertEqual(day(date(2026, 5, 13), 4), date(2026, 5, 6))
        self.assertEqual(day(date(2026, 5, 26), 1), date(2026, 5, 22))
        self.assertEqual(day(date(2026, 6, 5), 4), date(2026, 6, 1))
        self.assertEqual(working_days.get_easter(2026), date(2026, 4, 5))
        self.assertEqual(len(working_days.get_holidays(2026)), 11)

    def test_last_day_to_ask_for_paper(self):
        session = self._consult(state="draft")
        self.assertEqual(session.paper_deadline, date(2026, 5, 6))
        self.program.with_user(self.user_manager).paper_request_days = 2
        self.assertEqual(session.paper_deadline, date(2026, 5, 11))
        session.paper_deadline = "2026-05-12"
        self.assertEqual(session.paper_deadline, date(2026, 5, 12))
        self.assertNotIn("last day to ask", session.warnings or "")
        session.paper_deadline = "2026-05-14"
        self.assertIn("last day to ask", session.warnings)
        self.assertFalse(self._create_session(days=3).paper_deadline)

    def test_what_the_public_is_told_of_paper(self):
        session = self._consult(state="draft")
        manager = self.program.with_user(self.user_manager)
        manager.write(
            {
                "service_name": "Service prévention",
                "service_address": "1 rue du Tri\n00000 Essai",
                "service_phone": "01 99 00 00 10",
            }
        )
        told = session.sudo()._describe_paper()
        self.assertEqual(
            told["post"], ["Service prévention", "1 rue du Tri", "00000 Essai"]
        )
        self.assertEqual(told["deadline"], self._say(date(2026, 5, 6), "full"))
        session.post_address = "BP 12\n\n00001 Ailleurs"
        self.assertEqual(
            session.sudo()._describe_paper()["post"], ["BP 12", "00001 Ailleurs"]
        )

    def test_in_the_form(self):
        session = self._consult(state="draft", document_ids=[])
        with Form(session) as form:
            for kind in ("draft", "note"):
                with form.document_ids.new() as line:
                    line.kind = kind
                    line.file = put("Le texte.")
        self.assertEqual(session.document_ids.mapped("version"), [1, 1])
        self.assertEqual(
            set(session.document_ids.mapped("name")),
            {"Draft of the programme", "Presentation note"},
        )

    def test_in_the_form_once_it_is_open(self):
        with freeze_time("2026-03-01 09:00:00"):
            session = self._consult()
        with freeze_time("2026-04-10 09:00:00"):
            self.env.invalidate_all()
            self.assertTrue(session._has_opened())
            with Form(session) as form, form.document_ids.new() as line:
                line.kind = "draft"
                line.file = put("Le texte, corrigé.")
                line.reason = "Une erreur de date."
            added = self._of(session, "draft").sorted("version")[-1]
            self.assertEqual((added.version, added.reason), (2, "Une erreur de date."))
            self.assertTrue(added.is_frozen, "The public reads it")

    def test_not_for_participants(self):
        session = self._consult()
        for user in (self.user_employee, self.env.ref("base.public_user")):
            with self.assertRaises(AccessError):
                session.document_ids.with_user(user).read(["name"])
