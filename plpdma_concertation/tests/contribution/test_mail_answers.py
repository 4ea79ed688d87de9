"""The language in which the staff is told."""

from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .mail_common import MailPathCase
from .test_mail_faults import INTAKE, THREAD


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
