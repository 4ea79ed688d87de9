"""A sheet of those who were there, a column of crosses for each choice."""

from odoo.tests import tagged

from .import_common import ImportCase

CHOICES = ("Présent", "Excusé", "Absent")
NAMES = ("Alix VERT", "Zoé BRUN", "Max GRIS", "Ana BLEU")


@tagged("post_install", "-at_install", "plpdma")
class TestImportAttendance(ImportCase):
    def setUp(self):
        super().setUp()
        partners = self.env["res.partner"].create([{"name": name} for name in NAMES])
        self.actors = self.agent_env["plpdma.stakeholder"].create(
            [
                {"program_id": self.program.id, "partner_id": partner.id}
                for partner in partners
            ]
        )
        session = self._create_session(
            name="Atelier du port",
            date_start="2025-09-02 08:00:00",
            date_stop="2025-09-02 10:00:00",
        )
        self.participations = self.french_env["plpdma.participation"].with_context(
            default_session_id=session.id
        )

    def _tell(self, headings, *rows):
        content = self._make_file(
            ["Nom", *headings],
            *([name, *row] for name, row in zip(NAMES, rows, strict=False)),
        )
        return self._import(self.participations, content)

    def test_crosses(self):
        for headings, cross in (
            (CHOICES, "x"),
            (("Présent(e)", "Excusé(e)", "Absent(e)"), "X"),
            (("Présents", "Excusés", "Absents"), "✓"),
            (("PRÉSENT", "EXCUSÉ", "ABSENT"), "1"),
        ):
            with self.subTest(headings):
                records, messages = self._tell(
                    headings,
                    [cross, "", ""],
                    ["", cross, ""],
                    ["", "", cross],
                    ["", "", ""],
                )
                self.assertEqual(messages, [])
                self.assertEqual(records.stakeholder_id, self.actors)
                self.assertEqual(
                    records.mapped("attendance"),
                    ["present", "excused", "absent", "invited"],
                )
                records.unlink()

    def test_two_crosses_are_for_the_user_to_settle(self):
        records, messages = self._tell(CHOICES, ["x", "", "x"], ["x", "", ""])
        self.assertFalse(records)
        [message] = messages
        self.assertEqual(message["type"], "error")
        told = message["message"].replace("\xa0", " ")
        for words in ("Ligne 2", "« Présence »", "« Présent / Absent »"):
            self.assertIn(words, told)
