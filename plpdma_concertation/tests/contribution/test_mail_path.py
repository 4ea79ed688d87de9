"""The whole way of a message: in through the mail server's gate, out to a mail server.

The messages of `data/mail` are shaped as French mail programmes write them.
"""

from freezegun import freeze_time

from odoo.tests import tagged

from .mail_common import MailPathCase, read_message
from .mail_sink_common import MailSinkCase

# What each message says, without what it quotes nor its signature.
WORDS = {
    "gmail_signature_pdf": (
        "Bonjour, Les élèves de l'école Jean-Moulin voudraient composter : "
        "pourriez-vous installer deux bacs ? Merci d'avance !"
    ),
    "outlook_reponse_photo": (
        "Bonjour, Nos gardiens sont prêts à tenir un local de réemploi – 15 m² "
        "suffiraient, pour 200 €/an. Cordialement, Claire Martin"
    ),
    "outlook_web_reponse": "Le bac à verre de la place fait trop de bruit la nuit.",
    "thunderbird_reponse": (
        "Bonjour, Une collecte par semaine en été suffit ; deux, c'est trop de camions "
        "dans la rue."
    ),
    "orange_reponse_latin1": (
        "Bonjour Monsieur, La déchèterie ferme trop tôt le samedi. Ouvrez jusqu'à "
        "18 h, même l'été. Bien à vous. O. Lefèvre"
    ),
    "laposte_reponse_latin1": (
        "D'accord pour la ressourcerie, si elle accepte les meubles cassés. "
        "Lucien Roche"
    ),
    "iphone_reponse": "Il faut des poubelles de tri au marché.",
    "photo_seule": "Dépôt sauvage rue du Port",
}
# What no person wrote to say something.
MACHINES = (
    "absence_exchange",
    "absence_sans_entete",
    "absence_sans_expediteur",
    "lettre_de_liste",
    "retour_non_remis",
)


def write_message(text):
    """:return: a message that answers none"""
    head = read_message("gmail_suite").partition(b"\n\n")[0]
    head = head.replace(b"In-Reply-To", b"X-Other").replace(b"References", b"X-Others")
    return head + b"\n\n" + text.encode()


@tagged("post_install", "-at_install", "plpdma")
class TestMailShapes(MailPathCase):
    # Messages of the 3rd, that arrive while mail may still take that long.
    @freeze_time("2026-11-05 08:00:00")
    def test_words_of_each_mail_programme(self):
        for name, words in WORDS.items():
            with self.subTest(message=name):
                contribution = self._deliver(read_message(name))
                self.assertEqual(contribution.verbatim.split(), words.split())
                self.assertEqual(contribution.channel, "email")
                self.assertEqual(str(contribution.date_received), "2026-11-03")
                self.assertEqual(contribution.moderation, "pending")
                self.assertNotRegex(contribution.summary, r"(?i)^re\s*:")

    def test_files_follow(self):
        for name, file in (
            ("gmail_signature_pdf", "pétition des parents.pdf"),
            ("outlook_reponse_photo", "local vélos.jpg"),
            ("photo_seule", "IMG_4312.jpeg"),
        ):
            with self.subTest(message=name):
                files = self._deliver(read_message(name)).message_ids.attachment_ids
                self.assertEqual(set(files.mapped("name")), {file, "message.eml"})

    def test_author_is_named(self):
        contribution = self._deliver(read_message("orange_reponse_latin1"))
        self.assertEqual(contribution.contributor_name, "Odette Lefèvre")
        self.assertEqual(
            contribution.contributor_email, "odette.lefevre@orange.example"
        )

    def test_machines_make_nothing(self):
        for name in MACHINES:
            with self.subTest(message=name):
                self.assertFalse(self._deliver(read_message(name)))

    def test_author_writes_again(self):
        contribution = self._deliver(read_message("gmail_signature_pdf"))
        self.assertFalse(self._deliver(read_message("gmail_suite")))
        self.assertIn("la cantine en veut un", contribution.message_ids[0].body)
        self.assertIn("deux bacs", contribution.verbatim)

    def test_absence_of_an_author_stays_out_of_the_discussion(self):
        contribution = self._deliver(read_message("gmail_signature_pdf"))
        told = contribution.message_ids
        notice = read_message("absence_sans_entete").replace(
            b"MIME-Version", b"In-Reply-To: <CAB+7x1@mail.gmail.example>\nMIME-Version"
        )
        self.assertFalse(self._deliver(notice))
        self.assertEqual(contribution.message_ids, told)

    def test_what_somebody_reports_is_no_quote(self):
        text = "Le maire de la commune nous a écrit : rien ne bougera."
        self.assertEqual(self._deliver(write_message(text)).verbatim, text)

    def test_long_text_is_kept_whole(self):
        text = "Réduire les déchets, c'est l'affaire de tous.\n" * 2200
        self.assertGreater(len(text), 100_000)
        contribution = self._deliver(write_message(text))
        self.assertEqual(contribution.verbatim.split(), text.split())

    def test_longer_text_is_kept_whole(self):
        text = "\n".join(f"Ligne {number}, réduire." for number in range(60_000))
        self.assertGreater(len(text), 1_000_000)
        contribution = self._deliver(write_message(text))
        self.assertEqual(contribution.verbatim, text)

    def test_script_is_only_text(self):
        text = "<script>alert(1)</script> Trois bacs"
        contribution = self._deliver(write_message(text))
        self.assertIn("Trois bacs", contribution.verbatim)
        self.assertNotIn("<script", contribution.message_ids[:1].body)

    def test_delivered_twice_for_whoever_runs_the_gate(self):
        """Whoever runs the gate may read no contribution, and recognises them all the
        same."""
        gate = self._create_user("gate", groups="base.group_user,base.group_system")
        gateway = self.env["mail.thread"].with_user(gate)
        message = read_message("gmail_signature_pdf")
        before = self._get_contributions()
        with self.mock_mail_gateway():
            gateway.message_process(None, message)
            gateway.message_process(None, message)
        self.assertEqual(len(self._get_contributions() - before), 1)

    def test_two_mailboxes_do_not_answer_each_other_for_ever(self):
        """A machine that hides it is one: past Odoo's limit, it makes nothing."""
        self.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", 3)
        before = self._get_contributions()
        for number in range(6):
            message = read_message("photo_seule").replace(
                b"7D2A-iphone", f"boucle-{number}".encode()
            )
            self._deliver(message)
        self.assertEqual(len(self._get_contributions() - before), 3)


