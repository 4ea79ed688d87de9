"""Nearly the same asked twice and answered the contrary: a point to watch."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .test_response_subject import SubjectCase

ASKED = "Des composteurs partagés au pied des immeubles du quartier nord"


@tagged("post_install", "-at_install", "plpdma")
class TestOpposite(SubjectCase):
    def _answer(self, decision, text=ASKED, theme=None, **vals):
        contribution = self._create_contribution(
            verbatim=text, theme_ids=[Command.set((theme or self.compost).ids)]
        )
        return self._create_response(contribution, decision, **vals)

    def test_told_on_both_and_found(self):
        refused = self._answer("not_retained", name="Refus")
        retained = self._answer("partial", f"{ASKED} !", name="Accord")
        for one, other in ((refused, retained), (retained, refused)):
            told = one.warnings
            self.assertIn(other.display_name, told)
            for contribution in (one | other).contribution_ids:
                self.assertIn(contribution.reference, told)
        watched = self.agent_env["plpdma.response"].search(
            [("has_warnings", "=", True)]
        )
        self.assertEqual(watched, refused | retained)

    def test_draft_against_what_was_sent(self):
        sent = self._answer("retained", state="sent")
        self.assertFalse(sent.has_warnings)
        draft = self._answer("not_retained", state="submitted")
        self.assertIn(sent.reference, draft.warnings)
        self.env.invalidate_all()
        self.assertIn(draft.reference, sent.warnings)

    def test_nothing_once_both_were_decided(self):
        one = self._answer("retained", state="sent")
        other = self._answer("not_retained", state="validated")
        self.assertFalse((one | other).filtered("has_warnings"))

    def test_nothing_to_watch(self):
        refused = self._answer("not_retained")
        for vals in (
            {"decision": "not_retained"},
            {"decision": "information"},
            {"decision": "retained", "theme": self.pricing},
            {"decision": "retained", "text": "Des poubelles au parc du quartier sud"},
        ):
            with self.subTest(vals):
                other = self._answer(**vals)
                self.assertFalse(other.has_warnings)
        self.env.invalidate_all()
        self.assertFalse(refused.has_warnings)

    def test_another_programme_answers_as_it_likes(self):
        elsewhere = self._create_program(state="open")
        contribution = self._create_contribution(
            verbatim=ASKED,
            program_id=elsewhere.id,
            theme_ids=[Command.set(self.compost.ids)],
        )
        self._create_response(contribution, "retained", program_id=elsewhere.id)
        self.assertFalse(self._answer("not_retained").has_warnings)

    def test_as_many_queries_for_many(self):
        def count(responses):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = responses.filtered("has_warnings")
            return found, self.env.cr.sql_log_count - before

        responses = self._answer("not_retained") | self._answer("retained")
        count(responses)
        found, few = count(responses)
        self.assertEqual(found, responses)
        for decision in ("retained", "not_retained") * 4:
            responses |= self._answer(decision)
        found, many = count(responses)
        self.assertEqual(found, responses)
        self.assertEqual(many, few)

    def test_for_the_staff_alone(self):
        response = self._answer("retained", state="sent")
        with self.assertRaises(AccessError):
            response.with_user(self.user_elected).read(["warnings"])
