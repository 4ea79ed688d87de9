"""What an agent forwards, that a colleague had forwarded to them."""

from email.message import EmailMessage
from email.utils import make_msgid

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

    def test_two_letters_under_one_another(self):
        """The words of the second were the first one's."""
        answered = (
            f"\n\nLe 1/11/2026 à 9:12, Chef <{self.user_manager.email}> a écrit :\n"
        )
        for words in (WORDS, f"{WORDS}{answered}> Lequel ?"):
            text = "Deux courriers\n\n" + write(
                GMAIL,
                (CITIZEN, "Composteur", words),
                ("Zoé <zoe@p.example>", "Le bac", "Un bac pour Zoé."),
            )
            made = self._forward(text)
            with self.subTest(words=words):
                self._check(
                    made, "Mme Fictive", "fictive@p.example", WORDS, "Deux courriers"
                )
                for told in ("zoe@p.example", "Le bac", "Un bac pour Zoé."):
                    self.assertIn(told, made.cut_text)
                self.assertIn(": 1.", made.activity_ids.note)

    def test_letter_that_brings_another_along_without_a_word(self):
        """What somebody sends without a word of theirs is what they say."""
        text = write(
            GMAIL,
            (CITIZEN, "Composteur", ""),
            ("Zoé <zoe@p.example>", "Le bac", "Un bac pour Zoé."),
        )
        contribution = self._forward(text)
        self.assertEqual(contribution.proposed_email, "fictive@p.example")
        self.assertIn("Un bac pour Zoé.", contribution.verbatim)

    def test_letter_that_is_quoted(self):
        """Its words were lost: the agent's were the subject, and the receipt theirs."""
        for announced, name, email in (
            (
                "Le 12/11/2026 à 09:12, Mme Fictive <fictive@p.example> a écrit :",
                "Mme Fictive",
                "fictive@p.example",
            ),
            ("Le 12/11/2026 à 09:12, Mme Fictive a écrit :", "Mme Fictive", False),
        ):
            text = f"Pour info\n\n{announced}\n> {WORDS}\n"
            with self.subTest(announced=announced):
                self._check(self._forward(text), name, email, WORDS, "Pour info")
                self.assertFalse(self._mails, "Nobody is told yet")

    def test_colleague_who_is_quoted_is_not_proposed(self):
        text = (
            f"Le 12/11/2026 à 09:12, Chef <{self.user_manager.email}> a écrit :\n> Oui."
        )
        contribution = self._forward(text)
        self.assertFalse(contribution.author_to_confirm)
        self.assertIn("Oui.", contribution.verbatim)