@tagged("post_install", "-at_install", "plpdma")
class TestMailReceipt(MailSinkCase, MailPathCase):
    """A message comes in, its receipt leaves."""

    def setUp(self):
        super().setUp()
        # What was told to colleagues meanwhile is another matter.
        self.env["mail.mail"].search([("state", "=", "outgoing")]).state = "cancel"
        self.sink.envelopes.clear()

    def _deliver(self, message):
        before = self._get_contributions()
        self.env["mail.thread"].message_process(None, message)
        return self._get_contributions() - before

    def test_receipt_reaches_the_author(self):
        contribution = self._deliver(read_message("gmail_signature_pdf"))
        self.assertEqual(len(contribution), 1)
        receipt = self._run_mail_queue()["gaelle.boeuf@gmail.example"]
        self.assertIn(contribution.reference, receipt["Subject"])
        body = self._get_text(receipt, "html")
        self.assertIn(contribution._get_follow_code(), body)
        self.assertIn(contribution._get_follow_url(), body)
        self.assertEqual(receipt["Auto-Submitted"], "auto-replied")
        self.assertIn(self.program.alias_email, receipt["Reply-To"])

    def test_same_message_gets_one_receipt(self):
        message = read_message("gmail_signature_pdf")
        self._deliver(message)
        self._deliver(message)
        messages = self._run_mail_queue()
        self.assertEqual(
            list(messages).count("gaelle.boeuf@gmail.example"), 1, list(messages)
        )

    def test_machines_get_no_receipt(self):
        for name in MACHINES:
            self._deliver(read_message(name))
        self.assertFalse(self._run_mail_queue())

    def test_answer_of_a_machine_to_the_receipt_ends_there(self):
        contribution = self._deliver(read_message("gmail_signature_pdf"))
        receipt = self._run_mail_queue()["gaelle.boeuf@gmail.example"]
        told = contribution.message_ids
        self.sink.envelopes.clear()
        answer = read_message("absence_exchange").replace(
            b"MIME-Version",
            f"In-Reply-To: {receipt['Message-Id']}\nMIME-Version".encode(),
        )
        self.assertFalse(self._deliver(answer))
        self.assertEqual(contribution.message_ids, told)
        self.assertFalse(self._run_mail_queue())

    def test_answer_to_the_receipt_joins_the_discussion(self):
        contribution = self._deliver(read_message("gmail_signature_pdf"))
        receipt = self._run_mail_queue()["gaelle.boeuf@gmail.example"]
        thread = f"{receipt['References']} {receipt['Message-Id']}"
        answer = read_message("gmail_suite").replace(
            b"<CAB+7x1@mail.gmail.example>", thread.encode()
        )
        self.assertFalse(self._deliver(answer))
        self.assertIn("la cantine en veut un", contribution.message_ids[0].body)
