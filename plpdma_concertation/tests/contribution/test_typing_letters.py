"""What the first letters of a pasted cell mean."""

from odoo.tests import tagged

from .typing_common import TypingCase


@tagged("post_install", "-at_install", "plpdma")
class TestTypingLetters(TypingCase):
    def test_letters_mean_what_they_mean_when_typed(self):
        """« prop » is « Proposal », « compost » the theme that begins so, « bail » the
        actor; accents and case count for nothing."""
        self.env["plpdma.theme"].create(
            [
                {"name": name, "company_id": self.company.id}
                for name in ("Vrac d'essai", "Réemploi d'essai")
            ]
        )
        dialog = self._paste(
            "Qui\tGenre\tTexte\tThème\n"
            "bail\tPROP\tUn local\tvrac\n"
            "RESSOUR\tconstr\tUn broyeur\tREEMPLOI"
        )
        first, second = dialog.line_ids
        self.assertFalse(dialog.problem_count, dialog.line_ids.mapped("problem"))
        self.assertEqual((first.kind, second.kind), ("proposal", "constraint"))
        self.assertEqual(dialog.line_ids.stakeholder_id, self.actors[1::-1])
        self.assertEqual(first.theme_ids.name, "Vrac d'essai")
        self.assertEqual(second.theme_ids.name, "Réemploi d'essai")
        # Without headings too.
        [line] = self._paste("bail\tprop\tUn autre local\tvrac").line_ids
        self.assertEqual((line.kind, line.verbatim), ("proposal", "Un autre local"))
        self.assertEqual(line.stakeholder_id, self.actors[1])
        self.assertEqual(line.theme_ids.name, "Vrac d'essai")
        self.assertFalse(line.problem)

    def test_a_name_that_is_not_whole_is_told_and_kept(self):
        """« Luc » is recognised in Lucie by its letters alone."""
        actor = self.actors[0]
        actor.partner_id.name = "Lucie Fictive"
        dialog = self._paste("Luc\tUn local\nLucie FICTIVE\tUn broyeur")
        guessed, named = dialog.line_ids
        self.assertEqual(dialog.line_ids.stakeholder_id, actor)
        self.assertTrue(dialog.has_written_name)
        self.assertEqual((guessed.written_name, named.written_name), ("Luc", False))
        dialog.action_note()
        guessed, named = self.session.contribution_ids.sorted("id")
        self.assertIn("Luc", guessed.internal_note)
        self.assertFalse(named.internal_note)

    def test_letters_that_may_mean_several_are_asked(self):
        dialog = self._paste("Genre\tTexte\no\tUn local\nprop\tUn broyeur")
        line, other = dialog.line_ids
        self.assertTrue(line.is_taken)
        self.assertFalse(line.kind)
        self.assertIn("“o” may be several: Opinion; Objection", line.problem)
        with self.assertRefused("in these lines: 2"):
            dialog.action_note()
        self.assertFalse(self.session.contribution_ids)
        line.kind = "objection"
        dialog.action_note()
        noted = self.session.contribution_ids.sorted("id")
        self.assertEqual(noted.mapped("kind"), ["objection", "proposal"])
        self.assertFalse(any(noted.mapped("internal_note")), "It was answered")

    def test_a_theme_that_may_be_several_is_asked(self):
        self.env["plpdma.theme"].create(
            [
                {"name": name, "company_id": self.company.id}
                for name in ("Vrac alimentaire", "Vrac d'entretien")
            ]
        )
        [line] = self._paste("Texte\tThème\nUn local\tvrac").line_ids
        self.assertTrue(line.is_taken)
        self.assertFalse(line.theme_ids)
        self.assertIn("Vrac alimentaire; Vrac d'entretien", line.problem)
