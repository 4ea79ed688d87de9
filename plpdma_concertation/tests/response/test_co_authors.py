"""Whoever signs with the author is told what the author is told."""

from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from ..platform.delivery_common import DeliveryCase

UNDELIVERED = "plpdma_concertation.mail_activity_type_undelivered_co_author"


class CoAuthorCase(DeliveryCase):
    def _sign(self, contribution, *emails, confirmed=True, **values):
        authors = self.agent_env["plpdma.contribution.author"].create(
            [
                {"contribution_id": contribution.id, "email": email, **values}
                for email in emails
            ]
        )
        if confirmed:
            with self.mock_mail_gateway():
                authors.action_confirm()
        return authors

    def _get_lines(self, purpose, authors):
        return (
            self.env["plpdma.delivery"]
            .sudo()
            .search(
                [("purpose", "=", purpose), ("co_author_ids", "in", authors.ids)],
                order="id",
            )
        )

    def _leave_lines(self, lines, refused=()):
        mails = self.env["mail.mail"].sudo()
        mails = mails.search([("mail_message_id", "in", lines.mail_message_id.ids)])
        with patch.object(type(self), "_find_mails", lambda _case, _records: mails):
            return self._leave(None, refused)

    def _get_co_alerts(self, contributions):
        kind = self.env.ref(UNDELIVERED)
        return contributions.activity_ids.filtered(
            lambda activity: activity.activity_type_id == kind
        )


