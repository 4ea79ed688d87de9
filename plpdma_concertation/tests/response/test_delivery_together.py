"""Several responses that leave together: one message a person."""

from odoo.tests import tagged

from ..platform.delivery_common import DeliveryCase


class TogetherCase(DeliveryCase):
    def _respond(self, *groups, state="validated", **vals):
        """A response to each group of contributions."""
        responses = self.agent_env["plpdma.response"]
        for number, contributions in enumerate(groups, 1):
            responses |= self._create_response(
                contributions,
                state=state,
                motivation=f"<p>La raison numéro {number}.</p>",
                **vals,
            )
        return responses

    def _send(self, responses):
        with self.mock_mail_gateway():
            action = responses.action_send()
        return action["params"]["message"]

    def _get_lines(self, *domain):
        ledger = self.env["plpdma.delivery"].sudo()
        return ledger.search(
            [("program_id", "=", self.program.id), *domain], order="id"
        )

    def _get_answer_lines(self):
        return self._get_lines(("purpose", "in", ("answer", "co_answer")))

    def assertInOrder(self, text, *words):
        """The words stand in the text, in this order."""
        found = [text.find(word) for word in words]
        self.assertNotIn(-1, found, dict(zip(words, found, strict=True)))
        self.assertEqual(found, sorted(found))


