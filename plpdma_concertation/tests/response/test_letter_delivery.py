"""The answers to the points of a letter leave together, in its order."""

from odoo.tests import tagged

from ..contribution.split_common import LETTER, REQUESTS, quote
from .test_delivery_together import TogetherCase


class LetterDeliveryCase(TogetherCase):
    def _split_letter(self, count=3, **vals):
        letter = self._create_contribution(
            **{
                "verbatim": LETTER,
                "channel": "letter",
                "contributor_name": "Camille Lettre",
                "contributor_email": "camille@lettre.example",
                **vals,
            }
        )
        return letter, letter._split([quote(words) for words in REQUESTS[:count]])

    def _get_answers(self, address="camille@"):
        """The answers just put in the queue; colleagues are told of other matters."""
        return self._new_mails.filtered(lambda mail: address in (mail.email_to or ""))

    def _leave_all(self, refused=()):
        """Let all that is queued leave.

        :return: the number of messages that the server took
        """
        lines = self._get_answer_lines().filtered(lambda line: line.state == "queued")
        mails = self.env["mail.mail"].sudo()
        mails = mails.search([("mail_message_id", "in", lines.mail_message_id.ids)])
        taken = 0
        for mail in mails:
            with self.mock_mail_gateway():
                if any(address in mail.email_to for address in refused):
                    mail.write({"state": "exception", "failure_reason": "550 5.1.1"})
                    mail._postprocess_sent_message(
                        [], [], failure_reason="550 5.1.1", failure_type="mail_smtp"
                    )
                else:
                    mail.send()
                    taken += 1
        return taken


