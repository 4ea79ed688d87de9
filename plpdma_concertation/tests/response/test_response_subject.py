"""The subject of a response: what it answers, shown before its number."""

from importlib.util import module_from_spec, spec_from_file_location

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import file_path

from ..common import ConcertationCase

MIGRATION = "plpdma_concertation/migrations/19.0.1.7.0/post-subject.py"


class SubjectCase(ConcertationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        themes = cls.env["plpdma.theme"].create(
            [{"name": "Tarification d'essai"}, {"name": "Compostage d'essai"}]
        )
        cls.pricing, cls.compost = themes.with_user(cls.user_agent)


@tagged("post_install", "-at_install", "plpdma")
class TestProposedSubject(SubjectCase):
    def _propose(self, *vals_list, **vals):
        contributions = self._create_contributions(*vals_list)
        return self._create_response(contributions, **vals).name

    def _about(self, *themes, **vals):
        ids = [theme.id for theme in themes]
        return {"theme_ids": [Command.set(ids)], **vals}

    def test_the_most_frequent_theme_comes_first(self):
        self.assertEqual(
            self._propose(
                self._about(self.compost, summary="Un"),
                self._about(self.pricing, summary="Deux"),
                self._about(self.pricing),
            ),
            "Tarification d'essai, Compostage d'essai",
        )

    def test_nothing_is_invented(self):
        response = self._create_response()
        self.assertFalse(response.name)
        self.assertEqual(response.display_name, f"{response.reference} · Not retained")

    def test_no_word_of_the_staff(self):
        """Authors and the public read the subject, not the summary."""
        self.assertFalse(self._propose({"summary": "Secret"}))
        alone = self._about(self.pricing, summary="Secret")
        self.assertEqual(self._propose(alone), "Tarification d'essai")
        self.assertEqual(
            self._propose(
                self._about(self.pricing, confidentiality="staff"),
                self._about(self.compost),
            ),
            "Compostage d'essai",
        )

    def test_written_by_hand_stays(self):
        response = self._create_response(name="Mon objet")
        response.contribution_ids |= self._create_contribution(
            **self._about(self.compost)
        )
        self.assertEqual(response.name, "Mon objet")
        response.name = False
        response.contribution_ids |= self._create_contribution(
            **self._about(self.compost)
        )
        self.assertEqual(response.name, "Compostage d'essai")

    def test_proposed_in_the_form(self):
        contribution = self._create_contribution(**self._about(self.compost))
        with Form(self.agent_env["plpdma.response"]) as form:
            form.program_id = self.program
            form.contribution_ids.add(contribution)
            self.assertEqual(form.name, "Compostage d'essai")


@tagged("post_install", "-at_install", "plpdma")
class TestKnownBySubject(SubjectCase):
    def test_shown_before_the_number_and_found(self):
        response = self._create_response(name="Tarification en habitat collectif")
        self.assertEqual(
            response.display_name,
            f"Tarification en habitat collectif · {response.reference}",
        )
        responses = self.agent_env["plpdma.response"]
        for words in ("habitat collectif", response.reference):
            with self.subTest(words):
                found = [id_ for id_, _name in responses.name_search(words)]
                self.assertEqual(found, response.ids)

    def test_locked_as_the_content(self):
        for state in ("submitted", "validated", "sent"):
            response = self._create_response(name="Objet", state=state)
            with self.subTest(state), self.assertRaises(UserError):
                response.name = "Autre objet"

    def test_what_changed_is_told_to_whoever_decides(self):
        response = self._create_response(name="Objet", state="submitted")
        seen = response._get_fingerprint()
        response.action_take_back()
        response.name = "Autre objet"
        response.action_submit()
        with self.assertRefused("Subject"):
            response.with_user(self.user_manager).action_validate(seen=seen)

    def test_looked_at_before_it_is_published(self):
        contribution = self._create_contribution(
            contributor_name="Camille Essai", contributor_email="camille@p.example"
        )
        response = self._create_response(
            contribution, name="Demande de Camille Essai", state="sent"
        )
        self.assertTrue(response.has_publication_warning)
        self.assertIn("Subject", response.publication_warning)

    def test_kept_by_a_correction(self):
        response = self._create_response(name="Objet", state="sent")
        correction = self.agent_env["plpdma.response"].browse(
            response.action_correct()["res_id"]
        )
        self.assertEqual(correction.name, "Objet")


@tagged("post_install", "-at_install", "plpdma")
class TestSubjectOfBefore(SubjectCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # In the language of the authority, whatever those that the database has.
        cls.env["res.lang"]._activate_lang("en_US")
        cls.company.partner_id.lang = "en_US"

    def _migrate(self):
        spec = spec_from_file_location("post_subject", file_path(MIGRATION))
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        self.env.flush_all()
        module.migrate(self.env.cr, "19.0.1.6.0")
        self.env.invalidate_all()

    def _create_unnamed(self, state, published=False, **vals):
        contribution = self._create_contribution(**vals)
        response = self._create_response(contribution, state=state)
        if published:
            response.action_publish_knowingly()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE plpdma_response SET name = NULL WHERE id = %s", response.ids
        )
        self.env.invalidate_all()
        return response

    def test_what_left_the_draft_is_named_too(self):
        about = {"theme_ids": self.pricing.ids, "summary": "Le bac"}
        draft = self._create_unnamed("draft", **about)
        sent = self._create_unnamed("sent", **about)
        published = self._create_unnamed("sent", published=True, **about)
        summed_up = self._create_unnamed("draft", summary="Le bac")
        unknown = self._create_unnamed("submitted")
        written = sent.write_date
        self._migrate()
        for response in (draft, sent, published):
            self.assertEqual(response.name, "Tarification d'essai")
        self.assertFalse(summed_up.name, "An update tells no word of the staff")
        self.assertFalse(unknown.name)
        self.assertEqual(sent.write_date, written)

    def test_written_by_hand_stays(self):
        response = self._create_response(name="Objet", state="sent")
        self._migrate()
        self.assertEqual(response.name, "Objet")