@tagged("post_install", "-at_install", "plpdma")
class TestTogether(TogetherCase):
    def test_one_message_a_person_whatever_the_number_of_responses(self):
        contributions = self._authors(
            "a@p.example", "a@p.example", "b@p.example", "A@p.example"
        )
        one, two, other, four = contributions
        one.verbatim, two.verbatim = "Le mot un.", "Le mot deux."
        four.verbatim = "Le mot quatre."
        first, second = responses = self._respond(one | other | four, two)
        message = self._send(responses)
        self.assertIn("2", message)
        self.assertEqual(len(self._new_mails), 2)
        [mail] = self._new_mails.filtered(lambda m: "a@p.example" in m.email_to)
        self.assertInOrder(
            mail.body_html,
            one.reference,
            "Le mot un.",
            "La raison numéro 1.",
            two.reference,
            "Le mot deux.",
            "La raison numéro 2.",
            "Le mot quatre.",
            "The same answer as above",
        )
        self.assertEqual(mail.body_html.count("La raison numéro 1."), 1)
        lines = self._get_answer_lines()
        self.assertEqual(len(lines), 3, "A line for each response of a message")
        mine = lines.filtered(lambda line: line.email == "a@p.example")
        self.assertEqual(len(set(mine.mapped("message_uid"))), 1)
        self.assertEqual(mine[1].first_id, mine[0])
        self.assertEqual(mine.response_id, responses)
        self.assertEqual((one | four).delivery_id.response_id, first)
        self.assertEqual(two.delivery_id.response_id, second)
        taken = self._leave(contributions)
        self.assertEqual(len(taken), 2)
        self.assertEqual(set(contributions.mapped("state")), {"answered"})
        self.assertEqual(one.sent_response_id, first)
        self.assertEqual(two.sent_response_id, second)
        self.assertEqual(self.assertSums(first)["told"], 3)
        self.assertEqual(self.assertSums(second)["told"], 1)
        self._bounce(taken["a@p.example"], "a@p.example")
        self.assertEqual(
            contributions.mapped("delivery"), ["bounced", "bounced", "sent", "bounced"]
        )
        self.assertWaits(one | two | four)
        self.assertEqual(len(self._get_alerts(contributions)), 1, "One a message")

    def test_sent_again_as_it_was(self):
        contributions = self._authors("a@p.example", "a@p.example", "b@p.example")
        one, two, other = contributions
        responses = self._respond(one | other, two)
        self._send(responses)
        lines = self._get_answer_lines()
        self._leave(contributions, refused=["a@p.example"])
        self.assertEqual(contributions.mapped("delivery"), ["failed", "failed", "sent"])
        self.assertEqual(len(self._get_alerts(contributions)), 1)
        message = two.action_resend()["params"]["message"]
        self.assertIn("1", message)
        self.assertEqual(self._get_answer_lines(), lines, "The same message")
        self.assertEqual((one | two).mapped("delivery"), ["queued", "queued"])
        taken = self._leave(one | two)
        self.assertEqual(taken, {"a@p.example": one.delivery_id.message_uid})
        self.assertEqual(set(contributions.mapped("state")), {"answered"})
        self.assertFalse(self._get_alerts(contributions))

    def test_sent_again_to_a_mended_address(self):
        one, two = contributions = self._authors("faux@p.example", "faux@p.example")
        self._send(self._respond(one, two))
        self._leave(contributions, refused=["faux@p.example"])
        contributions.contributor_email = "juste@p.example"
        two.action_resend()
        self.assertEqual(two.delivery, "queued")
        one.action_resend()
        taken = self._leave(contributions)
        self.assertEqual(set(taken), {"juste@p.example"})
        self.assertEqual(set(contributions.mapped("state")), {"answered"})
        # A line for each response of each message, and no more.
        self.assertEqual(len(self._get_answer_lines()), 4)

    def test_correction_of_one_of_those_in_the_queue(self):
        one, two = contributions = self._authors("a@p.example", "a@p.example")
        first, second = self._respond(one, two)
        self._send(first | second)
        old = one.delivery_id
        correction = self._release_correction(first)
        self.assertEqual(old.cause, "withdrawn")
        self.assertEqual(contributions.mapped("delivery"), ["queued", "queued"])
        self.assertEqual(one.delivery_id.response_id, correction)
        self.assertEqual(two.delivery_id.response_id, second)
        [mail] = self._find_mails(contributions)
        self.assertInOrder(mail.body_html, "Mieux expliqué.", "La raison numéro 2.")
        self.assertNotIn("La raison numéro 1.", mail.body_html)
        self.assertEqual(len(self._leave(contributions)), 1)
        self.assertEqual(one.sent_response_id, correction)
        self.assertEqual(two.sent_response_id, second)
        self.assertFalse(self._get_alerts(contributions))

    def test_correction_of_one_of_those_that_failed(self):
        one, two = contributions = self._authors("a@p.example", "a@p.example")
        first, second = self._respond(one, two)
        self._send(first | second)
        self._leave(contributions, refused=["a@p.example"])
        correction = self._release_correction(first)
        self.assertEqual(contributions.mapped("delivery"), ["queued", "failed"])
        self._leave(one)
        self.assertEqual(one.sent_response_id, correction)
        self.assertWaits(two)
        two.action_resend()
        [mail] = self._find_mails(two)
        self.assertNotIn("La raison numéro 1.", mail.body_html, "It was corrected")
        self._leave(two)
        self.assertEqual(two.sent_response_id, second)
        self.assertEqual(two.state, "answered")

    def test_author_here_and_co_author_there(self):
        one, two = contributions = self._authors("a@p.example", "b@p.example")
        signs = self.agent_env["plpdma.contribution.author"].create(
            {"contribution_id": two.id, "email": "a@p.example"}
        )
        with self.mock_mail_gateway():
            signs.action_confirm()
        one.verbatim, two.verbatim = "Le mot un.", "Le mot deux."
        self._send(self._respond(one, two))
        self.assertEqual(len(self._new_mails), 2)
        [mail] = self._new_mails.filtered(lambda m: "a@p.example" in m.email_to)
        self.assertInOrder(
            mail.body_html,
            "Le mot un.",
            "La raison numéro 1.",
            "Le mot deux.",
            "La raison numéro 2.",
        )
        self._leave(contributions, refused=["a@p.example"])
        self.assertEqual((one.delivery, signs.delivery), ("failed", "failed"))
        self.assertEqual(two.state, "answered")
        one.action_resend()
        self.assertEqual((one.delivery, signs.delivery), ("queued", "queued"))
        self.assertEqual(len(self._get_answer_lines()), 3, "The same message")
        self._leave(one)
        self.assertEqual((one.state, signs.delivery), ("answered", "sent"))

    def test_one_letter_a_person(self):
        partner = self.partners[0]
        partner.write({"email": False, "city": "Val-Fictif"})
        contributions = self._create_contributions(
            {"partner_id": partner.id},
            {"partner_id": partner.id},
            {"contributor_name": "Max Essai", "contributor_city": "Val-Fictif"},
        )
        one, two, other = contributions
        responses = self._respond(one | other, two)
        dialog = responses.action_open_send()
        dialog = self.agent_env[dialog["res_model"]].browse(dialog["res_id"])
        self.assertEqual(dialog.letter_count, 2)
        self._send(responses)
        self.assertEqual(set(contributions.mapped("delivery")), {"to_post"})
        report = self.agent_env["report.plpdma_concertation.report_letter"]
        for printed in (responses, responses[0]):
            sheets = report._get_report_values(printed.ids)["sheets"]
            self.assertEqual(len(sheets), 2)
            told = [
                (answer["response"], answer["contributions"])
                for answer in sheets[0]["answers"]
            ]
            self.assertEqual(told, [(responses[0], one), (responses[1], two)])
        contributions.action_letter_posted()
        self.assertEqual(set(contributions.mapped("state")), {"answered"})
        self.assertEqual(one.sent_response_id, responses[0])
        self.assertEqual(two.sent_response_id, responses[1])
        self.assertEqual(two.delivery_id.first_id, one.delivery_id)
        self.assertFalse(other.delivery_id.first_id)

    def test_template_that_knows_of_one_response(self):
        """What an authority wrote before tells one response: each leaves by itself."""
        self.env.ref("plpdma_concertation.mail_template_response").body_html = (
            '<p><t t-out="object._get_response_to_tell().motivation"/>'
            '<t t-foreach="object._get_answered_together()" t-as="c">'
            '<t t-out="c.verbatim"/></t></p>'
        )
        one, two = contributions = self._authors("a@p.example", "a@p.example")
        one.verbatim, two.verbatim = "Le mot un.", "Le mot deux."
        message = self._send(self._respond(one, two))
        self.assertIn("2", message)
        bodies = self._new_mails.sorted("id").mapped("body_html")
        self.assertEqual(len(bodies), 2)
        for number, words in enumerate(("Le mot un.", "Le mot deux."), 1):
            body = bodies[number - 1]
            self.assertIn(f"La raison numéro {number}.", body)
            self.assertIn(words, body)
        with self.mock_mail_gateway():
            self._find_mails(contributions).send()
        self.assertEqual(set(contributions.mapped("state")), {"answered"})

    def test_preview_shows_the_messages_that_leave(self):
        contributions = self._authors("a@p.example", "a@p.example", "b@p.example")
        one, two, other = contributions
        responses = self._respond(one | other, two)
        action = responses.action_open_send()
        dialog = self.agent_env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(dialog.email_count, 2)
        shown = {}
        for _message in range(2):
            shown[dialog.preview_to] = dialog.preview_body
            dialog.action_next()
        self.assertEqual(set(shown), {"a@p.example", "b@p.example"})
        self.assertInOrder(
            shown["a@p.example"], "La raison numéro 1.", "La raison numéro 2."
        )
        self.assertFalse(self._get_answer_lines())
