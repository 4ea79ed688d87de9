"""What an agent forwards, that a colleague had forwarded to them."""

from email.message import EmailMessage

from odoo.tests import BaseCase, tagged
from odoo.tools import html2plaintext

from ...tools.addresses import get_own_domain
from ...tools.mail_incoming import IncomingMail
from .mail_common import MailPathCase

DESK = "Accueil <accueil@essai.example>"
CITIZEN = "Mme Fictive <fictive@p.example>"
WORDS = "Le composteur déborde."
OUTLOOK = "De : {}\nEnvoyé : jeudi 12 novembre 2026 10:00\nÀ : {}\nObjet : {}\n\n{}\n\n"
GMAIL = (
    "---------- Forwarded message ---------\nDe : {0}\n"
    "Date: jeu. 12 nov. 2026 à 10:00\nSubject: {2}\nTo: {1}\n\n\n{3}\n\n"
)


def write(shape, *messages):
    """:return: the messages, each under the headers that a programme repeats"""
    return "".join(
        shape.format(sender, "<x@essai.example>", subject, text)
        for sender, subject, text in messages
    )


@tagged("post_install", "-at_install", "plpdma")
class TestMailPassedOn(MailPathCase):
    def _forward(self, text, subject="TR : TR : Composteur", **headers):
        return self._receive(
            text, sender=f"Agent <{self.user_agent.email}>", subject=subject, **headers
        )

    def _check(self, contribution, name, email, words, note="", cut=""):
        self.assertRecordValues(
            contribution,
            [
                {
                    "proposed_name": name,
                    "proposed_email": email,
                    "verbatim": words,
                    "summary": "Composteur",
                    "author_to_confirm": True,
                }
            ],
        )
        self.assertEqual(html2plaintext(contribution.internal_note or ""), note)
        if cut:
            self.assertIn(cut, contribution.cut_text)

    def test_words_of_each_colleague_are_no_contribution(self):
        for shape in (OUTLOOK, GMAIL):
            for note in ("Pour info", ""):
                for said in ("À traiter svp", ""):
                    text = note and f"{note}\n\n"
                    text += write(
                        shape,
                        (DESK, "TR : Composteur", said),
                        (CITIZEN, "Composteur", WORDS),
                    )
                    with self.subTest(text=text):
                        self._check(
                            self._forward(text),
                            "Mme Fictive",
                            "fictive@p.example",
                            WORDS,
                            note or said,
                            said if note else "",
                        )

    def test_two_colleagues_in_the_middle(self):
        text = "Pour info\n\n" + write(
            OUTLOOK,
            ("Accueil <accueil@essai.example>", "RE: TR : Composteur", "Voilà"),
            ("Mairie <mairie@essai.example>", "TR : Composteur", "Pour vous"),
            (CITIZEN, "Composteur", WORDS),
        )
        contribution = self._forward(text)
        self._check(
            contribution, "Mme Fictive", "fictive@p.example", WORDS, "Pour info"
        )
        for said in ("Voilà", "Pour vous"):
            self.assertIn(said, contribution.cut_text)

    def test_note_of_a_user_in_the_form_of_gmail(self):
        text = "Pour info\n\n" + write(
            GMAIL,
            (f"Chef <{self.user_manager.email}>", "TR : Composteur", "À traiter"),
            (CITIZEN, "Composteur", WORDS),
        )
        self._check(
            self._forward(text),
            "Mme Fictive",
            "fictive@p.example",
            WORDS,
            "Pour info",
            "À traiter",
        )

    def test_neighbour_who_forwards_says_so_themselves(self):
        """An address that anybody may have makes no colleague."""
        company = self.program.company_id.sudo()
        for sender, office in (
            ("jean@p.example", company.email),
            ("jean@accueil.essai.example", company.email),
            ("jean@orange.fr", "mairie.essai@orange.fr"),
            ("jean@aol.com", "mairie.essai@aol.com"),
        ):
            company.email = office
            text = write(
                OUTLOOK,
                (f"Jean <{sender}>", "TR : Composteur", "J'appuie ma voisine."),
                (CITIZEN, "Composteur", WORDS),
            )
            with self.subTest(sender=sender):
                self._check(self._forward(text), "Jean", sender, "J'appuie ma voisine.")

    def test_colleague_who_writes_in_their_own_name(self):
        """They answer nobody's message, or bring nobody's along."""
        for messages in (
            [(DESK, "Composteur", "Un de plus ici."), (CITIZEN, "Composteur", WORDS)],
            [(DESK, "TR : Composteur", "Un de plus ici.")],
            [
                (DESK, "TR : Composteur", "Un de plus ici."),
                ("dechets@essai.example", "Composteur", "Bonjour"),
            ],
        ):
            with self.subTest(messages=messages):
                self._check(
                    self._forward(write(OUTLOOK, *messages)),
                    "Accueil",
                    "accueil@essai.example",
                    "Un de plus ici.",
                )

    def test_prefixes_are_no_title(self):
        text = write(OUTLOOK, (CITIZEN, "RE: Composteur", WORDS))
        self._check(self._forward(text), "Mme Fictive", "fictive@p.example", WORDS)


