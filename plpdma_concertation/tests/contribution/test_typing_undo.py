"""What was just noted in a session is taken back, and the next one follows."""

from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import SQL

from .typing_common import TypingCase


@tagged("post_install", "-at_install", "plpdma")
class TestUndo(TypingCase):
    def _type(self, *texts, user=None):
        """As typed in the lines of the session; whoever runs it has a dialog."""
        session = self.session.with_user(user or self.user_agent)
        if user:
            context = session.action_note_contribution()["context"]
            contributions = session.env["plpdma.contribution"].with_context(**context)
            return contributions.create(
                [{"session_id": session.id, "verbatim": text} for text in texts]
            )
        before = session.contribution_ids
        session.contribution_ids = [
            Command.create({"verbatim": text}) for text in texts
        ]
        return session.contribution_ids - before

    def _note_elsewhere(self, text, **vals):
        """From the list of the contributions, or a program of somebody's own."""
        return self.agent_env["plpdma.contribution"].create(
            {"program_id": self.program.id, "verbatim": text, **vals}
        )

    def _age(self, contributions, seconds):
        """As though they had been noted that long ago."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE plpdma_contribution
                   SET create_date = create_date - %(age)s * interval '1 second',
                       write_date = write_date - %(age)s * interval '1 second'
                 WHERE id IN %(ids)s
                """,
                age=seconds,
                ids=contributions._ids,
            )
        )
        self.env.invalidate_all()

    def test_last_one_is_taken_back(self):
        first = self._type("Une première")
        self._age(first, 30)
        last = self._type("Une seconde")
        self.assertEqual(self.session.last_noted, "“Une seconde”")
        action = self.session.action_undo_noted()
        self.assertIn("Une seconde", action["params"]["message"])
        self.assertFalse(last.exists())
        self.assertEqual(self.session.contribution_ids, first)
        self.env.invalidate_all()
        self.assertEqual(self.session.last_noted, "“Une première”")

    def test_a_line_that_is_sent_twice_is_noted_once(self):
        """It was saved, and the answer never came: the page saves it again."""
        line = {"verbatim": "Un bac", "kind": "need", "typed_key": "a1"}
        other = {"verbatim": "Un bac", "kind": "need", "typed_key": "b2"}
        for lines in ([line], [line, other], [{**line, "verbatim": "Un bac jaune"}]):
            self.session.contribution_ids = [Command.create(one) for one in lines]
        noted = self.session.contribution_ids.sorted("id")
        self.assertEqual(noted.mapped("verbatim"), ["Un bac jaune", "Un bac"])
        self.assertFalse(noted[0].copy().typed_key)
        # The same words from somebody else are theirs.
        session = self.session.with_user(self.user_manager)
        session.contribution_ids = [Command.create({**line, "typed_key": "c3"})]
        self.assertEqual(len(self.session.contribution_ids), 4)

    def _rewrite(self, line, text, **context):
        context["plpdma_loaded"] = {
            "contribution_ids": {str(line.id): {"verbatim": "Un bac"}}
        }
        commands = [Command.update(line.id, {"verbatim": text, "kind": "need"})]
        self.session.with_context(**context).web_save(
            {"contribution_ids": commands}, {}
        )

    def test_a_line_that_a_colleague_changed_is_not_written_over(self):
        line = self._type("Un bac")
        self._rewrite(line, "Un bac jaune")
        self.assertEqual(line.verbatim, "Un bac jaune")
        with self.assertRefused(line.reference, "Un bac jaune"):
            self._rewrite(line, "Un bac vert")
        self.assertEqual(line.verbatim, "Un bac jaune")
        # Nobody is there to read it: the rest is saved, and the words are kept.
        line.kind = "opinion"
        self._rewrite(line, "Un bac vert", plpdma_leaving=True)
        self.assertEqual((line.verbatim, line.kind), ("Un bac jaune", "need"))
        self.assertIn("Un bac vert", self.session.message_ids[0].body)

    def test_what_the_page_did_not_show_stays(self):
        """Another window of the same person noted something since."""
        first = self._type("Une première")
        self._age(first, 30)
        seen = self.session.last_noted_id
        self.assertEqual(seen, first.id)
        last = self._type("Une seconde")
        page = self.session.with_context(plpdma_seen_noted=seen)
        action = page.action_undo_noted()
        self.assertEqual(action["params"]["type"], "warning")
        self.assertIn("Une seconde", action["params"]["message"])
        self.assertTrue((first | last).exists())
        self.env.invalidate_all()
        page = self.session.with_context(plpdma_seen_noted=self.session.last_noted_id)
        page.action_undo_noted()
        self.assertEqual((first | last).exists(), first)

    def test_quotes_are_those_of_the_reader(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self._type("Une seule")
        session = self.session.with_context(lang="fr_FR")
        self.assertEqual(session.last_noted, "«\xa0Une seule\xa0»")
        dialog = session.env["plpdma.session.paste"].create(
            {"session_id": session.id, "content": "Qui\tTexte\tCouleur\nZoé\tOui\tbleu"}
        )
        self.assertIn("«\xa0bleu\xa0»", dialog.line_ids.problem)
        self.assertNotIn("“", dialog.line_ids.problem)

    def test_lines_pasted_together_are_taken_back_together(self):
        first = self._type("Une première")
        self._age(first, 30)
        pasted = self._note("Bailleur\tbesoin\tUn\nZoé\tbidule\tDeux")
        self.assertEqual(self.session.last_noted, "2 contributions")
        self.session.action_undo_noted()
        self.assertFalse(pasted.exists())
        self.assertEqual(self.session.contribution_ids, first)

    def test_facilitator_takes_back_their_own_only(self):
        theirs = self._type("La mienne")
        session = self.session.with_user(self.user_facilitator)
        self.assertFalse(session.last_noted)
        with self.assertRefused("You noted nothing here"):
            session.action_undo_noted()
        own = self._type("La sienne", user=self.user_facilitator)
        self.env.invalidate_all()
        self.assertEqual(session.last_noted, "“La sienne”")
        session.action_undo_noted()
        self.assertFalse(own.exists())
        self.assertTrue(theirs.exists())

    def test_others_take_nothing_back(self):
        self._type("Un mot")
        for user in (self.user_elected, self.user_employee):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self.session.with_user(user).action_undo_noted()
        other = self._create_session(facilitator_id=False)
        with self.assertRaises(AccessError):
            other.with_user(self.user_facilitator).action_undo_noted()

    def test_only_a_moment_after(self):
        self._age(self._type("Un mot"), 16 * 60)
        self.assertFalse(self.session.last_noted)
        with self.assertRefused("last 15 minutes"):
            self.session.action_undo_noted()

    def test_only_what_was_noted_here(self):
        """Neither a letter noted elsewhere, nor one that was moved here."""
        typed = self._type("Tapée")
        letter = self._note_elsewhere("Courrier", session_id=self.session.id)
        moved = self._note_elsewhere("Courrier déplacé")
        self.session.contribution_ids = [Command.link(moved.id)]
        copied = typed.copy({"session_id": self.session.id})
        self.env.flush_all()
        self.assertEqual(self.session.last_noted, "“Tapée”")
        self.session.action_undo_noted()
        self.assertFalse(typed.exists())
        self.assertEqual((letter | moved | copied).exists(), letter | moved | copied)
        with self.assertRefused("You noted nothing here"):
            self.session.action_undo_noted()

    def test_what_is_moved_elsewhere_was_not_noted_there(self):
        typed = self._type("Tapée")
        other = self._create_session()
        typed.session_id = other
        self.assertFalse(other.last_noted)
        self.assertFalse(self.session.last_noted)
        typed.session_id = self.session
        self.assertFalse(self.session.last_noted)

    def test_nobody_claims_to_have_noted_it_here(self):
        letter = self._note_elsewhere("Courrier", session_id=self.session.id)
        with self.assertRefused("not written by hand"):
            letter.is_noted_here = True
        with self.assertRefused("not written by hand"):
            self._note_elsewhere("Courrier", is_noted_here=True)

    def test_typed_in_a_session_that_is_not_saved_yet(self):
        session = self.agent_env["plpdma.session"].create(
            {
                "name": "Atelier",
                "program_id": self.program.id,
                "contribution_ids": [Command.create({"verbatim": "Tapée"})],
            }
        )
        self.assertEqual(session.last_noted, "“Tapée”")

    def test_two_who_type(self):
        mine = self._type("La mienne")
        theirs = self._type("La sienne", user=self.user_manager)
        self.session.action_undo_noted()
        self.assertFalse(mine.exists())
        self.assertTrue(theirs.exists())
        self.session.with_user(self.user_manager).action_undo_noted()
        self.assertFalse(theirs.exists())

    def test_nothing_else_happened_to_it(self):
        def change(one):
            self._age(one, 60)
            one.verbatim = "Un autre mot"
            self.env.flush_all()

        def answer(one):
            self._create_response(one)

        def write(one):
            one.message_post(body="À revoir", message_type="comment")

        def attach(one):
            self.env["ir.attachment"].create(
                {"name": "a.txt", "raw": b"a", "res_model": one._name, "res_id": one.id}
            )

        def sign(one):
            self.agent_env["plpdma.contribution.author"].create(
                {"contribution_id": one.id, "name": "Zoé"}
            )

        def review(one):
            one.action_review()

        def gather(one):
            """By a person: what the machine proposes is not written on it."""
            campaigns = self.env["plpdma.campaign"]
            vals = {"name": "Campagne", "program_id": self.program.id}
            campaign = campaigns.create(vals)
            one.sudo()._put_in_campaign(campaign)
            self.assertTrue(one.sudo()._is_untouched())
            campaign.sudo().state = "confirmed"

        def plan(one):
            one.with_user(self.user_manager).activity_schedule(
                "mail.mail_activity_data_todo", user_id=self.user_manager.id
            )

        def attach_as_another(one):
            self.env["ir.attachment"].with_user(self.user_manager).create(
                {"name": "b.txt", "raw": b"b", "res_model": one._name, "res_id": one.id}
            )

        events = (
            *(change, answer, write, attach, sign, review, gather, plan),
            attach_as_another,
        )
        for happen in events:
            with self.subTest(happen.__name__):
                one = self._type(f"Un mot {happen.__name__}")
                happen(one)
                self.env.invalidate_all()
                if happen is change:
                    self.assertEqual(self.session._get_last_noted()[self.session], one)
                with self.assertRefused(
                    "Something happened", one.reference, exception=RedirectWarning
                ) as refusal:
                    self.session.action_undo_noted()
                action = refusal.exception.args[1]
                self.assertEqual((action["res_id"], action["target"]), (one.id, "new"))
                self.assertTrue(one.exists())
                self._age(one, 3600)

    def test_the_next_one_of_the_same_person(self):
        one = self._type("Un mot", user=self.user_facilitator)
        one.sudo().write({"kind": "need", "stakeholder_id": self.actors[1].id})
        context = one.action_note_next()["context"]
        self.assertEqual(context["default_session_id"], self.session.id)
        self.assertEqual(context["default_kind"], "need")
        participant = one.sudo().participation_id
        self.assertEqual(participant.stakeholder_id, self.actors[1])
        self.assertEqual(context["default_participation_id"], participant.id)
        context = one.with_user(self.user_agent).action_note_next()["context"]
        self.assertEqual(context["default_stakeholder_id"], self.actors[1].id)
        for user in (self.user_elected, self.user_employee):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                one.with_user(user).action_note_next()

    def test_who_spoke_is_for_whoever_noted_it_and_the_staff(self):
        """Whoever runs the session knows who takes part, not who said what others
        noted."""
        theirs = self._type("Un mot", user=self.user_facilitator)
        noted = self._type("Un autre mot")
        for one in theirs | noted:
            one.sudo().stakeholder_id = self.actors[1]
        self.env.invalidate_all()
        participant = self.session.participation_ids.filtered(
            lambda line: line.stakeholder_id == self.actors[1]
        )
        self.assertTrue(participant)
        for one, told in ((theirs, participant.id), (noted, False)):
            one = one.with_user(self.user_facilitator)
            one.invalidate_recordset()
            self.assertEqual(one.participation_id.id, told)
            context = one.action_note_next()["context"]
            self.assertEqual(context["default_participation_id"], told)
        context = noted.with_user(self.user_agent).action_note_next()["context"]
        self.assertEqual(context["default_stakeholder_id"], self.actors[1].id)

    def test_an_agent_says_who_speaks(self):
        """In the dialog too, which is all that a phone has."""
        session = self.session.with_user(self.user_agent)
        action = session.action_note_contribution()
        contributions = self.env["plpdma.contribution"].with_user(self.user_agent)
        view = self.env["ir.ui.view"].browse(action["views"][0][0])
        noted = []
        for name, value in (
            ("stakeholder_id", self.actors[1]),
            ("contributor_name", "Zoé"),
        ):
            form = Form(contributions.with_context(**action["context"]), view=view)
            form.verbatim = f"Dit par {value}"
            form[name] = value
            noted.append(form.save())
        self.assertEqual(noted[0].partner_id, self.partners[1])
        self.assertEqual(noted[1].author_name, "Zoé")
        self.assertFalse(noted[1].stakeholder_id)
