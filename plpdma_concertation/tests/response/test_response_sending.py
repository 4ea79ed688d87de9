"""Responses: each author is told once, and it is noted."""

import html
import re

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import email_normalize

from .response_sending_common import ResponseSendingCase


def strip_tags(content):
    text = html.unescape(re.sub(r"<[^>]+>", " ", content or ""))
    return re.sub(r"\s+", " ", text).strip()


@tagged("post_install", "-at_install", "plpdma")
class TestResponseSending(ResponseSendingCase):
    # ------------------------------------------------------------------
    # What leaves
    # ------------------------------------------------------------------
    def test_author_receives_the_whole_answer(self):
        contribution = self._create_contribution(
            contributor_name="Camille Essai",
            contributor_email="camille@p.example",
            verbatim="Un composteur <par> rue.\nMerci !",
        )
        reason = self.env["plpdma.refusal.reason"].create({"name": "Raison d'essai"})
        response = self._create_response(
            contribution,
            "partial",
            motivation="<p>Le budget est <b>limité</b>.</p>" + "<p>Détail.</p>" * 50,
            refusal_reason_id=reason.id,
            state="validated",
        )
        self._send(response)
        mail = self._new_mails
        self.assertEqual(mail.email_to, '"Camille Essai" <camille@p.example>')
        self.assertIn(contribution.reference, mail.subject)
        self.assertEqual(mail.email_from, self.company.email_formatted)
        self.assertEqual(mail.state, "outgoing", "It leaves with the transaction")
        body = strip_tags(mail.body_html)
        for text in (
            response.motivation,
            response.effect,
            response.follow_up_terms,
            reason.name,
            "Partly retained",
            contribution.reference,
            self.program.name,
        ):
            self.assertIn(strip_tags(text), body)
        self.assertIn("Un composteur &lt;par&gt; rue.", mail.body_html)
        self.assertIn("<b>limité</b>", mail.body_html)

    def test_internal_words_do_not_leave(self):
        contribution = self._create_contribution(
            contributor_email="camille@p.example",
            internal_note="<p>Entre nous</p>",
            summary="Entre nous",
        )
        response = self._create_response(contribution)
        response.message_post(body="Entre nous")
        response.action_submit()
        response.with_user(self.user_manager).action_return("Entre nous")
        response.action_submit()
        response.with_user(self.user_manager).action_validate()
        self._send(response)
        self.assertTrue(self._new_mails)
        self.assertNotIn("Entre nous", self._new_mails.body_html)

    def test_author_does_not_read_what_another_wrote(self):
        contributions = self._create_contributions(
            {"contributor_email": "a@p.example", "verbatim": "Le mot de A."},
            {"contributor_email": "b@p.example", "verbatim": "Le mot de B."},
        )
        self._send(self._create_response(contributions, state="validated"))
        bodies = {mail.email_to: mail.body_html for mail in self._new_mails}
        self.assertEqual(len(bodies), 2)
        for address, body in bodies.items():
            self.assertEqual("Le mot de A." in body, "a@p.example" in address)
            self.assertEqual("Le mot de B." in body, "b@p.example" in address)
            self.assertTrue(email_normalize(address), "One address")

    def test_author_of_several_contributions_receives_one_mail(self):
        contributions = self._create_contributions(
            {"contributor_email": "A@p.example", "verbatim": "Premier mot."},
            {"contributor_email": "Zoé <a@p.example>", "verbatim": "Second mot."},
            {"partner_id": self.partners[0].id},
            {"contributor_email": self.partners[0].email},
        )
        message = self._send(self._create_response(contributions, state="validated"))
        self.assertEqual(len(self._new_mails), 2)
        self.assertIn("2", message)
        body = self._new_mails.filtered(lambda m: "a@p.example" in m.email_to.lower())
        self.assertIn("Premier mot.", body.body_html)
        self.assertIn("Second mot.", body.body_html)
        self._deliver(contributions.delivery_response_id)
        self.assertEqual(set(contributions.mapped("state")), {"answered"})

    def test_author_is_answered_in_their_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.env.ref("plpdma_concertation.mail_template_response")
        template.update_field_translations(
            "subject", {"en_US": "Our response", "fr_FR": "Notre réponse"}
        )
        self.partners[0].lang = "fr_FR"
        contributions = self._create_contributions(
            {"partner_id": self.partners[0].id}, {"partner_id": self.partners[1].id}
        )
        self._send(self._create_response(contributions, state="validated"))
        subjects = {mail.email_to: mail.subject for mail in self._new_mails}
        self.assertEqual(subjects[self.partners[0].email_formatted], "Notre réponse")
        self.assertEqual(subjects[self.partners[1].email_formatted], "Our response")

    def test_agent_sends_where_templates_are_restricted(self):
        self.env["ir.config_parameter"].set_param("mail.restrict.template.rendering", 1)
        editors = self.env.ref("mail.group_mail_template_editor")
        self.env.ref("base.group_user").implied_ids -= editors
        self.user_agent.group_ids -= editors
        self.assertNotIn(editors, self.user_agent.all_group_ids)
        self._send(self._create_response(state="validated"))
        self.assertEqual(len(self._new_mails), 1)

    # ------------------------------------------------------------------
    # Who is told how
    # ------------------------------------------------------------------
    @freeze_time("2026-05-04 22:30:00")
    def test_each_is_told_and_it_is_noted(self):
        mailed, posted, anonymous = self._create_contributions(
            {"contributor_email": "zoe@p.example"},
            {"contributor_name": "Max Essai"},
            {"anonymous": True},
        )
        contributions = mailed | posted | anonymous
        response = self._create_response(contributions, state="validated")
        message = self._send(response)
        self.assertEqual(len(self._new_mails), 1)
        self.assertIn("Max Essai", message)
        self.assertIn(posted.reference, message)
        self.assertNotIn(anonymous.reference, message)
        self.assertEqual(
            contributions.mapped("delivery"), ["queued", "to_post", "waiting"]
        )
        self.assertEqual(response.date_sent, fields.Datetime.now())
        for contribution in contributions:
            self.assertEqual(contribution.state, "in_review")
            self.assertFalse(contribution.sent_response_id)
            self.assertFalse(contribution.date_answered)
            self.assertFalse(contribution.answer_channel)
        self._deliver(response)
        self.assertFalse(anonymous.date_answered, "Nothing says it anywhere yet")
        anonymous.action_accept_publication()
        self.assertFalse(anonymous.date_answered)
        response.action_publish()
        self.assertRecordValues(
            contributions,
            [
                {"answer_channel": channel, "delivery": delivery}
                for channel, delivery in (
                    ("email", "sent"),
                    ("letter", "posted"),
                    ("register", "register"),
                )
            ],
        )
        for contribution in contributions:
            self.assertEqual(contribution.state, "answered")
            self.assertEqual(contribution.sent_response_id, response)
            self.assertEqual(
                str(contribution.date_answered), "2026-05-05", "The day in Paris"
            )

    def test_what_left_the_draft_is_not_archived(self):
        for state in ("submitted", "validated", "sent"):
            response = self._create_response(state=state)
            with self.subTest(state=state):
                with self.assertRefused(response.reference, exception=ValidationError):
                    response.action_archive()
        draft = self._create_response()
        draft.action_archive()
        self.assertFalse(draft.active)

    def test_posted_letter_is_ticked(self):
        contribution = self._create_contribution(
            contributor_name="Max Essai", contributor_city="Val-Fictif"
        )
        self._send(self._create_response(contribution, state="validated"))
        other = self._create_contribution()
        with freeze_time("2099-01-02 12:00:00"):
            (contribution | other).action_letter_posted()
        self.assertEqual(contribution.delivery, "posted")
        self.assertEqual(str(contribution.date_answered), "2099-01-02")
        self.assertFalse(other.date_answered)

    def test_not_sent_before_it_is_validated(self):
        for state in ("draft", "submitted"):
            response = self._create_response(state=state)
            with self.subTest(state=state), self.assertRaises(UserError):
                self._send(response)
            self.assertFalse(response.contribution_ids.date_answered)

    def test_sending_is_all_or_nothing(self):
        """When one e-mail cannot be written, nobody is told and nothing is noted."""
        template = self.env.ref("plpdma_concertation.mail_template_response")
        template.body_html = (
            '<t t-if="object.verbatim == \'Panne.\'" t-out="1 / 0"/>Bonjour'
        )
        fine = self._create_response(state="validated")
        contributions = self._create_contributions(
            {"contributor_email": "a@p.example"},
            {"contributor_email": "b@p.example", "verbatim": "Panne."},
        )
        broken = self._create_response(contributions, state="validated")
        mails = self.env["mail.mail"].search_count([])
        with self.assertRaises(UserError):
            self._send(fine | broken)
        self.env.invalidate_all()
        self.assertEqual((fine | broken).mapped("state"), ["validated", "validated"])
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        for contribution in (fine | broken).contribution_ids:
            self.assertFalse(contribution.date_answered)
            self.assertEqual(contribution.state, "in_review")
        template.body_html = "<p>Bonjour</p>"
        self._send(fine | broken)
        self.assertEqual(len(self._new_mails), 3)

    def test_sending_again_sends_nothing(self):
        response = self._create_response(state="validated")
        self._send(response)
        self.assertEqual(len(self._new_mails), 1)
        sent_on = response.date_sent
        message = self._send(response)
        self.assertFalse(self._new_mails)
        self.assertIn("Already released", message)
        self.assertEqual(response.date_sent, sent_on)

    def test_author_merged_in_afterwards_is_told_once(self):
        response = self._create_response(state="validated")
        self._send(response)
        late = self._create_contribution(contributor_email="tard@p.example")
        with self.mock_mail_gateway():
            late._merge_into(response.contribution_ids)
        self.assertEqual(self._recipients(), ["tard@p.example"])
        self._deliver(response)
        self.assertTrue(late.date_answered)
        self.assertEqual(late.state, "merged")
        self._send(response)
        self.assertFalse(self._new_mails)

    def test_merged_author_is_answered_too(self):
        target, merged = self._create_contributions(
            {"contributor_email": "a@p.example"},
            {"contributor_email": "b@p.example", "verbatim": "Le mot de B."},
        )
        merged._merge_into(target)
        self._send(self._create_response(target, state="validated"))
        self.assertEqual(self._recipients(), ["a@p.example", "b@p.example"])
        mail = self._new_mails.filtered(lambda m: "b@p.example" in m.email_to)
        self.assertIn("Le mot de B.", mail.body_html)
        self._deliver(merged.delivery_response_id)
        self.assertTrue(merged.date_answered)

    def test_overdue_reminder_goes_when_answered(self):
        contribution = self._create_contribution(
            contributor_email="zoe@p.example", date_received="2020-01-01"
        )
        contribution.activity_schedule(
            "plpdma_concertation.mail_activity_type_answer_due",
            user_id=self.user_agent.id,
        )
        self._create_response(contribution, state="sent")
        self.assertFalse(contribution.activity_ids)