@tagged("post_install", "-at_install", "plpdma")
class TestMailPassedOnAsFile(BaseCase):
    """The same where each brings the other's message as a file."""

    def _bring(self, *mails):
        """:return: the first of some messages, that holds the others as files"""
        raw = None
        for sender, subject, text in reversed(mails):
            message = EmailMessage()
            message["From"] = sender
            message["Subject"] = subject
            message.set_content(text)
            if raw:
                message.add_attachment(
                    raw, maintype="application", subtype="x-eml", filename="a.eml"
                )
            raw = message.as_bytes()
        return IncomingMail(raw)

    def test_innermost_message_is_found(self):
        for note, found, cut in (
            ("Pour info", "Pour info", "À traiter"),
            ("", "À traiter", ""),
        ):
            mail = self._bring(
                ("agent@essai.example", "TR : TR : Composteur", note),
                (DESK, "TR : Composteur", "À traiter"),
                (CITIZEN, "Composteur", WORDS),
            )
            forwarded = mail.find_forwarded(
                lambda email: email == "agent@essai.example",
                lambda email, subject: "essai" in email and subject.startswith("TR"),
            )
            self.assertEqual(forwarded.email, "fictive@p.example")
            self.assertEqual(forwarded.text.text, WORDS)
            self.assertEqual(forwarded.note.text, found)
            self.assertEqual(forwarded.note.cut, cut)

    def test_others_that_are_brought_along_are_told(self):
        """The first is the contribution: the second was only a file."""
        message = EmailMessage()
        message["From"] = "agent@essai.example"
        message["Subject"] = "TR : deux courriers"
        message.set_content("Pour info")
        for name in ("Anne", "Zoé"):
            brought = EmailMessage()
            brought["From"] = f"{name} <{name[0].lower()}@p.example>"
            brought["Subject"] = f"Le bac de {name}"
            brought.set_content(f"Un bac pour {name}.")
            message.add_attachment(
                brought.as_bytes(),
                maintype="application",
                subtype="x-eml",
                filename=f"{name}.eml",
            )
        forwarded = IncomingMail(message.as_bytes()).find_forwarded(
            lambda email: "essai" in email, lambda email, subject: False
        )
        self.assertEqual(forwarded.text.text, "Un bac pour Anne.")
        for told in ("Zoé <z@p.example>", "Le bac de Zoé", "Un bac pour Zoé."):
            self.assertIn(told, forwarded.text.cut)

    def test_domain_of_an_organisation(self):
        for email, domain in (
            ("a@Essai.example", "essai.example"),
            ("a@orange.fr", ""),
            ("a@yahoo.co.uk", ""),
            ("", ""),
            (False, ""),
        ):
            with self.subTest(email=email):
                self.assertEqual(get_own_domain(email), domain)
