"""What participants read on the portal of what comes of it."""

from unittest.mock import patch

from lxml import html

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .participant_common import PDF, ParticipantCase
from .portal_common import HOME


@tagged("post_install", "-at_install", "plpdma")
class TestPortalFollow(ParticipantCase):
    def setUp(self):
        super().setUp()
        self._contribute(self.coming, files=[("plan.pdf", PDF)])
        self.sent_one = self._sent_by(self.user_speaker)
        self.file = self._files(self.sent_one)
        self.path = self._path(self.sent_one)

    def test_state_in_words(self):
        other = self._create_contribution()
        for change, words in (
            (lambda: self.sent_one.action_review(), "The team is studying it."),
            (lambda: self.sent_one._merge_into(other), "Others said the same"),
        ):
            change()
            self.env.flush_all()
            page = self._text(self._read(self.path, self.user_speaker))
            self.assertIn(words, page)

    def test_link_to_the_published_register(self):
        path = f"/concertation/{self.program.id}/register/{self.sent_one.id}"
        self.sent_one.action_accept_publication()
        self.env.flush_all()
        page = self._read(self.path, self.user_speaker)
        self.assertIn("It may be published in the register.", self._text(page))
        self.assertNotIn(path, page)
        self.program.is_published = True
        self.env.flush_all()
        self.assertIn(f'href="{path}"', self._read(self.path, self.user_speaker))

    def test_answer_and_its_correction(self):
        response = self._create_response(
            self.sent_one,
            decision="deferred",
            state="sent",
            follow_up_terms="<p>Bilan chaque année.</p>",
        )
        self.env.flush_all()
        page = self._text(self._read(self.path, self.user_speaker))
        for words in (
            "The authority answered you.",
            "Une étude est en cours.",
            "June 30, 2099",
            "Bilan chaque année.",
        ):
            self.assertIn(words, page)
        self.assertNotIn("corrected", page)
        self.assertIn(response.reference, page)
        response.action_correct()
        correction = response.superseded_by_ids
        correction.motivation = "<p>L'étude est finie.</p>"
        correction.action_submit()
        correction.with_user(self.user_manager).action_validate()
        with self.mock_mail_gateway():
            correction.action_send()
        self._deliver(correction)
        self.env.flush_all()
        page = self._text(self._read(self.path, self.user_speaker))
        self.assertIn("This answer corrects the one that was sent before.", page)
        self.assertIn("This answer was corrected since.", page)
        self.assertLess(page.index("L'étude est finie"), page.index("est en cours"))

    def test_refusal_is_told_to_its_author_alone(self):
        refusal = self._refusal("Propos injurieux.")
        self.sent_one.write(refusal)
        criterion = self.env["plpdma.moderation.criterion"].browse(
            refusal["moderation_criterion_id"]
        )
        self.env.flush_all()
        for user in (self.user_speaker, self.user_colleague):
            page = self._text(self._read(self.path, user))
            self.assertIn("It is not published in the register:", page)
            self.assertIn(f"{criterion.name} – Propos injurieux.", page)
        page = self._get(self.path, self.user_councillor).text
        self.assertNotIn("Propos injurieux", page)
        with self.assertRaises(AccessError):
            self.sent_one.with_user(self.user_rival)._get_told_refusal()

    def test_closed_is_told_in_a_sentence(self):
        self.sent_one.write({"response_expected": False})
        self.sent_one.action_close()
        self.env.flush_all()
        words = "Closed: no answer was expected"
        self.assertIn(words, self._text(self._read(HOME, self.user_speaker)))
        page = self._text(self._read(self.path, self.user_speaker))
        self.assertIn("no answer was expected, and it is closed.", page)
        self.assertEqual(
            self.sent_one._describe_step(self.env["plpdma.response"]), words
        )

    def test_files_are_for_who_sent_them(self):
        path = f"{self.path}/files/{self.file.id}"
        self.assertIn(path, self._read(self.path, self.user_speaker))
        answer = self._get(path, self.user_speaker)
        self.assertEqual(answer.content, PDF)
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        staff_file = self.env["ir.attachment"].create(
            {
                "name": "scan.pdf",
                "raw": PDF,
                "res_model": self.sent_one._name,
                "res_id": self.sent_one.id,
            }
        )
        foreign = f"{self._path(self.contribution)}/files/{self.file.id}"
        self.env.flush_all()
        for user, hidden in (
            (self.user_speaker, f"{self.path}/files/{staff_file.id}"),
            (self.user_speaker, f"{self.path}/files/{2**31 - 1}"),
            (self.user_speaker, foreign),
            (self.user_colleague, path),
            (self.user_rival, path),
            (self.user_councillor, path),
        ):
            with self.subTest(user=user.login, path=hidden):
                self._assertSentAway(hidden, user)
        page = self._read(self.path, self.user_speaker)
        self.assertNotIn("scan.pdf", page)
        self.assertNotIn("plan.pdf", self._read(self.path, self.user_colleague))

    def _message(self, user=None, **form):
        return self._post(f"{self.path}/message", user or self.user_speaker, **form)

    def test_message_reaches_the_staff(self):
        self.sent_one.message_post(body="Entre nous", subtype_xmlid="mail.mt_comment")
        for _time in range(2):
            answer = self._message(text="Près de <b>l'école</b>.\n\nMerci.")
            self.assertIn("is sent to the team", self._text(answer.text))
        self.assertIn("Près de &lt;b&gt;l'école&lt;/b&gt;.", answer.text)
        self.assertNotIn("Entre nous", answer.text)
        self.assertNotIn("Entre nous", self._get(self.path, self.user_colleague).text)
        message = self.sent_one.message_ids.filtered(lambda m: "école" in m.body)
        self.assertEqual(len(message), 1, "Sent twice, it is said once")
        self.assertEqual(message.author_id, self.user_speaker.partner_id)
        self.assertEqual(message.subtype_id, self.env.ref("mail.mt_comment"))
        author = self.user_speaker.partner_id
        self.assertNotIn(author, self.sent_one.message_partner_ids)
        activity = self.sent_one.activity_ids
        self.assertEqual(activity.user_id, self.program.manager_id)
        self.assertEqual(activity.summary, "The author wrote again")

    def test_bad_messages(self):
        messages = self.sent_one.message_ids
        for text, words in (("  ", "Write your message"), ("a" * 5001, "5000 at most")):
            answer = self._message(text=text)
            page = html.fromstring(answer.text)
            self.assertIn(words, self._text(answer.text))
            (field,) = page.xpath("//*[@id='plpdma_message']")
            self.assertEqual(field.get("aria-invalid"), "true")
            self.assertEqual((field.text or "").strip(), text.strip())
        for user in (self.user_rival, self.user_stranger, self.user_councillor):
            self._message(user, text="Intrus")
        path = "odoo.addons.plpdma_concertation.controllers.portal.contribution"
        with patch(f"{path}.MESSAGES_PER_HOUR", 2):
            answer = self._message(text="Encore")
        self.assertIn("Wait an hour", self._text(answer.text))
        self.assertEqual(self.sent_one.message_ids, messages)
