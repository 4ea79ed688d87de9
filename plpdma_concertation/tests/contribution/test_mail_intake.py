"""What is written to the programme's address."""

from freezegun import freeze_time

from odoo.tests import tagged

from .mail_common import MailIntakeCase

GMAIL_REPLY = """<div dir="ltr">Bonjour,<div><br></div>
<div>Le composteur de la rue des Lilas déborde.</div></div>
<div class="gmail_quote"><div dir="ltr" class="gmail_attr">Le jeu. 12 nov. 2026 à 10:02,
Syndicat &lt;dechets@val.example&gt; a écrit :<br></div>
<blockquote class="gmail_quote">Votre avis nous intéresse.</blockquote></div>"""
OUTLOOK_REPLY = """<html><body><p>Je suis favorable au projet.</p>
<p>Claire Martin</p><hr><div id="divRplyFwdMsg"><b>De :</b> Syndicat<br>
<b>Envoyé :</b> jeudi 12 novembre 2026<br></div>
<div>Le texte d'origine.</div></body></html>"""
TEXT_REPLY = """Bonjour,

Plus de bacs près de l'école, s'il vous plaît.

--
Jean Durand
06 00 00 00 00

Le 12/11/2026 à 10:02, Syndicat a écrit :
> Votre avis nous intéresse.
> Cordialement
"""


