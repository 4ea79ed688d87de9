"""Who wrote a message, which is known, and what is brought along as a file."""

from email.message import EmailMessage
from unittest.mock import patch

from odoo.exceptions import ConcurrencyError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .mail_common import MailPathCase, read_message

SCAN = "<scan@printer>"


@tagged("post_install", "-at_install", "plpdma")
class TestMailSenders(MailPathCase):
    def _write(self, sender, text, message_id, subject="Scan", **headers):
        message = EmailMessage()
        message["To"] = "dechets@val.example"
        message["Subject"] = subject
        message.set_content(text, cte="base64")
        for name, value in headers.items():
            message[name] = value
        head = f"From: {sender}\nMessage-ID: {message_id}\n"
        return head.encode() + message.as_bytes()

    def test_same_message_id_of_other_messages(self):
        """Copiers and forms give each of theirs the same."""
        made = self._get_contributions()
        for sender, text in (
            ("Zoé <zoe@p.example>", "Un bac."),
            ("Paul <paul@p.example>", "Deux bacs."),
            ("Paul <paul@p.example>", "Trois bacs."),
        ):
            for message_id in (SCAN, "<>", "< >"):
                raw = self._write(sender, text, message_id, subject=message_id)
                with self.subTest(sender=sender, text=text, message_id=message_id):
                    contribution = self._deliver(raw)
                    self.assertEqual(contribution.verbatim, text)
                    self.assertFalse(contribution.intake_error)
                    # By another server: only its traces differ.
                    again = b"Received: from elsewhere\n" + raw
                    if message_id == SCAN:
                        self.assertFalse(self._deliver(again))
                    self.assertFalse(self._deliver(raw))
        self.assertEqual(len(self._get_contributions() - made), 9)

    def test_known_message_whose_original_is_gone(self):
        raw = self._write("Zoé <zoe@p.example>", "Un bac.", "<un@p.example>")
        contribution = self._deliver(raw)
        contribution.sudo().message_ids.attachment_ids.unlink()
        self.assertFalse(self._deliver(raw.replace(b"Scan", b"Autre")))

    def test_same_message_at_once(self):
        """What another transaction registers meanwhile is not seen, and is refused."""
        raw = self._write("Zoé <zoe@p.example>", "Un bac.", "<une@p.example>")
        contribution = self._deliver(raw)
        self.assertTrue(contribution.message_key)
        contribution.sudo().message_ids.unlink()
        self.assertFalse(self._deliver(raw), "Known by its key alone")
        thread = self.registry["mail.thread"]
        with patch.object(thread, "_plpdma_is_known", return_value=False):
            # Tried again by whoever brings it, who may see it.
            with mute_logger("odoo.sql_db"), self.assertRaises(ConcurrencyError):
                self._deliver(raw)
        self.assertFalse(self._deliver(raw))

    def test_sender_without_an_address(self):
        for sender, name in (('"Jean" <jean>', "Jean"), ("jean", "jean")):
            with self.subTest(sender=sender):
                raw = self._write(sender, "Un bac.", f"<{name}@p.example>")
                contribution = self._deliver(raw)
                self.assertEqual(contribution.contributor_name, name)
                self.assertFalse(contribution.contributor_email)

    def _bring(self, content, kind, name="Bacs.eml"):
        message = EmailMessage()
        message["From"] = f"Agent <{self.user_agent.email}>"
        message["To"] = "dechets@val.example"
        message["Subject"] = "TR : Bacs"
        message["Message-Id"] = f"<{kind.replace('/', '-')}@essai.example>"
        message.set_content("Pour info")
        main, _slash, sub = kind.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
        return message.as_bytes()

    def test_message_brought_as_a_file(self):
        inner = self._write("Jean <jean@p.example>", "Un bac déborde.", "<j@p.example>")
        for kind in ("application/octet-stream", "application/x-eml"):
            with self.subTest(kind=kind):
                contribution = self._deliver(self._bring(inner, kind))
                self.assertEqual(contribution.proposed_email, "jean@p.example")
                self.assertEqual(contribution.verbatim, "Un bac déborde.")
                self.assertIn("Pour info", contribution.internal_note)
                self.assertTrue(contribution.author_to_confirm)
                files = contribution.message_ids.attachment_ids
                self.assertIn("Bacs.eml", files.mapped("name"))
        contribution = self._deliver(self._bring(b"no message", "application/pdf"))
        self.assertFalse(contribution.author_to_confirm)

    def _forward(self, text, message_id):
        return self._write(
            f"Agent <{self.user_agent.email}>", text, message_id, subject="TR : Bacs"
        )

    def test_colleague_who_is_only_named(self):
        colleague = self._create_user("claire", groups="base.group_user")
        colleague.name = "Claire Dumoulin"
        head = "Envoyé : jeudi 26 novembre 2026 10:00\nÀ : AGENT\nObjet : Bacs\n\n"
        text = (
            f"À traiter\n\nDe : DUMOULIN Claire\n{head}Vois dessous\n\n"
            f"De : Jean <jean@p.example>\n{head}Je veux un bac."
        )
        contribution = self._deliver(self._forward(text, "<deux@essai.example>"))
        self.assertEqual(contribution.proposed_email, "jean@p.example")
        self.assertEqual(contribution.verbatim, "Je veux un bac.")
        self.assertIn("À traiter", contribution.internal_note)
        self.assertIn("Vois dessous", contribution.cut_text)
        # A citizen may have a colleague's name.
        text = f"À traiter\n\nDe : Dumoulin Claire\n{head}Je veux un bac."
        contribution = self._deliver(self._forward(text, "<une@essai.example>"))
        self.assertEqual(contribution.proposed_name, "Dumoulin Claire")
        self.assertEqual(contribution.verbatim, "Je veux un bac.")

    def test_who_is_copied_by_the_author_of_what_is_forwarded(self):
        text = (
            "Pour info\n\nDe : Jean <jean@p.example>\nEnvoyé : jeudi 26 novembre 2026 "
            "10:00\nÀ : AGENT\nCc : Luc <luc@p.example>; Zoé <zoe@p.example>\n"
            "Objet : Bacs\n\nNous voulons un bac."
        )
        raw = self._forward(text, "<copies@essai.example>")
        contribution = self._deliver(b"Cc: Ext <ext@p.example>\n" + raw)
        self.assertEqual(contribution.proposed_email, "jean@p.example")
        self.assertEqual(
            contribution.co_author_ids.mapped("email"),
            ["luc@p.example", "zoe@p.example"],
        )

    def test_message_without_words_in_the_language_of_the_authority(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.program.sudo().company_id.partner_id.lang = "fr_FR"
        raw = self._write("Zoé <zoe@p.example>", "", "<rien@p.example>", subject="")
        self.assertIn("Message sans texte", self._deliver(raw).verbatim)

    def test_written_on_behalf_of_somebody(self):
        head = "Envoyé : jeudi 26 novembre 2026 10:00\nÀ : AGENT\nObjet : Bacs\n\n"
        text = f"Vu.\n\nDe : ville@v.example De la part de Jean\n{head}Un bac."
        contribution = self._deliver(self._forward(text, "<part@essai.example>"))
        self.assertEqual(contribution.proposed_name, "Jean")
        self.assertFalse(contribution.proposed_email)

    def test_answer_about_what_a_colleague_brought(self):
        head = "Envoyé : jeudi 26 novembre 2026 10:00\nÀ : AGENT\nObjet : Bacs\n\n"
        text = f"Vu.\n\nDe : Jean <jean@p.example>\n{head}Un bac."
        raw = self._forward(text, "<re@essai.example>")
        contribution = self._deliver(raw.replace(b"TR : Bacs", b"RE: TR: Bacs"))
        self.assertEqual(contribution.proposed_email, "jean@p.example")
        self.assertEqual(contribution.verbatim, "Un bac.")

    def test_forward_of_a_telephone(self):
        text = (
            "Pour suite.\n\nDébut du message transféré :\n\n"
            "> De: Jean <jean@p.example>\n> Date: 26 novembre 2026 à 10:00:00 UTC+1\n"
            "> À: a@val.example\n"
            "> Objet: Bacs\n> \n> \ufeffJe veux un bac.\n"
        )
        contribution = self._deliver(self._forward(text, "<ios@essai.example>"))
        self.assertEqual(contribution.verbatim, "Je veux un bac.")
        self.assertIn("Pour suite.", contribution.internal_note)
        self.assertNotIn("Début", contribution.internal_note)

    def test_case_is_still_read(self):
        contribution = self._deliver(read_message("cas_forward_outlook_fr"))
        self.assertEqual(contribution.proposed_email, "fictive@p.example")
