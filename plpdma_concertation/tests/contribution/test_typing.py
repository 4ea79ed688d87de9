"""Noting fast in a session: what a pasted line becomes."""

from lxml import etree

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .typing_common import TypingCase


@tagged("post_install", "-at_install", "plpdma")
class TestPaste(TypingCase):
    def test_preview_writes_nothing(self):
        before = self.env["plpdma.contribution"].search_count([])
        dialog = self._paste("Ressourcerie\tidée\tUn broyeur\n\nBailleur\t\tUn local")
        self.assertEqual(self.env["plpdma.contribution"].search_count([]), before)
        self.assertEqual(dialog.line_ids.mapped("number"), [1, 3])
        self.assertEqual(dialog.line_ids.mapped("kind"), ["proposal", "opinion"])
        self.assertEqual(dialog.line_ids.stakeholder_id, self.actors[:2])
        self.assertEqual(dialog.taken_count, 2)
        self.assertFalse(dialog.problem_count)

    def test_lines_become_contributions(self):
        one, other, third = self._note(
            "Qui parle\tGenre\tCe qui est dit\tThème\n"
            'bailleur\tPROPOSITION\t"Un local.\nEt ""deux"" bacs."\t'
            "compostage d’essai\n"
            "Camille Habitante\tFrein\t=1+1\t\n"
            "Anonyme\t\tRien à dire\t"
        )
        self.assertEqual(one.verbatim, 'Un local.\nEt "deux" bacs.')
        self.assertEqual(one.kind, "proposal")
        self.assertEqual(one.theme_ids, self.theme)
        self.assertEqual(one.stakeholder_id, self.actors[1])
        self.assertEqual(one.partner_id, self.partners[1])
        participant = one.sudo().participation_id
        self.assertEqual(participant.stakeholder_id, self.actors[1])
        self.assertEqual(other.contributor_name, "Camille Habitante")
        self.assertFalse(other.stakeholder_id)
        self.assertEqual((other.kind, other.verbatim), ("constraint", "=1+1"))
        self.assertTrue(third.anonymous)
        for contribution in one | other | third:
            self.assertEqual(contribution.channel, "session")
            self.assertEqual(contribution.moderation, "pending")
            self.assertFalse(contribution.internal_note)

    def test_names_are_shown_where_somebody_is_named(self):
        one = self._note("Bailleur\t\tUn local.")
        self.assertFalse(one.session_id.has_names)
        other = self._note("Camille Habitante\t\tUn bac.")
        self.assertTrue(other.session_id.has_names)

    def test_table_of_a_text_document(self):
        source = (
            "<table><tr><td>Bailleur</td><td>Besoin</td><td><p>Un</p><p>deux</p></td>"
        )
        [one] = self._note("Bailleur\nBesoin\nUn\ndeux", source)
        self.assertEqual((one.verbatim, one.kind), ("Un\ndeux", "need"))
        self.assertEqual(one.stakeholder_id, self.actors[1])

    def test_what_is_not_understood_is_said_by_line_and_kept(self):
        dialog = self._paste(
            "Auteur\tGenre\tContribution\tThème\tCouleur\n"
            "Bailleur\tbesion\tUn local\tRien de tel\tbleu\n"
            "Bailleur\tBesoin\t\t\t\n"
            "Bailleur\tBesoin\t#REF!\t\t\n"
        )
        first, empty, failed = dialog.line_ids
        for words in ("besion", "Rien de tel", "bleu"):
            self.assertIn(f"“{words}”", first.problem)
        self.assertEqual(first.kind, "opinion")
        self.assertTrue(first.is_taken)
        self.assertFalse((empty | failed).filtered("is_taken"))
        self.assertIn("no text", empty.problem)
        self.assertIn("#REF!", failed.problem)
        self.assertEqual(
            (dialog.taken_count, dialog.left_count, dialog.problem_count), (1, 2, 1)
        )
        dialog.action_note()
        [noted] = self.session.contribution_ids
        for words in ("besion", "Rien de tel", "bleu"):
            self.assertIn(words, noted.internal_note)

    def test_somebody_who_may_be_several_is_nobody(self):
        people = self.env["res.partner"].create(
            [{"name": "Anne Dumoulin"}, {"name": "Luc Dumoulin"}, {"name": "Ali Seul"}]
        )
        actors = self.agent_env["plpdma.stakeholder"].create(
            [
                {"program_id": self.program.id, "partner_id": person.id}
                for person in people
            ]
        )
        self.session.participation_ids = [
            Command.create({"stakeholder_id": actor.id}) for actor in actors
        ]
        text = "Qui\tTexte\nDumoulin\tUn\nM. Seul\tDeux\ndumoulin ANNE\tTrois\n"
        several, alone, turned = self._paste(text).line_ids
        self.assertFalse(several.stakeholder_id)
        self.assertEqual(several.contributor_name, "Dumoulin")
        self.assertIn("Luc Dumoulin", several.problem)
        self.assertEqual(alone.stakeholder_id, actors[2])
        self.assertEqual(turned.stakeholder_id, actors[0])

    def test_actor_who_does_not_take_part_is_recognised_by_the_staff(self):
        text = "Supermarché\tUne phrase assez longue pour être un texte."
        [line] = self._paste(text).line_ids
        self.assertEqual(line.stakeholder_id, self.actors[2])
        self.assertFalse(line.participation_id)
        [line] = self._paste(text, user=self.user_facilitator).line_ids
        self.assertFalse(line.participation_id)
        self.assertIn("does not take part", line.problem)

    def test_facilitator_pastes_in_their_session(self):
        one, other = self._note(
            "Auteur\tGenre\tTexte\nBailleur\tbesoin\tUn local\nZoé\tavis\tBien",
            user=self.user_facilitator,
        )
        self.assertEqual(one.stakeholder_id, self.actors[1])
        self.assertEqual(one.create_uid, self.user_facilitator)
        self.assertFalse(other.contributor_name)
        self.assertIn("Zoé", other.internal_note, "The service sees who it is")

    def test_others_do_not_paste(self):
        other = self._create_session(self.actors[:1])
        for user in (self.user_elected, self.user_employee):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._paste("Un mot", user=user)
        with self.assertRaises(AccessError):
            self._paste("Un mot", user=self.user_facilitator, session=other)
        dialog = self._paste("Un mot", user=self.user_facilitator)
        with self.assertRaises(AccessError):
            dialog.with_user(self.user_agent).action_note()
        with self.assertRaises(AccessError):
            dialog.create({"session_id": other.id, "content": "Un mot"})
        self.session.facilitator_id = False
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            dialog.action_note()
        self.assertFalse(self.session.contribution_ids)

    def test_cancelled_session_takes_nothing(self):
        dialog = self._paste("Un mot")
        self.session.action_cancel()
        with self.assertRefused("cancelled"):
            dialog.action_note()
        with self.assertRefused("cancelled"):
            self._paste("Un mot")
        # A line that was open, another program, and what is moved there.
        line = {"verbatim": "Un mot"}
        elsewhere = self._create_contribution(session_id=False)
        for door in (
            lambda: self.session.write({"contribution_ids": [Command.create(line)]}),
            lambda: self._create_contribution(session_id=self.session.id),
            lambda: elsewhere.write({"session_id": self.session.id}),
        ):
            with (
                self.assertRefused("cancelled", exception=ValidationError),
                self.env.cr.savepoint(),
            ):
                door()
        self.assertFalse(self.session.contribution_ids)

    def test_five_hundred_lines(self):
        lines = [f"Bailleur\tbesoin\tPhrase numéro {n}" for n in range(500)]
        noted = self._note("\r\n".join(lines))
        self.assertEqual(len(noted), 500)
        self.assertEqual(noted[-1].verbatim, "Phrase numéro 499")
        self.assertEqual(noted.stakeholder_id, self.actors[1])

    def test_queries_do_not_grow_with_the_lines(self):
        counts = []
        for number in (5, 5, 50):
            text = "\n".join(f"Zoé {n}\tavis\tIl faut {n}" for n in range(number))
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(self.session._read_pasted(text)), number)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    def test_a_file_is_imported_instead(self):
        with self.assertRefused("Import the file"):
            self._paste("un mot\n" * 1_001)
        with self.assertRefused("Import the file"):
            self._paste("x" * 2_000_001)

    def test_same_text_is_not_noted_twice(self):
        text = "Un local\nUn broyeur"
        self.assertEqual(len(self._note(text)), 2)
        dialog = self._paste(text + "\nUn gardien")
        self.assertEqual(dialog.line_ids.mapped("is_taken"), [False, False, True])
        self.assertIn("already", dialog.line_ids[0].problem)

    def test_lines_are_mended_before_they_are_noted(self):
        with Form(
            self.session.env["plpdma.session.paste"].with_context(
                default_session_id=self.session.id
            )
        ) as form:
            form.content = "besion\tUne phrase qui est bien plus longue\nbesoin\tDeux"
            self.assertEqual(len(form.line_ids), 2)
            with form.line_ids.edit(0) as line:
                self.assertIn("besion", line.contributor_name or line.problem)
                line.kind = "need"
                line.contributor_name = False
            with form.line_ids.edit(1) as line:
                line.is_taken = False
        form.record.action_note()
        [noted] = self.session.contribution_ids
        self.assertEqual(noted.kind, "need")

    def test_a_phone_keeps_what_its_cards_do_not_show(self):
        """A line that is saved from a card holds what that of a list does."""
        for user in (self.user_agent, self.user_facilitator):
            dialog = self.env["plpdma.session.paste"].with_user(user)
            arch = etree.fromstring(dialog.get_view(view_type="form")["arch"])
            held = {
                kind: {
                    (field.get("name"), field.get("force_save"))
                    for field in arch.iterfind(
                        f".//field[@name='line_ids']/{kind}//field"
                    )
                }
                for kind in ("list", "kanban")
            }
            self.assertGreater(len(held["list"]), 8)
            self.assertLessEqual(held["list"], held["kanban"])

    def test_noted_once(self):
        """The answer of the first time was lost: the button is pressed again."""
        dialog = self._paste("Bailleur\tUn local")
        dialog.action_note()
        action = dialog.action_note()
        self.assertIn("already: 1", action["params"]["message"])
        self.assertEqual(len(self.session.contribution_ids), 1)

    def test_nothing_taken(self):
        with self.assertRefused("No line is taken"):
            self._paste("\n\n").action_note()

    def test_individual_meeting_stays_with_the_staff(self):
        meeting = self._create_session(self.actors[:1], format="individual")
        [line] = self._paste(
            "Texte\tConfidentialité\nUn secret\tpublic", session=meeting
        ).line_ids
        self.assertFalse(line.confidentiality)
        self.assertIn("individual meeting", line.problem)
        line.paste_id.action_note()
        self.assertEqual(meeting.contribution_ids.confidentiality, "staff")

    def test_opinion_is_asked_by_consultations_only(self):
        text = "Texte\tAvis sur le projet\nTrès bien\tfavorable"
        [line] = self._paste(text).line_ids
        self.assertFalse(line.stance)
        self.assertIn("only a consultation", line.problem)
        consultation = self._create_session(
            self.actors[:1], nature="consultation", proposal="<p>Un projet</p>"
        )
        [line] = self._paste(text, session=consultation).line_ids
        self.assertEqual((line.stance, line.problem), ("favourable", ""))

    def test_the_opinion_stands_beside_the_text(self):
        consultation = self._create_session(
            self.actors[:1], nature="consultation", proposal="<p>Un projet</p>"
        )
        text = "Qui\tAvis\tTexte\nZoé\tFavorable\tOK pour moi"
        [line] = self._paste(text, session=consultation).line_ids
        self.assertEqual((line.verbatim, line.stance), ("OK pour moi", "favourable"))
        self.assertFalse(line.problem)
        [line] = self._paste("Qui\tAvis\tTexte\nZoé\t\tUn local").line_ids
        self.assertEqual((line.verbatim, line.is_taken), ("Un local", True))
        self.assertFalse(line.problem)

    def test_cells_parted_by_semicolons_are_parted_once_one_says_so(self):
        text = "Qui;Genre;Texte\nBailleur;besoin;Un local\n\nZoé;avis;Bien"
        dialog = self._paste(text)
        self.assertTrue(dialog.is_parted)
        self.assertEqual(len(dialog.line_ids), 3)
        action = dialog.action_part()
        self.assertEqual(action["res_id"], dialog.id)
        self.assertFalse(dialog.is_parted)
        one, other = dialog.line_ids
        self.assertEqual((one.verbatim, one.kind), ("Un local", "need"))
        self.assertEqual((other.verbatim, other.contributor_name), ("Bien", "Zoé"))
        for text in (
            "Un local ; un broyeur",
            "Un ; deux\nUn ; deux ; trois",
            "Qui\tTexte\nZoé\tUn ; deux",
            "Un\nDeux",
        ):
            with self.subTest(text=text):
                self.assertFalse(self._paste(text).is_parted)

    def test_headings_are_no_line(self):
        lines = "\n".join(f"Zoé\tIl faut {number}" for number in range(1_000))
        self.assertEqual(len(self._paste(f"Qui\tTexte\n{lines}").line_ids), 1_000)
