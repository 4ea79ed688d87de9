"""« Réponses proches »: begun from an earlier answer, adapted before it leaves."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .test_response_subject import SubjectCase

MOTIVATION = (
    "<p>À Villefictive, le budget de 12 500 € est voté depuis le 12 mai 2026.</p>"
)


class NearCase(SubjectCase):
    def _build_world(self):
        self.env["plpdma.territory"].create({"name": "Villefictive", "kind": "commune"})
        about = [Command.set(self.compost.ids)]
        self.elsewhere = self._create_program(name="Ancien PLPDMA", state="open")
        earlier = self._create_contribution(
            program_id=self.elsewhere.id,
            theme_ids=about,
            verbatim="Des composteurs collectifs au pied des immeubles.",
        )
        self.earlier = self._create_response(
            earlier,
            program_id=self.elsewhere.id,
            name="Composteurs au pied des immeubles",
            motivation=MOTIVATION,
            follow_up_terms="<p>Réunion publique en juin 2026.</p>",
            state="sent",
        )
        self.draft = self._create_response(
            self._create_contribution(
                theme_ids=about, verbatim="Un composteur au pied de mon immeuble."
            ),
            decision=False,
        )

    def _open(self, draft=None):
        action = (draft or self.draft).action_open_near()
        return self.agent_env[action["res_model"]].browse(action["res_id"])


@tagged("post_install", "-at_install", "plpdma")
class TestNearResponses(NearCase):
    def test_of_all_programmes_on_the_same_theme(self):
        about = [Command.set(self.pricing.ids)]
        self._create_response(
            self._create_contribution(theme_ids=about, verbatim="La redevance."),
            state="validated",
        )
        dialog = self._open()
        self.assertEqual(dialog.choice_ids.response_id, self.earlier)
        self.assertIn("Ancien PLPDMA", dialog.choice_ids.label)
        self.assertIn("composteur", dialog.choice_ids.label)
        self.assertIn("12 500 €", dialog.preview)

    def test_the_nearest_words_first(self):
        near = self._create_response(
            self._create_contribution(
                theme_ids=[Command.set(self.compost.ids)],
                verbatim="Un composteur au pied de mon immeuble, avec formation.",
            ),
            state="validated",
        )
        choices = self._open().choice_ids
        self.assertEqual(choices[:1].response_id, near)
        self.assertEqual(choices.response_id, near | self.earlier)

    def test_by_words_where_no_theme_is_shared(self):
        """Ranked lower, and it is said by which words; one word tells nothing."""
        of_words = self._create_response(
            self._create_contribution(
                theme_ids=[Command.set(self.pricing.ids)],
                verbatim="Au pied de l'immeuble, un local fermé.",
            ),
            state="validated",
        )
        self._create_response(
            self._create_contribution(verbatim="Un immeuble."), state="validated"
        )
        choices = self._open().choice_ids
        self.assertEqual(choices.response_id, self.earlier | of_words)
        self.assertEqual(choices[:1].response_id, self.earlier)
        self.assertNotIn("theme:", choices[1].label)
        for word in ("words: ", "immeuble", "pied"):
            self.assertIn(word, choices[1].label)

    def test_by_words_where_there_is_no_theme_at_all(self):
        response = self._create_response(
            self._create_contribution(verbatim="Composteurs au pied d'un immeuble ?")
        )
        choice = self._open(response).choice_ids
        self.assertEqual(choice.response_id, self.earlier)
        self.assertIn("composteur", choice.label)

    def test_nothing_that_was_not_decided(self):
        for state in ("draft", "submitted"):
            self._create_response(
                self._create_contribution(theme_ids=[Command.set(self.compost.ids)]),
                state=state,
            )
        self.assertEqual(self._open().choice_ids.response_id, self.earlier)

    def test_nothing_near(self):
        response = self._create_response(
            self._create_contribution(verbatim="Rien de commun ici.")
        )
        dialog = self._open(response)
        self.assertFalse(dialog.choice_ids)
        self.assertFalse(dialog.preview)

    def test_another_authority_is_neither_found_nor_taken(self):
        company, program = self._create_other_company()
        manager = self.env["res.users"].search([("login", "=", "plpdma_other")])
        theirs = program.env["plpdma.contribution"].create(
            {
                "program_id": program.id,
                "verbatim": "Un composteur au pied de mon immeuble.",
                "theme_ids": [Command.set(self.compost.ids)],
                "moderation": "accepted",
            }
        )
        response = program.env["plpdma.response"].create(
            {"contribution_ids": theirs.ids, "decision": "information"}
        )
        response.action_submit()
        response.action_validate()
        self.assertEqual(response.state, "validated")
        self.assertEqual(self._open().choice_ids.response_id, self.earlier)
        with self.assertRaises(AccessError):
            self.draft._take_over(response.with_env(self.draft.env))
        # Whoever reads both takes from none to the other.
        manager.company_ids |= self.company
        both = self.draft.with_user(manager).with_context(
            allowed_company_ids=(self.company | company).ids
        )
        with self.assertRefused("no earlier answer"):
            both._take_over(response.with_env(both.env))

    def test_for_the_staff_alone(self):
        for user in (self.user_elected, self.user_facilitator):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.draft.with_user(user).action_open_near()


@tagged("post_install", "-at_install", "plpdma")
class TestTakenOver(NearCase):
    def test_what_holds_for_its_case_is_bracketed(self):
        self._open().action_take_over()
        draft = self.draft
        self.assertEqual(draft.inspired_by_id, self.earlier)
        self.assertEqual(draft.decision, "not_retained")
        self.assertEqual(
            draft.motivation,
            "<p>À [to adapt: Villefictive], le budget de [to adapt: 12 500 €] est voté "
            "depuis le [to adapt: 12 mai 2026].</p>",
        )
        self.assertIn("[to adapt: juin 2026]", draft.follow_up_terms)

    def test_back_on_the_draft_that_is_open(self):
        """It stands under the dialog: opened again, it would be there twice."""
        action = self._open().action_take_over()
        self.assertEqual(
            action["params"]["next"], {"type": "ir.actions.act_window_close"}
        )

    def test_the_programme_keeps_its_own_terms(self):
        usual = self._create_response(
            self._create_contribution(theme_ids=[Command.set(self.compost.ids)]),
            state="validated",
        )
        terms = self.draft.follow_up_terms
        self.draft._take_over(usual)
        self.assertEqual(self.draft.follow_up_terms, terms)

    def test_what_was_written_stays_in_the_discussion(self):
        self.draft.motivation = "<p>Mes propres mots.</p>"
        dialog = self._open()
        self.assertIn("Motivation", dialog.replaced)
        dialog.action_take_over()
        kept = self.draft.message_ids.filtered(lambda m: "Mes propres mots" in m.body)
        self.assertEqual(len(kept), 1)
        self.assertNotIn("Mes propres mots", self.draft.motivation)

    def test_a_decision_that_is_replaced_is_told(self):
        self.draft.decision = self.earlier.decision
        self.assertFalse(self._open().replaced)
        self.draft.decision = next(
            decision
            for decision in ("deferred", "retained")
            if decision != self.earlier.decision
        )
        self.assertEqual(self._open().replaced, "Decision")

    def test_not_submitted_before_it_is_adapted(self):
        self.draft._take_over(self.earlier)
        with self.assertRefused("[to adapt: 12 mai 2026]", "cannot leave the draft"):
            self.draft.action_submit()
        self.draft.write(
            {
                "motivation": "<p>Le budget. [to adapt: autre chose</p>",
                "follow_up_terms": "<p>Réunion.</p>",
            }
        )
        for left in (
            "[to adapt: autre chose",
            "[TO ADAPT : autre chose]",
            "(to adapt: autre chose)",
            "(To&nbsp;adapt&nbsp;: autre chose)",
        ):
            self.draft.motivation = f"<p>Le budget. {left}</p>"
            with self.assertRefused("cannot leave the draft"):
                self.draft.action_submit()
        self.draft.motivation = "<p>Le budget [voté] en 2026.</p>"
        self.draft.action_submit()
        self.assertEqual(self.draft.state, "submitted")

    def test_in_every_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        french = self.draft.with_context(lang="fr_FR")
        mark = french._mark_to_adapt("3")
        self.draft.write(
            {"decision": "not_retained", "motivation": f"<p>Il en faut {mark}.</p>"}
        )
        with self.assertRefused(mark.replace("\N{NO-BREAK SPACE}", " ")):
            self.draft.action_submit()

    def test_by_the_action_alone(self):
        with self.assertRefused("Begun From"):
            self.draft.inspired_by_id = self.earlier

    def test_not_once_it_left_the_draft(self):
        dialog = self._open()
        self.draft.write({"decision": "information"})
        self.draft.action_submit()
        for act in (dialog.action_take_over, self.draft.action_open_near):
            with self.assertRaises(UserError):
                act()
        self.assertFalse(self.draft.inspired_by_id)


@tagged("post_install", "-at_install", "plpdma")
class TestDifferenceShown(NearCase):
    def _build_world(self):
        super()._build_world()
        self.draft._take_over(self.earlier)
        self.draft.write(
            {
                "motivation": "<p>À Bourgfictif, le budget est voté.</p>",
                "follow_up_terms": self.earlier.follow_up_terms,
            }
        )
        self.draft.action_submit()

    def test_to_whoever_decides(self):
        as_manager = self.draft.with_user(self.user_manager)
        action = as_manager.action_open_validate()
        dialog = Form(
            self.env[action["res_model"]]
            .with_user(self.user_manager)
            .with_context(**action["context"])
        ).save()
        for words in ("<del>", "<ins>", "Bourgfictif", self.earlier.reference):
            self.assertIn(words, dialog.preview)
        self.assertNotIn("juin 2026</", as_manager.inspired_difference)

    def test_not_to_those_who_may_not_read_the_earlier_one(self):
        as_elected = self.draft.with_user(self.user_elected)
        self.assertEqual(as_elected.motivation, self.draft.motivation, "It is theirs")
        self.assertFalse(as_elected.inspired_difference)
        with self.assertRaises(AccessError):
            as_elected.read(["inspired_by_id"])
        with self.assertRaises(AccessError):
            self.earlier.with_user(self.user_elected).read(["name"])
        self.env["plpdma.mandate"].create(
            {
                "program_id": self.elsewhere.id,
                "partner_id": self.user_elected.partner_id.id,
            }
        )
        self.env.invalidate_all()
        self.assertIn("Bourgfictif", as_elected.inspired_difference)

    def test_without_one_nothing_is_shown(self):
        self.assertFalse(self._create_response().inspired_difference)
