"""What an agent forwards, and to whom an author copies what they write."""

from email.message import EmailMessage
from email.utils import make_msgid

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .mail_common import MailPathCase, read_message
from .mail_sink_common import MailSinkCase

FORWARD = "cas_forward_outlook_fr"


@tagged("post_install", "-at_install", "plpdma")
class TestMailForward(MailPathCase):
    def test_author_waits_for_the_agent(self):
        contribution = self._deliver(read_message(FORWARD))
        self.assertRecordValues(
            contribution,
            [
                {
                    "verbatim": "Le composteur déborde, merci d'agir.",
                    "summary": "Composteur",
                    "author_to_confirm": True,
                    "forwarded_by_id": self.user_agent.id,
                    "proposed_name": "Mme Fictive",
                    "proposed_email": "fictive@p.example",
                    "contributor_email": False,
                    "author_name": "Mme Fictive (to confirm)",
                    "date_written": "jeudi 12 novembre 2026 10:00",
                }
            ],
        )
        self.assertIn("Pour info", contribution.internal_note)
        self.assertEqual(contribution.activity_ids.user_id, self.user_agent)
        self.assertFalse(self._mails, "Nobody is told yet")

    def test_who_cannot_be_written_to_is_proposed_by_name(self):
        message = EmailMessage()
        message["From"] = "Jean Durand <jean@p.example>"
        message["To"] = "dechets@val.example"
        message["Cc"] = "Odette Lefèvre <odette@serveur>, max@serveur"
        message["Subject"] = "Les bacs"
        message["Message-Id"] = "<copie-interne@p.example>"
        message.set_content("Nous voulons deux bacs.")
        contribution = self._deliver(message.as_bytes())
        self.assertEqual(
            [(who.name, who.email) for who in contribution.co_author_ids],
            [("Odette Lefèvre", False), ("max@serveur", False)],
        )

    def test_agent_confirms(self):
        contribution = self._deliver(read_message(FORWARD))
        contribution.action_confirm_author()
        self.assertRecordValues(
            contribution,
            [
                {
                    "author_to_confirm": False,
                    "contributor_name": "Mme Fictive",
                    "contributor_email": "fictive@p.example",
                    "proposed_email": False,
                }
            ],
        )
        self.assertFalse(contribution.activity_ids)

    def test_agent_corrects_who_it_is(self):
        contribution = self._deliver(read_message(FORWARD))
        contribution.write({"proposed_name": False, "proposed_email": False})
        with self.assertRefused(contribution.reference):
            contribution.action_confirm_author()
        contribution.proposed_name = "Mme Réelle"
        contribution.action_confirm_author()
        self.assertEqual(contribution.author_name, "Mme Réelle")

    def test_agent_wrote_it(self):
        contribution = self._deliver(read_message(FORWARD))
        contribution.action_keep_forwarder()
        self.assertEqual(contribution.contributor_email, self.user_agent.email)
        self.assertFalse(contribution.author_to_confirm)

    def test_only_the_staff_confirms(self):
        contribution = self._deliver(read_message(FORWARD))
        for user in (self.user_elected, self.user_facilitator, self.user_employee):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                contribution.with_user(user).action_confirm_author()
        self.assertTrue(contribution.author_to_confirm)

    def test_known_actor_is_found_once_confirmed(self):
        partner = self.partners[0]
        raw = read_message(FORWARD).replace(
            b"fictive@p.example", partner.email.encode()
        )
        contribution = self._deliver(raw)
        self.assertFalse(contribution.partner_id)
        contribution.action_confirm_author()
        self.assertEqual(contribution.partner_id, partner)
        self.assertEqual(contribution.stakeholder_id, self.actors[0])

    def _make_desk_known(self):
        """The authority's own domain."""
        self.program.company_id.sudo().email = "contact@essai.example"

    def _deliver_from(self, sender, subject=b"TR : Composteur"):
        raw = read_message(FORWARD)
        lines = raw.split(b"\n")
        [place] = [n for n, line in enumerate(lines) if line.startswith(b"Subject:")]
        lines[place] = b"Subject: " + subject
        raw = b"\n".join(lines)
        return self._deliver(raw.replace(b"Agent <agent@essai.example>", sender))

    def test_a_colleague_who_is_no_agent_brings_one_along(self):
        """An employee of another service, or a reception desk that is no user."""
        self._make_desk_known()
        self.user_employee.email = "voirie@essai.example"
        for sender, user in (
            (b"Accueil <accueil@essai.example>", self.env["res.users"]),
            (b"Test employee <voirie@essai.example>", self.user_employee),
        ):
            with self.subTest(sender=sender):
                contribution = self._deliver_from(sender)
                self.assertTrue(contribution.author_to_confirm)
                self.assertEqual(contribution.proposed_email, "fictive@p.example")
                self.assertFalse(contribution.contributor_email)
                self.assertEqual(
                    contribution.verbatim, "Le composteur déborde, merci d'agir."
                )
                self.assertEqual(contribution.forwarded_by_id, user)
                self.assertEqual(
                    contribution.activity_ids.user_id, self.program.manager_id
                )
                told = [mail["email_to"] for mail in self._mails]
                manager = self.program.manager_id.email
                self.assertTrue(told)
                for [address] in told:
                    self.assertIn(manager, address, "Nobody else is told yet")
                contribution.action_keep_forwarder()
                self.assertIn(contribution.contributor_email.encode(), sender)
                self.assertIn(contribution.contributor_name.encode(), sender)
                contribution.sudo().unlink()

    def test_a_colleague_who_is_no_agent_and_quotes_speaks(self):
        self._make_desk_known()
        for name in ("accueil", "employee"):
            with self.subTest(name):
                email = f"{name}@essai.example"
                contribution = self._deliver_from(
                    f"Un collègue <{email}>".encode(), b"Composteur"
                )
                self.assertFalse(contribution.author_to_confirm)
                self.assertEqual(contribution.contributor_email, email)
                self.assertIn("Pour info", contribution.verbatim)
                contribution.sudo().unlink()

    def _bring(self, sender, subject, text, letter="", **headers):
        """:return: what is made of a message that brings a letter along as a file"""
        message = EmailMessage()
        message["From"] = sender
        message["To"] = "dechets@val.example"
        message["Subject"] = subject
        message["Message-Id"] = make_msgid()
        for name, value in headers.items():
            message[name.replace("_", "-")] = value
        message.set_content(text)
        if letter:
            brought = EmailMessage()
            brought["From"] = "Mme Fictive <fictive@p.example>"
            brought["Subject"] = "Piles"
            brought.set_content(letter)
            message.add_attachment(brought)
        return self._deliver(message.as_bytes())

    def test_a_colleague_brings_one_along_without_saying_so_in_the_subject(self):
        """The receipt went to the reception desk, for the words of none."""
        self._make_desk_known()
        block = (
            "Reçu ce jour.\n\n-------- Message transféré --------\nSujet : Piles\n"
            "Date : Sat, 28 Nov 2026 09:12:00 +0100\n"
            "De : Mme Fictive <fictive@p.example>\nPour : accueil@essai.example\n\n"
            "Où jeter les piles ?\n"
        )
        for sender in ("Accueil <accueil@essai.example>", self.user_employee.email):
            for text, letter in (
                ("Reçu ce jour.", "Où jeter les piles ?"),
                (block, ""),
            ):
                with self.subTest(sender=sender, text=text):
                    contribution = self._bring(sender, "Courrier reçu", text, letter)
                    self.assertTrue(contribution.author_to_confirm)
                    self.assertEqual(contribution.proposed_email, "fictive@p.example")
                    self.assertEqual(contribution.verbatim, "Où jeter les piles ?")
                    self.assertIn("Reçu ce jour.", contribution.internal_note)
                    self.assertEqual(contribution.summary, "Piles")

    def test_whoever_is_no_colleague_attaches_a_message(self):
        """So does the form of a site of ours, for whoever filled it in."""
        self._make_desk_known()
        for sender, headers in (
            ("Jean <jean@p.example>", {}),
            ("Site <site@essai.example>", {"Reply_To": "Jean <jean@p.example>"}),
        ):
            with self.subTest(sender=sender):
                contribution = self._bring(
                    sender, "Avis", "Je l'appuie.", "Un bac.", **headers
                )
                self.assertEqual(contribution.contributor_email, "jean@p.example")
                self.assertEqual(contribution.verbatim, "Je l'appuie.")
                self.assertFalse(contribution.author_to_confirm)

    def test_citizen_is_the_author_of_what_they_forward(self):
        raw = read_message(FORWARD).replace(
            b"Agent <agent@essai.example>", b"Jean <jean@p.example>"
        )
        contribution = self._deliver(raw)
        self.assertEqual(contribution.contributor_email, "jean@p.example")
        self.assertFalse(contribution.author_to_confirm)
        self.assertIn("Pour info", contribution.verbatim)
        self.assertIn("Le composteur déborde", contribution.verbatim)

    def test_agent_writes_in_their_own_name(self):
        raw = read_message(FORWARD).partition(b"De : ")[0]
        contribution = self._deliver(raw)
        self.assertEqual(contribution.contributor_email, self.user_agent.email)
        self.assertEqual(contribution.verbatim, "Pour info")

    def test_no_answer_before_the_author_is_known(self):
        contribution = self._deliver(read_message(FORWARD))
        response = self._create_response(contribution, state="validated")
        for action in ("action_open_send", "action_send"):
            with self.assertRefused(contribution.reference):
                getattr(response, action)()
        self.assertEqual(response.state, "validated")
        self.assertEqual(contribution.delivery, "none")
        contribution.action_confirm_author()
        with self.mock_mail_gateway():
            response.action_send()
        self.assertEqual(contribution.delivery_id.email, "fictive@p.example")

    def test_no_answer_by_a_merge_before_the_author_is_known(self):
        contribution = self._deliver(read_message(FORWARD))
        target = self._create_contribution(contributor_email="a@p.example")
        response = self._create_response(target, state="validated")
        with self.mock_mail_gateway():
            response.action_send()
        with self.assertRefused(contribution.reference):
            contribution._merge_into(target)

    def test_erased_with_the_identity(self):
        contribution = self._deliver(read_message(FORWARD))
        contribution.sudo()._anonymise()
        self.assertFalse(contribution.proposed_name or contribution.proposed_email)
        self.assertFalse(contribution.author_to_confirm)


