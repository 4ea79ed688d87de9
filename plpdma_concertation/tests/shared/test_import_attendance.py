"""A sheet of those who were there, a column of crosses for each choice."""

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .import_common import ImportCase

CHOICES = ("Présent", "Excusé", "Absent")
# What the user answers of those who are in the list already.
COMPLETE = {"plpdma_choices": [["plpdma_there", "", "take:complete"]]}
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

    # ------------------------------------------------------------------
    # People who were invited
    # ------------------------------------------------------------------
    def _invite(self, count=4, **values):
        """The lines of those who are in the list before the sheet comes back."""
        return self.participations.create(
            [
                {
                    "session_id": self.participations.env.context["default_session_id"],
                    "stakeholder_id": actor.id,
                    **values,
                }
                for actor in self.actors[:count]
            ]
        )

    def test_those_who_were_invited(self):
        """One invites, then brings back the sheet."""
        lines = self._invite(3, rsvp="accepted", capacity="expert")
        content = self._make_file(
            ["Nom", *CHOICES],
            ["Alix VERT", "x", "", ""],
            ["Zoé BRUN", "", "x", ""],
            ["Max GRIS", "", "", ""],
            ["Ana BLEU", "", "", "x"],
        )
        records, messages = self._import(self.participations, content)
        self.assertFalse(records)
        self.assertIn("Déjà dans la liste (3)", " ".join(self._get_texts(messages)))
        records, messages = self._import(self.participations, content, **COMPLETE)
        self.assertEqual(messages, [])
        self.assertEqual(records & lines, lines[:2], "Nothing is said of the third")
        added = records - lines
        self.assertEqual(added.stakeholder_id, self.actors[3])
        self.assertEqual(
            (lines + added).mapped("attendance"),
            ["present", "excused", "invited", "absent"],
        )
        self.assertEqual(set(lines.mapped("rsvp")), {"accepted"})
        self.assertEqual(set(lines.mapped("capacity")), {"expert"})

    def test_left_as_they_are(self):
        lines = self._invite(1)
        content = self._make_file(
            ["Nom", "Présence"], ["Alix VERT", "Présent"], ["Zoé BRUN", "Présent"]
        )
        choices = [["plpdma_there", "", "leave"]]
        records, messages = self._import(
            self.participations, content, plpdma_choices=choices
        )
        self.assertEqual(messages, [])
        self.assertEqual(records.stakeholder_id, self.actors[1])
        self.assertEqual(lines.attendance, "invited")

    def test_what_was_noted_otherwise_is_kept_and_told(self):
        lines = self._invite(2)
        lines[0].attendance = "absent"
        content = self._make_file(
            ["Nom", "Présence"],
            ["Alix VERT", "Présent"],
            ["Zoé BRUN", "Présent"],
            ["BRUN Zoé", "Absent"],
        )
        _records, messages = self._import(self.participations, content, **COMPLETE)
        self.assertEqual(lines.mapped("attendance"), ["absent", "present"])
        self.assertEqual({message["type"] for message in messages}, {"warning"})
        first, second = self._get_texts(messages)
        for words in ("Ligne 2", "Alix VERT", "« Absent »", "« Présent »"):
            self.assertIn(words, first)
        for words in ("Ligne 4", "Zoé BRUN"):
            self.assertIn(words, second)

    def test_somebody_twice_in_a_sheet(self):
        content = self._make_file(
            ["Nom", "Présence"], ["Alix VERT", "Présent"], ["VERT Alix", "Absent"]
        )
        with mute_logger("odoo.sql_db"):
            records, messages = self._import(self.participations, content)
        self.assertFalse(records)
        [text] = self._get_texts(messages)
        for words in ("Ligne 3, colonne « Nom »", "Alix VERT"):
            self.assertIn(words, text)

    def _bring_back(self):
        """``(lines of two who were invited, what is added, line of the log)``."""
        lines = self._invite(2)
        content = self._make_file(
            ["Nom", "Présence"],
            ["Alix VERT", "Présent"],
            ["Zoé BRUN", "Excusé"],
            ["Ana BLEU", "Absent"],
        )
        records, messages = self._import(self.participations, content, **COMPLETE)
        self.assertEqual(messages, [])
        log = self.french_env["plpdma.import"].search([], limit=1, order="id desc")
        self.assertEqual((log.created_count, log.updated_count), (1, 2))
        self.env.flush_all()
        self.env.invalidate_all()
        return lines, records - lines, log

    def test_undone_they_are_invited_as_before(self):
        lines, added, log = self._bring_back()
        self.assertTrue(log.is_undoable and log.can_undo_now)
        told = str(log.undo_preview).replace("\xa0", " ")
        for words in ("restent dans la liste", "Alix VERT", "Zoé BRUN", "Ana BLEU"):
            self.assertIn(words, told)
        log.action_undo()
        self.assertFalse(added.exists())
        self.assertEqual(set(lines.mapped("attendance")), {"invited"})

    def test_undone_what_somebody_changed_since_stays(self):
        lines, added, log = self._bring_back()
        lines[0].with_user(self.user_manager).attendance = "absent"
        self.env.flush_all()
        told = log.action_undo()["params"]["message"]
        self.assertFalse(added.exists())
        self.assertIn("Alix VERT", told)
        self.assertEqual(lines.mapped("attendance"), ["absent", "invited"])

    def test_undone_whoever_holds_a_proxy_stays_present(self):
        """What is shown before says so, as the refusal does."""
        lines, _added, log = self._bring_back()
        holder = lines[0]
        proxy = self._give_proxy(holder)
        self.assertFalse(log.can_undo_now)
        told = str(log.undo_preview).replace("\xa0", " ")
        for words in ("Alix VERT", "porte le pouvoir de Max GRIS"):
            self.assertIn(words, told)
        with self.assertRaisesRegex(UserError, "porte le pouvoir de Max GRIS"):
            log.action_undo()
        self.assertEqual(holder.attendance, "present")
        proxy.attendance = "absent"
        log.invalidate_recordset()
        self.assertTrue(log.can_undo_now)
        log.action_undo()
        self.assertEqual(holder.attendance, "invited")

    def test_undone_whoever_was_added_and_holds_a_proxy_stays(self):
        self._invite(2)
        content = self._make_file(["Nom", "Présence"], ["Ana BLEU", "Présent"])
        records, _messages = self._import(self.participations, content)
        log = self.french_env["plpdma.import"].search([], limit=1, order="id desc")
        self._give_proxy(records)
        self.assertFalse(log.can_undo_now)
        with self.assertRaisesRegex(UserError, "porte le pouvoir de Max GRIS"):
            log.action_undo()

    def test_undone_a_proxy_and_its_holder_of_one_sheet(self):
        """Whichever of the two was in the list already."""
        for place in (0, 1):
            lines = self._invite(3)[place]
            (
                self.participations.search([("stakeholder_id", "in", self.actors.ids)])
                - lines
            ).unlink()
            content = self._make_file(
                ["Nom", "Présence", "Représenté par"],
                ["Alix VERT", "Présent", ""],
                ["Zoé BRUN", "Représenté", "Alix VERT"],
            )
            records, _messages = self._import(self.participations, content, **COMPLETE)
            self.assertEqual(len(records), 2)
            log = self.french_env["plpdma.import"].search([], limit=1, order="id desc")
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertTrue(log.can_undo_now)
            log.action_undo()
            self.assertEqual(records.exists(), lines)
            self.assertEqual(lines.attendance, "invited")
            self.assertFalse(lines.represented_by_id)
            lines.unlink()

    def _give_proxy(self, holder):
        """The line of Max, whom the holder represents."""
        proxy = self.participations.create(
            {
                "session_id": holder.session_id.id,
                "stakeholder_id": self.actors[2].id,
                "attendance": "represented",
                "represented_by_id": holder.stakeholder_id.partner_id.id,
            }
        )
        self.env.flush_all()
        self.env.invalidate_all()
        return proxy

    def test_the_same_sheet_again(self):
        self._bring_back()
        content = self._make_file(
            ["Nom", "Présence"], ["Alix VERT", "Présent"], ["Ana BLEU", "Absent"]
        )
        choices = {**COMPLETE, "plpdma_known_choice": "again"}
        records, messages = self._import(self.participations, content, **choices)
        self.assertFalse(records)
        self.assertIn("Rien à importer", " ".join(self._get_texts(messages)))
