"""What answers under a number alone, and the language in which the staff is told."""

from unittest.mock import patch

from odoo.tests import BaseCase, tagged
from odoo.tools import mute_logger

from ...tools.mail_subject import find_numbers
from .mail_common import MailPathCase
from .test_mail_faults import INTAKE, THREAD


@tagged("post_install", "-at_install", "plpdma")
class TestMailAnswers(MailPathCase):
    def setUp(self):
        super().setUp()
        self.contribution = self._receive("Oui.", message_id="<un@p.example>")
        self.subject = (
            f"Re: Votre contribution {self.contribution.reference} est bien reçue"
        )

    def test_author_answers_under_the_number(self):
        told = self.contribution.activity_ids
        for subject in (self.subject, self.subject.lower()):
            made = self._receive("J'ajoute ceci.", subject=subject)
            with self.subTest(subject=subject):
                self.assertFalse(made)
                message = self.contribution.message_ids[0]
                self.assertIn("J'ajoute ceci.", message.body)
                self.assertFalse(message.is_internal)
                activities = self.contribution.activity_ids - told
                self.assertEqual(
                    activities.mapped("summary"), ["The author wrote again"]
                )
                told |= activities
                files = message.attachment_ids.mapped("name")
                self.assertIn("message.eml", files)
                receipts = [mail.email_to for mail in self._new_mails]
                self.assertFalse(any("jean@" in (email or "") for email in receipts))

    def test_answer_of_a_reference_that_is_not_ours(self):
        self.assertFalse(
            self._receive("Et.", subject=self.subject, In_Reply_To="<autre@p.example>")
        )

    def test_anything_else_is_a_contribution(self):
        other = self._create_program(name="Autre", state="open")
        other.with_user(self.user_manager).write(
            {"alias_name": "compost", "alias_domain_id": self.domain.id}
        )
        for headers in (
            {"sender": "Paul <paul@q.example>", "subject": self.subject},
            {"subject": self.subject.removeprefix("Re: ")},
            {"subject": self.subject.replace("Re: ", "TR: ")},
            {"subject": "Re: CTR/1999/0001"},
            {"subject": f"Re: {self.contribution.reference}9"},
            {"subject": "Re: Les bacs"},
            {"subject": self.subject, "to": "compost@val.example"},
            {"sender": "sans adresse", "subject": self.subject},
        ):
            with self.subTest(headers=headers):
                self.assertTrue(self._receive("Encore.", **headers))

    def test_answer_of_a_machine_under_the_number(self):
        told = self.contribution.message_ids
        made = self._receive(
            "Je suis absent.", subject=self.subject, Auto_Submitted="auto-replied"
        )
        self.assertFalse(made)
        self.assertEqual(self.contribution.message_ids, told)

    def test_whose_identity_was_erased_answers_nothing(self):
        self.contribution.sudo()._anonymise()
        self.assertTrue(self._receive("Encore.", subject=self.subject))


@tagged("post_install", "-at_install", "plpdma")
class TestNumbersOfSubjects(BaseCase):
    def test_numbers(self):
        for subject, numbers in (
            ("Re: Votre contribution CTR/2026/0110-1, reçue", {"CTR/2026/0110-1"}),
            ("Re: (ctr/2026/0110).", {"ctr/2026/0110", "CTR/2026/0110"}),
            ("Re: « 2026/0110 »", {"2026/0110"}),
            ("Re: la réunion du 12, en 2026", set()),
        ):
            with self.subTest(subject=subject):
                self.assertEqual(find_numbers(subject), numbers)


@tagged("post_install", "-at_install", "plpdma")
class TestMailLanguage(MailPathCase):
    """The gate speaks none: each is told in theirs, the rest in the authority's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.company.partner_id.lang = "fr_FR"
        cls.user_manager.lang = "fr_FR"

    def test_reply(self):
        contribution = self._receive("Oui.", message_id="<un@p.example>")
        self._receive("Et.", In_Reply_To="<un@p.example>")
        self.assertEqual(
            contribution.activity_ids.mapped("summary"), ["L'auteur a de nouveau écrit"]
        )
        self._receive(
            "Non.", sender="Paul <paul@q.example>", In_Reply_To="<un@p.example>"
        )
        self.assertIn(
            "Réponse d'une autre personne que l'auteur",
            contribution.activity_ids.mapped("summary"),
        )
        self.assertIn("Réponse de", contribution.message_ids[0].body)

    def test_reader_of_another_language(self):
        self.user_manager.lang = "en_US"
        contribution = self._receive("Oui.", message_id="<un@p.example>")
        self._receive(
            "Non.", sender="Paul <paul@q.example>", In_Reply_To="<un@p.example>"
        )
        self.assertEqual(
            contribution.activity_ids.mapped("summary"),
            ["Reply from somebody other than the author"],
        )
        self.assertIn("Réponse de", contribution.message_ids[0].body)

    def test_message_that_fails(self):
        model = self.registry["plpdma.contribution"]
        error = IndexError("out of range")
        with (
            patch.object(model, "_prepare_from_mail", side_effect=error),
            mute_logger(INTAKE),
        ):
            contribution = self._receive("")
        self.assertEqual(
            contribution.activity_ids.summary, "Un e-mail n'a pas pu être lu"
        )
        self.assertIn("out of range", contribution.activity_ids.note)
        self.assertIn("Ce message n'a pas pu être lu", contribution.verbatim)

    def test_message_that_core_cannot_read(self):
        thread = self.registry["mail.thread"]
        error = LookupError("x: unknown")
        with (
            patch.object(thread, "_message_parse_extract_payload", side_effect=error),
            mute_logger(THREAD),
        ):
            contribution = self._receive("Oui.")
        self.assertIn("Reçu par e-mail", contribution.message_ids[:1].body)

    def test_message_without_words(self):
        for files, words in (
            (["a.pdf"], "Message sans texte\xa0: voir les pièces jointes."),
            ([], "Message sans texte ni pièce jointe."),
        ):
            with self.subTest(files=files):
                made = self._receive("", files=files, subject="")
                self.assertEqual(made.verbatim, words)
