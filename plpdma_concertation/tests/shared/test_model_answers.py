"""What a model leaves between brackets is written before it is sent."""

from odoo.tests import Form, tagged

from ..common import ConcertationCase


@tagged("post_install", "-at_install", "plpdma")
class TestModelAnswers(ConcertationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reasons = cls.env["plpdma.refusal.reason"].create(
            [
                {
                    "name": "Raison A",
                    "model_text": "Votre demande [objet] relève de [qui].",
                },
                {"name": "Raison B", "model_text": "Le budget est de [montant]."},
            ]
        )

    def test_own_brackets_do_not_leave_the_draft(self):
        for name in ("motivation", "effect", "follow_up_terms"):
            response = self._create_response(refusal_reason_id=self.reasons[0].id)
            response[name] = (
                "<p>Votre demande [<b>Objet</b>] et [sic] et [montant].</p>"
            )
            with self.subTest(field=name):
                with self.assertRefused(response.reference, "[Objet]"):
                    response.action_submit()
                self.assertEqual(response.state, "draft")
                response[name] = "<p>Votre demande [sic], au [montant].</p>"
                response.action_submit()
                self.assertEqual(response.state, "submitted", "Not its own brackets")

    def test_model_that_was_left_for_another(self):
        contribution = self._create_contribution()
        Model = self.agent_env["plpdma.response"].with_context(
            default_contribution_ids=contribution.ids
        )
        with Form(Model) as form:
            form.decision = "not_retained"
            form.refusal_reason_id = self.reasons[0]
            self.assertIn("[objet]", form.motivation)
            form.refusal_reason_id = self.reasons[1]
        response = form.record
        with self.assertRefused("[objet]", "[qui]"):
            response.action_submit()
        response.motivation = "<p>Votre demande relève de la commune.</p>"
        response.action_submit()

    def test_in_another_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        reason = self.reasons[1]
        reason.with_context(lang="fr_FR").model_text = "Il coûte [combien]."
        response = self._create_response(
            refusal_reason_id=reason.id, motivation="<p>Il coûte [combien].</p>"
        )
        with self.assertRefused("[combien]"):
            response.with_context(lang="en_US").action_submit()

    def test_brackets_of_a_reason_that_was_changed_since(self):
        for changed in (self.reasons[1].id, False):
            with self.subTest(changed=changed):
                # As a call from outside writes it: nothing proposes the text.
                response = self._create_response(
                    decision="not_retained",
                    refusal_reason_id=self.reasons[0].id,
                    motivation="<p>Votre demande [objet] relève de la Région.</p>",
                )
                response.refusal_reason_id = changed
                with self.assertRefused("[objet]"):
                    response.action_submit()

    def test_brackets_written_a_little_otherwise(self):
        for written in ("[ objet ]", "[ob\u200bjet]", "[ob<br/>jet]", "[OBJET]"):
            with self.subTest(written=written):
                response = self._create_response(
                    decision="not_retained",
                    refusal_reason_id=self.reasons[0].id,
                    motivation=f"<p>Votre demande {written} est refusée.</p>",
                )
                with self.assertRefused("cannot leave the draft"):
                    response.action_submit()

    def test_what_was_sent_with_a_bracket_is_corrected(self):
        """It left before the rule: its correction takes its place."""
        response = self._create_response(state="sent")
        self.env.cr.execute(
            "UPDATE plpdma_response SET motivation = %s, refusal_reason_id = %s"
            " WHERE id = %s",
            ("<p>[objet]</p>", self.reasons[0].id, response.id),
        )
        self.env.invalidate_all()
        response.action_correct()
        correction = response.superseded_by_ids
        correction.motivation = "<p>Complété.</p>"
        correction.action_submit()
        correction.with_user(self.user_manager).action_validate()
        with self.mock_mail_gateway():
            correction.action_send()
        self.assertEqual(response.state, "superseded")