@tagged("post_install", "-at_install", "plpdma")
class TestMailPassedOnInThread(MailPathCase):
    """What a colleague passes on names the message that it brings along as the one that
    it answers: it was told to whoever follows that one."""

    def setUp(self):
        super().setUp()
        self.partner = self.partners[0]
        self.known = self._receive(
            "Oui.",
            sender=f"Odette <{self.partner.email}>",
            message_id="<un@p.example>",
        )
        self.known.message_subscribe(self.partner.ids)
        self.thread = {"In_Reply_To": "<un@p.example>", "References": "<un@p.example>"}

    def _write_from(self, sender, text, **headers):
        """:return: the contribution that is made, and who is told of it outside"""
        before = self.known.message_ids
        made = self._receive(text, sender=sender, **self.thread, **headers)
        told = self.env["mail.notification"].search(
            [("res_partner_id", "=", self.partner.id)]
        )
        return made, self.known.message_ids - before, told

    def test_forward_is_a_letter(self):
        self.program.company_id.sudo().email = "contact@essai.example"
        block = write(OUTLOOK, (CITIZEN, "Composteur", WORDS))
        marked = write(GMAIL, (CITIZEN, "Composteur", WORDS))
        for sender, subject, text in (
            (f"Agent <{self.user_agent.email}>", "TR : Composteur", block),
            (f"Agent <{self.user_agent.email}>", "Fwd: RE: Composteur", block),
            (f"Agent <{self.user_agent.email}>", "Composteur", marked),
            (f"Employé <{self.user_employee.email}>", "TR: Composteur", block),
            (DESK, "TR : Composteur", block),
            (DESK, "Composteur", marked),
            (f"Agent <{self.user_agent.email}>", "RE: Composteur", marked),
        ):
            with self.subTest(sender=sender, subject=subject):
                made, joined, told = self._write_from(
                    sender, f"Encore elle.\n\n{text}", subject=subject
                )
                self.assertFalse(joined)
                self.assertFalse(told)
                self.assertTrue(made.author_to_confirm)
                self.assertEqual(made.proposed_email, "fictive@p.example")
                self.assertEqual(made.verbatim, WORDS)
                self.assertIn("Encore elle.", made.internal_note)

    def test_forward_as_a_file_is_a_letter(self):
        brought = EmailMessage()
        brought["From"] = CITIZEN
        brought["Subject"] = "Composteur"
        brought.set_content(WORDS)
        for subject in ("Courrier reçu", "RE: Composteur"):
            message = EmailMessage()
            message["From"] = f"Agent <{self.user_agent.email}>"
            message["To"] = "Autre <autre@p.example>"
            message["Cc"] = "dechets@val.example"
            message["Subject"] = subject
            message["References"] = message["In-Reply-To"] = "<un@p.example>"
            message["Message-Id"] = make_msgid()
            message.set_content("Encore elle.")
            message.add_attachment(brought)
            before = self.known.message_ids
            with self.subTest(subject=subject):
                made = self._deliver(message.as_bytes())
                self.assertEqual(made.proposed_email, "fictive@p.example")
                self.assertEqual(self.known.message_ids, before)

    def test_forward_of_nothing_that_is_read_tells_nobody(self):
        made, joined, told = self._write_from(
            f"Agent <{self.user_agent.email}>",
            "Encore elle.",
            subject="TR : Composteur",
        )
        self.assertEqual(made.contributor_email, self.user_agent.email)
        self.assertFalse(joined or told)

    def test_whoever_wrote_to_themselves_is_the_author(self):
        """The others had a copy out of sight."""
        made, joined, _told = self._write_from(
            f"Agent <{self.user_agent.email}>",
            OUTLOOK.format(CITIZEN, CITIZEN, "Composteur", WORDS),
            subject="TR : Composteur",
        )
        self.assertFalse(joined)
        self.assertEqual(made.proposed_email, "fictive@p.example")

    def test_reply_stays_a_reply(self):
        """Also where what it answers holds a message that was passed on."""
        quoted = write(OUTLOOK, (CITIZEN, "Composteur", WORDS))
        marked = write(GMAIL, (CITIZEN, "Composteur", WORDS)).replace("\n", "\n> ")
        announced = "Le 12/11/2026 à 09:12, Odette <o@p.example> a écrit :\n> "
        for subject, text in (
            ("RE: Les bacs", ""),
            ("RE: Les bacs", quoted),
            ("RE: Les bacs", f"{announced}{marked}"),
            ("RE: Les bacs", quoted + write(GMAIL, (CITIZEN, "Composteur", WORDS))),
            ("RE: TR : Les bacs", quoted),
            # The prefix was taken away, or is of another language.
            ("Les bacs", quoted),
            ("Odp: Les bacs", quoted),
        ):
            with self.subTest(subject=subject, text=text):
                made, joined, _told = self._write_from(
                    f"Agent <{self.user_agent.email}>",
                    f"Nous y pensons.\n\n{text}",
                    subject=subject,
                )
                self.assertFalse(made)
                self.assertIn("Nous y pensons.", joined.body)


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
                lambda email, is_told: "essai" in email and is_told,
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
            lambda email: "essai" in email, lambda email, is_told: False
        )
        self.assertEqual(forwarded.text.text, "Un bac pour Anne.")
        for told in ("Zoé <z@p.example>", "Le bac de Zoé", "Un bac pour Zoé."):
            self.assertIn(told, forwarded.text.cut)
        self.assertEqual(forwarded.others, [("Zoé", "z@p.example")])

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
