"""What a file brings into a session was not noted there."""

from odoo.fields import Command
from odoo.tests import tagged

from .import_undo_common import HEADINGS, UndoCase


@tagged("post_install", "-at_install", "plpdma")
class TestImportSession(UndoCase):
    def _import_in_session(self, model=None):
        return self._import(
            ("Alix", "", "Trois", self.consultation.name),
            ("Sam", "", "Quatre", self.consultation.name),
            headings=(*HEADINGS, "Temps de participation"),
            model=model,
        )

    def test_taken_back_by_its_import_alone(self):
        session = self.consultation.with_env(self.french_env)
        session.contribution_ids = [Command.create({"verbatim": "Tapée"})]
        typed = session.contribution_ids
        records, log = self._import_in_session()
        self.assertEqual(records.session_id, session)
        self.assertIn("Tapée", session.last_noted)
        session.action_undo_noted()
        self.assertFalse(typed.exists())
        self.assertEqual(records.exists(), records)
        session.invalidate_recordset()
        self.assertFalse(session.last_noted)
        log.action_undo()
        self.assertFalse(records.exists())

    def test_imported_from_the_screen_of_the_session(self):
        """Whatever context that screen has."""
        context = self.consultation.action_note_contribution()["context"]
        records, _log = self._import_in_session(
            self.contributions.with_context(**context)
        )
        self.assertEqual(records.session_id, self.consultation)
        self.assertFalse(self.consultation.last_noted)

    def test_the_day_that_is_taken(self):
        """That of the session, and not today's, where it was held before."""
        session = self._create_session(
            name="Atelier du port",
            date_start="2025-09-02 08:00:00",
            date_stop="2025-09-02 10:00:00",
        )
        model = self.contributions.with_context(
            default_session_id=session.id, default_channel="session"
        )
        for headings, row in (
            (HEADINGS, ("Alix", "", "Trois")),
            ((*HEADINGS, "Date"), ("Alix", "", "Quatre", "")),
        ):
            content = self._make_file(headings, row)
            records, _count, result = self._choose(model, "avis.csv", content)
            self.assertEqual(str(records.date_received), "2025-09-02")
            [text] = self._get_texts(result["messages"])
            self.assertIn("2 septembre 2025", text)
            self.assertNotIn("aujourd'hui est prise", text)
