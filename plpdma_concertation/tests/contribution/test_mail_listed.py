"""What reaches the programme's address through a mailing list, or a group."""

from email.message import EmailMessage
from unittest.mock import patch

from odoo.tests import BaseCase, tagged
from odoo.tools import mute_logger

from ...tools.mail_incoming import IncomingMail
from .mail_common import MailPathCase
from .test_mail_faults import INTAKE

CITIZEN = "Luc Liste <luc@p.example>"
GROUP = "quartier@listes.example"
POST = f"<mailto:{GROUP}>"
LIST_ID = "<quartier.listes.example>"
NEWS = {
    "List_Id": "<nouvelles.listes.example>",
    "List_Unsubscribe": "<mailto:stop@listes.example>",
}


@tagged("post_install", "-at_install", "plpdma")
class TestMailListed(MailPathCase):
    def test_a_person_who_writes_through_a_list_is_heard(self):
        """Nothing was kept of it. Nobody is answered before an agent has looked."""
        for headers in (
            {"List_Id": "<quartier.listes.example>"},
            {"List_Id": "<quartier.listes.example>", "Precedence": "bulk"},
            {"Precedence": "list"},
            {"Precedence": "bulk", "Mailing_List": f"list {GROUP}"},
            {**NEWS, "List_Post": f"<mailto:{GROUP}>"},
        ):
            with self.subTest(headers=headers):
                contribution = self._receive(
                    "Deux bacs de plus.", sender=CITIZEN, **headers
                )
                self.assertEqual(contribution.verbatim, "Deux bacs de plus.")
                self.assertTrue(contribution.author_to_confirm)
                self.assertEqual(contribution.proposed_name, "Luc Liste")
                self.assertEqual(contribution.proposed_email, "luc@p.example")
                self.assertEqual(
                    contribution.activity_ids.user_id, self.program.manager_id
                )
                self.assertFalse(self._find_told("luc@p.example"))

    def _find_told(self, address):
        return [mail for mail in self._new_mails if address in str(mail.email_to)]

    def test_newsletters_make_nothing(self):
        for headers in (
            {"sender": "La Lettre <lettre@listes.example>"},
            {"sender": "Nouvelles <nouvelles@listes.example>", "Precedence": "bulk"},
            {"sender": "Nouvelles <ne-pas-repondre@n.example>"},
            {"sender": CITIZEN, "List_Post": "NO"},
            {"sender": CITIZEN, "Feedback_ID": "1:2:3:envois"},
        ):
            with self.subTest(headers=headers):
                self.assertFalse(self._receive("Nos offres.", **{**NEWS, **headers}))

    def test_a_group_that_does_not_say_where_to_write(self):
        """It passed for a newsletter: nothing was kept of it."""
        group = "nouvelles@listes.example"
        for headers in (
            {"sender": CITIZEN},
            {"sender": CITIZEN, "Precedence": "bulk"},
            {"Sender": group, "Feedback_ID": "1:2:3:envois"},
            {"Reply_To": group, "List_Unsubscribe_Post": "List-Unsubscribe=One-Click"},
            {"List_Subscribe": "<mailto:nouvelles+subscribe@listes.example>"},
            {
                "sender": '"Luc Liste via Q" <luc=p.example@listes.example>',
                "Reply_To": f"{group}, {CITIZEN}",
                "Precedence": "Bulk",
            },
        ):
            headers = {"sender": "Luc Liste <luc@listes.example>", **headers}
            with self.subTest(headers=headers):
                contribution = self._receive("Deux bacs.", **{**NEWS, **headers})
                self.assertEqual(contribution.verbatim, "Deux bacs.")
                self.assertTrue(contribution.author_to_confirm)
                self.assertEqual(contribution.proposed_name, "Luc Liste")
                self.assertFalse(contribution.contributor_email)

    def test_a_list_that_writes_in_the_name_of_its_members(self):
        """Confirmed, its address was sent the author's code, which all of it read."""
        for headers, address in (
            ({}, False),
            ({"X_Original_From": CITIZEN}, "luc@p.example"),
            ({"Reply_To": f"{GROUP}, {CITIZEN}"}, "luc@p.example"),
        ):
            with self.subTest(headers=headers):
                contribution = self._receive(
                    "Deux bacs.",
                    sender=f"Luc Liste <{GROUP}>",
                    List_Id="Le quartier <quartier.listes.example>",
                    **headers,
                )
                self.assertEqual(contribution.proposed_name, "Luc Liste")
                self.assertEqual(contribution.proposed_email, address)
                with self.mock_mail_gateway():
                    contribution.action_confirm_author()
                self.assertEqual(contribution.contributor_email, address)
                self.assertFalse(self._find_told(GROUP))

    def test_a_list_is_not_answered_when_its_message_cannot_be_read(self):
        model = self.registry["plpdma.contribution"]
        error = IndexError("out of range")
        with (
            patch.object(model, "_propose_co_authors", side_effect=error),
            mute_logger(INTAKE),
        ):
            contribution = self._receive(
                "Deux bacs.", sender=f"Luc <{GROUP}>", List_Post=POST
            )
        self.assertTrue(contribution.intake_error)
        self.assertTrue(contribution.author_to_confirm)
        self.assertFalse(contribution.contributor_email)
        self.assertFalse(self._find_told(GROUP))

    def test_a_list_of_ours_is_no_colleague(self):
        """It brought along whatever its members attach."""
        self.program.company_id.sudo().email = "contact@listes.example"
        contribution = self._receive(
            "Deux bacs.", sender=f"Luc <{GROUP}>", subject="TR : Oui", List_Post=POST
        )
        self.assertEqual(contribution.proposed_name, "Luc")
        self.assertFalse(contribution.forwarded_by)

    def test_a_letter_of_a_list_that_is_passed_on(self):
        agent = f"Agent <{self.user_agent.email}>"
        brought = EmailMessage()
        brought["From"] = f"Luc Liste <{GROUP}>"
        brought["Cc"] = f"{GROUP}, Odette <odette@p.example>"
        brought["List-Post"] = f"<mailto:{GROUP}>"
        brought.set_content("Deux bacs.")
        message = EmailMessage()
        message["From"], message["To"] = agent, "dechets@val.example"
        message["Subject"] = "TR : Les bacs"
        message.set_content("Pour info")
        message.add_attachment(brought)
        inline = (
            f"De : Luc Liste <{GROUP}>\nEnvoyé : jeudi 12 novembre 2026 10:00\n"
            f"À : Quartier <{GROUP}>\nObjet : Les bacs\n\nDeux bacs.\n"
        )
        of_file = self._deliver(message.as_bytes())
        for made in (
            of_file,
            self._receive(inline, sender=agent, subject="TR : Les bacs"),
            self._receive(
                inline.replace("Luc Liste", "Luc Liste via Quartier").replace(
                    "À", "Cc"
                ),
                sender=agent,
                subject="TR : Les bacs",
            ),
        ):
            self.assertTrue(made.author_to_confirm)
            self.assertEqual(made.verbatim, "Deux bacs.")
            self.assertEqual(made.proposed_name, "Luc Liste")
            self.assertFalse(made.proposed_email)
            self.assertNotIn(GROUP, made.co_author_ids.mapped("email"))
        self.assertEqual(of_file.co_author_ids.mapped("name"), ["Odette"])

    def test_a_list_that_rewrites_the_sender_is_not_answered(self):
        """Its members would all have the code that is the author's alone."""
        contribution = self._receive(
            "Deux bacs.",
            sender=f"\"'Luc Liste' via Quartier\" <{GROUP}>",
            Reply_To=f"{GROUP}, {CITIZEN}",
        )
        self.assertTrue(contribution.author_to_confirm)
        self.assertEqual(contribution.proposed_name, "Luc Liste")
        self.assertEqual(contribution.proposed_email, "luc@p.example")
        self.assertFalse(self._find_told(GROUP))
        with self.assertRefused(contribution.reference):
            contribution.action_keep_forwarder()
        with self.mock_mail_gateway():
            contribution.action_confirm_author()
        self.assertEqual(contribution.contributor_email, "luc@p.example")
        self.assertTrue(self._find_told("luc@p.example"))
        self.assertFalse(self._find_told(GROUP))


