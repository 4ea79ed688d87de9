"""Receipts that leave, fail, come back; and what an earlier version noted."""

from unittest.mock import patch

from odoo.tests import tagged

from ..platform.delivery_common import DeliveryCase, load_script


@tagged("post_install", "-at_install", "plpdma")
class TestReceiptDelivery(DeliveryCase):
    """Receipts of contributions."""

    def _receive(self, email="a@p.example"):
        contribution = self._create_contribution(contributor_email=email)
        with self.mock_mail_gateway(mail_unlink_sent=True):
            contribution._send_receipt()
        return contribution

    def _leave_receipt(self, contribution, refused=()):
        line = contribution.receipt_id
        with patch.object(
            type(self),
            "_find_mails",
            lambda case, _c: case.env["mail.mail"]
            .sudo()
            .search([("mail_message_id", "=", line.mail_message_id.id)]),
        ):
            return self._leave(contribution, refused)

    def test_receipt_that_left(self):
        contribution = self._receive()
        self.assertEqual(contribution.receipt_id.state, "queued")
        taken = self._leave_receipt(contribution)
        line = contribution.receipt_id
        self.assertEqual(line.state, "sent")
        self.assertEqual(taken, {"a@p.example": line.message_uid})
        self.assertFalse(contribution.receipt_lost)
        self.assertEqual(contribution.delivery, "none", "It is no answer")
        self.assertFalse(self._get_alerts(contribution))
        self.assertEqual(contribution.state, "received")

    def test_receipt_that_failed_or_came_back(self):
        for way in ("failed", "bounced"):
            contribution = self._receive(f"{way}@p.example")
            if way == "failed":
                self._leave_receipt(contribution, [f"{way}@p.example"])
            else:
                [uid] = self._leave_receipt(contribution).values()
                self._bounce(uid, f"{way}@p.example")
            self.assertEqual(contribution.receipt_id.state, way)
            self.assertTrue(contribution.receipt_lost)
            self.assertIn("does not exist", contribution.receipt_reason)
            [alert] = self._get_alerts(contribution)
            self.assertIn("receipt", alert.summary)
            self.assertEqual(contribution.state, "received")

    def test_receipt_sent_again(self):
        contribution = self._receive("faux@p.example")
        self._leave_receipt(contribution, ["faux@p.example"])
        line = contribution.receipt_id
        # As it was, to the same address, then to a mended one.
        message = contribution.action_resend_receipt()["params"]["message"]
        self.assertIn("1", message)
        self.assertEqual((contribution.receipt_id, line.state), (line, "queued"))
        self.assertIn(
            "Nothing", contribution.action_resend_receipt()["params"]["message"]
        )
        self._leave_receipt(contribution, ["faux@p.example"])
        contribution.contributor_email = False
        with self.assertRefused(contribution.reference):
            contribution.action_resend_receipt()
        contribution.contributor_email = "juste@p.example"
        contribution.action_resend_receipt()
        self.assertNotEqual(contribution.receipt_id, line)
        self.assertEqual(list(self._leave_receipt(contribution)), ["juste@p.example"])
        self.assertFalse(contribution.receipt_lost)
        self.assertFalse(self._get_alerts(contribution))

    def test_template_that_is_not_kept(self):
        """The message is deleted once sent; its line knows of the bounce."""
        contribution = self._receive()
        line = contribution.receipt_id
        mail = (
            self.env["mail.mail"]
            .sudo()
            .search([("mail_message_id", "=", line.mail_message_id.id)])
        )
        self.assertTrue(mail.auto_delete)
        uid = line.message_uid
        with self.mock_mail_gateway(mail_unlink_sent=True):
            mail.send()
        self.assertFalse(mail.exists())
        self.assertEqual(line.state, "sent")
        self._bounce(uid, "a@p.example")
        self.assertEqual(line.state, "bounced")


