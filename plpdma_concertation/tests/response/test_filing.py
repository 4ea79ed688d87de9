"""« Ranger sous… »: many observations under the few issues that they raise."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .test_response_subject import SubjectCase


@tagged("post_install", "-at_install", "plpdma")
class TestFiling(SubjectCase):
    def _build_world(self):
        self.draft = self._create_response(
            self._create_contribution(theme_ids=[Command.set(self.pricing.ids)]),
            name="Tarification en habitat collectif",
        )
        self.other = self._create_response(
            self._create_contribution(verbatim="Des poubelles dans les parcs."),
            name="Poubelles des parcs",
        )

    def _open(self, contributions):
        action = contributions.action_open_filing()
        return self.agent_env[action["res_model"]].browse(action["res_id"])

    def _file(self, contributions, **vals):
        dialog = self._open(contributions)
        dialog.write(vals)
        return dialog.action_file()

    def test_nearest_first_with_its_reasons(self):
        by_theme = self._create_contribution(theme_ids=[Command.set(self.pricing.ids)])
        dialog = self._open(by_theme)
        self.assertEqual(dialog.choice_ids[:1].response_id, self.draft)
        self.assertEqual(dialog.choice_id.response_id, self.draft)
        for words in (
            "Tarification en habitat collectif",
            self.draft.reference,
            "1 contribution",
            self.pricing.name,
        ):
            self.assertIn(words, dialog.choice_ids[:1].label)
        by_words = self._create_contribution(verbatim="Plus de poubelles au parc !")
        dialog = self._open(by_words)
        self.assertEqual(dialog.choice_ids[:1].response_id, self.other)
        self.assertIn("poubelle", dialog.choice_ids[:1].label)
        self.assertTrue(dialog.is_new, "Words alone choose for nobody")

    def test_shared_themes_before_words(self):
        contribution = self._create_contribution(
            verbatim="Des poubelles dans les parcs.",
            theme_ids=[Command.set(self.pricing.ids)],
        )
        choices = self._open(contribution).choice_ids
        self.assertEqual(choices.response_id[:2], self.draft + self.other)
        self.assertFalse(choices[-1].response_id, "A new one comes last")

    def test_only_drafts_of_the_programme(self):
        themes = {"theme_ids": [Command.set(self.pricing.ids)]}
        self._create_response(self._create_contribution(**themes), state="submitted")
        elsewhere = self._create_program(state="open")
        self.agent_env["plpdma.response"].create(
            {
                "contribution_ids": self._create_contribution(
                    program_id=elsewhere.id, **themes
                ).ids
            }
        )
        near = self._create_contribution(verbatim="Des poubelles.", **themes)
        choices = self._open(near).choice_ids
        self.assertEqual(choices.response_id, self.draft | self.other)

    def test_put_under_a_draft(self):
        contributions = self._create_contributions({}, {})
        choice = {"other_id": self.draft.id}
        told = self._file(contributions, **choice)
        self.assertEqual(contributions.response_id, self.draft)
        self.assertEqual(set(contributions.mapped("state")), {"in_review"})
        self.assertIn("2 contributions", told["params"]["message"])
        [link] = told["params"]["links"]
        self.assertEqual(link["label"], self.draft.display_name)
        self.assertEqual(link["url"], f"/odoo/plpdma.response/{self.draft.id}")
        told = self.agent_env["plpdma.response.filing"].create(
            {"contribution_ids": contributions.ids, **choice}
        )
        self.assertEqual(told.action_file()["params"]["type"], "info", "Safe to repeat")

    def test_put_under_a_new_one(self):
        contributions = self._create_contributions({}, {})
        dialog = self._open(contributions)
        dialog.choice_id = dialog.choice_ids[-1:]
        with self.assertRefused("subject"):
            dialog.action_file()
        with Form(dialog) as form:
            form.name = "Le tri au bureau"
        form.record.action_file()
        response = contributions.response_id
        self.assertEqual(response.name, "Le tri au bureau")
        self.assertEqual(response.contribution_ids, contributions)
        self.assertEqual(response.state, "draft")

    def test_what_has_a_response_is_named_and_nothing_moves(self):
        free, taken = self._create_contributions({}, {})
        own = self._create_response(taken, name="Autre sujet")
        both = free | taken
        with self.assertRefused(taken.reference, own.reference, "Autre sujet"):
            both.action_open_filing()
        with self.assertRefused(taken.reference):
            both._file_under(self.draft)
        self.assertFalse(free.response_id)

    def test_what_left_the_draft_takes_nothing(self):
        self.draft.action_submit()
        contribution = self._create_contribution()
        with self.assertRaises(UserError):
            contribution._file_under(self.draft)
        self.assertFalse(contribution.response_id)

    def test_merged_and_other_programmes_are_refused(self):
        first, second = self._create_contributions({}, {})
        first._merge_into(second)
        with self.assertRefused(first.reference, second.reference):
            first.action_open_filing()
        elsewhere = self._create_contribution(
            program_id=self._create_program(state="open").id
        )
        with self.assertRefused("one programme"):
            (second | elsewhere).action_open_filing()
        with self.assertRefused("one programme"):
            elsewhere._file_under(self.draft)

    def test_nothing_is_put_under_nothing(self):
        nothing = self.agent_env["plpdma.contribution"]
        with self.assertRefused("at least one contribution"):
            nothing.action_open_filing()
        dialog = self.agent_env["plpdma.response.filing"].create({"name": "Rien"})
        with self.assertRefused("at least one contribution"):
            dialog.action_file()

    def test_letters_are_put_under_nothing(self):
        letter = self._create_contribution(verbatim="Un bac. Un banc.")
        letter._split([{"quote_start": 0, "quote_stop": 7}])
        with self.assertRefused(letter.reference, "its points"):
            letter.action_open_filing()
        with self.assertRefused(letter.reference):
            letter._file_under(self.draft)
        letter.part_ids._file_under(self.draft)
        self.assertEqual(letter.part_ids.response_id, self.draft)

    def test_words_are_told_as_they_are_written(self):
        said = self._create_contribution(
            verbatim="L'étiquetage des MATÉRIAUX, quelqu'un ?"
        )
        self._create_response(said, name="Autre sujet")
        near = self._create_contribution(
            verbatim="Quelqu'un pour l'étiquetage du matériau ?"
        )
        label = self._open(near).choice_ids[:1].label
        self.assertIn("étiquetage", label)
        self.assertNotIn("quelqu", label)

    def test_for_the_staff_alone(self):
        contribution = self._create_contribution()
        for user in (self.user_elected, self.user_facilitator):
            with self.subTest(user.login), self.assertRaises(AccessError):
                contribution.with_user(user).action_open_filing()


@tagged("post_install", "-at_install", "plpdma")
class TestWhoSpeaks(SubjectCase):
    def test_by_opinion_and_category_and_who_is_silent(self):
        silent = self.env["plpdma.role"].create({"name": "Bailleurs"})
        shops, others = self.env["plpdma.college"].create(
            [{"name": "Collège commerces"}, {"name": "Collège associations"}]
        )
        self.actors[0].college_id = shops
        self.actors[1].write({"college_id": others.id, "role_ids": silent.ids})
        contributions = self._create_contributions(
            {"stance": "favourable", "stakeholder_id": self.actors[0].id},
            {"stance": "favourable"},
            {"stance": "unfavourable"},
            {"stance": "reserved"},
        )
        contributions[3]._merge_into(contributions[2])
        response = self._create_response(contributions[:3])
        told = response.answered_in_short
        for words in (
            "Favourable 2",
            "Unfavourable 1",
            "Favourable with reservations 1",
            "essai 1",
            "category not told 3",
            "Collège commerces 1",
        ):
            self.assertIn(words, told)
        said, unsaid = told.split("Categories that did not speak:")
        self.assertIn("Bailleurs", unsaid)
        self.assertNotIn("Catégorie", unsaid)
        self.assertIn("Collège associations", unsaid)
        self.assertNotIn("Collège commerces", unsaid)
        self.assertNotIn("Bailleurs", said)

    def test_names_are_text(self):
        self.env["plpdma.role"].browse(self.role.id).name = "<b>Cat</b>"
        contribution = self._create_contribution(stakeholder_id=self.actors[0].id)
        told = self._create_response(contribution).answered_in_short
        self.assertIn("&lt;b&gt;Cat", told)

    def test_as_many_queries_for_many(self):
        def count(number):
            responses = self.agent_env["plpdma.response"]
            for _number in range(number):
                responses |= self._create_response(
                    self._create_contributions({"stance": "reserved"}, {})
                )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(all(responses.mapped("answered_in_short")))
            return self.env.cr.sql_log_count - before

        count(1)
        self.assertEqual(count(6), count(2))
