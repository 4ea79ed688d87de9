"""Answers that did not arrive: sent again, posted, corrected."""

from freezegun import freeze_time

from odoo.tests import tagged

from ..platform.delivery_common import DeliveryCase


@tagged("post_install", "-at_install", "plpdma")
class TestDeliveryAgain(DeliveryCase):
    # ------------------------------------------------------------------
    # Again, or by post
    # ------------------------------------------------------------------
    def test_sent_again_to_a_mended_address(self):
        contribution = self._authors("faux@p.example")
        response = self._release(contribution)
        self._leave(contribution, refused=["faux@p.example"])
        first = contribution.delivery_id
        contribution.contributor_email = "juste@p.example"
        contribution.action_resend()
        line = contribution.delivery_id
        self.assertEqual(line.email, "juste@p.example")
        self.assertNotEqual(line.message_uid, first.message_uid)
        self.assertEqual(
            self._leave(contribution), {"juste@p.example": line.message_uid}
        )
        self.assertEqual(contribution.state, "answered")
        self.assertEqual(contribution.sent_response_id, response)
        self.assertEqual(first.state, "failed", "The ledger keeps what happened")
        self.assertFalse(self._get_alerts(contribution))
        # What comes of the first one, later, is no more the matter.
        self._bounce(first.message_uid, "faux@p.example")
        self.assertEqual(contribution.delivery, "sent")
        self.assertEqual(contribution.state, "answered")

    def test_without_an_address_it_is_not_sent_again(self):
        contribution = self._authors("faux@p.example")
        self._release(contribution)
        self._leave(contribution, refused=["faux@p.example"])
        contribution.contributor_email = False
        with self.assertRefused(contribution.reference):
            contribution.action_resend()
        contribution.action_to_post()
        self.assertEqual(contribution.delivery, "to_post")
        self.assertFalse(contribution.date_answered)

    def test_what_did_not_fail_is_not_sent_again(self):
        contributions = self._authors("a@p.example", "b@p.example")
        self._release(contributions[0])
        message = contributions.action_resend()["params"]["message"]
        self.assertIn("Nothing", message)
        self._leave(contributions)
        contributions.action_resend()
        contributions.action_to_post()
        self.assertEqual(contributions.mapped("delivery"), ["sent", "none"])

    def test_by_post_after_a_failure(self):
        contribution = self._authors("a@p.example")
        response = self._release(contribution)
        self._leave(contribution, refused=["a@p.example"])
        contribution.action_to_post()
        self.assertWaits(contribution)
        self.assertEqual(response._get_letters(), contribution)
        self.assertEqual(self.assertSums(response)["to_post"], 1)
        with self.assertRefused("future"):
            contribution.action_letter_posted("2199-01-01")
        today = self.program._get_today()
        contribution.action_letter_posted(str(today))
        self.assertEqual(contribution.date_answered, today)
        self.assertEqual(contribution.answer_channel, "letter")
        self.assertEqual(contribution.state, "answered")
        self.assertEqual(contribution.sent_response_id, response)
        self.assertFalse(self._get_alerts(contribution))
        self.assertEqual(self.assertSums(response)["told"], 1)

    def test_address_found_for_a_letter(self):
        contribution = self._create_contribution(contributor_name="Max Essai")
        self._release(contribution)
        self.assertEqual(contribution.delivery, "to_post")
        contribution.contributor_email = "max@p.example"
        contribution.action_resend()
        self._leave(contribution)
        self.assertEqual(contribution.answer_channel, "email")

    # ------------------------------------------------------------------
    # Several authors, several contributions
    # ------------------------------------------------------------------
    def test_one_message_for_several_contributions(self):
        contributions = self._authors("a@p.example", "A@P.example", "b@p.example")
        first, second, other = contributions
        response = self._release(contributions)
        self.assertEqual(first.delivery_id, second.delivery_id)
        taken = self._leave(contributions, refused=["a@p.example"])
        self.assertEqual(set(taken), {"b@p.example"})
        self.assertEqual(first.delivery, "failed")
        self.assertEqual(second.delivery, "failed")
        self.assertEqual(len(self._get_alerts(contributions)), 1, "One a message")
        self.assertEqual(self.assertSums(response)["again"], 2)
        line = first.delivery_id
        second.action_resend()
        self.assertEqual((first | second).delivery_id, line, "They go together")
        self.assertEqual(self._leave(first | second), {"a@p.example": line.message_uid})
        self.assertEqual(set(contributions.mapped("state")), {"answered"})

    def test_merged_author(self):
        target, merged = self._authors("a@p.example", "b@p.example")
        merged._merge_into(target)
        response = self._release(target)
        taken = self._leave(target | merged)
        self.assertEqual(merged.state, "merged")
        self.assertTrue(merged.date_answered)
        self._bounce(taken["b@p.example"], "b@p.example")
        self.assertEqual(merged.delivery, "bounced")
        self.assertWaits(merged, state="merged")
        self.assertEqual(target.state, "answered")
        self.assertEqual(self.assertSums(response)["again"], 1)

    def test_waiting_letter_does_not_hold_the_register(self):
        mailed = self._authors("a@p.example")
        letter = self._create_contribution(contributor_name="Max Essai")
        response = self._release(mailed | letter)
        self._leave(mailed)
        response.action_publish()
        self.assertTrue(mailed.response_published)
        self.assertFalse(letter.response_published, "Its author was not told")

    # ------------------------------------------------------------------
    # Corrections
    # ------------------------------------------------------------------
    def test_correction_that_bounces(self):
        contribution = self._authors("a@p.example")
        response = self._release(contribution)
        self._leave(contribution)
        day = contribution.date_answered
        correction = self._release_correction(response)
        self.assertEqual(response.state, "superseded")
        self.assertEqual(contribution.sent_response_id, response, "Until it left")
        self.assertEqual(contribution.state, "answered")
        with freeze_time("2099-01-01"):
            [uid] = self._leave(contribution).values()
        self.assertEqual(contribution.sent_response_id, correction)
        self._bounce(uid, "a@p.example")
        self.assertEqual(contribution.delivery, "bounced")
        self.assertEqual(contribution.sent_response_id, response)
        self.assertEqual(contribution.date_answered, day)
        self.assertEqual(contribution.state, "answered")
        self.assertEqual(len(self._get_alerts(contribution)), 1)
        self.assertEqual(self.assertSums(correction)["again"], 1)
        contribution.action_resend()
        self.assertEqual(self._leave(contribution), {"a@p.example": uid})
        self.assertEqual(contribution.sent_response_id, correction)

    def test_correction_of_what_never_arrived(self):
        contribution = self._authors("a@p.example")
        response = self._release(contribution)
        self._leave(contribution, refused=["a@p.example"])
        correction = self._release_correction(response)
        body = self._find_mails(contribution).body_html
        self.assertIn("Mieux expliqué.", body)
        self.assertNotIn("corrects and replaces", body, "They never got the first")
        self._leave(contribution, refused=["a@p.example"])
        self.assertWaits(contribution)
        contribution.action_to_post()
        contribution.action_letter_posted()
        self.assertEqual(contribution.sent_response_id, correction)

    def test_correction_of_what_is_still_in_the_queue(self):
        contribution = self._authors("a@p.example")
        response = self._release(contribution)
        first = contribution.delivery_id
        mail = self._find_mails(contribution)
        correction = self._release_correction(response)
        self.assertFalse(mail.exists(), "The author does not receive both")
        self.assertEqual((first.state, first.cause), ("failed", "withdrawn"))
        self.assertFalse(self._get_alerts(contribution))
        self.assertEqual(len(self._leave(contribution)), 1)
        self.assertEqual(contribution.sent_response_id, correction)
        self.assertEqual(self.assertSums(correction)["told"], 1)

    def test_first_answer_that_leaves_after_its_correction(self):
        contribution = self._authors("a@p.example")
        response = self._release(contribution)
        self._leave(contribution, refused=["a@p.example"])
        mail = self._find_mails(contribution)
        correction = self._release_correction(response)
        self._leave(contribution)
        self.assertEqual(contribution.sent_response_id, correction)
        mail.mark_outgoing()
        with freeze_time("2099-01-01"), self.mock_mail_gateway():
            mail.send()
        self.assertEqual(contribution.sent_response_id, correction)
        self.assertEqual(contribution.delivery, "sent")

    def test_late_bounce_of_the_first_answer(self):
        contribution = self._authors("a@p.example")
        response = self._release(contribution)
        with freeze_time("2099-01-01 10:00:00"):
            [uid] = self._leave(contribution).values()
        correction = self._release_correction(response)
        with freeze_time("2099-01-05 10:00:00"):
            self._leave(contribution)
        self._bounce(uid, "a@p.example")
        self.assertEqual(contribution.delivery, "sent")
        self.assertEqual(contribution.sent_response_id, correction)
        self.assertEqual(str(contribution.date_answered), "2099-01-05")

    def test_bounce_leaves_what_was_said_on_the_telephone(self):
        contribution = self._authors("a@p.example")
        contribution.sudo().write(
            {
                "date_answered": "2026-01-05",
                "answer_channel": "phone",
                "state": "answered",
            }
        )
        self._release(contribution)
        [uid] = self._leave(contribution).values()
        self._bounce(uid, "a@p.example")
        self.assertEqual(contribution.delivery, "bounced")
        self.assertEqual(str(contribution.date_answered), "2026-01-05")
        self.assertEqual(contribution.answer_channel, "phone")
        self.assertEqual(contribution.state, "answered")
        self.assertFalse(contribution.sent_response_id)

    def test_answered_by_telephone_after_a_failure(self):
        contribution = self._authors("a@p.example")
        response = self._release(contribution)
        self._leave(contribution, refused=["a@p.example"])
        failed = contribution.delivery_id
        self.assertTrue(self._get_alerts(contribution))
        contribution.action_note_answered("phone")
        self.assertEqual(contribution.delivery, "noted")
        self.assertEqual(contribution.state, "answered")
        self.assertFalse(self._get_alerts(contribution))
        self.assertEqual(self.assertSums(response)["told"], 1)
        self.assertIn("Nothing", contribution.action_resend()["params"]["message"])
        contribution.action_cancel_noted()
        self.assertEqual(contribution.delivery, "failed")
        self.assertEqual(contribution.delivery_id, failed)
        self.assertWaits(contribution)

    def test_message_that_leaves_after_all_needs_no_letter(self):
        contribution = self._authors("a@p.example")
        response = self._release(contribution)
        self._leave(contribution, refused=["a@p.example"])
        line = contribution.delivery_id
        mail = self._find_mails(contribution)
        contribution.action_to_post()
        message = response.action_send()["params"]["message"]
        self.assertIn("to post : 1", message)
        mail.mark_outgoing()
        with self.mock_mail_gateway():
            mail.send()
        self.assertEqual(line.state, "sent")
        self.assertEqual(contribution.delivery, "sent")
        contribution.action_letter_posted()
        self.assertEqual(contribution.answer_channel, "email")
        self.assertEqual(self.assertSums(response)["told"], 1)
        message = response.action_send()["params"]["message"]
        self.assertIn("Everybody", message)

    @freeze_time("2026-05-04 12:00:00")
    def test_letter_is_not_posted_before_it_was_written(self):
        contribution = self._create_contribution(
            contributor_name="Max Essai", contributor_city="Val-Fictif"
        )
        response = self._release(contribution)
        for date in ("2020-01-01", "2026-05-03"):
            with self.subTest(date=date), self.assertRefused(response.reference):
                contribution.action_letter_posted(date)
        contribution.action_letter_posted("2026-05-04")
        self.assertEqual(contribution.delivery, "posted")

    def test_author_merged_into_one_answered_by_telephone(self):
        main, repeat = self._authors("a@p.example", "b@p.example")
        repeat._merge_into(main)
        with self.assertRefused(repeat.reference, main.reference):
            main.action_note_answered("phone")
        self.assertFalse(main.date_answered)
        (main | repeat).action_note_answered("phone")
        self.assertTrue(repeat.date_answered)

    def test_letter_to_post_answered_by_telephone(self):
        contribution = self._create_contribution(contributor_name="Max Essai")
        self._release(contribution)
        contribution.action_note_answered("session")
        self.assertEqual(contribution.delivery, "noted")
        contribution.action_letter_posted()
        self.assertEqual(contribution.answer_channel, "session")
        contribution.action_cancel_noted()
        self.assertEqual(contribution.delivery, "to_post")

    def test_archived_since_it_was_released(self):
        left, bounced, failed = contributions = self._authors(
            "a@p.example", "b@p.example", "c@p.example"
        )
        response = self._release(contributions)
        left.action_archive()
        failed.action_archive()
        self._leave(contributions, refused=["c@p.example"])
        self.assertEqual((left.delivery, left.state), ("sent", "answered"))
        self.assertEqual(failed.delivery, "failed")
        self.assertWaits(failed)
        bounced.action_archive()
        self._bounce(bounced.delivery_id.message_uid, "b@p.example")
        self.assertEqual(bounced.delivery, "bounced")
        self.assertWaits(bounced)
        self.assertTrue(self._get_alerts(bounced))
        self.assertEqual(self.assertSums(response)["again"], 2)

    def test_archived_before_it_was_released(self):
        first, second, repeat = contributions = self._authors(
            "a@p.example", "b@p.example", "c@p.example"
        )
        repeat._merge_into(first)
        response = self._create_response(first | second, state="validated")
        second.action_archive()
        repeat.action_archive()
        response.action_send()
        self.assertEqual(set(contributions.mapped("delivery")), {"queued"})
        self.assertEqual(len(self._leave(contributions)), 3)
        self.assertEqual(self.assertSums(response)["told"], 3)

    def test_programme_says_what_is_to_send_again_and_to_post(self):
        program = self.program
        contributions = self._authors("a@p.example", "b@p.example", "c@p.example")
        self._release(contributions)
        self.assertEqual((program.undelivered_count, program.to_post_count), (0, 0))
        self._leave(contributions, refused=["a@p.example", "b@p.example"])
        contributions[1].action_to_post()
        program.invalidate_recordset()
        self.assertEqual((program.undelivered_count, program.to_post_count), (1, 1))
        for shown in ("undelivered_count", "to_post_count"):
            listed = self._get_listed(self._press(program, shown))
            self.assertEqual(len(listed), program[shown])