@tagged("post_install", "-at_install", "plpdma")
class TestCoAuthorAnswers(CoAuthorCase):
    def test_told_what_the_author_is_told(self):
        contributions = self._authors("a@p.example", "a@p.example", "b@p.example")
        one, two, other = contributions
        odette = self._sign(one, "odette@p.example", name="Odette Lefèvre")
        self._sign(two, "odette@p.example", "max@p.example")
        self._sign(one, "a@p.example")
        proposed = self._sign(one, "later@p.example", confirmed=False)
        authors = contributions.co_author_ids
        one.verbatim, two.verbatim = "Le mot un.", "Le mot deux."
        other.verbatim = "Le mot trois."
        with self.mock_mail_gateway():
            response = self._release(contributions)
        self.assertEqual(
            {
                author.email: author.delivery
                for author in authors
                if author not in odette
            },
            {
                "odette@p.example": "queued",
                "max@p.example": "queued",
                # Told as the author already.
                "a@p.example": "none",
                "later@p.example": "none",
            },
        )
        lines = self._get_lines("co_answer", authors)
        self.assertEqual(
            sorted(lines.mapped("email")), ["max@p.example", "odette@p.example"]
        )
        bodies = {
            line.email: self._new_mails.filtered(
                lambda mail, line=line: mail.message_id == line.message_uid
            )
            for line in lines
        }
        mail = bodies["odette@p.example"]
        self.assertEqual(mail.email_to, '"Odette Lefèvre" <odette@p.example>')
        for words in ("Le mot un.", "Le mot deux.", "La loi ne le permet pas."):
            self.assertIn(words, mail.body_html)
        self.assertNotIn("Le mot trois.", mail.body_html)
        self.assertNotIn("Le mot un.", bodies["max@p.example"].body_html)
        self.assertIn("Le mot deux.", bodies["max@p.example"].body_html)
        self._leave_lines(lines)
        self.assertEqual(set((authors - proposed).mapped("delivery")), {"sent", "none"})
        self.assertWaits(contributions)
        self._leave(contributions)
        self.assertEqual(set(contributions.mapped("state")), {"answered"})
        self.assertEqual(self.assertSums(response)["told"], 3)

    def test_one_who_is_not_reached(self):
        contribution = self._authors("a@p.example")
        told, lost = self._sign(contribution, "odette@p.example", "max@p.example")
        response = self._release(contribution)
        lines = self._get_lines("co_answer", told | lost)
        uids = self._leave_lines(lines, refused=["max@p.example"])
        self.assertEqual(set(uids), {"odette@p.example"})
        self.assertEqual((told.delivery, lost.delivery), ("sent", "failed"))
        self.assertIn("does not exist", lost.delivery_reason)
        self._leave(contribution)
        self.assertEqual(contribution.state, "answered", "Its author is told")
        [alert] = self._get_co_alerts(contribution)
        self.assertIn("co-author", alert.summary)
        self.assertTrue(contribution.co_author_again)
        self.assertEqual(response.co_author_again_count, 1)
        action = response.action_view_co_authors_again()
        self.assertEqual(contribution.search(action["domain"]), contribution)
        self.assertTrue(action["context"]["plpdma_co_authors_again"])
        [line] = lines.filtered(lambda line: line.email == "max@p.example")
        contribution.action_resend()
        self.assertEqual(lost.delivery, "queued")
        self.assertEqual(self._get_lines("co_answer", lost), line, "The same message")
        self._leave_lines(line)
        self.assertEqual(lost.delivery, "sent")
        self.assertFalse(self._get_co_alerts(contribution))
        self.assertEqual(response.co_author_again_count, 0)
        self._bounce(uids["odette@p.example"], "odette@p.example")
        self.assertEqual(told.delivery, "bounced")
        self.assertEqual(contribution.state, "answered")
        told.email = "odette@q.example"
        told.action_resend()
        newest = self._get_lines("co_answer", told)[-1]
        self.assertEqual((newest.email, newest.state), ("odette@q.example", "queued"))

    def test_by_post(self):
        contribution = self._authors("a@p.example")
        nameless = self._sign(contribution, False, name="Max Essai")
        lost = self._sign(contribution, "odette@p.example")
        response = self._create_response(contribution, state="validated")
        message = response.action_send()["params"]["message"]
        self.assertIn("Max Essai", message)
        self.assertEqual(nameless.delivery, "to_post")
        for name, record in (
            ("report_letter", response),
            ("report_contribution_letter", contribution),
        ):
            with self.subTest(report=name):
                report = self.agent_env[f"report.plpdma_concertation.{name}"]
                sheets = report._prepare_sheets(record)
                self.assertEqual([sheet["author"] for sheet in sheets], ["Max Essai"])
                self.assertFalse(sheets[0]["partner"])
        self._leave_lines(
            self._get_lines("co_answer", lost), refused=["odette@p.example"]
        )
        self.assertIn("1", contribution.action_to_post()["params"]["message"])
        self.assertEqual(lost.delivery, "to_post")
        self.assertTrue(contribution.co_author_to_post)
        contribution.action_letter_posted()
        self.assertEqual((nameless | lost).mapped("delivery"), ["posted", "posted"])
        self.assertEqual(nameless.delivery_id.channel, "letter")

    def test_confirmed_after_the_answer(self):
        contribution = self._authors("a@p.example")
        response = self._release(contribution)
        self._leave(contribution)
        author = self._sign(contribution, "odette@p.example")
        self.assertEqual(author.delivery, "queued")
        self.assertEqual(author.delivery_response_id, response)
        self.assertEqual(len(self._get_lines("co_receipt", author)), 1)
        author.action_confirm()
        self.assertEqual(len(self._get_lines("co_answer", author)), 1, "Once")

    def test_merged_and_corrected(self):
        target, merged = self._authors("a@p.example", "b@p.example")
        author = self._sign(merged, "odette@p.example")
        response = self._release(target)
        self._leave(target)
        self.assertEqual(author.delivery, "none")
        with self.mock_mail_gateway():
            merged._merge_into(target)
        self.assertEqual(author.delivery_response_id, response)
        self._leave_lines(self._get_lines("co_answer", author))
        self.assertEqual(author.delivery, "sent")
        correction = self._release_correction(response)
        self.assertEqual(author.delivery_response_id, correction)
        self.assertEqual(len(self._get_lines("co_answer", author)), 2)

    def test_correction_of_what_is_still_in_the_queue(self):
        contribution = self._authors("a@p.example")
        author = self._sign(contribution, "odette@p.example")
        first = self._release(contribution)
        correction = self._release_correction(first)
        old, new = self._get_lines("co_answer", author).sorted("id")
        self.assertEqual((old.state, old.cause), ("failed", "withdrawn"))
        self.assertEqual((author.delivery, author.delivery_id), ("queued", new))
        self.assertFalse(self._get_co_alerts(contribution))
        self.assertEqual(author.delivery_response_id, correction)

    def test_shown_before_it_leaves(self):
        contribution = self._authors("a@p.example")
        self._sign(contribution, "odette@p.example", name="Odette")
        self._sign(contribution, "max@p.example", name="Max", confirmed=False)
        response = self._create_response(contribution, state="validated")
        action = response.action_open_send()
        dialog = self.agent_env[action["res_model"]].browse(action["res_id"])
        self.assertEqual((dialog.email_count, dialog.co_author_count), (2, 1))
        self.assertIn("Odette", dialog.co_author_names)
        self.assertIn("Max", dialog.nothing_text)
        self.assertEqual(dialog.preview_to, "a@p.example")
        dialog.action_next()
        self.assertEqual(dialog.preview_to, "odette@p.example")
        self.assertIn("La loi ne le permet pas.", dialog.preview_body)
        dialog.action_send()
        self.assertEqual(contribution.co_author_ids.mapped("delivery")[0], "queued")

    def test_no_context_changes_who_is_written_to(self):
        contribution = self._authors("a@p.example")
        author = self._sign(contribution, "odette@p.example", confirmed=False)
        response = self._create_response(contribution, state="validated")
        for brought in (author.ids, author.id, {"id": author.id}):
            told = contribution.with_context(plpdma_told_co_authors=brought)
            self.assertIn("a@p.example", told._get_answer_email_formatted())
        response.with_context(plpdma_told_co_authors=author.ids).action_send()
        self.assertEqual(contribution.delivery_id.email, "a@p.example")

    def test_forgotten_with_the_identity(self):
        contribution = self._authors("a@p.example")
        author = self._sign(contribution, "odette@p.example")
        self._release(contribution)
        lines = self._get_lines("co_answer", author)
        lines |= self._get_lines("co_receipt", author)
        self.assertEqual(len(lines), 2)
        contribution.sudo()._anonymise()
        self.assertFalse(author.exists())
        self.assertEqual(lines.mapped("email"), [False, False])


