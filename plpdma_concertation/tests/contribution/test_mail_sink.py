from odoo.tests import tagged
from odoo.tools import mute_logger

from .mail_sink_common import MailSinkCase

MOTIVATION = (
    "<p>L'étude d'août 2026 l'a montré : à Saint-Étienne, « l'œuvre » coûterait "
    "12 €/hab. – c'est trop.</p><ul><li>Première raison&nbsp;: le délai.</li>"
    "<li>Seconde raison : où l'entreposer ?</li></ul>"
)


@tagged("post_install", "-at_install", "plpdma")
class TestMailSink(MailSinkCase):
    """Responses reach their authors."""

    def setUp(self):
        super().setUp()
        self.contributions = self._create_contributions(
            {
                "contributor_name": "Gaëlle Bœuf",
                "contributor_email": "gaelle@habitants.example",
                "verbatim": "Où déposer l'œuvre\nde ma fille ? <b>Vite</b> 🌱",
            },
            {
                "contributor_name": "Gaëlle Bœuf",
                "contributor_email": "Gaelle@Habitants.example",
                "verbatim": "Et mes déchets verts ?",
            },
            {"partner_id": self.partners[0].id},
            {"contributor_name": "Noé", "contributor_email": "noe@habitants.example"},
            {"contributor_name": "Sans adresse"},
        )
        self.response = self._create_response(
            self.contributions, motivation=MOTIVATION, state="validated"
        )
        # What was told to colleagues meanwhile is another matter.
        self.env["mail.mail"].search([("state", "=", "outgoing")]).state = "cancel"
        self.sink.envelopes.clear()

    def test_each_author_receives_the_response(self):
        self.response.action_send()
        self.assertFalse(self.sink.envelopes, "The e-mails wait for the commit.")
        messages = self._run_mail_queue()
        self.assertEqual(
            set(messages),
            {
                "gaelle@habitants.example",
                "noe@habitants.example",
                self.partners[0].email,
            },
        )
        for message in messages.values():
            body = self._get_text(message, "html")
            for text in (
                "L'étude d'août 2026 l'a montré : à Saint-Étienne, « l'œuvre »",
                "12 €/hab. – c'est trop.",
                "Seconde raison : où l'entreposer ?",
                "Le suivi est présenté à la CCES.",
            ):
                self.assertIn(text, body)
            plain = self._get_text(message, "plain")
            self.assertIn("où l'entreposer ?", plain)

    def test_headers_and_the_authors_own_words(self):
        self.response.action_send()
        message = self._run_mail_queue()["gaelle@habitants.example"]
        self.assertIn(self.contributions[0].reference, message["Subject"])
        [to] = message["To"].addresses
        self.assertEqual(to.display_name, "Gaëlle Bœuf")
        self.assertEqual(to.addr_spec, "gaelle@habitants.example")
        [sender] = message["From"].addresses
        self.assertEqual(sender.display_name, self.company.name)
        self.assertTrue(message["Message-Id"])
        self.assertTrue(message["Date"])
        raw = message.get_body(["html"]).get_content()
        self.assertIn("&lt;b&gt;Vite&lt;/b&gt;", raw)
        body = self._get_text(message, "html")
        self.assertIn(self.contributions[0].verbatim, body)
        self.assertIn(self.contributions[1].verbatim, body)
        self.assertNotIn(self.contributions[2].verbatim, body)
        self.assertNotIn("noe@", body)

    def test_sending_again_sends_nothing(self):
        self.response.action_send()
        self.assertEqual(len(self._run_mail_queue()), 3)
        self.sink.envelopes.clear()
        self.response.action_send()
        self.assertEqual(self._run_mail_queue(), {})
        self.assertEqual(
            self.contributions.mapped("delivery"), ["sent"] * 4 + ["to_post"]
        )

    def test_one_that_is_refused_is_sent_again_with_its_number(self):
        self.sink.refused.add("noe@habitants.example")
        self.addCleanup(self.sink.refused.clear)
        self.response.action_send()
        refused = self.contributions[3]
        with mute_logger("odoo.addons.mail.models.mail_mail"):
            messages = self._run_mail_queue()
        self.assertEqual(len(messages), 2)
        self.assertEqual(
            self.contributions.mapped("delivery"),
            ["sent", "sent", "sent", "failed", "to_post"],
        )
        self.assertFalse(refused.date_answered)
        self.assertIn("5.1.1 User unknown", refused.delivery_reason)
        uid = refused.delivery_id.message_uid
        self.sink.refused.clear()
        self.sink.envelopes.clear()
        refused.action_resend()
        messages = self._run_mail_queue()
        self.assertEqual(set(messages), {"noe@habitants.example"})
        self.assertEqual(messages["noe@habitants.example"]["Message-Id"], uid)
        self.assertEqual(refused.delivery, "sent")
        self.assertTrue(refused.date_answered)