@tagged("post_install", "-at_install", "plpdma")
class TestCoAuthors(MailPathCase):
    def _receive_copied(self):
        message = EmailMessage()
        message["From"] = "Jean Durand <jean@p.example>"
        message["To"] = "dechets@val.example"
        message["Cc"] = (
            "Odette Lefèvre <odette@p.example>, dechets@val.example, jean@p.example, "
            f"{self.user_agent.email}, dechets@essai.example, odette@p.example"
        )
        message["Subject"] = "Les bacs"
        message["Message-Id"] = "<copie@p.example>"
        message.set_content("Nous voulons deux bacs.")
        return self._deliver(message.as_bytes())

    def test_who_is_copied_is_proposed(self):
        contribution = self._receive_copied()
        self.assertRecordValues(
            contribution.co_author_ids,
            [
                {
                    "name": "Odette Lefèvre",
                    "email": "odette@p.example",
                    "confirmed": False,
                }
            ],
        )
        self.assertEqual(contribution._get_author_emails(), ["jean@p.example"])

    def test_agent_confirms(self):
        contribution = self._receive_copied()
        contribution.co_author_ids.action_confirm()
        self.assertEqual(contribution.co_author_ids.confirmed_by_id, self.user_agent)
        self.assertEqual(
            contribution._get_author_emails(), ["jean@p.example", "odette@p.example"]
        )

    def test_confirmed_by_the_button_alone(self):
        author = self._receive_copied().co_author_ids
        with self.assertRefused("by the button"):
            author.confirmed = True
        with self.assertRefused("by the button"):
            author.copy({"confirmed": True, "email": "x@p.example"})
        for name, value in (("delivery", "sent"), ("confirmed_by_id", self.env.uid)):
            with self.assertRefused("not written by hand"):
                author.write({name: value})

    def test_confirmed_co_author_answers_as_an_author(self):
        contribution = self._receive_copied()
        reply = (
            b"From: odette@p.example\nTo: dechets@val.example\nSubject: Re: Les bacs\n"
            b"In-Reply-To: <copie@p.example>\n\nEt un troisieme.\n"
        )
        self._deliver(reply)
        self.assertTrue(contribution.message_ids[0].is_internal)
        contribution.co_author_ids.action_confirm()
        self._deliver(reply.replace(b"troisieme", b"quatrieme"))
        self.assertFalse(contribution.message_ids[0].is_internal)

    def test_wrong_address_is_refused(self):
        contribution = self._receive_copied()
        with self.assertRefused("jean"):
            contribution.co_author_ids.email = "jean"

    def test_erased_with_the_identity(self):
        contribution = self._receive_copied()
        contribution.sudo()._anonymise()
        self.assertFalse(contribution.co_author_ids)


@tagged("post_install", "-at_install", "plpdma")
class TestForwardReceipt(MailSinkCase, MailPathCase):
    def test_receipt_waits_for_the_agent(self):
        self.env["mail.mail"].search([("state", "=", "outgoing")]).state = "cancel"
        self.sink.envelopes.clear()
        before = self._get_contributions()
        self.env["mail.thread"].message_process(None, read_message(FORWARD))
        contribution = self._get_contributions() - before
        self.assertNotIn("fictive@p.example", self._run_mail_queue())
        contribution.action_confirm_author()
        contribution.action_confirm_author()
        messages = self._run_mail_queue()
        self.assertIn(contribution.reference, messages["fictive@p.example"]["Subject"])
        self.assertEqual(list(messages).count("fictive@p.example"), 1)