@tagged("post_install", "-at_install", "plpdma")
class TestWrittenBy(BaseCase):
    def test_who_wrote_it(self):
        for headers, written_by in (
            ({"From": CITIZEN, "Reply-To": GROUP}, ("Luc Liste", "luc@p.example")),
            ({"From": f"Luc via Q <{GROUP}>"}, ("Luc", "")),
            ({"From": f"Luc via Q <{GROUP}>", "Reply-To": GROUP}, ("Luc", "")),
            (
                {"From": f"Luc via Q <{GROUP}>", "X-Original-From": CITIZEN},
                ("Luc", "luc@p.example"),
            ),
            (
                {"From": f'"Luc (luc@p.example)" <{GROUP}>', "List-Post": POST},
                ("Luc", "luc@p.example"),
            ),
            (
                {"From": f'"Luc (via Q Mailing List)" <{GROUP}>', "List-Id": "<q>"},
                ("Luc", ""),
            ),
            (
                {
                    "From": f'"Q (on behalf of Luc Liste)" <{GROUP}>',
                    "List-Post": POST,
                },
                ("Luc Liste", ""),
            ),
            (
                {
                    "From": GROUP,
                    "List-Post": POST,
                    "X-Original-Sender": "luc@p.example",
                },
                ("", "luc@p.example"),
            ),
            (
                {"From": "quartier-bounces@listes.example", "List-Id": LIST_ID},
                ("", ""),
            ),
            (
                {"From": f"Luc <{GROUP}>", "To": GROUP, "Precedence": "list"},
                ("Luc", ""),
            ),
            ({"From": CITIZEN, "To": "luc@p.example"}, ("Luc Liste", "luc@p.example")),
            ({"From": "Asso Via <via@p.example>"}, ("Asso Via", "via@p.example")),
            ({"From": "A. Via Bo <via@p.example>"}, ("A. Via Bo", "via@p.example")),
            ({"From": "Via Ferrata <via@p.example>"}, ("Via Ferrata", "via@p.example")),
        ):
            head = "\n".join(f"{name}: {value}" for name, value in headers.items())
            with self.subTest(headers=headers):
                mail = IncomingMail(f"{head}\n\nOui.".encode())
                self.assertEqual(mail.written_by, written_by)