@tagged("post_install", "-at_install", "plpdma")
class TestEarlierNotes(DeliveryCase):
    """What was noted before deliveries were followed, in a database in use."""

    def _note(self, channel, **vals):
        """An answer as the version before noted it."""
        contribution = self._create_contribution(contributor_name="Max Essai", **vals)
        response = self._create_response(contribution, state="sent")
        contribution.sudo().write(
            {
                "answer_channel": channel,
                "date_answered": "2026-01-05",
                "delivery": "none",
                "delivery_id": False,
                "delivery_response_id": False,
                "answer_delivery_id": False,
            }
        )
        contribution.sudo().delivery_ids.unlink()
        self.assertEqual(contribution.sent_response_id, response)
        return contribution

    def _migrate(self):
        script = load_script(
            "plpdma_concertation/migrations/19.0.1.5.0/post-delivery.py"
        )
        self.env.flush_all()
        with self.mock_mail_gateway():
            script.migrate(self.env.cr, "19.0.1.4.0")
        self.env.invalidate_all()
        self.assertFalse(self._new_mails, "An update sends nothing")

    def test_each_keeps_its_date_and_its_way(self):
        expected = {
            "email": "sent",
            "letter": "posted",
            "register": "register",
            "phone": "sent",
        }
        noted = {channel: self._note(channel) for channel in expected}
        pending = self._note("letter")
        pending.sudo().write({"delivery": "to_post", "contributor_city": "Val-Fictif"})
        silent = self._create_contribution()
        self._migrate()
        for channel, contribution in noted.items():
            self.assertEqual(contribution.delivery, expected[channel])
            self.assertEqual(str(contribution.date_answered), "2026-01-05")
            self.assertEqual(contribution.answer_channel, channel)
            self.assertEqual(contribution.state, "answered")
            line = contribution.delivery_id
            self.assertEqual(str(line._get_day()), "2026-01-05")
            self.assertSums(contribution.delivery_response_id)
        self.assertEqual(pending.delivery, "to_post")
        self.assertEqual(str(pending.date_answered), "2026-01-05")
        self.assertEqual(silent.delivery, "none")
        lines = self.env["plpdma.delivery"].search_count([])
        self._migrate()
        self.assertEqual(self.env["plpdma.delivery"].search_count([]), lines, "Once")
        today = self.program._get_today()
        pending.action_letter_posted(today)
        self.assertEqual(pending.date_answered, today)
        self.assertEqual(pending.delivery, "posted")

    def test_demonstration_is_consistent(self):
        """Each author of the demonstration stands where their answer says."""
        if not self.env.ref("plpdma_concertation.program_demo", False):
            self.skipTest("No demonstration data")
        # The demonstration is another authority's.
        records = self.env["plpdma.contribution"].sudo()
        answered = records.search([("sent_response_id", "!=", False)])
        self.assertTrue(answered)
        for contribution in answered:
            self.assertEqual(contribution._get_delivery_group(), "told")
            self.assertTrue(contribution.delivery_id)
            self.assertEqual(
                contribution.delivery_response_id, contribution.sent_response_id
            )

    def test_correction_of_an_earlier_answer_that_bounces(self):
        contribution = self._note("email", contributor_email="a@p.example")
        response = contribution.sent_response_id
        self._migrate()
        correction = self._release_correction(response)
        [uid] = self._leave(contribution).values()
        self.assertEqual(contribution.sent_response_id, correction)
        self._bounce(uid, "a@p.example")
        self.assertEqual(contribution.sent_response_id, response)
        self.assertEqual(str(contribution.date_answered), "2026-01-05")

    def test_templates_left_as_shipped_are_mended(self):
        response = self.env.ref("plpdma_concertation.mail_template_response")
        lang, reply_to = response.lang, response.reply_to
        self.assertIn("_get_lang", lang)
        receipt = self.env.ref("plpdma_concertation.mail_template_receipt")
        receipt.lang = (
            "{{ object.partner_id.lang or object.company_id.partner_id.lang }}"
        )
        self.assertTrue(reply_to)
        response.write({"lang": "{{ object.partner_id.lang }}", "reply_to": False})
        self._migrate()
        path = "plpdma_concertation/migrations/19.0.1.7.0/post-template_lang.py"
        load_script(path).migrate(self.env.cr, "19.0.1.6.0")
        self.assertEqual((response.lang, response.reply_to), (lang, reply_to))
        self.assertEqual(receipt.lang, lang)
        own = {"lang": "{{ 'fr_FR' }}", "reply_to": "plpdma@essai.example"}
        response.write(own)
        self._migrate()
        load_script(path).migrate(self.env.cr, "19.0.1.6.0")
        self.assertEqual({name: response[name] for name in own}, own)

    def test_author_is_not_written_to_in_the_language_of_who_sends(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.company.partner_id.lang = "fr_FR"
        template = self.env.ref("plpdma_concertation.mail_template_response")
        template.update_field_translations(
            "subject", {"en_US": "Our response", "fr_FR": "Notre réponse"}
        )
        self.assertEqual(self.user_agent.lang, "en_US")
        contribution = self._authors("a@p.example")
        self._release(contribution)
        self.assertEqual(self._find_mails(contribution).subject, "Notre réponse")
