"""What reaches the programme's address through a mailing list, or a group."""

from odoo.tests import BaseCase, tagged

from ...tools.mail_incoming import IncomingMail
from .mail_common import MailPathCase

CITIZEN = "Luc Liste <luc@p.example>"
GROUP = "quartier@listes.example"
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
        for headers in (NEWS, {**NEWS, "List_Post": "NO"}):
            with self.subTest(headers=headers):
                self.assertFalse(self._receive("Nos offres.", **headers))

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
            ({"From": "Via Ferrata <via@p.example>"}, ("Via Ferrata", "via@p.example")),
        ):
            head = "\n".join(f"{name}: {value}" for name, value in headers.items())
            with self.subTest(headers=headers):
                mail = IncomingMail(f"{head}\n\nOui.".encode())
                self.assertEqual(mail.written_by, written_by)