@tagged("post_install", "-at_install", "plpdma")
class TestMailIntake(MailIntakeCase):
    def test_message_becomes_a_contribution(self):
        contribution = self._receive(TEXT_REPLY, files=["courrier.pdf"])
        self.assertRecordValues(
            contribution,
            [
                {
                    "program_id": self.program.id,
                    "channel": "email",
                    "summary": "Les bacs de l'école",
                    "contributor_name": "Jean Durand",
                    "contributor_email": "jean@p.example",
                    "state": "received",
                    "user_id": self.user_manager.id,
                }
            ],
        )
        self.assertEqual(
            contribution.verbatim.split(),
            "Bonjour, Plus de bacs près de l'école, s'il vous plaît.".split(),
        )

    def test_whole_message_is_kept(self):
        contribution = self._receive(TEXT_REPLY, files=["courrier.pdf"])
        files = contribution.message_ids.attachment_ids
        self.assertEqual(set(files.mapped("name")), {"courrier.pdf", "message.eml"})
        original = files.filtered(lambda file: file.name == "message.eml")
        self.assertIn(b"06 00 00 00 00", original.raw)

    def test_quotes_are_left_out(self):
        for body, words in (
            (GMAIL_REPLY, "Bonjour, Le composteur de la rue des Lilas déborde."),
            (OUTLOOK_REPLY, "Je suis favorable au projet. Claire Martin"),
        ):
            with self.subTest(words=words):
                contribution = self._receive(body, subtype="html")
                self.assertEqual(contribution.verbatim.split(), words.split())

    def test_date_is_that_of_the_authority(self):
        with freeze_time("2026-11-13 08:00:00"):
            contribution = self._receive("Bonjour.")
        self.assertEqual(str(contribution.date_received), "2026-11-13")
        self.assertFalse(contribution.date_written)

    def test_sender_clock_does_not_date(self):
        """What mail may have taken is believed, and nothing else."""
        for now, day, is_aside in (
            ("2026-11-17 20:00:00", "2026-11-13", False),
            ("2026-11-18 20:00:00", "2026-11-18", True),
            ("2026-11-12 20:00:00", "2026-11-12", True),
        ):
            with self.subTest(now=now), freeze_time(now):
                contribution = self._receive("Bonjour.")
                self.assertEqual(str(contribution.date_received), day)
                self.assertEqual(bool(contribution.date_written), is_aside)
                if is_aside:
                    self.assertIn("12 Nov 2026", contribution.date_written)
                message = contribution.message_ids[:1]
                self.assertLessEqual(str(message.date), now)

    def test_original_is_kept_byte_for_byte(self):
        raw = (
            b"From: jean@p.example\r\nTo: dechets@val.example\r\nSubject: x\r\n"
            b"Message-Id: <octets@p.example>\r\nContent-Type: text/plain;\r\n"
            b"  charset=x-unknown\r\n\r\nD\x82chets\0 verts\r\n"
        )
        before = self.env["plpdma.contribution"].search([])
        with self.mock_mail_gateway():
            self.env["mail.thread"].message_process(None, raw)
        contribution = self.env["plpdma.contribution"].search([]) - before
        original = contribution.message_ids.attachment_ids
        self.assertEqual(original.mapped("name"), ["message.eml"])
        self.assertEqual(original.raw, raw)
        self.assertEqual(contribution.verbatim, "Déchets verts")

    def test_message_without_text(self):
        contribution = self._receive("", files=["courrier.pdf"])
        self.assertEqual(contribution.verbatim, "Les bacs de l'école")
        contribution = self._receive("", files=["courrier.pdf"], subject="")
        self.assertTrue(contribution.verbatim)

    def test_author_is_found(self):
        partner = self.partners[0]
        contribution = self._receive("Oui.", sender=f"Accueil <{partner.email}>")
        self.assertEqual(contribution.partner_id, partner)
        self.assertEqual(contribution.stakeholder_id, self.actors[0])

    def test_same_message_makes_one_contribution(self):
        self.assertTrue(self._receive("Oui.", message_id="<un@p.example>"))
        self.assertFalse(self._receive("Oui.", message_id="<un@p.example>"))

    def test_machines_make_nothing(self):
        for headers in (
            {"Auto_Submitted": "auto-replied"},
            {"Auto_Submitted": "auto-generated; type=vacation"},
            {"Precedence": "auto_reply"},
            {"X_Autoreply": "yes"},
        ):
            with self.subTest(headers=headers):
                self.assertFalse(self._receive("Je suis absent.", **headers))
        self.assertTrue(self._receive("Oui.", Auto_Submitted="no"))

    def test_bounce_makes_nothing(self):
        self.assertFalse(
            self._receive(
                "Undelivered",
                sender="MAILER-DAEMON@p.example",
                to="retour@val.example",
                subject="Undelivered Mail Returned to Sender",
            )
        )

    def test_reply_joins_the_discussion(self):
        contribution = self._receive("Oui.", message_id="<un@p.example>")
        told = contribution.activity_ids
        self.assertFalse(self._receive("J'ajoute ceci.", In_Reply_To="<un@p.example>"))
        self.assertIn("J'ajoute ceci.", contribution.message_ids[0].body)
        activity = contribution.activity_ids - told
        self.assertEqual(activity.user_id, self.user_manager)
        self.assertEqual(contribution.verbatim, "Oui.", "Their first words stay")

    def test_reply_of_somebody_else_is_a_note(self):
        """It is not taken for the author's, who is not told of it."""
        contribution = self._receive("Oui.", message_id="<un@p.example>")
        told = contribution.activity_ids
        self.assertFalse(
            self._receive(
                "Moi, non.",
                sender="Paul <paul@q.example>",
                In_Reply_To="<un@p.example>",
            )
        )
        message = contribution.message_ids[0]
        self.assertTrue(message.is_internal)
        self.assertIn("Moi, non.", message.body)
        self.assertIn("paul@q.example", message.body)
        activity = contribution.activity_ids - told
        self.assertEqual(activity.user_id, self.user_manager)
        self.assertNotIn("author wrote", activity.summary)
        told = {address for mail in self._mails for address in mail["email_to"]}
        self.assertEqual(told, {f'"Test manager" <{self.user_manager.email}>'})

    def test_reply_of_a_colleague_asks_nothing(self):
        contribution = self._receive("Oui.", message_id="<un@p.example>")
        told = contribution.activity_ids
        self._receive(
            "Je m'en occupe.",
            sender=f"Agent <{self.user_agent.email}>",
            In_Reply_To="<un@p.example>",
        )
        self.assertIn("Je m'en occupe.", contribution.message_ids[0].body)
        self.assertEqual(contribution.activity_ids, told)

    def test_message_without_number_is_registered_once(self):
        raw = b"From: jean@p.example\nTo: dechets@val.example\nSubject: x\n\nOui.\n"
        contributions = self.env["plpdma.contribution"]
        before = contributions.search_count([])
        with self.mock_mail_gateway():
            self.env["mail.thread"].message_process(None, raw)
            self.env["mail.thread"].message_process(None, raw)
        self.assertEqual(contributions.search_count([]), before + 1)

    def test_what_was_cut_is_kept(self):
        contribution = self._receive(TEXT_REPLY, subject="Re: Les bacs")
        for cut in ("06 00 00 00 00", "> Votre avis nous intéresse."):
            self.assertNotIn(cut, contribution.verbatim)
            self.assertIn(cut, contribution.cut_text)
        self.assertFalse(self._receive("Oui.").cut_text)

    def test_what_a_message_says_is_not_written_by_hand(self):
        contribution = self._receive("Oui.").with_user(self.user_manager)
        for values in (
            {"cut_text": "x"},
            {"author_to_confirm": True},
            {"date_written": "x"},
            {"forwarded_by_id": self.user_agent.id},
            {"intake_error": "x"},
        ):
            with self.subTest(values=values):
                with self.assertRefused("not written by hand"):
                    contribution.write(values)
                with self.assertRefused("not written by hand"):
                    self._create_contribution(**values)

    def test_address_of_another_programme(self):
        other = self._create_program(name="Autre", state="open")
        other.with_user(self.user_manager).write(
            {"alias_name": "compost", "alias_domain_id": self.domain.id}
        )
        contribution = self._receive("Oui.", to="compost@val.example")
        self.assertEqual(contribution.program_id, other)
