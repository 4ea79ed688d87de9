"""A receipt that cannot be written takes nothing of what it would tell with it."""

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..platform.delivery_common import UNDELIVERED, DeliveryCase
from .public_common import PublicCase

LOG = "odoo.addons.plpdma_concertation.models.contribution.plpdma_contribution_receipt"
RENDER_LOG = "odoo.addons.mail.models.mail_render_mixin"
TEMPLATE = "plpdma_concertation.mail_template_receipt"
WORDS = "Mes mots, que j'ai mis une heure à écrire."


def break_template(env):
    """What an authority may have changed in the template fails when a receipt is
    written, for those that are still to come at least."""
    last = env["plpdma.contribution"].sudo().search([], order="id desc", limit=1)
    body = f'<p t-if="object.id &gt; {last.id}" t-out="object.no_such_field" />'
    for lang, _name in env["res.lang"].get_installed():
        env.ref(TEMPLATE).sudo().with_context(lang=lang).body_html = body
    env.flush_all()


@tagged("post_install", "-at_install", "plpdma")
class TestReceiptUnwritten(DeliveryCase):
    def _assertTold(self, contribution):
        line = contribution.receipt_id
        self.assertEqual(line.state, "failed")
        self.assertEqual(line.cause, "unwritten")
        self.assertEqual(line.email, contribution.contributor_email)
        self.assertIn("no_such_field", line.server_text)
        self.assertTrue(contribution.receipt_lost)
        alert = contribution.activity_ids.filtered(
            lambda a: a.activity_type_id == self.env.ref(UNDELIVERED)
        )
        self.assertEqual(len(alert), 1)
        self.assertIn("no_such_field", alert.note)

    @mute_logger(LOG, RENDER_LOG)
    def test_each_is_noted_and_sent_again_once_it_can_be(self):
        body = self.env.ref(TEMPLATE).body_html
        break_template(self.env)
        contributions = self._authors("a@p.example", "b@p.example")
        with self.mock_mail_gateway():
            self.assertFalse(contributions._send_receipt())
        for contribution in contributions:
            self._assertTold(contribution)
        self.env.ref(TEMPLATE).body_html = body
        with self.mock_mail_gateway():
            contributions.action_resend_receipt()
        self.assertEqual(set(contributions.receipt_id.mapped("state")), {"queued"})
        self.assertFalse(any(contributions.mapped("receipt_lost")))

    @mute_logger(LOG, RENDER_LOG)
    def test_one_of_several(self):
        """The others are told."""
        self.env.ref(TEMPLATE).body_html = (
            "<p t-if=\"object.contributor_email == 'b@p.example'\" "
            't-out="object.no_such_field" />'
        )
        contributions = self._authors("a@p.example", "b@p.example")
        with self.mock_mail_gateway():
            told = contributions._send_receipt()
        self.assertEqual(told, contributions[0])
        self._assertTold(contributions[1])

    @mute_logger(LOG, RENDER_LOG)
    def test_by_email(self):
        """The message is read, not registered bare."""
        break_template(self.env)
        domain = self.env["mail.alias.domain"].create({"name": "avis.p.example"})
        self.program.write({"alias_name": "avis", "alias_domain_id": domain.id})
        with self.mock_mail_gateway():
            self.env["mail.thread"].message_process(
                None,
                "From: Zoé <zoe@p.example>\n"
                f"To: {self.program.alias_email}\n"
                "Subject: Bacs\nMessage-Id: <bacs.1@p.example>\n"
                "Content-Type: text/plain; charset=utf-8\n\n" + WORDS,
            )
        contribution = self.env["plpdma.contribution"].search(
            [("contributor_email", "=", "zoe@p.example")]
        )
        self.assertEqual(contribution.verbatim, WORDS)
        self.assertFalse(contribution.intake_error)
        self._assertTold(contribution)


@tagged("post_install", "-at_install", "plpdma")
class TestReceiptUnwrittenOnline(PublicCase):
    @mute_logger(LOG, RENDER_LOG)
    def test_public_form(self):
        break_template(self.env)
        response = self._fill_in(verbatim=WORDS, contributor_email="zoe@p.example")
        self.assertEqual(response.status_code, 200)
        contribution = self._get_new()
        self.assertEqual(contribution.verbatim, WORDS)
        text = self._text(response.text)
        self.assertIn(contribution.reference, text)
        self.assertIn("could not be sent to your e-mail address", text)
        self.assertEqual(contribution.receipt_id.cause, "unwritten")

    @mute_logger(LOG, RENDER_LOG)
    def test_portal(self):
        break_template(self.env)
        response = self._send(
            f"/my/concertation/programs/{self.program.id}/contribute",
            self.user_speaker,
            verbatim=WORDS,
            form_key="a" * 32,
        )
        self.assertEqual(response.status_code, 200)
        contribution = self._get_new()
        self.assertEqual(contribution.verbatim, WORDS)
        self.assertIn(contribution.reference, response.text)
        self.assertEqual(contribution.receipt_id.cause, "unwritten")