@tagged("post_install", "-at_install", "plpdma")
class TestCoAuthorReceipts(CoAuthorCase):
    def test_receipt_once_confirmed(self):
        contribution = self._authors("a@p.example")
        author = self._sign(contribution, "odette@p.example", confirmed=False)
        self.assertFalse(self._get_lines("co_receipt", author))
        with self.mock_mail_gateway():
            author.action_confirm()
            author.action_confirm()
        [mail] = self._new_mails
        self.assertIn("odette@p.example", mail.email_to)
        self.assertIn(author.sudo()._get_follow_code(), mail.body_html)
        self.assertNotIn(contribution._get_follow_code(), mail.body_html)
        line = self._get_lines("co_receipt", author)
        self._leave_lines(line, refused=["odette@p.example"])
        self.assertEqual(line.state, "failed")
        self.assertTrue(self._get_co_alerts(contribution))
        self.assertFalse(contribution.receipt_lost, "Its author's is another")

    def test_told_again_when_it_becomes_a_request(self):
        """What silence means is told to whoever signs, as to the author."""
        contribution = self._authors("a@p.example")
        author = self._sign(contribution, "odette@p.example")
        self.assertFalse(contribution.receipt_outdated)
        contribution.kind = "request"
        self.assertTrue(contribution.receipt_outdated)
        # Whoever signs from now on is told at once.
        late = self._sign(contribution, "max@p.example")
        with self.mock_mail_gateway():
            contribution.action_correct_receipt()
            contribution.action_correct_receipt()
        [mail] = self._new_mails
        self.assertIn("odette@p.example", mail.email_to)
        self.assertIn("L231-4", mail.body_html)
        self.assertEqual(len(self._get_lines("co_receipt", author)), 2)
        self.assertEqual(len(self._get_lines("co_receipt", late)), 1)
        self.assertFalse(contribution.receipt_outdated)
        with self.assertRefused("not written by hand"):
            author.receipt_tells_appeal = False

    def test_receipt_waits_for_the_author(self):
        contribution = self._authors(False)
        contribution.sudo().write(
            {"author_to_confirm": True, "proposed_email": "a@p.example"}
        )
        author = self._sign(contribution, "odette@p.example")
        self.assertFalse(self._get_lines("co_receipt", author))
        with self.mock_mail_gateway():
            contribution.action_confirm_author()
        self.assertEqual(
            sorted(mail.email_to for mail in self._new_mails),
            ["a@p.example", "odette@p.example"],
        )

    def test_several_at_once(self):
        contributions = self._authors("a@p.example", "b@p.example")
        authors = self.agent_env["plpdma.contribution.author"]
        for contribution in contributions:
            authors |= self._sign(
                contribution, "odette@p.example", "max@p.example", confirmed=False
            )
        with self.mock_mail_gateway():
            authors.action_confirm()
        lines = self._get_lines("co_receipt", authors)
        self.assertEqual(len(lines), 4)
        for line in lines:
            self.assertEqual(line.email, line.co_author_ids.email)
            self.assertEqual(line.contribution_ids, line.co_author_ids.contribution_id)

    def test_an_address_that_cannot_be_written_to(self):
        """It is refused in the words that say which was meant."""
        contribution = self._authors("a@p.example")
        for email, meant in (
            ("odette@gmail", "odette@gmail.com"),
            ("odette(at)gmail.com", "name@example.com"),
            (f"{'o' * 250}@p.example", "name@example.com"),
        ):
            with self.subTest(email=email), self.assertRefused(meant):
                self._sign(contribution, email, confirmed=False)

    def test_created_confirmed_by_a_one2many(self):
        contribution = self._authors("a@p.example")
        with self.assertRefused("by the button"):
            contribution.co_author_ids = [
                Command.create({"email": "x@p.example", "confirmed": True})
            ]