@tagged("post_install", "-at_install", "plpdma")
class TestLetterDelivery(LetterDeliveryCase):
    def test_it_waits_until_its_last_point_is_released(self):
        letter, parts = self._split_letter()
        one, two, three = parts
        others = self._authors("b@p.example", "c@p.example")
        first, second, third = self._respond(one | others, two, three)
        self.assertIn(three.reference, self._send(third))
        self.assertFalse(self._new_mails)
        dialog = first.action_open_send()
        dialog = self.agent_env[dialog["res_model"]].browse(dialog["res_id"])
        self.assertEqual(dialog.email_count, 2)
        self.assertIn(one.reference, dialog.nothing_text)
        message = self._send(first)
        self.assertIn(one.reference, message)
        self.assertEqual(len(self._new_mails), 2, "Other authors do not wait")
        self.assertEqual(first.state, "sent")
        self.assertEqual(parts.mapped("delivery"), ["waiting", "none", "waiting"])
        self.assertEqual(one.delivery_response_id, first)
        self.assertEqual(one.waits_for, two.reference)
        sums = self.assertSums(first)
        self.assertEqual((sums["waiting"], sums["leaving"]), (1, 2))
        first.action_publish()
        self.assertTrue(first.published, "The register does not wait either")
        self.assertEqual(self._leave_all(), 2)
        self.assertWaits(parts)
        self.assertEqual(set(others.mapped("state")), {"answered"})
        dialog = second.action_open_send()
        dialog = self.agent_env[dialog["res_model"]].browse(dialog["res_id"])
        self.assertEqual(dialog.email_count, 1)
        self.assertInOrder(dialog.preview_body, "numéro 1", "numéro 2", "numéro 3")
        self._send(second)
        [mail] = self._new_mails
        self.assertInOrder(
            mail.body_html,
            one.reference,
            REQUESTS[0],
            "La raison numéro 1.",
            two.reference,
            REQUESTS[1],
            "La raison numéro 2.",
            three.reference,
            REQUESTS[2],
            "La raison numéro 3.",
        )
        self.assertIn(letter.reference, mail.subject)
        self.assertNotIn(one.reference, mail.subject)
        self.assertNotIn("still studying", mail.body_html)
        self.assertEqual(self._leave_all(), 1)
        self.assertEqual(set(parts.mapped("state")), {"answered"})
        self.assertEqual(parts.mapped("sent_response_id"), first | second | third)
        self.assertTrue(letter.date_answered)
        self.assertEqual(letter.state, "split")
        for response in first | second | third:
            sums = self.assertSums(response)
            self.assertEqual((sums["waiting"], sums["leaving"]), (0, 0))

    def test_all_at_once(self):
        letter, parts = self._split_letter(6)
        self._send(self._respond(*parts))
        self.assertEqual(len(self._new_mails), 1)
        self.assertEqual(self._leave_all(), 1)
        self.assertTrue(letter.date_answered)

    def test_it_leaves_as_it_is_and_says_what_waits(self):
        self.program.sudo().letter_waits = False
        letter, parts = self._split_letter()
        first, second = self._respond(parts[0], parts[1:])
        self._send(first)
        [mail] = self._new_mails
        self.assertInOrder(
            mail.body_html,
            REQUESTS[0],
            "La raison numéro 1.",
            "still studying",
            parts[1].reference,
            REQUESTS[1],
            parts[2].reference,
        )
        self._leave_all()
        self.assertEqual(parts[0].state, "answered")
        self.assertFalse(letter.date_answered)
        self._send(second)
        [mail] = self._new_mails
        self.assertNotIn("La raison numéro 1.", mail.body_html)
        self.assertNotIn("still studying", mail.body_html)
        self._leave_all()
        self.assertTrue(letter.date_answered)

    def test_the_last_point_asks_for_nothing(self):
        _letter, parts = self._split_letter()
        self._send(self._respond(parts[:2]))
        self.assertFalse(self._new_mails)
        with self.mock_mail_gateway():
            parts[2].response_expected = False
        self.assertEqual(len(self._new_mails), 1)
        self.assertEqual(parts[:2].mapped("delivery"), ["queued", "queued"])

    def test_the_last_point_is_put_back(self):
        _letter, parts = self._split_letter()
        self._send(self._respond(parts[:2]))
        with self.mock_mail_gateway():
            parts[2].action_join()
        self.assertEqual(len(self._new_mails), 1)

    def test_answered_by_telephone(self):
        _letter, parts = self._split_letter()
        self._send(self._respond(parts[0]))
        with self.mock_mail_gateway():
            parts[1].action_note_answered("phone")
            self.assertFalse(self._new_mails)
            parts[2].action_note_answered("phone")
        self.assertEqual(len(self._new_mails), 1)
        self.assertEqual(parts.mapped("delivery"), ["queued", "none", "none"])

    def test_what_waits_is_answered_by_telephone(self):
        letter, parts = self._split_letter()
        self._send(self._respond(parts[:2]))
        with self.mock_mail_gateway():
            letter.action_note_answered("phone")
        self.assertFalse(self._new_mails, "They were told all of it")
        self.assertEqual(parts.mapped("delivery"), ["noted", "noted", "none"])
        letter.action_cancel_noted()
        self.assertEqual(parts.mapped("delivery"), ["waiting", "waiting", "none"])

    def test_correction_while_it_waits(self):
        _letter, parts = self._split_letter(2)
        first, second = self._respond(*parts)
        self._send(first)
        with self.mock_mail_gateway():
            correction = self._release_correction(first)
        self.assertFalse(self._get_answers())
        self.assertEqual(parts[0].delivery, "waiting")
        self.assertEqual(parts[0].delivery_response_id, correction)
        self._send(second)
        [mail] = self._new_mails
        self.assertIn("Mieux expliqué.", mail.body_html)
        self.assertNotIn("La raison numéro 1.", mail.body_html)
        self.assertNotIn("corrects and replaces", mail.body_html)
        self._leave_all()
        self.assertEqual(parts[0].sent_response_id, correction)

    def test_correction_of_what_was_received_does_not_wait(self):
        letter, parts = self._split_letter(2)
        first, second = self._respond(*parts)
        self._send(first | second)
        self._leave_all()
        letter._split([quote(REQUESTS[3])])
        with self.mock_mail_gateway():
            self._release_correction(first)
        [mail] = self._get_answers()
        self.assertIn("corrects and replaces", mail.body_html)
        self.assertNotIn("La raison numéro 2.", mail.body_html)

    def test_it_does_not_arrive(self):
        letter, parts = self._split_letter(2)
        self._send(self._respond(*parts))
        self.assertEqual(self._leave_all(refused=["camille@"]), 0)
        self.assertEqual(parts.mapped("delivery"), ["failed", "failed"])
        self.assertWaits(parts)
        self.assertEqual(len(self._get_alerts(parts)), 1, "One a letter")
        lines = self._get_answer_lines()
        parts[1].action_resend()
        self.assertEqual(self._get_answer_lines(), lines)
        self.assertEqual(self._leave_all(), 1)
        self.assertTrue(letter.date_answered)
        self.assertFalse(self._get_alerts(parts))

    def test_by_post(self):
        letter, parts = self._split_letter(
            contributor_email=False, contributor_city="Val-Fictif"
        )
        first, second = self._respond(parts[:1], parts[1:])
        self._send(first)
        self.assertEqual(parts[0].delivery, "waiting")
        report = self.agent_env["report.plpdma_concertation.report_letter"]
        self._send(second)
        self.assertEqual(set(parts.mapped("delivery")), {"to_post"})
        for response in (first, second):
            [sheet] = report._get_report_values(response.ids)["sheets"]
            self.assertEqual(
                [answer["response"] for answer in sheet["answers"]], [first, second]
            )
            self.assertEqual(
                [answer["contributions"] for answer in sheet["answers"]],
                [parts[0], parts[1:]],
            )
        parts.action_letter_posted()
        self.assertTrue(letter.date_answered)
        self.assertEqual(letter.answer_channel, "letter")
        lines = parts.delivery_id.sudo()
        self.assertEqual(len(lines), 2)
        self.assertEqual(len(lines._get_firsts()), 1, "One letter")

    def test_by_post_to_whoever_signs_it(self):
        letter, parts = self._split_letter(2)
        signs = self.agent_env["plpdma.contribution.author"].create(
            {"contribution_id": letter.id, "name": "Odette Essai"}
        )
        signs.action_confirm()
        first, second = self._respond(*parts)
        self._send(first | second)
        self.assertEqual(signs.delivery, "to_post")
        report = self.agent_env["report.plpdma_concertation.report_letter"]
        [sheet] = report._get_report_values(second.ids)["sheets"]
        self.assertEqual(sheet["author"], "Odette Essai")
        self.assertEqual(
            [answer["response"] for answer in sheet["answers"]], [first, second]
        )
        letter.action_letter_posted()
        self.assertEqual(signs.delivery, "posted")
        lines = self._get_lines(("purpose", "=", "co_answer"))
        self.assertEqual(lines.response_id, first | second)
        self.assertEqual(len(lines._get_firsts()), 1)

    def test_printed_letter_tells_all_its_points(self):
        letter, parts = self._split_letter(3)
        self._respond(*parts[:2])
        report = self.agent_env["report.plpdma_concertation.report_contribution_letter"]
        for printed in (letter, parts[1], parts):
            with self.subTest(printed=printed):
                [sheet] = report._get_report_values(printed.ids)["sheets"]
                self.assertEqual(
                    [answer["contributions"] for answer in sheet["answers"]],
                    [parts[0], parts[1]],
                )
                self.assertEqual(sheet["waiting"], parts[2])

    def test_whoever_signs_it_hears_of_each_point(self):
        letter, parts = self._split_letter()
        signs = self.agent_env["plpdma.contribution.author"].create(
            {"contribution_id": letter.id, "email": "odette@p.example"}
        )
        with self.mock_mail_gateway():
            signs.action_confirm()
        first, second = self._respond(parts[:1] | parts[2:], parts[1])
        self._send(first)
        self.assertEqual(signs.delivery, "waiting")
        self._send(second)
        self.assertEqual(len(self._new_mails), 2)
        [mail] = self._new_mails.filtered(lambda m: "odette@" in m.email_to)
        self.assertInOrder(
            mail.body_html,
            REQUESTS[0],
            "La raison numéro 1.",
            REQUESTS[1],
            "La raison numéro 2.",
            REQUESTS[2],
            "same answer as above",
        )
        self._leave_all(refused=["odette@"])
        self.assertTrue(letter.date_answered, "Its author is told")
        self.assertEqual(signs.delivery, "failed")
        lines = self._get_answer_lines()
        signs.action_resend()
        self.assertEqual(self._get_answer_lines(), lines, "The same message")
        self._leave_all()
        self.assertEqual(signs.delivery, "sent")
        self.assertEqual(first.action_send()["params"]["type"], "success")
        self.assertEqual(self._get_answer_lines(), lines, "Told once")
        late = self.agent_env["plpdma.contribution.author"].create(
            {"contribution_id": letter.id, "email": "late@p.example"}
        )
        with self.mock_mail_gateway():
            late.action_confirm()
        self.assertEqual(late.delivery, "queued")
        with self.mock_mail_gateway():
            self._release_correction(second)
        bodies = {mail.email_to: mail.body_html for mail in self._get_answers("@")}
        bodies = {to: body for to, body in bodies.items() if "Mieux" in body}
        self.assertEqual(len(bodies), 3)
        for body in bodies.values():
            self.assertNotIn("La raison numéro 1.", body)

    def test_whoever_repeated_it_hears_of_each_point(self):
        letter = self._create_contribution(
            verbatim=LETTER, contributor_email="camille@lettre.example"
        )
        repeat = self._create_contribution(
            verbatim="Le mot du voisin.", contributor_email="voisin@p.example"
        )
        repeat._merge_into(letter)
        parts = letter._split([quote(words) for words in REQUESTS[:2]])
        first, second = self._respond(*parts)
        self._send(first)
        self.assertEqual(repeat.delivery, "waiting")
        self._send(second)
        [mail] = self._new_mails.filtered(lambda m: "voisin@" in m.email_to)
        self.assertInOrder(
            mail.body_html,
            "Le mot du voisin.",
            "La raison numéro 1.",
            "La raison numéro 2.",
        )
        self.assertEqual(mail.body_html.count("Le mot du voisin."), 1)
        self.assertNotIn(REQUESTS[0], mail.body_html, "Another author's words")
        self._leave_all()
        self.assertTrue(repeat.date_answered)
        self.assertEqual(repeat.delivery, "sent")
        # sudo: the page is given the contribution in superuser mode.
        words = repeat.sudo()._describe_followed()
        self.assertEqual([len(point["answers"]) for point in words["points"]], [1, 1])
        self.assertFalse(any(point["text"] for point in words["points"]))

    def test_what_waits_leaves_with_the_cron_too(self):
        _letter, parts = self._split_letter(2)
        first, second = self._respond(*parts)
        self._send(first)
        ledger = self.env["plpdma.delivery"].sudo()
        ledger._cron_reconcile()
        self.assertEqual(parts[0].delivery, "waiting")
        # sudo: an earlier version turned it off, and let what waited wait.
        self.env.cr.execute(
            "UPDATE plpdma_program SET letter_waits = FALSE WHERE id = %s",
            [self.program.id],
        )
        self.env.invalidate_all()
        ledger._cron_reconcile()
        self.assertEqual(parts[0].delivery, "waiting", "An update sends nothing")
        message = parts[0].action_resend()["params"]["message"]
        self.assertIn("1", message)
        self.assertEqual(parts[0].delivery, "queued")
        self._send(second)
        self.assertEqual(self._leave_all(), 2)
        self.assertEqual(set(parts.mapped("state")), {"answered"})

    def test_what_waits_to_be_posted_leaves_as_it_is(self):
        _letter, parts = self._split_letter(2, contributor_email=False)
        self._send(self._respond(parts[0]))
        self.program.sudo().letter_waits = False
        self.assertEqual(parts.mapped("delivery"), ["to_post", "none"])

    def test_cost_does_not_grow_with_the_crowd(self):
        """Releasing costs as many queries, whatever the number of authors."""
        costs = {}
        for size in (3, 3, 30):
            _letter, parts = self._split_letter(2)
            contributions = self._authors(*(f"{n}@p.example" for n in range(size)))
            response = self._respond(contributions | parts)
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            response.action_send()
            self.env.flush_all()
            costs[size] = self.env.cr.sql_log_count - start
        self.assertGreater(costs[3], 10)
        self.assertLessEqual(costs[30], costs[3] + 3, costs)
