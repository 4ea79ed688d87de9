"""What the public reads is there before it writes, and comes by the front door."""

import io
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .test_consultation import ConsultationCase, put


@tagged("post_install", "-at_install", "plpdma")
class TestConsultationDoors(ConsultationCase):
    def _dates(self, start, stop):
        now = fields.Datetime.now()
        return {
            "date_start": now + timedelta(days=start),
            "date_stop": now + timedelta(days=stop),
        }

    def _create_running(self, **vals):
        return self._create_session(
            **{
                "name": "En cours",
                "format": "public",
                "nature": "consultation",
                "proposal": "<p>Le projet.</p>",
                "document_ids": [],
                "state": "held",
                **self._dates(-2, 20),
                **vals,
            },
        )

    # ------------------------------------------------------------------
    # Versions
    # ------------------------------------------------------------------
    def test_a_version_does_not_move_into_another_consultation(self):
        over = self._consult(state="draft", **self._dates(-40, -10))
        with self.mock_mail_gateway():
            over.action_plan()
        over.action_hold()
        before = over.document_ids.ids
        other = self._consult(state="draft", document_ids=[], **self._dates(10, 40))
        for _number in range(3):
            self._add(other, "draft")
        third = other.document_ids.sorted("version")[-1]
        self.assertEqual(third.version, 3)
        for door in (
            lambda: third.write({"session_id": over.id}),
            lambda: third.sudo().write({"session_id": over.id}),
            lambda: over.write({"document_ids": [(4, third.id)]}),
        ):
            with self.assertRefused("stays in"), self.env.cr.savepoint():
                door()
            self.env.invalidate_all()
            self.assertEqual(over.document_ids.ids, before)
        # The same session again is no move.
        third.write({"session_id": other.id, "reason": "Autre"})
        self.assertEqual(third.reason, "Autre")

    def test_another_kind_comes_in_time_and_is_numbered(self):
        session = self._consult(state="draft", **self._dates(10, 40))
        draft, note = self._of(session, "draft"), self._of(session, "note")
        extra = self._add(session, "draft")
        with self.assertRefused("once", "is over"), self.env.cr.savepoint():
            extra.kind = "motives"
        self.env.invalidate_all()
        self.assertEqual((extra.kind, extra.version), ("draft", 2))
        other = self._add(session, "draft")
        # Version 1 of the notes exists: the moved ones come after it.
        (extra | other).write({"kind": "note"})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(
            (note | extra | other).mapped("version"), [1, 2, 3], "No number twice"
        )
        self.assertEqual(draft.version, 1)

    # ------------------------------------------------------------------
    # Documents before the form
    # ------------------------------------------------------------------
    def test_nothing_runs_without_its_documents(self):
        for state in ("planned", "held"):
            with self.subTest(state=state):
                with self.assertRefused(
                    "Draft of the programme, Presentation note",
                    exception=ValidationError,
                ):
                    with self.env.cr.savepoint():
                        self._create_running(state=state)
        past = self._create_running(**self._dates(-40, -10))
        self.assertEqual(past.state, "held", "What is over may have been elsewhere")
        for vals in (
            self._dates(-40, 10),
            {"date_stop": self._dates(0, 3)["date_stop"]},
        ):
            with self.assertRefused("Presentation note", exception=ValidationError):
                with self.env.cr.savepoint():
                    past.write(vals)
            past.invalidate_recordset()
        running = self._create_running(
            document_ids=[
                (0, 0, {"kind": kind, "file": put(kind), "file_name": "f.txt"})
                for kind in ("draft", "note")
            ]
        )
        self.assertEqual(running.document_ids.mapped("is_frozen"), [True, True])
        # Not even by deleting them behind it.
        with self.assertRefused("stays as it is"), self.env.cr.savepoint():
            running.document_ids[0].unlink()

    # ------------------------------------------------------------------
    # The file behind the field
    # ------------------------------------------------------------------
    def test_of_several_files_the_one_that_was_read(self):
        """As an earlier version let in: the fingerprint says which is the
        document's."""
        session = self._consult(state="draft", **self._dates(10, 40))
        document = self._of(session, "draft")
        own = document._get_files()[document]
        place = {"res_model": document._name, "res_id": document.id}
        for content in (b"Avant.", b"Apres."):
            own.create({"name": "file", "res_field": "file", "raw": content, **place})
        self.env.invalidate_all()
        self.assertEqual(document._get_files()[document], own)
        pieces = session._get_put_pieces("internal")
        [piece] = [one for one in pieces if one.title.startswith(document.name)]
        content = io.BytesIO()
        piece.write(content)
        self.assertEqual(content.getvalue(), own.raw)

    def test_the_file_of_a_field_is_written_by_the_field(self):
        session = self._consult(state="draft", **self._dates(10, 40))
        document = self._of(session, "draft")
        Attachment = self.agent_env["ir.attachment"]
        place = {"res_model": document._name, "res_id": document.id}
        file = document._get_files()[document].with_user(self.user_agent)
        free = Attachment.create({"name": "x.txt", "raw": b"x", **place})
        vals = {"name": "x.txt", "raw": b"x", "res_field": "file", **place}
        doors = (
            lambda: Attachment.create(vals),
            lambda: Attachment.with_context(default_res_field="file").create(
                {"name": "x.txt", "raw": b"x", **place}
            ),
            lambda: free.write({"res_field": "file"}),
            lambda: file.write({"datas": put("Autre.")}),
            lambda: file.write({"raw": b"Autre."}),
            lambda: file.write({"res_id": 0}),
            file.unlink,
        )
        for number, door in enumerate(doors):
            with self.subTest(door=number):
                with self.assertRefused("belongs to a field", exception=UserError):
                    with self.env.cr.savepoint():
                        door()
                self.env.invalidate_all()
                self.assertEqual(len(document._get_files()[document]), 1)
        digest = document.digest
        document.file = put("Autre.")
        self.assertNotEqual(document.digest, digest)
        document.unlink()
        self.assertFalse(file.exists())
